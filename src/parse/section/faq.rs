//! Questions and answers.

use rustc_hash::FxHashMap;

use super::Recognizer;
use super::field::Expectation;
use super::label::without_prefix;
use crate::config::vocabulary::FieldWord;
use crate::diagnostic::{Diagnostic, Kind, Problem};
use crate::parse::plain;
use crate::parse::tree::{Block, BlockKind, Inline};
use crate::text::span::Span;

/// A section of questions.
#[derive(Clone, Debug, PartialEq)]
pub struct Faq {
    /// What stands before the first question.
    pub intro: Vec<Block>,
    /// The questions.
    pub questions: Vec<Question>,
}

/// A question with its answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// Its id on the lesson's page.
    pub id: Box<str>,
    /// The question.
    pub content: Vec<Inline>,
    /// Its words.
    pub title: String,
    /// On what the answer is based.
    pub basis: Vec<Inline>,
    /// For whom it is; empty for all whom the lesson is for.
    pub audiences: Vec<(String, Span)>,
    /// The answer.
    pub answer: Vec<Block>,
    /// Where the question stands.
    pub span: Span,
}

const FIELDS: [FieldWord; 2] = [FieldWord::Basis, FieldWord::Audience];

impl Recognizer<'_> {
    /// Reads a section of questions: each level-3 heading is one.
    pub(super) fn faq(&mut self, content: Vec<Block>, word: &str, parent: &str, span: Span) -> Faq {
        let is_question = |block: &Block| matches!(&block.kind, BlockKind::Heading(heading) if heading.level == 3);
        let mut rest = content.into_iter().peekable();
        let intro: Vec<Block> = std::iter::from_fn(|| rest.next_if(|block| !is_question(block))).collect();
        let intro = self.prose(intro, parent);
        let mut questions: Vec<Question> = Vec::new();
        let mut places: FxHashMap<String, Span> = FxHashMap::default();
        while let Some(block) = rest.next() {
            let mut answer: Vec<Block> = std::iter::from_fn(|| rest.next_if(|block| !is_question(block))).collect();
            answer.shrink_to_fit();
            if let Some(question) = self.question(block, answer, parent) {
                let first = *places.entry(question.title.clone()).or_insert(question.span);
                if first != question.span {
                    let problem = Problem::DuplicateName { kind: Kind::Question, name: question.title.clone() };
                    self.found.push(Diagnostic::new(problem, question.span).and(first));
                }
                questions.push(question);
            }
        }
        if questions.is_empty() {
            self.report(Problem::NoQuestions { word: word.to_owned() }, span);
        }
        Faq { intro, questions }
    }

    fn question(&mut self, block: Block, mut answer: Vec<Block>, parent: &str) -> Option<Question> {
        let span = block.span;
        let BlockKind::Heading(mut heading) = block.kind else { return None };
        let content = without_prefix(std::mem::take(&mut heading.content), &["问", "问题", "Q"]);
        let title = plain::inlines(&content);
        let id = self.id(&heading, &title, parent, span);
        let mut fields = self.leading_fields(&mut answer, &FIELDS, Expectation::Perhaps);
        self.trailing_fields(&mut answer, &FIELDS, &mut fields);
        if let Some(Block { kind: BlockKind::Paragraph(first), .. }) = answer.first_mut() {
            *first = without_prefix(std::mem::take(first), &["答", "答案", "A"]);
        }
        if answer.is_empty() {
            self.report(Problem::NoAnswer, span);
        }
        let answer = self.prose(answer, &id);
        let audiences = fields.take(FieldWord::Audience).map(|field| {
            let span = field.span;
            names(&plain::inlines(&field.joined()), span)
        });
        Some(Question {
            id,
            content,
            title,
            basis: fields.content(FieldWord::Basis),
            audiences: audiences.unwrap_or_default(),
            answer,
            span,
        })
    }
}

/// Names separated by 、 and the like, all at the place of their field.
fn names(text: &str, span: Span) -> Vec<(String, Span)> {
    text.split(['、', '，', ',', ';', '；'])
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(|name| (name.to_owned(), span))
        .collect()
}
