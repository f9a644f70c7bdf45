//! Sections: the least that a result leads to.
//! The typed sections of a text in, [`Section`]s with their words out. Leaves nothing of the text out but speaker's notes.

use super::gather::Kind;
use crate::parse::limit::TimeLimit;
use crate::parse::plain;
use crate::parse::section::{self as typed, Body, Exemplar, Faq, KeyPoints, Procedure, Question, Quiz, Step};
use crate::parse::tree::{Block, BlockKind, Footnote, Inline};

/// The deepest level of a heading.
const DEEPEST: u8 = 6;

/// One section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Section {
    /// What it is.
    pub(super) kind: Kind,
    /// 1 for a page's title, 2 to 6 for what stands under it.
    pub(super) level: u8,
    /// Its heading's words.
    pub(super) heading: String,
    /// Its anchor on the page; empty for the page as a whole.
    pub(super) id: String,
    /// Its text without the heading, a line for each block.
    pub(super) text: String,
}

impl Section {
    /// A section under a heading.
    pub(super) fn new(kind: Kind, level: u8, heading: &str, id: &str, text: &str) -> Self {
        let (heading, id) = (one_line(heading), id.to_owned());
        Self { kind, level: level.clamp(2, DEEPEST), heading, id, text: tidy(text) }
    }

    /// The page as a whole.
    pub(super) fn lead(kind: Kind, title: &str, text: &str) -> Self {
        Self { kind, level: 1, heading: one_line(title), id: String::new(), text: tidy(text) }
    }

    fn add(&mut self, text: &str) {
        push_tidy(&mut self.text, text);
    }
}

/// Appends the sections of a text that opens with its page's [`Section::lead`]. `elsewhere` tells which of them are found on
/// pages of their own.
pub(super) fn push_all(
    out: &mut Vec<Section>,
    kind: Kind,
    sections: &[typed::Section],
    elsewhere: &dyn Fn(u32) -> bool,
) {
    for (at, section) in (0_u32..).zip(sections) {
        if section.title.is_empty() && section.id.is_empty() {
            if let Body::Prose(blocks) = &section.body {
                push_prose(out, kind, blocks);
            }
            continue;
        }
        let new = |kind, heading: &str, text: &str| Section::new(kind, 2, heading, &section.id, text);
        match &section.body {
            Body::Prose(blocks) => {
                out.push(new(kind, &section.title, ""));
                push_prose(out, kind, blocks);
            }
            Body::KeyPoints(points) => out.push(new(kind, &section.title, &of_points(points))),
            Body::Faq(faq) => {
                out.push(new(kind, &section.title, &plain::blocks(&faq.intro)));
                push_questions(out, faq);
            }
            Body::Procedure(_) if elsewhere(at) => {}
            Body::Procedure(own) => {
                out.push(new(Kind::Procedure, &own.name, &of_procedure(own)));
                out.extend(own.steps.iter().map(|step| of_step(step, 3)));
            }
            Body::Quiz(quiz) => out.push(new(Kind::Quiz, &section.title, &of_quiz(quiz))),
            Body::Exemplar(own) => out.push(new(Kind::Exemplar, &own.name, &of_exemplar(own))),
        }
    }
}

/// Appends ordinary text: what stands before its first heading to the last section, the rest as sections of their own.
pub(super) fn push_prose(out: &mut Vec<Section>, kind: Kind, blocks: &[Block]) {
    let heading = |block: &Block| matches!(block.kind, BlockKind::Heading(_));
    let first = blocks.iter().position(heading).unwrap_or(blocks.len());
    let (lead, rest) = blocks.split_at(first);
    match out.last_mut() {
        Some(last) if last.id.is_empty() || last.text.is_empty() => last.add(&plain::blocks(lead)),
        _ if lead.is_empty() => {}
        // What follows an article without a heading of its own belongs to the page.
        Some(_) => {
            if let Some(page) = out.first_mut() {
                page.add(&plain::blocks(lead));
            }
        }
        None => {}
    }
    for part in rest.chunk_by(|_, next| !heading(next)) {
        let [Block { kind: BlockKind::Heading(head), .. }, text @ ..] = part else { continue };
        let id = head.id.as_deref().unwrap_or_default();
        out.push(Section::new(kind, head.level, &plain::inlines(&head.content), id, &plain::blocks(text)));
    }
}

