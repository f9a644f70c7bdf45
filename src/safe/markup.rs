//! Text on its way into HTML and XML.
//! Plain text in, markup-safe text out. Every piece of an author's text passes through here or through the template
//! engine's own escaping; never returns a character that could open a tag, an entity or an attribute.

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
/// Characters that HTML and XML forbid (NUL, other C0 controls, U+FFFE, U+FFFF) become U+FFFD.
pub fn push_escaped(out: &mut String, text: &str) {
    let mut from = 0;
    for (i, c) in text.char_indices() {
        let replacement = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\'' => "&#39;",
            '\t' | '\n' | '\r' => continue,
            '\0'..='\u{1F}' | '\u{7F}' | '\u{FFFE}' | '\u{FFFF}' => "\u{FFFD}",
            _ => continue,
        };
        out.push_str(&text[from..i]);
        out.push_str(replacement);
        from = i + c.len_utf8();
    }
    out.push_str(&text[from..]);
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
        fn text_comes_back(text in "[<>&\"'a甲\t\0\u{1}&;#x]{0,40}") {
            let safe = escaped(&text);
            let is_markup = safe.contains(['<', '>', '"', '\'', '\0', '\u{1}']);
            proptest::prop_assert!(!is_markup);
            let back = safe.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
            let kept: String = text.chars().map(|c| if matches!(c, '\0' | '\u{1}') { '\u{FFFD}' } else { c }).collect();
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
