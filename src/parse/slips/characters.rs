//! Characters that nobody sees: invisible ones, those that turn the direction of text, control characters.
//! A line in, at most one problem of each kind out; its correction drops them all. Emoji that are joined of several
//! characters keep what joins them.

use crate::diagnostic::{Diagnostic, Problem};

use super::{Line, any};

/// Whether a text may have any of them, by its bytes: C0 controls and DEL, and what the UTF-8 of all others begins with.
#[expect(clippy::needless_bitwise_bool, reason = "without branches it is done for many bytes at once")]
pub(super) fn may_be_in(text: &str) -> bool {
    any(text, |[a, b, c, _]| {
        let control =
            ((a < 0x20) & (a != b'\t') & (a != b'\n') & (a != b'\r')) | (a == 0x7F) | ((a == 0xC2) & (b < 0xA0));
        let general = (a == 0xE2) & (b == 0x80) & ((0x8B..=0x8F).contains(&c) | (0xAA..=0xAE).contains(&c));
        let invisible = (a == 0xE2) & (b == 0x81) & (0xA0..=0xA9).contains(&c);
        control | general | invisible | ((a == 0xEF) & (b == 0xBB)) | ((a == 0xF3) & (b == 0xA0))
    })
}

pub(super) fn slips(line: &Line<'_>, out: &mut Vec<Diagnostic>) {
    if !line.text.chars().any(|c| is_control(c) || is_hidden(c)) {
        return;
    }
    let hidden = hidden(line.text);
    let controls = line.text.char_indices().filter(|&(_, c)| is_control(c)).collect();
    for (found, is_control) in [(hidden, false), (controls, true)] {
        let Some((&(first, character), &(last, last_character))) = found.first().zip(found.last()) else { continue };
        let problem =
            if is_control { Problem::ControlCharacter { character } } else { Problem::HiddenCharacter { character } };
        let whole = first..last + last_character.len_utf8();
        let mut places = found.iter().map(|&(at, _)| at).peekable();
        let kept = line.text[whole.clone()].char_indices().filter(|&(i, _)| places.next_if_eq(&(first + i)).is_none());
        let kept: String = kept.map(|(_, c)| c).collect();
        let place = line.part(first..first + character.len_utf8());
        out.push(Diagnostic::new(problem, place).fixed_by(line.part(whole), kept));
    }
}

/// The hidden characters of a line that belong to no emoji.
fn hidden(text: &str) -> Vec<(usize, char)> {
    let mut found = Vec::new();
    let mut before = None;
    let mut in_flag = false;
    let mut all = text.char_indices().peekable();
    while let Some((at, c)) = all.next() {
        // A flag may be spelt by tags after a black flag.
        in_flag = c == '\u{1F3F4}' || (in_flag && is_tag(c));
        let joins = c == '\u{200D}' && before.is_some_and(is_emoji) && all.peek().is_some_and(|&(_, c)| is_emoji(c));
        if is_hidden(c) && !joins && !in_flag {
            found.push((at, c));
        }
        before = Some(c);
    }
    found
}

fn is_hidden(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}') || is_tag(c)
}

fn is_tag(c: char) -> bool {
    matches!(c, '\u{E0000}'..='\u{E007F}')
}

fn is_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r')
}

/// A picture, or what modifies one.
fn is_emoji(c: char) -> bool {
    matches!(c, '\u{FE0F}' | '\u{20E3}' | '\u{2190}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_that_is_found_is_told_by_its_bytes() {
        for c in '\0'..=char::MAX {
            let found = is_control(c) || is_hidden(c);
            assert!(!found || may_be_in(&format!("甲{c}乙")), "{c:?}");
        }
        assert!(!may_be_in("“优待证”——办理，\r\n\t（一）…… é 🏴"));
    }
}
