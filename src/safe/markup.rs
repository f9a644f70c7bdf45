//! Text on its way into HTML and XML.
//! Plain text in, markup-safe text out. Every piece of an author's text passes through here or through the template
//! engine's own escaping; never returns a character that could open a tag, an entity or an attribute.

use std::convert::Infallible;
use std::fmt::Write as _;

/// Markup made by this program, in which every text has been escaped: the only value that templates show as it is.
/// There is no way from a text to one but [`Html::made`], and who calls that is listed in a test.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// Takes over what a writer of this program wrote.
    #[must_use]
    pub fn made(markup: String) -> Self {
        Self(markup)
    }

    /// The markup.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Appends `text` with `&`, `<`, `>`, `"` and `'` escaped: safe in element content and in a quoted attribute alike.
/// Characters that HTML and XML forbid (NUL, other C0 controls, U+007F, U+FFFE, U+FFFF) become U+FFFD.
pub fn push_escaped(out: &mut String, text: &str) {
    // Appending to a string can't fail.
    let Ok(()) = escape(text, |piece| -> Result<(), Infallible> {
        out.push_str(piece);
        Ok(())
    });
}

/// Gives `text` piece by piece as [`push_escaped`] appends it; the first refusal ends it.
pub fn escape<E>(text: &str, mut put: impl FnMut(&str) -> Result<(), E>) -> Result<(), E> {
    let bytes = text.as_bytes();
    let (mut from, mut at) = (0, 0);
    while let Some(found) = next_doubtful(bytes, at) {
        let (replacement, length) = match bytes[found..] {
            [b'&', ..] => ("&amp;", 1),
            [b'<', ..] => ("&lt;", 1),
            [b'>', ..] => ("&gt;", 1),
            [b'"', ..] => ("&quot;", 1),
            [b'\'', ..] => ("&#39;", 1),
            [0xEF, 0xBF, 0xBE | 0xBF, ..] => ("\u{FFFD}", 3),
            // Another character of these two bytes: a half-width sign.
            [0xEF, ..] => {
                at = found + 1;
                continue;
            }
            _ => ("\u{FFFD}", 1),
        };
        put(&text[from..found])?;
        put(replacement)?;
        from = found + length;
        at = from;
    }
    put(&text[from..])
}

/// The bytes that are escaped, and the one that begins all characters like U+FFFE: for pieces too short for a block.
const DOUBTFUL: [bool; 256] = {
    let mut doubtful = [false; 256];
    let mut control = 0;
    while control < 0x20 {
        doubtful[control] = !matches!(control, 0x09 | 0x0A | 0x0D);
        control += 1;
    }
    doubtful[b'&' as usize] = true;
    doubtful[b'<' as usize] = true;
    doubtful[b'>' as usize] = true;
    doubtful[b'"' as usize] = true;
    doubtful[b'\'' as usize] = true;
    doubtful[0x7F] = true;
    doubtful[0xEF] = true;
    doubtful
};

/// The first byte from `from` on that is escaped, or begins a character that may be. Most blocks have none, and a block is
/// looked at in a form that the compiler makes one step of.
#[expect(clippy::needless_bitwise_bool, reason = "lazy operators would be jumps, a byte at a time")]
fn next_doubtful(bytes: &[u8], from: usize) -> Option<usize> {
    const BLOCK: usize = 16;
    // Full-width punctuation begins with the same byte as the characters that are forbidden; the next one tells.
    let is = |byte: u8, next: u8| {
        let is_markup = (byte == b'&') | (byte == b'<') | (byte == b'>') | (byte == b'"') | (byte == b'\'');
        let is_space = (byte == b'\t') | (byte == b'\n') | (byte == b'\r');
        is_markup | (byte < b' ') & !is_space | (byte == 0x7F) | (byte == 0xEF) & (next == 0xBF)
    };
    let mut at = from;
    while let Some(block) = bytes.get(at..).and_then(|rest| rest.first_chunk::<{ BLOCK + 1 }>()) {
        if (0..BLOCK).fold(false, |found, i| found | is(block[i], block[i + 1])) {
            break;
        }
        at += BLOCK;
    }
    let is_at = |at: &usize| {
        let byte = bytes[*at];
        DOUBTFUL[usize::from(byte)] && (byte != 0xEF || bytes.get(at + 1) == Some(&0xBF))
    };
    (at..bytes.len()).find(is_at)
}

/// [`push_escaped`] into a string of its own.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    push_escaped(&mut out, text);
    out
}

/// Appends a URL as it may stand in a quoted attribute: characters that no URL may hold are percent-encoded, an existing
/// `%` is left as it is, then the whole is escaped as text. Non-ASCII characters are percent-encoded as UTF-8.
pub fn push_url(out: &mut String, url: &str) {
    for c in url.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_ascii_alphanumeric() || "-_.~!*();:@=+$,/?#%".contains(c) => out.push(c),
            _ => {
                let mut buffer = [0; 4];
                for byte in c.encode_utf8(&mut buffer).bytes() {
                    // Writing to a String cannot fail.
                    let _ = write!(out, "%{byte:02X}");
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_opens_markup_passes() {
        assert_eq!(escaped("<a b=\"c\" d='e'>&\0"), "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;\u{FFFD}");
        assert_eq!(escaped("优待证\n"), "优待证\n");
    }

    #[test]
    fn characters_that_markup_forbids_are_replaced_and_line_ends_are_not() {
        for (hostile, right) in [
            ("\0\u{B}\u{C}\u{1F}\u{7F}\u{FFFE}\u{FFFF}", "\u{FFFD}".repeat(7)),
            ("a\tb\r\n", "a\tb\r\n".to_owned()),
            ("]]>", "]]&gt;".to_owned()),
        ] {
            assert_eq!(escaped(hostile), right);
        }
        assert_eq!(Html::made(escaped("<")).as_str(), "&lt;");
    }

    proptest::proptest! {
        /// Read back, escaped text is what was written, and nothing of it is markup.
        #[test]
        fn text_comes_back(text in "[<>&\"'a甲乙丙，～\t\0\u{1}\u{7F}\u{FFFE}\u{FFFF}\u{FFE5}&;#x]{0,160}") {
            let safe = escaped(&text);
            let forbidden = ['\0', '\u{1}', '\u{7F}', '\u{FFFE}', '\u{FFFF}'];
            let is_markup = safe.contains(['<', '>', '"', '\'']) || safe.contains(forbidden);
            proptest::prop_assert!(!is_markup);
            let back = safe.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
            let kept: String = text.chars().map(|c| if forbidden.contains(&c) { '\u{FFFD}' } else { c }).collect();
            proptest::prop_assert_eq!(back.replace("&amp;", "&"), kept);
        }
    }

    #[test]
    fn urls_are_encoded_once() {
        let mut out = String::new();
        push_url(&mut out, "表格/a b.docx?x=1&y=%20\"'#锚");
        assert_eq!(out, "%E8%A1%A8%E6%A0%BC/a%20b.docx?x=1&amp;y=%20%22&#39;#%E9%94%9A");
    }
}
