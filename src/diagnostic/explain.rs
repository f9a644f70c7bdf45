//! The long explanation of each code: what it means, a wrong and a right example.
//! A code in, its chapter out. The chapters stand in `explain.zh-CN.md` and `explain.en.md`, a level-2 heading each.

use super::Lang;

/// What opens a chapter. Examples hold headings of their own, so that only a code's heading counts.
const OPENING: &str = "\n## JY";

/// The chapter of `code` (`JY203`, in any case), without its heading's `## `. `None` for an unknown code.
#[must_use]
pub fn explain(code: &str, lang: Lang) -> Option<&'static str> {
    let text = match lang {
        Lang::Zh => include_str!("explain.zh-CN.md"),
        Lang::En => include_str!("explain.en.md"),
    };
    let code = code.to_ascii_uppercase();
    let heading = "\n## ".len();
    text.match_indices(OPENING).map(|(at, _)| &text[at + heading..]).find_map(|rest| {
        let chapter = rest.find(OPENING).map_or(rest, |end| &rest[..end]);
        (chapter.split_whitespace().next() == Some(&code)).then(|| chapter.trim_end())
    })
}
