//! The types of the handbook.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::config::Config;
use crate::data::Spanned;
use crate::data::date::Date;
use crate::media::Picture;
use crate::parse::front_matter::{LessonMeta, UnitMeta, UnitStatus};
use crate::parse::mentions::{Mentions, Part};
use crate::parse::registry::{Registry, Term};
use crate::parse::section::{Body, Exemplar, Procedure, Question, Quiz, Section};
use crate::parse::tree::{Block, Footnote, PolicyIndex};
use crate::path::ContentPath;
use crate::text::span::{FileId, Span};

use super::lists::Lists;
use super::targets::Targets;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// The position in the handbook's list.
            #[must_use]
            pub fn index(self) -> usize {
                self.0 as usize
            }

            /// The id at a position; handbooks have far fewer than 2³² of anything.
            #[must_use]
            pub fn at(index: usize) -> Self {
                Self(u32::try_from(index).unwrap_or(u32::MAX))
            }
        }
    )*};
}

ids! {
    /// A unit.
    UnitId,
    /// A lesson.
    LessonId,
    /// A sheet.
    SheetId,
    /// A topic.
    TopicId,
    /// An audience.
    AudienceId,
    /// A file to be copied.
    AssetId,
}

/// A procedure: a section of a lesson.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProcedureId {
    /// The lesson.
    pub lesson: LessonId,
    /// The section's position in it.
    pub section: u32,
}

/// An exemplar: a section of a lesson.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExemplarId {
    /// The lesson.
    pub lesson: LessonId,
    /// The section's position in it.
    pub section: u32,
}

/// A question: one of a section of a lesson.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QuestionId {
    /// The lesson.
    pub lesson: LessonId,
    /// The section's position in it.
    pub section: u32,
    /// The question's position in that.
    pub question: u32,
}

/// The whole handbook.
#[derive(Debug)]
pub struct Handbook {
    /// The site's configuration.
    pub config: Config,
    /// The units, by month.
    pub units: Vec<Unit>,
    /// The lessons, by unit and order.
    pub lessons: Vec<Lesson>,
    /// The sheets, by address.
    pub sheets: Vec<Sheet>,
    /// The topics, declared ones first.
    pub topics: Vec<Topic>,
    /// The audiences, declared ones first.
    pub audiences: Vec<Audience>,
    /// All procedures, by lesson and place.
    pub procedures: Vec<ProcedureId>,
    /// All exemplars, by lesson and place.
    pub exemplars: Vec<ExemplarId>,
    /// All questions, by lesson and place.
    pub questions: Vec<QuestionId>,
    /// The policy registry.
    pub registry: Registry,
    /// What each policy's own text says, where the site has it; as long as the registry.
    pub policy_texts: Vec<Option<PolicyText>>,
    /// Where each policy is cited; as long as the registry.
    pub cited: Vec<Vec<Cited>>,
    /// Files whose text stands elsewhere than in lessons: in months' pages, sheets, shared texts and policies.
    pub quoted: Vec<ContentPath>,
    /// The glossary.
    pub glossary: Vec<Term>,
    /// What the long lists hold.
    pub lists: Lists,
    /// Files that are copied.
    pub assets: Vec<Asset>,
    /// What each source file is, for links.
    pub targets: Targets,
}

/// One month's theme.
#[derive(Clone, Debug)]
pub struct Unit {
    /// `2026-03`
    pub month: String,
    /// Its folder under `content/`.
    pub folder: String,
    /// Its title.
    pub title: String,
    /// What its page's front matter says.
    pub meta: UnitMeta,
    /// Its page's text.
    pub sections: Arc<[Section]>,
    /// Its page's footnotes.
    pub footnotes: Arc<[Footnote]>,
    /// What its page's text names.
    pub mentions: Arc<Mentions>,
    /// Its page's file, where it has one.
    pub file: Option<FileId>,
    /// Its lessons, in order.
    pub lessons: Vec<LessonId>,
}

