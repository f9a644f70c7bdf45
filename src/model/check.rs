//! What only the whole handbook can tell about its links and citations.
//! A handbook in, diagnostics out, and where each policy is cited filled in: that list is found on the same walk.

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::handbook::{Cited, Handbook, LessonId, TextPart};
use super::targets::Target;
use crate::diagnostic::{Diagnostic, Problem};
use crate::parse::numeral;
use crate::parse::registry::PolicyStatus;
use crate::parse::section::{Body, Section};
use crate::parse::tree::{Citation, Destination, Footnote, Inline, Link, PolicyIndex};
use crate::parse::walk::{self, Met};
use crate::path::ContentPath;
use crate::text::nearest::nearest;
use crate::text::span::Span;

/// What a walk through one text found.
#[derive(Default)]
struct Seen {
    diagnostics: Vec<Diagnostic>,
    cited: Vec<(PolicyIndex, u32, Box<str>)>,
}

/// Checks every link and citation, and notes where each policy is cited.
pub(super) fn check(handbook: &mut Handbook) -> Vec<Diagnostic> {
    let anchors = Anchors::of(handbook);
    let this: &Handbook = handbook;
    let of_lessons: Vec<Seen> = this
        .lessons
        .par_iter()
        .enumerate()
        .map(|(index, lesson)| {
            let own = &anchors.lessons[index];
            look(this, &anchors, own, &lesson.sections, &lesson.footnotes)
        })
        .collect();
    let mut found = Vec::new();
    for unit in &this.units {
        let own = ids(&unit.sections);
        found.extend(look(this, &anchors, &own, &unit.sections, &unit.footnotes).diagnostics);
    }
    for sheet in &this.sheets {
        let own = ids(&sheet.sections);
        found.extend(look(this, &anchors, &own, &sheet.sections, &sheet.footnotes).diagnostics);
    }
    let mut cited = std::mem::take(&mut handbook.cited);
    for (index, seen) in of_lessons.into_iter().enumerate() {
        found.extend(seen.diagnostics);
        for (policy, section, text) in seen.cited {
            let place = Cited { lesson: LessonId::at(index), section, text };
            if let Some(list) = cited.get_mut(policy.0 as usize).filter(|list| list.last() != Some(&place)) {
                list.push(place);
            }
        }
    }
    handbook.cited = cited;
    found
}

/// The ids of every page that a link may name.
struct Anchors {
    lessons: Vec<FxHashSet<Box<str>>>,
}

impl Anchors {
    fn of(handbook: &Handbook) -> Self {
        Self { lessons: handbook.lessons.par_iter().map(|lesson| ids(&lesson.sections)).collect() }
    }
}

/// The ids of a text.
fn ids(sections: &[Section]) -> FxHashSet<Box<str>> {
    let mut all = FxHashSet::default();
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

fn look(
    handbook: &Handbook,
    anchors: &Anchors,
    own: &FxHashSet<Box<str>>,
    sections: &[Section],
    footnotes: &[Footnote],
) -> Seen {
    let mut seen = Seen::default();
    for (index, section) in sections.iter().enumerate() {
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        walk::section(section, &mut |met| meet(handbook, anchors, own, index, met, &mut seen));
        unregistered(handbook, section, &mut seen);
    }
    for footnote in footnotes {
        let last = u32::try_from(sections.len().saturating_sub(1)).unwrap_or(0);
        walk::blocks(&footnote.blocks, &mut |met| meet(handbook, anchors, own, last, met, &mut seen));
    }
    seen
}

#[expect(clippy::too_many_arguments, reason = "the context of one step of a walk, called from two places above")]
fn meet(handbook: &Handbook, anchors: &Anchors, own: &FxHashSet<Box<str>>, at: u32, met: Met<'_>, seen: &mut Seen) {
    match met {
        Met::Link(link) | Met::Image(link) => {
            if let Some(problem) = dead(handbook, anchors, own, link) {
                seen.diagnostics.push(Diagnostic::new(problem, link.span));
            }
        }
        Met::Citation(citation) => {
            seen.cited.push((citation.policy, at, citation.text.clone()));
            seen.diagnostics.extend(stale(handbook, citation));
        }
        Met::Heading(_) => {}
    }
}

/// What is wrong with where a link leads.
fn dead(handbook: &Handbook, anchors: &Anchors, own: &FxHashSet<Box<str>>, link: &Link) -> Option<Problem> {
    let (path, anchor) = match &link.destination {
        Destination::Anchor(anchor) => return dead_anchor(own.iter().map(|id| &**id), anchor),
        Destination::File(path, anchor) => (path, anchor.as_deref()),
        Destination::External(_) | Destination::Refused(_) => return None,
    };
    match handbook.targets.get(path) {
        Some(Target::Draft) => Some(Problem::LinkToDraft { target: path.to_string() }),
        Some(Target::Lesson(id)) => dead_anchor(anchors.lessons[id.index()].iter().map(|id| &**id), anchor?),
        Some(Target::Unit(id)) => {
            let ids = ids(&handbook.unit(id).sections);
            dead_anchor(ids.iter().map(|id| &**id), anchor?)
        }
        Some(Target::Sheet(id)) => {
            let ids = ids(&handbook.sheets[id.index()].sections);
            dead_anchor(ids.iter().map(|id| &**id), anchor?)
        }
        Some(Target::Policy(index)) => {
            let text = handbook.policy_texts.get(index.0 as usize)?.as_ref()?;
            let ids: Vec<&str> = text.parts.iter().filter_map(article_id).collect();
            dead_anchor(ids.into_iter(), anchor?)
        }
        Some(Target::Asset(_)) => None,
        None => Some(missing(handbook, path, &link.written)),
    }
}

fn article_id(part: &TextPart) -> Option<&str> {
    match part {
        TextPart::Article { id, .. } => Some(id),
        TextPart::Blocks(_) => None,
    }
}

fn dead_anchor<'a>(ids: impl Iterator<Item = &'a str> + Clone, anchor: &str) -> Option<Problem> {
    if anchor.is_empty() || ids.clone().any(|id| id == anchor) {
        return None;
    }
    let mut known: Vec<&str> = ids.collect();
    known.sort_unstable();
    Some(Problem::DeadAnchor { anchor: anchor.to_owned(), nearest: nearest(anchor, known).map(str::to_owned) })
}

