//! Writing the output: what is written, what is kept, what is refused, and what stands after something failed.

#![allow(clippy::disallowed_methods, reason = "the tests look at what is on disk")]

mod interrupted;
#[cfg(target_os = "linux")]
mod on_unix;
mod others;
mod refused;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use jiangyi::diagnostic::{Diagnostic, Lang, Problem};
use jiangyi::path::SitePath;
use jiangyi::publish::{Body, MANIFEST, Output, Protected, PublishError, Written, write};
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

/// This program once more, to run one test on a folder, as the last words of a shell command.
fn again(shell: &str, test: &str, folder: &Path) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", &format!("{shell} \"$0\" --exact \"$1\" --test-threads 1 --quiet")]);
    command.arg(std::env::current_exe().unwrap()).arg(test).env(FOLDER, folder);
    command
}

const FOLDER: &str = "JIANGYI_TEST_FOLDER";

/// The folder to work on, in a program started by [`again`].
fn folder_given() -> Option<PathBuf> {
    std::env::var_os(FOLDER).map(PathBuf::from)
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
