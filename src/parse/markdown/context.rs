//! What every part of the Markdown layer needs to know of the text that it works on: the text, where it stands in its
//! file, and where to put problems. Never changes the text.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Problem};
use crate::parse::tree::MAX_DEPTH;
use crate::path::ContentPath;
use crate::text::span::{FileId, Span};

/// Where a text stands: its file, the file's address, and the byte at which the text begins.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The file.
    pub file: FileId,
    /// Its address, from which relative links count.
    pub path: &'a ContentPath,
    /// The offset of the text's first byte in the file.
    pub start: usize,
}

/// A text being parsed. Offsets everywhere are bytes in `text`; only [`Context::span`] turns them into places of the file.
pub(super) struct Context<'a> {
    pub(super) text: &'a str,
    pub(super) path: &'a ContentPath,
    /// How deep in a larger tree the text stands.
    pub(super) depth: usize,
    file: FileId,
    /// Where the pieces of `text` stand in the file: offset here, offset there, ascending from 0.
    pieces: Vec<(usize, usize)>,
    found: Findings,
}

/// What was found wrong so far.
#[derive(Default)]
pub(super) struct Findings {
    diagnostics: Vec<Diagnostic>,
    too_deep: bool,
}

impl<'a> Context<'a> {
    /// A body of a file.
    pub(super) fn body(text: &'a str, source: &Source<'a>) -> Self {
        Self {
            text,
            path: source.path,
            depth: 0,
            file: source.file,
            pieces: vec![(0, source.start)],
            found: Findings::default(),
        }
    }

    /// A text made of parts of this one; `pieces` say where they stand here.
    pub(super) fn part<'b>(&self, text: &'b str, pieces: &[(usize, usize)], depth: usize) -> Context<'b>
    where
        'a: 'b,
    {
        Context {
            text,
            path: self.path,
            depth,
            file: self.file,
            pieces: pieces.iter().map(|&(from, to)| (from, self.place(to))).collect(),
            found: Findings { diagnostics: Vec::new(), too_deep: self.found.too_deep },
        }
    }

    fn place(&self, offset: usize) -> usize {
        let at = self.pieces.partition_point(|&(from, _)| from <= offset).saturating_sub(1);
        self.pieces.get(at).map_or(offset, |&(from, to)| to + offset - from)
    }

    /// The span of `range` in the file.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        let start = self.place(range.start);
        let end = if range.end > range.start { self.place(range.end - 1) + 1 } else { start };
        Span::new(self.file, start..end)
    }

    /// `range` without the white space at its end.
    pub(super) fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        range.start..range.start + self.text[range].trim_end().len()
    }

    /// The span of a block, which does not count the white space at its end.
    pub(super) fn block_span(&self, range: Range<usize>) -> Span {
        self.span(self.trimmed(range))
    }

    pub(super) fn report(&mut self, problem: Problem, range: Range<usize>) {
        let span = self.span(range);
        self.report_at(problem, span);
    }

    pub(super) fn report_at(&mut self, problem: Problem, span: Span) {
        self.found.diagnostics.push(Diagnostic::new(problem, span));
    }

    /// Says once a text that it is nested too deep.
    pub(super) fn report_depth(&mut self, range: Range<usize>) {
        if !self.found.too_deep {
            self.found.too_deep = true;
            let first_line = self.text[range.clone()].lines().next().map_or(0, str::len);
            self.report(Problem::TooDeep { limit: MAX_DEPTH }, range.start..range.start + first_line);
        }
    }

    /// What was found in this text.
    pub(super) fn into_findings(self) -> Findings {
        self.found
    }

    /// Takes over what was found in a part of this text.
    pub(super) fn adopt(&mut self, part: Findings) {
        self.found.too_deep = part.too_deep;
        self.found.diagnostics.extend(part.diagnostics);
    }

    /// The problems, in the order of their places.
    pub(super) fn into_diagnostics(self) -> Vec<Diagnostic> {
        let mut diagnostics = self.found.diagnostics;
        diagnostics.sort_by_key(|diagnostic| diagnostic.span);
        diagnostics
    }
}
