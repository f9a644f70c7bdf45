//! What a text names, and what can be named in it.
//! Sections and footnotes in; the ids of the text's own page, its links, its citations and the names in its fields out. Knows
//! no other text: whether what is named exists, only the handbook can tell.

use rustc_hash::FxHashSet;

use super::citations::LONGEST_TITLE;
use super::section::{Body, Question, Section};
use super::tree::{Citation, Destination, Footnote, Inline};
use super::walk::{self, Met};
use crate::text::span::Span;

/// The ids of one page.
pub type Ids = FxHashSet<Box<str>>;

/// What a text names, and what can be named in it.
#[derive(Clone, Debug, Default)]
pub struct Mentions {
    /// Its typed sections, each with its position. Lists are made from this: a look at every section of a large handbook
    /// would take its time.
    pub parts: Vec<(u32, Part)>,
    /// The ids of its sections, headings, questions and steps.
    pub ids: Ids,
    /// Where its links and pictures lead within the site, in order.
    pub links: Vec<Mention>,
    /// The policies that it cites, each with the position of its section, in order.
    pub citations: Vec<(u32, Citation)>,
    /// The titles in fields of basis that cite no policy.
    pub titles: Vec<(Box<str>, Span)>,
    /// The audiences that its questions are for.
    pub audiences: Vec<(String, Span)>,
}

/// A link or picture that leads to a place of the site.
#[derive(Clone, Debug)]
pub struct Mention {
    /// Where it leads.
    pub destination: Destination,
    /// The destination as written.
    pub written: Box<str>,
    /// Where it stands in the source.
    pub span: Span,
}

/// What a typed section holds that a list may show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// So many key points.
    Points(u32),
    /// A procedure.
    Procedure,
    /// So many questions.
    Faq(u32),
    /// An exemplar.
    Exemplar,
    /// A quiz of so many questions.
    Quiz(u32),
}

impl Part {
    /// Whether it has a name of its own in the whole handbook.
    #[must_use]
    pub fn has_name(self) -> bool {
        matches!(self, Self::Procedure | Self::Exemplar)
    }

    fn of(body: &Body) -> Option<Self> {
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        match body {
            Body::KeyPoints(points) => Some(Self::Points(count(points.points.len()))),
            Body::Procedure(_) => Some(Self::Procedure),
            Body::Faq(faq) => Some(Self::Faq(count(faq.questions.len()))),
            Body::Exemplar(_) => Some(Self::Exemplar),
            Body::Quiz(quiz) => Some(Self::Quiz(count(quiz.questions.len()))),
            Body::Prose(_) => None,
        }
    }
}

/// Looks through a text.
#[must_use]
pub fn mentions(sections: &[Section], footnotes: &[Footnote]) -> Mentions {
    let mut all = Mentions::default();
    let mut at = 0;
    for section in sections {
        all.own_ids(section);
        all.parts.extend(Part::of(&section.body).map(|part| (at, part)));
        walk::section(section, &mut |met| all.meet(at, met));
        all.fields(section);
        at += 1;
    }
    let last = at.saturating_sub(1);
    for footnote in footnotes {
        // A heading in a footnote is no place that a link may name.
        walk::blocks(&footnote.blocks, &mut |met| match met {
            Met::Heading(_) => {}
            met => all.meet(last, met),
        });
    }
    all
}

impl Mentions {
    fn own_ids(&mut self, section: &Section) {
        self.ids.insert(section.id.clone());
        match &section.body {
            Body::Faq(faq) => self.ids.extend(faq.questions.iter().map(|question| question.id.clone())),
            Body::Procedure(procedure) => self.ids.extend(procedure.steps.iter().map(|step| step.id.clone())),
            Body::Quiz(quiz) => self.ids.extend(quiz.questions.iter().map(|question| question.id.clone())),
            _ => {}
        }
    }

    fn meet(&mut self, section: u32, met: Met<'_>) {
        match met {
            Met::Link(link) | Met::Image(link) => match &link.destination {
                Destination::File(..) | Destination::Anchor(_) => self.links.push(Mention {
                    destination: link.destination.clone(),
                    written: link.written.clone(),
                    span: link.span,
                }),
                Destination::External(_) | Destination::Refused(_) => {}
            },
            Met::Citation(citation) => self.citations.push((section, citation.clone())),
            Met::Heading(heading) => self.ids.extend(heading.id.clone()),
        }
    }

    fn fields(&mut self, section: &Section) {
        match &section.body {
            Body::Faq(faq) => {
                for Question { basis, audiences, .. } in &faq.questions {
                    self.titles(basis);
                    self.audiences.extend(audiences.iter().cloned());
                }
            }
            Body::Procedure(procedure) => {
                self.titles(&procedure.basis);
                procedure.steps.iter().for_each(|step| self.titles(&step.basis));
            }
            _ => {}
        }
    }

    /// The 《titles》 that are still text: those of the registry have become citations.
    fn titles(&mut self, content: &[Inline]) {
        for inline in content {
            let Inline::Text(text, span) = inline else { continue };
            for (open, mark) in text.match_indices('《') {
                let at = open + mark.len();
                let rest = &text[at..];
                let end = rest.char_indices().take(LONGEST_TITLE).find(|(_, c)| matches!(c, '》' | '《'));
                if let Some((end, '》')) = end {
                    let title = &rest[..end];
                    self.titles.push((title.into(), part(*span, text, at, title)));
                }
            }
        }
    }
}

/// The place of a title in its text. Where entities or escapes were resolved, the text's place is the nearest known.
fn part(span: Span, text: &str, at: usize, title: &str) -> Span {
    span.part_of(text, at..at + title.len())
}
