//! The list of the files that a build of ours wrote, kept in the output folder itself.
//! It says what is ours: what it does not list is never touched. A list in, JSON out, and back; the same files always give
//! the same bytes. What is not exactly such a list is not believed.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{ErrorKind, Write as _};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::error::{PublishError, Refusal};
use super::modes;
use crate::path::SitePath;

/// The list's file name.
pub const MANIFEST: &str = ".jiangyi-manifest.json";

/// Its name while it is being written.
const UNFINISHED: &str = ".jiangyi-manifest.unfinished";

/// The version of the list's form; a list of another version is not believed.
const VERSION: u32 = 1;

/// Which files are ours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest(BTreeMap<SitePath, Entry>);

/// What a file was when it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// BLAKE3 of its bytes.
    pub(super) hash: blake3::Hash,
    /// Its length.
    pub(super) size: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    version: u32,
    files: Vec<Line>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    path: String,
    hash: String,
    size: u64,
}

impl FromIterator<(SitePath, Entry)> for Manifest {
    fn from_iter<I: IntoIterator<Item = (SitePath, Entry)>>(files: I) -> Self {
        Self(files.into_iter().collect())
    }
}

impl Manifest {
    /// Whether the file is ours.
    pub(super) fn contains(&self, path: &SitePath) -> bool {
        self.0.contains_key(path)
    }

    /// What the list says of a file.
    pub(super) fn entry(&self, path: &SitePath) -> Option<&Entry> {
        self.0.get(path)
    }

    /// Our files, in order.
    pub(super) fn paths(&self) -> impl Iterator<Item = &SitePath> {
        self.0.keys()
    }

    /// The length of all files together.
    pub(super) fn bytes(&self) -> u64 {
        self.0.values().map(|entry| entry.size).sum()
    }

    /// The folders in which our files lie.
    pub(super) fn folders(&self) -> BTreeSet<&str> {
        self.paths().flat_map(folders_above).collect()
    }

    /// The list in `folder`; `None` where there is none.
    pub(super) fn read(folder: &Path) -> Result<Option<Self>, PublishError> {
        let path = folder.join(MANIFEST);
        match path.symlink_metadata() {
            Ok(about) if about.is_file() => {}
            Ok(_) => return Err(PublishError::refused(folder, Refusal::Manifest)),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(PublishError::io(&path, error)),
        }
        let bytes = std::fs::read(&path).map_err(|error| PublishError::io(&path, error))?;
        Self::from_json(&bytes).map(Some).ok_or_else(|| PublishError::refused(folder, Refusal::Manifest))
    }

    /// Writes the list into `folder`, which has none. It appears there whole, even if the power fails: a folder with a list
    /// is a finished site.
    pub(super) fn write(&self, folder: &Path) -> Result<(), std::io::Error> {
        let unfinished = folder.join(UNFINISHED);
        let mut file = modes::create_file(&unfinished)?;
        file.write_all(&self.to_json()?)?;
        file.sync_all()?;
        drop(file);
        std::fs::rename(unfinished, folder.join(MANIFEST))
    }

    fn to_json(&self) -> Result<Vec<u8>, serde_json::Error> {
        let line = |(path, entry): (&SitePath, &Entry)| Line {
            path: path.to_string(),
            hash: entry.hash.to_hex().to_string(),
            size: entry.size,
        };
        let mut bytes = serde_json::to_vec(&Form { version: VERSION, files: self.0.iter().map(line).collect() })?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    fn from_json(bytes: &[u8]) -> Option<Self> {
        let form: Form = serde_json::from_slice(bytes).ok()?;
        if form.version != VERSION {
            return None;
        }
        let mut files = BTreeMap::new();
        for line in form.files {
            // A path that is not in the form in which we write paths is none of ours, and may lead anywhere.
            let path = SitePath::new(&line.path).filter(|path| path.as_str() == line.path)?;
            let hash = blake3::Hash::from_hex(&line.hash).ok()?;
            files.insert(path, Entry { hash, size: line.size });
        }
        Some(Self(files))
    }
}

/// The folders above a file, the outermost first: `a`, `a/b` of `a/b/c.html`.
pub(super) fn folders_above(path: &SitePath) -> impl Iterator<Item = &str> {
    path.as_str().match_indices('/').map(|(at, _)| &path.as_str()[..at])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(paths: &[&str]) -> Manifest {
        paths.iter().map(|path| (SitePath::new(path).unwrap(), Entry { hash: [0; 32].into(), size: 3 })).collect()
    }

    #[test]
    fn a_list_survives_writing_and_does_not_depend_on_the_order() {
        let list = manifest(&["b/c/d.html", "a.html"]);
        let json = list.to_json().unwrap();
        assert_eq!(Manifest::from_json(&json), Some(list));
        assert_eq!(json, manifest(&["a.html", "b/c/d.html"]).to_json().unwrap());
        assert!(json.starts_with(b"{\"version\":1,\"files\":[{\"path\":\"a.html\",\"hash\":\"0000"));
    }

    #[test]
    fn folders_are_those_above_files() {
        assert_eq!(manifest(&["b/c/d.html", "a.html"]).folders().into_iter().collect::<Vec<_>>(), ["b", "b/c"]);
    }

    #[test]
    fn what_is_no_such_list_is_not_believed() {
        let hash = "00".repeat(32);
        let with = |path: &str| format!(r#"{{"version":1,"files":[{{"path":"{path}","hash":"{hash}","size":0}}]}}"#);
        assert!(Manifest::from_json(with("a/b").as_bytes()).is_some());
        for path in ["../a", "/etc/passwd", "a//b", "a/../b", "", "a\\\\b"] {
            assert_eq!(Manifest::from_json(with(path).as_bytes()), None, "{path}");
        }
        for text in [
            "",
            "{",
            "[]",
            r#"{"version":2,"files":[]}"#,
            r#"{"version":1,"files":[{"path":"a","hash":"0","size":0}]}"#,
            r#"{"version":1,"files":[],"more":1}"#,
        ] {
            assert_eq!(Manifest::from_json(text.as_bytes()), None, "{text}");
        }
    }
}
