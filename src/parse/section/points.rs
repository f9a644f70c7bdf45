//! Key points.

use super::Recognizer;
use crate::diagnostic::Problem;
use crate::parse::tree::{Block, BlockKind};
use crate::text::span::Span;

/// A section of key points.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyPoints {
    /// What stands before the list.
    pub intro: Vec<Block>,
    /// Each point's content.
    pub points: Vec<Vec<Block>>,
    /// What stands after the list.
    pub outro: Vec<Block>,
}

impl Recognizer<'_> {
    /// Reads a section of key points: the items of its first list.
    pub(super) fn points(&mut self, content: Vec<Block>, parent: &str, span: Span) -> KeyPoints {
        let mut content = self.prose(content, parent);
        let Some(at) = content.iter().position(|block| matches!(block.kind, BlockKind::List(_))) else {
            self.report(Problem::NoPoints, span);
            return KeyPoints { intro: content, points: Vec::new(), outro: Vec::new() };
        };
        let outro = content.split_off(at + 1);
        let points = match content.pop().map(|block| block.kind) {
            Some(BlockKind::List(list)) => list.items.into_iter().map(|item| item.blocks).collect(),
            _ => Vec::new(),
        };
        KeyPoints { intro: content, points, outro }
    }
}
