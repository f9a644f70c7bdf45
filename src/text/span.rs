//! Places in the text of a source file.
//! Byte offsets in, line and column numbers out. Never slices between the bytes of one character.

use std::ops::Range;

/// A source file of this build: an index into [`crate::source::Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A half-open range of bytes in the decoded text of one file. Both ends lie on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span of `range` in `file`. Sources are limited to far less than 4 GiB, so offsets fit.
    #[must_use]
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { file, start: clamp(range.start), end: clamp(range.end.max(range.start)) }
    }

    /// The place before the file's first character, for problems of the file as a whole.
    #[must_use]
    pub fn file_start(file: FileId) -> Self {
        Self { file, start: 0, end: 0 }
    }

    /// The span as a range for slicing the file's text.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// A part of this span: `range` counts from this span's start.
    #[must_use]
    pub fn part(self, range: Range<usize>) -> Self {
        Self::new(self.file, self.start as usize + range.start..self.start as usize + range.end)
    }

    /// The part of this span that `range` of `text` has: `text` is what stands here. Where entities or escapes were resolved
    /// in it, its offsets are none of the source's, and the whole span answers.
    #[must_use]
    pub fn part_of(self, text: &str, range: Range<usize>) -> Self {
        if self.range().len() == text.len() { self.part(range) } else { self }
    }

    /// From this span's start to the other's end.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { file: self.file, start: self.start, end: other.end.max(self.start) }
    }
}

/// A line and a column as an editor shows them: both from 1, the column counted in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// The position of byte `offset` in `text`. `\n`, `\r\n` and a lone `\r` each end a line. Linear in `offset`; asked only
/// where a problem is shown.
#[must_use]
pub fn position(text: &str, offset: usize) -> Position {
    let offset = on_boundary(text, offset);
    let before = &text[..offset];
    let bytes = text.as_bytes();
    let ends_line = |i: usize| bytes[i] == b'\n' || (bytes[i] == b'\r' && bytes.get(i + 1) != Some(&b'\n'));
    let mut line = 1;
    let mut line_start = 0;
    for i in 0..before.len() {
        if ends_line(i) {
            line += 1;
            line_start = i + 1;
        }
    }
    Position { line, column: text[line_start..offset].chars().count() + 1 }
}

/// Where the lines of a text begin and how many characters stand before each stretch of it: positions without reading the
/// text again, so that a thousand problems of one file cost no more than one.
#[derive(Clone, Debug)]
pub struct Lines {
    starts: Vec<usize>,
    characters: Vec<usize>,
}

/// How many bytes of a text are counted anew for a position.
const STRETCH: usize = 1024;

/// How many characters begin in these bytes.
fn beginnings(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

impl Lines {
    /// The lines of `text`.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let ends_line = |i: usize| bytes[i] == b'\n' || (bytes[i] == b'\r' && bytes.get(i + 1) != Some(&b'\n'));
        let starts = std::iter::once(0).chain((0..bytes.len()).filter(|&i| ends_line(i)).map(|i| i + 1)).collect();
        let mut count = 0;
        let sums = bytes.chunks(STRETCH).map(|stretch| {
            count += beginnings(stretch);
            count
        });
        let characters = std::iter::once(0).chain(sums).collect();
        Self { starts, characters }
    }

    fn characters_before(&self, text: &str, offset: usize) -> usize {
        let stretch = offset / STRETCH;
        let counted = self.characters.get(stretch).copied().unwrap_or_default();
        counted + beginnings(text.as_bytes().get(stretch * STRETCH..offset).unwrap_or_default())
    }

    /// The same as [`position()`], of the text that these are the lines of.
    #[must_use]
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let offset = on_boundary(text, offset);
        let line = self.starts.partition_point(|&start| start <= offset);
        let start = line.checked_sub(1).and_then(|line| self.starts.get(line)).copied().unwrap_or_default();
        let column = self.characters_before(text, offset) - self.characters_before(text, start) + 1;
        Position { line, column }
    }

    /// The line that holds byte `offset`, without its end.
    #[must_use]
    pub fn around(&self, text: &str, offset: usize) -> Range<usize> {
        let line = self.starts.partition_point(|&start| start <= offset.min(text.len()));
        let start = line.checked_sub(1).and_then(|line| self.starts.get(line)).copied().unwrap_or_default();
        let end = self.starts.get(line).copied().unwrap_or(text.len());
        let shown = text.get(start..end).unwrap_or_default();
        start..start + shown.trim_end_matches(['\n', '\r']).len()
    }
}

/// `offset`, or the beginning of the character that it lies in.
fn on_boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn lines_know_what_reading_the_text_finds(piece in "[a甲é\r\n]{0,9}", times in 1_usize..700, at in 0_usize..6000) {
            let text = piece.repeat(times);
            let lines = Lines::of(&text);
            prop_assert_eq!(lines.position(&text, at), position(&text, at));
            let line = lines.around(&text, on_boundary(&text, at));
            prop_assert!(!text[line.clone()].contains('\n'));
            prop_assert_eq!(position(&text, line.start).line, position(&text, at).line);
        }
    }

    #[test]
    fn columns_count_characters_and_every_line_end_counts_once() {
        let text = "甲乙\r\n丙\r丁\n戊己";
        assert_eq!(position(text, 0), Position { line: 1, column: 1 });
        assert_eq!(position(text, "甲".len()), Position { line: 1, column: 2 });
        assert_eq!(position(text, "甲乙\r\n".len()), Position { line: 2, column: 1 });
        assert_eq!(position(text, "甲乙\r\n丙\r".len()), Position { line: 3, column: 1 });
        assert_eq!(position(text, text.len()), Position { line: 4, column: 3 });
    }

    #[test]
    fn an_offset_inside_a_character_is_the_characters_own_place() {
        assert_eq!(position("甲乙", 4), Position { line: 1, column: 2 });
        assert_eq!(position("甲", 99), Position { line: 1, column: 2 });
    }
}
