//! What is looked up: pairs of neighbouring Han characters, words of letters, and numbers.
//! Folded text in, its terms out. No dictionary; text and query are cut by the same rules, so that any two neighbouring
//! characters of a text find it. The script that searches has the same rules; `tests/search/vectors.json` holds both to it.

use std::ops::Range;

/// The longest word, in bytes; what follows is part of no term.
const LONGEST: usize = 32;

/// A term of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Term<'a> {
    /// A Han character (or of another script without spaces) and the next one.
    Pair(char, char),
    /// A single one that has no neighbour before it.
    Single(char),
    /// Letters, with `+` or `#` at their end, or digits.
    Word(&'a str),
}

/// What a character is to search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    /// Written without spaces: Han, kana, hangul.
    Dense,
    /// A letter of an alphabet.
    Letter,
    /// A digit.
    Digit,
    /// `+` and `#`, part of a word that they follow.
    Suffix,
    /// Stands between two characters without parting them: spaces, quotes, brackets, 、 and ·.
    Through,
    /// Parts words and characters.
    Stop,
}

fn class(c: char) -> Class {
    // Nearly all of them, first.
    if matches!(c, '\u{4E00}'..='\u{9FFF}') {
        return Class::Dense;
    }
    match c {
        // Without the signs of multiplication and division, which stand among the letters.
        'a'..='z' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{24F}' | '\u{370}'..='\u{52F}' => {
            Class::Letter
        }
        '0'..='9' => Class::Digit,
        '+' | '#' => Class::Suffix,
        ' ' | '\t' | '(' | ')' | '[' | ']' | '"' | '\'' | '“' | '”' | '‘' | '’' | '《' | '》' | '〈' | '〉' | '「'
        | '」' | '『' | '』' | '【' | '】' | '〔' | '〕' | '、' | '·' | '•' => Class::Through,
        '々'
        | '〇'
        | '\u{3040}'..='\u{30FF}'
        | '\u{3400}'..='\u{4DBF}'
        | '\u{AC00}'..='\u{D7AF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFF}' => Class::Dense,
        _ => Class::Stop,
    }
}

/// The terms of a folded text in order, each with its place.
pub(super) fn terms(text: &str) -> impl Iterator<Item = (Term<'_>, Range<usize>)> {
    let mut at = 0;
    let mut before: Option<(char, usize)> = None;
    std::iter::from_fn(move || {
        loop {
            let c = text[at..].chars().next()?;
            let start = at;
            let kind = class(c);
            at += c.len_utf8();
            match kind {
                Class::Dense => {
                    let last = before.replace((c, start));
                    return Some(match last {
                        Some((first, from)) => (Term::Pair(first, c), from..at),
                        None => (Term::Single(c), start..at),
                    });
                }
                Class::Letter | Class::Digit => {
                    before = None;
                    at = start + word(&text[start..], kind);
                    let end = floor(text, start, at.min(start + LONGEST));
                    return Some((Term::Word(&text[start..end]), start..at));
                }
                Class::Through => {}
                Class::Stop | Class::Suffix => before = None,
            }
        }
    })
}

/// The length of the word that opens a text.
fn word(text: &str, kind: Class) -> usize {
    let end = text.find(|c| class(c) != kind).unwrap_or(text.len());
    if kind == Class::Digit {
        return end;
    }
    end + text[end..].find(|c| class(c) != Class::Suffix).unwrap_or(text.len() - end)
}

/// The nearest character's border at or before `at`.
fn floor(text: &str, start: usize, at: usize) -> usize {
    (start..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(start)
}

/// A folded text without all that parts it: what titles and phrases are compared by.
pub(super) fn squeeze(text: &str) -> String {
    text.chars()
        .filter(|&c| c == '*' || matches!(class(c), Class::Dense | Class::Letter | Class::Digit | Class::Suffix))
        .collect()
}

/// Whether a character is one of a pair.
pub(super) fn is_dense(c: char) -> bool {
    class(c) == Class::Dense
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::fold::Fold;
    use proptest::prelude::*;

    fn written(text: &str) -> Vec<String> {
        terms(text)
            .filter_map(|(term, _)| match term {
                Term::Pair(a, b) => Some(format!("{a}{b}")),
                Term::Word(word) => Some(word.to_owned()),
                Term::Single(_) => None,
            })
            .collect()
    }

    #[test]
    fn the_script_cuts_by_the_same_rules() {
        let vectors: serde_json::Value = serde_json::from_str(include_str!("../../tests/search/vectors.json")).unwrap();
        let fold = Fold::new();
        for vector in vectors.as_array().unwrap() {
            let text = vector["text"].as_str().unwrap();
            let folded = fold.fold(text);
            assert_eq!(folded, vector["fold"].as_str().unwrap(), "{text}");
            assert_eq!(serde_json::json!(written(&folded)), vector["terms"], "{text}");
            assert_eq!(squeeze(&folded), vector["squeezed"].as_str().unwrap(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn two_neighbours_of_a_text_find_it(text in "[证优待a1 +。（]{0,24}") {
            let all = written(&text);
            let chars: Vec<char> = text.chars().collect();
            for pair in chars.windows(2).filter(|pair| pair.iter().all(|c| is_dense(*c))) {
                prop_assert!(all.contains(&pair.iter().collect::<String>()));
            }
        }

        #[test]
        fn no_text_breaks_the_cutting(text in "\\PC{0,60}") {
            for (term, range) in terms(&text) {
                prop_assert!(text.is_char_boundary(range.start) && text.is_char_boundary(range.end));
                if let Term::Word(word) = term { prop_assert!(word.len() <= LONGEST && !word.is_empty()); }
            }
        }
    }
}
