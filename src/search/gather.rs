//! What can be found: the pages of a handbook, cut into sections.
//! A handbook with its addresses in, [`Page`]s out. A section is the least that a result leads to: a heading with the text
//! under it, a question, a step, an exemplar, an article. Every text of the handbook stands in one section and in one only.

use rayon::prelude::*;

use super::section::{self, Section};
use crate::model::{Handbook, LessonId, PolicyText, ProcedureId, Reads, Sheet, TextPart, Unit};
use crate::parse::plain;
use crate::parse::registry::Policy;
use crate::parse::section::Body;
use crate::path::SitePath;
use crate::route::Routes;

/// What a result is. The order is that of the script that searches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A lesson, or a section of ordinary text in one.
    Lesson,
    /// A procedure or one of its steps.
    Procedure,
    /// A question.
    Question,
    /// Exemplary practice.
    Exemplar,
    /// A policy or one of its articles.
    Policy,
    /// A sheet.
    Sheet,
    /// A unit's own page.
    Unit,
    /// A quiz.
    Quiz,
}

/// A page that results lead to.
pub(super) struct Page {
    /// Its address.
    pub(super) path: SitePath,
    /// The positions of its topics in the handbook's list.
    pub(super) topics: Vec<u32>,
    /// The positions of its audiences in the handbook's list.
    pub(super) audiences: Vec<u32>,
    /// Its sections. The first is the page as a whole: its title, and the text before any heading.
    pub(super) sections: Vec<Section>,
}

impl Page {
    fn new(path: &SitePath, sections: Vec<Section>) -> Self {
        Self { path: path.clone(), topics: Vec::new(), audiences: Vec::new(), sections }
    }
}

/// All pages: units with their lessons, procedures and sheets, then policies.
pub(super) fn pages(handbook: &Handbook, routes: &Routes) -> Vec<Page> {
    let units = handbook.units.iter().zip(&routes.units).map(|(unit, path)| Page::new(path, of_unit(unit)));
    let lessons: Vec<Vec<Page>> = (0..handbook.lessons.len())
        .into_par_iter()
        .map(|index| of_lesson(handbook, routes, LessonId::at(index)))
        .collect();
    let sheets = handbook.sheets.iter().zip(&routes.sheets).map(|(sheet, path)| Page::new(path, of_sheet(sheet)));
    let policies: Vec<Page> = (0..handbook.registry.policies.len())
        .into_par_iter()
        .filter_map(|index| of_policy(handbook, routes, index))
        .collect();
    units.chain(lessons.into_iter().flatten()).chain(sheets).chain(policies).collect()
}

fn of_unit(unit: &Unit) -> Vec<Section> {
    let mut lead = vec![unit.meta.summary.as_str(), &unit.meta.place, &unit.meta.lecturer];
    lead.extend(unit.meta.formats.iter().map(String::as_str));
    let mut sections = vec![Section::lead(Kind::Unit, &unit.title, &lead.join("\n"))];
    section::push_all(&mut sections, Kind::Unit, &unit.sections, &|_| false);
    section::push_notes(&mut sections, &unit.footnotes);
    sections
}

fn of_sheet(sheet: &Sheet) -> Vec<Section> {
    let mut sections = vec![Section::lead(Kind::Sheet, &sheet.title, &sheet.meta.summary)];
    section::push_all(&mut sections, Kind::Sheet, &sheet.sections, &|_| false);
    section::push_notes(&mut sections, &sheet.footnotes);
    sections
}

/// A lesson's page, and those of its procedures.
fn of_lesson(handbook: &Handbook, routes: &Routes, id: LessonId) -> Vec<Page> {
    let (lesson, text) = (handbook.lesson(id), handbook.text(id, &Reads::default()));
    let Some(path) = routes.lessons.get(id.index()) else { return Vec::new() };
    let lead = [lesson.meta.summary.as_str(), &lesson.meta.lecturer].join("\n");
    let mut sections = vec![Section::lead(Kind::Lesson, &lesson.title, &lead)];
    let own_page = |section: u32| routes.procedure(ProcedureId { lesson: id, section });
    section::push_all(&mut sections, Kind::Lesson, &text.sections, &|at| own_page(at).is_some());
    section::push_notes(&mut sections, &text.footnotes);
    let mut pages = vec![Page::new(path, sections)];
    for (at, own) in (0_u32..).zip(&*text.sections) {
        if let (Body::Procedure(procedure), Some(path)) = (&own.body, own_page(at)) {
            pages.push(Page::new(path, section::procedure(procedure)));
        }
    }
    for page in &mut pages {
        page.topics = lesson.topics.iter().map(|topic| topic.0).collect();
        page.audiences = lesson.audiences.iter().map(|audience| audience.0).collect();
    }
    pages
}

/// A policy's page, under the topics of the lessons that cite it.
fn of_policy(handbook: &Handbook, routes: &Routes, index: usize) -> Option<Page> {
    let policy = handbook.registry.policies.get(index)?;
    let mut sections = vec![Section::lead(Kind::Policy, &policy.name, &about(policy))];
    if let Some(text) = handbook.policy_texts.get(index).and_then(Option::as_ref) {
        push_text(&mut sections, text);
    }
    let mut page = Page::new(routes.policies.get(index)?, sections);
    for cited in handbook.cited.get(index).into_iter().flatten() {
        let lesson = handbook.lesson(cited.lesson);
        page.topics.extend(lesson.topics.iter().map(|topic| topic.0));
        page.audiences.extend(lesson.audiences.iter().map(|audience| audience.0));
    }
    for list in [&mut page.topics, &mut page.audiences] {
        list.sort_unstable();
        list.dedup();
    }
    Some(page)
}

fn about(policy: &Policy) -> String {
    let mut lines: Vec<&str> = policy.short_names.iter().map(String::as_str).collect();
    lines.extend([policy.number.as_str(), &policy.issuer, &policy.note]);
    lines.join("\n")
}

/// A policy's own text: its chapters, and its articles under them.
fn push_text(sections: &mut Vec<Section>, text: &PolicyText) {
    for part in &text.parts {
        match part {
            TextPart::Blocks(blocks) => section::push_prose(sections, Kind::Policy, blocks),
            TextPart::Article { id, label, blocks, .. } => {
                sections.push(Section::new(Kind::Policy, 4, label, id, &plain::blocks(blocks)));
            }
        }
    }
    section::push_notes(sections, &text.footnotes);
}
