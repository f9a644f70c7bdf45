//! A label at the start of a line: `标签：值`, `**标签**：值`, `Label: value`.
//! Inlines in, the label and what follows it out.

use crate::parse::plain;
use crate::parse::tree::Inline;
use crate::text::span::Span;

/// The longest label, in characters.
const LONGEST: usize = 16;

/// A label taken off the front of a line.
pub(super) struct Label {
    /// Its words.
    pub(super) word: String,
    /// Its place.
    pub(super) span: Span,
    /// What follows the colon.
    pub(super) rest: Vec<Inline>,
}

/// The label at the front of a line, if there is one.
pub(super) fn label(content: &[Inline]) -> Option<Label> {
    match content {
        [Inline::Strong(inner), Inline::Text(after, span), rest @ ..] if after.starts_with(['：', ':']) => {
            let word = plain::inlines(inner);
            let start = first_place(inner).unwrap_or(*span);
            let value = text_after(after, *span, after.chars().next().map_or(0, char::len_utf8));
            is_label(&word).then(|| Label { word, span: start, rest: join(value, rest) })
        }
        [Inline::Strong(inner), rest @ ..] => {
            let word = plain::inlines(inner);
            let word = word.strip_suffix(['：', ':'])?.to_owned();
            let span = first_place(inner)?;
            is_label(&word).then(|| Label { word, span, rest: trimmed(rest) })
        }
        [Inline::Text(text, span), rest @ ..] => {
            let colon = text.find(['：', ':'])?;
            let width = text[colon..].chars().next().map_or(1, char::len_utf8);
            let after = &text[colon + width..];
            // An ASCII colon is a label's only before a space: times, ratios and addresses have none.
            if width == 1 && !(after.is_empty() || after.starts_with(char::is_whitespace)) {
                return None;
            }
            let word = text[..colon].trim();
            let place = span.part_of(text, 0..colon);
            let value = text_after(text, *span, colon + width);
            is_label(word).then(|| Label { word: word.to_owned(), span: place, rest: join(value, rest) })
        }
        _ => None,
    }
}

fn is_label(word: &str) -> bool {
    let stops =
        |c: char| matches!(c, '，' | '。' | '；' | '、' | '？' | '！' | '《' | '“' | '（' | '(' | ',' | '.' | '"');
    !word.is_empty() && word.chars().count() <= LONGEST && !word.contains(stops)
}

fn text_after(text: &str, span: Span, from: usize) -> Option<Inline> {
    let value = text[from..].trim_start();
    let skipped = text.len() - value.len();
    let place = span.part_of(text, skipped..text.len());
    (!value.is_empty()).then(|| Inline::Text(value.into(), place))
}

fn join(first: Option<Inline>, rest: &[Inline]) -> Vec<Inline> {
    first.into_iter().chain(rest.iter().cloned()).collect()
}

/// The inlines without white space at their start.
fn trimmed(content: &[Inline]) -> Vec<Inline> {
    match content {
        [Inline::Text(text, span), rest @ ..] => join(text_after(text, *span, 0), rest),
        _ => content.to_vec(),
    }
}

/// Where the first words stand.
pub(super) fn first_place(content: &[Inline]) -> Option<Span> {
    content.iter().find_map(|inline| match inline {
        Inline::Text(_, span) | Inline::Code(_, span) | Inline::Math(_, span) => Some(*span),
        Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strikethrough(inner) => first_place(inner),
        Inline::Link(link) | Inline::Image(link) => Some(link.span),
        Inline::Citation(citation) => Some(citation.span),
        _ => None,
    })
}

/// Takes `prefix` words off the front of a line, with a colon after them: 问： 答： 解析：
pub(super) fn without_prefix(content: Vec<Inline>, prefixes: &[&str]) -> Vec<Inline> {
    match label(&content) {
        Some(found) if prefixes.iter().any(|prefix| prefix.eq_ignore_ascii_case(&found.word)) => found.rest,
        _ => content,
    }
}
