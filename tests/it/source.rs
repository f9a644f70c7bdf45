//! Reading a site from disk: what is taken, what is passed over, what is refused, and what is said about it.

#![allow(clippy::disallowed_methods, reason = "the tests lay out their sites on disk")]

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use jiangyi::diagnostic::{Checked, Lang, Problem, Severity, Skip};
use jiangyi::path::ContentPath;
use jiangyi::source::{FileIds, LONGEST_TEXT, ReadError, SourceKind, Sources, read};
use tempfile::TempDir;

/// A site of these files, besides `site.toml`.
fn site(files: &[(&str, &[u8])]) -> TempDir {
    let root = tempfile::tempdir().unwrap();
    fs::create_dir(root.path().join("content")).unwrap();
    put(root.path(), "site.toml", "title = \"手册\"\n".as_bytes());
    for (path, bytes) in files {
        put(root.path(), path, bytes);
    }
    root
}

fn put(root: &Path, path: &str, bytes: &[u8]) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

fn sources(root: &Path) -> Checked<Sources> {
    read(root, &mut FileIds::default()).unwrap()
}

fn paths(sources: &Sources) -> Vec<&str> {
    sources.files().iter().map(|file| &*file.path).collect()
}

/// Each problem with the path that it stands at.
fn problems(checked: &Checked<Sources>) -> Vec<(&str, &Problem)> {
    checked.diagnostics.iter().map(|d| (checked.value.path(d.span.file).unwrap(), &d.problem)).collect()
}

fn skipped(path: &str, why: Skip) -> Problem {
    Problem::Skipped { path: path.into(), why }
}

#[test]
fn texts_are_read_and_assets_are_left_on_disk() {
    let root = site(&[
        ("content/policies.yaml", b"[]"),
        ("content/2026-03-x/index.md", "# 甲".as_bytes()),
        ("content/2026-03-x/02.MARKDOWN", b"b"),
        ("content/2026-03-x/form.docx", &[0; 7]),
        ("content/2026-03-x/page.pdf", b"<p>"),
        ("themes/handbook/templates/base.html", b"{{ }}"),
        ("themes/handbook/logo.png", b"png"),
        ("themes/handbook-2/a.css", b"a{}"),
        ("notes.txt", b"not ours"),
    ]);
    let read = sources(root.path());
    assert!(read.diagnostics.is_empty(), "{:?}", read.diagnostics);
    let sources = read.value;
    assert_eq!(
        paths(&sources),
        [
            "content/2026-03-x/02.MARKDOWN",
            "content/2026-03-x/form.docx",
            "content/2026-03-x/index.md",
            "content/2026-03-x/page.pdf",
            "content/policies.yaml",
            "site.toml",
            "themes/handbook-2/a.css",
            "themes/handbook/logo.png",
            "themes/handbook/templates/base.html",
        ]
    );
    let lesson = sources.content(&ContentPath::new("2026-03-x/index.md").unwrap()).unwrap();
    assert_eq!(lesson.text().map(|text| &**text), Some("# 甲"));
    assert_eq!(sources.get(lesson.id).unwrap().path, lesson.path);
    assert_eq!(lesson.content_path().unwrap().as_str(), "2026-03-x/index.md");
    assert_eq!(sources.markdown().count(), 2);
    let assets: Vec<&str> = sources.assets().map(|file| &*file.path).collect();
    assert_eq!(assets, ["content/2026-03-x/form.docx", "content/2026-03-x/page.pdf"]);
    let SourceKind::Asset { disk, size, .. } = &sources.assets().next().unwrap().kind else { panic!("a text") };
    assert_eq!((disk.as_path(), *size), (root.path().join("content/2026-03-x/form.docx").as_path(), 7));
    let theme: Vec<&str> = sources.theme("handbook").map(|(path, _)| path).collect();
    assert_eq!(theme, ["logo.png", "templates/base.html"]);
    assert_eq!(sources.themes(), ["handbook-2", "handbook"]);
    assert!(sources.site_toml().unwrap().text().unwrap().contains("手册"));
}

