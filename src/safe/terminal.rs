//! Text on its way to a terminal.
//! Text in, the same text out without what a terminal would obey: escape sequences that colour, move the cursor, set the
//! window's title or make links begin with a control character, and marks of direction show a text as another.

/// Whether a terminal would do something at `c` other than show it.
fn acts(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Text that a terminal shows as it is: what it would act on is replaced. Line ends and tabs stay.
#[must_use]
pub fn harmless(text: &str) -> String {
    text.chars().map(|c| if acts(c) && !matches!(c, '\n' | '\t') { '\u{FFFD}' } else { c }).collect()
}

/// A line of a source with the same number of bytes, so that places in it stay right. Tabs stay.
#[must_use]
pub fn harmless_line(line: &str) -> String {
    let replacement = |c: char| match c.len_utf8() {
        1 => ' ',
        2 => '·',
        _ => '\u{FFFD}',
    };
    line.chars().map(|c| if acts(c) && c != '\t' { replacement(c) } else { c }).collect()
}

/// JSON for standard output, which may be a terminal too: JSON leaves some control characters as they are.
#[must_use]
pub fn harmless_json(json: String) -> String {
    if !json.chars().any(acts) {
        return json;
    }
    json.chars().map(|c| if acts(c) { format!("\\u{:04x}", u32::from(c)) } else { c.to_string() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Colour, a link, the window's title, one byte for escape and bracket, a turned direction.
    const HOSTILE: [&str; 6] = [
        "\u{1b}[31mred",
        "\u{1b}]8;;http://evil.example\u{7}here\u{1b}]8;;\u{7}",
        "\u{1b}]0;title\u{7}",
        "\u{9b}2J",
        "a\u{202E}dm.exe",
        "a\rb\u{8}c\u{7f}",
    ];

    #[test]
    fn nothing_that_a_terminal_obeys_is_left() {
        for text in HOSTILE {
            assert!(!harmless(text).chars().any(acts), "{text:?}");
            let line = harmless_line(text);
            assert!(!line.chars().any(acts), "{text:?}");
            assert_eq!(line.len(), text.len(), "{text:?}");
            let json = harmless_json(serde_json::to_string(text).unwrap());
            assert!(!json.chars().any(acts), "{json:?}");
            assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        }
    }

    #[test]
    fn what_is_plain_stays() {
        assert_eq!(harmless("标题\n\t第二行"), "标题\n\t第二行");
        assert_eq!(harmless_line("\t标题"), "\t标题");
        assert_eq!(harmless_json("{\"甲\":1}".into()), "{\"甲\":1}");
    }
}
