//! What each source file is to a link.
//! Addresses of sources in, what they are in the handbook out.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::handbook::{AssetId, LessonId, SheetId, UnitId};
use crate::parse::tree::PolicyIndex;
use crate::path::ContentPath;

/// What a link may lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A unit's page.
    Unit(UnitId),
    /// A lesson.
    Lesson(LessonId),
    /// A sheet.
    Sheet(SheetId),
    /// A policy's page, by the file of its text.
    Policy(PolicyIndex),
    /// A file that is copied.
    Asset(AssetId),
    /// A lesson or sheet that is not published.
    Draft,
}

/// All targets by source address.
#[derive(Clone, Debug, Default)]
pub struct Targets {
    all: FxHashMap<ContentPath, Target>,
    /// The addresses of each folder, in order, for suggestions.
    folders: BTreeMap<Box<str>, Vec<ContentPath>>,
}

impl Targets {
    /// Adds a target.
    pub(super) fn insert(&mut self, path: ContentPath, target: Target) {
        self.folders.entry(path.folder().into()).or_default().push(path.clone());
        self.all.insert(path, target);
    }

    /// What stands at an address. A folder of a unit is its page.
    #[must_use]
    pub fn get(&self, path: &ContentPath) -> Option<Target> {
        self.all.get(path).copied().or_else(|| {
            let index = ContentPath::new(&format!("{path}/index.md"))?;
            self.all.get(&index).copied()
        })
    }

    /// The addresses in the same folder.
    pub(super) fn beside<'a>(&'a self, path: &ContentPath) -> impl Iterator<Item = &'a ContentPath> + use<'a> {
        self.folders.get(path.folder()).into_iter().flatten()
    }

    /// The address in the same folder that differs from `path` in case only.
    pub(super) fn other_case(&self, path: &ContentPath) -> Option<&ContentPath> {
        let lower = path.as_str().to_lowercase();
        self.folders.get(path.folder())?.iter().find(|known| known.as_str().to_lowercase() == lower)
    }

    /// A file of the same name in another folder.
    pub(super) fn namesake(&self, path: &ContentPath) -> Option<&ContentPath> {
        let is_same = |known: &&ContentPath| known.file_name() == path.file_name();
        self.folders.values().flatten().find(is_same)
    }
}
