//! A unit's page, and the whole unit for printing.

use crate::model::{ExemplarId, LessonId, ProcedureId, QuestionId, UnitId};
use crate::parse::section::Body;
use crate::render::desk::Desk;
use crate::render::links::Head;
use crate::render::sections::Owner;
use crate::render::views::{LinkView, PrintedLessonView, UnitPrintView, UnitView};
use crate::route::{PAGE_ENTRIES, PRINTED_LESSONS, parts};

/// How many questions a unit's page lists.
const QUESTIONS: usize = 60;

/// What the lessons on one part of a unit's page hold.
#[derive(Default)]
struct Held {
    procedures: Vec<ProcedureId>,
    questions: Vec<QuestionId>,
    exemplars: Vec<ExemplarId>,
}

fn held(desk: &Desk<'_>, lessons: &[LessonId]) -> Held {
    let mut held = Held::default();
    for &lesson in lessons {
        for (section, part) in (0_u32..).zip(&*desk.text_of(lesson).sections) {
            match &part.body {
                Body::Procedure(_) => held.procedures.push(ProcedureId { lesson, section }),
                Body::Exemplar(_) => held.exemplars.push(ExemplarId { lesson, section }),
                Body::Faq(faq) => {
                    held.questions.extend((0_u32..).zip(&faq.questions).map(|(question, _)| QuestionId {
                        lesson,
                        section,
                        question,
                    }));
                }
                _ => {}
            }
        }
    }
    held
}

pub(super) fn unit(desk: &Desk<'_>, id: UnitId, part: usize) -> UnitView {
    let book = desk.world.handbook;
    let unit = book.unit(id);
    let head = Head { kind: "unit", title: &unit.title, description: &unit.meta.summary, crumbs: vec![desk.home()] };
    let lessons = unit.lessons.chunks(PAGE_ENTRIES).nth(part).unwrap_or_default();
    let (sections, footnotes) =
        if part == 0 { desk.sections(Owner::Other, &unit.sections, &unit.footnotes) } else { Default::default() };
    let own = held(desk, lessons);
    let neighbour = |index: Option<usize>| -> Option<LinkView> {
        index.filter(|index| *index < book.units.len()).map(|index| desk.unit_title(UnitId::at(index)))
    };
    UnitView {
        page: desk.page(head),
        unit: desk.unit_link(id),
        place: unit.meta.place.clone(),
        lecturer: unit.meta.lecturer.clone(),
        formats: unit.meta.formats.clone(),
        sections,
        footnotes,
        lessons: lessons.iter().map(|id| desk.lesson_link(*id)).collect(),
        procedures: own.procedures.iter().filter_map(|id| desk.procedure_link(*id)).collect(),
        question_count: own.questions.len(),
        questions: own.questions.iter().take(QUESTIONS).filter_map(|id| desk.question_title(*id)).collect(),
        exemplars: own.exemplars.iter().filter_map(|id| desk.exemplar_title(*id)).collect(),
        print: desk.href(&desk.world.routes.prints[id.index()]),
        previous: neighbour(id.index().checked_sub(1)),
        next: neighbour(Some(id.index() + 1)),
        pager: desk.pager(&desk.world.routes.units[id.index()], part, parts(unit.lessons.len(), PAGE_ENTRIES)),
    }
}

pub(super) fn print(desk: &Desk<'_>, id: UnitId, part: usize) -> UnitPrintView {
    let book = desk.world.handbook;
    let unit = book.unit(id);
    let crumbs = vec![desk.home(), desk.unit_title(id)];
    let head = Head { kind: "unit-print", title: &unit.title, description: "", crumbs };
    let mut page = desk.page(head);
    page.noindex = true;
    let lessons = unit.lessons.chunks(PRINTED_LESSONS).nth(part).unwrap_or_default();
    let printed = lessons.iter().map(|&lesson| {
        let own = desk.text_of(lesson);
        let name = desk.world.routes.lessons[lesson.index()].as_str();
        let name = name.rsplit('/').next().unwrap_or(name).trim_end_matches(".html");
        let prefix = format!("{name}-");
        let (sections, footnotes) =
            desk.prefixed(&prefix).sections(Owner::Lesson(lesson), &own.sections, &own.footnotes);
        PrintedLessonView { id: name.to_owned(), lesson: desk.lesson_link(lesson), sections, footnotes }
    });
    UnitPrintView {
        page,
        unit: desk.unit_link(id),
        lessons: printed.collect(),
        pager: desk.pager(&desk.world.routes.prints[id.index()], part, parts(unit.lessons.len(), PRINTED_LESSONS)),
    }
}
