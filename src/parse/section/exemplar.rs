//! Exemplary practice.

use super::Recognizer;
use super::field::Expectation;
use crate::config::vocabulary::FieldWord;
use crate::diagnostic::Problem;
use crate::parse::plain;
use crate::parse::tree::{Block, Inline};

/// One exemplary practice.
#[derive(Clone, Debug, PartialEq)]
pub struct Exemplar {
    /// Its name.
    pub name: String,
    /// Whose it is.
    pub institution: String,
    /// Of what level.
    pub level: String,
    /// In one sentence.
    pub gist: Vec<Inline>,
    /// What came of it, with period or source.
    pub result: Vec<Inline>,
    /// What others can take and use: links.
    pub take: Vec<Inline>,
    /// How it is done.
    pub body: Vec<Block>,
}

const FIELDS: [FieldWord; 5] =
    [FieldWord::Institution, FieldWord::Level, FieldWord::Gist, FieldWord::Result, FieldWord::Take];

impl Recognizer<'_> {
    /// Reads one exemplary practice.
    pub(super) fn exemplar(&mut self, mut content: Vec<Block>, name: &str, parent: &str) -> Exemplar {
        let mut fields = self.leading_fields(&mut content, &FIELDS, Expectation::Perhaps);
        let result = fields.take(FieldWord::Result).map(|field| (field.span, field.joined()));
        if let Some((span, _)) = result.as_ref().filter(|(_, text)| !names_period_or_source(&plain::inlines(text))) {
            self.report(Problem::ResultWithoutSource, *span);
        }
        Exemplar {
            name: name.to_owned(),
            institution: fields.text(FieldWord::Institution),
            level: fields.text(FieldWord::Level),
            gist: fields.content(FieldWord::Gist),
            result: result.map(|(_, text)| text).unwrap_or_default(),
            take: fields.content(FieldWord::Take),
            body: self.prose(content, parent),
        }
    }
}

/// Whether a text says when something was, or who said so: a year, a month, a span of time, or 据…
fn names_period_or_source(text: &str) -> bool {
    let has_number = text.chars().any(|c| c.is_ascii_digit());
    let time = ["年", "月", "季度", "日", "周", "以来", "期间"].iter().any(|word| text.contains(word));
    let source =
        ["据", "报道", "通报", "统计", "来源", "公布", "reported", "according"].iter().any(|word| text.contains(word));
    (has_number && time) || source
}

impl Exemplar {
    /// Its gist in plain words.
    #[must_use]
    pub fn gist_text(&self) -> String {
        plain::inlines(&self.gist)
    }
}
