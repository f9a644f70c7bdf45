//! The text files among those that were found, read.
//! Places on disk in, texts and problems out, in the same order whatever the number of threads. A file that seems to be
//! written at this moment is read once more. Never reads more of a file than the limit, and opens plain files only.

use std::fs::File;
use std::io::{self, ErrorKind, Read as _};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rayon::prelude::*;

use super::LONGEST_TEXT;
use super::decode::decode;
use super::walk::Found;
use crate::diagnostic::{Problem, Skip};

/// How long to wait before a file that was just being written is read again.
const PAUSE: Duration = Duration::from_millis(50);

/// What came of one file.
#[derive(Debug)]
pub(super) struct Loaded {
    /// The text; `None` where there is none to check.
    pub(super) text: Option<Arc<str>>,
    /// What is wrong, and where in the text.
    pub(super) problem: Option<(Problem, Range<usize>)>,
}

impl Loaded {
    fn refused(problem: Problem) -> Self {
        Self { text: None, problem: Some((problem, 0..0)) }
    }

    /// Keeps the very text of an earlier reading where it is equal.
    pub(super) fn keep_text_of(&mut self, old: &Self) {
        if self.text == old.text {
            self.text.clone_from(&old.text);
        }
    }

    /// Whether another reading may give another answer.
    fn is_unsettled(&self) -> bool {
        matches!(self.problem, Some((Problem::Changing | Problem::Truncated, _)))
    }
}

/// Reads `files`.
pub(super) fn load(files: &[&Found]) -> Vec<Loaded> {
    let mut loaded: Vec<Loaded> = files.par_iter().map(|file| load_one(file)).collect();
    let again: Vec<usize> = (0..loaded.len()).filter(|&i| loaded[i].is_unsettled()).collect();
    if !again.is_empty() {
        // One pause for all of them, so that many broken files do not add up.
        std::thread::sleep(PAUSE);
        let second: Vec<Loaded> = again.par_iter().map(|&i| load_one(files[i])).collect();
        for (i, second) in again.into_iter().zip(second) {
            loaded[i] = second;
        }
    }
    loaded
}

fn load_one(file: &Found) -> Loaded {
    let too_large = Problem::TooLarge { limit_mib: LONGEST_TEXT / (1024 * 1024) };
    if file.size > LONGEST_TEXT as u64 {
        return Loaded::refused(too_large);
    }
    match read(&file.disk) {
        Ok(Reading::Whole(bytes)) => {
            let decoded = decode(bytes);
            Loaded { text: Some(decoded.text.into()), problem: decoded.problem }
        }
        Ok(Reading::TooLong) => Loaded::refused(too_large),
        Ok(Reading::Changed) => Loaded::refused(Problem::Changing),
        Ok(Reading::NoFile) => Loaded::refused(Problem::Skipped { path: file.path.to_string(), why: Skip::Special }),
        // Deleted since its folder was listed: it was never there.
        Err(error) if error.kind() == ErrorKind::NotFound => Loaded { text: None, problem: None },
        Err(error) => Loaded::refused(Problem::Unreadable { path: file.path.to_string(), reason: error.kind() }),
    }
}

enum Reading {
    Whole(Vec<u8>),
    TooLong,
    Changed,
    NoFile,
}

/// The file's bytes, as long as nobody writes to it meanwhile.
fn read(path: &Path) -> io::Result<Reading> {
    let mut file = File::open(path)?;
    let before = file.metadata()?;
    if !before.is_file() {
        return Ok(Reading::NoFile);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(before.len()).unwrap_or(0).min(LONGEST_TEXT) + 1);
    file.by_ref().take(LONGEST_TEXT as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > LONGEST_TEXT {
        return Ok(Reading::TooLong);
    }
    let after = file.metadata()?;
    let changed = bytes.len() as u64 != after.len() || before.modified().ok() != after.modified().ok();
    Ok(if changed { Reading::Changed } else { Reading::Whole(bytes) })
}
