//! Writing the output: what is written, what is kept, what is refused, and what stands after something failed.

#![allow(clippy::disallowed_methods, reason = "the tests look at what is on disk")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use jiangyi::diagnostic::{Diagnostic, Lang, Problem};
use jiangyi::path::SitePath;
use jiangyi::publish::{Body, MANIFEST, Output, Protected, PublishError, Refusal, Written, write};
use jiangyi::text::span::{FileId, Span};
use tempfile::TempDir;

/// An output that is known beforehand. A file without a body fails.
#[derive(Clone, Default)]
struct Fixed {
    paths: Vec<SitePath>,
    bodies: Vec<Option<Body>>,
}

impl Output for Fixed {
    fn paths(&self) -> &[SitePath] {
        &self.paths
    }

    fn body(&self, index: usize) -> Result<Body, Box<Diagnostic>> {
        self.bodies[index].clone().ok_or_else(|| {
            let problem = Problem::Template { name: self.paths[index].to_string(), detail: "broken".into() };
            Box::new(Diagnostic::new(problem, Span::file_start(FileId(0))))
        })
    }
}

impl Fixed {
    fn with(mut self, path: &str, body: Option<Body>) -> Self {
        self.paths.push(SitePath::new(path).unwrap());
        self.bodies.push(body);
        self
    }
}

fn output(files: &[(&str, &str)]) -> Fixed {
    files.iter().fold(Fixed::default(), |all, (path, text)| all.with(path, Some(Body::Bytes(text.as_bytes().to_vec()))))
}

/// A folder for a test, and `public` in it.
struct Place {
    folder: TempDir,
    public: PathBuf,
}

fn place() -> Place {
    let folder = tempfile::tempdir().unwrap();
    Place { public: folder.path().join("public"), folder }
}

impl Place {
    fn write(&self, output: &impl Output) -> Result<Written, PublishError> {
        write(output, &self.public, &Protected::default())
    }

    /// The names beside the output: nothing of ours may stay there.
    fn beside(&self) -> Vec<String> {
        names(self.folder.path())
    }

    fn work(&self) -> PathBuf {
        self.folder.path().join(".public.jiangyi-work")
    }
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Every file below `folder` but the list of our own, with its text.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let mut all = everything(folder);
    all.remove(MANIFEST);
    all
}

fn everything(folder: &Path) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for name in names(folder) {
        let path = folder.join(&name);
        let about = path.symlink_metadata().unwrap();
        if about.is_symlink() {
            all.insert(name, format!("→ {}", fs::read_link(path).unwrap().display()));
        } else if about.is_dir() {
            let below = everything(&path);
            if below.is_empty() {
                all.insert(format!("{name}/"), String::new());
            }
            all.extend(below.into_iter().map(|(path, text)| (format!("{name}/{path}"), text)));
        } else {
            all.insert(name, fs::read_to_string(path).unwrap());
        }
    }
    all
}

fn texts(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

const FIRST: [(&str, &str); 4] =
    [("2026-03/a.html", "甲"), ("2026-03/deep/er/b.html", "乙"), ("index.html", "home"), ("empty.txt", "")];

#[test]
fn a_fresh_output_is_written_whole_and_nothing_stands_beside_it() {
    let place = place();
    let written = place.write(&output(&FIRST)).unwrap();
    assert_eq!(written, Written { files: 4, changed: 4, removed: 0, bytes: 10 });
    assert_eq!(files(&place.public), texts(&FIRST));
    assert_eq!(place.beside(), ["public"]);
}

#[test]
fn folders_above_the_output_are_made() {
    let place = place();
    let deep = place.folder.path().join("a/b/public");
    write(&output(&FIRST), &deep, &Protected::default()).unwrap();
    assert_eq!(files(&deep), texts(&FIRST));
}

#[test]
fn an_empty_folder_may_become_the_output_and_an_empty_output_is_one() {
    let place = place();
    fs::create_dir(&place.public).unwrap();
    place.write(&output(&FIRST)).unwrap();
    assert_eq!(files(&place.public), texts(&FIRST));
    let written = place.write(&output(&[])).unwrap();
    assert_eq!(written, Written { files: 0, changed: 0, removed: 4, bytes: 0 });
    assert_eq!(names(&place.public), [MANIFEST]);
}

#[test]
fn the_list_is_the_same_whatever_the_order_and_the_number_of_threads() {
    let many: Vec<(String, String)> = (0..300).map(|i| (format!("m{}/p{i}.html", i % 7), format!("{i}"))).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(path, text)| (&**path, &**text)).collect();
    let turned: Vec<(&str, &str)> = many.iter().rev().copied().collect();
    let with = |files: &[(&str, &str)], threads: usize| {
        let place = place();
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let written = pool.install(|| place.write(&output(files))).unwrap();
        (written, everything(&place.public))
    };
    assert!(with(&many, 1) == with(&turned, 6));
}

