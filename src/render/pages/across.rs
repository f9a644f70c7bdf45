//! Pages that gather from many lessons: one procedure, a topic, an audience.

use crate::model::lists::TopicEntry;
use crate::model::{AudienceId, ProcedureId, QuestionId, TopicId, UnitId};
use crate::parse::mentions::Part;
use crate::parse::plain;
use crate::parse::section::Body;
use crate::parse::tree::BlockKind;
use crate::render::desk::Desk;
use crate::render::links::Head;
use crate::render::qr;
use crate::render::template::Html;
use crate::render::views::{
    AudienceMonthView, AudienceView, GroupView, LinkView, PointView, ProcedurePageView, TopicView, TopicsView,
};
use crate::route::{PAGE_ENTRIES, parts};

use super::lists::{prefix, quiz_link};

/// How many related procedures and questions a procedure's page names.
const RELATED: usize = 8;

pub(super) fn procedure(desk: &Desk<'_>, index: usize) -> Option<ProcedurePageView> {
    let book = desk.world.handbook;
    let id = *book.procedures.get(index)?;
    let (_, procedure) = book.procedure(id, desk.world.reads)?;
    let lesson = book.lesson(id.lesson);
    let crumbs = desk.crumbs_to("procedures/index.html", "procedures");
    let description = plain::inlines(&procedure.who);
    let head = Head { kind: "procedure", title: &procedure.name, description: &description, crumbs };
    // The page shows this one text only, so its ids stay as they are.
    let away = desk.away(id.lesson, "");
    let (mut view, _) = away.text(&[], |pen| away.procedure(pen, procedure, String::new()));
    view.picture = desk.picture(procedure);
    let page = desk.page(head);
    let qr = Html::made(qr::code(&page.canonical, desk.word("qr")));
    Some(ProcedurePageView {
        qr,
        page,
        procedure: view,
        lesson: desk.lesson_title(id.lesson),
        topics: lesson.topics.iter().map(|id| desk.topic_link(*id)).collect(),
        updated: lesson.changed().map(crate::data::date::Date::iso).unwrap_or_default(),
        related: related(desk, id),
        questions: questions(desk, id),
    })
}

/// Other procedures of the same topics.
fn related(desk: &Desk<'_>, id: ProcedureId) -> Vec<LinkView> {
    let book = desk.world.handbook;
    let mut found: Vec<ProcedureId> = Vec::new();
    for topic in &book.lesson(id.lesson).topics {
        for entry in &book.lists.topics[topic.index()] {
            match entry {
                TopicEntry::Procedure(other) if *other != id && !found.contains(other) => found.push(*other),
                TopicEntry::Point { .. } | TopicEntry::Procedure(_) => {}
                // Procedures stand before everything that follows.
                _ => break,
            }
            if found.len() >= RELATED {
                break;
            }
        }
    }
    found.into_iter().take(RELATED).filter_map(|id| desk.procedure_title(id)).collect()
}

/// The first questions of the procedure's lesson.
fn questions(desk: &Desk<'_>, id: ProcedureId) -> Vec<LinkView> {
    let text = desk.text_of(id.lesson);
    let mut links = Vec::new();
    for (section, part) in (0_u32..).zip(&*text.sections) {
        let Body::Faq(faq) = &part.body else { continue };
        for (question, _) in (0_u32..).zip(&faq.questions).take(RELATED - links.len().min(RELATED)) {
            links.extend(desk.question_title(QuestionId { lesson: id.lesson, section, question }));
        }
    }
    links
}

pub(super) fn topics(desk: &Desk<'_>) -> TopicsView {
    let title = desk.word("topics").to_owned();
    let head = Head { kind: "topics", title: &title, description: "", crumbs: vec![desk.home()] };
    TopicsView { page: desk.page(head), strands: desk.strands() }
}

