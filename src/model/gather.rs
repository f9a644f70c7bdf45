//! Topics and audiences with their lessons.
//! Declared names and what lessons say in, lists both ways out.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::handbook::{Audience, AudienceId, Lesson, LessonId, Name, Topic, TopicId};
use crate::config::Config;
use crate::diagnostic::{Checked, Diagnostic, Problem};
use crate::text::nearest::nearest;
use crate::text::slug::slug;

/// All topics and audiences.
pub(super) struct Gathered {
    pub(super) topics: Vec<Topic>,
    pub(super) audiences: Vec<Audience>,
    /// Those of each lesson.
    pub(super) of_lessons: Vec<OfLesson>,
}

/// A lesson's topics and audiences.
pub(super) type OfLesson = (Vec<TopicId>, Vec<AudienceId>);

/// Gathers the lessons of every topic and audience; lists are newest month first.
pub(super) fn gather(config: &Config, lessons: &[Lesson]) -> Checked<Gathered> {
    let declared: Vec<Topic> = config
        .topics
        .iter()
        .map(|topic| Topic {
            name: topic.name.clone(),
            slug: topic.slug.clone(),
            summary: topic.summary.clone(),
            strand: topic.strand.clone(),
            span: topic.span,
            lessons: Vec::new(),
        })
        .collect();
    let aliases = config.topics.iter().map(|topic| topic.aliases.as_slice());
    let mut topics = Names::new(declared, aliases, |topic| (&topic.name, &topic.slug));
    let declared: Vec<Audience> = config
        .audiences
        .iter()
        .map(|audience| Audience {
            name: audience.name.clone(),
            slug: audience.slug.clone(),
            span: audience.span,
            lessons: Vec::new(),
        })
        .collect();
    let aliases = config.audiences.iter().map(|audience| audience.aliases.as_slice());
    let mut audiences = Names::new(declared, aliases, |audience| (&audience.name, &audience.slug));

    let mut found = Vec::new();
    let mut of_lessons: Vec<OfLesson> = Vec::with_capacity(lessons.len());
    // Most lessons name only what is declared, which can be looked up at once for all.
    let known: Vec<Option<OfLesson>> = lessons
        .par_iter()
        .map(|lesson| {
            let topics = topics.declared(&lesson.meta.topics, TopicId::at)?;
            Some((topics, audiences.declared(&lesson.meta.audiences, AudienceId::at)?))
        })
        .collect();
    for (index, (lesson, known)) in lessons.iter().zip(known).enumerate().rev() {
        let id = LessonId::at(index);
        if let Some(own) = known {
            own.0.iter().for_each(|topic| topics.all[topic.index()].lessons.push(id));
            own.1.iter().for_each(|audience| audiences.all[audience.index()].lessons.push(id));
            of_lessons.push(own);
            continue;
        }
        of_lessons.push(undeclared(lesson, id, (&mut topics, &mut audiences), &mut found));
    }
    of_lessons.reverse();
    let value = Gathered { topics: topics.all, audiences: audiences.all, of_lessons };
    Checked { value, diagnostics: found }
}

/// The topics and audiences of a lesson that names some that are not declared: these are added, and reported.
fn undeclared(
    lesson: &Lesson,
    id: LessonId,
    (topics, audiences): (&mut Names<Topic>, &mut Names<Audience>),
    found: &mut Vec<Diagnostic>,
) -> OfLesson {
    let mut own = (Vec::with_capacity(lesson.meta.topics.len()), Vec::with_capacity(lesson.meta.audiences.len()));
    for name in &lesson.meta.topics {
        let unknown = |name, nearest| Problem::UnknownTopic { name, nearest };
        let at = topics.find(name, found, unknown, |name, slug| Topic {
            name: name.value.clone(),
            slug,
            summary: String::new(),
            strand: String::new(),
            span: name.span,
            lessons: Vec::new(),
        });
        if !own.0.contains(&TopicId::at(at)) {
            own.0.push(TopicId::at(at));
            topics.all[at].lessons.push(id);
        }
    }
    for name in &lesson.meta.audiences {
        let unknown = |name, nearest| Problem::UnknownAudience { name, nearest };
        let at = audiences.find(name, found, unknown, |name, slug| Audience {
            name: name.value.clone(),
            slug,
            span: name.span,
            lessons: Vec::new(),
        });
        if !own.1.contains(&AudienceId::at(at)) {
            own.1.push(AudienceId::at(at));
            audiences.all[at].lessons.push(id);
        }
    }
    own
}

/// Things with names, found by any of these.
struct Names<T> {
    all: Vec<T>,
    by_name: FxHashMap<String, usize>,
    declared: Vec<String>,
    slugs: FxHashSet<String>,
}

impl<T> Names<T> {
    fn new<'a>(
        all: Vec<T>,
        aliases: impl Iterator<Item = &'a [String]>,
        names: impl Fn(&T) -> (&String, &String),
    ) -> Self {
        let mut by_name = FxHashMap::default();
        for (index, aliases) in aliases.enumerate() {
            for alias in aliases {
                by_name.insert(alias.clone(), index);
            }
        }
        for (index, one) in all.iter().enumerate() {
            by_name.insert(names(one).0.clone(), index);
        }
        let declared = all.iter().map(|one| names(one).0.clone()).collect();
        let slugs = all.iter().map(|one| names(one).1.clone()).collect();
        Self { all, by_name, declared, slugs }
    }

    /// The ids of names, each once; nothing where one of them is not declared.
    fn declared<I: PartialEq>(&self, names: &[Name], id: impl Fn(usize) -> I) -> Option<Vec<I>> {
        let mut own = Vec::with_capacity(names.len());
        for name in names {
            let at = self.by_name.get(&name.value).copied().filter(|at| *at < self.declared.len())?;
            if !own.contains(&id(at)) {
                own.push(id(at));
            }
        }
        Some(own)
    }

    /// The position of a name. One that is not declared is added, and reported where any is declared.
    fn find(
        &mut self,
        name: &Name,
        found: &mut Vec<Diagnostic>,
        problem: impl Fn(String, Option<String>) -> Problem,
        make: impl Fn(&Name, String) -> T,
    ) -> usize {
        let known = self.by_name.get(&name.value).copied();
        if known.is_none_or(|at| at >= self.declared.len()) && !self.declared.is_empty() {
            let near = nearest(&name.value, self.declared.iter().map(String::as_str)).map(str::to_owned);
            found.push(Diagnostic::new(problem(name.value.clone(), near), name.span));
        }
        known.unwrap_or_else(|| {
            // A mistyped name often has the right one's pinyin; that was reported already, and is no clash of addresses.
            let own = slug(&name.value);
            let free = (2..).map(|number: u32| format!("{own}-{number}"));
            let free = std::iter::once(own.clone()).chain(free).find(|slug| !self.slugs.contains(slug)).unwrap_or(own);
            self.slugs.insert(free.clone());
            self.all.push(make(name, free));
            self.by_name.insert(name.value.clone(), self.all.len() - 1);
            self.all.len() - 1
        })
    }
}
