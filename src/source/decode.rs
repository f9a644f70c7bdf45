//! The bytes of a text file as text.
//! Bytes in, text and at most one problem out, with the problem's place in that text. Never fails: what can't be decoded is
//! replaced and reported, so that the rest of the file can still be checked. Control characters stay; whoever reads the text
//! reports them.
//!
//! UTF-8 is taken as it is, a byte order mark is believed, and GB18030 (with GBK and GB2312 inside it) is a guess that must
//! prove itself: nearly every sequence of bytes is valid GB18030, so a text counts as such only where most of it is common.

use std::ops::Range;

use encoding_rs::{BIG5, GB18030, GBK};

use super::utf16::{Utf16, decode_utf16};
use crate::diagnostic::Problem;

/// Text, and what is wrong with its encoding.
#[derive(Debug, PartialEq)]
pub(super) struct Decoded {
    pub(super) text: String,
    /// The problem and where it stands in `text`.
    pub(super) problem: Option<(Problem, Range<usize>)>,
}

impl Decoded {
    fn whole(text: String, problem: Problem) -> Self {
        Self { text, problem: Some((problem, 0..0)) }
    }
}

/// Decodes a file.
pub(super) fn decode(bytes: Vec<u8>) -> Decoded {
    match bytes.as_slice() {
        [0xEF, 0xBB, 0xBF, rest @ ..] => match std::str::from_utf8(rest) {
            Ok(text) => Decoded { text: text.to_owned(), problem: None },
            Err(error) => broken_utf8(rest, error, 3),
        },
        [0xFF, 0xFE, rest @ ..] => utf16(rest, Utf16::Le),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, Utf16::Be),
        _ => unmarked(bytes),
    }
}

/// A file without a byte order mark.
fn unmarked(bytes: Vec<u8>) -> Decoded {
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => {
            // Latin text in UTF-16 is valid UTF-8 with every second byte NUL; a stray NUL is no sign of it.
            let zeros = text.bytes().filter(|b| *b == 0).count();
            let unmarked = if zeros * 4 >= text.len() { unmarked_utf16(text.as_bytes()) } else { None };
            return unmarked.unwrap_or(Decoded { text, problem: None });
        }
        Err(error) => error.into_bytes(),
    };
    let Err(error) = std::str::from_utf8(&bytes) else {
        // Just refused above.
        return Decoded { text: String::new(), problem: None };
    };
    if error.error_len().is_none() {
        return broken_utf8(&bytes, error, 0);
    }
    if bytes.contains(&0)
        && let Some(decoded) = unmarked_utf16(&bytes)
    {
        return decoded;
    }
    gb18030(&bytes).unwrap_or_else(|| broken_utf8(&bytes, error, 0))
}

/// What can be read of bytes that are not UTF-8, reported where they first are not. `skipped` bytes stood before them.
fn broken_utf8(bytes: &[u8], error: std::str::Utf8Error, skipped: usize) -> Decoded {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let start = error.valid_up_to();
    let range = start..start + char::REPLACEMENT_CHARACTER.len_utf8();
    let problem = match error.error_len() {
        None => Problem::Truncated,
        Some(_) => Problem::Undecodable { byte: start + skipped },
    };
    Decoded { text, problem: Some((problem, range)) }
}

/// UTF-16 after its byte order mark.
fn utf16(bytes: &[u8], order: Utf16) -> Decoded {
    let (text, bad) = decode_utf16(bytes, order);
    let replacement = char::REPLACEMENT_CHARACTER.len_utf8();
    let problem = match (bad, bytes.len() % 2) {
        (Some((byte, at)), _) => (Problem::Undecodable { byte: byte + 2 }, at..at + replacement),
        (None, 1) => (Problem::Truncated, text.len() - replacement..text.len()),
        (None, _) => (Problem::Converted { encoding: order.name() }, 0..0),
    };
    Decoded { text, problem: Some(problem) }
}

