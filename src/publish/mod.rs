//! The output, written to disk.
//! A list of addresses and a way to make each file in; a folder that a web server can show out. The new site is put together
//! beside the old one and takes its place in one step at the end, so that visitors and interrupted builds see a whole site,
//! old or new. Never changes or deletes what no earlier build of ours wrote, never follows a link in the output, and never
//! begins where the output folder is not ours.
//!
//! Beside a folder `public` stand, during a build only, `.public.jiangyi-lock` (one build at a time) and
//! `.public.jiangyi-work` (the new site before, the old one after the switch). What a killed build leaves of them the next
//! one clears away. Files of others in the output (`.git`, notes) are moved to the new site right after the switch.

#![allow(clippy::disallowed_methods, reason = "the end of the pipeline that writes to disk")]

mod error;
mod lock;
mod manifest;
mod modes;
mod record;
mod retire;
mod stage;
mod switch;
mod target;
mod work;

use std::path::{Path, PathBuf};
use std::time::Duration;

pub use error::{PublishError, Refusal};
pub use manifest::MANIFEST;
pub use record::{Made, Record};
pub(crate) use switch::flush;
pub use target::Protected;

use crate::diagnostic::Diagnostic;
use crate::path::SitePath;
use lock::Lock;
use manifest::Manifest;
use target::Target;
use work::Work;

/// How long a second build waits for the first.
const PATIENCE: Duration = Duration::from_secs(10);

/// What is to be written. Files are asked for one at a time, from many threads, so that the whole site is never in memory.
pub trait Output: Sync {
    /// The address of each file; no two are equal.
    fn paths(&self) -> &[SitePath];

    /// The file at `paths()[index]`, or why it can't be made; then nothing is written.
    fn body(&self, index: usize) -> Result<Body, Box<Diagnostic>>;

    /// The digest of that file, where it is known without making it.
    fn digest(&self, _index: usize) -> Option<blake3::Hash> {
        None
    }

    /// Told that the file is in its place, with its digest.
    fn wrote(&self, _index: usize, _digest: blake3::Hash) {}
}

/// What is in one file of the output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// These bytes.
    Bytes(Vec<u8>),
    /// A copy of this file.
    File(PathBuf),
}

/// What was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// How many files the site has.
    pub files: usize,
    /// How many of them are new or differ from the old site's.
    pub changed: usize,
    /// How many files of the old site are gone.
    pub removed: usize,
    /// The length of all files together.
    pub bytes: u64,
}

/// The files that our last build put into `folder`: addresses, digests, lengths.
pub fn files(folder: &Path) -> Result<Vec<(SitePath, blake3::Hash, u64)>, PublishError> {
    let listed = Manifest::read(folder)?.ok_or_else(|| PublishError::refused(folder, Refusal::Foreign))?;
    let file = |path: &SitePath| listed.entry(path).map(|entry| (path.clone(), entry.hash, entry.size));
    Ok(listed.paths().filter_map(file).collect())
}

/// The real place of `folder`, if something may be written there.
pub fn place(folder: &Path, protected: &Protected) -> Result<PathBuf, PublishError> {
    Target::new(folder, protected).map(|target| target.path)
}

/// Writes `output` into the folder `target`, which is made if need be.
pub fn write(output: &impl Output, target: &Path, protected: &Protected) -> Result<Written, PublishError> {
    let target = Target::new(target, protected)?;
    target.old_site()?;
    modes::create_folders(&target.parent).map_err(|error| PublishError::io(&target.parent, error))?;
    let _lock = Lock::take(&target.lock(), PATIENCE)?;

    let mut work = Work::begin(&target)?;
    // Asked again: an earlier build may have been under way, or may have left something to recover.
    let old = target.old_site()?;
    let empty = Manifest::default();
    let listed = old.as_ref().unwrap_or(&empty);
    stage::check_free(output.paths(), listed, &target.path)?;
    let (new, changed) = stage::fill(output, &work.new_site(), listed, &target.path)?;
    flush(&work.new_site()).map_err(|error| PublishError::io(&target.path, error))?;
    let aside = work.switch(&target.path, old.is_some())?;
    if let Some(aside) = aside {
        retire::retire(&aside, listed, &target.path)?;
    }

    let removed = listed.paths().filter(|path| !new.contains(path)).count();
    Ok(Written { files: output.paths().len(), changed, removed, bytes: new.bytes() })
}