#[test]
fn what_changed_is_counted_and_what_is_gone_is_removed_with_its_folder() {
    let place = place();
    place.write(&output(&FIRST)).unwrap();
    let second = [("2026-03/a.html", "甲甲"), ("index.html", "home"), ("new/c.html", "丙")];
    let written = place.write(&output(&second)).unwrap();
    assert_eq!(written, Written { files: 3, changed: 2, removed: 2, bytes: 13 });
    assert_eq!(files(&place.public), texts(&second));
    assert!(!place.public.join("2026-03/deep").exists());
    assert_eq!(place.beside(), ["public"]);
}

#[test]
fn a_file_becomes_a_folder_and_a_folder_a_file() {
    let place = place();
    place.write(&output(&[("a", "file"), ("b/c", "folder")])).unwrap();
    let second = [("a/x", "folder"), ("b", "file")];
    place.write(&output(&second)).unwrap();
    assert_eq!(files(&place.public), texts(&second));
}

#[test]
fn an_edited_file_of_ours_is_written_again() {
    let place = place();
    place.write(&output(&FIRST)).unwrap();
    // Of the same length, so that only its bytes tell.
    fs::write(place.public.join("index.html"), "HOME").unwrap();
    let written = place.write(&output(&FIRST)).unwrap();
    assert_eq!(written.changed, 1);
    assert_eq!(files(&place.public), texts(&FIRST));
}

#[test]
fn assets_are_copied_and_a_missing_one_is_an_error_that_names_it() {
    let place = place();
    let asset = place.folder.path().join("申请表.docx");
    let long: String = "表格".repeat(100_000);
    fs::write(&asset, &long).unwrap();
    let output = output(&FIRST).with("f/form.docx", Some(Body::File(asset.clone())));
    assert_eq!(place.write(&output).unwrap().bytes, 10 + long.len() as u64);
    assert_eq!(files(&place.public)["f/form.docx"], long);
    assert_eq!(place.write(&output).unwrap().changed, 0);

    fs::write(&asset, format!("{long}.")).unwrap();
    assert_eq!(place.write(&output).unwrap().changed, 1);
    let before = everything(&place.public);
    fs::remove_file(&asset).unwrap();
    let error = place.write(&output).unwrap_err();
    assert!(matches!(&error, PublishError::Io { path, .. } if *path == asset), "{error:?}");
    assert!(error.message(Lang::Zh).contains("申请表.docx"));
    assert_eq!(everything(&place.public), before);
}

#[test]
fn a_page_that_fails_leaves_the_old_site_whole_and_nothing_beside_it() {
    let place = place();
    place.write(&output(&FIRST)).unwrap();
    let before = everything(&place.public);
    let broken = output(&[("index.html", "other")]).with("x.html", None).with("y.html", None);
    let error = place.write(&broken).unwrap_err();
    let PublishError::Pages(pages) = error else { panic!("{error:?}") };
    let named: Vec<String> = pages.iter().map(|page| page.message(Lang::En)).collect();
    assert!(named.len() == 2 && named[0].contains("x.html") && named[1].contains("y.html"), "{named:?}");
    assert_eq!(everything(&place.public), before);
    assert_eq!(place.beside(), ["public"]);
}

