//! `new`: what it begins is a handbook without a warning, and what is there already is never touched.

use std::fs;
use std::path::Path;

use crate::site_support::{contents, files, jiangyi, site, write};

fn shown(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// That the site builds without a word of complaint, drafts included.
fn check(root: &Path) {
    let ran = jiangyi(&["check", "--strict", "--drafts", "--root", shown(root)]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
}

#[test]
fn a_new_handbook_builds_without_a_warning_in_both_languages() {
    for lang in ["zh", "en"] {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("优抚 \"手册\"");
        let ran = jiangyi(&["--lang", lang, "new", "site", shown(&root)]);
        assert_eq!((ran.status, ran.err.as_str()), (0, ""));
        check(&root);
        let output = folder.path().join("public");
        let ran = jiangyi(&["build", "--strict", "--root", shown(&root), "--output", shown(&output)]);
        assert_eq!(ran.status, 0, "{}", ran.err);
        let pages = files(&output);
        for part in ["procedures/", "exemplars/", "policies/", "topics/", "2026-01/"] {
            assert!(pages.iter().filter(|page| page.starts_with(part)).count() >= 2 || part == "exemplars/", "{part}");
        }
        assert!(pages.iter().any(|page| page.ends_with(".paper.html")), "the sample has a quiz");
        assert!(fs::read_to_string(output.join("index.html")).unwrap().contains("优抚 &quot;手册&quot;"));
    }
}

#[test]
fn a_month_and_its_lessons_are_begun_and_numbered() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("手册");
    assert_eq!(jiangyi(&["new", "site", shown(&root)]).status, 0);
    let at = ["--root", shown(&root)];
    for arguments in [
        vec!["new", "unit", "2026-12", "典型示范"],
        vec!["new", "lesson", "2026-12", "光荣牌"],
        vec!["new", "lesson", "2026-12", "喜报: 怎么*送*?"],
        vec!["--lang", "en", "new", "lesson", "2026-12", "Yes"],
    ] {
        let ran = jiangyi(&[arguments.as_slice(), &at].concat());
        assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{arguments:?}");
    }
    let made: Vec<String> =
        files(&root.join("content")).into_iter().filter(|path| path.starts_with("2026-12")).collect();
    let expected = ["01-光荣牌.md", "02-喜报 怎么送.md", "03-Yes.md", "index.md"];
    assert_eq!(made, expected.map(|name| format!("2026-12-典型示范/{name}")));
    check(&root);
    let lesson = fs::read_to_string(root.join("content/2026-12-典型示范/02-喜报 怎么送.md")).unwrap();
    assert!(lesson.contains("标题: \"喜报: 怎么*送*?\""), "{lesson}");
}

#[test]
fn nothing_is_ever_written_over() {
    let folder = site(&[
        ("site.toml", "title = \"手册\"\n"),
        ("content/2026-03-拥军优抚/07-优待证.md", "---\n标题: 优待证\n---\n\n正文\n"),
    ]);
    let root = folder.path();
    let before = contents(root);
    let at = ["--root", shown(root)];
    for arguments in [
        &["new", "site", shown(root)][..],
        &[&["new", "unit", "2026-3", "别的"][..], &at].concat(),
        &[&["new", "lesson", "2026-03", "优待证"][..], &at].concat(),
        &[&["new", "lesson", "2026-04", "没有的月份"][..], &at].concat(),
        &[&["new", "lesson", "2026-13", "x"][..], &at].concat(),
        &[&["new", "lesson", "三月", "x"][..], &at].concat(),
        &[&["new", "unit", "2026-05", " "][..], &at].concat(),
        &["new", "unit", "2026-05", "x", "--root", shown(&root.join("content"))],
    ] {
        let ran = jiangyi(arguments);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert_ne!(ran.err, "", "{arguments:?}");
        assert_eq!(contents(root), before, "{arguments:?}");
    }
}

#[test]
fn a_lesson_follows_the_highest_number() {
    let folder = site(&[("site.toml", "title = \"手册\"\n"), ("content/2026-03/07-a.md", "x\n")]);
    write(&folder.path().join("content/2026-03/12-图.png"), b"x");
    assert_eq!(jiangyi(&["new", "lesson", "2026-3", "新课", "--root", shown(folder.path())]).status, 0);
    assert!(folder.path().join("content/2026-03/13-新课.md").exists());
}
