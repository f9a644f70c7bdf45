//! What was published when, by whom and from which build: lines of JSON on the target itself.
//! Lines in, the history out; and what a rollback leads to. A line that can't be read, as a power cut may leave one, is no
//! line.

use serde::{Deserialize, Serialize};

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// A release was published.
    Publish,
    /// An earlier release is shown again.
    Rollback,
    /// A release was announced here but never shown: its publishing was cut off.
    Cut,
}

/// A line of the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// When, for people: `2026-11-23T08:00:00Z`.
    pub at: String,
    /// The date of the files that changed, in seconds since 1970; it grows from release to release.
    pub stamp: u64,
    /// What.
    pub action: Action,
    /// Which release.
    pub release: u32,
    /// Of which build.
    pub build: String,
    /// How many pages.
    pub pages: usize,
    /// How many files.
    pub files: usize,
    /// By whom.
    pub by: String,
    /// With which version of this program.
    pub program: String,
}

/// The lines of a target, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct History {
    /// The lines.
    pub lines: Vec<Line>,
}

impl Line {
    /// The line as text, without its end.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Text and numbers only: nothing that can't be written.
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl History {
    /// Reads lines.
    pub(super) fn read<'a>(lines: impl Iterator<Item = &'a str>) -> Self {
        Self { lines: lines.filter_map(|line| serde_json::from_str(line).ok()).collect() }
    }

    /// The latest date that a release gave to files.
    #[must_use]
    pub(super) fn stamp(&self) -> u64 {
        self.lines.iter().map(|line| line.stamp).max().unwrap_or(0)
    }

    /// The releases that lie one on the other, the one shown last. A rollback takes off those above.
    #[must_use]
    pub(super) fn stack(&self, live: Option<u32>) -> Vec<u32> {
        let mut stack: Vec<u32> = Vec::new();
        for line in &self.lines {
            match line.action {
                Action::Publish => stack.push(line.release),
                Action::Cut => stack.retain(|release| *release != line.release),
                Action::Rollback => {
                    if let Some(at) = stack.iter().rposition(|release| *release == line.release) {
                        stack.truncate(at + 1);
                    }
                }
            }
        }
        // The last line may tell of what never came to be shown.
        if let Some(at) = live.and_then(|live| stack.iter().rposition(|release| *release == live)) {
            stack.truncate(at + 1);
        }
        stack
    }

    /// The release before the one shown, of those that still exist.
    #[must_use]
    pub(super) fn before(&self, live: u32, exists: &[u32]) -> Option<u32> {
        let stack = self.stack(Some(live));
        let below = stack.iter().rev().skip_while(|release| **release != live).skip(1);
        below.copied().find(|release| exists.contains(release) && *release != live)
    }

    /// The line of a release.
    #[must_use]
    pub(super) fn line(&self, release: u32) -> Option<&Line> {
        self.lines.iter().rev().find(|line| line.release == release && line.action == Action::Publish)
    }

    /// Releases that were announced after the one shown and never came to be shown.
    #[must_use]
    pub(super) fn cut(&self, live: Option<u32>) -> Vec<&Line> {
        let after = self.lines.iter().rev().take_while(|line| Some(line.release) != live);
        let is_cut = |release| self.lines.iter().any(|line| line.action == Action::Cut && line.release == release);
        let cut = after.filter(|line| line.action == Action::Publish && !is_cut(line.release));
        let mut cut: Vec<&Line> = cut.collect();
        cut.reverse();
        cut
    }
}

/// Seconds since 1970 as `2026-11-23T08:00:00Z`.
#[must_use]
pub(super) fn iso(seconds: u64) -> String {
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    // Days are counted from the first of March of the year 0, so that a leap day is a year's last.
    let days = days + 719_468;
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let (day, month) = (day - (153 * month + 2) / 5 + 1, if month < 10 { month + 3 } else { month - 9 });
    let year = era * 400 + year + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", rest / 3_600, rest / 60 % 60, rest % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(action: Action, release: u32) -> Line {
        let text = String::new;
        Line { at: text(), stamp: 0, action, release, build: text(), pages: 0, files: 0, by: text(), program: text() }
    }

    fn history(lines: &[(Action, u32)]) -> History {
        History { lines: lines.iter().map(|(action, release)| line(*action, *release)).collect() }
    }

    #[test]
    fn a_rollback_leads_to_what_was_shown_before() {
        use Action::{Cut, Publish, Rollback};
        let all: Vec<u32> = (1..20).collect();
        let three = history(&[(Publish, 1), (Publish, 2), (Publish, 3)]);
        assert_eq!(three.before(3, &all), Some(2));
        assert_eq!(three.before(3, &[1, 3]), Some(1), "a release that was removed is passed over");
        assert_eq!(three.before(1, &all), None);
        let back = history(&[(Publish, 1), (Publish, 2), (Publish, 3), (Rollback, 2)]);
        assert_eq!(back.before(2, &all), Some(1));
        let again = history(&[(Publish, 1), (Publish, 2), (Publish, 3), (Rollback, 2), (Publish, 4)]);
        assert_eq!(again.before(4, &all), Some(2), "not the one that was taken back");
        let cut = history(&[(Publish, 1), (Publish, 2), (Cut, 2), (Publish, 3)]);
        assert_eq!(cut.before(3, &all), Some(1), "not the one that was never shown");
    }

    #[test]
    fn what_was_cut_off_is_known() {
        use Action::{Cut, Publish};
        let releases = |history: &History, live| history.cut(live).iter().map(|line| line.release).collect::<Vec<_>>();
        assert_eq!(releases(&history(&[(Publish, 1), (Publish, 2)]), Some(1)), [2]);
        assert_eq!(releases(&history(&[(Publish, 1), (Publish, 2), (Cut, 2)]), Some(1)), [0; 0]);
        assert_eq!(releases(&history(&[(Publish, 1)]), None), [1]);
        assert_eq!(releases(&history(&[(Publish, 1)]), Some(1)), [0; 0]);
    }

    #[test]
    fn half_a_line_is_none() {
        let whole = line(Action::Publish, 1).to_json();
        let text = format!("{whole}\n{}\n{whole}", &whole[..20]);
        assert_eq!(History::read(text.lines()).lines.len(), 2);
    }

    #[test]
    fn seconds_are_dates() {
        assert_eq!(iso(0), "1970-01-01T00:00:00Z");
        assert_eq!(iso(951_782_400), "2000-02-29T00:00:00Z");
        assert_eq!(iso(1_795_392_000), "2026-11-23T00:00:00Z");
        assert_eq!(iso(4_107_542_399), "2100-02-28T23:59:59Z");
    }
}
