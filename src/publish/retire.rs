//! The old site's folder, emptied.
//! A folder that is not shown any more and the list of our files in it in; nothing left of it out. Our files are deleted,
//! all others move to the same place in the new site. Never deletes what the list does not name, never enters a link, and
//! never replaces anything.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::error::PublishError;
use super::manifest::{MANIFEST, Manifest};
use super::modes;
use crate::path::SitePath;

/// Empties and removes `folder`; what is not in `listed` moves to `into`. Where something can't be moved it stays, with the
/// list, so that the next build tries again.
pub(super) fn retire(folder: &Path, listed: &Manifest, into: &Path) -> Result<(), PublishError> {
    let mut retiring = Retiring { folder, into, listed, folders: listed.folders(), leftover: None };
    retiring.clear("");
    if let Some((path, reason)) = retiring.leftover {
        return Err(PublishError::Leftover { path, reason });
    }
    let manifest = folder.join(MANIFEST);
    match fs::remove_file(&manifest) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(PublishError::io(&manifest, error)),
        _ => fs::remove_dir(folder).map_err(|error| PublishError::io(folder, error)),
    }
}

struct Retiring<'a> {
    folder: &'a Path,
    into: &'a Path,
    listed: &'a Manifest,
    folders: BTreeSet<&'a str>,
    /// The first thing that could not be deleted or moved; the others are tried all the same.
    leftover: Option<(PathBuf, ErrorKind)>,
}

impl Retiring<'_> {
    /// Empties the folder at `relative`, one of ours.
    fn clear(&mut self, relative: &str) {
        let here = self.folder.join(relative);
        let entries = match fs::read_dir(&here) {
            Ok(entries) => entries,
            Err(error) => return self.leave(here, error.kind()),
        };
        for entry in entries {
            let kind_and_name = entry.and_then(|entry| Ok((entry.file_type()?, entry.file_name())));
            let (kind, name) = match kind_and_name {
                Ok(found) => found,
                Err(error) => {
                    self.leave(here.clone(), error.kind());
                    continue;
                }
            };
            let from = here.join(&name);
            let path = name.to_str().and_then(|name| SitePath::new(&format!("{relative}/{name}")));
            let result = match path {
                Some(path) if kind.is_file() && path.as_str() == MANIFEST => Ok(()),
                Some(path) if kind.is_file() && self.listed.contains(&path) => fs::remove_file(&from),
                Some(path) if kind.is_dir() && self.folders.contains(path.as_str()) => {
                    self.clear(path.as_str());
                    match fs::remove_dir(&from) {
                        // What keeps it is noted already.
                        Err(error) if error.kind() == ErrorKind::DirectoryNotEmpty => Ok(()),
                        result => result,
                    }
                }
                _ => {
                    let to = self.into.join(relative);
                    modes::create_folders(&to).and_then(|()| move_to(&from, &to.join(&name)))
                }
            };
            if let Err(error) = result {
                self.leave(from, error.kind());
            }
        }
    }

    fn leave(&mut self, path: PathBuf, reason: ErrorKind) {
        self.leftover.get_or_insert((path, reason));
    }
}

/// Moves a file, a link or a folder. Two folders become one.
fn move_to(from: &Path, to: &Path) -> std::io::Result<()> {
    match to.symlink_metadata() {
        Err(error) if error.kind() == ErrorKind::NotFound => fs::rename(from, to),
        Err(error) => Err(error),
        Ok(about) if about.is_dir() && from.symlink_metadata()?.is_dir() => {
            for entry in fs::read_dir(from)? {
                let name = entry?.file_name();
                move_to(&from.join(&name), &to.join(&name))?;
            }
            fs::remove_dir(from)
        }
        Ok(_) => Err(ErrorKind::AlreadyExists.into()),
    }
}
