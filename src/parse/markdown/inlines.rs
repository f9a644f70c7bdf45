//! From the pieces of one paragraph, heading or cell to its tree of inlines.
//! Pieces in source order in, [`Inline`]s out: emphasis is decided anew (see [`super::emphasis`]), neighbouring texts
//! become one, raw HTML is judged. Works along a list with a stack of its own, so nothing depends on how deep an author
//! nests; deeper than the limit, the content stays and the nesting goes.

use std::borrow::Cow;
use std::ops::Range;

use crate::diagnostic::Problem;
use crate::parse::plain;
use crate::parse::tree::{Destination, Inline, Link, MAX_DEPTH};

use super::context::Context;
use super::emphasis::{self, Outcome, Run, Style, is_delimiter};
use super::events::Target;
use super::flanking::Sides;
use super::joints;
use super::{html, links};

/// A piece of running text.
pub(super) enum Item<'a> {
    /// Text with entities and escapes resolved.
    Text(Cow<'a, str>, Range<usize>),
    /// What emphasis sees as one thing: code, math, a footnote's mark, raw HTML.
    Whole(Box<Inline>, Range<usize>),
    /// A comment, which the tree drops but whose characters stand beside a delimiter.
    Comment(Range<usize>),
    /// The end of a line; whether it is forced.
    Break { hard: bool, range: Range<usize> },
    /// The beginning of a link or picture.
    Open { target: Box<Target<'a>>, image: bool, range: Range<usize> },
    /// Its end.
    Close(Range<usize>),
}

impl Item<'_> {
    /// Where it stands.
    pub(super) fn range(&self) -> Range<usize> {
        match self {
            Self::Text(_, range)
            | Self::Whole(_, range)
            | Self::Comment(range)
            | Self::Break { range, .. }
            | Self::Close(range)
            | Self::Open { range, .. } => range.clone(),
        }
    }

    /// Where what it stands for ends; a link's beginning is no more than its bracket.
    fn end(&self) -> usize {
        match self {
            Self::Open { range, .. } => range.start,
            _ => self.range().end,
        }
    }
}

/// A piece after its delimiters were found.
pub(super) enum Token<'a> {
    Item(Item<'a>),
    /// A run of one delimiter.
    Run(char, Range<usize>),
}

/// The tree of `items`, which stands at `depth`.
pub(super) fn build(items: Vec<Item<'_>>, depth: usize, cx: &mut Context<'_>) -> Vec<Inline> {
    if let [Item::Text(text, range)] = &items[..]
        && !text.bytes().any(|byte| is_delimiter(char::from(byte)))
    {
        // Most paragraphs, cells and headings are a text and no more.
        undefined_footnotes(text, &[(0, range.start)], cx);
        return vec![Inline::Text(text.as_ref().into(), cx.span(range.clone()))];
    }
    let tokens = split(items, cx.text);
    let outcomes = decide(&tokens, cx.text);
    let joined = joints::joined(&tokens, &outcomes);
    let mut builder = Builder { cx, depth, frames: vec![Frame::new(Kind::Root)], opened: Vec::new(), text: None };
    let mut outcomes = outcomes.iter();
    for (token, joined) in tokens.into_iter().zip(joined) {
        match token {
            Token::Run(mark, range) => builder.run(mark, range, outcomes.next()),
            Token::Item(Item::Break { hard: false, .. }) => builder.push(Inline::SoftBreak { joined }),
            Token::Item(item) => builder.item(item),
        }
    }
    builder.finish()
}

/// Takes the runs of delimiters out of the texts.
fn split<'a>(items: Vec<Item<'a>>, source: &'a str) -> Vec<Token<'a>> {
    let mut tokens = Vec::with_capacity(items.len());
    let mut end_before = None;
    let mut literal = false;
    for item in items {
        let end = item.end();
        match item {
            // Only text as it stands in the source holds delimiters: what an entity made does not, nor an address.
            Item::Text(text, range) if !literal && source.get(range.clone()) == Some(&*text) => {
                let gap = end_before.is_none_or(|end| end < range.start);
                let escaped = gap && source[..range.start].ends_with('\\');
                split_text(&source[range.clone()], range, escaped, &mut tokens);
            }
            item => {
                match &item {
                    Item::Open { target, .. } => literal = target.automatic,
                    Item::Close(_) => literal = false,
                    _ => {}
                }
                tokens.push(Token::Item(item));
            }
        }
        end_before = Some(end);
    }
    tokens
}

