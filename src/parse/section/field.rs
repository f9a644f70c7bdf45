//! Fields: `- 标签：值` items directly under a heading or a step.
//! Blocks and the fields that may stand there in, the fields out; items that are no field stay in the blocks.

use super::Recognizer;
use super::label::{Label, label};
use crate::config::vocabulary::FieldWord;
use crate::diagnostic::Problem;
use crate::parse::plain;
use crate::parse::tree::{Block, BlockKind, Inline, Item};
use crate::text::nearest::nearest;
use crate::text::span::Span;

/// A field of a typed section.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Field {
    /// Which.
    pub(super) word: FieldWord,
    /// Its label as the author wrote it.
    label: String,
    /// Where its label stands.
    pub(super) span: Span,
    /// The rest of its line.
    pub(super) content: Vec<Inline>,
    /// What stands below the line.
    pub(super) blocks: Vec<Block>,
}

impl Field {
    /// The words of its line.
    pub(super) fn line(&self) -> String {
        plain::inlines(&self.content)
    }

    /// Its line and what stands below it as one run of text, set apart by ；.
    pub(super) fn joined(self) -> Vec<Inline> {
        let span = self.span;
        let mut out = self.content;
        for block in self.blocks {
            push_joined(&mut out, block, span);
        }
        out
    }
}

/// The fields found in one place.
#[derive(Default)]
pub(super) struct Fields(Vec<Field>);

impl Fields {
    /// Takes a field out.
    pub(super) fn take(&mut self, word: FieldWord) -> Option<Field> {
        let at = self.0.iter().position(|field| field.word == word)?;
        Some(self.0.remove(at))
    }

    /// A field's content.
    pub(super) fn content(&mut self, word: FieldWord) -> Vec<Inline> {
        self.take(word).map(Field::joined).unwrap_or_default()
    }

    /// A field's words.
    pub(super) fn text(&mut self, word: FieldWord) -> String {
        plain::inlines(&self.content(word))
    }
}

/// How sure it is that a list is meant as fields.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Expectation {
    /// A list here is fields: every unknown label is reported.
    Fields,
    /// A list here may be ordinary text: an unknown label is reported beside known ones, or where it is near to one.
    Perhaps,
}

impl Recognizer<'_> {
    /// Takes the fields of `allowed` out of the first block, where that is a list of them.
    pub(super) fn leading_fields(
        &mut self,
        blocks: &mut Vec<Block>,
        allowed: &[FieldWord],
        expectation: Expectation,
    ) -> Fields {
        let at = blocks.iter().position(|block| !matches!(block.kind, BlockKind::Note(_)));
        at.map_or_else(Fields::default, |at| self.fields_at(blocks, at, allowed, expectation))
    }

    /// Takes the fields out of every list among the blocks of a step.
    pub(super) fn all_fields(&mut self, blocks: &mut Vec<Block>, allowed: &[FieldWord]) -> Fields {
        let mut all = Fields::default();
        let mut at = 0;
        while at < blocks.len() {
            let before = blocks.len();
            let more = self.fields_at(blocks, at, allowed, Expectation::Fields);
            for field in more.0 {
                self.add(&mut all, field);
            }
            // A list that was fields only is gone; the next block has moved up.
            at += usize::from(blocks.len() == before);
        }
        all
    }

    /// Takes the fields out of the last block, where that is a list of nothing else.
    pub(super) fn trailing_fields(&mut self, blocks: &mut Vec<Block>, allowed: &[FieldWord], fields: &mut Fields) {
        let only_fields = blocks.last().is_some_and(|block| match &block.kind {
            BlockKind::List(list) => list.items.iter().all(|item| self.known(item, allowed).is_some()),
            _ => false,
        });
        if only_fields {
            let last = blocks.len() - 1;
            for field in self.fields_at(blocks, last, allowed, Expectation::Fields).0 {
                self.add(fields, field);
            }
        }
    }

    /// Whether a list of fields opens the blocks.
    pub(super) fn has_field(&self, blocks: &[Block]) -> bool {
        blocks.iter().find(|block| !matches!(block.kind, BlockKind::Note(_))).is_some_and(|block| match &block.kind {
            BlockKind::List(list) => {
                list.items.iter().filter_map(item_label).any(|label| self.vocabulary.field(&label.word).is_some())
            }
            _ => false,
        })
    }

    fn known(&self, item: &Item, allowed: &[FieldWord]) -> Option<FieldWord> {
        item_label(item).and_then(|label| self.vocabulary.field(&label.word)).filter(|word| allowed.contains(word))
    }

    fn fields_at(
        &mut self,
        blocks: &mut Vec<Block>,
        at: usize,
        allowed: &[FieldWord],
        expectation: Expectation,
    ) -> Fields {
        let mut fields = Fields::default();
        let BlockKind::List(list) = &mut blocks[at].kind else { return fields };
        if list.start.is_some() {
            return fields;
        }
        let sure =
            expectation == Expectation::Fields || list.items.iter().any(|item| self.known(item, allowed).is_some());
        let mut rest = Vec::new();
        let mut taken = Vec::new();
        for item in std::mem::take(&mut list.items) {
            let Some(label) = item_label(&item) else {
                rest.push(item);
                continue;
            };
            if let Some(word) = self.vocabulary.field(&label.word).filter(|word| allowed.contains(word)) {
                let blocks = item.blocks.into_iter().skip(1).collect();
                taken.push(Field { word, label: label.word, span: label.span, content: label.rest, blocks });
                continue;
            }
            let near = nearest(&label.word, self.vocabulary.field_words(allowed)).map(str::to_owned);
            if sure || near.is_some() {
                self.report(Problem::UnknownField { label: label.word, nearest: near }, label.span);
            }
            rest.push(item);
        }
        if rest.is_empty() {
            blocks.remove(at);
        } else if let BlockKind::List(list) = &mut blocks[at].kind {
            list.items = rest;
        }
        for field in taken {
            self.add(&mut fields, field);
        }
        fields
    }

    fn add(&mut self, fields: &mut Fields, field: Field) {
        if fields.0.iter().any(|known| known.word == field.word) {
            self.report(Problem::DuplicateField { label: field.label }, field.span);
        } else {
            fields.0.push(field);
        }
    }
}

/// Appends the text of a block to a run of text.
fn push_joined(out: &mut Vec<Inline>, block: Block, span: Span) {
    match block.kind {
        BlockKind::Paragraph(content) => {
            if !out.is_empty() {
                out.push(Inline::Text("；".into(), Span { end: span.start, ..span }));
            }
            out.extend(content);
        }
        BlockKind::List(list) => {
            for block in list.items.into_iter().flat_map(|item| item.blocks) {
                push_joined(out, block, span);
            }
        }
        BlockKind::Quote(inner) | BlockKind::Alert(_, inner) => {
            for block in inner {
                push_joined(out, block, span);
            }
        }
        _ => {}
    }
}

fn item_label(item: &Item) -> Option<Label> {
    match &item.blocks.first()?.kind {
        BlockKind::Paragraph(content) if item.task.is_none() => label(content),
        _ => None,
    }
}
