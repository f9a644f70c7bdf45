//! The numbers by which spans name files.
//! A path in, its number out: the same path always has the same number as long as the table lives, so that a server can
//! read its sources again and keep what it made of the files that did not change. Never forgets a path.

use std::collections::HashMap;
use std::sync::Arc;

use crate::text::span::FileId;

/// Which number each path has.
#[derive(Clone, Debug, Default)]
pub struct FileIds {
    paths: Vec<Arc<str>>,
    ids: HashMap<Arc<str>, FileId>,
}

impl FileIds {
    /// The number of `path`: its own, or the next free one.
    pub fn id(&mut self, path: &str) -> FileId {
        if let Some(&id) = self.ids.get(path) {
            return id;
        }
        // No disk holds 2^32 files whose names fit into memory; should one, the last number is shared.
        let id = FileId(u32::try_from(self.paths.len()).unwrap_or(u32::MAX));
        let path: Arc<str> = path.into();
        self.paths.push(Arc::clone(&path));
        self.ids.insert(path, id);
        id
    }

    /// All paths, each at its number.
    pub(super) fn paths(&self) -> &[Arc<str>] {
        &self.paths
    }
}
