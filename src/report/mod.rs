//! Diagnostics as people and machines read them.
//! Diagnostics and the sources' texts in, text out. Never prints, never decides whether a build failed.

mod human;
mod machine;

use crate::diagnostic::{Diagnostic, Lang, Severity};
use crate::source::Sources;
use crate::text::span::{Position, Span, position};

pub use crate::safe::terminal::harmless;
pub use human::human;
pub use machine::{Summary, json, short, summary_json};

/// What every form of report needs.
#[derive(Clone, Copy)]
pub struct Reporter<'a> {
    /// Where the texts are.
    pub sources: &'a Sources,
    /// In which language.
    pub lang: Lang,
}

impl<'a> Reporter<'a> {
    /// The file's path from the site's root.
    #[must_use]
    pub fn path(&self, span: Span) -> &'a str {
        self.sources.path(span.file).unwrap_or("-")
    }

    /// The file's text; empty for what is none.
    #[must_use]
    pub fn text(&self, span: Span) -> &'a str {
        self.sources.get(span.file).and_then(|file| file.text()).map(|text| &**text).unwrap_or_default()
    }

    /// Where a span begins and ends.
    #[must_use]
    pub fn places(&self, span: Span) -> (Position, Position) {
        let text = self.text(span);
        (position(text, span.start as usize), position(text, span.end as usize))
    }
}

/// How many problems there are of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
}

/// Counts problems.
#[must_use]
pub fn count(diagnostics: &[Diagnostic]) -> Counts {
    let of = |severity| diagnostics.iter().filter(|found| found.severity() == severity).count();
    Counts { errors: of(Severity::Error), warnings: of(Severity::Warning) }
}
