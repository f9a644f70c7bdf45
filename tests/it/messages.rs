//! Every problem that content can have, in the words that authors read: a minimal site for each code, and beside it the
//! whole text of the message in every form.

use std::fs;
use std::path::Path;

use jiangyi::diagnostic::{Diagnostic, Lang, Problem};
use jiangyi::report::{self, Reporter};
use jiangyi::source::{self, FileIds};
use jiangyi::text::span::Span;

use crate::site_support::{assert_same, copy, differs, folders, jiangyi, repository, write};

const LESSON: &str = "content/2026-03-拥军优抚/01-优待证.md";

/// Adds to a copy of a site what Git or some system can't hold.
fn complete(code: &str, root: &Path) {
    let unit = root.join("content/2026-03-拥军优抚");
    match code {
        "JY104" => write(&unit.join("aux.md"), b"x\n"),
        "JY105" => write(&unit.join("02-long.md"), &vec![b'x'; source::LONGEST_TEXT + 1]),
        "JY111" => {
            // Composed and decomposed: two files here, one on a Mac.
            write(&unit.join("caf\u{e9}.docx"), b"PK");
            write(&unit.join("cafe\u{301}.docx"), b"PK");
        }
        _ => {}
    }
}

/// Problems of the moment that no site can hold, as the reading end reports them.
fn of_the_moment(code: &str) -> Option<Problem> {
    match code {
        "JY110" => Some(Problem::Unreadable { path: LESSON.into(), reason: std::io::ErrorKind::PermissionDenied }),
        "JY113" => Some(Problem::Changing),
        _ => None,
    }
}

/// The messages of a site in one form: what stands on standard error and standard output, and the JSON lines.
fn said(code: &str, root: &Path, format: &str, lang: &str) -> String {
    if let Some(problem) = of_the_moment(code) {
        return said_of(problem, root, format, lang);
    }
    let ran = jiangyi(&["check", "--root", root.to_str().unwrap(), "--format", format, "--lang", lang]);
    assert!(ran.status < 2, "{code}: {}", ran.err);
    ran.err + &ran.out
}

fn said_of(problem: Problem, root: &Path, format: &str, lang: &str) -> String {
    let mut ids = FileIds::default();
    let sources = source::read(root, &mut ids).unwrap_or_else(|error| panic!("{}", error.message(Lang::En))).value;
    let file = sources.files().iter().find(|file| &*file.path == LESSON).unwrap();
    let reporter = Reporter::new(&sources, if lang == "zh" { Lang::Zh } else { Lang::En });
    let found = Diagnostic::new(problem, Span::file_start(file.id));
    match format {
        "human" => report::human(&reporter, &found, false),
        "short" => report::short(&reporter, &found),
        _ => format!("{}\n", report::json(&reporter, &found)),
    }
}

fn check(name: &str, folder: &Path) -> Vec<String> {
    let own = tempfile::tempdir().unwrap();
    copy(folder, own.path());
    let code = &name[..5];
    complete(code, own.path());
    // The summary, with the number of pages, is tested with the command line: any new file of the theme changes it.
    let json = said(code, own.path(), "json", "en");
    let json: String = json.split_inclusive('\n').filter(|line| !line.starts_with("{\"summary\"")).collect();
    let problems: Vec<serde_json::Value> = json
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .filter(|line| line.get("code").is_some())
        .collect();
    assert!(!problems.is_empty(), "{name} provokes nothing");
    assert!(problems.iter().all(|problem| problem["code"] == code), "{name} provokes something else too:\n{json}");
    let forms = [
        ("human.zh.txt", said(code, own.path(), "human", "zh")),
        ("human.en.txt", said(code, own.path(), "human", "en")),
        ("short.txt", said(code, own.path(), "short", "zh")),
        ("lines.json", json),
    ];
    forms.iter().filter_map(|(file, actual)| differs(&folder.join("expected").join(file), actual)).collect()
}

#[test]
fn every_message_is_as_expected() {
    let root = repository().join("tests/messages");
    let different: Vec<String> = folders(&root).iter().flat_map(|name| check(name, &root.join(name))).collect();
    assert_same(&different);
}

#[test]
fn every_code_has_a_site_that_provokes_it() {
    let sites = folders(&repository().join("tests/messages"));
    let lacking: Vec<&str> =
        Problem::CODES.iter().copied().filter(|code| !sites.iter().any(|site| site.starts_with(code))).collect();
    assert_eq!(lacking, [""; 0]);
    for site in sites {
        assert!(Problem::CODES.contains(&&site[..5]), "{site} is no code");
    }
}

#[test]
fn every_code_stands_once_in_the_list() {
    let mut codes = Problem::CODES.to_vec();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), Problem::CODES.len());
}

/// Messages in English speak English: what is Chinese in them is quoted from the content.
#[test]
fn messages_in_english_are_english() {
    let root = repository().join("tests/messages");
    // These name files, numbers, articles or values as they are, without quotation marks.
    let quoting = ["JY103", "JY109", "JY110", "JY213", "JY306", "JY314", "JY603"];
    for name in folders(&root).into_iter().filter(|name| !quoting.contains(&&name[..5])) {
        let line = fs::read_to_string(root.join(&name).join("expected/lines.json")).unwrap();
        let line: serde_json::Value = serde_json::from_str(line.lines().next().unwrap()).unwrap();
        for key in ["message", "help"] {
            let text = line[key].as_str().unwrap();
            assert!(!text.is_empty(), "{name}");
            let own: String = unquoted(text).chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).collect();
            assert_eq!(own, "", "{name}: {text}");
        }
    }
}

/// A text without what stands in “” and 《》.
fn unquoted(text: &str) -> String {
    let mut depth = 0_usize;
    let mut own = String::new();
    for c in text.chars() {
        match c {
            '“' | '《' => depth += 1,
            '”' | '》' => depth = depth.saturating_sub(1),
            c if depth == 0 => own.push(c),
            _ => {}
        }
    }
    own
}
