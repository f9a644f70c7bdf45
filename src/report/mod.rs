//! Diagnostics as people and machines read them.
//! Diagnostics and the sources' texts in, text out. Never prints, never decides whether a build failed.

mod human;
mod machine;

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::diagnostic::{Diagnostic, Lang, Severity};
use crate::source::Sources;
use crate::text::span::{FileId, Lines, Position, Span};

pub use crate::safe::terminal::harmless;
pub use human::human;
pub use machine::{Summary, json, short, summary_json};

/// What every form of report needs.
pub struct Reporter<'a> {
    sources: &'a Sources,
    lang: Lang,
    /// The lines of the files that were asked about.
    lines: RefCell<FxHashMap<FileId, Rc<Lines>>>,
}

impl<'a> Reporter<'a> {
    /// Reports of these sources in this language.
    #[must_use]
    pub fn new(sources: &'a Sources, lang: Lang) -> Self {
        Self { sources, lang, lines: RefCell::default() }
    }

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
        let (text, lines) = (self.text(span), self.lines(span));
        (lines.position(text, span.start as usize), lines.position(text, span.end as usize))
    }

    /// The lines of the file.
    fn lines(&self, span: Span) -> Rc<Lines> {
        Rc::clone(self.lines.borrow_mut().entry(span.file).or_insert_with(|| Rc::new(Lines::of(self.text(span)))))
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
