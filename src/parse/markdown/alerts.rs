//! `> [!NOTE]` and its kin.
//! The blocks of a quote in, the kind of alert and the blocks below its marker out, or the quote as it was.

use std::ops::Range;

use crate::diagnostic::Problem;
use crate::parse::tree::{AlertKind, Block, BlockKind, Inline};
use crate::text::nearest::nearest;
use crate::text::span::Span;

use super::context::Context;

const KINDS: [(&str, AlertKind); 10] = [
    ("说明", AlertKind::Note),
    ("提示", AlertKind::Tip),
    ("重要", AlertKind::Important),
    ("注意", AlertKind::Warning),
    ("警告", AlertKind::Caution),
    ("NOTE", AlertKind::Note),
    ("TIP", AlertKind::Tip),
    ("IMPORTANT", AlertKind::Important),
    ("WARNING", AlertKind::Warning),
    ("CAUTION", AlertKind::Caution),
];

/// What the quote at `range` is: an alert if a marker stands alone on its first line.
pub(super) fn quote_or_alert(mut blocks: Vec<Block>, range: Range<usize>, cx: &mut Context<'_>) -> BlockKind {
    let Some((word, place)) = marker(&blocks, range, cx) else { return BlockKind::Quote(blocks) };
    let Some((_, kind)) = KINDS.iter().find(|(name, _)| name.eq_ignore_ascii_case(&word)) else {
        let nearest = nearest(&word.to_uppercase(), KINDS.map(|(name, _)| name)).map(Into::into);
        cx.report_at(Problem::UnknownAlert { kind: word, nearest }, place);
        return BlockKind::Quote(blocks);
    };
    if let Some(BlockKind::Paragraph(inlines)) = blocks.first_mut().map(|block| &mut block.kind) {
        // The marker and the line end after it.
        inlines.drain(..inlines.len().min(2));
        if inlines.is_empty() {
            blocks.remove(0);
        }
    }
    BlockKind::Alert(*kind, blocks)
}

/// The word in `[!…]` where that, as written, is all of the quote's first line, and its place. A full-width `！` is as good.
fn marker(blocks: &[Block], range: Range<usize>, cx: &Context<'_>) -> Option<(String, Span)> {
    let first = blocks.first()?;
    let BlockKind::Paragraph(inlines) = &first.kind else { return None };
    let Inline::Text(text, place) = inlines.first()? else { return None };
    if !matches!(inlines.get(1), None | Some(Inline::SoftBreak { .. } | Inline::HardBreak)) {
        return None;
    }
    let line = cx.text[range].lines().next()?.trim_start_matches(|c: char| c == '>' || c.is_whitespace());
    let word = text.trim_end().strip_prefix('[')?.strip_prefix(['!', '！'])?.strip_suffix(']')?.trim();
    let plain = !word.is_empty() && !word.contains(['[', ']']);
    (plain && line.trim_end() == text.trim_end()).then(|| (word.to_owned(), *place))
}
