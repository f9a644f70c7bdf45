//! The repository tests itself: who may import whom, how large a file may be, and what themes may hold.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::site_support::{files, repository};

/// The modules, each with those that it may import. What is not listed it must not know.
const MODULES: &[(&str, &str)] = &[
    ("text", ""),
    ("safe", "text"),
    ("diagnostic", "text safe"),
    ("data", "text diagnostic"),
    ("media", ""),
    ("source", "text safe diagnostic media"),
    ("config", "text diagnostic data"),
    ("parse", "text safe diagnostic data config"),
    ("model", "text safe diagnostic data config parse media"),
    ("route", "text safe diagnostic data config parse model media"),
    ("theme", "text safe diagnostic data config source"),
    ("search", "text safe diagnostic data config parse model route"),
    ("render", "text safe diagnostic data config parse model route theme search media"),
    ("memo", "text safe diagnostic data config source parse theme"),
    ("pipeline", "text safe diagnostic data config source parse model route theme search memo"),
    ("publish", "safe diagnostic"),
    ("reuse", "safe source model pipeline publish"),
    ("site", "text safe diagnostic source model route render search pipeline publish reuse"),
    ("release", "safe diagnostic config publish"),
    ("pack", "text safe diagnostic model route publish"),
    ("report", "text safe diagnostic source"),
    ("serve", "text safe diagnostic source model route search render memo pipeline publish site report"),
    ("create", "diagnostic"),
    (
        "command",
        "text safe diagnostic data source config parse memo pipeline publish reuse site report serve create release pack",
    ),
];

/// Crates that stand for a whole subject: each is known in one file alone, so that it can be exchanged.
const ONE_FILE: &[(&str, &str)] = &[
    ("annotate_snippets", "report/human.rs"),
    ("base64", "text/digest.rs"),
    ("clap", "command/arguments.rs"),
    ("encoding_rs", "source/decode.rs"),
    ("hyper", "serve/http.rs"),
    ("image", "media/raster.rs"),
    ("mimalloc", "main.rs"),
    ("include_dir", "theme.rs"),
    ("notify", "serve/watch.rs"),
    ("pulldown_cmark", "parse/markdown/events.rs"),
    ("pulldown_latex", "parse/math.rs"),
    ("qrcode", "render/qr.rs"),
    ("quick_xml", "media/svg.rs"),
    ("rustix", "publish/switch.rs"),
    ("serde_yaml", "data/yaml.rs"),
    ("sha2", "text/digest.rs"),
    ("syntect", "render/highlight.rs"),
    ("tera", "render/template.rs"),
    ("tokio", "serve/http.rs"),
    ("toml", "data/toml.rs"),
    ("walkdir", "source/walk.rs"),
    ("zip", "pack/archive.rs"),
];

/// Crates that are as the standard library: a trait, a hash map, a digest, a normal form, threads.
const ANYWHERE: &[&str] = &["blake3", "rayon", "rustc_hash", "serde", "serde_json", "unicode_normalization"];

/// Files that may be longer than the rest, each with its reason.
const LONG: &[(&str, &str)] = &[("render/views.rs", "the contract with themes, in one place")];

const LONGEST: usize = 420;

/// All source files below `src/`, by path, with their text up to their unit tests.
pub(crate) fn sources() -> BTreeMap<String, String> {
    let root = repository().join("src");
    let rust = files(&root).into_iter().filter(|path| path.ends_with(".rs"));
    rust.map(|path| (path.clone(), fs::read_to_string(root.join(path)).unwrap())).collect()
}

/// The code of a file: without comments and without its unit tests.
pub(crate) fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).map(|line| format!("{line}\n")).collect()
}

fn module(path: &str) -> &str {
    path.split('/').next().unwrap_or_default().trim_end_matches(".rs")
}

fn is_test(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.contains("/tests/")
}

/// The modules that code names as `crate::x`, alone or in braces.
fn imports(code: &str) -> BTreeSet<String> {
    // The kernel's addresses have a short name of their own.
    let whole = |name: String| if name == "path" { "safe".to_owned() } else { name };
    let word = |text: &str| whole(text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>());
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(list) => {
                let list = list.split('}').next().unwrap_or_default();
                found.extend(list.split(',').map(|part| word(part.trim())).filter(|word| !word.is_empty()));
            }
            None => {
                found.insert(word(rest));
            }
        }
    }
    found
}

/// Whether code names an outside crate.
fn names(code: &str, name: &str) -> bool {
    let before = |at: usize| code[..at].chars().next_back();
    let free = |at: usize| !before(at).is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | ':'));
    let path = format!("{name}::");
    let used = format!("use {name};");
    code.match_indices(&path).any(|(at, _)| free(at)) || code.contains(&used)
}

