//! Code blocks and blocks of raw HTML: lines that are collected before they mean anything.
//! Lines in; a [`Code`] out, or what blocks a piece of HTML comes to: paragraphs of text, and what comments ask for.

use std::ops::Range;

use crate::diagnostic::Problem;
use crate::parse::tree::{Block, BlockKind, Code, Footnote, Inline};
use crate::path::ContentPath;

use super::comments::{self, Comment};
use super::context::Context;
use super::html::{self, Piece};

/// The lines of a code block.
pub(super) struct CodeText {
    fenced: bool,
    language: Box<str>,
    text: String,
    start: usize,
    /// Where the last line ended.
    end: Option<usize>,
}

impl CodeText {
    /// A block that begins at `start`; `info` is what follows its fence.
    pub(super) fn new(info: Option<&str>, start: usize) -> Self {
        let language = info.and_then(|info| info.split_whitespace().next()).unwrap_or_default().into();
        Self { fenced: info.is_some(), language, text: String::new(), start, end: None }
    }

    pub(super) fn push(&mut self, text: &str, end: usize) {
        self.text.push_str(text);
        self.end = Some(end);
    }

    /// The block, which ends at `end`. A fence that does not close is reported at its opening line.
    pub(super) fn finish(self, end: usize, cx: &mut Context<'_>) -> Code {
        let opening = cx.text[self.start..end].lines().next().map_or(0, str::len);
        let rest = &cx.text[self.end.unwrap_or(self.start + opening).min(end)..end];
        if self.fenced && !rest.contains("```") && !rest.contains("~~~") {
            cx.report(Problem::UnclosedFence, self.start..self.start + opening);
        }
        let code = Code { language: self.language, text: self.text.into() };
        if code.has_language() && code.is_long() {
            let problem = Problem::LongCode { limit_kib: Code::LARGEST / 1024, limit_line: Code::LONGEST_LINE };
            cx.report(problem, self.start..self.start + opening);
        }
        code
    }
}

/// The lines of a block of HTML, without what marks them as part of a quote or list.
#[derive(Default)]
pub(super) struct HtmlText {
    text: String,
    /// Where its lines begin, here and in the whole text.
    lines: Vec<(usize, usize)>,
}

impl HtmlText {
    pub(super) fn push(&mut self, line: &str, start: usize) {
        self.lines.push((self.text.len(), start));
        self.text.push_str(line);
    }

    /// What the block comes to, and the footnotes defined in its comments. The blocks stand at `depth`.
    pub(super) fn finish(self, depth: usize, cx: &mut Context<'_>) -> (Vec<Block>, Vec<Footnote>) {
        let mut blocks = Vec::new();
        let mut footnotes = Vec::new();
        let mut from = 0;
        while let Some(start) = self.text[from..].find("<!--").map(|found| from + found) {
            let Some((inside, end)) = comment(&self.text, start) else { break };
            blocks.extend(self.paragraph(from..start, cx));
            let (block, notes) = self.comment(inside, start..end, depth, cx);
            blocks.extend(block);
            footnotes.extend(notes);
            from = end;
        }
        blocks.extend(self.paragraph(from..self.text.len(), cx));
        (blocks, footnotes)
    }

    /// The place of `range` in the whole text.
    fn place(&self, range: Range<usize>) -> Range<usize> {
        let place = |offset: usize| {
            let line = self.lines.partition_point(|&(from, _)| from <= offset).saturating_sub(1);
            self.lines.get(line).map_or(offset, |&(from, to)| to + offset - from)
        };
        let start = place(range.start);
        start..if range.is_empty() { start } else { place(range.end - 1) + 1 }
    }

    /// HTML as the text that it is, but for the tags that pass.
    fn paragraph(&self, range: Range<usize>, cx: &mut Context<'_>) -> Option<Block> {
        let text = self.text[range.clone()].trim_end();
        let range = range.start + text.len() - text.trim_start().len()..range.start + text.len();
        let text = &self.text[range.clone()];
        let mut inlines = Vec::new();
        for (piece, part) in html::pieces(text) {
            let span = cx.span(self.place(range.start + part.start..range.start + part.end));
            let written = &text[part];
            match piece {
                Piece::Break => inlines.push(Inline::SoftBreak { joined: false }),
                Piece::Tag => inlines.push(Inline::Html(written.into(), span)),
                Piece::Text if written.trim().is_empty() => {}
                Piece::Text => inlines.push(Inline::Text(written.into(), span)),
            }
        }
        let span = cx.span(self.place(range));
        (!inlines.is_empty()).then(|| Block { span, kind: BlockKind::Paragraph(html::settle(inlines, cx)) })
    }

    /// What the comment at `whole` asks for; `inside` is what stands between its marks.
    fn comment(
        &self,
        inside: Range<usize>,
        whole: Range<usize>,
        depth: usize,
        cx: &mut Context<'_>,
    ) -> (Option<Block>, Vec<Footnote>) {
        let span = cx.span(self.place(whole));
        let part = |part: Range<usize>| inside.start + part.start..inside.start + part.end;
        let kind = match comments::read(&self.text[inside.clone()]) {
            Comment::Note(body) => {
                let (blocks, footnotes) = self.note(part(body), depth + 1, cx);
                return (Some(Block { span, kind: BlockKind::Note(blocks) }), footnotes);
            }
            Comment::Include(path) => {
                let path = part(path);
                let file = include(&self.text[path.clone()], cx);
                if file.is_none() {
                    let target = self.text[path.clone()].to_owned();
                    cx.report(Problem::LinkLeavesContent { target }, self.place(path));
                }
                file.map(BlockKind::Include)
            }
            Comment::Unknown { word, nearest } => {
                cx.report_at(Problem::UnknownComment { word, nearest: nearest.into() }, span);
                None
            }
            Comment::Plain => None,
        };
        (kind.map(|kind| Block { span, kind }), Vec::new())
    }

    /// The blocks of a speaker's note. It holds no `-->`, so no note stands in a note.
    fn note(&self, body: Range<usize>, depth: usize, cx: &mut Context<'_>) -> (Vec<Block>, Vec<Footnote>) {
        let mut pieces = vec![(0, self.place(body.clone()).start)];
        let lines = self.lines.iter().filter(|(from, _)| body.contains(from) && *from != body.start);
        pieces.extend(lines.map(|&(from, to)| (from - body.start, to)));
        let mut inner = cx.part(&self.text[body], &pieces, depth);
        let tree = super::blocks::build(&mut inner);
        let found = inner.into_findings();
        cx.adopt(found);
        (tree.blocks, tree.footnotes)
    }
}

/// The inside of the comment that begins at `start`, and where the comment ends.
fn comment(text: &str, start: usize) -> Option<(Range<usize>, usize)> {
    let inside = start + "<!--".len();
    for empty in [">", "->"] {
        if text[inside..].starts_with(empty) {
            return Some((inside..inside, inside + empty.len()));
        }
    }
    let end = inside + text[inside..].find("-->")?;
    Some((inside..end, end + "-->".len()))
}

/// The file that an include names: from the content's root, or from the file's own folder after `./` or `../`. Windows
/// authors write backslashes.
fn include(path: &str, cx: &Context<'_>) -> Option<ContentPath> {
    let path = path.replace('\\', "/");
    if path.starts_with("./") || path.starts_with("../") { cx.path.join(&path) } else { ContentPath::new(&path) }
}
