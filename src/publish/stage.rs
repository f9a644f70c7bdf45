//! The new site, put together in a folder that nobody sees yet.
//! The output in, a full folder and the list of its files out. A file that the old site has with the same bytes becomes a
//! second name of that file; its bytes were compared, not its date. Never touches the old site.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write as _};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use super::error::PublishError;
use super::manifest::{Entry, Manifest, folders_above};
use super::modes;
use super::switch::flush_file;
use super::{Body, Output};
use crate::diagnostic::Diagnostic;
use crate::path::SitePath;

/// How much of a file is in memory at a time.
const CHUNK: usize = 64 * 1024;

/// Checks that no file of others stands where the output needs a place, before anything is made.
pub(super) fn check_free(paths: &[SitePath], listed: &Manifest, target: &Path) -> Result<(), PublishError> {
    if !target.exists() {
        return Ok(());
    }
    let our_folders = listed.folders();
    let is_ours = |path: &str, about: &fs::Metadata| {
        (about.is_dir() && our_folders.contains(path))
            || (about.is_file() && SitePath::new(path).is_some_and(|path| listed.contains(&path)))
    };
    let check = |relative: &str, may_be_folder: bool| {
        let path = target.join(relative);
        match path.symlink_metadata() {
            Ok(about) if is_ours(relative, &about) || (may_be_folder && about.is_dir()) => Ok(()),
            Ok(_) => Err(PublishError::Occupied { path }),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(()),
            Err(error) => Err(PublishError::Io { path, error }),
        }
    };
    // The folders first: below one that is a link, a file's place would be looked for elsewhere.
    folders(paths).into_iter().try_for_each(|folder| check(folder, true))?;
    paths.iter().try_for_each(|path| check(path.as_str(), false))
}

/// Makes every file of `output` in the new folder `stage`. The list of the files, and how many differ from the old site's,
/// which is in `target` and of which `listed` is ours.
pub(super) fn fill(
    output: &impl Output,
    stage: &Path,
    listed: &Manifest,
    target: &Path,
) -> Result<(Manifest, usize), PublishError> {
    let create = |path: &Path, shown: &Path| modes::create_folder(path).map_err(|error| PublishError::io(shown, error));
    create(stage, target)?;
    for folder in folders(output.paths()) {
        create(&stage.join(folder), &target.join(folder))?;
    }

    let stage = Stage { folder: stage, listed, target, is_stopped: AtomicBool::new(false) };
    let placed: Vec<Result<Placed, Trouble>> =
        (0..output.paths().len()).into_par_iter().map(|index| stage.place(output, index)).collect();

    let mut files = Vec::with_capacity(placed.len());
    let mut changed = 0;
    let mut pages: Vec<Diagnostic> = Vec::new();
    let mut outside = None;
    for (path, placed) in output.paths().iter().zip(placed) {
        match placed {
            Ok(placed) => {
                changed += usize::from(!placed.is_same);
                files.push((path.clone(), placed.entry));
            }
            Err(Trouble::Page(diagnostic)) => pages.push(*diagnostic),
            Err(Trouble::Outside(error)) => outside = outside.or(Some(error)),
            Err(Trouble::Stopped) => {}
        }
    }
    if let Some(error) = outside {
        return Err(error);
    }
    if !pages.is_empty() {
        // One broken template breaks many pages in one way.
        pages.dedup();
        return Err(PublishError::Pages(pages));
    }
    let manifest: Manifest = files.into_iter().collect();
    manifest.write(stage.folder).map_err(|error| PublishError::io(target, error))?;
    Ok((manifest, changed))
}

/// The folders that the files lie in, those above before those below.
fn folders(paths: &[SitePath]) -> BTreeSet<&str> {
    paths.iter().flat_map(folders_above).collect()
}

struct Stage<'a> {
    folder: &'a Path,
    listed: &'a Manifest,
    target: &'a Path,
    /// Set when the system refused: on a full disk the other files need not be tried.
    is_stopped: AtomicBool,
}

/// A file in its place.
struct Placed {
    entry: Entry,
    /// Whether the old site has the same.
    is_same: bool,
}

enum Trouble {
    Page(Box<Diagnostic>),
    Outside(PublishError),
    Stopped,
}

/// Which side of a copy failed.
enum CopyError {
    From(io::Error),
    To(io::Error),
}