#[test]
fn a_page_that_panics_leaves_the_old_site_whole_and_nothing_beside_it() {
    struct Panics(Vec<SitePath>);
    impl Output for Panics {
        fn paths(&self) -> &[SitePath] {
            &self.0
        }
        fn body(&self, _: usize) -> Result<Body, Box<Diagnostic>> {
            panic!("a bug")
        }
    }
    let place = place();
    place.write(&output(&FIRST)).unwrap();
    let before = everything(&place.public);
    let bug = Panics(vec![SitePath::new("a.html").unwrap()]);
    assert!(std::panic::catch_unwind(|| place.write(&bug).is_ok()).is_err());
    assert_eq!(everything(&place.public), before);
    assert_eq!(place.beside(), ["public"]);
}

#[test]
fn files_of_others_are_kept() {
    let place = place();
    place.write(&output(&FIRST)).unwrap();
    let put = |path: &str, text: &str| {
        let path = place.public.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    put(".git/HEAD", "ref");
    put("CNAME", "host");
    put("2026-03/notes.txt", "beside a page");
    put("2026-03/deep/notes.txt", "where no page will be");
    put("2026-09/later.txt", "where a page will be");
    fs::create_dir(place.public.join("uploads")).unwrap();
    let second = [("2026-03/a.html", "甲"), ("2026-09/c.html", "丙")];
    for _ in 0..2 {
        place.write(&output(&second)).unwrap();
        let mut expected = texts(&second);
        expected.extend(texts(&[
            (".git/HEAD", "ref"),
            ("CNAME", "host"),
            ("2026-03/notes.txt", "beside a page"),
            ("2026-03/deep/notes.txt", "where no page will be"),
            ("2026-09/later.txt", "where a page will be"),
            ("uploads/", ""),
        ]));
        assert_eq!(files(&place.public), expected);
        assert_eq!(place.beside(), ["public"]);
    }
}

#[test]
fn a_file_of_others_in_a_pages_place_stops_the_build() {
    for (foreign, wanted) in [("x.html", "x.html"), ("x", "x/y.html"), ("x.html/inside", "x.html")] {
        let place = place();
        place.write(&output(&FIRST)).unwrap();
        let path = place.public.join(foreign);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "mine").unwrap();
        let before = everything(&place.public);
        let error = place.write(&output(&[(wanted, "ours")])).unwrap_err();
        assert!(matches!(error, PublishError::Occupied { .. }), "{error:?}");
        assert_eq!(everything(&place.public), before);
        assert_eq!(place.beside(), ["public"]);
    }
}

#[test]
fn folders_that_hold_or_are_sources_are_refused_before_any_change() {
    let root = tempfile::tempdir().unwrap();
    let at = |path: &str| root.path().join(path);
    fs::create_dir_all(at("home/site/content/2026-03")).unwrap();
    fs::create_dir_all(at("home/site/themes")).unwrap();
    fs::write(at("home/site/content/a.md"), "precious").unwrap();
    fs::create_dir(at("foreign")).unwrap();
    fs::write(at("foreign/thesis.doc"), "precious").unwrap();
    fs::write(at("file"), "precious").unwrap();
    fs::create_dir(at("damaged")).unwrap();
    fs::write(at("damaged").join(MANIFEST), "{\"version\":1,\"fil").unwrap();
    let protected = Protected {
        root: at("home/site"),
        sources: vec![at("home/site/content"), at("home/site/themes")],
        home: Some(at("home")),
    };
    let before = everything(root.path());
    for (target, why) in [
        (PathBuf::from("/"), Refusal::Disk),
        (at("home/site"), Refusal::HoldsSite),
        (at("home/site/."), Refusal::HoldsSite),
        (at("home/site/content/.."), Refusal::HoldsSite),
        (at(""), Refusal::HoldsSite),
        (at("home"), Refusal::HoldsSite),
        (at("home/site/content"), Refusal::Sources),
        (at("home/site/content/"), Refusal::Sources),
        (at("home/site/content/public"), Refusal::Sources),
        (at("home/site/content/2026-03"), Refusal::Sources),
        (at("home/site/themes"), Refusal::Sources),
        (at("home/site/public/../content/x"), Refusal::Sources),
        (at("foreign"), Refusal::Foreign),
        (at("file"), Refusal::NotAFolder),
        (at("damaged"), Refusal::Manifest),
    ] {
        if target.ends_with("public/../content/x") {
            fs::create_dir(at("home/site/public")).unwrap();
        }
        let error = write(&output(&FIRST), &target, &protected).unwrap_err();
        assert!(matches!(error, PublishError::Refused { why: is, .. } if is == why), "{}: {error:?}", target.display());
        assert!(!error.message(Lang::Zh).is_empty() && !error.message(Lang::En).is_empty());
        let _ = fs::remove_dir(at("home/site/public"));
        assert_eq!(everything(root.path()), before);
    }
    let elsewhere = Protected { home: Some(at("home")), root: at("foreign"), sources: Vec::new() };
    let error = write(&output(&FIRST), &at("home"), &elsewhere).unwrap_err();
    assert!(matches!(error, PublishError::Refused { why: Refusal::Home, .. }));
    write(&output(&FIRST), &at("home/site/public"), &protected).unwrap();
}

