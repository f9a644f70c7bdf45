//! Where the output goes, and where it must not go.
//! The folder that the user named in, its real place out, or a refusal. Changes nothing on disk.

use std::ffi::OsString;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::error::{PublishError, Refusal};
use super::manifest::Manifest;

/// Folders that the output must not replace.
#[derive(Clone, Debug, Default)]
pub struct Protected {
    /// The site's folder: the output may lie in it, but not be it or hold it.
    pub root: PathBuf,
    /// Folders of sources (content, themes): the output may neither be, hold, nor lie in one.
    pub sources: Vec<PathBuf>,
    /// The user's home folder: the output may lie in it.
    pub home: Option<PathBuf>,
}

/// An output folder that may be written to, whether it exists or not.
#[derive(Debug)]
pub(super) struct Target {
    /// Its place, with no link in it.
    pub(super) path: PathBuf,
    /// The folder that it lies in.
    pub(super) parent: PathBuf,
    name: OsString,
}

impl Target {
    /// The folder `path`, if the output may go there.
    pub(super) fn new(path: &Path, protected: &Protected) -> Result<Self, PublishError> {
        let io = |error| PublishError::io(path, error);
        let refused = |why| Err(PublishError::refused(path, why));
        let real = real_but_for_the_last(path).map_err(io)?;
        let (Some(parent), Some(name)) = (real.parent(), real.file_name()) else { return refused(Refusal::Disk) };
        if let Ok(about) = real.symlink_metadata()
            && !about.is_dir()
        {
            return refused(if about.is_symlink() { Refusal::Link } else { Refusal::NotAFolder });
        }
        if real_place(&protected.root).map_err(io)?.starts_with(&real) {
            return refused(Refusal::HoldsSite);
        }
        for folder in &protected.sources {
            let folder = real_place(folder).map_err(io)?;
            if folder.starts_with(&real) || real.starts_with(&folder) {
                return refused(Refusal::Sources);
            }
        }
        if let Some(home) = &protected.home
            && real_place(home).map_err(io)?.starts_with(&real)
        {
            return refused(Refusal::Home);
        }
        Ok(Self { parent: parent.to_owned(), name: name.to_owned(), path: real })
    }

    /// The list of our files in the folder, empty where the folder is; `None` where there is no folder. A folder with files
    /// of others only is refused.
    pub(super) fn old_site(&self) -> Result<Option<Manifest>, PublishError> {
        let mut entries = match std::fs::read_dir(&self.path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(PublishError::io(&self.path, error)),
        };
        match Manifest::read(&self.path)? {
            Some(manifest) => Ok(Some(manifest)),
            None if entries.next().is_none() => Ok(Some(Manifest::default())),
            None => Err(PublishError::refused(&self.path, Refusal::Foreign)),
        }
    }

    /// The lock file.
    pub(super) fn lock(&self) -> PathBuf {
        self.beside("lock")
    }

    /// The folder for work under way: on the same disk, so that it can change places with the target.
    pub(super) fn work(&self) -> PathBuf {
        self.beside("work")
    }

    fn beside(&self, word: &str) -> PathBuf {
        let mut name = OsString::from(".");
        name.push(&self.name);
        name.push(".jiangyi-");
        name.push(word);
        self.parent.join(name)
    }
}

/// The path without links above its last part, which may be one itself.
fn real_but_for_the_last(path: &Path) -> io::Result<PathBuf> {
    let path = absolute(path)?;
    match (path.parent(), path.file_name()) {
        (Some(parent), Some(name)) => Ok(real_place(parent)?.join(name)),
        _ => path.canonicalize(),
    }
}

/// The path without links and `..`, as far as it exists.
fn real_place(path: &Path) -> io::Result<PathBuf> {
    let path = absolute(path)?;
    let mut existing = path.as_path();
    let mut missing = Vec::new();
    loop {
        match existing.canonicalize() {
            Ok(real) => return Ok(missing.iter().rev().fold(real, |path, name| path.join(name))),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let (Some(parent), Some(name)) = (existing.parent(), existing.file_name()) else { return Err(error) };
                missing.push(name);
                existing = parent;
            }
            Err(error) => return Err(error),
        }
    }
}

/// The path from the root of its disk. No path at all is the current folder.
fn absolute(path: &Path) -> io::Result<PathBuf> {
    std::path::absolute(if path.as_os_str().is_empty() { Path::new(".") } else { path })
}