impl Stage<'_> {
    fn place(&self, output: &impl Output, index: usize) -> Result<Placed, Trouble> {
        if self.is_stopped.load(Ordering::Relaxed) {
            return Err(Trouble::Stopped);
        }
        let path = &output.paths()[index];
        let shown = self.target.join(path.as_str());
        let stop = |path: &Path, error| {
            self.is_stopped.store(true, Ordering::Relaxed);
            Trouble::Outside(PublishError::io(path, error))
        };
        let known = output.digest(index).and_then(|digest| self.keep(path, digest));
        let placed = match known {
            Some(placed) => placed,
            None => match output.body(index).map_err(Trouble::Page)? {
                Body::Bytes(bytes) => self.store(path, &bytes).map_err(|error| stop(&shown, error))?,
                Body::File(from) => self.store_copy(path, &from).map_err(|error| match error {
                    CopyError::From(error) => stop(&from, error),
                    CopyError::To(error) => stop(&shown, error),
                })?,
            },
        };
        output.wrote(index, placed.entry.hash);
        Ok(placed)
    }

    /// Gives the old site's file at `path` a second name, where it is ours and its bytes have this digest.
    fn keep(&self, path: &SitePath, digest: blake3::Hash) -> Option<Placed> {
        let entry = self.listed.entry(path).filter(|entry| entry.hash == digest)?;
        let (to, old) = (self.folder.join(path.as_str()), self.target.join(path.as_str()));
        let mode = has_digest(&old, entry).ok().flatten()?;
        link(mode, &old, &to).then(|| Placed { entry: entry.clone(), is_same: true })
    }

    /// Puts `bytes` at `path`.
    fn store(&self, path: &SitePath, bytes: &[u8]) -> io::Result<Placed> {
        let entry = Entry { hash: blake3::hash(bytes), size: bytes.len() as u64 };
        let (to, old) = (self.folder.join(path.as_str()), self.target.join(path.as_str()));
        // What the list says of the old file settles nearly all; what it says is made sure of by the file itself. An old file
        // that can't be read is no reason to stop: it is written anew.
        let listed = self.listed.entry(path) == Some(&entry);
        let same = if listed { holds(&old, bytes).unwrap_or(None) } else { None };
        if !same.is_some_and(|mode| link(mode, &old, &to)) {
            let mut file = modes::create_file(&to)?;
            file.write_all(bytes)?;
            flush_file(&file)?;
        }
        Ok(Placed { entry, is_same: same.is_some() })
    }

    /// Puts a copy of the file `from` at `path`.
    fn store_copy(&self, path: &SitePath, from: &Path) -> Result<Placed, CopyError> {
        let (to, old) = (self.folder.join(path.as_str()), self.target.join(path.as_str()));
        let open = || open_plain(from).map_err(CopyError::From);
        let same = if self.listed.contains(path) { same_file(open()?, &old).unwrap_or(None) } else { None };
        if let Some((entry, mode)) = &same
            && link(*mode, &old, &to)
        {
            return Ok(Placed { entry: entry.clone(), is_same: true });
        }
        let entry = copy(open()?, &to)?;
        let is_same = same.is_some_and(|(same, _)| same == entry);
        Ok(Placed { entry, is_same })
    }
}

/// Whether a file has the permissions that it would get today.
#[derive(Clone, Copy)]
struct RightMode(bool);

impl RightMode {
    fn of(file: &File) -> io::Result<Self> {
        Ok(Self(modes::is_as_created(&file.metadata()?)))
    }
}

/// Gives the old file a second name, if it may have one; whether that was done.
fn link(mode: RightMode, old: &Path, to: &Path) -> bool {
    mode.0 && fs::hard_link(old, to).is_ok()
}

/// A plain file, opened. A link that was put in its place after the sources were read is not followed.
fn open_plain(path: &Path) -> io::Result<File> {
    if path.symlink_metadata()?.is_file() { File::open(path) } else { Err(ErrorKind::InvalidInput.into()) }
}

/// Whether `old` is a plain file of these bytes.
fn holds(old: &Path, bytes: &[u8]) -> io::Result<Option<RightMode>> {
    let mut old = open_plain(old)?;
    let mode = RightMode::of(&old)?;
    let mut chunk = vec![0; CHUNK.min(bytes.len() + 1)];
    let mut rest = bytes;
    loop {
        let n = fill_chunk(&mut old, &mut chunk)?;
        match rest.split_at_checked(n) {
            Some((begin, end)) if *begin == chunk[..n] => rest = end,
            _ => return Ok(None),
        }
        if n == 0 {
            return Ok(rest.is_empty().then_some(mode));
        }
    }
}

/// Whether `old` is a plain file of the bytes that were listed.
fn has_digest(old: &Path, listed: &Entry) -> io::Result<Option<RightMode>> {
    let mut file = open_plain(old)?;
    let about = file.metadata()?;
    if about.len() != listed.size {
        return Ok(None);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(about.len()).unwrap_or(0));
    file.read_to_end(&mut bytes)?;
    Ok((blake3::hash(&bytes) == listed.hash).then_some(RightMode::of(&file)?))
}

/// Whether `old` is a plain file of the bytes that `new` gives, and what they are.
fn same_file(mut new: impl Read, old: &Path) -> io::Result<Option<(Entry, RightMode)>> {
    let mut old = open_plain(old)?;
    let mode = RightMode::of(&old)?;
    let mut hasher = blake3::Hasher::new();
    let (mut a, mut b) = (vec![0; CHUNK], vec![0; CHUNK]);
    let mut size = 0;
    loop {
        let (n, m) = (fill_chunk(&mut new, &mut a)?, fill_chunk(&mut old, &mut b)?);
        if a[..n] != b[..m] {
            return Ok(None);
        }
        if n == 0 {
            return Ok(Some((Entry { hash: hasher.finalize(), size }, mode)));
        }
        hasher.update(&a[..n]);
        size += n as u64;
    }
}

/// Reads until the chunk is full or the input ends.
fn fill_chunk(from: &mut impl Read, chunk: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < chunk.len() {
        match from.read(&mut chunk[filled..]) {
            Ok(0) => break,
            Ok(n) => filled += n,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

/// Writes what `from` gives into a new file.
fn copy(mut from: impl Read, to: &Path) -> Result<Entry, CopyError> {
    let mut file = modes::create_file(to).map_err(CopyError::To)?;
    let mut hasher = blake3::Hasher::new();
    let mut chunk = vec![0; CHUNK];
    let mut size = 0;
    loop {
        let n = fill_chunk(&mut from, &mut chunk).map_err(CopyError::From)?;
        if n == 0 {
            flush_file(&file).map_err(CopyError::To)?;
            return Ok(Entry { hash: hasher.finalize(), size });
        }
        hasher.update(&chunk[..n]);
        file.write_all(&chunk[..n]).map_err(CopyError::To)?;
        size += n as u64;
    }
}
