//! A text file of the sources, changed in place.
//! A path, the text that was read there and the text that it is to have in; the file in UTF-8 out. The one way in which the
//! sources are ever written. Never touches a file that is another by now, and a reader of the file sees the old text or the
//! new one, never half of it.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use unicode_normalization::UnicodeNormalization as _;

use super::decode::decode;
use crate::diagnostic::Problem;

const MARK: &[u8] = &[0xEF, 0xBB, 0xBF];

/// Why a file stays as it was.
#[derive(Debug)]
pub enum Unchanged {
    /// It is another by now, or is gone.
    Changed,
    /// Not all of it could be read.
    Unreadable,
    /// The system refuses.
    Refused(io::Error),
}

/// Puts `new` in the place of `old` in the file at `path` from the site's root. A byte order mark stays.
pub fn rewrite(root: &Path, path: &str, old: &str, new: &str) -> Result<(), Unchanged> {
    let disk = locate(root, path).ok_or(Unchanged::Changed)?;
    let about = disk.symlink_metadata().map_err(Unchanged::Refused)?;
    if !about.is_file() {
        return Err(Unchanged::Changed);
    }
    let bytes = fs::read(&disk).map_err(Unchanged::Refused)?;
    let is_marked = bytes.starts_with(MARK);
    let decoded = decode(bytes);
    if !matches!(decoded.problem, None | Some((Problem::Converted { .. }, _))) {
        return Err(Unchanged::Unreadable);
    }
    if decoded.text != old {
        return Err(Unchanged::Changed);
    }
    replace(&disk, &about, [if is_marked { MARK } else { &[] }, new.as_bytes()]).map_err(Unchanged::Refused)
}

/// Writes beside the file, and takes its place in one step.
fn replace(disk: &Path, about: &fs::Metadata, parts: [&[u8]; 2]) -> io::Result<()> {
    let name = disk.file_name().ok_or(ErrorKind::InvalidInput)?;
    let mut beside = std::ffi::OsString::from(".");
    beside.push(name);
    beside.push(".jiangyi.tmp");
    let beside = disk.with_file_name(beside);
    let written = (|| {
        let mut file = OpenOptions::new().write(true).create_new(true).open(&beside)?;
        for part in parts {
            file.write_all(part)?;
        }
        file.set_permissions(about.permissions())?;
        file.sync_all()?;
        fs::rename(&beside, disk)
    })();
    if let Err(error) = &written
        && error.kind() != ErrorKind::AlreadyExists
    {
        // What was begun is of no use to anyone.
        drop(fs::remove_file(&beside));
    }
    written
}

/// Where a file is on disk, whose names may be in another Unicode form there than in the path.
fn locate(root: &Path, path: &str) -> Option<PathBuf> {
    let mut disk = root.to_owned();
    for part in path.split('/') {
        let plain = disk.join(part);
        disk = if plain.symlink_metadata().is_ok() { plain } else { named_alike(&disk, part)? };
    }
    Some(disk)
}

fn named_alike(folder: &Path, name: &str) -> Option<PathBuf> {
    let mut entries = fs::read_dir(folder).ok()?.filter_map(Result::ok);
    let found = entries.find(|entry| entry.file_name().to_str().is_some_and(|other| other.nfc().eq(name.chars())))?;
    Some(found.path())
}
