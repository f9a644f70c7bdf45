//! What the tests of whole sites share: sites on disk, compiled, rendered and compared with what is expected.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiangyi::command::{World, run};
use jiangyi::diagnostic::Lang;
use jiangyi::pipeline::{self, Compiled, Options};
use jiangyi::publish::{Body, Output as _};
use jiangyi::report::{self, Reporter};
use jiangyi::site::Site;
use jiangyi::source::{self, FileIds, Sources};

/// The repository's root, which is the demonstration site too.
pub(crate) fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A compiled site.
pub(crate) struct Made {
    pub(crate) sources: Sources,
    pub(crate) compiled: Compiled,
}

/// Reads and compiles the site in `root`.
pub(crate) fn compile(root: &Path, options: &Options) -> Made {
    let read =
        source::read(root, &mut FileIds::default()).unwrap_or_else(|error| panic!("{}", error.message(Lang::En)));
    let compiled = pipeline::compile(&read.value, read.diagnostics, options);
    Made { sources: read.value, compiled }
}

impl Made {
    /// All files of the output by address; those that are copied as an empty text.
    pub(crate) fn pages(&self) -> BTreeMap<String, String> {
        let site = Site::new(&self.compiled, &self.sources).unwrap_or_else(|found| panic!("{found:?}"));
        let body = |index| match site.body(index) {
            Ok(Body::Bytes(bytes)) => String::from_utf8_lossy(&bytes).into_owned(),
            Ok(Body::File(_)) => String::new(),
            Err(found) => panic!("{found:?}"),
        };
        site.paths().iter().enumerate().map(|(index, path)| (path.to_string(), body(index))).collect()
    }

    /// The diagnostics, a line each.
    pub(crate) fn problems(&self) -> String {
        let reporter = Reporter::new(&self.sources, Lang::En);
        let mut out = String::new();
        for found in &self.compiled.diagnostics {
            writeln!(out, "{}", report::short(&reporter, found)).unwrap();
        }
        out
    }
}

/// How a run of the command ended.
pub(crate) struct Ran {
    pub(crate) status: u8,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs the command inside the test, in an environment of no language.
pub(crate) fn jiangyi(arguments: &[&str]) -> Ran {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut world = World {
        out: &mut out,
        err: &mut err,
        lang: None,
        color: false,
        progress: None,
        home: None,
        user: None,
        now: 1_795_392_000,
        clock: &|| Duration::from_millis(1234),
    };
    let arguments = std::iter::once("jiangyi").chain(arguments.iter().copied()).map(Into::into);
    let status = run(arguments, &mut world).unwrap().status();
    Ran { status, out: String::from_utf8(out).unwrap(), err: String::from_utf8(err).unwrap() }
}

/// A folder of one's own with `files` in it.
pub(crate) fn site(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        write(&folder.path().join(path), text.as_bytes());
    }
    folder
}

/// Writes a file and the folders above it.
pub(crate) fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

/// Copies a folder, but for what is expected of it.
pub(crate) fn copy(from: &Path, to: &Path) {
    for path in files(from) {
        if !path.starts_with("expected") {
            write(&to.join(&path), &fs::read(from.join(&path)).unwrap());
        }
    }
}

/// All files below a folder, as relative paths with `/`, in order.
pub(crate) fn files(folder: &Path) -> Vec<String> {
    let mut all = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(at) = open.pop() {
        for entry in fs::read_dir(&at).unwrap_or_else(|error| panic!("{}: {error}", at.display())) {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let parts = path.strip_prefix(folder).unwrap().iter().map(|part| part.to_str().unwrap().to_owned());
                all.push(parts.collect::<Vec<_>>().join("/"));
            }
        }
    }
    all.sort();
    all
}

/// All files below a folder with their bytes.
pub(crate) fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    files(folder).into_iter().map(|path| (path.clone(), fs::read(folder.join(path)).unwrap())).collect()
}

/// The folders in a folder, by name.
pub(crate) fn folders(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_dir());
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Compares what came out with what is expected, or writes that with `UPDATE=1`. What differs is returned.
#[must_use]
pub(crate) fn differs(expected: &Path, actual: &str) -> Option<String> {
    if std::env::var_os("UPDATE").is_some() {
        write(expected, actual.as_bytes());
        return None;
    }
    let wanted = fs::read_to_string(expected).unwrap_or_default();
    (wanted != actual).then(|| format!("{}\n{}", expected.display(), difference(&wanted, actual)))
}

/// The lines that differ, each after `-` (expected) or `+` (came out), with the equal lines around them.
fn difference(wanted: &str, actual: &str) -> String {
    let (wanted, actual): (Vec<&str>, Vec<&str>) = (wanted.split('\n').collect(), actual.split('\n').collect());
    let same_before = wanted.iter().zip(&actual).take_while(|(a, b)| a == b).count();
    let left = wanted.len().min(actual.len()) - same_before;
    let same_after = wanted.iter().rev().zip(actual.iter().rev()).take(left).take_while(|(a, b)| a == b).count();
    let mut out = format!("@@ line {} @@\n", same_before + 1);
    let around = |lines: &[&str], mark: char, out: &mut String| {
        for line in lines {
            writeln!(out, "{mark}{line}").unwrap();
        }
    };
    around(&wanted[same_before.saturating_sub(2)..same_before], ' ', &mut out);
    around(&wanted[same_before..wanted.len() - same_after], '-', &mut out);
    around(&actual[same_before..actual.len() - same_after], '+', &mut out);
    let after = wanted.len() - same_after;
    around(&wanted[after..(after + 2).min(wanted.len())], ' ', &mut out);
    out
}

/// Fails with all that differs.
pub(crate) fn assert_same(differences: &[String]) {
    assert!(differences.is_empty(), "UPDATE=1 accepts this:\n\n{}", differences.join("\n"));
}
