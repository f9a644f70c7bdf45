//! The kernel's walls, seen from outside: who may make markup, what templates may hold, and the policy of content in every page.

use std::collections::BTreeMap;

use crate::architecture::{code, sources, templates, without_comments};
use crate::site_support::jiangyi;

#[test]
fn templates_never_unescape() {
    for (path, text) in templates() {
        let text = without_comments(&text);
        for filter in ["| safe", "|safe", "autoescape"] {
            assert!(!text.contains(filter), "{path} has {filter}");
        }
    }
}

/// Who makes markup that no template escapes: the writers of HTML, of the pictures of steps and of codes to scan, and the one
/// style sheet of a theme that stands in a page. A new one is a new way into every page: its output must be escaped by
/// `safe::markup`, and tests/browser/hostile.test.mjs must reach it.
const MAKERS: [(&str, usize); 6] = [
    ("render/desk.rs", 5),
    ("render/pages/across.rs", 1),
    ("render/pages/policy.rs", 1),
    ("render/sections.rs", 1),
    ("render/template.rs", 1),
    ("render/views.rs", 1),
];

#[test]
fn only_these_make_markup_that_templates_do_not_escape() {
    let sources: BTreeMap<String, String> = sources();
    let count = |sign: &str| -> Vec<(String, usize)> {
        let of = |(path, text): (&String, &String)| (path.clone(), code(text).matches(sign).count());
        sources.iter().map(of).filter(|(_, count)| *count > 0).collect()
    };
    let makers: Vec<(String, usize)> = MAKERS.iter().map(|(path, count)| ((*path).to_owned(), *count)).collect();
    assert_eq!(count("Html::made("), makers);
    // The engine takes a value as safe in one place only: where it is handed an `Html`.
    assert_eq!(count("safe_string("), [("render/template.rs".to_owned(), 1)]);
    assert_eq!(count("autoescape_on("), [("render/template.rs".to_owned(), 1)]);
}

#[test]
fn every_page_has_the_policy_of_content_and_it_is_closed() {
    let templates = templates();
    let policy = &templates["handbook/templates/parts/policy-of-content.html"];
    for closed in ["default-src 'none'", "script-src 'self'", "base-uri 'none'", "form-action 'self'"] {
        assert!(policy.contains(closed), "{closed}");
    }
    // What is not named is closed by the first: frames, objects, workers, fonts.
    for open in
        ["unsafe-", "data:", "blob:", "http:", "https:", "*", "frame-src", "object-src", "worker-src", "child-src"]
    {
        assert!(!policy.contains(open), "{open}");
    }
    for (path, text) in templates.iter().filter(|(_, text)| text.contains("<html")) {
        let [head, _] = text.split("<policy_of_content").collect::<Vec<_>>()[..] else {
            panic!("{path} has no policy")
        };
        for early in ["<script", "<link", "<style", "<base", "http-equiv"] {
            assert!(!head.contains(early), "{path}: {early} stands before the policy");
        }
    }
    for (path, text) in &templates {
        let text = without_comments(text);
        for inline in
            [" style=\"", " onclick", " onload", "javascript:", "target=", "<iframe", "<object", "<embed", "<base"]
        {
            assert!(!text.contains(inline), "{path} has {inline}");
        }
        assert!(!text.contains("<script>"), "{path} has a script of its own");
    }
}

/// Names and texts with what terminals obey, in every form of output of the real program.
#[test]
fn no_output_holds_what_a_terminal_obeys() {
    let hostile = ["\u{1b}[31m", "\u{1b}]8;;http://evil.example\u{7}", "\u{9b}2J", "\u{202e}", "\u{7f}", "\r"];
    let folder = tempfile::tempdir().unwrap();
    let unit = folder.path().join("content/2026-03-月");
    std::fs::create_dir_all(&unit).unwrap();
    std::fs::write(folder.path().join("site.toml"), "title = \"手册\"\n").unwrap();
    for (number, text) in hostile.iter().enumerate() {
        let name = format!("{number}{}.md", text.replace('/', ""));
        std::fs::write(unit.join(name), "---\n标题: 甲\n---\n").unwrap();
        let lesson = format!("---\n标题: 甲\n甲{text}乙: 丙\n---\n\n[甲](x{text}y.md) <b {text}>\n");
        std::fs::write(unit.join(format!("1{number}-甲.md")), lesson).unwrap();
    }
    let root = folder.path().to_str().unwrap();
    for format in ["human", "short", "json"] {
        let ran = jiangyi(&["check", "--root", root, "--format", format, "--lang", "zh"]);
        assert_eq!(ran.status, 1);
        let said = ran.out + &ran.err;
        assert!(said.contains("JY104") && said.len() > 1000, "{said}");
        let obeyed: Vec<char> =
            said.chars().filter(|c| (c.is_control() && *c != '\n' && *c != '\t') || *c == '\u{202e}').collect();
        assert_eq!(obeyed, [' '; 0], "{format}");
    }
}
