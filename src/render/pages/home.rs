//! The home page.

use crate::data::Spanned;
use crate::model::{Lesson, ProcedureId, UnitId};
use crate::parse::mentions::Part;
use crate::render::desk::Desk;
use crate::render::links::Head;
use crate::render::views::{CountsView, HomeView, ProcedureLinkView};

/// How many units the calendar shows.
const CALENDAR: usize = 24;

/// How many procedures are shown as those most needed.
const PROCEDURES: usize = 8;

/// How many changed lessons are shown.
const CHANGED: usize = 6;

pub(super) fn home(desk: &Desk<'_>) -> HomeView {
    let book = desk.world.handbook;
    let config = &book.config;
    let head = Head { kind: "home", title: &config.title, description: &config.description, crumbs: Vec::new() };
    let current = book.current_unit();
    let lessons = current.map(|id| book.unit(id).lessons.as_slice()).unwrap_or_default();
    HomeView {
        page: desk.page(head),
        current: current.map(|id| desk.unit_link(id)),
        current_lessons: lessons.iter().take(12).map(|id| desk.lesson_link(*id)).collect(),
        calendar: (0..book.units.len()).rev().take(CALENDAR).map(|index| desk.unit_link(UnitId::at(index))).collect(),
        procedures: needed_most(desk),
        strands: desk.strands(),
        audiences: desk.audiences(),
        changed: book.lists.changed.iter().take(CHANGED).map(|id| desk.lesson_link(*id)).collect(),
        counts: counts(desk),
    }
}

/// The procedures that `site.toml` names; else the first of each topic, in the topics' order.
fn needed_most(desk: &Desk<'_>) -> Vec<ProcedureLinkView> {
    let book = desk.world.handbook;
    let name = |id: &ProcedureId| book.procedure(*id, desk.world.reads).map(|(_, procedure)| procedure.name.as_str());
    let featured = &book.config.featured;
    if !featured.is_empty() {
        let find = |wanted: &Spanned<String>| book.procedures.iter().find(|id| name(id) == Some(wanted.value.as_str()));
        return featured.iter().filter_map(find).filter_map(|id| desk.procedure_link(*id)).collect();
    }
    let mut seen = Vec::new();
    let mut chosen = Vec::new();
    for (topic, id) in &book.lists.procedures {
        if !seen.contains(topic) {
            seen.push(*topic);
            chosen.push(*id);
        }
    }
    chosen.into_iter().take(PROCEDURES).filter_map(|id| desk.procedure_link(id)).collect()
}

fn counts(desk: &Desk<'_>) -> CountsView {
    let book = desk.world.handbook;
    let parts = book.lessons.iter().flat_map(Lesson::parts);
    let quiz_questions = parts.map(|(_, part)| if let Part::Quiz(count) = part { *count as usize } else { 0 }).sum();
    CountsView {
        lessons: book.lessons.len(),
        procedures: book.procedures.len(),
        questions: book.questions.len(),
        exemplars: book.exemplars.len(),
        policies: book.registry.policies.len(),
        quiz_questions,
    }
}
