//! Line breaking for pictures, where no browser breaks lines.
//! A text, a width in hundredths of an em and a number of lines in; lines out that fit by estimate. Closing punctuation begins no line and
//! opening punctuation ends none; a Latin word breaks only where it is longer than a line. Linear in what is kept: a text
//! that is too long ends in an ellipsis, and what follows is not looked at.

use crate::text::cjk::{is_cjk, is_shared_punctuation};

/// Marks that begin no line.
const CLOSING: &str = "，。、；：？！）》」』】〕…—”’,.;:?!)]}%";
/// Marks that end no line.
const OPENING: &str = "（《「『【〔“‘([{";

/// The estimated width of a character, in hundredths of an em.
pub(super) fn width(c: char) -> i32 {
    match c {
        _ if is_cjk(c) || is_shared_punctuation(c) => 100,
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' => 35,
        'm' | 'w' | 'M' | 'W' | '%' | '@' => 95,
        'A'..='Z' => 72,
        ' '..='~' => 60,
        // Other scripts and emoji: rather too wide than too narrow.
        _ => 120,
    }
}

/// The estimated width of a text.
pub(super) fn length(text: &str) -> i32 {
    text.chars().map(width).fold(0, i32::saturating_add)
}

/// Breaks `text` into at most `lines` lines of `room` hundredths of an em.
pub(super) fn wrap(text: &str, room: i32, lines: usize) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for piece in Pieces(text) {
        let wide = length(piece);
        if wide > room - used && !line.is_empty() {
            if out.len() + 1 == lines {
                out.push(cut(&line, room));
                return out;
            }
            out.push(std::mem::take(&mut line).trim_end().to_owned());
            used = 0;
        }
        if line.is_empty() && piece.trim().is_empty() {
            continue;
        }
        // A piece that is longer than a line is broken where the line ends.
        for c in piece.chars() {
            if used + width(c) > room && !line.is_empty() && wide > room {
                if out.len() + 1 == lines {
                    out.push(cut(&line, room));
                    return out;
                }
                out.push(std::mem::take(&mut line));
                used = 0;
            }
            line.push(if c.is_control() { ' ' } else { c });
            used += width(c);
        }
    }
    if !line.trim().is_empty() {
        out.push(line.trim_end().to_owned());
    }
    out
}

/// The line with an ellipsis at its end, in the same room.
fn cut(line: &str, room: i32) -> String {
    let mut kept = line.trim_end().to_owned();
    while length(&kept) + 100 > room && kept.pop().is_some() {}
    kept.push('…');
    kept
}

/// What must stand together: a word with the punctuation that clings to it, or one Chinese character with its own.
struct Pieces<'a>(&'a str);

impl<'a> Iterator for Pieces<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let mut before: Option<char> = None;
        let end = self.0.char_indices().find_map(|(at, c)| {
            let breaks = before.is_some_and(|before| may_break(before, c));
            before = Some(c);
            breaks.then_some(at)
        });
        let (piece, rest) = self.0.split_at(end.unwrap_or(self.0.len()));
        self.0 = rest;
        (!piece.is_empty()).then_some(piece)
    }
}

fn may_break(before: char, after: char) -> bool {
    if CLOSING.contains(after) || OPENING.contains(before) {
        return false;
    }
    before.is_whitespace() || is_cjk(before) || is_cjk(after) || OPENING.contains(after) || before == '—'
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn punctuation_begins_no_line_and_words_stay_whole() {
        assert_eq!(wrap("核身份、核证件，原件", 400, 9), ["核身份、", "核证件，", "原件"]);
        assert_eq!(wrap("请交（原件）两份", 300, 9), ["请交", "（原", "件）两", "份"]);
        assert_eq!(wrap("register at the station", 600, 9), ["register", "at the", "station"]);
        assert_eq!(wrap("一二三四五六七八", 300, 2), ["一二三", "四五…"]);
        assert_eq!(wrap("", 300, 2), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn lines_fit_and_nothing_panics(text in "\\PC{0,60}", room in 200..2000, lines in 1_usize..6) {
            let out = wrap(&text, room, lines);
            prop_assert!(out.len() <= lines);
            for line in &out {
                prop_assert!(length(line) <= room, "{line:?}");
            }
        }
    }
}