pub(super) fn topic(desk: &Desk<'_>, id: TopicId, part: usize) -> TopicView {
    let book = desk.world.handbook;
    let topic = &book.topics[id.index()];
    let crumbs = desk.crumbs_to("topics/index.html", "topics");
    let head = Head { kind: "topic", title: &topic.name, description: &topic.summary, crumbs };
    let entries = &book.lists.topics[id.index()];
    let mut group = GroupView { title: topic.name.clone(), ..GroupView::default() };
    let count = parts(entries.len(), PAGE_ENTRIES);
    for (at, entry) in entries.iter().enumerate().skip(part * PAGE_ENTRIES).take(PAGE_ENTRIES) {
        match entry {
            // Nobody reads a hundred answers in a row: there the questions lead to their lessons.
            TopicEntry::Question(id) if count > 1 => group.question_links.extend(desk.question_title(*id)),
            entry => add(desk, &mut group, *entry, at),
        }
    }
    TopicView {
        page: desk.page(head),
        summary: topic.summary.clone(),
        group,
        pager: desk.pager(&desk.world.routes.topics[id.index()], part, count),
    }
}

fn add(desk: &Desk<'_>, group: &mut GroupView, entry: TopicEntry, at: usize) {
    match entry {
        TopicEntry::Point { lesson, section, point } => {
            let own = desk.text_of(lesson).sections.get(section as usize);
            let Some(Body::KeyPoints(points)) = own.map(|section| &section.body) else { return };
            let Some(blocks) = points.points.get(point as usize) else { return };
            let prefix = prefix(at);
            let away = desk.away(lesson, &prefix);
            let html = match blocks.as_slice() {
                [only] if matches!(only.kind, BlockKind::Paragraph(_)) => match &only.kind {
                    BlockKind::Paragraph(content) => away.inlines(content),
                    _ => away.blocks(blocks),
                },
                _ => away.blocks(blocks),
            };
            group.points.push(PointView { html, lesson: desk.lesson_title(lesson) });
        }
        TopicEntry::Procedure(id) => group.procedures.extend(desk.procedure_link(id)),
        TopicEntry::Question(id) => group.questions.extend(desk.question_away(id, &prefix(at))),
        TopicEntry::Exemplar(id) => group.exemplars.extend(desk.exemplar_away(id, &prefix(at))),
        TopicEntry::Quiz(id) => group.quizzes.extend(quiz_link(desk, id)),
        TopicEntry::Lesson(id) => group.lessons.push(desk.lesson_link(id)),
    }
}

pub(super) fn audience(desk: &Desk<'_>, id: AudienceId, part: usize) -> AudienceView {
    let book = desk.world.handbook;
    let audience = &book.audiences[id.index()];
    let head = Head { kind: "audience", title: &audience.name, description: "", crumbs: vec![desk.home()] };
    let mut months: Vec<(UnitId, AudienceMonthView)> = Vec::new();
    for lesson in audience.lessons.iter().skip(part * PAGE_ENTRIES).take(PAGE_ENTRIES) {
        let unit = book.lesson(*lesson).unit;
        if months.last().is_none_or(|(last, _)| *last != unit) {
            let month = AudienceMonthView { unit: desk.unit_link(unit), lessons: Vec::new(), procedures: Vec::new() };
            months.push((unit, month));
        }
        let Some((_, month)) = months.last_mut() else { continue };
        month.lessons.push(desk.lesson_link(*lesson));
        for &(section, part) in book.lesson(*lesson).parts() {
            if part == Part::Procedure {
                month.procedures.extend(desk.procedure_link(ProcedureId { lesson: *lesson, section }));
            }
        }
    }
    for (_, month) in &mut months {
        // The list is newest first; inside a month lessons stand in their own order.
        month.lessons.reverse();
        month.procedures.reverse();
    }
    AudienceView {
        page: desk.page(head),
        months: months.into_iter().map(|(_, month)| month).collect(),
        audiences: desk.audiences(),
        pager: desk.pager(&desk.world.routes.audiences[id.index()], part, parts(audience.lessons.len(), PAGE_ENTRIES)),
    }
}
