//! What only the whole handbook can tell about its links and citations.
//! A handbook in; diagnostics, and where each policy is cited, out.

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::handbook::{Cited, Handbook, Lesson, LessonId, TextPart};
use super::targets::Target;
use crate::config::Audience;
use crate::diagnostic::{Diagnostic, Problem};
use crate::parse::numeral;
use crate::parse::registry::PolicyStatus;
use crate::parse::section::{Body, Question, Section};
use crate::parse::tree::{Citation, Destination, Footnote, Inline, Link, PolicyIndex};
use crate::parse::walk::{self, Met};
use crate::path::ContentPath;
use crate::text::nearest::nearest;
use crate::text::span::Span;

/// The ids of one page.
type Ids = FxHashSet<Box<str>>;

/// Checks every link and citation, and notes where each policy is cited.
pub(super) fn check(handbook: &mut Handbook) -> Vec<Diagnostic> {
    let pages = Pages::of(handbook);
    let book: &Handbook = handbook;
    let of_lessons: Vec<Seen> = (0..book.lessons.len())
        .into_par_iter()
        .map(|index| {
            let lesson = &book.lessons[index];
            let mut look = Look::new(book, &pages, &pages.lessons[index], &lesson.path);
            look.front_matter(lesson);
            look.text(&lesson.sections, &lesson.footnotes)
        })
        .collect();
    let mut found = Vec::new();
    for (unit, own) in book.units.iter().zip(&pages.units) {
        let Some(path) = ContentPath::new(&format!("{}/index.md", unit.folder)) else { continue };
        found.extend(Look::new(book, &pages, own, &path).text(&unit.sections, &unit.footnotes).diagnostics);
    }
    for (sheet, own) in book.sheets.iter().zip(&pages.sheets) {
        let look = Look::new(book, &pages, own, &sheet.path);
        found.extend(look.text(&sheet.sections, &sheet.footnotes).diagnostics);
    }
    found.extend(settings(book));
    for (index, seen) in of_lessons.into_iter().enumerate() {
        found.extend(seen.diagnostics);
        for (policy, section, text) in seen.cited {
            let place = Cited { lesson: LessonId::at(index), section, text };
            if let Some(list) = handbook.cited.get_mut(policy.0 as usize).filter(|list| list.last() != Some(&place)) {
                list.push(place);
            }
        }
    }
    found
}

/// What the registry and `site.toml` name: attachments, and procedures for the home page.
fn settings(book: &Handbook) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for attachment in book.registry.policies.iter().flat_map(|policy| &policy.attachments) {
        let path = ContentPath::new(&attachment.value);
        if path.as_ref().is_none_or(|path| book.targets.get(path).is_none()) {
            let near = path.and_then(|path| book.targets.nearest(&path)).map(ToString::to_string);
            let problem = Problem::MissingFile { target: attachment.value.clone(), nearest: near };
            found.push(Diagnostic::new(problem, attachment.span));
        }
    }
    let names: Vec<&str> = book.procedures.iter().filter_map(|id| Some(book.procedure(*id)?.1.name.as_str())).collect();
    for name in book.config.featured.iter().filter(|name| !names.contains(&name.value.as_str())) {
        let near = nearest(&name.value, names.iter().copied()).map(str::to_owned);
        let problem = Problem::UnknownProcedure { name: name.value.clone(), nearest: near };
        found.push(Diagnostic::new(problem, name.span));
    }
    found
}

/// The ids of every page that a link may name.
struct Pages {
    lessons: Vec<Ids>,
    units: Vec<Ids>,
    sheets: Vec<Ids>,
}

impl Pages {
    fn of(book: &Handbook) -> Self {
        Self {
            lessons: book.lessons.par_iter().map(|lesson| ids(&lesson.sections)).collect(),
            units: book.units.iter().map(|unit| ids(&unit.sections)).collect(),
            sheets: book.sheets.iter().map(|sheet| ids(&sheet.sections)).collect(),
        }
    }
}

