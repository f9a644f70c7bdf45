//! The typed sections of a lesson, recognised from its headings and lists.
//! Blocks in, [`Section`]s with ids and diagnostics out. A typed section goes up to the next level-2 heading. Never loses a
//! block: what is not recognised stays prose where it stood.

mod exemplar;
mod faq;
mod field;
mod label;
mod points;
mod procedure;
mod quiz;

use super::ids::Ids;
use super::plain;
use super::tree::{Block, BlockKind, Heading, Inline};
use crate::config::Vocabulary;
use crate::config::vocabulary::SectionWord;
use crate::diagnostic::{Diagnostic, Problem};
use crate::text::span::Span;

pub use exemplar::Exemplar;
pub use faq::{Faq, Question};
pub use points::KeyPoints;
pub use procedure::{Join, Material, Procedure, Step, working_days};
pub use quiz::{Choice, Quiz, QuizKind, QuizQuestion};

/// A part of a lesson.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// Its id on the lesson's page.
    pub id: Box<str>,
    /// Its heading's content; empty for what stands before the first heading.
    pub heading: Vec<Inline>,
    /// Its heading's words.
    pub title: String,
    /// Its heading, or its first block.
    pub span: Span,
    /// What it holds.
    pub body: Body,
}

/// What a section holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// Ordinary text. Its headings have ids.
    Prose(Vec<Block>),
    /// Key points.
    KeyPoints(KeyPoints),
    /// Questions and answers.
    Faq(Faq),
    /// A procedure.
    Procedure(Box<Procedure>),
    /// A quiz.
    Quiz(Quiz),
    /// Exemplary practice.
    Exemplar(Box<Exemplar>),
}

/// What recognising works with: the site's words, the page's ids, and the problems found.
pub struct Recognizer<'a> {
    vocabulary: &'a Vocabulary,
    ids: Ids,
    found: Vec<Diagnostic>,
}

/// The sections of a lesson's blocks. Citations have been found and includes put in before.
#[must_use]
pub fn recognize(mut blocks: Vec<Block>, vocabulary: &Vocabulary) -> (Vec<Section>, Vec<Diagnostic>) {
    let mut recognizer = Recognizer { vocabulary, ids: Ids::default(), found: Vec::new() };
    recognizer.reserve(&mut blocks);
    let mut sections = Vec::new();
    let mut rest = blocks.into_iter().peekable();
    let lead: Vec<Block> = std::iter::from_fn(|| rest.next_if(|block| opens(block).is_none())).collect();
    if let Some(first) = lead.first() {
        let span = first.span;
        let body = Body::Prose(recognizer.prose(lead, ""));
        sections.push(Section { id: "".into(), heading: Vec::new(), title: String::new(), span, body });
    }
    while let Some(block) = rest.next() {
        let span = block.span;
        let BlockKind::Heading(heading) = block.kind else { continue };
        let mut content: Vec<Block> = std::iter::from_fn(|| rest.next_if(|block| opens(block).is_none())).collect();
        content.shrink_to_fit();
        sections.push(recognizer.section(*heading, span, content));
    }
    (sections, recognizer.found)
}

/// The heading that opens a section: level 2, or a level 1 that an author wrote inside the text.
fn opens(block: &Block) -> Option<&Heading> {
    match &block.kind {
        BlockKind::Heading(heading) if heading.level <= 2 => Some(heading),
        _ => None,
    }
}

impl Recognizer<'_> {
    /// Takes the ids that the author chose, before any is made; a second one of the same name is dropped.
    fn reserve(&mut self, blocks: &mut [Block]) {
        for block in blocks {
            let span = block.span;
            match &mut block.kind {
                BlockKind::Heading(heading) => {
                    let Some(id) = &heading.id else { continue };
                    if let Err(first) = self.ids.take(id, span) {
                        let problem = Problem::DuplicateId { id: id.to_string() };
                        self.found.push(Diagnostic::new(problem, span).and(first));
                        heading.id = None;
                    }
                }
                BlockKind::Quote(inner) | BlockKind::Alert(_, inner) => self.reserve(inner),
                BlockKind::List(list) => list.items.iter_mut().for_each(|item| self.reserve(&mut item.blocks)),
                _ => {}
            }
        }
    }

    /// The id of a heading: the author's, or one made from its text.
    fn id(&mut self, heading: &Heading, title: &str, parent: &str, span: Span) -> Box<str> {
        heading.id.clone().unwrap_or_else(|| self.ids.give(title, parent, span))
    }

    fn report(&mut self, problem: Problem, span: Span) {
        self.found.push(Diagnostic::new(problem, span));
    }

    fn section(&mut self, heading: Heading, span: Span, content: Vec<Block>) -> Section {
        let title = plain::inlines(&heading.content);
        // A heading without words is none, and no page shows a place for it.
        let id = if title.is_empty() { "".into() } else { self.id(&heading, &title, "", span) };
        let body = match self.vocabulary.section(&title) {
            Some((SectionWord::Faq, word, _)) => Body::Faq(self.faq(content, word, &id, span)),
            Some((SectionWord::Quiz, ..)) => Body::Quiz(self.quiz(content, &id)),
            Some((SectionWord::KeyPoints, ..)) => Body::KeyPoints(self.points(content, &id, span)),
            Some((SectionWord::Procedure, word, name)) if self.is_meant(word, name, span, &content) => {
                Body::Procedure(Box::new(self.procedure(content, name, &id, span)))
            }
            Some((SectionWord::Exemplar, word, name)) if self.is_meant(word, name, span, &content) => {
                Body::Exemplar(Box::new(self.exemplar(content, name, &id)))
            }
            _ => Body::Prose(self.prose(content, &id)),
        };
        Section { id, heading: heading.content, title, span, body }
    }

    /// Whether a heading that should have a name is meant as a typed section. Without a name and without any field below it
    /// is an ordinary heading of the same words; with fields, the name was forgotten.
    fn is_meant(&mut self, word: &str, name: &str, span: Span, content: &[Block]) -> bool {
        if !name.is_empty() {
            return true;
        }
        if self.has_field(content) {
            self.report(Problem::NoName { word: word.to_owned() }, span);
        }
        false
    }

    /// Gives ids to the headings of ordinary text, at whatever depth.
    fn prose(&mut self, mut blocks: Vec<Block>, parent: &str) -> Vec<Block> {
        let mut above = parent.to_owned();
        self.head(&mut blocks, parent, &mut above);
        blocks
    }

    fn head(&mut self, blocks: &mut [Block], parent: &str, above: &mut String) {
        for block in blocks {
            let span = block.span;
            match &mut block.kind {
                BlockKind::Heading(heading) => {
                    let title = plain::inlines(&heading.content);
                    let under = if heading.level <= 3 { parent } else { above.as_str() };
                    let id = self.id(heading, &title, under, span);
                    if heading.level == 3 {
                        *above = id.to_string();
                    }
                    heading.id = Some(id);
                }
                BlockKind::Quote(inner) | BlockKind::Alert(_, inner) => self.head(inner, parent, above),
                BlockKind::List(list) => {
                    list.items.iter_mut().for_each(|item| self.head(&mut item.blocks, parent, above));
                }
                _ => {}
            }
        }
    }
}
