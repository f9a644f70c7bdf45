//! A lesson, its printed paper, and a sheet.

use std::collections::BTreeSet;

use crate::data::date::Date;
use crate::model::{AudienceId, Lesson, LessonId, SheetId, UnitId};
use crate::parse::mentions::Part;
use crate::parse::section::Section;
use crate::parse::tree::PolicyIndex;
use crate::render::desk::Desk;
use crate::render::links::Head;
use crate::render::sections::{Owner, toc};
use crate::render::template::{Free, Html};
use crate::render::views::{LessonView, LinkView, PaperView, QuizQuestionView, SheetView};
use crate::safe::address::Lead;

pub(super) fn lesson(desk: &Desk<'_>, id: LessonId) -> LessonView {
    let book = desk.world.handbook;
    let (lesson, text) = (book.lesson(id), desk.text_of(id));
    let unit = desk.unit_title(lesson.unit);
    let crumbs = vec![desk.home(), unit.clone()];
    let head = Head { kind: "lesson", title: &lesson.title, description: &lesson.meta.summary, crumbs };
    let mut page = desk.page(head);
    page.draft = lesson.meta.draft;
    let (sections, footnotes) = desk.sections(Owner::Lesson(id), &text.sections, &text.footnotes);
    let (previous, next) = neighbours(desk, id, lesson.unit);
    let audience =
        |id: &AudienceId| desk.link(&desk.world.routes.audiences[id.index()], &book.audiences[id.index()].name);
    LessonView {
        page,
        lesson: desk.lesson_link(id),
        unit,
        topics: lesson.topics.iter().map(|id| desk.topic_link(*id)).collect(),
        audiences: lesson.audiences.iter().map(audience).collect(),
        lecturer: lesson.meta.lecturer.clone(),
        reviewer: lesson.meta.reviewer.clone(),
        updated: iso(lesson.changed()),
        review_by: iso(lesson.meta.review_by),
        video: video(desk, lesson),
        toc: toc(&text.sections),
        sections,
        footnotes,
        not_yet_in_force: not_yet_in_force(desk, id),
        paper: desk.world.routes.papers[id.index()].as_ref().map(|path| desk.href(path)).unwrap_or_default(),
        cites: !text.mentions.citations.is_empty(),
        asks: lesson.parts().iter().any(|(_, part)| matches!(part, Part::Faq(_))),
        previous,
        next,
        extra: lesson.meta.extra.as_ref().map(Free::new),
    }
}

fn iso(date: Option<Date>) -> String {
    date.map(Date::iso).unwrap_or_default()
}

/// The lessons before and after in the same unit, or across its edge into the neighbouring unit.
fn neighbours(desk: &Desk<'_>, id: LessonId, unit: UnitId) -> (Option<LinkView>, Option<LinkView>) {
    let book = desk.world.handbook;
    let own = &book.unit(unit).lessons;
    let at = own.iter().position(|known| *known == id).unwrap_or(0);
    let of_unit =
        |index: Option<usize>| index.and_then(|index| book.units.get(index)).map(|unit| unit.lessons.as_slice());
    let before = match at.checked_sub(1) {
        Some(at) => own.get(at),
        None => of_unit(unit.index().checked_sub(1)).and_then(|lessons| lessons.last()),
    };
    let after = own.get(at + 1).or_else(|| of_unit(Some(unit.index() + 1)).and_then(|lessons| lessons.first()));
    (before.map(|id| desk.lesson_title(*id)), after.map(|id| desk.lesson_title(*id)))
}

/// A video's address: elsewhere on the web by http or https, or a file of the content.
fn video(desk: &Desk<'_>, lesson: &Lesson) -> String {
    let Some(written) = &lesson.meta.video else { return String::new() };
    match Lead::of(&written.value, &lesson.path) {
        Lead::Outward(address) if address.is_web() => address.as_str().to_owned(),
        Lead::Inside(path, _) => desk.world.address(&path).map(|path| desk.href(path)).unwrap_or_default(),
        Lead::Outward(_) | Lead::Anchor(_) | Lead::Leaves | Lead::Refused => String::new(),
    }
}

/// The policies that a lesson cites and that came into force after it was given.
fn not_yet_in_force(desk: &Desk<'_>, id: LessonId) -> Vec<LinkView> {
    let Some(given) = desk.world.handbook.lesson(id).changed() else { return Vec::new() };
    let citations = &desk.text_of(id).mentions.citations;
    let cited: BTreeSet<PolicyIndex> = citations.iter().map(|(_, citation)| citation.policy).collect();
    let book = desk.world.handbook;
    let later = |index: &PolicyIndex| {
        book.registry
            .get(*index)
            .and_then(|policy| policy.in_force)
            .is_some_and(|date| date.first_day() > given.first_day())
    };
    cited
        .into_iter()
        .filter(later)
        .filter_map(|index| Some(desk.link(desk.world.policy_path(index)?, book.policy_name(index))))
        .collect()
}

/// The questions of all quizzes of a lesson on one sheet of paper.
pub(super) fn paper(desk: &Desk<'_>, id: LessonId, with_answers: bool) -> PaperView {
    let lesson = desk.world.handbook.lesson(id);
    let crumbs = vec![desk.home(), desk.unit_title(lesson.unit), desk.lesson_title(id)];
    let head = Head { kind: "paper", title: &lesson.title, description: "", crumbs };
    let mut page = desk.page(head);
    page.noindex = true;
    let questions = desk.text_of(id).quizzes().flat_map(|(_, quiz)| &quiz.questions);
    let (questions, _): (Vec<QuizQuestionView>, Html) = desk.text(&[], |pen| {
        (1..).zip(questions).map(|(number, question)| desk.quiz_question(pen, number, question, with_answers)).collect()
    });
    let href = if with_answers { String::new() } else { desk.href(&desk.world.routes.lessons[id.index()]) };
    PaperView { page, lesson: desk.lesson_link(id), href, questions, with_answers }
}

pub(super) fn sheet(desk: &Desk<'_>, id: SheetId) -> SheetView {
    let sheet = &desk.world.handbook.sheets[id.index()];
    let unit = desk.unit_title(sheet.unit);
    let crumbs = vec![desk.home(), unit.clone()];
    let head = Head { kind: "sheet", title: &sheet.title, description: &sheet.meta.summary, crumbs };
    let sections: &[Section] = &sheet.sections;
    let (sections, footnotes) = desk.sections(Owner::Other, sections, &sheet.footnotes);
    SheetView { page: desk.page(head), unit, sections, footnotes }
}