#[test]
fn what_is_no_site_is_an_error_that_names_its_path() {
    let root = tempfile::tempdir().unwrap();
    let error = |root: &Path| read(root, &mut FileIds::default()).unwrap_err();
    let missing = error(root.path());
    assert!(matches!(missing, ReadError::NotASite { .. }));
    for lang in [Lang::Zh, Lang::En] {
        assert!(missing.message(lang).contains(root.path().to_str().unwrap()));
    }
    assert!(matches!(error(&root.path().join("nowhere")), ReadError::NotASite { .. }));
    put(root.path(), "site.toml", b"");
    assert!(matches!(error(root.path()), ReadError::NoContent { .. }));
    put(root.path(), "content", b"a file");
    assert!(matches!(error(root.path()), ReadError::NotPlain { .. }));
}

#[test]
fn numbers_outlive_a_reading() {
    let root = site(&[("content/b.md", b"b")]);
    let mut ids = FileIds::default();
    let before = read(root.path(), &mut ids).unwrap().value;
    put(root.path(), "content/a.md", b"a");
    let after = read(root.path(), &mut ids).unwrap().value;
    let b = ContentPath::new("b.md").unwrap();
    assert_eq!(before.content(&b).unwrap().id, after.content(&b).unwrap().id);
    assert_eq!(&*after.get(after.content(&b).unwrap().id).unwrap().path, "content/b.md");
    fs::remove_file(root.path().join("content/b.md")).unwrap();
    let id = before.content(&b).unwrap().id;
    let last = read(root.path(), &mut ids).unwrap().value;
    assert!(last.get(id).is_none());
    assert_eq!(last.path(id), Some("content/b.md"));
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let root = site(&[]);
    for i in 0..60 {
        put(root.path(), &format!("content/m/{i}.md"), format!("第 {i} 课").as_bytes());
        put(root.path(), &format!("content/m/{i}-gbk.md"), b"\xD5\xE2\xCA\xC7\xD6\xD0\xCE\xC4\n");
        put(root.path(), &format!("content/m/{i}-broken.md"), b"a\xFFb");
    }
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let read = pool.install(|| sources(root.path()));
        let files: Vec<_> = read.value.files().iter().map(|f| (f.id, f.path.clone(), f.text().cloned())).collect();
        (files, read.diagnostics)
    };
    let one = with(1);
    assert_eq!(one.0.len(), 181);
    assert_eq!(one.1.len(), 120);
    assert!(one == with(7));
}

#[test]
fn problems_come_in_order_of_path_and_place() {
    let root = site(&[
        ("content/z/CON.md", b""),
        ("content/b.md", b"a\xFFb"),
        ("content/a.md", b"\xD5\xE2\xCA\xC7\xD6\xD0\xCE\xC4\n"),
        ("content/c.tmp", b""),
    ]);
    let read = sources(root.path());
    let places: Vec<&str> = problems(&read).into_iter().map(|(path, _)| path).collect();
    assert_eq!(places, ["content/a.md", "content/b.md", "content/c.tmp", "content/z/CON.md"]);
}

#[test]
fn a_file_in_no_known_encoding_is_an_error_at_its_byte_and_the_rest_is_checked() {
    let root = site(&[("content/a.md", b"# \xE7\x94\xB2\nab\xFFc"), ("content/b.md", b"b")]);
    let read = sources(root.path());
    assert_eq!(problems(&read), [("content/a.md", &Problem::Undecodable { byte: 8 })]);
    let text = read.value.files()[0].text().unwrap();
    assert_eq!(&**text, "# 甲\nab\u{FFFD}c");
    assert_eq!(&text[read.diagnostics[0].span.range()], "\u{FFFD}");
    assert_eq!(read.value.markdown().count(), 2);
}

#[test]
fn a_file_cut_in_a_character_is_read_again() {
    let root = site(&[("content/a.md", b"\xE7\x94\xB2\xE4\xB9")]);
    let path = root.path().join("content/a.md");
    assert_eq!(problems(&sources(root.path())), [("content/a.md", &Problem::Truncated)]);
    // A sync tool writes the rest while the reader waits.
    let finish = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(15));
        fs::write(path, "甲乙").unwrap();
    });
    let read = sources(root.path());
    finish.join().unwrap();
    assert!(read.diagnostics.is_empty(), "{:?}", read.diagnostics);
    assert_eq!(&**read.value.files()[0].text().unwrap(), "甲乙");
}