/// The ids of a text.
fn ids(sections: &[Section]) -> Ids {
    let mut all = Ids::default();
    for section in sections {
        all.insert(section.id.clone());
        match &section.body {
            Body::Faq(faq) => all.extend(faq.questions.iter().map(|question| question.id.clone())),
            Body::Procedure(procedure) => all.extend(procedure.steps.iter().map(|step| step.id.clone())),
            Body::Quiz(quiz) => all.extend(quiz.questions.iter().map(|question| question.id.clone())),
            _ => {}
        }
        walk::section(section, &mut |met| {
            if let Met::Heading(heading) = met {
                all.extend(heading.id.clone());
            }
        });
    }
    all
}

/// What a look through one text found.
#[derive(Default)]
struct Seen {
    diagnostics: Vec<Diagnostic>,
    cited: Vec<(PolicyIndex, u32, Box<str>)>,
}

/// A look through one text.
struct Look<'a> {
    book: &'a Handbook,
    pages: &'a Pages,
    own: &'a Ids,
    /// The text's file.
    path: &'a ContentPath,
    seen: Seen,
}

impl<'a> Look<'a> {
    fn new(book: &'a Handbook, pages: &'a Pages, own: &'a Ids, path: &'a ContentPath) -> Self {
        Self { book, pages, own, path, seen: Seen::default() }
    }

    /// What a lesson's front matter names: its video, where that is a file.
    fn front_matter(&mut self, lesson: &Lesson) {
        let Some(video) = lesson.meta.video.as_ref().filter(|video| !video.value.contains("://")) else { return };
        let problem = match lesson.path.join(&video.value) {
            Some(path) if self.book.targets.get(&path).is_some() => return,
            Some(path) => missing(self.book, self.path, &path, &video.value),
            None => Problem::LinkLeavesContent { target: video.value.clone() },
        };
        self.seen.diagnostics.push(Diagnostic::new(problem, video.span));
    }

    fn text(mut self, sections: &[Section], footnotes: &[Footnote]) -> Seen {
        let mut at = 0;
        for section in sections {
            walk::section(section, &mut |met| self.meet(at, met));
            self.unregistered(section);
            at += 1;
        }
        let last = at.saturating_sub(1);
        for footnote in footnotes {
            walk::blocks(&footnote.blocks, &mut |met| self.meet(last, met));
        }
        self.seen
    }

    fn meet(&mut self, section: u32, met: Met<'_>) {
        match met {
            Met::Link(link) | Met::Image(link) => {
                let dead = self.dead(link).map(|problem| Diagnostic::new(problem, link.span));
                self.seen.diagnostics.extend(dead);
            }
            Met::Citation(citation) => {
                self.seen.cited.push((citation.policy, section, citation.text.clone()));
                let stale = stale(self.book, citation);
                self.seen.diagnostics.extend(stale);
            }
            Met::Heading(_) => {}
        }
    }

    /// What is wrong with where a link leads.
    fn dead(&self, link: &Link) -> Option<Problem> {
        let (path, anchor) = match &link.destination {
            Destination::Anchor(anchor) => return dead_anchor(self.own, anchor),
            Destination::File(path, anchor) => (path, anchor.as_deref()),
            Destination::External(_) | Destination::Refused(_) => return None,
        };
        match self.book.targets.get(path) {
            Some(Target::Draft) => Some(Problem::LinkToDraft { target: path.to_string() }),
            Some(Target::Lesson(id)) => dead_anchor(&self.pages.lessons[id.index()], anchor?),
            Some(Target::Unit(id)) => dead_anchor(&self.pages.units[id.index()], anchor?),
            Some(Target::Sheet(id)) => dead_anchor(&self.pages.sheets[id.index()], anchor?),
            Some(Target::Policy(index)) => {
                let text = self.book.policy_texts.get(index.0 as usize)?.as_ref()?;
                let articles = text.parts.iter().filter_map(|part| match part {
                    TextPart::Article { id, .. } => Some(id.clone()),
                    TextPart::Blocks(_) => None,
                });
                dead_anchor(&articles.collect(), anchor?)
            }
            Some(Target::Asset(_)) => None,
            None => Some(missing(self.book, self.path, path, &link.written)),
        }
    }