impl Unit {
    /// Whether the lecture is still to come.
    #[must_use]
    pub fn is_planned(&self) -> bool {
        self.meta.status == UnitStatus::Planned
    }
}

/// A lesson.
#[derive(Clone, Debug)]
pub struct Lesson {
    /// Its unit.
    pub unit: UnitId,
    /// Its address among the sources.
    pub path: ContentPath,
    /// Its file.
    pub file: FileId,
    /// Its file's name as addresses spell it.
    pub slug: Arc<str>,
    /// Its title.
    pub title: String,
    /// What its front matter says.
    pub meta: Arc<LessonMeta>,
    /// Its topics.
    pub topics: Vec<TopicId>,
    /// Its audiences.
    pub audiences: Vec<AudienceId>,
    /// Its text, which others read by [`Handbook::text`].
    pub(super) text: Text,
}

/// A lesson's text.
#[derive(Clone, Debug)]
pub struct Text {
    /// Its sections.
    pub sections: Arc<[Section]>,
    /// Its footnotes.
    pub footnotes: Arc<[Footnote]>,
    /// What it names.
    pub mentions: Arc<Mentions>,
    /// The files that it includes, directly or not.
    pub includes: Vec<ContentPath>,
}

impl Text {
    /// The quizzes in it.
    pub fn quizzes(&self) -> impl Iterator<Item = (&Section, &Quiz)> {
        self.sections.iter().filter_map(|section| match &section.body {
            Body::Quiz(quiz) => Some((section, quiz)),
            _ => None,
        })
    }
}

/// Whose texts were read: a page need not be made again where no text that it was made from has changed.
#[derive(Debug, Default)]
pub struct Reads(RefCell<BTreeSet<LessonId>>);

impl Reads {
    fn note(&self, id: LessonId) {
        self.0.borrow_mut().insert(id);
    }

    /// The lessons, in order.
    #[must_use]
    pub fn lessons(self) -> Vec<LessonId> {
        self.0.into_inner().into_iter().collect()
    }
}

impl Lesson {
    /// When it was last changed, as far as the author says.
    #[must_use]
    pub fn changed(&self) -> Option<Date> {
        self.meta.updated.or(self.meta.date)
    }

    /// Whether there is a quiz in it.
    #[must_use]
    pub fn has_quiz(&self) -> bool {
        self.parts().iter().any(|(_, part)| matches!(part, Part::Quiz(_)))
    }

    /// The typed sections of its text, each with its position.
    #[must_use]
    pub fn parts(&self) -> &[(u32, Part)] {
        &self.text.mentions.parts
    }
}

/// A Markdown file beside the lessons: a form or table to hand out.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Its unit.
    pub unit: UnitId,
    /// Its address among the sources.
    pub path: ContentPath,
    /// Its file.
    pub file: FileId,
    /// Its file's name as addresses spell it.
    pub slug: Arc<str>,
    /// Its title.
    pub title: String,
    /// What its front matter says.
    pub meta: Arc<LessonMeta>,
    /// Its text.
    pub sections: Arc<[Section]>,
    /// Its footnotes.
    pub footnotes: Arc<[Footnote]>,
    /// What its text names.
    pub mentions: Arc<Mentions>,
}

/// A subject across months.
#[derive(Clone, Debug)]
pub struct Topic {
    /// Its name.
    pub name: String,
    /// Its address.
    pub slug: String,
    /// What it is about.
    pub summary: String,
    /// Its group on the home page.
    pub strand: String,
    /// Where it is declared, or first named.
    pub span: Span,
    /// Its lessons, newest month first.
    pub lessons: Vec<LessonId>,
}

/// A level or institution.
#[derive(Clone, Debug)]
pub struct Audience {
    /// Its name.
    pub name: String,
    /// Its address.
    pub slug: String,
    /// Where it is declared, or first named.
    pub span: Span,
    /// Its lessons, newest month first.
    pub lessons: Vec<LessonId>,
}