#[test]
fn what_a_killed_build_left_unfinished_is_removed() {
    let place = place();
    place.write(&output(&FIRST)).unwrap();
    fs::create_dir_all(place.work().join("new/2026-03")).unwrap();
    fs::write(place.work().join("jiangyi-work"), "").unwrap();
    fs::write(place.work().join("new/2026-03/a.html"), "half").unwrap();
    fs::write(place.folder.path().join(".public.jiangyi-lock"), "1\n").unwrap();
    assert_eq!(place.write(&output(&FIRST)).unwrap().changed, 0);
    assert_eq!(files(&place.public), texts(&FIRST));
    assert_eq!(place.beside(), ["public"]);
}

#[test]
fn a_build_killed_before_its_first_mark_is_no_obstacle() {
    let place = place();
    fs::create_dir(place.work()).unwrap();
    place.write(&output(&FIRST)).unwrap();
    assert_eq!(place.beside(), ["public"]);
}

/// Killed after the two sites changed places, while the old one was being emptied.
#[test]
fn files_of_others_come_back_after_a_build_was_killed() {
    let place = place();
    place.write(&output(&FIRST)).unwrap();
    fs::write(place.public.join("notes.txt"), "mine").unwrap();
    fs::create_dir(place.work()).unwrap();
    fs::write(place.work().join("jiangyi-work"), "").unwrap();
    fs::rename(&place.public, place.work().join("new")).unwrap();
    fs::remove_file(place.work().join("new/index.html")).unwrap();
    let second = [("index.html", "second")];
    write(&output(&second), &place.folder.path().join("elsewhere"), &Protected::default()).unwrap();
    fs::rename(place.folder.path().join("elsewhere"), &place.public).unwrap();

    place.write(&output(&second)).unwrap();
    let mut expected = texts(&second);
    expected.insert("notes.txt".into(), "mine".into());
    assert_eq!(files(&place.public), expected);
    assert_eq!(place.beside(), ["public"]);
}

/// Killed between two renames, where the system can't exchange two folders.
#[test]
fn the_old_site_comes_back_after_a_build_was_killed() {
    let place = place();
    place.write(&output(&FIRST)).unwrap();
    fs::write(place.public.join("notes.txt"), "mine").unwrap();
    let second = [("index.html", "second")];
    fs::create_dir(place.work()).unwrap();
    fs::write(place.work().join("jiangyi-work"), "").unwrap();
    fs::rename(&place.public, place.work().join("old")).unwrap();
    write(&output(&second), &place.folder.path().join("elsewhere"), &Protected::default()).unwrap();
    fs::rename(place.folder.path().join("elsewhere"), place.work().join("new")).unwrap();

    let broken = output(&[]).with("x.html", None);
    place.write(&broken).unwrap_err();
    let mut expected = texts(&FIRST);
    expected.insert("notes.txt".into(), "mine".into());
    assert_eq!(files(&place.public), expected);
    assert_eq!(place.beside(), ["public"]);
}

