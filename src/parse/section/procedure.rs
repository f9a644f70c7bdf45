//! Procedures: who may apply where, and what is done in which order.

use super::Recognizer;
use super::field::{Expectation, Field};
use super::label::{first_place, label};
use crate::config::vocabulary::FieldWord;
use crate::data::Spanned;
use crate::diagnostic::Problem;
use crate::parse::limit::TimeLimit;
use crate::parse::plain;
use crate::parse::tree::{Block, BlockKind, Inline, Item};
use crate::text::span::Span;

/// One procedure.
#[derive(Clone, Debug, PartialEq)]
pub struct Procedure {
    /// Its name.
    pub name: String,
    /// Who may apply.
    pub who: Vec<Inline>,
    /// Where.
    pub office: Vec<Inline>,
    /// How long it takes in all.
    pub limit: Option<Spanned<TimeLimit>>,
    /// What it costs.
    pub fee: Vec<Inline>,
    /// On what it is based.
    pub basis: Vec<Inline>,
    /// What stands before the steps.
    pub intro: Vec<Block>,
    /// The steps.
    pub steps: Vec<Step>,
    /// What stands after the steps.
    pub outro: Vec<Block>,
}

/// How a step stands to the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Join {
    /// After it.
    Then,
    /// Instead of it.
    Or,
    /// At the same time.
    And,
}

/// One step.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Its id on the lesson's page.
    pub id: Box<str>,
    /// How it stands to the step before.
    pub join: Join,
    /// Its name.
    pub content: Vec<Inline>,
    /// Its name's words.
    pub name: String,
    /// Who does it.
    pub actor: String,
    /// How it is done.
    pub how: Vec<Block>,
    /// How long it takes.
    pub limit: Option<TimeLimit>,
    /// What must be brought.
    pub materials: Vec<Material>,
    /// Forms to use: links.
    pub forms: Vec<Inline>,
    /// On what it is based.
    pub basis: Vec<Inline>,
    /// What one gets when it is done.
    pub outcome: Vec<Inline>,
    /// What else its text says.
    pub body: Vec<Block>,
    /// Where it stands.
    pub span: Span,
}

/// One thing to bring.
#[derive(Clone, Debug, PartialEq)]
pub struct Material {
    /// What.
    pub content: Vec<Inline>,
    /// Its words.
    pub name: String,
}

use FieldWord as F;

const FIELDS: [F; 5] = [F::Who, F::Office, F::WholeLimit, F::Fee, F::Basis];
const STEP_FIELDS: [F; 7] = [F::Actor, F::How, F::Limit, F::Materials, F::Forms, F::Basis, F::Outcome];