/// UTF-16 without a byte order mark, where one reading is a plain text.
fn unmarked_utf16(bytes: &[u8]) -> Option<Decoded> {
    if bytes.is_empty() || !bytes.len().is_multiple_of(2) {
        return None;
    }
    [Utf16::Le, Utf16::Be].into_iter().find_map(|order| {
        let (text, bad) = decode_utf16(bytes, order);
        let plain = bad.is_none() && !text.contains('\0') && is_mostly_common(&text);
        plain.then(|| Decoded::whole(text, Problem::Converted { encoding: order.name() }))
    })
}

/// GB18030, where the text is plausible. `None` for what fits it by chance.
fn gb18030(bytes: &[u8]) -> Option<Decoded> {
    if holds_utf8_chinese(bytes) {
        return None;
    }
    if let Some(text) = GB18030.decode_without_bom_handling_and_without_replacement(bytes) {
        let encoding = if has_four_byte_form(bytes) { "GB18030" } else { "GBK" };
        return is_mostly_common(&text).then(|| Decoded::whole(text.into_owned(), Problem::Converted { encoding }));
    }
    // The first half of a last character.
    let (&last, before) = bytes.split_last()?;
    let text = GB18030.decode_without_bom_handling_and_without_replacement(before)?;
    (last >= 0x81 && is_mostly_common(&text)).then(|| {
        let at = text.len();
        let text = format!("{text}{}", char::REPLACEMENT_CHARACTER);
        let range = at..text.len();
        Decoded { text, problem: Some((Problem::Truncated, range)) }
    })
}

/// Whether valid GB18030 uses a form of four bytes, which GBK lacks.
fn has_four_byte_form(bytes: &[u8]) -> bool {
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] <= 0x80 {
            at += 1;
        } else if bytes.get(at + 1).is_some_and(u8::is_ascii_digit) {
            return true;
        } else {
            at += 2;
        }
    }
    false
}

/// Whether Chinese in UTF-8 stands somewhere: four characters in a row, or two with nothing but ASCII around them. The same
/// bytes as GBK would be rare characters in an order that no text has.
fn holds_utf8_chinese(bytes: &[u8]) -> bool {
    (0..bytes.len()).any(|at| {
        if !(0xE2..=0xEF).contains(&bytes[at]) {
            return false;
        }
        let count = bytes[at..].chunks_exact(3).take(4).take_while(|chunk| is_utf8_chinese(chunk)).count();
        let is_ascii = |b: Option<&u8>| b.is_none_or(u8::is_ascii);
        let alone = is_ascii(at.checked_sub(1).and_then(|i| bytes.get(i))) && is_ascii(bytes.get(at + count * 3));
        count == 4 || (count >= 2 && alone)
    })
}

/// Whether three bytes are a Han character, a Chinese punctuation mark or a full-width form in UTF-8.
fn is_utf8_chinese(bytes: &[u8]) -> bool {
    let continues = |b: u8| (0x80..0xC0).contains(&b);
    match *bytes {
        [0xE4..=0xE9, second, third] => continues(second) && continues(third),
        [0xE3 | 0xE2, 0x80, third] | [0xEF, 0xBC | 0xBD, third] => continues(third),
        _ => false,
    }
}

/// Whether at least three in four characters beyond ASCII are such as Chinese texts consist of.
fn is_mostly_common(text: &str) -> bool {
    let mut common = 0_usize;
    let mut all = 0_usize;
    for c in text.chars().filter(|c| !c.is_ascii()) {
        all += 1;
        common += usize::from(is_common(c));
    }
    common * 4 >= all * 3
}