#[test]
fn a_folder_of_our_names_that_is_not_ours_is_never_touched() {
    let place = place();
    fs::create_dir(place.work()).unwrap();
    fs::write(place.work().join("thesis.doc"), "precious").unwrap();
    let before = everything(place.folder.path());
    let error = place.write(&output(&FIRST)).unwrap_err();
    assert!(matches!(error, PublishError::Refused { why: Refusal::Work, .. }), "{error:?}");
    assert_eq!(everything(place.folder.path()), before);
}

#[test]
fn builds_at_the_same_time_take_turns() {
    let place = place();
    let texts_of = |i: usize| [("a.html".to_owned(), format!("{i}")), ("b.html".to_owned(), format!("{i}"))];
    std::thread::scope(|scope| {
        for i in 0..6 {
            let place = &place;
            scope.spawn(move || {
                let files = texts_of(i);
                let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (&**path, &**text)).collect();
                place.write(&output(&files)).unwrap();
            });
        }
    });
    let last = files(&place.public);
    assert_eq!(last.len(), 2);
    assert_eq!(last["a.html"], last["b.html"]);
    assert_eq!(place.beside(), ["public"]);
}

#[test]
fn a_reader_sees_a_whole_site_at_every_moment() {
    use std::sync::atomic::{AtomicBool, Ordering};
    let place = place();
    place.write(&output(&[("a.html", "0")])).unwrap();
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for i in 1..40 {
                place.write(&output(&[("a.html", &i.to_string())])).unwrap();
            }
            done.store(true, Ordering::Relaxed);
        });
        while cfg!(target_os = "linux") && !done.load(Ordering::Relaxed) {
            assert!(!fs::read_to_string(place.public.join("a.html")).unwrap().is_empty());
        }
    });
}

#[cfg(target_os = "linux")]
mod linux {
    use super::*;
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
    use std::process::Command;

    fn inodes(folder: &Path) -> Vec<(String, u64)> {
        files(folder).into_keys().map(|path| (path.clone(), fs::metadata(folder.join(&path)).unwrap().ino())).collect()
    }

    #[test]
    fn unchanged_files_are_the_very_same_files() {
        let place = place();
        place.write(&output(&FIRST)).unwrap();
        let before = inodes(&place.public);
        let list = fs::read(place.public.join(MANIFEST)).unwrap();
        assert_eq!(place.write(&output(&FIRST)).unwrap().changed, 0);
        assert_eq!(inodes(&place.public), before);
        assert_eq!(fs::read(place.public.join(MANIFEST)).unwrap(), list);
        assert!(before.iter().all(|(path, _)| fs::metadata(place.public.join(path)).unwrap().nlink() == 1));
    }

    #[test]
    fn links_of_others_are_kept_as_links_and_what_they_lead_to_is_untouched() {
        let place = place();
        place.write(&output(&FIRST)).unwrap();
        let outside = place.folder.path().join("outside");
        fs::create_dir(&outside).unwrap();
        fs::write(outside.join("a.html"), "precious").unwrap();
        symlink(&outside, place.public.join("media")).unwrap();
        symlink("nowhere", place.public.join("dangling")).unwrap();
        place.write(&output(&[("index.html", "x")])).unwrap();
        let now = files(&place.public);
        assert_eq!(now["media"], format!("→ {}", outside.display()));
        assert_eq!(now["dangling"], "→ nowhere");
        assert_eq!(files(&outside), texts(&[("a.html", "precious")]));
    }

    /// A folder of ours was replaced by a link: nothing is written or deleted where it leads.
    #[test]
    fn a_link_in_a_folders_place_is_never_entered() {
        let place = place();
        place.write(&output(&[("m/a.html", "甲"), ("index.html", "x")])).unwrap();
        let outside = place.folder.path().join("outside");
        fs::rename(place.public.join("m"), &outside).unwrap();
        symlink(&outside, place.public.join("m")).unwrap();
        let error = place.write(&output(&[("m/a.html", "乙")])).unwrap_err();
        assert!(matches!(error, PublishError::Occupied { .. }), "{error:?}");
        place.write(&output(&[("index.html", "y")])).unwrap();
        assert_eq!(files(&outside), texts(&[("a.html", "甲")]));
        assert!(place.public.join("m").is_symlink());
    }

