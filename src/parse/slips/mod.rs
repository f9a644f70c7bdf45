//! Typing slips: what was meant as Markdown, or as a document number, and did not become it.
//! A file's body in, problems with their exact corrections out. Nothing is corrected silently, and code is left alone but
//! for characters that nobody sees.

mod characters;
mod document_number;
mod marks;
mod numbers;

use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::parse::markdown::Source;
use crate::text::span::Span;

/// How much of a line a message shows, in characters.
const SHOWN: usize = 16;

/// The slips in `text`, in order. `literal` are the ranges of the file that are no prose, ascending (see
/// [`crate::parse::markdown::literal_ranges`]).
#[must_use]
pub fn slips(text: &str, source: &Source<'_>, literal: &[Range<usize>]) -> Vec<Diagnostic> {
    let all = lines(text, source, literal);
    let mut out = numbers::slips(&all);
    // Nearly every text is free of these; one look at its bytes tells.
    let (has_characters, has_numbers) = (characters::may_be_in(text), document_number::may_be_in(text));
    for line in &all {
        if has_characters {
            characters::slips(line, &mut out);
        }
        if !line.literal {
            out.extend(marks::slip(line));
        }
        if has_numbers {
            document_number::slips(line, literal, &mut out);
        }
    }
    out.sort_by_key(|found| found.span);
    out
}

/// A line of the body.
struct Line<'a> {
    /// The line without its end.
    text: &'a str,
    /// What stands after indentation and the marks of quotations.
    body: &'a str,
    /// Whether it belongs to code.
    literal: bool,
    span: Span,
}

impl<'a> Line<'a> {
    fn new(text: &'a str, at: usize, source: &Source<'_>, literal: &[Range<usize>]) -> Self {
        let body = text.trim_start_matches([' ', '\t', '>', '　']);
        let start = source.start + at;
        let literal = is_literal(start + text.len() - body.len(), literal);
        Self { text, body, literal, span: Span::new(source.file, start..start + text.len()) }
    }

    /// Where `part`, which is a part of this line's text, stands in the file.
    fn part(&self, part: Range<usize>) -> Span {
        self.span.part(part)
    }

    /// The place of the first `length` bytes of the body. A full-width indentation before them belongs to it, as it would
    /// keep the correction from working.
    fn opening(&self, length: usize) -> Span {
        let start = self.text.len() - self.body.len();
        let before = &self.text[..start];
        let indentation = before.rfind('>').map_or(0, |quote| quote + 1);
        let from = before[indentation..].find('　').map_or(start, |wide| indentation + wide);
        self.part(from..start + length)
    }
}

/// All lines of the body.
fn lines<'a>(text: &'a str, source: &Source<'_>, literal: &[Range<usize>]) -> Vec<Line<'a>> {
    let mut out = Vec::with_capacity(text.len() / 64);
    let mut at = 0;
    let mut push = |with_end: &'a str| {
        out.push(Line::new(with_end.trim_end_matches(['\n', '\r']), at, source, literal));
        at += with_end.len();
    };
    if text.contains('\r') {
        text.split_inclusive(['\n', '\r']).for_each(&mut push);
    } else {
        text.split_inclusive('\n').for_each(&mut push);
    }
    out
}

/// Whether any four bytes of a text that follow each other are such; after its end come spaces. Written so that the compiler
/// looks at many bytes at once.
fn any(text: &str, is: impl Fn([u8; 4]) -> bool) -> bool {
    const STEP: usize = 128;
    let bytes = text.as_bytes();
    (0..bytes.len()).step_by(STEP).any(|from| {
        let mut rest = [b' '; STEP + 3];
        let block = bytes[from..].first_chunk::<{ STEP + 3 }>().unwrap_or_else(|| {
            let tail = &bytes[from..];
            rest[..tail.len()].copy_from_slice(tail);
            &rest
        });
        (0..STEP).fold(false, |found, i| found | is([block[i], block[i + 1], block[i + 2], block[i + 3]]))
    })
}

/// Whether the byte at `offset` of the file is no prose.
fn is_literal(offset: usize, literal: &[Range<usize>]) -> bool {
    let next = literal.partition_point(|range| range.start <= offset);
    next.checked_sub(1).is_some_and(|last| literal[last].end > offset)
}

/// The beginning of `text`, as much as a message shows.
fn shown(text: &str) -> String {
    let mut shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests;
