//! A build, given to its readers.
//! The folder of a build and a target in; the target shows the build, or what it showed before. On a target stand
//! `releases/000012` …, the link `current`, at which a web server looks, and `.jiangyi-publish` with the record of what was
//! published when. A new release is put together where nobody looks and shown by exchanging the link in one step. Never
//! removes what no list of ours names.

#![allow(clippy::disallowed_methods, reason = "what is published ends on disk")]

mod error;
pub mod file;
mod fill;
mod folder;
pub mod headers;
mod listing;
mod plan;
mod prune;
mod record;
mod server;
mod tool;

use std::path::Path;

pub use error::ReleaseError;
pub use plan::Changes;
pub use record::{Action, Line};

use crate::config::publish::{Place, Target};
use crate::publish::{Protected, files};
use crate::safe::path::SitePath;
use folder::Folder;
use plan::{Plan, State, cut_lines, line, plan};
use server::Remote;

/// Our own folder on a target.
const OURS: &str = ".jiangyi-publish";

/// A file of a build.
#[derive(Clone, Debug)]
pub struct Built {
    /// Its address.
    pub path: SitePath,
    /// BLAKE3 of its bytes.
    pub hash: blake3::Hash,
    /// Its length.
    pub size: u64,
}

/// How it is published.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// What time it is, in seconds since 1970.
    pub now: u64,
    /// Who publishes.
    pub who: &'a str,
    /// How many releases stay.
    pub keep: u32,
    /// Whether far fewer pages are meant.
    pub allow_shrink: bool,
    /// Whether nothing of earlier releases stays.
    pub purge: bool,
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Published {
    /// The release that is shown now.
    pub release: u32,
    /// Its line in the record.
    pub line: Option<Line>,
    /// What changed.
    pub changes: Changes,
    /// Files of others, which were left alone or taken over: their paths.
    pub strangers: Vec<String>,
    /// Whether an earlier publication had been cut off.
    pub was_cut: bool,
    /// Whether there was nothing to publish.
    pub is_same: bool,
}

/// A target that can be published to.
trait Site {
    /// What stands there, and with it what one other release holds. Changes nothing.
    fn state(&self) -> Result<State, ReleaseError>;
    /// What a release holds.
    fn listing(&self, release: u32) -> Result<listing::Listing, ReleaseError>;
    /// Puts the release together from the build in `built` and shows it. Files of others that stay behind are returned.
    fn deliver(&self, plan: &Plan, built: &Path, asked: &Asked<'_>) -> Result<Vec<String>, ReleaseError>;
    /// Shows an earlier release.
    fn show(&self, back: &Back, asked: &Asked<'_>) -> Result<(), ReleaseError>;
}

/// A release that is to be shown again.
struct Back {
    release: u32,
    from: u32,
    /// What it holds, with what pages of the release that is shown now may still ask for.
    listing: listing::Listing,
    /// What is taken over.
    taken: Vec<SitePath>,
    lines: Vec<Line>,
}

/// Where a target's files are found by a web server, as its settings say it.
#[must_use]
pub fn shown_folder(target: &Target, root: &Path) -> String {
    let base = match &target.place {
        Place::Folder(folder) => {
            let path = root.join(folder);
            std::path::absolute(&path).unwrap_or(path).display().to_string()
        }
        Place::Server(server) => server.path.clone(),
    };
    format!("{}/current", base.trim_end_matches('/'))
}

/// What publishing the build in `built` would change. Writes nothing.
pub fn preview(
    target: &Target,
    built: &Path,
    protected: &Protected,
    asked: &Asked<'_>,
) -> Result<Published, ReleaseError> {
    let site = open(target, protected)?;
    let state = site.state()?;
    let plan = plan(&state, &listed(built)?, asked)?;
    Ok(published(&state, plan, Vec::new(), false))
}

/// Publishes the build in `built`.
pub fn publish(
    target: &Target,
    built: &Path,
    protected: &Protected,
    asked: &Asked<'_>,
) -> Result<Published, ReleaseError> {
    let site = open(target, protected)?;
    let state = site.state()?;
    let plan = plan(&state, &listed(built)?, asked)?;
    let is_same = state.live.is_some() && plan.changes.is_none() && !asked.purge;
    let left = if is_same { Vec::new() } else { site.deliver(&plan, built, asked)? };
    Ok(published(&state, plan, left, is_same))
}

/// Shows the release before the one that is shown.
pub fn rollback(target: &Target, protected: &Protected, asked: &Asked<'_>) -> Result<Line, ReleaseError> {
    let site = open(target, protected)?;
    let state = site.state()?;
    let live = state.live.ok_or(ReleaseError::NothingEarlier)?;
    let release = state.history.before(live, &state.releases).ok_or(ReleaseError::NothingEarlier)?;
    let mut listing = site.listing(release)?;
    let mut taken = Vec::new();
    for (path, file) in state.listing.files.iter().filter(|(path, _)| listing::is_loaded(path)) {
        if !listing.files.contains_key(path) {
            let until = Some(asked.now.saturating_add(plan::GRACE));
            listing.files.insert(path.clone(), listing::File { until, ..file.clone() });
            taken.push(path.clone());
        }
    }
    let mut lines = cut_lines(&state, asked);
    let back = line(asked, Action::Rollback, release, &listing, state.history.stamp());
    lines.push(back.clone());
    site.show(&Back { release, from: live, listing, taken, lines }, asked)?;
    Ok(state.history.line(release).cloned().unwrap_or(back))
}

fn open(target: &Target, protected: &Protected) -> Result<Box<dyn Site>, ReleaseError> {
    Ok(match &target.place {
        Place::Folder(folder) => Box::new(Folder::new(&protected.root.join(folder), protected)?),
        Place::Server(server) => Box::new(Remote::new(server, &protected.root)?),
    })
}

fn listed(built: &Path) -> Result<Vec<Built>, ReleaseError> {
    let files = files(built)?.into_iter();
    Ok(files.map(|(path, hash, size)| Built { path, hash, size }).collect())
}

fn published(state: &State, plan: Plan, left: Vec<String>, is_same: bool) -> Published {
    let release = if is_same { state.live.unwrap_or(plan.number) } else { plan.number };
    let line = if is_same { state.history.line(release).cloned() } else { plan.lines.last().cloned() };
    let strangers = state.strangers.iter().cloned().chain(left).collect();
    Published {
        release,
        line,
        changes: plan.changes,
        strangers,
        was_cut: !state.history.cut(state.live).is_empty(),
        is_same,
    }
}

/// A release's folder, from the target's.
fn release_folder(number: u32) -> String {
    format!("releases/{number:06}")
}

/// The number of a release's folder.
fn release_number(name: &str) -> Option<u32> {
    let is_ours = name.len() == 6 && name.bytes().all(|byte| byte.is_ascii_digit());
    is_ours.then(|| name.parse().ok()).flatten().filter(|number| *number > 0)
}

/// Who publishes, for the record: the user's name and the machine's.
#[must_use]
pub fn by(user: Option<&str>) -> String {
    let machine = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let plain = |text: &str| text.chars().filter(|c| !c.is_control()).take(80).collect::<String>();
    match (plain(user.unwrap_or("-")), plain(&machine)) {
        (user, machine) if machine.is_empty() => user,
        (user, machine) => format!("{user}@{machine}"),
    }
}