/// The text of a policy, taken apart at its articles.
#[derive(Clone, Debug)]
pub struct PolicyText {
    /// Its file.
    pub file: FileId,
    /// Its parts in order.
    pub parts: Vec<TextPart>,
    /// Its footnotes.
    pub footnotes: Vec<Footnote>,
}

impl PolicyText {
    /// The id of an article on the policy's page.
    #[must_use]
    pub fn article(&self, number: u32) -> Option<&str> {
        self.parts.iter().find_map(|part| match part {
            TextPart::Article { number: own, id, .. } if *own == number => Some(&**id),
            _ => None,
        })
    }
}

/// A part of a policy's text.
#[derive(Clone, Debug)]
pub enum TextPart {
    /// What stands between articles: preface, chapter headings.
    Blocks(Vec<Block>),
    /// An article.
    Article {
        /// Its number.
        number: u32,
        /// Its id on the policy's page: 第五条.
        id: Box<str>,
        /// Its heading's words.
        label: String,
        /// Its text.
        blocks: Vec<Block>,
        /// Where it stands.
        span: Span,
    },
}

/// A place that cites a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cited {
    /// The lesson.
    pub lesson: LessonId,
    /// The section's position in it.
    pub section: u32,
    /// The words as cited.
    pub text: Box<str>,
}

/// A file that is given out: copied, or a picture made fit for it.
#[derive(Clone, Debug)]
pub struct Asset {
    /// Its address among the sources.
    pub path: ContentPath,
    /// The file.
    pub file: FileId,
    /// What it shows, if it is a picture.
    pub picture: Option<Picture>,
}

impl Handbook {
    /// A lesson.
    #[must_use]
    pub fn lesson(&self, id: LessonId) -> &Lesson {
        &self.lessons[id.index()]
    }

    /// A lesson's text.
    #[must_use]
    pub fn text(&self, id: LessonId, reads: &Reads) -> &Text {
        reads.note(id);
        &self.lesson(id).text
    }

    /// A unit.
    #[must_use]
    pub fn unit(&self, id: UnitId) -> &Unit {
        &self.units[id.index()]
    }

    /// A procedure with its section. Ids are made from such sections only.
    #[must_use]
    pub fn procedure(&self, id: ProcedureId, reads: &Reads) -> Option<(&Section, &Procedure)> {
        let section = self.text(id.lesson, reads).sections.get(id.section as usize)?;
        match &section.body {
            Body::Procedure(procedure) => Some((section, procedure)),
            _ => None,
        }
    }

    /// An exemplar with its section.
    #[must_use]
    pub fn exemplar(&self, id: ExemplarId, reads: &Reads) -> Option<(&Section, &Exemplar)> {
        let section = self.text(id.lesson, reads).sections.get(id.section as usize)?;
        match &section.body {
            Body::Exemplar(exemplar) => Some((section, exemplar)),
            _ => None,
        }
    }

    /// A question.
    #[must_use]
    pub fn question(&self, id: QuestionId, reads: &Reads) -> Option<&Question> {
        match &self.text(id.lesson, reads).sections.get(id.section as usize)?.body {
            Body::Faq(faq) => faq.questions.get(id.question as usize),
            _ => None,
        }
    }

    /// A policy's registered name and title's place.
    #[must_use]
    pub fn policy_name(&self, index: PolicyIndex) -> &str {
        self.registry.get(index).map_or("", |policy| &policy.name)
    }

    /// The newest unit whose lecture has been given: this month's theme.
    #[must_use]
    pub fn current_unit(&self) -> Option<UnitId> {
        self.units.iter().rposition(|unit| !unit.is_planned() && !unit.lessons.is_empty()).map(UnitId::at)
    }
}

/// A name with its place, as authors write topics and audiences.
pub(super) type Name = Spanned<String>;
