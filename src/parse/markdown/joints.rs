//! Which line ends in the source are no space in the text.
//! The tokens of a paragraph in, for each whether it is a line end between two characters of Chinese or Japanese out.

use crate::parse::tree::Inline;
use crate::text::cjk::{is_cjk, is_shared_punctuation};

use super::emphasis::Outcome;
use super::inlines::{Item, Token};

/// For each token whether it is a line end that joins its neighbours without a space.
/// `outcomes` belong to the runs among them.
pub(super) fn joined(tokens: &[Token<'_>], outcomes: &[Outcome]) -> Vec<bool> {
    let mut outcomes = outcomes.iter();
    let mut out = vec![false; tokens.len()];
    let mut before = None;
    let mut waiting: Option<usize> = None;
    for (i, token) in tokens.iter().enumerate() {
        if let Token::Item(Item::Break { .. }) = token {
            waiting = Some(i);
            continue;
        }
        let shown = match token {
            Token::Run(mark, _) => outcomes.next().filter(|outcome| outcome.literal > 0).map(|_| (*mark, *mark)),
            Token::Item(item) => edges(item),
        };
        let Some((first, last)) = shown else { continue };
        if let (Some(at), Some(before)) = (waiting.take(), before) {
            out[at] = join(before, first);
        }
        before = Some(last);
    }
    out
}

/// The first and last character that a reader sees of a piece; nothing where it shows none.
fn edges(item: &Item<'_>) -> Option<(char, char)> {
    match item {
        Item::Text(text, _) => ends(text),
        Item::Whole(inline, _) => match &**inline {
            Inline::Code(text, _) => ends(text),
            // Whatever it shows, it is no CJK character.
            _ => Some(('\u{FFFC}', '\u{FFFC}')),
        },
        Item::Comment(_) | Item::Break { .. } | Item::Open { .. } | Item::Close(_) => None,
    }
}

fn ends(text: &str) -> Option<(char, char)> {
    Some((text.chars().next()?, text.chars().next_back()?))
}

fn join(before: char, after: char) -> bool {
    let own = |c| is_cjk(c) && !is_hangul(c);
    let fits = |c| own(c) || is_shared_punctuation(c);
    fits(before) && fits(after) && (own(before) || own(after))
}

/// Korean puts spaces between its words, so its line ends are spaces.
fn is_hangul(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11FF}' | '\u{3130}'..='\u{318F}' | '\u{A960}'..='\u{A97F}' | '\u{AC00}'..='\u{D7FF}'
        | '\u{FFA0}'..='\u{FFDC}')
}