    /// Reports 《titles》 in fields of basis that the registry lacks.
    fn unregistered(&mut self, section: &Section) {
        match &section.body {
            Body::Faq(faq) => {
                for question in &faq.questions {
                    self.titles(&question.basis);
                    self.audiences(question);
                }
            }
            Body::Procedure(procedure) => {
                self.titles(&procedure.basis);
                procedure.steps.iter().for_each(|step| self.titles(&step.basis));
            }
            _ => {}
        }
    }

    /// Reports audiences of a question that are not declared, where any is.
    fn audiences(&mut self, question: &Question) {
        let declared = &self.book.config.audiences;
        for (name, span) in &question.audiences {
            let known = |audience: &Audience| audience.name == *name || audience.aliases.contains(name);
            if declared.is_empty() || declared.iter().any(known) {
                continue;
            }
            let near = nearest(name, declared.iter().map(|audience| audience.name.as_str())).map(str::to_owned);
            let problem = Problem::UnknownAudience { name: name.clone(), nearest: near };
            self.seen.diagnostics.push(Diagnostic::new(problem, *span));
        }
    }

    fn titles(&mut self, content: &[Inline]) {
        for inline in content {
            let Inline::Text(text, span) = inline else { continue };
            for title in text.split('《').skip(1).filter_map(|rest| rest.split_once('》').map(|(title, _)| title)) {
                let place = text.find(title).map_or(*span, |at| part(*span, text, at, title));
                let nearest = self.book.registry.nearest(title);
                let problem = Problem::UnknownPolicy { title: title.to_owned(), nearest };
                self.seen.diagnostics.push(Diagnostic::new(problem, place));
            }
        }
    }
}

/// The place of a title in its text. Where entities or escapes were resolved, the text's place is the nearest known.
fn part(span: Span, text: &str, at: usize, title: &str) -> Span {
    if span.range().len() == text.len() { span.part(at..at + title.len()) } else { span }
}

fn dead_anchor(ids: &Ids, anchor: &str) -> Option<Problem> {
    if anchor.is_empty() || ids.contains(anchor) {
        return None;
    }
    let mut known: Vec<&str> = ids.iter().map(|id| &**id).collect();
    known.sort_unstable();
    Some(Problem::DeadAnchor { anchor: anchor.to_owned(), nearest: nearest(anchor, known).map(str::to_owned) })
}

/// That a file is not there, with the one that was probably meant as a link in `from` would name it.
fn missing(book: &Handbook, from: &ContentPath, path: &ContentPath, written: &str) -> Problem {
    if let Some(right) = book.targets.other_case(path) {
        return Problem::WrongCase { target: written.to_owned(), right: right.file_name().to_owned() };
    }
    let nearest = book.targets.nearest(path).map(|near| from.relative(near));
    Problem::MissingFile { target: written.to_owned(), nearest }
}

/// What is wrong with a citation: its policy is repealed, or has no such article.
fn stale(book: &Handbook, citation: &Citation) -> Option<Diagnostic> {
    let policy = book.registry.get(citation.policy)?;
    if policy.status == PolicyStatus::Repealed {
        let replacement = policy.replaced_by.as_ref().map(|title| title.value.clone());
        let problem = Problem::RepealedPolicy { title: policy.name.clone(), replacement };
        return Some(Diagnostic::new(problem, citation.span));
    }
    let text = book.policy_texts.get(citation.policy.0 as usize)?.as_ref()?;
    let number = citation.article?;
    if text.article(number).is_some() {
        return None;
    }
    let article = format!("第{}条", numeral::chinese(number));
    Some(Diagnostic::new(Problem::UnknownArticle { title: policy.name.clone(), article }, citation.span))
}
