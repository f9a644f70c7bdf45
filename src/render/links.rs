//! Views of things as they stand in lists and links.

use crate::model::{Audience, ExemplarId, Handbook, LessonId, ProcedureId, QuestionId, Topic, TopicId, UnitId};
use crate::parse::limit::TimeLimit;
use crate::parse::plain;
use crate::path::SitePath;
use crate::route;

use super::desk::Desk;
use super::views::{
    CountedView, LessonLinkView, LinkView, PageView, PagerView, ProcedureLinkView, StrandView, UnitLinkView,
};

/// The parts of a page's head that differ from page to page.
pub(super) struct Head<'a> {
    pub(super) kind: &'static str,
    pub(super) title: &'a str,
    pub(super) description: &'a str,
    pub(super) crumbs: Vec<LinkView>,
}

impl<'a> Desk<'a> {
    /// The page's head.
    pub(super) fn page(&self, head: Head<'_>) -> PageView {
        let base = &self.world.config().base_url;
        PageView {
            kind: head.kind,
            title: head.title.to_owned(),
            description: head.description.to_owned(),
            root: self.path.to_root(),
            path: self.path.to_string(),
            canonical: if base.is_empty() { String::new() } else { format!("{base}{}", self.path) },
            crumbs: head.crumbs,
            draft: false,
            noindex: false,
        }
    }

    /// A link to a page.
    pub(super) fn link(&self, to: &SitePath, title: &str) -> LinkView {
        LinkView { href: self.href(to), title: title.to_owned() }
    }

    /// The link home, the first step of every way up.
    pub(super) fn home(&self) -> LinkView {
        self.link(&SitePath::of("", "index.html"), &self.world.config().title)
    }

    /// The way up to an index: `procedures/index.html`, named by a word of the interface.
    pub(super) fn crumbs_to(&self, index: &str, word: &'a str) -> Vec<LinkView> {
        vec![self.home(), self.link(&SitePath::of("", index), self.word(word))]
    }

    pub(super) fn lesson_link(&self, id: LessonId) -> LessonLinkView {
        let book = self.world.handbook;
        let lesson = book.lesson(id);
        let unit = book.unit(lesson.unit);
        LessonLinkView {
            href: self.href(&self.world.routes.lessons[id.index()]),
            title: lesson.title.clone(),
            summary: lesson.meta.summary.clone(),
            kind: lesson.meta.kind.clone(),
            month: unit.month.clone(),
            unit: unit.title.clone(),
            date: lesson.changed().map(super::super::data::date::Date::iso).unwrap_or_default(),
            duration: lesson.meta.duration.clone(),
            audiences: self.audiences_of(id),
            draft: lesson.meta.draft,
        }
    }

    /// The names of those whom a lesson is for.
    pub(super) fn audiences_of(&self, id: LessonId) -> Vec<String> {
        let book = self.world.handbook;
        book.lesson(id).audiences.iter().map(|id| book.audiences[id.index()].name.clone()).collect()
    }

    /// A bare link to a lesson.
    pub(super) fn lesson_title(&self, id: LessonId) -> LinkView {
        self.link(&self.world.routes.lessons[id.index()], &self.world.handbook.lesson(id).title)
    }

    pub(super) fn unit_link(&self, id: UnitId) -> UnitLinkView {
        let book = self.world.handbook;
        let unit = book.unit(id);
        UnitLinkView {
            href: self.href(&self.world.routes.units[id.index()]),
            title: unit.title.clone(),
            month: unit.month.clone(),
            summary: unit.meta.summary.clone(),
            date: unit.meta.date.map(super::super::data::date::Date::iso).unwrap_or_default(),
            planned: unit.is_planned(),
            current: book.current_unit() == Some(id),
            lessons: unit.lessons.len(),
        }
    }

    /// A bare link to a unit.
    pub(super) fn unit_title(&self, id: UnitId) -> LinkView {
        self.link(&self.world.routes.units[id.index()], &self.world.handbook.unit(id).title)
    }

