//! The indexes of all procedures, questions, exemplars and quizzes, by topic.

use crate::model::lists::ByTopic;
use crate::model::{LessonId, TopicId};
use crate::path::SitePath;
use crate::render::desk::Desk;
use crate::render::links::Head;
use crate::render::views::{GroupView, ListView, QuizLinkView};
use crate::route::{PAGE_ENTRIES, parts};

pub(super) fn procedures(desk: &Desk<'_>, part: usize) -> ListView {
    list(desk, ("procedures", "procedures"), &desk.world.handbook.lists.procedures, part, |group, id, _| {
        group.procedures.extend(desk.procedure_link(*id));
    })
}

pub(super) fn faq(desk: &Desk<'_>, part: usize) -> ListView {
    list(desk, ("faq", "faq"), &desk.world.handbook.lists.questions, part, |group, id, at| {
        group.questions.extend(desk.question_away(*id, &prefix(at)));
    })
}

pub(super) fn exemplars(desk: &Desk<'_>, part: usize) -> ListView {
    list(desk, ("exemplars", "exemplars"), &desk.world.handbook.lists.exemplars, part, |group, id, at| {
        group.exemplars.extend(desk.exemplar_away(*id, &prefix(at)));
    })
}

pub(super) fn quizzes(desk: &Desk<'_>, part: usize) -> ListView {
    list(desk, ("quizzes", "quizzes"), &desk.world.handbook.lists.quizzes, part, |group, id, _| {
        group.quizzes.extend(quiz_link(desk, *id));
    })
}

/// What ids of the entry at a place of a list begin with: texts of several lessons stand on one page.
pub(super) fn prefix(at: usize) -> String {
    format!("n{}-", at + 1)
}

/// A lesson's first quiz in a list.
pub(super) fn quiz_link(desk: &Desk<'_>, id: LessonId) -> Option<QuizLinkView> {
    let lesson = desk.world.handbook.lesson(id);
    let (section, _) = desk.text_of(id).quizzes().next()?;
    Some(QuizLinkView {
        href: desk.anchor_in(id, &section.id),
        title: lesson.title.clone(),
        paper: desk.world.routes.papers[id.index()].as_ref().map(|path| desk.href(path)).unwrap_or_default(),
        count: desk.text_of(id).quizzes().map(|(_, quiz)| quiz.questions.len()).sum(),
        month: desk.world.handbook.unit(lesson.unit).month.clone(),
        audiences: desk.audiences_of(id),
    })
}

/// One part of a list, grouped by topic. `names` are the folder and the word of the interface.
fn list<T>(
    desk: &Desk<'_>,
    names: (&'static str, &'static str),
    all: &ByTopic<T>,
    part: usize,
    add: impl Fn(&mut GroupView, &T, usize),
) -> ListView {
    let (kind, word) = names;
    let title = desk.word(word).to_owned();
    let head = Head { kind, title: &title, description: "", crumbs: vec![desk.home()] };
    let mut groups: Vec<GroupView> = Vec::new();
    let mut last: Option<Option<TopicId>> = None;
    for (at, (topic, thing)) in all.iter().enumerate().skip(part * PAGE_ENTRIES).take(PAGE_ENTRIES) {
        if last != Some(*topic) {
            last = Some(*topic);
            groups.push(empty_group(desk, *topic));
        }
        if let Some(group) = groups.last_mut() {
            add(group, thing, at);
        }
    }
    let first = SitePath::of(kind, "index.html");
    ListView {
        page: desk.page(head),
        groups,
        count: all.len(),
        pager: desk.pager(&first, part, parts(all.len(), PAGE_ENTRIES)),
    }
}

fn empty_group(desk: &Desk<'_>, topic: Option<TopicId>) -> GroupView {
    let Some(id) = topic else { return GroupView { id: "other".to_owned(), ..GroupView::default() } };
    let link = desk.topic_link(id);
    let slug = desk.world.handbook.topics[id.index()].slug.clone();
    GroupView { title: link.title, href: link.href, id: format!("topic-{slug}"), ..GroupView::default() }
}