#[test]
fn a_file_that_never_stops_changing_is_an_error() {
    const LENGTH: usize = LONGEST_TEXT / 4;
    let root = site(&[("content/a.md", &vec![b'a'; LENGTH])]);
    let path = root.path().join("content/a.md");
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut file = fs::OpenOptions::new().append(true).open(&path).unwrap();
            while !done.load(Ordering::Relaxed) {
                file.write_all(b"a").unwrap();
                if file.metadata().unwrap().len() > 2 * LENGTH as u64 {
                    file.set_len(LENGTH as u64).unwrap();
                }
            }
        });
        // The writer may be asleep during a whole reading, but not for ever.
        let until = Instant::now() + Duration::from_secs(60);
        let caught = loop {
            let read = sources(root.path());
            let is_taken = read.value.markdown().count() == 1;
            assert_eq!(is_taken, read.diagnostics.is_empty());
            if !is_taken || Instant::now() > until {
                break problems(&read) == [("content/a.md", &Problem::Changing)];
            }
        };
        done.store(true, Ordering::Relaxed);
        assert!(caught);
    });
}

#[test]
fn a_text_above_the_limit_is_not_read_and_an_asset_may_be_of_any_length() {
    let root = site(&[("content/b.md", b"b")]);
    for name in ["a.md", "a.mp4"] {
        let file = fs::File::create(root.path().join("content").join(name)).unwrap();
        file.set_len(LONGEST_TEXT as u64 + 1).unwrap();
    }
    let read = sources(root.path());
    assert_eq!(problems(&read), [("content/a.md", &Problem::TooLarge { limit_mib: 16 })]);
    assert_eq!(paths(&read.value), ["content/a.mp4", "content/b.md", "site.toml"]);
}

#[test]
fn copies_and_temporary_files_are_passed_over_with_a_note_and_dot_files_without() {
    let conflict = "content/a.sync-conflict-20260818-173636-D4LGQYW.md";
    let root = site(&[
        (conflict, b"a"),
        ("content/~$a.docx", b"a"),
        ("content/.obsidian/app.md", b"a"),
        ("content/.git/HEAD", b"a"),
        ("content/甲 (冲突副本)/a.md", b"a"),
        ("content/a.md", b"a"),
    ]);
    let read = sources(root.path());
    assert_eq!(paths(&read.value), ["content/a.md", "site.toml"]);
    assert_eq!(
        problems(&read),
        [
            (conflict, &skipped(conflict, Skip::Conflict)),
            ("content/~$a.docx", &skipped("content/~$a.docx", Skip::Temporary)),
            ("content/甲 (冲突副本)", &skipped("content/甲 (冲突副本)", Skip::Conflict)),
        ]
    );
    assert!(read.diagnostics.iter().all(|d| d.severity() == Severity::Note));
}

#[test]
fn names_that_fail_elsewhere_are_errors_and_never_opened() {
    let root = site(&[
        ("content/CON.md", b"\xFF"),
        ("content/a:b/c.md", b"\xFF"),
        ("content/d .md", b"d"),
        ("content/e#f%41&g.md", b"e"),
    ]);
    let read = sources(root.path());
    let bad = |name: &str| Problem::BadName { name: name.into() };
    assert_eq!(problems(&read), [("content/CON.md", &bad("CON.md")), ("content/a:b", &bad("a:b"))]);
    assert_eq!(paths(&read.value), ["content/d .md", "content/e#f%41&g.md", "site.toml"]);
}