fn split_text<'a>(text: &'a str, range: Range<usize>, escaped: bool, tokens: &mut Vec<Token<'a>>) {
    if !text.bytes().any(|byte| is_delimiter(char::from(byte))) {
        return tokens.push(Token::Item(Item::Text(Cow::Borrowed(text), range)));
    }
    let mut text_start = 0;
    let mut i = if escaped { text.chars().next().map_or(0, char::len_utf8) } else { 0 };
    while let Some(found) = text[i..].find(is_delimiter) {
        let start = i + found;
        let mark = char::from(text.as_bytes()[start]);
        i = text.len() - text[start..].trim_start_matches(mark).len();
        push_part(text, text_start..start, range.start, tokens);
        text_start = i;
        let place = range.start + start..range.start + i;
        match tokens.last_mut() {
            // The same run, cut by the parser.
            Some(Token::Run(last, run)) if *last == mark && run.end == place.start => run.end = place.end,
            _ => tokens.push(Token::Run(mark, place)),
        }
    }
    push_part(text, text_start..text.len(), range.start, tokens);
}

/// Adds `part` of a text that stands at `offset`.
fn push_part<'a>(text: &'a str, part: Range<usize>, offset: usize, tokens: &mut Vec<Token<'a>>) {
    if !part.is_empty() {
        let place = offset + part.start..offset + part.end;
        tokens.push(Token::Item(Item::Text(Cow::Borrowed(&text[part]), place)));
    }
}

/// What every run of delimiters does, in their order. The inside of a link is a sequence of its own.
fn decide(tokens: &[Token<'_>], source: &str) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    // The runs of the paragraph and of the links open in it, each with its place among the outcomes.
    let mut sequences: Vec<Vec<(usize, Run)>> = vec![Vec::new()];
    for (i, token) in tokens.iter().enumerate() {
        match token {
            Token::Run(mark, range) => {
                let at_edge = |beside: Option<&Token<'_>>| {
                    beside.is_none_or(|token| matches!(token, Token::Item(Item::Break { .. })))
                };
                let before = if at_edge(i.checked_sub(1).and_then(|i| tokens.get(i))) { 0..0 } else { 0..range.start };
                let after = if at_edge(tokens.get(i + 1)) { 0..0 } else { range.end..source.len() };
                let run = Run::new(*mark, range.len(), Sides::of(&source[before], &source[after]));
                if let Some(sequence) = sequences.last_mut() {
                    sequence.push((outcomes.len(), run));
                    outcomes.push(Outcome::default());
                }
            }
            Token::Item(Item::Open { .. }) => sequences.push(Vec::new()),
            Token::Item(Item::Close(_)) => settle(sequences.pop(), &mut outcomes),
            Token::Item(_) => {}
        }
    }
    while let Some(sequence) = sequences.pop() {
        settle(Some(sequence), &mut outcomes);
    }
    outcomes
}

fn settle(sequence: Option<Vec<(usize, Run)>>, outcomes: &mut [Outcome]) {
    let (places, runs): (Vec<usize>, Vec<Run>) = sequence.unwrap_or_default().into_iter().unzip();
    for (place, decided) in places.into_iter().zip(emphasis::resolve(&runs)) {
        outcomes[place] = decided;
    }
}

enum Kind {
    Root,
    Style(Style),
    Link(Link),
    Image(Link),
}

struct Frame {
    kind: Kind,
    children: Vec<Inline>,
}

impl Frame {
    fn new(kind: Kind) -> Self {
        Self { kind, children: Vec::new() }
    }
}

/// Text that is not yet at its end.
struct Pending {
    text: String,
    range: Range<usize>,
    /// Where its pieces begin in the text and in the source.
    pieces: Vec<(usize, usize)>,
}

struct Builder<'c, 'a> {
    cx: &'c mut Context<'a>,
    depth: usize,
    frames: Vec<Frame>,
    /// For all that is open: whether it has a frame, or was too deep for one.
    opened: Vec<bool>,
    text: Option<Pending>,
}

impl Builder<'_, '_> {
    fn item(&mut self, item: Item<'_>) {
        match item {
            Item::Text(text, range) => self.text(&text, range),
            Item::Whole(inline, _) => self.push(*inline),
            Item::Comment(_) => {}
            Item::Break { .. } => self.push(Inline::HardBreak),
            Item::Open { target, image, range } => {
                let (destination, problem) = links::destination(&target.destination, self.cx.path);
                if let Some(problem) = problem {
                    self.cx.report(problem, range.clone());
                }
                let link = Link {
                    destination,
                    written: target.destination.into(),
                    title: target.title.into(),
                    content: Vec::new(),
                    span: self.cx.span(range.clone()),
                };
                self.open(if image { Kind::Image(link) } else { Kind::Link(link) }, range);
            }
            Item::Close(_) => self.close(),
        }
    }

