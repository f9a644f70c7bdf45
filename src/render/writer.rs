//! What the HTML writer is told, and what it remembers while it writes one page.
//! Addresses, words and the page's footnotes in; it decides no address itself.

use std::cell::RefCell;
use std::collections::HashMap;

use crate::parse::tree::{AlertKind, Citation, Code, Footnote, Heading, Link};
use crate::text::span::{FileId, Span};

/// Answers to what a tree leaves open: where links lead from this page, what a citation cites.
pub trait Resolve {
    /// The address of a link as written in this page. `None` shows its text only.
    fn href(&self, link: &Link) -> Option<String>;
    /// The picture. `None` shows its text only.
    fn image(&self, link: &Link) -> Option<ImageView>;
    /// The policy that is cited. `None` shows the words only.
    fn citation(&self, citation: &Citation) -> Option<CitationView>;
    /// The code as safe HTML. `None` shows it plain.
    fn highlight(&self, code: &Code) -> Option<String>;
    /// The id of the heading at `span`, without the page's prefix. The author's own by default.
    fn heading_id(&self, heading: &Heading, _span: Span) -> Option<String> {
        heading.id.as_deref().map(str::to_owned)
    }
}

/// A picture as a page shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImageView {
    /// Its address as written in this page.
    pub src: String,
    /// Its versions with their widths, as `srcset` wants them; empty where it has one only.
    pub srcset: String,
    /// Its width in pixels.
    pub width: Option<u32>,
    /// Its height in pixels.
    pub height: Option<u32>,
}

/// A citation as a page shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CitationView {
    /// The policy's page, as written in this page.
    pub href: String,
    /// What a tooltip says: number, issuing body, dates.
    pub title: String,
    /// A word such as 已废止 that stands after the citation.
    pub status: Option<String>,
}

/// The words that the writer adds to an author's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// Title of `[!NOTE]`.
    pub note: String,
    /// Title of `[!TIP]`.
    pub tip: String,
    /// Title of `[!IMPORTANT]`.
    pub important: String,
    /// Title of `[!WARNING]`.
    pub warning: String,
    /// Title of `[!CAUTION]`.
    pub caution: String,
    /// Heading of the footnotes.
    pub footnotes: String,
    /// What the link from a footnote back to the text says to those who hear it; its number follows.
    pub back: String,
    /// What a box to tick is called where no text stands beside it.
    pub task: String,
}

impl Words {
    /// The title of an alert.
    #[must_use]
    pub fn alert(&self, kind: AlertKind) -> &str {
        match kind {
            AlertKind::Note => &self.note,
            AlertKind::Tip => &self.tip,
            AlertKind::Important => &self.important,
            AlertKind::Warning => &self.warning,
            AlertKind::Caution => &self.caution,
        }
    }
}

/// The writer of one page.
pub struct Writer<'a> {
    pub(super) resolve: &'a dyn Resolve,
    pub(super) words: &'a Words,
    pub(super) id_prefix: &'a str,
    pub(super) footnotes: &'a [Footnote],
    pub(super) notes: bool,
    /// Where each label's footnote stands in `footnotes`.
    by_label: HashMap<(FileId, String), usize>,
    numbering: RefCell<Numbering>,
}

/// Which footnotes were referred to so far.
#[derive(Default)]
struct Numbering {
    /// The footnotes in the order of their numbers.
    order: Vec<usize>,
    /// The number of each footnote, from 1.
    number: HashMap<usize, usize>,
    /// How often each number was referred to.
    references: Vec<usize>,
}

impl<'a> Writer<'a> {
    /// A writer for a page. All ids that it writes begin with `id_prefix`.
    #[must_use]
    pub fn new(resolve: &'a dyn Resolve, words: &'a Words, id_prefix: &'a str, footnotes: &'a [Footnote]) -> Self {
        let mut by_label = HashMap::new();
        for (i, footnote) in footnotes.iter().enumerate() {
            by_label.entry((footnote.span.file, footnote.label.to_lowercase())).or_insert(i);
        }
        Self { resolve, words, id_prefix, footnotes, notes: false, by_label, numbering: RefCell::default() }
    }

    /// The same, but speaker's notes are written too.
    #[must_use]
    pub fn with_notes(self) -> Self {
        Self { notes: true, ..self }
    }

    /// Counts a reference to a footnote: the footnote's number, and which reference to it this is, both from 1. `None`
    /// where it has no definition.
    pub(super) fn refer(&self, label: &str, span: Span) -> Option<(usize, usize)> {
        let index = *self.by_label.get(&(span.file, label.to_lowercase()))?;
        let mut numbering = self.numbering.borrow_mut();
        let next = numbering.order.len() + 1;
        let number = *numbering.number.entry(index).or_insert(next);
        if number == next {
            numbering.order.push(index);
            numbering.references.push(0);
        }
        numbering.references[number - 1] += 1;
        Some((number, numbering.references[number - 1]))
    }

    /// The footnote of a number, if there is one yet.
    pub(super) fn numbered(&self, number: usize) -> Option<&'a Footnote> {
        let index = *self.numbering.borrow().order.get(number.checked_sub(1)?)?;
        self.footnotes.get(index)
    }

    /// How often a number was referred to so far.
    pub(super) fn references(&self, number: usize) -> usize {
        number.checked_sub(1).and_then(|i| self.numbering.borrow().references.get(i).copied()).unwrap_or_default()
    }
}
