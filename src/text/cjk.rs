//! Classes of characters that Chinese typesetting and Markdown's emphasis rules ask about.
//! A character in, a yes or no out.

/// A Han character (all planes, with compatibility forms and 々〇).
#[must_use]
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}'
        | '々' | '〇')
}

/// A character of Chinese, Japanese or Korean text: letters, full-width forms and their punctuation. Between two of these a
/// line break in the source is no space.
#[must_use]
pub fn is_cjk(c: char) -> bool {
    is_han(c)
        || matches!(c, '\u{1100}'..='\u{11FF}' | '\u{2E80}'..='\u{303E}' | '\u{3040}'..='\u{33FF}' | '\u{A960}'..='\u{A97F}'
            | '\u{AC00}'..='\u{D7FF}' | '\u{FE30}'..='\u{FE4F}' | '\u{FF00}'..='\u{FFEF}')
}

/// Punctuation that is set in a Chinese line though Unicode shares it with Latin text (quotes, dash, ellipsis, middle dot).
#[must_use]
pub fn is_shared_punctuation(c: char) -> bool {
    matches!(c, '“' | '”' | '‘' | '’' | '—' | '…' | '·')
}