impl Recognizer<'_> {
    /// Reads one procedure: its fields, and its first ordered list as its steps.
    pub(super) fn procedure(&mut self, mut content: Vec<Block>, name: &str, parent: &str, span: Span) -> Procedure {
        let mut fields = self.leading_fields(&mut content, &FIELDS, Expectation::Fields);
        let whole = fields.take(F::WholeLimit);
        let limit = whole.as_ref().map(|field| Spanned::new(self.limit(field), field.span));
        let steps_at = content.iter().position(|b| matches!(&b.kind, BlockKind::List(list) if list.start.is_some()));
        let (mut intro, mut steps, mut outro) = (content, Vec::new(), Vec::new());
        if let Some(at) = steps_at {
            outro = intro.split_off(at + 1);
            if let Some(BlockKind::List(list)) = intro.pop().map(|block| block.kind) {
                steps = list.items.into_iter().map(|item| self.step(item, parent)).collect();
            }
        }
        if steps.is_empty() {
            self.report(Problem::NoSteps { name: name.to_owned() }, span);
        }
        if let Some(first) = steps.first_mut().filter(|step| step.join != Join::Then) {
            let or = first.join == Join::Or;
            first.join = Join::Then;
            let span = first.span;
            self.report(Problem::FirstStepJoined { or }, span);
        }
        let procedure = Procedure {
            name: name.to_owned(),
            who: fields.content(F::Who),
            office: fields.content(F::Office),
            limit,
            fee: fields.content(F::Fee),
            basis: fields.content(F::Basis),
            intro: self.prose(intro, parent),
            steps,
            outro: self.prose(outro, parent),
        };
        if let Some(field) = whole {
            self.check_sum(&procedure, &field);
        }
        procedure
    }

    fn step(&mut self, item: Item, parent: &str) -> Step {
        let span = item.span;
        let mut blocks = item.blocks;
        let line = match blocks.first_mut().map(|block| &mut block.kind) {
            Some(BlockKind::Paragraph(content)) => first_line(content),
            _ => Vec::new(),
        };
        if matches!(blocks.first().map(|block| &block.kind), Some(BlockKind::Paragraph(content)) if content.is_empty())
        {
            blocks.remove(0);
        }
        let place = first_place(&line).unwrap_or(span);
        let (join, content) = joined(line);
        let name = plain::inlines(&content);
        if name.is_empty() {
            self.report(Problem::NoStepName, span);
        }
        let id = self.ids.give(&name, parent, place);
        let mut fields = self.all_fields(&mut blocks, &STEP_FIELDS);
        let limit = fields.take(F::Limit).map(|field| self.limit(&field));
        let materials = fields.take(F::Materials).map(|field| self.materials(field)).unwrap_or_default();
        let how = fields.take(F::How).map(|field| self.prose(lines(field), &id)).unwrap_or_default();
        Step {
            join,
            content,
            name,
            actor: fields.text(F::Actor),
            how,
            limit,
            materials,
            forms: fields.content(F::Forms),
            basis: fields.content(F::Basis),
            outcome: fields.content(F::Outcome),
            body: self.prose(blocks, &id),
            id,
            span: place,
        }
    }

    fn limit(&mut self, field: &Field) -> TimeLimit {
        let text = field.line();
        TimeLimit::parse(&text).unwrap_or_else(|words| {
            self.report(Problem::BadTimeLimit { text }, first_place(&field.content).unwrap_or(field.span));
            words
        })
    }

    /// The boxes of a list of materials. Materials in one line are taken apart at 、 and reported.
    fn materials(&mut self, field: Field) -> Vec<Material> {
        let mut materials = Vec::new();
        for block in field.blocks {
            let BlockKind::List(list) = block.kind else { continue };
            for item in list.items {
                let first = item.blocks.into_iter().next().map(|block| block.kind);
                let Some(BlockKind::Paragraph(content)) = first else { continue };
                materials.push(Material { name: plain::inlines(&content), content });
            }
        }
        if materials.is_empty() && !field.content.is_empty() {
            let text = plain::inlines(&field.content);
            if !matches!(text.trim_end_matches('。'), "无" | "无需材料" | "none") {
                self.report(Problem::MaterialsWithoutBoxes, field.span);
            }
            materials.push(Material { content: field.content, name: text });
        }
        materials
    }

    /// Warns where the steps certainly take longer than the whole may.
    fn check_sum(&mut self, procedure: &Procedure, whole: &Field) {
        let Some(limit) = &procedure.limit else { return };
        let steps = working_days(&procedure.steps);
        if limit.value.is_exceeded_by(steps) {
            let place = first_place(&whole.content).unwrap_or(whole.span);
            self.report(Problem::TimeLimitExceeded { steps, whole: whole.line() }, place);
        }
    }
}

/// The working days of steps in a row: of alternatives and of parallel steps the longest counts.
#[must_use]
pub fn working_days(steps: &[Step]) -> u32 {
    let mut total = 0_u32;
    let mut longest = 0;
    for step in steps {
        let days = step.limit.as_ref().and_then(TimeLimit::working_days).unwrap_or(0);
        if step.join == Join::Then {
            total = total.saturating_add(longest);
            longest = days;
        } else {
            longest = longest.max(days);
        }
    }
    total.saturating_add(longest)
}

/// Takes the first line out of a paragraph; what follows stays.
fn first_line(content: &mut Vec<Inline>) -> Vec<Inline> {
    let end = content.iter().position(|inline| matches!(inline, Inline::SoftBreak { .. } | Inline::HardBreak));
    match end {
        Some(end) => {
            let rest = content.split_off(end + 1);
            let mut line = std::mem::replace(content, rest);
            line.pop();
            line
        }
        None => std::mem::take(content),
    }
}

/// The join that a step's name begins with, and the name without it.
fn joined(line: Vec<Inline>) -> (Join, Vec<Inline>) {
    match label(&line) {
        Some(found) if matches!(found.word.as_str(), "或" | "或者" | "Or" | "or") => (Join::Or, found.rest),
        Some(found) if matches!(found.word.as_str(), "同时" | "At the same time" | "And") => (Join::And, found.rest),
        _ => (Join::Then, line),
    }
}

/// A field's line and what stands below it, as blocks.
fn lines(field: Field) -> Vec<Block> {
    let span = first_place(&field.content).unwrap_or(field.span);
    let first = (!field.content.is_empty()).then_some(Block { span, kind: BlockKind::Paragraph(field.content) });
    first.into_iter().chain(field.blocks).collect()
}
