//! What is wrong with the content, as data.
//! Every stage returns the diagnostics that it found beside its value; the command collects, orders and shows them. Nothing
//! here prints, and a problem of the outside world (disk, network) is no diagnostic but an error of the program.

mod en;
pub mod explain;
pub mod outside;
mod problem;
mod syntax;
mod zh;

use crate::text::span::Span;

pub use problem::{Code, Kind, Problem, Skip};

/// The language of messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    /// Simplified Chinese.
    Zh,
    /// English.
    En,
}

impl Lang {
    /// The language of a tag such as `zh-CN`, `en_US.UTF-8` or `en`. `None` for others.
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        let tag = tag.to_ascii_lowercase();
        if tag.starts_with("zh") {
            Some(Self::Zh)
        } else if tag.starts_with("en") {
            Some(Self::En)
        } else {
            None
        }
    }
}

/// How bad a problem is. Errors stop a build; warnings do with `--strict`; notes never.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The site can't be built as meant.
    Error,
    /// Built, but probably not as meant.
    Warning,
    /// For information.
    Note,
}

impl Severity {
    /// The word in the machine's format.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// An exact replacement that mends a problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What to replace.
    pub span: Span,
    /// With what.
    pub replacement: String,
}

/// One problem at one place.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// What is wrong.
    pub problem: Problem,
    /// Where.
    pub span: Span,
    /// The other place that has to do with it: the first of two equal names.
    pub related: Option<Span>,
    /// How to mend it, where that is certain.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// `problem` at `span`.
    #[must_use]
    pub fn new(problem: Problem, span: Span) -> Self {
        Self { problem, span, related: None, fix: None }
    }

    /// With a second place.
    #[must_use]
    pub fn and(self, related: Span) -> Self {
        Self { related: Some(related), ..self }
    }

    /// With the exact replacement that mends it.
    #[must_use]
    pub fn fixed_by(self, span: Span, replacement: impl Into<String>) -> Self {
        Self { fix: Some(Fix { span, replacement: replacement.into() }), ..self }
    }

    /// How bad it is.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.problem.severity()
    }

    /// One line that says what is wrong.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => zh::message(&self.problem),
            Lang::En => en::message(&self.problem),
        }
    }

    /// One or two sentences that say what to do.
    #[must_use]
    pub fn help(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => zh::help(&self.problem),
            Lang::En => en::help(&self.problem),
        }
    }
}

/// A value and what was found wrong on the way to it.
#[derive(Clone, Debug)]
pub struct Checked<T> {
    /// The value, usable whatever was found.
    pub value: T,
    /// The problems, in the order of their discovery.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Checked<T> {
    /// The same with another value made from it.
    pub fn map<U>(self, make: impl FnOnce(T) -> U) -> Checked<U> {
        Checked { value: make(self.value), diagnostics: self.diagnostics }
    }

    /// The value; its problems go to `all`.
    pub fn take(self, all: &mut Vec<Diagnostic>) -> T {
        all.extend(self.diagnostics);
        self.value
    }
}
