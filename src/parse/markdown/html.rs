//! The rule for raw HTML: a few tags without attributes pass where they pair up, all else is text.
//! Pieces of raw HTML among inlines in, the same inlines with every piece judged out. After this file no raw HTML remains
//! in a tree but tags that `safe::tag` lets pass, in lower case and properly nested.

use std::ops::Range;

use crate::diagnostic::Problem;
use crate::parse::tree::Inline;
use crate::safe::tag::{NAMES, Name, Tag};
use crate::text::span::Span;

use super::context::Context;

/// How much of a refused piece a message shows, in characters.
const SHOWN: usize = 40;

/// Judges every [`Inline::Html`] among these siblings.
pub(super) fn settle(siblings: Vec<Inline>, cx: &mut Context<'_>) -> Vec<Inline> {
    if !siblings.iter().any(|inline| matches!(inline, Inline::Html(..))) {
        return siblings;
    }
    let passes = pairs(&siblings);
    let mut out: Vec<Inline> = Vec::with_capacity(siblings.len());
    let mut text: Option<(String, Span)> = None;
    for (inline, passed) in siblings.into_iter().zip(passes) {
        let inline = match (inline, passed) {
            (Inline::Html(_, span), Some(tag)) => Inline::Html(tag.normal().into(), span),
            (Inline::Html(raw, span), None) => {
                cx.report_at(Problem::RawHtml { tag: shown(&raw) }, span);
                Inline::Text(raw, span)
            }
            (inline, _) => inline,
        };
        if let Inline::Text(piece, span) = inline {
            let (joined, whole) = text.get_or_insert_with(|| (String::new(), span));
            joined.push_str(&piece);
            *whole = whole.to(span);
        } else {
            out.extend(text.take().map(|(text, span)| Inline::Text(text.into(), span)));
            out.push(inline);
        }
    }
    out.extend(text.map(|(text, span)| Inline::Text(text.into(), span)));
    out
}

/// An element that is open while [`pairs`] goes over the siblings.
struct Element {
    /// Its place among the siblings.
    start: usize,
    name: Name,
    /// The `rt` and `rp` pairs directly in it.
    ruby_parts: Vec<(usize, usize, Name)>,
}

/// For each sibling the tag that passes. `rt` and `rp` pass with the `ruby` that they stand in.
fn pairs(siblings: &[Inline]) -> Vec<Option<Tag>> {
    let mut passes = vec![None; siblings.len()];
    let mut open: Vec<Element> = Vec::new();
    let mut count = [0_usize; NAMES];
    for (i, inline) in siblings.iter().enumerate() {
        let Inline::Html(raw, _) = inline else { continue };
        match Tag::of(raw) {
            Some(tag @ Tag::Alone(_)) => passes[i] = Some(tag),
            Some(Tag::Open(name)) => {
                open.push(Element { start: i, name, ruby_parts: Vec::new() });
                count[name.index()] += 1;
            }
            Some(Tag::Close(name)) if count[name.index()] > 0 => {
                // What was opened inside and not closed stays text.
                while let Some(element) = open.pop() {
                    count[element.name.index()] -= 1;
                    if element.name == name {
                        close(&element, i, &mut open, &mut passes);
                        break;
                    }
                }
            }
            Some(Tag::Close(_)) | None => {}
        }
    }
    passes
}

/// Lets `element` pass, which ends at `end`, where HTML allows it.
fn close(element: &Element, end: usize, open: &mut [Element], passes: &mut [Option<Tag>]) {
    let mut pass = |start: usize, end: usize, name: Name| {
        passes[start] = Some(Tag::Open(name));
        passes[end] = Some(Tag::Close(name));
    };
    match element.name.as_str() {
        "rt" | "rp" => {
            if let Some(parent) = open.last_mut().filter(|parent| parent.name.as_str() == "ruby") {
                parent.ruby_parts.push((element.start, end, element.name));
            }
        }
        "ruby" => {
            if element.ruby_parts.iter().any(|&(_, _, name)| name.as_str() == "rt") {
                pass(element.start, end, element.name);
                element.ruby_parts.iter().for_each(|&(start, end, name)| pass(start, end, name));
            }
        }
        _ => pass(element.start, end, element.name),
    }
}

fn shown(raw: &str) -> String {
    let mut shown: String = raw.chars().take(SHOWN).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if shown.len() < raw.len() {
        shown.push('…');
    }
    shown
}

/// The pieces of a block of raw HTML without its comments: tags and what looks like tags, text, and line breaks between.
/// Ranges count in `text`.
pub(super) fn pieces(text: &str) -> Vec<(Piece, Range<usize>)> {
    let mut out: Vec<(Piece, Range<usize>)> = Vec::new();
    let mut text_start = 0;
    let mut unclosed = false;
    let mut i = 0;
    while let Some(found) = text[i..].find(['<', '\n']) {
        let start = i + found;
        let (piece, end) = if text[start..].starts_with('\n') {
            (Piece::Break, start + 1)
        } else {
            let like_tag = text[start + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c));
            // One search that finds no > is enough for all that follow.
            let Some(close) = (like_tag && !unclosed).then(|| text[start..].find('>')).flatten() else {
                unclosed |= like_tag;
                i = start + 1;
                continue;
            };
            (Piece::Tag, start + close + 1)
        };
        out.push((Piece::Text, text_start..start));
        out.push((piece, start..end));
        (i, text_start) = (end, end);
    }
    out.push((Piece::Text, text_start..text.len()));
    out.retain(|(_, range)| !range.is_empty());
    out
}

/// A piece of a block of raw HTML.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Piece {
    Text,
    Tag,
    Break,
}
