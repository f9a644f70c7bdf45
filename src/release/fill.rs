//! The files of a release, put into a folder that nobody looks at.
//! A build's folder, the release before and the list of the new one in; a full folder out. Each file's bytes are compared
//! with the list while they are copied, so that what is shown is what was built. Permissions and dates are set, whatever the
//! umask and the clock.

use std::fs::{self, File};
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rayon::prelude::*;

use super::error::ReleaseError;
use super::listing::{self, Listing};
use crate::safe::path::SitePath;

/// How much of a file is in memory at a time.
const CHUNK: usize = 64 * 1024;

/// Where files come from.
pub(super) struct From<'a> {
    /// The build.
    pub(super) built: &'a Path,
    /// The release that is shown, and what it holds: its equal files get a second name.
    pub(super) before: Option<(PathBuf, &'a Listing)>,
}

/// Fills `folder`, which must be new, with the build's files and, from the release before, with what stays a while.
pub(super) fn fill(folder: &Path, listing: &Listing, from: &From<'_>) -> Result<(), ReleaseError> {
    create_folder(folder).map_err(|error| ReleaseError::io(folder, error))?;
    for path in listing.files.keys() {
        create_folders_of(folder, path.as_str())?;
    }
    let files: Vec<_> =
        listing.files.iter().filter(|(_, file)| file.until.is_none() || from.before.is_some()).collect();
    files.into_par_iter().try_for_each(|(path, file)| place(folder, path, file, from))
}

fn place(folder: &Path, path: &SitePath, file: &listing::File, from: &From<'_>) -> Result<(), ReleaseError> {
    let to = folder.join(path.as_str());
    if let Some((before, old)) = &from.before
        && old.files.get(path).is_some_and(|old| old.hash == file.hash && old.size == file.size)
    {
        let old = before.join(path.as_str());
        match is_as_listed(&old, file) {
            Ok(true) if fs::hard_link(&old, &to).is_ok() => return Ok(()),
            // Changed by someone else, or on a disk without second names: copied anew, from the build.
            Ok(_) if file.until.is_none() => {}
            // What only the release before has, and is no longer what it was, is not worth keeping.
            Err(error) if file.until.is_some() && error.kind() == ErrorKind::NotFound => return Ok(()),
            Err(error) if file.until.is_some() => return Err(ReleaseError::io(&old, error)),
            Ok(_) => return copy(&old, &to, file).or_else(forgive_a_change),
            Err(_) => {}
        }
    }
    copy(&from.built.join(path.as_str()), &to, file)
}

fn forgive_a_change(error: ReleaseError) -> Result<(), ReleaseError> {
    match error {
        ReleaseError::Changed { .. } => Ok(()),
        error => Err(error),
    }
}

/// Whether the file is what the list says, with the date and the permissions that we gave it.
fn is_as_listed(path: &Path, file: &listing::File) -> std::io::Result<bool> {
    let about = path.symlink_metadata()?;
    let date = about.modified()?.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    if !about.is_file() || about.len() != file.size || date != file.time || !has_right_mode(&about) {
        return Ok(false);
    }
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(path)?)?;
    Ok(hasher.finalize() == file.hash)
}

/// Copies a file whose bytes are known.
fn copy(from: &Path, to: &Path, file: &listing::File) -> Result<(), ReleaseError> {
    let changed = || ReleaseError::Changed { path: from.to_owned() };
    let read = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound => changed(),
        _ => ReleaseError::io(from, error),
    };
    let write = |error| ReleaseError::io(to, error);
    if !from.symlink_metadata().map_err(read)?.is_file() {
        return Err(changed());
    }
    let mut source = File::open(from).map_err(read)?;
    let mut target = File::options().write(true).create_new(true).open(to).map_err(write)?;
    let mut hasher = blake3::Hasher::new();
    let mut chunk = vec![0; CHUNK];
    loop {
        match source.read(&mut chunk) {
            Ok(0) => break,
            Ok(n) => {
                hasher.update(&chunk[..n]);
                target.write_all(&chunk[..n]).map_err(write)?;
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(read(error)),
        }
    }
    if hasher.finalize() != file.hash {
        drop(target);
        // Not what was built: nobody is to see it.
        let _ = fs::remove_file(to);
        return Err(changed());
    }
    set_mode(to, 0o644).map_err(write)?;
    target.set_modified(date(file.time)).map_err(write)?;
    Ok(())
}

/// A date that every disk can hold.
fn date(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds.min(u64::from(u32::MAX)))
}

/// A new folder that everyone can enter.
pub(super) fn create_folder(path: &Path) -> std::io::Result<()> {
    fs::create_dir(path)?;
    set_mode(path, 0o755)
}

/// The folders above a file in `folder`, as far as they are missing.
pub(super) fn create_folders_of(folder: &Path, path: &str) -> Result<(), ReleaseError> {
    for (at, _) in path.match_indices('/') {
        let above = folder.join(&path[..at]);
        match create_folder(&above) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::AlreadyExists && above.is_dir() => {}
            Err(error) => return Err(ReleaseError::io(&above, error)),
        }
    }
    Ok(())
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn set_mode(_: &Path, _: u32) -> std::io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn has_right_mode(about: &fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    about.permissions().mode() & 0o7777 == 0o644
}

#[cfg(not(unix))]
fn has_right_mode(_: &fs::Metadata) -> bool {
    true
}