/// Appends the text of footnotes to the page as a whole, at whose end they stand.
pub(super) fn push_notes(sections: &mut [Section], notes: &[Footnote]) {
    if let Some(page) = sections.first_mut().filter(|_| !notes.is_empty()) {
        let text: String = notes.iter().map(|note| plain::blocks(&note.blocks)).collect();
        page.add(&text);
    }
}

/// The sections of a procedure's own page: the procedure, and each step.
pub(super) fn procedure(procedure: &Procedure) -> Vec<Section> {
    let lead = Section::lead(Kind::Procedure, &procedure.name, &of_procedure(procedure));
    std::iter::once(lead).chain(procedure.steps.iter().map(|step| of_step(step, 2))).collect()
}

fn push_questions(out: &mut Vec<Section>, faq: &Faq) {
    for Question { id, title, basis, answer, .. } in &faq.questions {
        let mut text = plain::blocks(answer);
        push_line(&mut text, basis);
        out.push(Section::new(Kind::Question, 3, title, id, &text));
    }
}

fn of_points(points: &KeyPoints) -> String {
    let mut text = plain::blocks(&points.intro);
    points.points.iter().for_each(|point| plain::push_blocks(&mut text, point));
    plain::push_blocks(&mut text, &points.outro);
    text
}

fn of_procedure(procedure: &Procedure) -> String {
    let mut text = String::new();
    for field in [&procedure.who, &procedure.office] {
        push_line(&mut text, field);
    }
    if let Some(limit) = &procedure.limit {
        push_limit(&mut text, &limit.value);
    }
    for field in [&procedure.fee, &procedure.basis] {
        push_line(&mut text, field);
    }
    plain::push_blocks(&mut text, &procedure.intro);
    plain::push_blocks(&mut text, &procedure.outro);
    text
}

fn of_step(step: &Step, level: u8) -> Section {
    let mut text = format!("{}\n", step.actor);
    plain::push_blocks(&mut text, &step.how);
    if let Some(limit) = &step.limit {
        push_limit(&mut text, limit);
    }
    step.materials.iter().for_each(|material| push_line(&mut text, &material.content));
    for field in [&step.forms, &step.basis, &step.outcome] {
        push_line(&mut text, field);
    }
    plain::push_blocks(&mut text, &step.body);
    Section::new(Kind::Procedure, level, &step.name, &step.id, &text)
}

fn of_quiz(quiz: &Quiz) -> String {
    let mut text = plain::blocks(&quiz.intro);
    for question in &quiz.questions {
        push_line(&mut text, &question.content);
        plain::push_blocks(&mut text, &question.body);
        question.choices.iter().for_each(|choice| push_line(&mut text, &choice.content));
        plain::push_blocks(&mut text, &question.explanation);
    }
    text
}

fn of_exemplar(exemplar: &Exemplar) -> String {
    let mut text = format!("{}\n{}\n", exemplar.institution, exemplar.level);
    for field in [&exemplar.gist, &exemplar.result, &exemplar.take] {
        push_line(&mut text, field);
    }
    plain::push_blocks(&mut text, &exemplar.body);
    text
}

fn push_line(text: &mut String, line: &[Inline]) {
    plain::push_inlines(text, line);
    text.push('\n');
}

/// A time limit as pages show it in Chinese, which is how it is looked for.
fn push_limit(text: &mut String, limit: &TimeLimit) {
    let words = match limit {
        TimeLimit::OnTheSpot => "当场".to_owned(),
        TimeLimit::SameDay => "当日".to_owned(),
        TimeLimit::WorkingDays(days) => format!("{days}个工作日"),
        TimeLimit::Days(days) => format!("{days}日"),
        TimeLimit::Months(months) => format!("{months}个月"),
        TimeLimit::Words(words) => words.clone(),
    };
    text.push_str(&words);
    text.push('\n');
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_tidy(&mut out, text);
    out
}

/// Appends lines without white space around them, none of them empty.
fn push_tidy(out: &mut String, text: &str) {
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(line);
    }
}
