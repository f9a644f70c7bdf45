//! The explanations of codes: one chapter each in both languages, whose wrong example is wrong and whose right one is right.

use jiangyi::diagnostic::explain::explain;
use jiangyi::diagnostic::{Lang, Problem};

use crate::examples::{Example, examples};

const TEXTS: [(Lang, &str); 2] = [
    (Lang::Zh, include_str!("../../src/diagnostic/explain.zh-CN.md")),
    (Lang::En, include_str!("../../src/diagnostic/explain.en.md")),
];

/// Problems of a file's state or length rather than of what is written in it: their chapters say what to do instead.
const OF_FILES: [&str; 13] = [
    "JY101", "JY102", "JY103", "JY105", "JY108", "JY110", "JY113", "JY114", "JY115", "JY116", "JY117", "JY317", "JY318",
];

/// Codes whose examples can't be files: names of files, characters that a terminal would not show, a theme's strings.
const UNTRIED: [&str; 5] = ["JY104", "JY106", "JY111", "JY112", "JY703"];

fn wrong_and_right(lang: Lang) -> [&'static str; 2] {
    match lang {
        Lang::Zh => ["错误写法", "正确写法"],
        Lang::En => ["Wrong", "Right"],
    }
}

#[test]
fn every_code_has_one_chapter_and_every_chapter_a_code() {
    for (lang, text) in TEXTS {
        let headings: Vec<&str> = text
            .lines()
            .filter_map(|line| line.strip_prefix("## JY"))
            .map(|rest| rest.split(' ').next().unwrap_or_default())
            .collect();
        let codes: Vec<&str> = Problem::CODES.iter().map(|code| code.trim_start_matches("JY")).collect();
        assert_eq!(headings, codes, "{lang:?}");
        for code in Problem::CODES {
            let chapter = explain(&code.to_lowercase(), lang).unwrap();
            assert!(chapter.starts_with(&format!("{code} ")), "{code} {lang:?}");
            assert!(!chapter.contains("\n## JY"), "{code} {lang:?}");
        }
        assert_eq!(explain("JY000", lang), None);
        assert_eq!(explain("", lang), None);
    }
}

#[test]
fn every_chapter_shows_what_is_wrong_and_what_is_right() {
    for (lang, _) in TEXTS {
        for code in Problem::CODES.iter().filter(|code| !OF_FILES.contains(code)) {
            let chapter = explain(code, lang).unwrap();
            let [wrong, right] = wrong_and_right(lang).map(|word| chapter.find(&format!("\n{word}")));
            assert!(wrong.is_some() && wrong < right, "{code} {lang:?}");
            let tried = examples(chapter).len();
            assert_eq!(tried, if UNTRIED.contains(code) { 0 } else { 2 }, "{code} {lang:?}");
        }
    }
}

#[test]
fn wrong_examples_are_reported_and_right_ones_are_not() {
    let mut failures = Vec::new();
    for (lang, _) in TEXTS {
        for code in Problem::CODES {
            let both: Vec<Example<'_>> = examples(explain(code, lang).unwrap());
            let [wrong, right] = both.as_slice() else { continue };
            let found = wrong.problems(lang);
            if !found.iter().any(|(found, _)| found == code) {
                failures.push(format!("{code} {lang:?}: the wrong example gives {found:?}"));
            }
            let found = right.problems(lang);
            if !found.is_empty() {
                failures.push(format!("{code} {lang:?}: the right example gives {found:?}"));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
