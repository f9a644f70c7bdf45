//! What each source file is to a link.
//! Addresses of sources in, what they are in the handbook out.

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
    lower: FxHashMap<String, ContentPath>,
}

impl Targets {
    /// Adds a target.
    pub(super) fn insert(&mut self, path: ContentPath, target: Target) {
        self.lower.entry(path.as_str().to_lowercase()).or_insert_with(|| path.clone());
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

    /// The address that differs from `path` in case only.
    #[must_use]
    pub fn other_case(&self, path: &ContentPath) -> Option<&ContentPath> {
        self.lower.get(&path.as_str().to_lowercase()).filter(|found| *found != path)
    }

    /// All addresses, in order.
    #[must_use]
    pub fn paths(&self) -> Vec<&str> {
        let mut paths: Vec<&str> = self.all.keys().map(ContentPath::as_str).collect();
        paths.sort_unstable();
        paths
    }
}
