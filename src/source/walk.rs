//! What lies in a folder of the site.
//! A folder in, its files with what was passed over or refused out, in the order of their names. Never follows a link, and
//! opens folders only.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;
use walkdir::{DirEntry, WalkDir};

use super::FileIds;
use super::names::{Name, folded, judge};
use crate::diagnostic::outside::shown;
use crate::diagnostic::{Diagnostic, Problem, Skip};
use crate::text::span::{FileId, Span};

/// A plain file with a usable name.
pub(super) struct Found {
    /// Its number.
    pub(super) id: FileId,
    /// Its path relative to the root, composed, with `/`.
    pub(super) path: Arc<str>,
    /// Where it is, with its name as the disk has it.
    pub(super) disk: PathBuf,
    /// Its length in bytes.
    pub(super) size: u64,
}

/// All that was found, and what was wrong with it.
#[derive(Default)]
pub(super) struct Walk {
    pub(super) files: Vec<Found>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// A name that is taken: by which file, and how it is written.
struct Taken {
    id: FileId,
    path: String,
}

/// Walks `folder` of `root`.
pub(super) fn walk(root: &Path, folder: &str, ids: &mut FileIds) -> Walk {
    let mut walk = Walk::default();
    let mut taken: HashMap<String, Taken> = HashMap::new();
    let mut entries = WalkDir::new(root.join(folder)).min_depth(1).follow_links(false).sort_by_file_name().into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = display_path(root, error.path().unwrap_or(root));
                let kind = error.io_error().map_or(std::io::ErrorKind::Other, std::io::Error::kind);
                // What is gone since its folder was listed was never there.
                if kind != std::io::ErrorKind::NotFound {
                    walk.report(Problem::Unreadable { path: path.clone(), reason: kind }, ids.id(&path));
                }
                continue;
            }
        };
        let enters = walk.visit(root, &entry, ids, &mut taken);
        if !enters && entry.file_type().is_dir() {
            entries.skip_current_dir();
        }
    }
    walk
}

impl Walk {
    fn report(&mut self, problem: Problem, id: FileId) {
        self.diagnostics.push(Diagnostic::new(problem, Span::file_start(id)));
    }

    /// Takes in one entry. Whether it is a file that was taken or a folder to enter.
    fn visit(&mut self, root: &Path, entry: &DirEntry, ids: &mut FileIds, taken: &mut HashMap<String, Taken>) -> bool {
        let path = display_path(root, entry.path());
        let kind = entry.file_type();
        let name = match judge(entry.file_name()) {
            Name::Hidden => return false,
            Name::Skipped(why) => {
                self.report(Problem::Skipped { path: path.clone(), why }, ids.id(&path));
                return false;
            }
            _ if !kind.is_file() && !kind.is_dir() => {
                self.report(Problem::Skipped { path: path.clone(), why: Skip::Special }, ids.id(&path));
                return false;
            }
            Name::Refused => {
                let name = shown(Path::new(entry.file_name()));
                self.report(Problem::BadName { name }, ids.id(&path));
                return false;
            }
            Name::Usable(name) => name,
        };
        let parent = path.strip_suffix(&name).unwrap_or(&path);
        if let Some(first) = taken.get(&format!("{parent}{}", folded(&name))) {
            let first_name = first.path.rsplit('/').next().unwrap_or(&first.path);
            let problem = Problem::NameCollision { name: format!("{first_name} / {name}") };
            let same = first.path == path;
            // Two forms of one name are two files with one path; the second goes by the path as the disk has it.
            let id = if same { ids.id(&on_disk(root, entry.path())) } else { ids.id(&path) };
            self.diagnostics.push(Diagnostic::new(problem, Span::file_start(id)).and(Span::file_start(first.id)));
            if same {
                return false;
            }
        } else {
            taken.insert(format!("{parent}{}", folded(&name)), Taken { id: ids.id(&path), path: path.clone() });
        }
        if kind.is_file() {
            let id = ids.id(&path);
            match entry.metadata().map_err(std::io::Error::from) {
                Ok(about) => {
                    let disk = entry.path().to_owned();
                    self.files.push(Found { id, path: path.into(), disk, size: about.len() });
                }
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => self.report(Problem::Unreadable { path, reason: error.kind() }, id),
            }
        }
        true
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
