//! Views of a text's sections.

use std::cell::OnceCell;

use crate::model::{ExemplarId, LessonId, ProcedureId, QuestionId};
use crate::parse::limit::TimeLimit;
use crate::parse::plain;
use crate::parse::section::{
    Body, Exemplar, Join, Procedure, Question, QuizKind, QuizQuestion, Section, Step, working_days,
};
use crate::parse::tree::{BlockKind, Footnote, Inline};

use super::desk::{Desk, Pen};
use super::flow::{self, Flow, FlowStep, FlowWords};
use super::passage::Passages;
use super::template::Html;
use super::views::{
    ChoiceView, ExemplarView, LinkView, MaterialView, ProcedureView, QuestionView, QuizQuestionView, SectionView,
    StepView, TocView,
};

/// Whose sections are shown.
#[derive(Clone, Copy)]
pub(super) enum Owner {
    /// A lesson.
    Lesson(LessonId),
    /// A unit's page or a sheet, which has no procedures or quizzes with pages of their own.
    Other,
}

/// A text whose sections are shown.
struct Shown<'a> {
    owner: Owner,
    sections: &'a [Section],
    /// The places that its quizzes point to: looked for where there is a quiz, and once for all of them.
    passages: OnceCell<Passages>,
}

impl Shown<'_> {
    fn passages(&self) -> &Passages {
        self.passages.get_or_init(|| match self.owner {
            Owner::Lesson(_) => Passages::of(self.sections),
            Owner::Other => Passages::of(&[]),
        })
    }
}

/// Eight hexadecimal digits that change with a text: the key of what a reader ticks.
fn key(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex()[..8].to_owned()
}