#[test]
fn modules_import_downwards_only() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let own = module(&path);
        if matches!(own, "lib" | "main") || is_test(&path) {
            continue;
        }
        let Some((_, allowed)) = MODULES.iter().find(|(name, _)| *name == own) else {
            wrong.push(format!("{path}: module {own} has no row in the table"));
            continue;
        };
        for import in imports(&code(&text))
            .iter()
            .filter(|import| *import != own && !allowed.split(' ').any(|name| name == *import))
        {
            wrong.push(format!("{path} imports {import}"));
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn the_table_of_modules_has_no_cycle() {
    for (at, (name, allowed)) in MODULES.iter().enumerate() {
        for import in allowed.split_whitespace() {
            let place = MODULES.iter().position(|(other, _)| *other == import);
            assert!(place.is_some_and(|place| place < at), "{name} may import {import}, which stands below it");
        }
    }
}

#[test]
fn an_outside_crate_is_imported_in_one_file() {
    let sources = sources();
    for (name, only) in ONE_FILE {
        let users: Vec<&String> = sources
            .iter()
            .filter(|(path, text)| !is_test(path) && names(&code(text), name))
            .map(|(path, _)| path)
            .collect();
        // A module may have the name of a crate: `toml` is declared in data/mod.rs.
        let users: Vec<&String> =
            users.into_iter().filter(|path| !(*name == "toml" && *path == "data/mod.rs")).collect();
        assert_eq!(users, [only], "{name}");
    }
}

#[test]
fn every_dependency_is_named_in_this_file() {
    let manifest = fs::read_to_string(repository().join("Cargo.toml")).unwrap();
    let manifest: toml::Table = manifest.parse().unwrap();
    let known: Vec<&str> = ONE_FILE.iter().map(|(name, _)| *name).chain(ANYWHERE.iter().copied()).collect();
    let sources = sources();
    let of =
        |table: &toml::Value| table.as_table().unwrap().keys().map(|name| name.replace('-', "_")).collect::<Vec<_>>();
    for name in of(&manifest["dependencies"]) {
        if known.contains(&name.as_str()) {
            continue;
        }
        let users: Vec<&String> =
            sources.iter().filter(|(_, text)| names(&code(text), &name)).map(|(path, _)| path).collect();
        assert!(users.len() <= 1, "{name} is used in {users:?}: give it one file, or a reason to stand anywhere");
    }
}

#[test]
fn the_model_knows_neither_markdown_nor_templates_nor_yaml() {
    for (path, text) in sources().into_iter().filter(|(path, _)| path.starts_with("model/")) {
        for foreign in ["pulldown_cmark", "tera::", "serde_yaml", "toml::", "parse::markdown", "parse_yaml"] {
            assert!(!code(&text).contains(foreign), "{path} names {foreign}");
        }
    }
}

#[test]
fn only_the_two_ends_touch_the_disk() {
    let ends = ["source", "publish", "release", "serve", "create"];
    let wrong: Vec<String> = sources()
        .into_iter()
        .filter(|(path, text)| !ends.contains(&module(path)) && !is_test(path) && code(text).contains("fs::"))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn only_main_prints_exits_and_reads_clock_and_environment() {
    let signs = [
        "println!",
        "print!(",
        "process::exit",
        "Instant::now",
        "SystemTime::now",
        "env::var",
        "env::args",
        "env::current_dir",
    ];
    for (path, text) in sources() {
        // The lock of the output tells a live build from a dead one, and the server waits: both are ends.
        if matches!(module(&path), "main" | "publish" | "release" | "serve" | "source") || is_test(&path) {
            continue;
        }
        for sign in signs {
            assert!(!code(&text).contains(sign), "{path} has {sign}");
        }
    }
}

#[test]
fn files_are_short_begin_with_their_purpose_and_have_a_subject() {
    for (path, text) in sources() {
        let lines = text.lines().count();
        let excused = LONG.iter().any(|(long, _)| *long == path);
        assert!(lines <= LONGEST || excused, "{path} has {lines} lines");
        // A module's own tests are a part of it, not a file of its own standing.
        assert!(text.starts_with("//! ") || is_test(&path), "{path} does not say what it is for");
        let lower = path.to_lowercase();
        for grab_bag in ["util", "helper", "common", "misc"] {
            assert!(!lower.contains(grab_bag), "{path} has no subject");
        }
    }
    for path in files(&repository().join("tests/it")) {
        let text = fs::read_to_string(repository().join("tests/it").join(&path)).unwrap();
        assert!(text.lines().count() <= LONGEST, "tests/it/{path} is too long");
        assert!(text.starts_with("//! "), "tests/it/{path} does not say what it is for");
    }
}

/// The built-in themes' templates, by path below `themes/`.
pub(crate) fn templates() -> BTreeMap<String, String> {
    let root = repository().join("themes");
    let all = files(&root).into_iter().filter(|path| path.ends_with(".html"));
    all.map(|path| (path.clone(), fs::read_to_string(root.join(path)).unwrap())).collect()
}

/// A template without its comments.
pub(crate) fn without_comments(text: &str) -> String {
    let mut out = String::new();
    for (index, part) in text.split("{#").enumerate() {
        out.push_str(if index == 0 { part } else { part.split_once("#}").map_or("", |(_, after)| after) });
    }
    out
}

/// The text of a template that is neither a tag nor an expression: what readers would see in every language.
fn bare_words(text: &str) -> String {
    let mut out = String::new();
    let mut rest = without_comments(text);
    for (open, close) in [("<style>", "</style>"), ("{%", "%}"), ("{{", "}}"), ("<!", ">")] {
        let mut kept = String::new();
        for (index, part) in rest.split(open).enumerate() {
            kept.push_str(if index == 0 { part } else { part.split_once(close).map_or("", |(_, after)| after) });
        }
        rest = kept;
    }
    let mut tag = false;
    for c in rest.chars() {
        match c {
            '<' => tag = true,
            '>' => tag = false,
            c if !tag => out.push(c),
            _ => {}
        }
    }
    out
}

#[test]
fn templates_hold_no_words_of_their_own() {
    for (path, text) in templates() {
        let words = bare_words(&text);
        let letters: String = words.chars().filter(|c| c.is_alphabetic()).collect();
        assert_eq!(letters, "", "{path} says something that no language file knows");
    }
}

/// The keys of a strings file: `search`, `alert.note`.
fn keys(path: &str) -> BTreeSet<String> {
    let text = fs::read_to_string(repository().join("themes").join(path)).unwrap();
    let node = jiangyi::data::parse_yaml(&text, jiangyi::text::span::FileId(0), 0).unwrap();
    let jiangyi::data::Value::Map(entries) = node.value else { panic!("{path} is no map") };
    let mut keys = BTreeSet::new();
    for entry in entries {
        match &entry.value.value {
            jiangyi::data::Value::Map(inner) => {
                keys.extend(inner.iter().map(|inner| format!("{}.{}", entry.key.value, inner.key.value)));
            }
            _ => {
                keys.insert(entry.key.value);
            }
        }
    }
    keys
}

#[test]
fn both_languages_have_the_same_words() {
    let (zh, en) = (keys("handbook/strings.zh-CN.yaml"), keys("handbook/strings.en.yaml"));
    assert_eq!(zh.symmetric_difference(&en).collect::<Vec<_>>(), Vec::<&String>::new());
}

/// Every `t.a.b` of a template, with whether it is followed by `[…]`.
fn words_used(text: &str) -> Vec<(String, bool)> {
    let text = without_comments(text);
    let part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
    let mut used = Vec::new();
    for (at, _) in text.match_indices("t.") {
        if text[..at].ends_with(|c: char| part(c) || c == '-' || c == '"') {
            continue;
        }
        let key: String = text[at + 2..].chars().take_while(|c| part(*c)).collect();
        let indexed = text[at + 2 + key.len()..].starts_with('[');
        used.push((key.trim_end_matches('.').to_owned(), indexed));
    }
    used
}

#[test]
fn every_word_that_templates_and_the_program_use_exists() {
    let known = keys("handbook/strings.zh-CN.yaml");
    let is_map =
        |key: &str| known.iter().any(|known| known.strip_prefix(key).is_some_and(|rest| rest.starts_with('.')));
    let mut wrong = Vec::new();
    for (path, text) in templates() {
        for (key, indexed) in words_used(&text) {
            let found = if indexed { is_map(&key) } else { known.contains(&key) || is_map(&key) };
            if !found {
                wrong.push(format!("{path}: t.{key}"));
            }
        }
    }
    for (path, text) in sources().into_iter().filter(|(path, _)| path.starts_with("render/")) {
        let code = code(&text);
        for (at, _) in code.match_indices("word(\"") {
            let key = code[at + "word(\"".len()..].split('"').next().unwrap_or_default();
            if !known.contains(key) {
                wrong.push(format!("{path}: {key}"));
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
}