    pub(super) fn topic_link(&self, id: TopicId) -> LinkView {
        self.link(&self.world.routes.topics[id.index()], &self.world.handbook.topics[id.index()].name)
    }

    pub(super) fn procedure_title(&self, id: ProcedureId) -> Option<LinkView> {
        let (_, procedure) = self.world.handbook.procedure(id, self.world.reads)?;
        Some(self.link(self.world.routes.procedure(id)?, &procedure.name))
    }

    pub(super) fn procedure_link(&self, id: ProcedureId) -> Option<ProcedureLinkView> {
        let (_, procedure) = self.world.handbook.procedure(id, self.world.reads)?;
        Some(ProcedureLinkView {
            href: self.href(self.world.routes.procedure(id)?),
            title: procedure.name.clone(),
            office: plain::inlines(&procedure.office),
            limit: procedure.limit.as_ref().map(|limit| self.limit(&limit.value)).unwrap_or_default(),
            steps: procedure.steps.len(),
            audiences: self.audiences_of(id.lesson),
        })
    }

    pub(super) fn question_title(&self, id: QuestionId) -> Option<LinkView> {
        let question = self.world.handbook.question(id, self.world.reads)?;
        Some(LinkView { href: self.anchor_in(id.lesson, &question.id), title: question.title.clone() })
    }

    pub(super) fn exemplar_title(&self, id: ExemplarId) -> Option<LinkView> {
        let (section, exemplar) = self.world.handbook.exemplar(id, self.world.reads)?;
        Some(LinkView { href: self.anchor_in(id.lesson, &section.id), title: exemplar.name.clone() })
    }

    /// A time limit in the interface's language.
    pub(super) fn limit(&self, limit: &TimeLimit) -> String {
        let counted = |key: &'static str, n: u32| self.word(key).replace("{n}", &n.to_string());
        match limit {
            TimeLimit::OnTheSpot => self.word("limit.on_the_spot").to_owned(),
            TimeLimit::SameDay => self.word("limit.same_day").to_owned(),
            TimeLimit::WorkingDays(n) => counted("limit.working_days", *n),
            TimeLimit::Days(n) => counted("limit.days", *n),
            TimeLimit::Months(n) => counted("limit.months", *n),
            TimeLimit::Words(words) => words.clone(),
        }
    }

    /// Part `number` of the list whose first part is at `first`.
    pub(super) fn pager(&self, first: &SitePath, number: usize, count: usize) -> PagerView {
        let href = |number: usize| self.href(&route::part(first, number));
        PagerView {
            number: number + 1,
            count,
            previous: number.checked_sub(1).map(href),
            next: (number + 1 < count).then(|| href(number + 1)),
        }
    }

    /// All topics that have lessons, by strand, strands in the order of their first topic.
    pub(super) fn strands(&self) -> Vec<StrandView> {
        let mut strands: Vec<StrandView> = Vec::new();
        for (topic, path) in used_topics(self.world.handbook, &self.world.routes.topics) {
            let view = CountedView {
                href: self.href(path),
                title: topic.name.clone(),
                summary: topic.summary.clone(),
                count: topic.lessons.len(),
            };
            match strands.iter_mut().find(|strand| strand.title == topic.strand) {
                Some(strand) => strand.topics.push(view),
                None => strands.push(StrandView { title: topic.strand.clone(), topics: vec![view] }),
            }
        }
        strands
    }

    /// All audiences.
    pub(super) fn audiences(&self) -> Vec<CountedView> {
        let view = |(audience, path): (&Audience, &SitePath)| CountedView {
            href: self.href(path),
            title: audience.name.clone(),
            summary: String::new(),
            count: audience.lessons.len(),
        };
        self.world.handbook.audiences.iter().zip(&self.world.routes.audiences).map(view).collect()
    }
}

fn used_topics<'a>(book: &'a Handbook, paths: &'a [SitePath]) -> impl Iterator<Item = (&'a Topic, &'a SitePath)> {
    book.topics.iter().zip(paths).filter(|(topic, _)| !topic.lessons.is_empty())
}
