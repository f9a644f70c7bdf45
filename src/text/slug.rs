//! Names made from text: file names in ASCII through pinyin, and anchors that keep Chinese characters.
//! Text in, a name out; the same text always gives the same name. Never returns an empty name or one that a file system
//! or a browser would treat specially.

use unicode_normalization::UnicodeNormalization;

use super::pinyin::sound;

/// The longest slug made from text, in bytes.
const LONGEST: usize = 80;

/// How many characters of a text make its anchor.
const LONGEST_ANCHOR: usize = 48;

/// Names that Windows reserves for devices, whatever extension follows.
const RESERVED: [&str; 4] = ["con", "prn", "aux", "nul"];

/// Whether Windows treats a file of this stem as a device.
#[must_use]
pub fn is_reserved_name(stem: &str) -> bool {
    let lower = stem.to_ascii_lowercase();
    let numbered = |prefix: &str| {
        lower.strip_prefix(prefix).is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_digit()))
    };
    RESERVED.contains(&lower.as_str())
        || numbered("com")
        || numbered("lpt")
        || matches!(lower.as_str(), "conin$" | "conout$")
}

/// Whether `text` may stand as a slug: lower-case ASCII letters, digits, `-` and `_`, not too long, not reserved.
#[must_use]
pub fn is_slug(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= LONGEST
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_')
        && text.bytes().any(|b| b.is_ascii_alphanumeric())
        && !is_reserved_name(text)
}

/// An ASCII file name for `text`: pinyin without tones for Han characters, letters and digits kept, all else a hyphen.
/// 优待证 → `youdaizheng`, `VS Code 入门` → `vs-code-rumen`. Text with nothing to keep gives `x` and a digest of it.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut out = String::new();
    for c in text.nfkc() {
        let piece = if c.is_ascii_alphanumeric() {
            c.to_ascii_lowercase().to_string()
        } else if let Some(sound) = sound(c) {
            sound.into_owned()
        } else {
            if !out.is_empty() && !out.ends_with('-') {
                out.push('-');
            }
            continue;
        };
        if out.len() + piece.len() > LONGEST {
            break;
        }
        out.push_str(&piece);
    }
    let out = out.trim_matches('-');
    if out.is_empty() {
        format!("x{}", &blake3::hash(text.as_bytes()).to_hex()[..8])
    } else if is_reserved_name(out) {
        format!("{out}-1")
    } else {
        out.to_owned()
    }
}

/// The slug of a file name: without its extension and its leading number (`01-优待证.md` → `youdaizheng`).
#[must_use]
pub fn file_slug(stem: &str) -> String {
    let rest = stem.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest =
        if rest.len() == stem.len() { stem } else { rest.trim_start_matches(['-', '_', '.', ' ', '、', '．']) };
    if rest.is_empty() { slug(stem) } else { slug(rest) }
}

/// An anchor for `text`: letters and digits of every script kept, Latin in lower case, spaces as hyphens, all else dropped.
#[must_use]
pub fn anchor(text: &str) -> String {
    let mut out = String::new();
    for c in text.nfkc().take(LONGEST_ANCHOR) {
        if c.is_alphanumeric() || c == '_' {
            out.extend(c.to_lowercase());
        } else if (c.is_whitespace() || c == '-') && !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    // What a page calls its own parts begins with `_`.
    let out = out.trim_start_matches(['-', '_']).trim_end_matches('-');
    if out.is_empty() { format!("s-{}", &blake3::hash(text.as_bytes()).to_hex()[..6]) } else { out.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn file_names_become_pinyin_without_their_number() {
        assert_eq!(file_slug("01-优待证"), "youdaizheng");
        assert_eq!(file_slug("2、绿化"), "lvhua");
        assert_eq!(file_slug("VS Code 入门"), "vs-code-rumen");
        assert_eq!(file_slug("2024"), "2024");
        assert_eq!(slug("CON"), "con-1");
        assert!(slug("😀").starts_with('x'));
    }

    #[test]
    fn anchors_keep_chinese() {
        assert_eq!(anchor("到哪里申请 优待证？"), "到哪里申请-优待证");
        assert_eq!(anchor("Hello World!"), "hello-world");
        assert!(anchor("？！").starts_with("s-"));
    }

    proptest! {
        #[test]
        fn every_text_has_a_stable_slug(text in "\\PC*") {
            let made = slug(&text);
            prop_assert!(is_slug(&made), "{made:?}");
            prop_assert_eq!(&made, &slug(&text));
            prop_assert!(!anchor(&text).is_empty());
        }
    }
}