/// A sign or one of the 3,755 commonest characters of GB2312, or of the 5,401 of Big5 (Traditional texts are saved as GBK
/// too). The standards order their characters by how common they are, so the first byte tells.
fn is_common(c: char) -> bool {
    let mut buffer = [0; 4];
    let one = c.encode_utf8(&mut buffer);
    let (gbk, _, unmappable) = GBK.encode(one);
    if !unmappable && matches!(*gbk, [0xA1..=0xA3 | 0xB0..=0xD7, 0xA1..=0xFE]) {
        return true;
    }
    let (big5, _, unmappable) = BIG5.encode(one);
    !unmappable && matches!(*big5, [0xA4..=0xC6, _])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::span::{Position, position};
    use proptest::prelude::*;

    const TEXT: &str = "---\n标题: 优待证\n---\n\n退役军人持优待证，可以享受《军人抚恤优待条例》规定的优待。\n";

    fn gbk(text: &str) -> Vec<u8> {
        GB18030.encode(text).0.into_owned()
    }

    fn utf16(text: &str, order: Utf16) -> Vec<u8> {
        let bytes = |unit: u16| match order {
            Utf16::Le => unit.to_le_bytes(),
            Utf16::Be => unit.to_be_bytes(),
        };
        text.encode_utf16().flat_map(bytes).collect()
    }

    fn converted(text: &str, encoding: &'static str) -> Decoded {
        Decoded::whole(text.to_owned(), Problem::Converted { encoding })
    }

    fn place(decoded: &Decoded) -> Position {
        position(&decoded.text, decoded.problem.as_ref().unwrap().1.start)
    }

    #[test]
    fn utf8_is_itself_with_or_without_its_mark() {
        let plain = Decoded { text: TEXT.into(), problem: None };
        assert_eq!(decode(TEXT.into()), plain);
        assert_eq!(decode(format!("\u{FEFF}{TEXT}").into()), plain);
    }

    #[test]
    fn line_ends_stay_as_they_are() {
        let text = "---\r\n标题: 甲\r\n---\r正文\u{2028}完\n";
        assert_eq!(decode(format!("\u{FEFF}{text}").into()).text, text);
    }

    #[test]
    fn nothing_and_a_mark_alone_are_empty() {
        assert_eq!(decode(vec![]), Decoded { text: String::new(), problem: None });
        assert_eq!(decode(vec![0xEF, 0xBB, 0xBF]), Decoded { text: String::new(), problem: None });
        assert_eq!(decode(b" \n".to_vec()).text, " \n");
    }

    #[test]
    fn gbk_is_converted() {
        assert_eq!(decode(gbk(TEXT)), converted(TEXT, "GBK"));
        assert_eq!(decode(gbk("标题")), converted("标题", "GBK"));
    }

    #[test]
    fn four_byte_forms_are_called_gb18030() {
        let text = format!("{TEXT}地名：㐀、𠀀");
        assert_eq!(decode(gbk(&text)), converted(&text, "GB18030"));
    }

    #[test]
    fn second_bytes_that_look_like_markup_are_decoded_first() {
        let text = "# 誠、縗、俷、峖\n\n立誠為本，縗服在身。\n";
        let bytes = gbk(text);
        assert!(bytes.contains(&b'\\'));
        assert_eq!(decode(bytes), converted(text, "GBK"));
    }

    #[test]
    fn traditional_text_in_gbk_is_converted() {
        let text = "退役軍人優待證是國家和社會給予優待的憑證，請妥善保管，遺失應當及時補辦。";
        assert_eq!(decode(gbk(text)), converted(text, "GBK"));
    }

    #[test]
    fn gbk_pasted_into_utf8_is_an_error_at_its_first_byte() {
        let mut bytes = "# 优待证\n\n第一段。".as_bytes().to_vec();
        let before = bytes.len();
        bytes.extend(gbk("第二段从别处粘贴而来。\n"));
        let decoded = decode(bytes);
        assert_eq!(decoded.problem.as_ref().unwrap().0, Problem::Undecodable { byte: before });
        assert_eq!(place(&decoded), Position { line: 3, column: 5 });
        assert!(decoded.text.starts_with("# 优待证\n\n第一段。"));
    }

    #[test]
    fn utf8_pasted_into_gbk_is_an_error() {
        for paste in ["粘贴", "这一句是后来粘贴的", "，然后。"] {
            for (before, after) in [("第一段\n", "\n"), ("前面的话", "后面的话")] {
                if paste.chars().count() < 4 && before == "前面的话" {
                    continue;
                }
                let mut bytes = gbk(&TEXT.repeat(50));
                bytes.extend(gbk(before));
                bytes.extend(paste.as_bytes());
                bytes.extend(gbk(after));
                let problem = decode(bytes).problem.unwrap().0;
                assert!(matches!(problem, Problem::Undecodable { .. }), "{before}{paste}{after}: {problem:?}");
            }
        }
    }

    #[test]
    fn other_encodings_are_no_gbk() {
        let big5 = BIG5.encode("退役軍人優待證是國家和社會給予優待的憑證，請妥善保管。").0.into_owned();
        let japanese =
            encoding_rs::SHIFT_JIS.encode("これは日本語の文章です。漢字とカタカナもあります。").0.into_owned();
        for bytes in [big5, japanese, b"caf\xE9 au lait".to_vec(), b"na\xEFve\n".to_vec(), b"\xED\xA0\x80abc".to_vec()]
        {
            let decoded = decode(bytes);
            assert!(matches!(decoded.problem, Some((Problem::Undecodable { .. }, _))), "{decoded:?}");
        }
    }

    #[test]
    fn marked_utf16_is_converted() {
        for (order, mark, name) in [(Utf16::Le, [0xFF, 0xFE], "UTF-16 LE"), (Utf16::Be, [0xFE, 0xFF], "UTF-16 BE")] {
            let text = format!("{TEXT}𠀀😀");
            let bytes = [mark.to_vec(), utf16(&text, order)].concat();
            assert_eq!(decode(bytes), converted(&text, name));
        }
    }

    #[test]
    fn unmarked_utf16_is_noticed() {
        for (order, name) in [(Utf16::Le, "UTF-16 LE"), (Utf16::Be, "UTF-16 BE")] {
            for text in [TEXT, "Latin text only\r\n", "一、二、三\n"] {
                assert_eq!(decode(utf16(text, order)), converted(text, name), "{text}");
            }
        }
    }

    #[test]
    fn a_stray_nul_makes_no_utf16() {
        // Two bytes at a time, the last one would be 大木水田渀.
        for text in ["ab\0cdefghi", "优待\0证", "甲\u{1}乙\u{FFFE}", "'Y(g4l0u\0n"] {
            assert_eq!(decode(text.into()), Decoded { text: text.into(), problem: None });
        }
    }

    #[test]
    fn a_lone_surrogate_is_an_error_at_its_place() {
        let bytes = [vec![0xFF, 0xFE], utf16("甲\n乙", Utf16::Le), vec![0x00, 0xD8], utf16("丙", Utf16::Le)].concat();
        let decoded = decode(bytes);
        assert_eq!(decoded.text, "甲\n乙\u{FFFD}丙");
        assert_eq!(decoded.problem.as_ref().unwrap().0, Problem::Undecodable { byte: 8 });
        assert_eq!(place(&decoded), Position { line: 2, column: 2 });
    }

    #[test]
    fn half_a_last_character_is_a_file_cut_short() {
        let utf8 = &TEXT.as_bytes()[..TEXT.len() - 2];
        let whole_gbk = gbk(TEXT);
        let mut unit = vec![0xFF, 0xFE];
        unit.extend(&utf16(TEXT, Utf16::Le)[1..]);
        for bytes in [utf8.to_vec(), [b"\xEF\xBB\xBF", utf8].concat(), whole_gbk[..whole_gbk.len() - 2].to_vec()] {
            let decoded = decode(bytes);
            let (problem, range) = decoded.problem.unwrap();
            assert_eq!(problem, Problem::Truncated);
            assert_eq!(&decoded.text[range.clone()], "\u{FFFD}");
            assert_eq!(range.end, decoded.text.len());
        }
        let odd = [vec![0xFF, 0xFE], utf16("甲乙", Utf16::Le), vec![0x4E]].concat();
        assert_eq!(decode(odd).problem.unwrap().0, Problem::Truncated);
    }

    #[test]
    fn escape_sequences_of_old_encodings_are_text() {
        let text = "\u{1b}$B%F%9%H\u{1b}(B +ADw-script+AD4-";
        assert_eq!(decode(text.into()), Decoded { text: text.into(), problem: None });
    }

    proptest! {
        #[test]
        fn every_range_is_sliceable(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            let decoded = decode(bytes);
            if let Some((_, range)) = decoded.problem {
                prop_assert!(decoded.text.get(range).is_some());
            }
        }

        #[test]
        fn valid_utf8_with_few_nuls_is_never_changed(text in "[^\u{feff}\0]{0,40}") {
            prop_assert_eq!(decode(text.clone().into()), Decoded { text, problem: None });
        }
    }
}
