//! One writing of a text for all ways of typing it.
//! Text in, folded text out: compatibility forms to plain ones (NFKC), lower case, Traditional characters to Simplified ones
//! one by one. The script that searches folds queries by the same rules; `tests/search/vectors.json` holds both to it.

use rustc_hash::FxHashSet;
use unicode_normalization::UnicodeNormalization;

/// Traditional characters, each followed by its Simplified form.
const SIMPLIFIED: &str = include_str!(concat!(env!("OUT_DIR"), "/simplified.txt"));

/// How many code points the table covers: the basic plane, where every pair stands.
const COVERED: usize = 0x1_0000;

/// Folds texts.
pub(super) struct Fold {
    /// The Simplified form of each character that has another one, else 0.
    simplified: Box<[u16]>,
}

impl Fold {
    pub(super) fn new() -> Self {
        let mut simplified = vec![0_u16; COVERED].into_boxed_slice();
        for (from, to) in pairs() {
            if let (Some(slot), Ok(to)) = (simplified.get_mut(from as usize), u16::try_from(u32::from(to))) {
                *slot = to;
            }
        }
        Self { simplified }
    }

    /// The folded text.
    pub(super) fn fold(&self, text: &str) -> String {
        self.fold_noting(text, &mut FxHashSet::default())
    }

    /// The folded text; the Traditional characters that stood in it are noted.
    pub(super) fn fold_noting(&self, text: &str, noted: &mut FxHashSet<char>) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            if c.is_ascii() {
                out.push(c.to_ascii_lowercase());
                rest = &rest[1..];
            } else if is_plain_han(c) {
                let simple = self.simple(c);
                if simple != c {
                    noted.insert(c);
                }
                out.push(simple);
                rest = &rest[c.len_utf8()..];
            } else {
                let end = rest.find(|c: char| c.is_ascii() || is_plain_han(c)).unwrap_or(rest.len());
                self.fold_rare(&mut out, &rest[..end]);
                rest = &rest[end..];
            }
        }
        out
    }

    /// Folds characters that may have compatibility forms or join with the letter before them.
    fn fold_rare(&self, out: &mut String, text: &str) {
        let mut piece = String::new();
        piece.extend(out.pop_if_ascii());
        piece.push_str(text);
        for c in piece.nfkc().flat_map(char::to_lowercase) {
            // A sigma at a word's end is written as inside it: lower case of single characters can't tell.
            out.push(self.simple(if c == 'ς' { 'σ' } else { c }));
        }
    }

    fn simple(&self, c: char) -> char {
        let found = self.simplified.get(c as usize).copied().unwrap_or(0);
        if found == 0 { c } else { char::from_u32(u32::from(found)).unwrap_or(c) }
    }
}

/// Han characters that NFKC leaves as they are.
fn is_plain_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}')
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

    proptest! {
        #[test]
        fn folding_in_pieces_is_folding_the_whole(text in "[a-zA-Z证證\u{301}Ａ。 é]{0,24}") {
            let fold = Fold::new();
            let whole: String = text.nfkc().collect::<String>().to_lowercase().chars().map(|c| fold.simple(c)).collect();
            prop_assert_eq!(fold.fold(&text), whole);
        }
    }
}