    fn run(&mut self, mark: char, range: Range<usize>, outcome: Option<&Outcome>) {
        let Some(outcome) = outcome else { return };
        for _ in &outcome.closes {
            self.close();
        }
        if outcome.literal > 0 {
            let width = |style: &Style| if *style == Style::Emphasis { 1 } else { 2 };
            let start = range.start + outcome.closes.iter().map(width).sum::<usize>();
            self.text(&mark.to_string().repeat(outcome.literal), start..start + outcome.literal);
        }
        for style in outcome.opens.iter().rev() {
            self.open(Kind::Style(*style), range.clone());
        }
    }

    fn text(&mut self, text: &str, range: Range<usize>) {
        let pending = self.text.get_or_insert_with(|| Pending {
            text: String::with_capacity(text.len()),
            range: range.start..range.start,
            pieces: Vec::new(),
        });
        pending.pieces.push((pending.text.len(), range.start));
        pending.text.push_str(text);
        pending.range.end = range.end;
    }

    fn push(&mut self, inline: Inline) {
        self.flush();
        if let Some(frame) = self.frames.last_mut() {
            frame.children.push(inline);
        }
    }

    fn flush(&mut self) {
        let Some(pending) = self.text.take() else { return };
        undefined_footnotes(&pending.text, &pending.pieces, self.cx);
        let text = Inline::Text(pending.text.into(), self.cx.span(pending.range));
        if let Some(frame) = self.frames.last_mut() {
            frame.children.push(text);
        }
    }

    fn open(&mut self, kind: Kind, range: Range<usize>) {
        let fits = self.depth + self.frames.len() <= MAX_DEPTH;
        self.opened.push(fits);
        if fits {
            self.flush();
            self.frames.push(Frame::new(kind));
        } else {
            self.cx.report_depth(range);
        }
    }

    fn close(&mut self) {
        if self.opened.pop() != Some(true) {
            return;
        }
        self.flush();
        let Some(Frame { kind, mut children }) = self.frames.pop() else { return };
        children.shrink_to_fit();
        let content = html::settle(children, self.cx);
        let inline = match kind {
            // The root is never opened, so it never closes here.
            Kind::Root => return,
            Kind::Style(Style::Emphasis) => Inline::Emphasis(content),
            Kind::Style(Style::Strong) => Inline::Strong(content),
            Kind::Style(Style::Strikethrough) => Inline::Strikethrough(content),
            Kind::Link(link) => {
                self.doubt(&link, &content);
                Inline::Link(Box::new(Link { content, ..link }))
            }
            Kind::Image(link) => Inline::Image(Box::new(Link { content, ..link })),
        };
        if let Some(frame) = self.frames.last_mut() {
            frame.children.push(inline);
        }
    }

    /// Reports a link that readers could take for another.
    fn doubt(&mut self, link: &Link, content: &[Inline]) {
        let Destination::External(address) = &link.destination else { return };
        if let Some(why) = address.doubt(&plain::inlines(content)) {
            self.cx.report_at(Problem::DoubtfulLink { target: address.as_str().to_owned(), why }, link.span);
        }
    }

    fn finish(mut self) -> Vec<Inline> {
        while !self.opened.is_empty() {
            self.close();
        }
        self.flush();
        let mut children = self.frames.pop().map_or_else(Vec::new, |frame| frame.children);
        // Trees stay to the end of a build, so that room for more would be paid for long.
        children.shrink_to_fit();
        html::settle(children, self.cx)
    }
}

/// Reports each `[^label]` that stayed text: the parser makes a reference of those that are defined. `pieces`: where those of
/// the text begin in it and in the source.
fn undefined_footnotes(text: &str, pieces: &[(usize, usize)], cx: &mut Context<'_>) {
    if !text.as_bytes().contains(&b'[') {
        return;
    }
    let mut from = 0;
    while let Some(start) = text[from..].find("[^").map(|found| from + found) {
        from = start + 2;
        let length = text[from..].find(|c: char| c == ']' || c == '[' || c.is_whitespace()).unwrap_or(0);
        let label = &text[from..from + length];
        let end = from + length + 1;
        let piece = pieces.partition_point(|&(at, _)| at <= start).saturating_sub(1);
        let Some(&(at, place)) = pieces.get(piece) else { return };
        let place = place + start - at;
        let as_written =
            cx.text.get(place..place + (end - start)).is_some_and(|source| text.get(start..end) == Some(source));
        let escaped = cx.text.get(..place).is_some_and(|before| before.ends_with('\\'));
        if !label.is_empty() && text[from + length..].starts_with(']') && as_written && !escaped {
            cx.report(Problem::UndefinedFootnote { label: label.into() }, place..place + (end - start));
        }
    }
}
