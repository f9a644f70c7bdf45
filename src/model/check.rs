//! What only the whole handbook can tell about its links and citations.
//! A handbook in; diagnostics, and where each policy is cited, out.

use rayon::prelude::*;

use super::handbook::{Cited, Handbook, Lesson, LessonId, ProcedureId, Reads, TextPart};
use super::targets::Target;
use crate::config::Audience;
use crate::diagnostic::{Diagnostic, Problem};
use crate::parse::mentions::{Ids, Mention, Mentions};
use crate::parse::numeral;
use crate::parse::registry::PolicyStatus;
use crate::parse::tree::{Citation, Destination};
use crate::path::ContentPath;
use crate::safe::address::Lead;
use crate::text::nearest::nearest;

/// Checks every link and citation, and notes where each policy is cited.
pub(super) fn check(handbook: &mut Handbook) -> Vec<Diagnostic> {
    let book: &Handbook = handbook;
    let of_lessons = book.lessons.par_iter().flat_map_iter(|lesson| {
        let look = Look { book, path: &lesson.path, mentions: &lesson.text.mentions };
        look.front_matter(lesson).into_iter().chain(look.text())
    });
    let mut found: Vec<Diagnostic> = of_lessons.collect();
    for unit in &book.units {
        let Some(path) = ContentPath::new(&format!("{}/index.md", unit.folder)) else { continue };
        found.extend(Look { book, path: &path, mentions: &unit.mentions }.text());
    }
    for sheet in &book.sheets {
        found.extend(Look { book, path: &sheet.path, mentions: &sheet.mentions }.text());
    }
    found.extend(settings(book));
    handbook.cited = cited(handbook);
    found
}

/// Where each policy is cited.
fn cited(book: &Handbook) -> Vec<Vec<Cited>> {
    let mut all = vec![Vec::new(); book.registry.policies.len()];
    for (index, lesson) in book.lessons.iter().enumerate() {
        for (section, citation) in &lesson.text.mentions.citations {
            let place = Cited { lesson: LessonId::at(index), section: *section, text: citation.text.clone() };
            if let Some(list) = all.get_mut(citation.policy.0 as usize).filter(|list| list.last() != Some(&place)) {
                list.push(place);
            }
        }
    }
    all
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
    let name = |id: &ProcedureId| Some(book.procedure(*id, &Reads::default())?.1.name.as_str());
    let names: Vec<&str> = book.procedures.iter().filter_map(name).collect();
    for name in book.config.featured.iter().filter(|name| !names.contains(&name.value.as_str())) {
        let near = nearest(&name.value, names.iter().copied()).map(str::to_owned);
        let problem = Problem::UnknownProcedure { name: name.value.clone(), nearest: near };
        found.push(Diagnostic::new(problem, name.span));
    }
    found
}

/// For how many of a text's names that lead nowhere the nearest one is looked for: it is compared with all others.
const SUGGESTED: usize = 50;

/// A look at what one text names.
#[derive(Clone, Copy)]
struct Look<'a> {
    book: &'a Handbook,
    /// The text's file.
    path: &'a ContentPath,
    mentions: &'a Mentions,
}

impl Look<'_> {
    /// What a lesson's front matter names: its video, where that is a file.
    fn front_matter(self, lesson: &Lesson) -> Option<Diagnostic> {
        let video = lesson.meta.video.as_ref()?;
        let problem = match Lead::of(&video.value, &lesson.path) {
            Lead::Outward(address) if address.is_web() => {
                let why = address.doubt("")?;
                Problem::DoubtfulLink { target: address.as_str().to_owned(), why }
            }
            Lead::Inside(path, _) if self.book.targets.get(&path).is_some() => return None,
            Lead::Inside(path, _) => missing(self.book, self.path, &path, &video.value),
            Lead::Leaves => Problem::LinkLeavesContent { target: video.value.clone() },
            Lead::Outward(_) | Lead::Anchor(_) | Lead::Refused => Problem::RefusedLink { target: video.value.clone() },
        };
        Some(Diagnostic::new(problem, video.span))
    }

    fn text(self) -> Vec<Diagnostic> {
        let Self { book, mentions, .. } = self;
        let mut found = Vec::new();
        let mut left = SUGGESTED;
        for link in &mentions.links {
            let dead = self.dead(link, left > 0).map(|problem| Diagnostic::new(problem, link.span));
            left -= usize::from(dead.is_some() && left > 0);
            found.extend(dead);
        }
        found.extend(mentions.citations.iter().filter_map(|(_, citation)| stale(book, citation)));
        for (title, span) in &mentions.titles {
            let nearest = if left > 0 { book.registry.nearest(title) } else { None };
            left = left.saturating_sub(1);
            found.push(Diagnostic::new(Problem::UnknownPolicy { title: title.to_string(), nearest }, *span));
        }
        self.audiences(&mut found);
        found
    }

    /// What is wrong with where a link leads.
    fn dead(self, link: &Mention, suggest: bool) -> Option<Problem> {
        let (path, anchor) = match &link.destination {
            Destination::Anchor(anchor) => return dead_anchor(&self.mentions.ids, anchor, suggest),
            Destination::File(path, anchor) => (path, anchor.as_deref()),
            Destination::External(_) | Destination::Refused(_) => return None,
        };
        let dead_anchor = |ids: &Ids, anchor: &str| dead_anchor(ids, anchor, suggest);
        match self.book.targets.get(path) {
            Some(Target::Draft) => Some(Problem::LinkToDraft { target: path.to_string() }),
            Some(Target::Lesson(id)) => dead_anchor(&self.book.lessons[id.index()].text.mentions.ids, anchor?),
            Some(Target::Unit(id)) => dead_anchor(&self.book.units[id.index()].mentions.ids, anchor?),
            Some(Target::Sheet(id)) => dead_anchor(&self.book.sheets[id.index()].mentions.ids, anchor?),
            Some(Target::Policy(index)) => {
                let text = self.book.policy_texts.get(index.0 as usize)?.as_ref()?;
                let articles = text.parts.iter().filter_map(|part| match part {
                    TextPart::Article { id, .. } => Some(id.clone()),
                    TextPart::Blocks(_) => None,
                });
                dead_anchor(&articles.collect(), anchor?)
            }
            Some(Target::Asset(_)) => None,
            None if suggest => Some(missing(self.book, self.path, path, &link.written)),
            None => Some(Problem::MissingFile { target: link.written.to_string(), nearest: None }),
        }
    }

    /// Reports audiences of questions that are not declared, where any is.
    fn audiences(self, found: &mut Vec<Diagnostic>) {
        let declared = &self.book.config.audiences;
        for (name, span) in &self.mentions.audiences {
            let known = |audience: &Audience| audience.name == *name || audience.aliases.contains(name);
            if declared.is_empty() || declared.iter().any(known) {
                continue;
            }
            let near = nearest(name, declared.iter().map(|audience| audience.name.as_str())).map(str::to_owned);
            let problem = Problem::UnknownAudience { name: name.clone(), nearest: near };
            found.push(Diagnostic::new(problem, *span));
        }
    }
}

fn dead_anchor(ids: &Ids, anchor: &str, suggest: bool) -> Option<Problem> {
    if anchor.is_empty() || ids.contains(anchor) {
        return None;
    }
    if !suggest {
        return Some(Problem::DeadAnchor { anchor: anchor.to_owned(), nearest: None });
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
