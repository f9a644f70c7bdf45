//! Which line ends in the source are no space in the text.
//! The tokens of a paragraph in, for each whether it is a line end between two characters of Chinese or Japanese out.

use crate::parse::tree::Inline;
use crate::text::cjk::{is_cjk, is_shared_punctuation};

use super::inlines::{Item, Token};

/// For each token whether it is a line end that joins its neighbours without a space.
pub(super) fn joined(tokens: &[Token<'_>]) -> Vec<bool> {
    let mut out = vec![false; tokens.len()];
    let mut before = None;
    let mut waiting: Option<usize> = None;
    for (i, token) in tokens.iter().enumerate() {
        if let Token::Item(Item::Break { .. }) = token {
            waiting = Some(i);
            continue;
        }
        let Some((first, last)) = edges(token) else { continue };
        if let (Some(at), Some(before)) = (waiting.take(), before) {
            out[at] = join(before, first);
        }
        before = Some(last);
    }
    out
}

/// The first and last character that a reader sees of a token; nothing where it shows none.
fn edges(token: &Token<'_>) -> Option<(char, char)> {
    match token {
        Token::Run(mark, _, outcome) => (outcome.literal > 0).then_some((*mark, *mark)),
        Token::Item(Item::Text(text, _)) => ends(text),
        Token::Item(Item::Whole(Inline::Code(text, _), _)) => ends(text),
        // Whatever it shows, it is no CJK character.
        Token::Item(Item::Whole(..)) => Some(('\u{FFFC}', '\u{FFFC}')),
        Token::Item(Item::Comment(_) | Item::Break { .. } | Item::Open { .. } | Item::Close(_)) => None,
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
