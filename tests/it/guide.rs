//! The authors' guides: every example compiles without a warning, and the table of messages names every code.

use jiangyi::diagnostic::{Lang, Problem};

use crate::examples::examples;

const GUIDES: [(Lang, &str); 2] = [
    (Lang::Zh, include_str!("../../docs/author-guide.zh-CN.md")),
    (Lang::En, include_str!("../../docs/author-guide.en.md")),
];

#[test]
fn every_example_compiles_without_a_warning() {
    for (lang, guide) in GUIDES {
        let all = examples(guide);
        assert!(all.len() >= 10, "the guide has examples: {}", all.len());
        let failures: Vec<String> = all
            .iter()
            .map(|example| (example.line, example.problems(lang)))
            .filter(|(_, found)| !found.is_empty())
            .map(|(line, found)| format!("line {line}: {found:?}"))
            .collect();
        assert!(failures.is_empty(), "{lang:?}\n{}", failures.join("\n"));
    }
}

#[test]
fn the_table_of_messages_lists_every_code() {
    for (lang, guide) in GUIDES {
        let listed: Vec<&str> = guide.lines().filter_map(|line| line.strip_prefix("| JY")?.split(' ').next()).collect();
        let codes: Vec<&str> = Problem::CODES.iter().map(|code| code.trim_start_matches("JY")).collect();
        assert_eq!(listed, codes, "{lang:?}");
    }
}
