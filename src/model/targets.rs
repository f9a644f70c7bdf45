//! What each source file is to a link.
//! Addresses of sources in, what they are in the handbook out.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::handbook::{AssetId, LessonId, SheetId, UnitId};
use crate::parse::tree::PolicyIndex;
use crate::path::ContentPath;
use crate::text::nearest::nearest;

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
    /// The addresses of each folder, in order, for suggestions; made when something is missing.
    folders: OnceLock<BTreeMap<Box<str>, Vec<ContentPath>>>,
}

impl Targets {
    /// Room for so many.
    pub(super) fn with_capacity(count: usize) -> Self {
        let all = FxHashMap::with_capacity_and_hasher(count, rustc_hash::FxBuildHasher);
        Self { all, folders: OnceLock::new() }
    }

    /// Adds a target.
    pub(super) fn insert(&mut self, path: ContentPath, target: Target) {
        self.all.insert(path, target);
    }

    fn folders(&self) -> &BTreeMap<Box<str>, Vec<ContentPath>> {
        self.folders.get_or_init(|| {
            let mut paths: Vec<&ContentPath> = self.all.keys().collect();
            paths.sort_unstable();
            let mut folders = BTreeMap::<Box<str>, Vec<ContentPath>>::new();
            for path in paths {
                match folders.get_mut(path.folder()) {
                    Some(beside) => beside.push(path.clone()),
                    None => {
                        folders.insert(path.folder().into(), vec![path.clone()]);
                    }
                }
            }
            folders
        })
    }

    /// What stands at an address. A folder of a unit is its page.
    #[must_use]
    pub fn get(&self, path: &ContentPath) -> Option<Target> {
        self.all.get(path).copied().or_else(|| {
            let index = ContentPath::new(&format!("{path}/index.md"))?;
            self.all.get(&index).copied()
        })
    }

    /// The file in the same folder whose name is nearest; else one of the same name in another folder.
    pub(super) fn nearest(&self, path: &ContentPath) -> Option<&ContentPath> {
        let beside = self.folders().get(path.folder()).map(Vec::as_slice).unwrap_or_default();
        let near = nearest(path.file_name(), beside.iter().map(ContentPath::file_name));
        near.and_then(|name| beside.iter().find(|known| known.file_name() == name)).or_else(|| self.namesake(path))
    }

    /// The address in the same folder that differs from `path` in case only.
    pub(super) fn other_case(&self, path: &ContentPath) -> Option<&ContentPath> {
        let lower = path.as_str().to_lowercase();
        self.folders().get(path.folder())?.iter().find(|known| known.as_str().to_lowercase() == lower)
    }

    /// A file of the same name in another folder.
    fn namesake(&self, path: &ContentPath) -> Option<&ContentPath> {
        self.folders().values().flatten().find(|known| known.file_name() == path.file_name())
    }
}