impl Desk<'_> {
    /// The sections of a text, and its footnotes.
    pub(super) fn sections(&self, owner: Owner, sections: &[Section], notes: &[Footnote]) -> (Vec<SectionView>, Html) {
        let shown = Shown { owner, sections, passages: OnceCell::new() };
        self.text(notes, |pen| {
            (0_u32..).zip(sections).map(|(index, section)| self.section(pen, &shown, index, section)).collect()
        })
    }

    fn section(&self, pen: &Pen<'_>, shown: &Shown<'_>, index: u32, section: &Section) -> SectionView {
        let owner = shown.owner;
        let id = self.id(&section.id);
        let title = section.title.clone();
        let heading = pen.inlines(&section.heading);
        match &section.body {
            Body::Prose(blocks) => SectionView::Prose { id, title, heading, html: pen.blocks(blocks) },
            Body::KeyPoints(points) => SectionView::Points {
                id,
                title,
                heading,
                intro: pen.blocks(&points.intro),
                points: points.points.iter().map(|point| Self::item(pen, point)).collect(),
                outro: pen.blocks(&points.outro),
            },
            Body::Faq(faq) => SectionView::Faq {
                id,
                title,
                heading,
                intro: pen.blocks(&faq.intro),
                questions: faq.questions.iter().map(|question| self.question(pen, owner, question)).collect(),
            },
            Body::Procedure(procedure) => {
                let href = match owner {
                    Owner::Lesson(lesson) => self.world.routes.procedure(ProcedureId { lesson, section: index }),
                    Owner::Other => None,
                };
                let href = href.map(|path| self.href(path)).unwrap_or_default();
                let procedure = Box::new(self.procedure(pen, procedure, href));
                SectionView::Procedure { id, title, heading, procedure }
            }
            Body::Quiz(quiz) => SectionView::Quiz {
                id,
                title,
                heading,
                intro: pen.blocks(&quiz.intro),
                questions: self.quiz_questions(pen, shown.passages(), &quiz.questions),
                paper: self.paper_of(owner),
            },
            Body::Exemplar(exemplar) => {
                let exemplar = Box::new(self.exemplar(pen, owner, &section.id, exemplar));
                SectionView::Exemplar { id, title, heading, exemplar }
            }
        }
    }

    /// The content of a list's item: a lone paragraph without its `<p>`.
    fn item(pen: &Pen<'_>, blocks: &[crate::parse::tree::Block]) -> Html {
        match blocks {
            [only] => match &only.kind {
                BlockKind::Paragraph(content) => pen.inlines(content),
                _ => pen.blocks(blocks),
            },
            _ => pen.blocks(blocks),
        }
    }

    fn paper_of(&self, owner: Owner) -> String {
        let Owner::Lesson(id) = owner else { return String::new() };
        self.world.routes.papers[id.index()].as_ref().map(|path| self.href(path)).unwrap_or_default()
    }

    fn owner_link(&self, owner: Owner) -> LinkView {
        match owner {
            Owner::Lesson(id) => self.lesson_title(id),
            Owner::Other => LinkView { href: String::new(), title: String::new() },
        }
    }

    fn question(&self, pen: &Pen<'_>, owner: Owner, question: &Question) -> QuestionView {
        QuestionView {
            id: self.id(&question.id),
            question: pen.inlines(&question.content),
            answer: pen.blocks(&question.answer),
            basis: pen.inlines(&question.basis),
            audiences: question.audiences.iter().map(|(name, _)| name.clone()).collect(),
            meant_for: self.meant_for(owner, question),
            from: None,
        }
    }

    /// The declared names of those whom a question is for.
    fn meant_for(&self, owner: Owner, question: &Question) -> Vec<String> {
        let Owner::Lesson(lesson) = owner else { return Vec::new() };
        if question.audiences.is_empty() {
            return self.audiences_of(lesson);
        }
        let declared = &self.world.config().audiences;
        let called = |name: &String| declared.iter().find(|audience| audience.aliases.contains(name));
        let named =
            |(name, _): &(String, _)| called(name).map_or_else(|| name.clone(), |audience| audience.name.clone());
        question.audiences.iter().map(named).collect()
    }

    /// A question away from its lesson.
    pub(super) fn question_away(&self, id: QuestionId, prefix: &str) -> Option<QuestionView> {
        let question = self.world.handbook.question(id, self.world.reads)?;
        let desk = self.away(id.lesson, prefix);
        let (view, _) = desk.text(&[], |pen| desk.question(pen, Owner::Lesson(id.lesson), question));
        let title = self.world.handbook.lesson(id.lesson).title.clone();
        Some(QuestionView { from: Some(LinkView { href: self.anchor_in(id.lesson, &question.id), title }), ..view })
    }

    /// An exemplar away from its lesson.
    pub(super) fn exemplar_away(&self, id: ExemplarId, prefix: &str) -> Option<ExemplarView> {
        let (section, exemplar) = self.world.handbook.exemplar(id, self.world.reads)?;
        let desk = self.away(id.lesson, prefix);
        let (view, _) = desk.text(&[], |pen| desk.exemplar(pen, Owner::Lesson(id.lesson), &section.id, exemplar));
        Some(view)
    }

    fn exemplar(&self, pen: &Pen<'_>, owner: Owner, id: &str, exemplar: &Exemplar) -> ExemplarView {
        ExemplarView {
            name: exemplar.name.clone(),
            href: match owner {
                Owner::Lesson(lesson) => self.anchor_in(lesson, id),
                Owner::Other => format!("#{}", self.id(id)),
            },
            lesson: self.owner_link(owner),
            institution: exemplar.institution.clone(),
            level: exemplar.level.clone(),
            gist: pen.inlines(&exemplar.gist),
            result: pen.inlines(&exemplar.result),
            take: pen.inlines(&exemplar.take),
            body: pen.blocks(&exemplar.body),
        }
    }

    /// A procedure, on its lesson's page or on its own.
    pub(super) fn procedure(&self, pen: &Pen<'_>, procedure: &Procedure, href: String) -> ProcedureView {
        let mut number = 0;
        let steps = procedure
            .steps
            .iter()
            .map(|step| {
                number += usize::from(step.join == Join::Then);
                self.step(pen, step, number)
            })
            .collect();
        ProcedureView {
            name: procedure.name.clone(),
            href,
            key: key(&procedure.name),
            who: pen.inlines(&procedure.who),
            office: pen.inlines(&procedure.office),
            limit: procedure.limit.as_ref().map(|limit| self.limit(&limit.value)).unwrap_or_default(),
            working_days: whole_sum(&procedure.steps),
            fee: pen.inlines(&procedure.fee),
            basis: pen.inlines(&procedure.basis),
            intro: pen.blocks(&procedure.intro),
            steps,
            outro: pen.blocks(&procedure.outro),
            materials: procedure.steps.iter().map(|step| step.materials.len()).sum(),
            picture: Html::default(),
        }
    }

    /// A procedure's picture.
    pub(super) fn picture(&self, procedure: &Procedure) -> Html {
        let colon = self.word("colon");
        let labelled = |key, text: &str| format!("{}{colon}{text}", self.word(key));
        let steps: Vec<FlowStep<'_>> = procedure
            .steps
            .iter()
            .map(|step| FlowStep {
                join: step.join,
                name: &step.name,
                actor: &step.actor,
                limit: step.limit.as_ref().map(|limit| labelled("step_limit", &self.limit(limit))).unwrap_or_default(),
            })
            .collect();
        let outcome = procedure.steps.last().map(|step| plain::inlines(&step.outcome)).unwrap_or_default();
        let done = if outcome.is_empty() { self.word("flow.end").to_owned() } else { labelled("flow.end", &outcome) };
        let whole = procedure.limit.as_ref().map(|limit| labelled("limit_total", &self.limit(&limit.value)));
        let title = format!("{}{colon}{}", self.word("flow.title"), procedure.name);
        let desc = self.word("flow.desc").replace("{n}", &procedure.steps.len().to_string());
        Html::made(flow::draw(&Flow {
            id: "_flow",
            title: &title,
            desc: &desc,
            steps: &steps,
            end: &[Some(done), whole].into_iter().flatten().collect::<Vec<_>>(),
            words: FlowWords {
                start: self.word("flow.start"),
                one_of: self.word("flow.one_of"),
                together: self.word("flow.together"),
                or: self.word("step_join.or"),
                and: self.word("step_join.and"),
                others: self.word("flow.others"),
            },
        }))
    }

    fn step(&self, pen: &Pen<'_>, step: &Step, number: usize) -> StepView {
        let mut words = format!("{}\n{}\n{}", step.name, step.actor, plain::blocks(&step.how));
        words.push_str(&plain::blocks(&step.body));
        let material = |content: &[Inline], name: &str| MaterialView { html: pen.inlines(content), key: key(name) };
        StepView {
            id: self.id(&step.id),
            number,
            join: match step.join {
                Join::Then => "then",
                Join::Or => "or",
                Join::And => "and",
            },
            key: key(&words),
            name: pen.inlines(&step.content),
            title: step.name.clone(),
            actor: step.actor.clone(),
            how: Self::item(pen, &step.how),
            limit: step.limit.as_ref().map(|limit| self.limit(limit)).unwrap_or_default(),
            materials: step.materials.iter().map(|one| material(&one.content, &one.name)).collect(),
            forms: pen.inlines(&step.forms),
            basis: pen.inlines(&step.basis),
            outcome: pen.inlines(&step.outcome),
            body: pen.blocks(&step.body),
        }
    }

    /// The questions of a quiz with their answers, each with the passage of its lesson that explains it.
    fn quiz_questions(&self, pen: &Pen<'_>, passages: &Passages, questions: &[QuizQuestion]) -> Vec<QuizQuestionView> {
        let view = |(number, question): (usize, &QuizQuestion)| {
            let mut view = self.quiz_question(pen, number, question, true);
            let right = question.choices.iter().filter(|choice| choice.right);
            let mut words = format!("{}\n{}", question.title, plain::blocks(&question.explanation));
            right.for_each(|choice| plain::push_inlines(&mut words, &choice.content));
            view.passage = passages.nearest(&words).map(|(id, title)| {
                let id = self.id(id);
                LinkView { href: format!("#{id}"), title: title.to_owned() }
            });
            view
        };
        (1..).zip(questions).map(view).collect()
    }

    /// A question of a quiz; without `answers` nothing in it tells which is right.
    pub(super) fn quiz_question(
        &self,
        pen: &Pen<'_>,
        number: usize,
        question: &QuizQuestion,
        answers: bool,
    ) -> QuizQuestionView {
        let (kind, choices) = match question.kind {
            QuizKind::Judgement(right) => ("judgement", judgement(right && answers, !right && answers)),
            QuizKind::Single => ("single", Self::choices(pen, question, answers)),
            QuizKind::Multiple => ("multiple", Self::choices(pen, question, answers)),
        };
        let answer = choices.iter().filter(|choice| choice.right).map(|choice| choice.letter.as_str()).collect();
        // The right answer has no part in it, since the printed paper has this key too.
        let mut words = question.title.clone();
        for choice in &question.choices {
            words.push('\n');
            plain::push_inlines(&mut words, &choice.content);
        }
        QuizQuestionView {
            id: self.id(&question.id),
            key: key(&words),
            number,
            kind,
            question: pen.inlines(&question.content),
            body: pen.blocks(&question.body),
            choices,
            answer,
            explanation: if answers { pen.blocks(&question.explanation) } else { Html::default() },
            passage: None,
        }
    }

    fn choices(pen: &Pen<'_>, question: &QuizQuestion, answers: bool) -> Vec<ChoiceView> {
        ('A'..='Z')
            .map(String::from)
            .chain((27..).map(|n: usize| n.to_string()))
            .zip(&question.choices)
            .map(|(letter, choice)| ChoiceView {
                letter,
                html: pen.inlines(&choice.content),
                right: choice.right && answers,
            })
            .collect()
    }
}

