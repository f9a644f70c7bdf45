//! Where a tree holds what is no prose: code, formulas.
//! A tree in, ranges of its file out, for those who look for slips in the text around them.

use std::ops::Range;

use crate::parse::tree::{Block, BlockKind, Inline, Tree};

/// The ranges of all code and math of `tree`, ascending.
#[must_use]
pub fn literal_ranges(tree: &Tree) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    of_blocks(&tree.blocks, &mut out);
    for footnote in &tree.footnotes {
        of_blocks(&footnote.blocks, &mut out);
    }
    out.sort_by_key(|range| (range.start, range.end));
    out
}

fn of_blocks(blocks: &[Block], out: &mut Vec<Range<usize>>) {
    for block in blocks {
        match &block.kind {
            BlockKind::Heading(heading) => of_inlines(&heading.content, out),
            BlockKind::Paragraph(inlines) => of_inlines(inlines, out),
            BlockKind::List(list) => list.items.iter().for_each(|item| of_blocks(&item.blocks, out)),
            BlockKind::Quote(blocks) | BlockKind::Alert(_, blocks) | BlockKind::Note(blocks) => of_blocks(blocks, out),
            BlockKind::Code(_) => out.push(block.span.range()),
            BlockKind::Table(table) => {
                let cells = table.head.iter().chain(table.rows.iter().flatten());
                cells.for_each(|cell| of_inlines(cell, out));
            }
            BlockKind::Definitions(definitions) => {
                for definition in definitions {
                    of_inlines(&definition.term, out);
                    definition.definitions.iter().for_each(|blocks| of_blocks(blocks, out));
                }
            }
            BlockKind::Rule | BlockKind::Include(_) => {}
        }
    }
}

fn of_inlines(inlines: &[Inline], out: &mut Vec<Range<usize>>) {
    for inline in inlines {
        match inline {
            Inline::Code(_, span) | Inline::Math(_, span) | Inline::DisplayMath(_, span) => out.push(span.range()),
            Inline::Emphasis(content) | Inline::Strong(content) | Inline::Strikethrough(content) => {
                of_inlines(content, out);
            }
            Inline::Link(link) | Inline::Image(link) => of_inlines(&link.content, out),
            Inline::Text(..)
            | Inline::FootnoteReference(..)
            | Inline::Html(..)
            | Inline::SoftBreak { .. }
            | Inline::HardBreak
            | Inline::Citation(_) => {}
        }
    }
}
