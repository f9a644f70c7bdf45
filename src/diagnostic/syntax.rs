//! What the readers of YAML, TOML and formulas complain of, in words for authors.
//! A complaint of theirs in, its words in the reader's language out. One that is not listed here stays as it is: better in
//! English than not at all.

use std::borrow::Cow;

use super::Lang;

/// A part of the complaint, and what it means, in Chinese and in English. The first that fits counts.
const WORDS: [(&str, &str, &str); 23] = [
    (
        "expected ':'",
        "这一行不是“项目: 内容”的形式（冒号后要有空格）",
        "this line is not “key: value” (a space follows the colon)",
    ),
    ("mapping values are not allowed", "这里多了一个冒号，或者缩进不对", "a colon too many here, or wrong indentation"),
    ("found a tab", "这里用了制表符，只能用空格", "a tab stands where only spaces may"),
    ("unclosed bracket", "括号没有配对", "a bracket does not close"),
    ("unclosed quote", "引号没有配对", "a quotation mark does not close"),
    ("invalid trailing content", "引号后面还有文字", "text follows the closing quotation mark"),
    ("unexpected character", "内容不能以这个字符开头", "a value can't begin with this character"),
    ("unknown escape", "双引号里的反斜杠写法不对", "a backslash in double quotes that means nothing"),
    ("did not find expected key", "缩进与上一行不一致", "the indentation differs from the line before"),
    ("alias", "内容不能以 *、& 或 ! 开头", "a value can't begin with *, & or !"),
    ("Anchors", "内容不能以 *、& 或 ! 开头", "a value can't begin with *, & or !"),
    ("tag", "内容不能以 *、& 或 ! 开头", "a value can't begin with *, & or !"),
    ("budget", "层次或条目太多", "too deep or too many entries"),
    ("must be quoted", "文字没有用英文双引号括起来", "the text stands in no double quotes"),
    ("invalid basic string", "引号没有配对", "a quotation mark does not close"),
    ("duplicate key", "这一项前面已经写过", "this key was given before"),
    (
        "invalid unquoted key",
        "这一行不是“项目 = 内容”的形式（中文的项目要加双引号）",
        "this line is not “key = value” (a key of other letters than a-z stands in double quotes)",
    ),
    ("key with no value", "这一行不是“项目 = 内容”的形式", "this line is not “key = value”"),
    ("unbalanced group", "花括号没有配对", "braces do not pair"),
    ("unknown primitive command", "有不认识的命令", "an unknown command"),
    ("mathematical environment", "有不认识的环境", "an unknown environment"),
    ("expected an argument", "命令后面缺少内容", "something is missing after a command"),
    ("unclosed table", "方括号没有配对", "a square bracket does not close"),
];

/// The words of a complaint.
pub(super) fn words(detail: &str, lang: Lang) -> Cow<'_, str> {
    match (WORDS.iter().find(|(part, ..)| detail.contains(part)), lang) {
        (Some((_, zh, _)), Lang::Zh) => Cow::Borrowed(zh),
        (Some((_, _, en)), Lang::En) => Cow::Borrowed(en),
        (None, _) => Cow::Borrowed(detail),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_complaint_is_said_in_the_authors_words_and_another_stays() {
        assert_eq!(words("unclosed quote", Lang::Zh), "引号没有配对");
        assert_eq!(words("the moon is full", Lang::Zh), "the moon is full");
    }
}