    #[test]
    fn a_link_as_output_is_refused_but_a_link_above_it_is_not() {
        let place = place();
        let real = place.folder.path().join("real");
        fs::create_dir(&real).unwrap();
        symlink(&real, &place.public).unwrap();
        for target in [place.public.clone(), place.folder.path().join("public/")] {
            let error = write(&output(&FIRST), &target, &Protected::default()).unwrap_err();
            assert!(matches!(error, PublishError::Refused { why: Refusal::Link, .. }), "{error:?}");
        }
        assert!(files(&real).is_empty());
        write(&output(&FIRST), &place.public.join("site"), &Protected::default()).unwrap();
        assert_eq!(files(&real.join("site")), texts(&FIRST));
    }

    #[test]
    fn a_way_to_the_content_through_a_link_is_noticed() {
        let place = place();
        let content = place.folder.path().join("content");
        fs::create_dir(&content).unwrap();
        symlink(&content, place.folder.path().join("link")).unwrap();
        let protected = Protected { sources: vec![content], ..Protected::default() };
        let error = write(&output(&FIRST), &place.folder.path().join("link/public"), &protected).unwrap_err();
        assert!(matches!(error, PublishError::Refused { why: Refusal::Sources, .. }), "{error:?}");
    }

    #[test]
    fn where_nothing_can_be_written_is_an_error_that_names_the_place() {
        // Not even root makes files here.
        let error = write(&output(&FIRST), Path::new("/proc/self/public"), &Protected::default()).unwrap_err();
        assert!(matches!(error, PublishError::Io { .. }), "{error:?}");
        assert!(error.message(Lang::Zh).contains("/proc/"), "{error}");
    }

    #[test]
    fn an_asset_that_turned_into_a_link_is_not_followed() {
        let place = place();
        let asset = place.folder.path().join("a.png");
        symlink("/etc/passwd", &asset).unwrap();
        let error = place.write(&output(&[]).with("a.png", Some(Body::File(asset)))).unwrap_err();
        assert!(matches!(error, PublishError::Io { .. }), "{error:?}");
        assert!(!place.public.exists());
    }

    fn modes(folder: &Path) -> Vec<u32> {
        let mut modes = vec![fs::metadata(folder).unwrap().permissions().mode() & 0o7777];
        for name in names(folder) {
            let path = folder.join(name);
            if path.is_dir() {
                modes.extend(self::modes(&path));
            } else {
                modes.push(fs::metadata(path).unwrap().permissions().mode() & 0o7777);
            }
        }
        modes.sort_unstable();
        modes.dedup();
        modes
    }

    #[test]
    fn a_web_server_can_read_the_output_whatever_the_umask() {
        const TARGET: &str = "JIANGYI_TEST_UMASK_TARGET";
        #[expect(clippy::disallowed_methods, reason = "tells the two processes of this test apart")]
        if let Some(target) = std::env::var_os(TARGET) {
            write(&output(&FIRST), Path::new(&target), &Protected::default()).unwrap();
            return;
        }
        let place = place();
        let target = place.folder.path().join("made/public");
        let status = Command::new("sh")
            .args(["-c", "umask 077 && exec \"$0\" --exact \"$1\" --test-threads 1"])
            .arg(std::env::current_exe().unwrap())
            .arg("publish::linux::a_web_server_can_read_the_output_whatever_the_umask")
            .env(TARGET, &target)
            .status()
            .unwrap();
        assert!(status.success());
        assert_eq!(files(&target), texts(&FIRST));
        assert_eq!(modes(target.parent().unwrap()), [0o644, 0o755]);
    }

    #[test]
    fn a_file_whose_permissions_were_changed_gets_them_back() {
        let place = place();
        place.write(&output(&FIRST)).unwrap();
        let page = place.public.join("index.html");
        fs::set_permissions(&page, fs::Permissions::from_mode(0o600)).unwrap();
        place.write(&output(&FIRST)).unwrap();
        assert_eq!(modes(&place.public), [0o644, 0o755]);
    }
}
