//! The program itself, run as its users run it: exit statuses, what is printed where, and what is written.

use std::path::Path;
use std::process::{Command, Output};

use crate::site_support::{contents, files, repository, site, write};

const LESSON: &str = "content/2026-03-拥军/01-优待证.md";
const GOOD: &str = "---\n标题: 优待证\n---\n\n到服务站办理。\n";
const WARNS: &str = "---\n标题：优待证\n---\n\n到服务站办理。\n";
const BAD: &str = "---\n标题: 优待证\n---\n\n见[表](无.docx)。\n";
const QUIZ: &str = "---\n标题: 优待证\n---\n\n到服务站办理。\n\n## 自测题\n\n1. 由谁发放？（单选）\n   - [x] 甲部门\n   - [ ] 乙部门\n   > 解析：独此一句的解析。\n";

fn with(lesson: &str) -> tempfile::TempDir {
    site(&[("site.toml", "title = \"手册\"\n"), (LESSON, lesson)])
}

/// Runs the program in `folder`, in an environment of no language.
fn run_in(folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jiangyi"));
    command.current_dir(folder).args(arguments);
    for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
        command.env_remove(name);
    }
    command.envs(environment.iter().copied()).output().unwrap()
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    run_in(folder, arguments, &[])
}

fn status(folder: &Path, arguments: &[&str]) -> i32 {
    run(folder, arguments).status.code().unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn the_exit_status_tells_how_it_ended() {
    for (lesson, arguments, expected) in [
        (GOOD, &["build"][..], 0),
        (GOOD, &["check", "--strict"], 0),
        (WARNS, &["check"], 0),
        (WARNS, &["check", "--strict"], 1),
        (WARNS, &["build", "--strict"], 1),
        (BAD, &["check"], 1),
        (BAD, &["build"], 1),
        (GOOD, &["check", "--root", "nowhere"], 2),
        (GOOD, &["check", "--jobs", "0"], 2),
        (GOOD, &["check", "--format", "xml"], 2),
        (GOOD, &["check", "--lang", "fr"], 2),
        (GOOD, &["biuld"], 2),
        (GOOD, &[], 2),
    ] {
        assert_eq!(status(with(lesson).path(), arguments), expected, "{arguments:?}");
    }
}

#[test]
fn strict_writes_nothing_where_there_are_warnings() {
    let folder = with(WARNS);
    assert_eq!(status(folder.path(), &["build", "--strict"]), 1);
    assert!(!folder.path().join("public").exists());
}

#[test]
fn the_json_format_is_an_object_a_line_and_ends_with_the_summary() {
    for (lesson, command, errors, warnings) in
        [(GOOD, "build", 0, 0), (WARNS, "build", 0, 1), (BAD, "build", 1, 0), (BAD, "check", 1, 0)]
    {
        let output = run(with(lesson).path(), &[command, "--format", "json"]);
        assert_eq!(err(&output), "", "nothing but objects is said");
        let lines: Vec<serde_json::Value> =
            out(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let (summary, problems) = lines.split_last().unwrap();
        let summary = &summary["summary"];
        assert_eq!((&summary["errors"], &summary["warnings"]), (&errors.into(), &warnings.into()));
        assert!(summary["seconds"].is_f64() && summary["pages"].is_u64());
        assert_eq!(summary["pages"] == 0, errors > 0);
        assert_eq!(problems.len(), errors + warnings);
        for key in ["code", "severity", "message", "path", "line", "column", "end_line", "end_column", "help"] {
            assert!(problems.iter().all(|problem| problem.get(key).is_some()), "{key}");
        }
    }
    let output = out(&run(with(GOOD).path(), &["check", "--format", "json"]));
    assert!(output.starts_with("{\"summary\":{\"pages\":"), "in the order of the contract: {output}");
}

#[test]
fn places_count_characters_from_one() {
    let output = out(&run(with(BAD).path(), &["check", "--format", "json"]));
    let line: serde_json::Value = serde_json::from_str(output.lines().next().unwrap()).unwrap();
    assert_eq!(line["path"], LESSON);
    assert_eq!((&line["line"], &line["column"], &line["end_column"]), (&5.into(), &2.into(), &13.into()));
}

#[test]
fn messages_speak_the_chosen_language_else_the_environments_else_the_sites() {
    let chinese = with(BAD);
    let english = site(&[("site.toml", "title = \"Handbook\"\nlanguage = \"en\"\n"), (LESSON, BAD)]);
    let speaks = |folder: &Path, arguments: &[&str], environment: &[(&str, &str)]| {
        let arguments = [&["check"], arguments].concat();
        let said = err(&run_in(folder, &arguments, environment));
        if said.contains("错误[") { "zh" } else { "en" }
    };
    let (zh, en) = (chinese.path(), english.path());
    assert_eq!(speaks(zh, &["--lang", "en"], &[("LANG", "zh_CN.UTF-8")]), "en");
    assert_eq!(speaks(en, &["--lang", "zh-CN"], &[]), "zh");
    assert_eq!(speaks(zh, &[], &[("LANG", "en_US.UTF-8")]), "en");
    assert_eq!(speaks(en, &[], &[("LANG", "zh_CN.UTF-8")]), "zh");
    assert_eq!(speaks(zh, &[], &[("LC_ALL", "en_US.UTF-8"), ("LANG", "zh_CN.UTF-8")]), "en");
    for neutral in ["C", "C.UTF-8", "POSIX", "fr_FR.UTF-8", ""] {
        assert_eq!(speaks(zh, &[], &[("LANG", neutral)]), "zh", "{neutral}");
        assert_eq!(speaks(en, &[], &[("LANG", neutral)]), "en", "{neutral}");
    }
}

#[test]
fn explain_knows_codes_in_any_case_and_says_so_where_there_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let unknown = run(folder.path(), &["explain", "JY999"]);
    assert_eq!((unknown.status.code(), out(&unknown)), (Some(2), String::new()));
    assert!(err(&unknown).contains("JY999"));
    for code in ["JY203", "jy203"] {
        let known = run(folder.path(), &["explain", code, "--lang", "zh"]);
        assert_eq!(known.status.code(), Some(0), "{}", err(&known));
        assert!(out(&known).contains("JY203"));
    }
}

#[test]
fn help_and_version_are_answers() {
    let folder = tempfile::tempdir().unwrap();
    for (arguments, word) in
        [(&["--help"][..], "build"), (&["build", "--help"], "--keys"), (&["--version"], "jiangyi ")]
    {
        let output = run(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(0));
        assert!(out(&output).contains(word), "{}", out(&output));
        assert_eq!(err(&output), "");
    }
    assert!(out(&run(folder.path(), &["--version"])).contains(env!("CARGO_PKG_VERSION")));
}

#[test]
fn a_check_writes_nothing() {
    let folder = with(GOOD);
    let before = contents(folder.path());
    assert_eq!(status(folder.path(), &["check"]), 0);
    assert_eq!(contents(folder.path()), before);
}

#[test]
fn a_failed_build_leaves_the_old_site_as_it_was() {
    let folder = with(GOOD);
    assert_eq!(status(folder.path(), &["build"]), 0);
    let before = contents(&folder.path().join("public"));
    write(&folder.path().join(LESSON), BAD.as_bytes());
    assert_eq!(status(folder.path(), &["build"]), 1);
    assert_eq!(contents(&folder.path().join("public")), before);
    // A template that fails while pages are being written is no different.
    write(&folder.path().join(LESSON), GOOD.as_bytes());
    write(&folder.path().join("themes/handbook/templates/lesson.html"), b"{{ nothing.of.this }}");
    assert_eq!(status(folder.path(), &["build"]), 1);
    assert_eq!(contents(&folder.path().join("public")), before);
}

#[test]
fn the_folder_of_others_is_refused_and_left_alone() {
    let folder = with(GOOD);
    write(&folder.path().join("out/letter.txt"), b"mine");
    let output = run(folder.path(), &["build", "--output", "out"]);
    assert_eq!(output.status.code(), Some(2), "{}", err(&output));
    assert_eq!(files(&folder.path().join("out")), ["letter.txt"]);
    for source in ["content", ".", "themes"] {
        assert_eq!(status(folder.path(), &["build", "--output", source]), 2, "{source}");
    }
    assert_eq!(contents(folder.path())[LESSON], GOOD.as_bytes());
}

#[test]
fn answer_keys_are_written_where_asked_and_never_published() {
    let folder = with(QUIZ);
    assert_eq!(status(folder.path(), &["build", "--keys", "keys"]), 0);
    let keys = contents(&folder.path().join("keys"));
    let key = keys.iter().find(|(path, _)| path.ends_with(".paper.html")).map(|(_, bytes)| bytes).unwrap();
    let key = String::from_utf8(key.clone()).unwrap();
    assert!(key.contains("独此一句的解析"), "{key}");
    let public = contents(&folder.path().join("public"));
    let paper = String::from_utf8(public["2026-03/youdaizheng.paper.html"].clone()).unwrap();
    assert!(paper.contains("由谁发放") && !paper.contains("独此一句的解析"), "{paper}");
    for (path, bytes) in &public {
        assert!(!keys.values().any(|key| key == bytes) || !path.ends_with(".html"), "{path} is an answer key");
        let text = String::from_utf8_lossy(bytes);
        assert!(!path.ends_with(".paper.html") || !text.contains("解析"), "{path} tells answers");
    }
    // Without being asked for, and into the published folder, never.
    let plain = with(QUIZ);
    assert_eq!(status(plain.path(), &["build"]), 0);
    assert_eq!(contents(&plain.path().join("public")), public);
    for inside in ["public", "public/keys"] {
        assert_eq!(status(folder.path(), &["build", "--keys", inside]), 2, "{inside}");
    }
    assert_eq!(contents(&folder.path().join("public")), public);
}

#[test]
fn drafts_are_built_only_when_asked_for() {
    let folder = with(GOOD);
    write(&folder.path().join("content/2026-03-拥军/02-草稿.md"), "---\n标题: 草\n草稿: 是\n---\n\n字。\n".as_bytes());
    let has = |path: &str| files(&folder.path().join("public")).iter().any(|file| file == path);
    assert_eq!(status(folder.path(), &["build"]), 0);
    assert!(!has("2026-03/caogao.html"));
    assert_eq!(status(folder.path(), &["build", "--drafts"]), 0);
    assert!(has("2026-03/caogao.html"));
    assert_eq!(status(folder.path(), &["build"]), 0);
    assert!(!has("2026-03/caogao.html"), "what is published no more is removed");
}

#[test]
fn the_base_url_of_the_command_makes_feed_sitemap_and_robots() {
    let folder = with(GOOD);
    let public = folder.path().join("public");
    let of_the_web = ["feed.xml", "robots.txt", "sitemap.xml"];
    assert_eq!(status(folder.path(), &["build"]), 0);
    assert!(of_the_web.iter().all(|name| !public.join(name).exists()));
    assert_eq!(status(folder.path(), &["build", "--base-url", "https://a.example/b"]), 0);
    assert!(of_the_web.iter().all(|name| public.join(name).exists()));
    let sitemap = std::fs::read_to_string(public.join("sitemap.xml")).unwrap();
    assert!(sitemap.contains("<loc>https://a.example/b/2026-03/youdaizheng.html</loc>"), "{sitemap}");
}

#[test]
fn builds_of_the_same_handbook_give_the_same_bytes_on_any_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    let root = repository();
    let built: Vec<_> = [("a", "1"), ("b", "4"), ("c", "4")]
        .into_iter()
        .map(|(name, jobs)| {
            let to = folder.path().join(name);
            let arguments =
                ["build", "--root", root.to_str().unwrap(), "--output", to.to_str().unwrap(), "--jobs", jobs];
            let arguments = [&arguments[..], &["--base-url", "http://10.0.0.1/"]].concat();
            assert_eq!(status(folder.path(), &arguments), 0);
            contents(&to)
        })
        .collect();
    assert!(built[0].len() > 50);
    for other in &built[1..] {
        let different: Vec<_> = built[0].iter().filter(|(path, bytes)| other.get(*path) != Some(*bytes)).collect();
        assert!(different.is_empty() && other.len() == built[0].len(), "{:?}", different.first().map(|(path, _)| path));
    }
}

#[test]
fn messages_and_progress_never_go_to_standard_output() {
    for lesson in [GOOD, WARNS, BAD] {
        let output = run(with(lesson).path(), &["build"]);
        assert_eq!(out(&output), "");
        assert!(!err(&output).contains(['\u{1b}', '\r']), "no colour and no progress in a pipe");
    }
}

#[test]
fn a_site_that_is_none_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(folder.path(), &["build", "--root", "nowhere"]);
    assert!(err(&output).contains("nowhere"), "{}", err(&output));
    let output = run(folder.path(), &["check"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("site.toml"), "{}", err(&output));
}
