//! What the long lists of the handbook hold, in the order shown.
//! Lessons and topics in, lists out; made once, so that a page of a list costs what it shows and not what there is.

use rustc_hash::FxHashMap;

use super::handbook::{ExemplarId, Lesson, LessonId, ProcedureId, QuestionId, Topic, TopicId, Unit};
use crate::diagnostic::{Diagnostic, Kind, Problem};
use crate::parse::mentions::Part;
use crate::parse::section::{Body, Section};
use crate::text::span::Span;

/// A thing under its lesson's first topic.
pub type ByTopic<T> = Vec<(Option<TopicId>, T)>;

/// All long lists.
#[derive(Debug, Default)]
pub struct Lists {
    /// All procedures by topic.
    pub procedures: ByTopic<ProcedureId>,
    /// All questions by topic.
    pub questions: ByTopic<QuestionId>,
    /// All exemplars by topic.
    pub exemplars: ByTopic<ExemplarId>,
    /// All lessons with a quiz by topic.
    pub quizzes: ByTopic<LessonId>,
    /// What each topic gathers.
    pub topics: Vec<Vec<TopicEntry>>,
    /// The lessons that were changed last, newest first; at most [`CHANGED`].
    pub changed: Vec<LessonId>,
}

/// How many changed lessons are listed.
pub const CHANGED: usize = 30;

/// One thing that a topic gathers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TopicEntry {
    /// A key point.
    Point {
        /// Its lesson.
        lesson: LessonId,
        /// Its section's position.
        section: u32,
        /// Its position in that.
        point: u32,
    },
    /// A procedure.
    Procedure(ProcedureId),
    /// A question.
    Question(QuestionId),
    /// An exemplar.
    Exemplar(ExemplarId),
    /// The quiz of a lesson.
    Quiz(LessonId),
    /// A lesson.
    Lesson(LessonId),
}

/// Makes the lists. Newer months come first.
pub(super) fn lists(units: &[Unit], lessons: &[Lesson], topics: &[Topic]) -> Lists {
    let mut order: Vec<usize> = (0..lessons.len()).collect();
    // Units stand by month; inside a month the lessons keep their order.
    order.sort_by_key(|&index| (std::cmp::Reverse(lessons[index].unit), index));
    let mut all = Lists { topics: vec![Vec::new(); topics.len()], ..Lists::default() };
    let mut of_topic: Vec<Vec<TopicEntry>> = vec![Vec::new(); topics.len()];
    let mut of_lesson = Vec::new();
    for &index in &order {
        let lesson = &lessons[index];
        let id = LessonId::at(index);
        let first = lesson.topics.first().copied();
        entries(id, &lesson.text.mentions.parts, &mut of_lesson);
        for entry in &of_lesson {
            match *entry {
                TopicEntry::Procedure(id) => all.procedures.push((first, id)),
                TopicEntry::Question(id) => all.questions.push((first, id)),
                TopicEntry::Exemplar(id) => all.exemplars.push((first, id)),
                TopicEntry::Quiz(id) => all.quizzes.push((first, id)),
                TopicEntry::Point { .. } | TopicEntry::Lesson(_) => {}
            }
        }
        for topic in &lesson.topics {
            of_topic[topic.index()].extend(&of_lesson);
        }
    }
    for entries in &mut of_topic {
        entries.sort_by_key(rank);
    }
    all.topics = of_topic;
    by_topic(&mut all.procedures);
    by_topic(&mut all.questions);
    by_topic(&mut all.exemplars);
    by_topic(&mut all.quizzes);
    all.changed = changed(units, lessons);
    all
}

fn by_topic<T>(list: &mut ByTopic<T>) {
    list.sort_by_key(|(topic, _)| topic.map_or(u32::MAX, |topic| topic.0));
}

/// The order of kinds on a topic's page.
fn rank(entry: &TopicEntry) -> u8 {
    match entry {
        TopicEntry::Point { .. } => 0,
        TopicEntry::Procedure(_) => 1,
        TopicEntry::Question(_) => 2,
        TopicEntry::Exemplar(_) => 3,
        TopicEntry::Quiz(_) => 4,
        TopicEntry::Lesson(_) => 5,
    }
}

/// Everything in a lesson that a list may show.
fn entries(lesson: LessonId, parts: &[(u32, Part)], entries: &mut Vec<TopicEntry>) {
    entries.clear();
    entries.push(TopicEntry::Lesson(lesson));
    let mut has_quiz = false;
    for &(section, part) in parts {
        match part {
            Part::Points(count) => {
                entries.extend((0..count).map(|point| TopicEntry::Point { lesson, section, point }));
            }
            Part::Procedure => entries.push(TopicEntry::Procedure(ProcedureId { lesson, section })),
            Part::Faq(count) => entries
                .extend((0..count).map(|question| TopicEntry::Question(QuestionId { lesson, section, question }))),
            Part::Exemplar => entries.push(TopicEntry::Exemplar(ExemplarId { lesson, section })),
            Part::Quiz(_) => has_quiz = true,
        }
    }
    if has_quiz {
        entries.push(TopicEntry::Quiz(lesson));
    }
}

fn changed(units: &[Unit], lessons: &[Lesson]) -> Vec<LessonId> {
    let mut dated: Vec<_> = lessons
        .iter()
        .enumerate()
        .filter_map(|(index, lesson)| {
            let day = lesson.changed().map(crate::data::date::Date::first_day)?;
            Some((std::cmp::Reverse(day), std::cmp::Reverse(&units[lesson.unit.index()].month), index))
        })
        .collect();
    dated.sort_unstable();
    dated.into_iter().take(CHANGED).map(|(_, _, index)| LessonId::at(index)).collect()
}

pub(super) type Typed = (Vec<ProcedureId>, Vec<ExemplarId>, Vec<QuestionId>);

/// Lists the typed sections. Procedures and exemplars have names of their own in the whole handbook.
pub(super) fn typed(lessons: &[Lesson]) -> (Typed, Vec<Diagnostic>) {
    let (mut procedures, mut exemplars, mut questions) = (Vec::new(), Vec::new(), Vec::new());
    let mut found = Vec::new();
    let mut names: FxHashMap<(bool, &str), Span> = FxHashMap::default();
    for (at, lesson) in lessons.iter().enumerate() {
        let id = LessonId::at(at);
        for &(section, part) in &lesson.text.mentions.parts {
            match part {
                Part::Procedure => procedures.push(ProcedureId { lesson: id, section }),
                Part::Exemplar => exemplars.push(ExemplarId { lesson: id, section }),
                Part::Faq(count) => {
                    questions.extend((0..count).map(|question| QuestionId { lesson: id, section, question }));
                }
                Part::Points(_) | Part::Quiz(_) => {}
            }
            let Some((kind, name, span)) =
                lesson.text.sections.get(section as usize).filter(|_| part.has_name()).and_then(named)
            else {
                continue;
            };
            if let Some(first) = names.insert((kind == Kind::Procedure, name), span) {
                found.push(Diagnostic::new(Problem::DuplicateName { kind, name: name.to_owned() }, span).and(first));
            }
        }
    }
    ((procedures, exemplars, questions), found)
}

/// What a section is called in the whole handbook, if it is of a kind that has such a name.
fn named(section: &Section) -> Option<(Kind, &str, Span)> {
    match &section.body {
        Body::Procedure(procedure) => Some((Kind::Procedure, &procedure.name, section.span)),
        Body::Exemplar(exemplar) => Some((Kind::Exemplar, &exemplar.name, section.span)),
        _ => None,
    }
}
