//! The folder for work under way, beside the output.
//! In it `new` is the site that is being put together; after the switch the old site is there (in `new` where the two changed
//! places, in `old` where they were renamed one after the other) until its files are gone. Whatever a killed build left is
//! settled by the next: an unfinished site goes, an old one gives back the files of others. Never deletes a folder of this
//! name that it did not make.

use std::fs;
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use super::error::{PublishError, Refusal};
use super::manifest::Manifest;
use super::modes;
use super::retire::retire;
use super::switch;
use super::target::Target;

/// The file by which the folder is known as ours.
const MARKER: &str = "jiangyi-work";
const MARKER_TEXT: &[u8] = b"jiangyi puts a site together here. It removes this folder itself.\n";

/// The folder, while a build works.
pub(super) struct Work {
    path: PathBuf,
    /// Whether `new` is still the site that is being put together.
    is_staging: bool,
}

impl Work {
    /// A fresh folder, after settling what an earlier build may have left in it.
    pub(super) fn begin(target: &Target) -> Result<Self, PublishError> {
        let path = target.work();
        settle(&path, &target.path)?;
        modes::create_folder(&path).map_err(|error| PublishError::io(&path, error))?;
        // From here on the folder is removed, whatever happens.
        let work = Self { path, is_staging: true };
        let marker = work.path.join(MARKER);
        modes::create_file(&marker)
            .and_then(|mut file| file.write_all(MARKER_TEXT))
            .map_err(|error| PublishError::io(&marker, error))?;
        Ok(work)
    }

    /// Where the new site is put together.
    pub(super) fn new_site(&self) -> PathBuf {
        self.path.join("new")
    }

    /// Puts the new site in the old one's place. Where the old one is then, if there was one.
    pub(super) fn switch(&mut self, target: &Path, exists: bool) -> Result<Option<PathBuf>, PublishError> {
        let new = self.new_site();
        let aside = if exists {
            switch::exchange(&new, target, &self.path.join("old")).map(Some)
        } else {
            switch::rename(&new, target).map(|()| None)
        };
        let aside = aside.map_err(|error| PublishError::io(target, error))?;
        self.is_staging = false;
        switch::flush_names(target).map_err(|error| PublishError::io(target, error))?;
        Ok(aside)
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        // What can't be removed here the next build removes.
        if self.is_staging {
            let _ = fs::remove_dir_all(self.new_site());
        }
        let _ = close(&self.path);
    }
}

/// Removes the folder, unless a site is still in it.
fn close(path: &Path) -> io::Result<()> {
    if !exists(&path.join("new")) && !exists(&path.join("old")) {
        match fs::remove_file(path.join(MARKER)) {
            // The build was stopped before it was written.
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            result => result?,
        }
        fs::remove_dir(path)?;
    }
    Ok(())
}

/// Settles what an earlier build left at `path`; afterwards nothing is there.
fn settle(path: &Path, target: &Path) -> Result<(), PublishError> {
    let io = |error| PublishError::io(path, error);
    match path.symlink_metadata() {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(io(error)),
        Ok(about) if about.is_dir() && is_ours(path).map_err(io)? => {}
        Ok(_) => return Err(PublishError::refused(path, Refusal::Work)),
    }
    // First the site that stood in the target's place: where that is empty now, the build was killed between two renames.
    for name in ["old", "new"] {
        let site = path.join(name);
        if !exists(&site) {
            continue;
        }
        match Manifest::read(&site)? {
            // The list is written last and removed last: a site without it was never finished.
            None if name == "new" => fs::remove_dir_all(&site).map_err(io)?,
            _ if !exists(target) => switch::rename(&site, target).map_err(io)?,
            listed => retire(&site, &listed.unwrap_or_default(), target)?,
        }
    }
    close(path).map_err(io)
}

/// Whether the folder holds our marker, or nothing yet, and nothing else than what we put there.
fn is_ours(path: &Path) -> io::Result<bool> {
    let mut is_marked = false;
    let mut count = 0;
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        count += 1;
        if entry.file_name() == MARKER && kind.is_file() {
            is_marked = true;
        } else if !(kind.is_dir() && (entry.file_name() == "new" || entry.file_name() == "old")) {
            return Ok(false);
        }
    }
    Ok(is_marked || count == 0)
}

fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}
