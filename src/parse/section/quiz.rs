//! Quizzes.

use super::Recognizer;
use super::label::{first_place, without_prefix};
use crate::diagnostic::Problem;
use crate::parse::plain;
use crate::parse::tree::{Block, BlockKind, Inline, Item};
use crate::text::span::Span;

/// A quiz.
#[derive(Clone, Debug, PartialEq)]
pub struct Quiz {
    /// What stands around the questions.
    pub intro: Vec<Block>,
    /// The questions.
    pub questions: Vec<QuizQuestion>,
}

/// One question of a quiz.
#[derive(Clone, Debug, PartialEq)]
pub struct QuizQuestion {
    /// Its id on the lesson's page.
    pub id: Box<str>,
    /// What kind it is, with the right answer of a true-or-false question.
    pub kind: QuizKind,
    /// The question, without its mark.
    pub content: Vec<Inline>,
    /// Its words.
    pub title: String,
    /// What else stands before the options.
    pub body: Vec<Block>,
    /// The options.
    pub choices: Vec<Choice>,
    /// Why the right answer is right.
    pub explanation: Vec<Block>,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuizKind {
    /// One option is right.
    Single,
    /// Several options are right.
    Multiple,
    /// The statement is right, or not.
    Judgement(bool),
}

/// One option.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Its text.
    pub content: Vec<Inline>,
    /// Whether it is right.
    pub right: bool,
}

impl Recognizer<'_> {
    /// Reads a quiz: the items of its ordered lists.
    pub(super) fn quiz(&mut self, content: Vec<Block>, parent: &str) -> Quiz {
        let mut intro = Vec::new();
        let mut questions = Vec::new();
        for block in content {
            match block.kind {
                BlockKind::List(list) if list.start.is_some() => {
                    questions.extend(list.items.into_iter().map(|item| self.quiz_question(item, parent)));
                }
                kind => intro.push(Block { span: block.span, kind }),
            }
        }
        Quiz { intro: self.prose(intro, parent), questions }
    }

    fn quiz_question(&mut self, item: Item, parent: &str) -> QuizQuestion {
        let mut blocks = item.blocks.into_iter();
        let (mut content, mut span) = (Vec::new(), item.span);
        let mut rest = Vec::new();
        match blocks.next() {
            Some(Block { kind: BlockKind::Paragraph(first), .. }) => {
                span = first_place(&first).unwrap_or(span);
                content = first;
            }
            Some(other) => rest.push(other),
            None => {}
        }
        rest.extend(blocks);
        let kind = take_mark(&mut content);
        let title = plain::inlines(&content);
        let id = self.ids.give(&title, parent, span);
        let (mut choices, mut explanation, mut body) = (Vec::new(), Vec::new(), Vec::new());
        for block in rest {
            match block.kind {
                BlockKind::List(list) if list.items.iter().any(|item| item.task.is_some()) => {
                    choices.extend(list.items.into_iter().map(choice));
                }
                BlockKind::Quote(mut inner) if explanation.is_empty() => {
                    if let Some(Block { kind: BlockKind::Paragraph(first), .. }) = inner.first_mut() {
                        *first = without_prefix(std::mem::take(first), &["解析", "Explanation"]);
                    }
                    explanation = inner;
                }
                kind => body.push(Block { span: block.span, kind }),
            }
        }
        let kind = self.check_question(kind, &choices, &explanation, span);
        let explanation = self.prose(explanation, &id);
        QuizQuestion { kind, content, title, body: self.prose(body, &id), choices, explanation, id, span }
    }

    /// Holds a question to the rules of its kind; one of no kind is taken for what its options look like.
    fn check_question(
        &mut self,
        kind: Option<QuizKind>,
        choices: &[Choice],
        explanation: &[Block],
        span: Span,
    ) -> QuizKind {
        let right = choices.iter().filter(|choice| choice.right).count();
        match kind {
            None => self.report(Problem::NoQuizKind, span),
            Some(QuizKind::Judgement(_)) if !choices.is_empty() => self.report(Problem::OptionsOnJudgement, span),
            Some(QuizKind::Single | QuizKind::Multiple) if choices.is_empty() => self.report(Problem::NoOptions, span),
            Some(QuizKind::Single) if right != 1 => self.report(Problem::SingleChoice { right }, span),
            Some(QuizKind::Multiple) if right < 2 => self.report(Problem::MultipleChoice { right }, span),
            Some(_) => {}
        }
        if explanation.is_empty() {
            self.report(Problem::NoExplanation, span);
        }
        kind.unwrap_or(match (choices.is_empty(), right) {
            (true, _) => QuizKind::Judgement(true),
            (false, 0 | 1) => QuizKind::Single,
            (false, _) => QuizKind::Multiple,
        })
    }
}

fn choice(item: Item) -> Choice {
    let content = match item.blocks.into_iter().next().map(|block| block.kind) {
        Some(BlockKind::Paragraph(content)) => content,
        _ => Vec::new(),
    };
    Choice { content, right: item.task == Some(true) }
}

/// Takes `（单选）` and its like off the end of a question.
fn take_mark(content: &mut Vec<Inline>) -> Option<QuizKind> {
    let Some(Inline::Text(text, span)) = content.last() else { return None };
    let trimmed = text.trim_end();
    let open = trimmed.rfind(['（', '('])?;
    let inner = trimmed[open..].trim_matches(['（', '(', '）', ')']).trim();
    if !trimmed.ends_with(['）', ')']) {
        return None;
    }
    let kind = mark(inner)?;
    let kept = trimmed[..open].trim_end();
    let place = span.part_of(text, 0..kept.len());
    let kept = Inline::Text(kept.into(), place);
    content.pop();
    if !matches!(&kept, Inline::Text(text, _) if text.is_empty()) {
        content.push(kept);
    }
    Some(kind)
}

fn mark(text: &str) -> Option<QuizKind> {
    match text.to_lowercase().as_str() {
        "单选" | "单选题" | "single" => return Some(QuizKind::Single),
        "多选" | "多选题" | "multiple" => return Some(QuizKind::Multiple),
        _ => {}
    }
    let (word, answer) = text.split_once(['：', ':'])?;
    if !matches!(word.trim(), "判断" | "判断题" | "true or false") {
        return None;
    }
    match answer.trim().to_lowercase().as_str() {
        "对" | "正确" | "√" | "是" | "true" => Some(QuizKind::Judgement(true)),
        "错" | "错误" | "×" | "否" | "false" => Some(QuizKind::Judgement(false)),
        _ => None,
    }
}
