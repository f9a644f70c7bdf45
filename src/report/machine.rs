//! One line a problem: `short` for people in a hurry and for editors, `json` for programs.

use serde::Serialize;

use super::{Counts, Reporter, harmless};
use crate::diagnostic::{Diagnostic, Lang};
use crate::safe::terminal::harmless_json;

/// `content/a.md:3:5: JY203 error: message (help)`
#[must_use]
pub fn short(reporter: &Reporter<'_>, found: &Diagnostic) -> String {
    let (from, _) = reporter.places(found.span);
    let help = found.help(reporter.lang);
    let line = format!(
        "{}:{}:{}: {} {}: {}{}{}{}",
        reporter.path(found.span),
        from.line,
        from.column,
        found.problem.code(),
        found.severity().as_str(),
        found.message(reporter.lang),
        if reporter.lang == Lang::Zh { "（" } else { " (" },
        help,
        if reporter.lang == Lang::Zh { "）" } else { ")" },
    );
    // What an author wrote may have lines of its own, in the message as in the help.
    harmless(&line.replace(['\n', '\r'], " "))
}

#[derive(Serialize)]
struct Record<'a> {
    code: &'a str,
    severity: &'a str,
    message: String,
    path: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    help: String,
}

/// One JSON object.
#[must_use]
pub fn json(reporter: &Reporter<'_>, found: &Diagnostic) -> String {
    let (from, to) = reporter.places(found.span);
    let record = Record {
        code: found.problem.code(),
        severity: found.severity().as_str(),
        message: found.message(reporter.lang),
        path: reporter.path(found.span),
        line: from.line,
        column: from.column,
        end_line: to.line,
        end_column: to.column,
        help: found.help(reporter.lang),
    };
    harmless_json(serde_json::to_string(&record).unwrap_or_default())
}

/// The figures of a build.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Summary {
    /// How many files the site has.
    pub pages: usize,
    /// How many errors were found.
    pub errors: usize,
    /// How many warnings.
    pub warnings: usize,
    /// How long it took, in seconds.
    pub seconds: f64,
}

impl Summary {
    /// The figures of a build, its time rounded to a thousandth.
    #[must_use]
    pub fn new(pages: usize, counts: Counts, seconds: f64) -> Self {
        let seconds = (seconds * 1000.0).round() / 1000.0;
        Self { pages, errors: counts.errors, warnings: counts.warnings, seconds }
    }
}

/// The last line of the machine's format.
#[must_use]
pub fn summary_json(summary: Summary) -> String {
    #[derive(Serialize)]
    struct Line {
        summary: Summary,
    }
    serde_json::to_string(&Line { summary }).unwrap_or_default()
}
