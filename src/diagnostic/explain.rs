//! The long explanation of each code: what it means, a wrong and a right example.
//! A code in, its chapter out. The chapters stand in `explain.zh-CN.md` and `explain.en.md`, a level-2 heading each.

use super::Lang;

/// The chapter of `code` (`JY203`, in any case), without its heading's `## `. `None` for an unknown code.
#[must_use]
pub fn explain(code: &str, lang: Lang) -> Option<&'static str> {
    let text = match lang {
        Lang::Zh => include_str!("explain.zh-CN.md"),
        Lang::En => include_str!("explain.en.md"),
    };
    let code = code.to_ascii_uppercase();
    text.split("\n## ").skip(1).find(|chapter| chapter.split_whitespace().next() == Some(&code)).map(str::trim_end)
}
