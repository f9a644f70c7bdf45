//! What cameras and programs write into pictures beside the pixels, taken out.
//! A file in, the same pixels and colours out, byte for byte; place, date, device, thumbnails, comments gone. `None` where the
//! file is not as its format says, so that someone else must decode it.

/// JPEG: keeps what decoding needs (JFIF, the colours' profile, Adobe's mark) and leaves out all other application data and
/// comments. After the pixels nothing is kept: phones put whole films there.
pub(super) fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len());
    out.extend(bytes.strip_prefix(&[0xFF, 0xD8])?.get(..0)?);
    out.extend([0xFF, 0xD8]);
    let mut at = 2;
    loop {
        if *bytes.get(at)? != 0xFF {
            return None;
        }
        let marker = *bytes.get(at + 1)?;
        match marker {
            // Padding.
            0xFF => at += 1,
            0xD9 => {
                out.extend([0xFF, 0xD9]);
                return Some(out);
            }
            0x01 | 0xD0..=0xD7 => at += 2,
            0x00 | 0xD8 => return None,
            _ => {
                let length = usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
                let segment = bytes.get(at..at + 2 + length).filter(|_| length >= 2)?;
                let content = &segment[4..];
                let is_kept = match marker {
                    0xE0 => content.starts_with(b"JFIF\0"),
                    0xE2 => content.starts_with(b"ICC_PROFILE\0"),
                    0xEE => content.starts_with(b"Adobe"),
                    0xE1..=0xEF | 0xFE => false,
                    _ => true,
                };
                if is_kept {
                    out.extend(segment);
                }
                at += segment.len();
                if marker == 0xDA {
                    let end = scan(bytes, at);
                    out.extend(bytes.get(at..end)?);
                    at = end;
                    if at >= bytes.len() {
                        // Cut short; what decoders make up for is left to them.
                        return None;
                    }
                }
            }
        }
    }
}

/// The end of the coded pixels that begin at `at`: the next marker that is none of theirs.
fn scan(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    let end = rest.windows(2).position(|pair| pair[0] == 0xFF && !matches!(pair[1], 0x00 | 0xD0..=0xD7 | 0xFF));
    end.map_or(bytes.len(), |end| at + end)
}

/// PNG: keeps what changes how it looks, and what an animation needs.
pub(super) fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    const KEPT: [&[u8; 4]; 15] = [
        b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"pHYs", b"cICP",
        b"acTL", b"fcTL", b"fdAT",
    ];
    const MARK: &[u8] = b"\x89PNG\r\n\x1a\n";
    let mut rest = bytes.strip_prefix(MARK)?;
    let mut out = MARK.to_vec();
    loop {
        let length = usize::try_from(u32::from_be_bytes(rest.get(..4)?.try_into().ok()?)).ok()?;
        let kind = rest.get(4..8)?;
        let chunk = rest.get(..length.checked_add(12)?)?;
        if KEPT.iter().any(|kept| kept.as_slice() == kind) {
            out.extend(chunk);
        }
        if kind == b"IEND" {
            return Some(out);
        }
        rest = &rest[chunk.len()..];
    }
}

/// WebP: leaves out the chunks of metadata, and says in the head that they are gone.
pub(super) fn webp(bytes: &[u8]) -> Option<Vec<u8>> {
    const EXIF: u8 = 0x08;
    const XMP: u8 = 0x04;
    let size = usize::try_from(u32::from_le_bytes(bytes.strip_prefix(b"RIFF")?.get(..4)?.try_into().ok()?)).ok()?;
    let mut rest = bytes.get(8..size.checked_add(8)?)?.strip_prefix(b"WEBP")?;
    let mut out = b"RIFF\0\0\0\0WEBP".to_vec();
    let mut has_pixels = false;
    while !rest.is_empty() {
        let kind = rest.get(..4)?;
        let length = usize::try_from(u32::from_le_bytes(rest.get(4..8)?.try_into().ok()?)).ok()?;
        let padded = length.checked_add(8 + length % 2)?;
        let chunk = rest.get(..padded.min(rest.len())).filter(|chunk| chunk.len() >= length + 8)?;
        match kind {
            b"VP8X" => {
                let start = out.len();
                out.extend(chunk);
                *out.get_mut(start + 8)? &= !(EXIF | XMP);
            }
            b"VP8 " | b"VP8L" | b"ALPH" | b"ANIM" | b"ANMF" | b"ICCP" => {
                has_pixels |= matches!(kind, b"VP8 " | b"VP8L" | b"ANMF");
                out.extend(chunk);
            }
            _ => {}
        }
        rest = &rest[chunk.len()..];
    }
    let size = u32::try_from(out.len() - 8).ok()?.to_le_bytes();
    out[4..8].copy_from_slice(&size);
    // A file that says to be shorter than it is may end before them.
    has_pixels.then_some(out)
}