#[test]
fn two_names_that_differ_in_case_only_are_an_error_that_names_both() {
    let root = site(&[
        ("content/x/README.md", b"1"),
        ("content/x/Readme.md", b"2"),
        ("content/y/readme.md", b"3"),
        ("content/Y/other.md", b"4"),
    ]);
    let read = sources(root.path());
    let collision = |name: &str| Problem::NameCollision { name: name.into() };
    assert_eq!(
        problems(&read),
        [("content/x/Readme.md", &collision("README.md / Readme.md")), ("content/y", &collision("Y / y"))]
    );
    let first = read.diagnostics[0].related.unwrap();
    assert_eq!(read.value.path(first.file), Some("content/x/README.md"));
    assert_eq!(read.value.markdown().count(), 4);
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::symlink;

    #[test]
    fn decomposed_names_are_composed_and_still_found_on_disk() {
        let root = site(&[("content/cafe\u{301}.docx", b"1"), ("content/cafe\u{301}.md", b"2")]);
        let read = sources(root.path());
        assert!(read.diagnostics.is_empty());
        assert_eq!(paths(&read.value), ["content/café.docx", "content/café.md", "site.toml"]);
        let SourceKind::Asset { disk, .. } = &read.value.files()[0].kind else { panic!("a text") };
        assert_eq!(fs::read(disk).unwrap(), b"1");
    }

    #[test]
    fn a_name_in_both_forms_is_an_error_and_taken_once() {
        let root = site(&[("content/cafe\u{301}.md", b"1"), ("content/café.md", b"2")]);
        let read = sources(root.path());
        let name = "café.md / café.md".to_owned();
        let found: Vec<&Problem> = read.diagnostics.iter().map(|d| &d.problem).collect();
        assert_eq!(found, [&Problem::NameCollision { name }]);
        assert_ne!(read.diagnostics[0].related.unwrap().file, read.diagnostics[0].span.file);
        assert_eq!(read.value.markdown().count(), 1);
    }

    #[test]
    fn names_that_are_no_unicode_are_shown_escaped() {
        let root = site(&[("content/b.md", b"b")]);
        fs::write(root.path().join("content").join(OsStr::from_bytes(b"a\xFF.md")), b"a").unwrap();
        let read = sources(root.path());
        let bad = Problem::BadName { name: "a\\xFF.md".into() };
        assert_eq!(problems(&read), [("content/a\\xFF.md", &bad)]);
        assert_eq!(read.value.markdown().count(), 1);
    }

    #[test]
    fn links_and_special_files_are_never_opened() {
        let root = site(&[("content/z.md", b"z")]);
        let content = root.path().join("content");
        symlink("/etc/passwd", content.join("a-passwd.md")).unwrap();
        symlink("/etc", content.join("b-etc")).unwrap();
        symlink("..", content.join("c-up")).unwrap();
        symlink("d-self", content.join("d-self")).unwrap();
        symlink("nowhere", content.join("e-dangling.md")).unwrap();
        symlink("/dev/zero", content.join("f-zero.md")).unwrap();
        // Opening a pipe that nobody writes to would wait for ever.
        assert!(Command::new("mkfifo").arg(content.join("g-pipe.md")).status().unwrap().success());
        let read = sources(root.path());
        assert_eq!(paths(&read.value), ["content/z.md", "site.toml"]);
        assert_eq!(read.diagnostics.len(), 7);
        for (path, problem) in problems(&read) {
            assert_eq!(problem, &skipped(path, Skip::Special));
        }
    }

    #[test]
    fn no_link_below_the_root_is_followed_but_the_root_may_be_one() {
        let real = site(&[("content/a.md", b"a"), ("themes/t/a.css", b"a")]);
        let other = tempfile::tempdir().unwrap();
        let root = other.path().join("link");
        symlink(real.path(), &root).unwrap();
        assert_eq!(sources(&root).value.files().len(), 3);

        let mixed = tempfile::tempdir().unwrap();
        put(mixed.path(), "site.toml", b"");
        symlink(real.path().join("content"), mixed.path().join("content")).unwrap();
        let error = read(mixed.path(), &mut FileIds::default()).unwrap_err();
        assert!(matches!(error, ReadError::NotPlain { .. }));
        fs::remove_file(mixed.path().join("content")).unwrap();
        fs::create_dir(mixed.path().join("content")).unwrap();
        symlink(real.path().join("themes"), mixed.path().join("themes")).unwrap();
        assert_eq!(problems(&sources(mixed.path())), [("themes", &skipped("themes", Skip::Special))]);
    }

    /// A folder that not even root can open: its path is longer than the system takes.
    #[test]
    fn an_unreadable_folder_is_an_error_and_the_others_go_on() {
        let root = site(&[("content/z.md", b"z")]);
        let name = "d".repeat(240);
        let script = format!("for i in $(seq 20); do mkdir {name} && cd -P ./{name} || exit 1; done");
        assert!(
            Command::new("sh")
                .arg("-c")
                .arg(script)
                .current_dir(root.path().join("content"))
                .status()
                .unwrap()
                .success()
        );
        let read = sources(root.path());
        assert_eq!(read.diagnostics.len(), 1);
        assert!(matches!(read.diagnostics[0].problem, Problem::Unreadable { .. }));
        assert_eq!(read.value.markdown().count(), 1);
    }
}
