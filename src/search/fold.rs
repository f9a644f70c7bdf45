//! One writing of a text for all ways of typing it.
//! Text in, folded text out: compatibility forms to plain ones (NFKC), lower case, Traditional characters to Simplified ones
//! one by one. The script that searches folds queries by the same rules; `tests/search/vectors.json` holds both to it.

use std::ops::RangeInclusive;

use rustc_hash::FxHashSet;
use unicode_normalization::UnicodeNormalization;

/// Traditional characters, each followed by its Simplified form.
const SIMPLIFIED: &str = include_str!(concat!(env!("OUT_DIR"), "/simplified.txt"));

/// How many code points the table covers: the basic plane, where every pair stands.
const COVERED: usize = 0x1_0000;

/// Han characters that NFKC leaves as they are.
const HAN: [RangeInclusive<char>; 2] = ['\u{3400}'..='\u{4DBF}', '\u{4E00}'..='\u{9FFF}'];

/// Characters besides Han and ASCII that texts are full of, and that fold by themselves whatever stands beside them: nothing
/// joins with them but what joins with the ASCII character that they become.
const PUNCTUATION: [RangeInclusive<char>; 4] =
    ['\u{B7}'..='\u{B7}', '\u{2010}'..='\u{203A}', '\u{3000}'..='\u{3029}', '！'..='～'];

/// Folds texts.
pub(super) struct Fold {
    /// What each character becomes that folds by itself; of all others 0.
    alone: Box<[u16]>,
}

impl Fold {
    pub(super) fn new() -> Self {
        let mut alone = vec![0_u16; COVERED].into_boxed_slice();
        let mut set = |from: char, to: char| {
            if let (Some(slot), Ok(to)) = (alone.get_mut(from as usize), u16::try_from(u32::from(to))) {
                *slot = to;
            }
        };
        ('\u{1}'..='\u{7F}').for_each(|c| set(c, c.to_ascii_lowercase()));
        HAN.into_iter().flatten().for_each(|c| set(c, c));
        for c in PUNCTUATION.into_iter().flatten() {
            let mut folded = std::iter::once(c).nfkc().flat_map(char::to_lowercase);
            if let (Some(to), None) = (folded.next(), folded.next()) {
                set(c, to);
            }
        }
        pairs().for_each(|(from, to)| set(from, to));
        Self { alone }
    }

    /// The folded text.
    pub(super) fn fold(&self, text: &str) -> String {
        self.fold_noting(text, &mut FxHashSet::default())
    }

    /// The folded text; the Traditional characters that stood in it are noted.
    pub(super) fn fold_noting(&self, text: &str, noted: &mut FxHashSet<char>) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find(|c| self.alone(c) != Some(c)) {
            let (same, other) = rest.split_at(at);
            out.push_str(same);
            let c = other.chars().next().unwrap_or_default();
            rest = if let Some(to) = self.alone(c) {
                out.push(to);
                if HAN.iter().any(|range| range.contains(&c)) {
                    noted.insert(c);
                }
                &other[c.len_utf8()..]
            } else {
                let (rare, more) = other.split_at(other.find(|c| self.alone(c).is_some()).unwrap_or(other.len()));
                self.fold_rare(&mut out, rare);
                more
            };
        }
        out.push_str(rest);
        out
    }

    /// What a character becomes that folds by itself.
    fn alone(&self, c: char) -> Option<char> {
        let to = self.alone.get(c as usize).copied().filter(|to| *to != 0)?;
        char::from_u32(u32::from(to))
    }

    /// Folds characters that may have compatibility forms or join with the letter before them.
    fn fold_rare(&self, out: &mut String, text: &str) {
        let mut piece = String::new();
        piece.extend(out.pop_if_ascii());
        piece.push_str(text);
        for c in piece.nfkc().flat_map(char::to_lowercase) {
            // A sigma at a word's end is written as inside it: lower case of single characters can't tell.
            let c = if c == 'ς' { 'σ' } else { c };
            out.push(self.alone(c).unwrap_or(c));
        }
    }
}

/// Every Traditional character with its Simplified form, by code point.
pub(super) fn pairs() -> impl Iterator<Item = (char, char)> {
    let mut chars = SIMPLIFIED.chars();
    std::iter::from_fn(move || Some((chars.next()?, chars.next()?)))
}

/// Takes a letter off a text's end.
trait PopIfAscii {
    fn pop_if_ascii(&mut self) -> Option<char>;
}

impl PopIfAscii for String {
    fn pop_if_ascii(&mut self) -> Option<char> {
        if self.ends_with(|c: char| c.is_ascii()) { self.pop() } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_way_of_typing_is_one() {
        let fold = Fold::new();
        assert_eq!(fold.fold("優待證ＡＢＣ１２"), "优待证abc12");
        assert_eq!(fold.fold("Cafe\u{301} ﬁ ㎡ ①"), "café fi m2 1");
        assert_eq!(fold.fold("（２０２４）"), "(2024)");
        assert_eq!(fold.fold("ΣΑΣ"), "σασ");
    }

    #[test]
    fn what_is_folded_stays_so() {
        let fold = Fold::new();
        assert_eq!(fold.fold("薴苧苎"), "苎苎苎");
        let again: Vec<(char, char)> = pairs().filter(|(_, to)| pairs().any(|(from, _)| from == *to)).collect();
        assert!(again.is_empty(), "{again:?}");
    }

    proptest! {
        #[test]
        fn folding_in_pieces_is_folding_the_whole(text in "[a-zA-Z证證\u{301}Ａ。，…“＜\u{338}\u{3099}か〔·é ]{0,24}") {
            let fold = Fold::new();
            let simple = |c: char| pairs().find(|(from, _)| *from == c).map_or(c, |(_, to)| to);
            let whole: String = text.nfkc().collect::<String>().to_lowercase().chars().map(simple).collect();
            prop_assert_eq!(fold.fold(&text), whole);
        }
    }
}
