//! What one release holds, and since when each file is what it is.
//! The list of a build in, the list of a release out, and JSON of one line, and back. What is not exactly such a list is not
//! believed. Never touches the disk.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::safe::path::SitePath;

/// The version of the list's form.
const VERSION: u32 = 1;

/// What pages load by themselves: a page that a reader has open may still ask for it after the next release.
const LOADED: [&str; 17] = [
    "css", "js", "svg", "png", "jpg", "jpeg", "webp", "gif", "avif", "ico", "mp4", "m4v", "webm", "mp3", "m4a",
    "woff2", "woff",
];

/// A file of a release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct File {
    /// BLAKE3 of its bytes.
    pub hash: blake3::Hash,
    /// Its length.
    pub size: u64,
    /// When it was first published with these bytes, in seconds since 1970: its date on the target.
    pub time: u64,
    /// For what an earlier release left: until when it stays.
    pub until: Option<u64>,
}

/// The files of a release.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Listing {
    /// Ours, by address.
    pub files: BTreeMap<SitePath, File>,
    /// Files of others that were taken over from the release before, by path.
    pub carried: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    version: u32,
    files: Vec<Line>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    carried: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    path: String,
    hash: String,
    size: u64,
    time: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    until: Option<u64>,
}

impl Listing {
    /// The build's own files, without what earlier releases left.
    pub(super) fn own(&self) -> impl Iterator<Item = (&SitePath, &File)> {
        self.files.iter().filter(|(_, file)| file.until.is_none())
    }

    /// What earlier releases left.
    pub(super) fn kept(&self) -> impl Iterator<Item = (&SitePath, &File)> {
        self.files.iter().filter(|(_, file)| file.until.is_some())
    }

    /// How many pages it has.
    #[must_use]
    pub(super) fn pages(&self) -> usize {
        self.own().filter(|(path, _)| path.extension() == "html").count()
    }

    /// Which build it is: a digest of its addresses and bytes.
    #[must_use]
    pub(super) fn build(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        for (path, file) in self.own() {
            hasher.update(path.as_str().as_bytes()).update(&[0]).update(file.hash.as_bytes());
        }
        hasher.finalize().to_hex()[..16].to_owned()
    }

    /// The list as one line.
    #[must_use]
    pub(super) fn to_json(&self) -> String {
        let line = |(path, file): (&SitePath, &File)| Line {
            path: path.to_string(),
            hash: file.hash.to_hex().to_string(),
            size: file.size,
            time: file.time,
            until: file.until,
        };
        let form =
            Form { version: VERSION, files: self.files.iter().map(line).collect(), carried: self.carried.clone() };
        // Text and numbers only: nothing that can't be written.
        serde_json::to_string(&form).unwrap_or_default()
    }

    /// Reads such a line.
    #[must_use]
    pub(super) fn from_json(text: &str) -> Option<Self> {
        let form: Form = serde_json::from_str(text).ok().filter(|form: &Form| form.version == VERSION)?;
        let mut files = BTreeMap::new();
        for Line { path, hash, size, time, until } in form.files {
            // A path that is not in the form in which we write paths is none of ours, and may lead anywhere.
            let known = SitePath::new(&path).filter(|known| known.as_str() == path && is_plain(&path))?;
            files.insert(known, File { hash: blake3::Hash::from_hex(&hash).ok()?, size, time, until });
        }
        let carried = form.carried;
        let inside = |path: &String| is_plain(path) && SitePath::new(path).is_some_and(|known| known.as_str() == path);
        carried.iter().all(inside).then_some(Self { files, carried })
    }
}

/// Whether a path is one line of text.
#[must_use]
pub(super) fn is_plain(path: &str) -> bool {
    !path.chars().any(char::is_control)
}

/// Whether pages load a file of this name by themselves.
#[must_use]
pub(super) fn is_loaded(path: &SitePath) -> bool {
    LOADED.contains(&path.extension().to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listing(paths: &[(&str, Option<u64>)]) -> Listing {
        let file = |until| File { hash: [1; 32].into(), size: 1, time: 5, until };
        let files = paths.iter().map(|(path, until)| (SitePath::new(path).unwrap(), file(*until))).collect();
        Listing { files, carried: Vec::new() }
    }

    #[test]
    fn a_list_survives_writing() {
        let list = listing(&[("a.html", None), ("assets/b.1.css", Some(9))]);
        assert_eq!(Listing::from_json(&list.to_json()), Some(list.clone()));
        assert_eq!((list.pages(), list.kept().count()), (1, 1));
        assert!(!list.to_json().contains('\n'));
    }

    #[test]
    fn what_earlier_releases_left_is_no_part_of_the_build() {
        assert_eq!(listing(&[("a.html", None), ("b.js", Some(1))]).build(), listing(&[("a.html", None)]).build());
        assert_ne!(listing(&[("a.html", None), ("b.js", None)]).build(), listing(&[("a.html", None)]).build());
    }

    #[test]
    fn paths_that_lead_elsewhere_are_not_believed() {
        for path in ["../a", "/etc/passwd", "a//b", "a\\nb", ""] {
            let hash = "00".repeat(32);
            let text = format!(r#"{{"version":1,"files":[{{"path":"{path}","hash":"{hash}","size":0,"time":0}}]}}"#);
            assert_eq!(Listing::from_json(&text), None, "{path}");
            let text = format!(r#"{{"version":1,"files":[],"carried":["{path}"]}}"#);
            assert_eq!(Listing::from_json(&text), None, "{path}");
        }
    }
}
