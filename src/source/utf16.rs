//! Texts of two bytes to a character.
//! Bytes and their order in, text out, with the place of the first fault. Never fails.

/// Two bytes to a character, the low or the high one first.
#[derive(Clone, Copy)]
pub(super) enum Utf16 {
    Le,
    Be,
}

impl Utf16 {
    /// The encoding's name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Le => "UTF-16 LE",
            Self::Be => "UTF-16 BE",
        }
    }
}

/// The text, and where its first lone surrogate stands: its byte, and its place in the text. An odd last byte becomes a
/// replacement character.
pub(super) fn decode_utf16(bytes: &[u8], order: Utf16) -> (String, Option<(usize, usize)>) {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|pair| match order {
        Utf16::Le => u16::from_le_bytes(*pair),
        Utf16::Be => u16::from_be_bytes(*pair),
    });
    let mut text = String::with_capacity(bytes.len());
    let mut byte = 0;
    let mut bad = None;
    for unit in char::decode_utf16(units) {
        let c = unit.unwrap_or_else(|_| {
            bad.get_or_insert((byte, text.len()));
            char::REPLACEMENT_CHARACTER
        });
        // A lone surrogate is one unit, as is the character that replaces it.
        byte += c.len_utf16() * 2;
        text.push(c);
    }
    if !rest.is_empty() {
        text.push(char::REPLACEMENT_CHARACTER);
    }
    (text, bad)
}
