//! What lies in a folder of the site.
//! A folder in, its files with what was passed over or refused out, in the order of their names. Never follows a link, and
//! opens folders only.

use std::collections::HashMap;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use unicode_normalization::UnicodeNormalization;
use walkdir::{DirEntry, WalkDir};

use super::FileIds;
use super::names::{Name, folded, judge};
use crate::diagnostic::outside::shown;
use crate::diagnostic::{Diagnostic, Problem, Skip};
use crate::text::span::{FileId, Span};

/// A plain file with a usable name.
#[derive(Debug)]
pub(super) struct Found {
    /// Its number.
    pub(super) id: FileId,
    /// Its path relative to the root, composed, with `/`.
    pub(super) path: Arc<str>,
    /// Where it is, with its name as the disk has it.
    pub(super) disk: PathBuf,
    /// Its length in bytes.
    pub(super) size: u64,
    /// When it was last written, as far as the system says.
    pub(super) modified: Option<SystemTime>,
}

impl Found {
    /// Whether the system says the same of both.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        (self.size, self.modified) == (other.size, other.modified)
    }
}

/// All that was found, and what was wrong with it.
pub(super) struct Walk {
    pub(super) files: Vec<Found>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Walks `folder` of `root`.
pub(super) fn walk(root: &Path, folder: &str, ids: &mut FileIds) -> Walk {
    let mut walker =
        Walker { root, ids, taken: HashMap::new(), walk: Walk { files: Vec::new(), diagnostics: Vec::new() } };
    let mut entries = WalkDir::new(root.join(folder)).min_depth(1).follow_links(false).sort_by_file_name().into_iter();
    while let Some(entry) = entries.next() {
        match entry {
            Ok(entry) => {
                let enter = walker.visit(&entry);
                if !enter && entry.file_type().is_dir() {
                    entries.skip_current_dir();
                }
            }
            Err(error) => {
                let path = display_path(root, error.path().unwrap_or(root));
                walker.refused(path, error.io_error().map_or(ErrorKind::Other, io::Error::kind));
            }
        }
    }
    walker.walk
}

/// Who has a name: its path as shown, and with its names as the disk has them.
struct Taken {
    path: String,
    disk: String,
}

/// A walk under way.
struct Walker<'a> {
    root: &'a Path,
    ids: &'a mut FileIds,
    /// By folder and folded name.
    taken: HashMap<String, Taken>,
    walk: Walk,
}

impl Walker<'_> {
    /// Takes in one entry; whether to enter it, if it is a folder.
    fn visit(&mut self, entry: &DirEntry) -> bool {
        let path = display_path(self.root, entry.path());
        let kind = entry.file_type();
        let name = match judge(entry.file_name()) {
            Name::Hidden => return false,
            Name::Skipped(why) => {
                self.report(Problem::Skipped { path: path.clone(), why }, &path);
                return false;
            }
            _ if !kind.is_file() && !kind.is_dir() => {
                self.report(Problem::Skipped { path: path.clone(), why: Skip::Special }, &path);
                return false;
            }
            Name::Refused => {
                self.report(Problem::BadName { name: shown(Path::new(entry.file_name())) }, &path);
                return false;
            }
            Name::Usable(name) => name,
        };
        if !self.take_name(&path, &name, on_disk(self.root, entry.path())) {
            return false;
        }
        if kind.is_file() {
            match entry.metadata().map_err(io::Error::from) {
                Ok(about) => {
                    let (id, disk) = (self.ids.id(&path), entry.path().to_owned());
                    let (size, modified) = (about.len(), about.modified().ok());
                    self.walk.files.push(Found { id, path: path.into(), disk, size, modified });
                }
                Err(error) => self.refused(path, error.kind()),
            }
        }
        true
    }

    /// Whether the path is free. A name that differs in case only is reported, and the path is free all the same.
    fn take_name(&mut self, path: &str, name: &str, disk: String) -> bool {
        let folder = path.strip_suffix(name).unwrap_or(path);
        let key = format!("{folder}{}", folded(name));
        let Some(first) = self.taken.get(&key) else {
            self.taken.insert(key, Taken { path: path.to_owned(), disk });
            return true;
        };
        let first_name = first.path.rsplit('/').next().unwrap_or(&first.path);
        let problem = Problem::NameCollision { name: format!("{first_name} / {name}") };
        let same = first.path == path;
        // Two forms of one name are two files with one path; each then goes by its name as the disk has it.
        let (one, two) = if same { (&*first.disk, &*disk) } else { (&*first.path, path) };
        let (one, two) = (Span::file_start(self.ids.id(one)), Span::file_start(self.ids.id(two)));
        self.walk.diagnostics.push(Diagnostic::new(problem, two).and(one));
        !same
    }

    /// The system's refusal. What is gone since its folder was listed was never there.
    fn refused(&mut self, path: String, reason: ErrorKind) {
        if reason != ErrorKind::NotFound {
            let at = path.clone();
            self.report(Problem::Unreadable { path, reason }, &at);
        }
    }

    fn report(&mut self, problem: Problem, path: &str) {
        let id = self.ids.id(path);
        self.walk.diagnostics.push(Diagnostic::new(problem, Span::file_start(id)));
    }
}

/// The path relative to the root with its names as the disk has them.
fn on_disk(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().into_owned()
}

/// The path relative to the root, composed, with `/`; parts that are no Unicode are escaped.
fn display_path(root: &Path, path: &Path) -> String {
    let relative = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<String> = relative
        .iter()
        .map(|part| part.to_str().map_or_else(|| shown(Path::new(part)), |part| part.nfc().collect()))
        .collect();
    parts.join("/")
}
