//! Data on its way into a script.
//! Values in, one JavaScript literal out. Nothing in it can end the string that it stands in, in any browser, nor the
//! `<script>` element, should the script ever stand inside a page.

use serde::Serialize;

/// `data` as a literal.
#[must_use]
pub fn literal(data: &(impl Serialize + ?Sized)) -> String {
    // Only maps whose keys are no texts can't be written, and no caller has one; nothing is a literal too.
    let json = serde_json::to_string(data).unwrap_or_else(|_| "null".to_owned());
    // One by one, which is many times faster than all at once: few files of the index have any of them.
    if !["<", "\u{2028}", "\u{2029}"].into_iter().any(|sign| json.contains(sign)) {
        return json;
    }
    // All three stand inside strings only, where an escape means the same. The last two end a line in older browsers.
    json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    #[test]
    fn nothing_ends_the_string_or_the_script() {
        assert_eq!(literal("\"</script>\u{2028}\\ \n\u{2029}"), r#""\"\u003c/script>\u2028\\ \n\u2029""#);
        assert_eq!(literal("<!--"), r#""\u003c!--""#);
        assert_eq!(literal("优待证"), "\"优待证\"");
    }

    #[test]
    fn what_has_no_literal_is_nothing() {
        assert_eq!(literal(&BTreeMap::from([(vec![1], 2)])), "null");
    }

    proptest! {
        #[test]
        fn data_comes_back(text in "[<>/\"'\\\\a甲\u{2028}\u{2029}\\n\\t!-]{0,40}") {
            let made = literal(&text);
            let ends = made.contains(['<', '\u{2028}', '\u{2029}', '\n']);
            prop_assert!(!ends);
            prop_assert_eq!(serde_json::from_str::<String>(&made).unwrap(), text);
        }
    }
}
