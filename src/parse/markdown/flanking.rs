//! What stands at the two sides of a run of delimiters, as far as emphasis asks.
//! Characters in, left- and right-flanking out: CommonMark's definitions as amended for CJK text. Knows no Markdown tree.

use unicode_normalization::char::is_combining_mark;

use crate::text::cjk::is_cjk;

/// The class of what stands beside a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    /// White space, or the beginning or end of a line.
    Space,
    /// Punctuation or a symbol that belongs to no CJK script.
    Punctuation,
    /// A CJK character; whether it is punctuation.
    Cjk { punctuation: bool },
    /// A letter, a digit, anything else.
    Other,
}

/// The classes at both sides of a run.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sides {
    before: Side,
    after: Side,
}

impl Sides {
    /// The sides of a run that stands between `before` and `after`; an empty text is the edge of a line.
    pub(super) fn of(before: &str, after: &str) -> Self {
        Self { before: before_run(before), after: after.chars().next().map_or(Side::Space, side) }
    }

    pub(super) fn is_left_flanking(self) -> bool {
        match self.after {
            Side::Space => false,
            Side::Punctuation => self.before != Side::Other,
            Side::Cjk { .. } | Side::Other => true,
        }
    }

    pub(super) fn is_right_flanking(self) -> bool {
        match self.before {
            Side::Space => false,
            Side::Punctuation => self.after != Side::Other,
            Side::Cjk { .. } | Side::Other => true,
        }
    }

    /// Whether the run follows punctuation of any script.
    pub(super) fn after_punctuation(self) -> bool {
        matches!(self.before, Side::Punctuation | Side::Cjk { punctuation: true })
    }

    /// Whether punctuation of any script follows the run.
    pub(super) fn before_punctuation(self) -> bool {
        matches!(self.after, Side::Punctuation | Side::Cjk { punctuation: true })
    }
}

fn side(c: char) -> Side {
    if c.is_whitespace() {
        Side::Space
    } else if is_wide(c) {
        Side::Cjk { punctuation: is_punctuation(c) }
    } else if is_punctuation(c) {
        Side::Punctuation
    } else {
        Side::Other
    }
}

/// The class of the last character of `text`, where a variation selector after a character belongs to it.
fn before_run(text: &str) -> Side {
    let mut back = text.chars().rev();
    let Some(last) = back.next() else { return Side::Space };
    match last {
        // An ideographic variation selector stands after ideographs only.
        '\u{E0100}'..='\u{E01EF}' => Side::Cjk { punctuation: false },
        // The other variation selectors, but not that of emoji.
        '\u{FE00}'..='\u{FE0E}' => match back.next() {
            Some('‘' | '’' | '“' | '”') if last == '\u{FE01}' => Side::Cjk { punctuation: true },
            Some(c) if !c.is_whitespace() => side(c),
            _ => Side::Other,
        },
        c => side(c),
    }
}

/// A CJK character as the amendment counts them: East Asian wide, full-width or half-width, or Hangul, and no emoji.
fn is_wide(c: char) -> bool {
    is_cjk(c)
        || matches!(c, '\u{20A9}' | '\u{2329}' | '\u{232A}' | '\u{303F}' | '\u{4DC0}'..='\u{4DFF}' | '\u{A000}'..='\u{A4CF}'
            | '\u{FE10}'..='\u{FE19}' | '\u{FE50}'..='\u{FE6F}' | '\u{16FE0}'..='\u{1B2FF}' | '\u{1D300}'..='\u{1D376}'
            | '\u{1F200}'..='\u{1F265}')
}

/// Unicode's categories P and S, told by what a character is not: the standard library knows letters, digits, white space
/// and controls, the normalization tables know marks, and the rest (format characters, private use) are few ranges.
pub(super) fn is_punctuation(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_punctuation();
    }
    let circled_letter = matches!(c, '\u{24B6}'..='\u{24E9}' | '\u{1F130}'..='\u{1F149}' | '\u{1F150}'..='\u{1F169}'
        | '\u{1F170}'..='\u{1F189}');
    let format = matches!(c, '\u{AD}' | '\u{600}'..='\u{605}' | '\u{61C}' | '\u{6DD}' | '\u{70F}' | '\u{890}' | '\u{891}'
        | '\u{8E2}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}' | '\u{FFF0}'..='\u{FFFB}' | '\u{110BD}' | '\u{110CD}' | '\u{13430}'..='\u{1345F}'
        | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}');
    let private_or_none = matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{20000}'..='\u{10FFFF}');
    let excluded =
        c.is_alphanumeric() || c.is_whitespace() || c.is_control() || is_combining_mark(c) || format || private_or_none;
    circled_letter || !excluded
}
