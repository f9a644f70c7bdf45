//! The words of inlines and blocks without their markup, for titles, ids, search and checks.

use super::tree::{Block, BlockKind, Inline, extent};

/// The words of running text.
#[must_use]
pub fn inlines(content: &[Inline]) -> String {
    let mut out = String::new();
    push_inlines(&mut out, content);
    out.truncate(out.trim_end().len());
    out
}

/// Appends the words of running text.
pub fn push_inlines(out: &mut String, content: &[Inline]) {
    for inline in content {
        match inline {
            Inline::Text(text, _) | Inline::Code(text, _) | Inline::Math(text, _) | Inline::DisplayMath(text, _) => {
                out.push_str(text);
            }
            Inline::Emphasis(content) | Inline::Strong(content) | Inline::Strikethrough(content) => {
                push_inlines(out, content);
            }
            Inline::Link(link) | Inline::Image(link) => push_inlines(out, &link.content),
            Inline::Citation(citation) => out.push_str(&citation.text),
            Inline::SoftBreak { joined: true } | Inline::FootnoteReference(..) | Inline::Html(..) => {}
            Inline::SoftBreak { joined: false } | Inline::HardBreak => out.push(' '),
        }
    }
}

/// Appends the words of blocks, a line end after each. Speaker's notes are left out.
pub fn push_blocks(out: &mut String, blocks: &[Block]) {
    for block in blocks {
        match &block.kind {
            BlockKind::Heading(heading) => push_inlines(out, &heading.content),
            BlockKind::Paragraph(content) => push_inlines(out, content),
            BlockKind::List(list) => list.items.iter().for_each(|item| push_blocks(out, &item.blocks)),
            BlockKind::Quote(blocks) | BlockKind::Alert(_, blocks) => push_blocks(out, blocks),
            BlockKind::Code(code) => out.push_str(&code.text),
            BlockKind::Table(table) => {
                for row in std::iter::once(&table.head).chain(&table.rows) {
                    for cell in row {
                        push_inlines(out, cell);
                        out.push(' ');
                    }
                    out.push('\n');
                }
            }
            BlockKind::Definitions(list) => {
                for definition in list {
                    push_inlines(out, &definition.term);
                    out.push('\n');
                    definition.definitions.iter().for_each(|blocks| push_blocks(out, blocks));
                }
            }
            _ => continue,
        }
        if !out.ends_with('\n') {
            out.push('\n');
        }
    }
}

/// The words of blocks.
#[must_use]
pub fn blocks(blocks: &[Block]) -> String {
    let mut out = String::with_capacity(extent(blocks));
    push_blocks(&mut out, blocks);
    out
}
