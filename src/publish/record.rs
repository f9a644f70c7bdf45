//! What an earlier build made, and from what: kept in the site's own folder, so that the next build need not make a page again
//! that would be the same.
//! A record in, a file out, and back. The file is safe to delete; one that is damaged, of another form or another program is as
//! none. It is never a reason for a build to fail, and never decides alone that a file of the output is right: that is seen by
//! the file's own bytes.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use blake3::Hash;
use serde::{Deserialize, Serialize};

use crate::path::SitePath;

/// Where it is, below the site's root.
const FILE: &str = ".jiangyi/pages";

/// What its name goes on with while it is being written, before the number of the process.
const UNFINISHED: &str = "unfinished-";

/// The version of its form.
const VERSION: u32 = 1;

/// What an earlier build made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Of all that is no lesson's text.
    pub world: Hash,
    /// The lessons' texts by address, each with its digest.
    pub texts: Vec<(String, Hash)>,
    /// The pages.
    pub pages: Vec<Made>,
}

/// A page as it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// Its address.
    pub path: SitePath,
    /// Of its bytes.
    pub digest: Hash,
    /// The positions of the texts that it shows.
    pub from: Vec<u32>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    version: u32,
    world: String,
    texts: Vec<(String, String)>,
    pages: Vec<(String, String, Vec<u32>)>,
}

impl Record {
    /// The record in the site's folder `root`, if there is one that can be believed.
    #[must_use]
    pub fn read(root: &Path) -> Option<Self> {
        let place = place(root);
        // A pipe in its place would be waited for.
        let is_plain = place.symlink_metadata().is_ok_and(|about| about.is_file());
        Self::from_bytes(&is_plain.then(|| fs::read(place).ok()).flatten()?)
    }

    /// Keeps the record in the site's folder `root`. It appears there whole.
    pub fn write(&self, root: &Path) -> io::Result<()> {
        let place = place(root);
        let unfinished = place.with_extension(format!("{UNFINISHED}{}", std::process::id()));
        if let Some(folder) = place.parent() {
            fs::create_dir_all(folder)?;
            tidy(folder);
        }
        let written = fs::File::create(&unfinished)
            .and_then(|mut file| file.write_all(&self.to_bytes()?))
            .and_then(|()| fs::rename(&unfinished, &place));
        if written.is_err() {
            // What is left of it is in nobody's way.
            let _ = fs::remove_file(&unfinished);
        }
        written
    }

    /// A line with the digest of what follows, then the record.
    fn to_bytes(&self) -> Result<Vec<u8>, serde_json::Error> {
        let hex = |hash: &Hash| hash.to_hex().to_string();
        let form = Form {
            version: VERSION,
            world: hex(&self.world),
            texts: self.texts.iter().map(|(path, hash)| (path.clone(), hex(hash))).collect(),
            pages: self
                .pages
                .iter()
                .map(|page| (page.path.to_string(), hex(&page.digest), page.from.clone()))
                .collect(),
        };
        let body = serde_json::to_vec(&form)?;
        let mut bytes = hex(&blake3::hash(&body)).into_bytes();
        bytes.push(b'\n');
        bytes.extend(body);
        Ok(bytes)
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let line = bytes.iter().position(|byte| *byte == b'\n')?;
        let (digest, body) = (bytes.get(..line)?, bytes.get(line + 1..)?);
        if Hash::from_hex(digest).ok()? != blake3::hash(body) {
            return None;
        }
        let form: Form = serde_json::from_slice(body).ok()?;
        if form.version != VERSION {
            return None;
        }
        let hash = |hex: &str| Hash::from_hex(hex).ok();
        let text = |(path, hex): (String, String)| Some((path, hash(&hex)?));
        let page = |(path, hex, from): (String, String, Vec<u32>)| {
            Some(Made { path: SitePath::new(&path)?, digest: hash(&hex)?, from })
        };
        Some(Self {
            world: hash(&form.world)?,
            texts: form.texts.into_iter().map(text).collect::<Option<_>>()?,
            pages: form.pages.into_iter().map(page).collect::<Option<_>>()?,
        })
    }
}

fn place(root: &Path) -> PathBuf {
    root.join(FILE)
}

/// Removes what builds left unfinished that were ended. Should one be under way, its record is not kept.
fn tidy(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.extension().is_some_and(|extension| extension.to_string_lossy().starts_with(UNFINISHED)) {
            // What can't be removed does no harm.
            let _ = fs::remove_file(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> Record {
        let digest = |text: &str| blake3::hash(text.as_bytes());
        let page = Made { path: SitePath::new("2026-03/a.html").unwrap(), digest: digest("a"), from: vec![0] };
        Record { world: digest("w"), texts: vec![("2026-03/甲.md".into(), digest("甲"))], pages: vec![page] }
    }

    #[test]
    fn a_record_comes_back_as_it_was() {
        let root = tempfile::tempdir().unwrap();
        assert_eq!(Record::read(root.path()), None);
        record().write(root.path()).unwrap();
        assert_eq!(Record::read(root.path()), Some(record()));
        let names: Vec<_> =
            fs::read_dir(root.path().join(".jiangyi")).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(names, ["pages"]);
    }

    #[test]
    fn a_record_with_any_byte_changed_or_cut_off_is_none() {
        let bytes = record().to_bytes().unwrap();
        assert_eq!(Record::from_bytes(&bytes), Some(record()));
        for at in 0..bytes.len() {
            let mut other = bytes.clone();
            other[at] ^= 1;
            // A digest may be spelt in capitals.
            assert!(Record::from_bytes(&other).is_none_or(|read| read == record()), "byte {at}");
            assert_eq!(Record::from_bytes(&bytes[..at]), None, "cut at {at}");
        }
    }

    #[test]
    fn a_record_of_another_form_is_none() {
        for body in [r#"{"version":2,"world":"","texts":[],"pages":[]}"#, "[]", ""] {
            let bytes = [blake3::hash(body.as_bytes()).to_hex().as_bytes(), b"\n", body.as_bytes()].concat();
            assert_eq!(Record::from_bytes(&bytes), None, "{body}");
        }
    }
}
