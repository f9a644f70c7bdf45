//! What an HTML comment says.
//! The text between `<!--` and `-->` in, a speaker's note, an include or nothing out. A comment without one of the words
//! is the author's own affair and never shown.

use std::ops::Range;

use crate::text::nearest::nearest;

const NOTE: [&str; 2] = ["讲稿", "notes"];
const INCLUDE: [&str; 2] = ["引用", "include"];
/// A longer text before the colon is a sentence, not a mistyped word.
const LONGEST_WORD: usize = 12;

/// What a comment means; ranges count in its text.
#[derive(Debug, PartialEq)]
pub(super) enum Comment {
    /// `讲稿：…`, and where the words stand.
    Note(Range<usize>),
    /// `引用：path`, and where the path stands.
    Include(Range<usize>),
    /// Probably meant as one of these, and which.
    Unknown { word: String, nearest: &'static str },
    /// None of our business.
    Plain,
}

/// The meaning of the comment `text`.
pub(super) fn read(text: &str) -> Comment {
    let Some((colon, mark)) = text.char_indices().find(|&(_, c)| matches!(c, '：' | ':')) else {
        return Comment::Plain;
    };
    let word = text[..colon].trim().to_lowercase();
    let rest = &text[colon + mark.len_utf8()..];
    let trimmed = rest.trim();
    let start = text.len() - rest.trim_start().len();
    let body = start..start + trimmed.len();
    if NOTE.contains(&word.as_str()) {
        Comment::Note(body)
    } else if INCLUDE.contains(&word.as_str()) {
        Comment::Include(body)
    } else if word.chars().count() > LONGEST_WORD || word.contains(char::is_whitespace) {
        Comment::Plain
    } else {
        match nearest(&word, NOTE.into_iter().chain(INCLUDE)) {
            Some(nearest) => Comment::Unknown { word, nearest },
            None => Comment::Plain,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_before_the_colon_decides() {
        assert_eq!(read(" 讲稿：大家好 "), Comment::Note(" 讲稿：".len().." 讲稿：大家好".len()));
        assert_eq!(read("Notes: hi"), Comment::Note(7..9));
        assert_eq!(read("引用: 共用/口径.md"), Comment::Include("引用: ".len().."引用: 共用/口径.md".len()));
        assert_eq!(read("讲搞：大家好"), Comment::Unknown { word: "讲搞".into(), nearest: "讲稿" });
        assert_eq!(read("TODO: 核对"), Comment::Plain);
        assert_eq!(read("待核对"), Comment::Plain);
        assert_eq!(read("说明：这一段待核对"), Comment::Plain);
    }
}
