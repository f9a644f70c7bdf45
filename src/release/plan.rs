//! What publishing will change.
//! What the target shows and what was built in, the next release out: pure. A page leaves with the release that no longer has
//! it; what pages load stays a while, for readers who have an older page open.

use std::collections::BTreeMap;

use super::error::ReleaseError;
use super::listing::{File, Listing, is_loaded, is_plain};
use super::record::{Action, History, Line, iso};
use super::{Asked, Built};
use crate::safe::path::SitePath;

/// How long what pages load stays after the last release that had it: a week, in seconds.
pub(super) const GRACE: u64 = 7 * 24 * 60 * 60;

/// What stands at a target.
#[derive(Clone, Debug, Default)]
pub(super) struct State {
    /// The release that is shown.
    pub live: Option<u32>,
    /// The highest number that any folder of a release has.
    pub highest: u32,
    /// The releases that are ours and whole.
    pub releases: Vec<u32>,
    /// What was published when.
    pub history: History,
    /// What the release that is shown holds.
    pub listing: Listing,
    /// Files of others in the release that is shown.
    pub strangers: Vec<String>,
}

/// The next release.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    /// Its number.
    pub number: u32,
    /// The one that is shown now.
    pub from: Option<u32>,
    /// What it holds.
    pub listing: Listing,
    /// What is said about it in the record; before it, what is to be said of earlier ones.
    pub lines: Vec<Line>,
    /// What changes.
    pub changes: Changes,
    /// Releases to be removed once it is shown.
    pub retired: Vec<u32>,
}

/// What changes for readers, by address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// New.
    pub added: Vec<SitePath>,
    /// With other bytes.
    pub changed: Vec<SitePath>,
    /// Not there any more.
    pub removed: Vec<SitePath>,
    /// No longer part of the handbook, but there for a while.
    pub kept: Vec<SitePath>,
}

impl Changes {
    /// Whether nothing changes.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty() && self.kept.is_empty()
    }
}

/// Plans the next release.
pub(super) fn plan(state: &State, built: &[Built], asked: &Asked<'_>) -> Result<Plan, ReleaseError> {
    if let Some(strange) = built.iter().find(|file| !is_plain(file.path.as_str())) {
        return Err(ReleaseError::Name { path: strange.path.to_string() });
    }
    let old = &state.listing;
    let latest = old.files.values().map(|file| file.time).max().unwrap_or(0).max(state.history.stamp());
    // Two releases of one second would have files of equal size and date with other bytes, which a browser that asks the
    // web server "still the same?" would be told to keep.
    let stamp = asked.now.max(latest + 1);
    let mut changes = Changes::default();
    let mut files = BTreeMap::new();
    for Built { path, hash, size } in built {
        let before = old.files.get(path);
        let time = match before {
            Some(before) if before.hash == *hash && before.size == *size => before.time,
            Some(before) if before.until.is_none() => {
                changes.changed.push(path.clone());
                stamp
            }
            _ => stamp,
        };
        if before.is_none_or(|before| before.until.is_some()) {
            changes.added.push(path.clone());
        }
        files.insert(path.clone(), File { hash: *hash, size: *size, time, until: None });
    }
    for (path, file) in old.files.iter().filter(|(path, _)| !files.contains_key(*path)).collect::<Vec<_>>() {
        let until = file.until.unwrap_or(asked.now.saturating_add(GRACE));
        if is_loaded(path) && until > asked.now && !asked.purge {
            if file.until.is_none() {
                changes.kept.push(path.clone());
            }
            files.insert(path.clone(), File { until: Some(until), ..file.clone() });
        } else {
            changes.removed.push(path.clone());
        }
    }
    let is_free = |path: &&String| SitePath::new(path).is_some_and(|path| !files.contains_key(&path));
    let carried = state.strangers.iter().filter(is_free).cloned().collect();
    let listing = Listing { files, carried };
    let (before, after) = (old.pages(), listing.pages());
    if !asked.allow_shrink && state.live.is_some() && (before - before.min(after)) * 10 >= before * 3 && before > 0 {
        return Err(ReleaseError::Shrunk { before, after });
    }
    let number = state.highest.max(state.history.lines.iter().map(|line| line.release).max().unwrap_or(0)) + 1;
    let mut lines: Vec<Line> = cut_lines(state, asked);
    lines.push(line(asked, Action::Publish, number, &listing, stamp));
    let mut retired = retired(state, asked);
    retired.retain(|release| *release != number);
    Ok(Plan { number, from: state.live, listing, lines, changes, retired })
}

/// The line of the record for what is done now.
pub(super) fn line(asked: &Asked<'_>, action: Action, release: u32, listing: &Listing, stamp: u64) -> Line {
    Line {
        at: iso(asked.now),
        stamp,
        action,
        release,
        build: listing.build(),
        pages: listing.pages(),
        files: listing.own().count(),
        by: asked.who.to_owned(),
        program: env!("CARGO_PKG_VERSION").to_owned(),
    }
}

/// What is to be said of releases that were announced and never shown.
pub(super) fn cut_lines(state: &State, asked: &Asked<'_>) -> Vec<Line> {
    let cut = |line: &Line| Line { at: iso(asked.now), action: Action::Cut, by: asked.who.to_owned(), ..line.clone() };
    state.history.cut(state.live).into_iter().map(cut).collect()
}

/// The releases that go once another is shown: all but the latest ones of the stack.
fn retired(state: &State, asked: &Asked<'_>) -> Vec<u32> {
    let stack = state.history.stack(state.live);
    let stays = if asked.purge { 0 } else { asked.keep.saturating_sub(1) as usize };
    let existing: Vec<u32> = stack.iter().copied().filter(|release| state.releases.contains(release)).collect();
    let kept = &existing[existing.len().saturating_sub(stays)..];
    // Whatever the record says or has lost: readers may have the one shown until now open.
    let stays = |release| kept.contains(&release) || (state.live == Some(release) && !asked.purge);
    state.releases.iter().copied().filter(|release| !stays(*release)).collect()
}

#[cfg(test)]
#[path = "plan/tests.rs"]
mod tests;