fn missing(handbook: &Handbook, path: &ContentPath, written: &str) -> Problem {
    if let Some(right) = handbook.targets.other_case(path) {
        return Problem::WrongCase { target: written.to_owned(), right: right.file_name().to_owned() };
    }
    let known: Vec<ContentPath> = handbook.targets.paths().into_iter().filter_map(ContentPath::new).collect();
    let beside = known.iter().filter(|known| known.folder() == path.folder()).map(ContentPath::file_name);
    let near = match nearest(path.file_name(), beside) {
        Some(name) => known.iter().find(|known| known.folder() == path.folder() && known.file_name() == name),
        None => known.iter().find(|known| known.file_name() == path.file_name()),
    };
    Problem::MissingFile { target: written.to_owned(), nearest: near.map(|near| as_link(near, path, written)) }
}

/// `near` as the author of a link would write it, who wrote `written` for `path`.
fn as_link(near: &ContentPath, path: &ContentPath, written: &str) -> String {
    let folder = path.as_str().strip_suffix(written);
    let beside = folder.and_then(|folder| near.as_str().strip_prefix(folder));
    beside.map_or_else(|| format!("/{near}"), str::to_owned)
}

/// What is wrong with a citation: its policy is repealed, or has no such article.
fn stale(handbook: &Handbook, citation: &Citation) -> Option<Diagnostic> {
    let policy = handbook.registry.get(citation.policy)?;
    if policy.status == PolicyStatus::Repealed {
        let replacement = policy.replaced_by.as_ref().map(|title| title.value.clone());
        let problem = Problem::RepealedPolicy { title: policy.name.clone(), replacement };
        return Some(Diagnostic::new(problem, citation.span));
    }
    let text = handbook.policy_texts.get(citation.policy.0 as usize)?.as_ref()?;
    let number = citation.article?;
    if text.article(number).is_some() {
        return None;
    }
    let article = format!("第{}条", numeral::chinese(number));
    Some(Diagnostic::new(Problem::UnknownArticle { title: policy.name.clone(), article }, citation.span))
}

/// Reports 《titles》 in fields of basis that the registry lacks.
fn unregistered(handbook: &Handbook, section: &Section, seen: &mut Seen) {
    let mut look = |content: &[Inline]| {
        for inline in content {
            let Inline::Text(text, span) = inline else { continue };
            for title in titles(text) {
                let place = text.find(title).map_or(*span, |at| part(*span, text, at, title));
                let nearest = handbook.registry.nearest(title);
                seen.diagnostics
                    .push(Diagnostic::new(Problem::UnknownPolicy { title: title.to_owned(), nearest }, place));
            }
        }
    };
    match &section.body {
        Body::Faq(faq) => faq.questions.iter().for_each(|question| look(&question.basis)),
        Body::Procedure(procedure) => {
            look(&procedure.basis);
            procedure.steps.iter().for_each(|step| look(&step.basis));
        }
        _ => {}
    }
}

fn part(span: Span, text: &str, at: usize, title: &str) -> Span {
    if span.range().len() == text.len() { span.part(at..at + title.len()) } else { span }
}

/// The titles in 《》.
fn titles(text: &str) -> impl Iterator<Item = &str> {
    text.split('《').skip(1).filter_map(|rest| rest.split_once('》').map(|(title, _)| title))
}