/// The working days of all steps together; 0 where a step does not say how long it takes, since a part is no whole.
fn whole_sum(steps: &[Step]) -> u32 {
    let counts = |step: &Step| step.limit.as_ref().and_then(TimeLimit::working_days).is_some();
    if steps.iter().all(counts) { working_days(steps) } else { 0 }
}

fn judgement(yes: bool, no: bool) -> Vec<ChoiceView> {
    let choice = |letter: &str, right| ChoiceView { letter: letter.to_owned(), html: Html::default(), right };
    vec![choice("true", yes), choice("false", no)]
}

/// A text's table of contents: its sections, and the level-3 headings in ordinary ones.
pub(super) fn toc(sections: &[Section]) -> Vec<TocView> {
    sections
        .iter()
        .filter(|section| !section.title.is_empty())
        .map(|section| {
            let (kind, children) = match &section.body {
                Body::Prose(blocks) => ("prose", headings(blocks)),
                Body::KeyPoints(_) => ("points", Vec::new()),
                Body::Faq(_) => ("faq", Vec::new()),
                Body::Procedure(_) => ("procedure", Vec::new()),
                Body::Quiz(_) => ("quiz", Vec::new()),
                Body::Exemplar(_) => ("exemplar", Vec::new()),
            };
            TocView { id: section.id.to_string(), title: section.title.clone(), kind, children }
        })
        .collect()
}

fn headings(blocks: &[crate::parse::tree::Block]) -> Vec<TocView> {
    blocks
        .iter()
        .filter_map(|block| match &block.kind {
            BlockKind::Heading(heading) if heading.level == 3 => Some(TocView {
                id: heading.id.as_deref().unwrap_or_default().to_owned(),
                title: plain::inlines(&heading.content),
                kind: "prose",
                children: Vec::new(),
            }),
            _ => None,
        })
        .collect()
}
