//! New files among the sources, for an author who begins something.
//! Names and texts in, files on disk out. Never writes over anything, and makes all of a set or says why not before it
//! begins.

#![allow(clippy::disallowed_methods, reason = "what begins on disk begins here")]

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};

use crate::diagnostic::Lang;
use crate::diagnostic::outside::{reason, shown};

/// The longest `site.toml` that is read.
const LONGEST: u64 = 1024 * 1024;

/// A file to be made: its path below a folder, and its text.
pub type NewFile = (PathBuf, String);

/// Nothing was made, or not all.
#[derive(Debug)]
pub enum CreateError {
    /// Something is there already.
    Exists {
        /// Where.
        path: PathBuf,
    },
    /// The folder has no `site.toml`.
    NotASite {
        /// The folder.
        root: PathBuf,
    },
    /// The system refuses.
    Io {
        /// What it is about.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
}

impl CreateError {
    /// What is wrong and what to do, in the reader's language.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Exists { path }, Lang::Zh) => format!("{} 已经有了，没有动它；请换一个名称", shown(path)),
            (Self::Exists { path }, Lang::En) => {
                format!("{} is there already and was left alone: choose another name", shown(path))
            }
            (Self::NotASite { root }, Lang::Zh) => {
                format!("{} 里没有 site.toml，不是手册的文件夹；请进入手册的文件夹，或用 --root 指明", shown(root))
            }
            (Self::NotASite { root }, Lang::En) => {
                format!("{} has no site.toml: change to the site's folder or name it with --root", shown(root))
            }
            (Self::Io { path, error }, Lang::Zh) => format!("写不了 {}：{}", shown(path), reason(error.kind(), lang)),
            (Self::Io { path, error }, Lang::En) => {
                format!("can't write {}: {}", shown(path), reason(error.kind(), lang))
            }
        }
    }
}

/// Makes `files` below `folder`, which is made if need be.
pub fn create(folder: &Path, files: &[NewFile]) -> Result<(), CreateError> {
    for (path, _) in files {
        let path = folder.join(path);
        match path.symlink_metadata() {
            Ok(_) => return Err(CreateError::Exists { path }),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(CreateError::Io { path, error }),
        }
    }
    files.iter().try_for_each(|(path, text)| write(&folder.join(path), text))
}

fn write(path: &Path, text: &str) -> Result<(), CreateError> {
    let refused = |error: io::Error| {
        let path = path.to_owned();
        // Made by someone else since it was looked for.
        if error.kind() == ErrorKind::AlreadyExists {
            CreateError::Exists { path }
        } else {
            CreateError::Io { path, error }
        }
    };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(refused)?;
    }
    let mut file = OpenOptions::new().write(true).create_new(true).open(path).map_err(refused)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(refused)
}

/// That a folder is not there yet, or is empty.
pub fn check_empty(folder: &Path) -> Result<(), CreateError> {
    match fs::read_dir(folder) {
        Ok(mut entries) => match entries.next() {
            None => Ok(()),
            Some(_) => Err(CreateError::Exists { path: folder.to_owned() }),
        },
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(CreateError::Io { path: folder.to_owned(), error }),
    }
}

/// The text of a site's settings.
pub fn settings(root: &Path) -> Result<String, CreateError> {
    let path = root.join("site.toml");
    let mut bytes = Vec::new();
    match File::open(&path).and_then(|file| file.take(LONGEST).read_to_end(&mut bytes)) {
        Ok(_) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
        Err(error) if error.kind() == ErrorKind::NotFound => Err(CreateError::NotASite { root: root.to_owned() }),
        Err(error) => Err(CreateError::Io { path, error }),
    }
}

/// The names in a folder, in order; none where there is no folder.
pub fn names(folder: &Path) -> Result<Vec<String>, CreateError> {
    let refused = |error| CreateError::Io { path: folder.to_owned(), error };
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(refused(error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        names.push(entry.map_err(refused)?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}
