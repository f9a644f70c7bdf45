//! The sources read again and again, opening only what changed.
//! A folder and what changed in it in, its sources out: the same as a fresh reading gives. What did not change keeps its very
//! text, so that whoever made something of it can tell at a glance. Trusts the caller about what changed, but opens a file
//! all the same whose length or date is another than it was.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::walk::Found;
use super::{FileIds, Opened, ReadError, SourceFile, SourceKind, Sources, sources, survey, taken};
use crate::diagnostic::{Checked, Diagnostic};

/// What changed on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changed {
    /// Anything: all is read.
    Everything,
    /// These files and folders, and what lies in them.
    Paths(BTreeSet<PathBuf>),
    /// Nobody knows what: lengths and dates are to tell.
    Somewhere,
}

impl Changed {
    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Everything, _) | (_, Self::Everything) => Self::Everything,
            (Self::Paths(mut one), Self::Paths(two)) => {
                one.extend(two);
                Self::Paths(one)
            }
            (paths, Self::Somewhere) | (Self::Somewhere, paths) => paths,
        }
    }

    fn holds(&self, path: &Path) -> bool {
        match self {
            Self::Everything => true,
            Self::Somewhere => false,
            Self::Paths(paths) => path.ancestors().any(|part| paths.contains(part)),
        }
    }
}

/// Reads one site again and again.
#[derive(Debug)]
pub struct Reader {
    root: PathBuf,
    ids: FileIds,
    kept: Option<Kept>,
    is_as_before: bool,
}

/// What the last reading found.
#[derive(Debug)]
struct Kept {
    found: Vec<Found>,
    /// What is wrong with names.
    diagnostics: Vec<Diagnostic>,
    /// Where in `found` a file on disk is.
    places: BTreeMap<PathBuf, usize>,
    opened: Opened,
    /// What came of it, as long as nothing else is known.
    last: Option<Checked<Sources>>,
}

impl Reader {
    /// A reader of the site in `root`.
    #[must_use]
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_owned(), ids: FileIds::default(), kept: None, is_as_before: false }
    }

    /// Reads the site. After a failure all is read the next time.
    pub fn read(&mut self, changed: &Changed) -> Result<Checked<Sources>, ReadError> {
        self.is_as_before = false;
        let before = self.kept.as_ref().and_then(|kept| kept.last.clone());
        let kept = match self.kept.take() {
            Some(kept) if *changed != Changed::Everything => self.refresh(kept, changed)?,
            _ => self.walk(None, changed)?,
        };
        let last = kept.last.clone();
        let read = last.unwrap_or_else(|| sources(&kept.found, &kept.opened, kept.diagnostics.clone(), &self.ids));
        self.is_as_before = before.is_some_and(|before| is_same(&before, &read, changed));
        self.kept = Some(Kept { last: Some(read.clone()), ..kept });
        Ok(read)
    }

    /// Whether the last reading found everything as the one before: an editor's temporary files came and went, or a file was
    /// saved as it was.
    #[must_use]
    pub fn is_as_before(&self) -> bool {
        self.is_as_before
    }

    /// Whether files came, went or were written since the last reading, as far as lengths and dates tell.
    pub fn looks_changed(&mut self) -> bool {
        let Some(kept) = &self.kept else { return true };
        let Ok(walk) = survey(&self.root, &mut self.ids) else { return true };
        let same = |(old, new): (&Found, &Found)| old.path == new.path && old.is_like(new);
        walk.diagnostics != kept.diagnostics
            || walk.files.len() != kept.found.len()
            || !kept.found.iter().zip(&walk.files).all(same)
    }

    /// Reads what changed. The folders are walked only where a file came or went.
    fn refresh(&mut self, mut kept: Kept, changed: &Changed) -> Result<Kept, ReadError> {
        let Changed::Paths(paths) = changed else { return self.walk(Some(kept), changed) };
        let mut again = Vec::new();
        for path in paths {
            let about = path.symlink_metadata().ok();
            match (kept.places.get(path), about) {
                (Some(&at), Some(about)) if about.is_file() => {
                    kept.found[at].size = about.len();
                    kept.found[at].modified = about.modified().ok();
                    again.push(at);
                }
                // A temporary file that came and went.
                (None, None) if !kept.has_below(path) => {}
                _ => return self.walk(Some(kept), changed),
            }
        }
        let again: Vec<&Found> = again.iter().map(|&at| &kept.found[at]).collect();
        kept.opened.extend(Opened::of(&again));
        kept.last = kept.last.take().and_then(|last| renewed(last, &again, &kept.opened));
        Ok(kept)
    }

    /// Walks all folders, and reads what changed or was not read before.
    fn walk(&mut self, old: Option<Kept>, changed: &Changed) -> Result<Kept, ReadError> {
        let walk = survey(&self.root, &mut self.ids)?;
        let mut old = old.unwrap_or_else(Kept::nothing);
        let mut opened = Opened::default();
        let mut again = Vec::new();
        for file in &walk.files {
            let before = old.places.get(&file.disk).map(|&at| &old.found[at]);
            let as_before = before.is_some_and(|before| before.is_like(file)) && !changed.holds(&file.disk);
            if !(as_before && old.opened.hand_over(file.id, &mut opened)) {
                again.push(file);
            }
        }
        opened.extend(Opened::of(&again));
        let places = walk.files.iter().enumerate().map(|(at, file)| (file.disk.clone(), at)).collect();
        Ok(Kept { found: walk.files, diagnostics: walk.diagnostics, places, opened, last: None })
    }
}

/// What was read, with files read again. Nothing where there was or is something wrong with one of them: then all is looked
/// through, since that does not happen often.
fn renewed(mut last: Checked<Sources>, again: &[&Found], opened: &Opened) -> Option<Checked<Sources>> {
    for found in again {
        let (Some(file), None) = taken(found, opened) else { return None };
        let was_wrong = last.diagnostics.iter().any(|wrong| wrong.span.file == found.id);
        if was_wrong || !last.value.renew(file) {
            return None;
        }
    }
    Some(last)
}

/// Whether two readings found the same. Of a file that is not opened it is enough to have been written.
fn is_same(before: &Checked<Sources>, after: &Checked<Sources>, changed: &Changed) -> bool {
    let same = |(before, after): (&Arc<SourceFile>, &Arc<SourceFile>)| {
        Arc::ptr_eq(before, after)
            || before.path == after.path
                && match (&before.kind, &after.kind) {
                    (SourceKind::Text(before), SourceKind::Text(after)) => before == after,
                    (SourceKind::Asset { disk, size: before, .. }, SourceKind::Asset { size: after, .. }) => {
                        before == after && *changed != Changed::Somewhere && !changed.holds(disk)
                    }
                    _ => false,
                }
    };
    let (old, new) = (before.value.files(), after.value.files());
    old.len() == new.len() && before.diagnostics == after.diagnostics && old.iter().zip(new).all(same)
}

impl Kept {
    fn nothing() -> Self {
        Self {
            found: Vec::new(),
            diagnostics: Vec::new(),
            places: BTreeMap::new(),
            opened: Opened::default(),
            last: None,
        }
    }

    /// Whether a file lies in `folder`.
    fn has_below(&self, folder: &Path) -> bool {
        self.places
            .range::<Path, _>((Bound::Included(folder), Bound::Unbounded))
            .next()
            .is_some_and(|(path, _)| path.starts_with(folder))
    }
}
