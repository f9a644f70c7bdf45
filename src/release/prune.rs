//! Releases that are not shown any more, removed.
//! A release's folder and the list of what we put there in; what others put there out, which stays. Never enters a link.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use super::error::ReleaseError;
use super::listing::Listing;
use crate::safe::path::SitePath;

/// The files in `folder` that the list does not name: paths, in order.
pub(super) fn strangers(folder: &Path, listing: &Listing) -> Vec<String> {
    let mut found = Vec::new();
    walk(folder, "", &mut |path, _| {
        if SitePath::new(path).is_none_or(|known| known.as_str() != path || !listing.files.contains_key(&known)) {
            found.push(path.to_owned());
        }
        Ok(())
    })
    // What can't be looked at is left alone anyhow.
    .unwrap_or_default();
    found.sort();
    found
}

/// Removes what the list names, and the folders that are empty then. What stays is returned.
pub(super) fn prune(folder: &Path, listing: &Listing) -> Result<Vec<String>, ReleaseError> {
    let carried: BTreeSet<&str> = listing.carried.iter().map(String::as_str).collect();
    let mut left = Vec::new();
    let result = walk(folder, "", &mut |path, is_file| {
        let is_ours =
            SitePath::new(path).is_some_and(|known| known.as_str() == path && listing.files.contains_key(&known));
        if is_file && (is_ours || carried.contains(path)) {
            return fs::remove_file(folder.join(path));
        }
        left.push(path.to_owned());
        Ok(())
    });
    match result {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(ReleaseError::io(folder, error)),
        Ok(()) => {
            remove_empty(folder);
            left.sort();
            Ok(left)
        }
    }
}

/// Shows everything below `folder` that is no folder, by its path there, and whether it is a plain file.
fn walk(folder: &Path, below: &str, visit: &mut impl FnMut(&str, bool) -> std::io::Result<()>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder.join(below))? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let path = if below.is_empty() { name.into_owned() } else { format!("{below}/{name}") };
        let kind = entry.file_type()?;
        if kind.is_dir() {
            walk(folder, &path, visit)?;
        } else {
            visit(&path, kind.is_file())?;
        }
    }
    Ok(())
}

/// Removes the folders that hold nothing; a folder with something in it stays by itself.
fn remove_empty(folder: &Path) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir())) {
        remove_empty(&entry.path());
    }
    let _ = fs::remove_dir(folder);
}
