//! The one door to the Markdown parser.
//! Text in, events with their byte ranges out, in our own words. Emphasis is given back as the literal characters that it
//! is written with, because [`super::emphasis`] decides it by other rules; this file never judges what a text means.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{
    Alignment as Column, CodeBlockKind, CowStr, Event as Theirs, LinkType, Options, Parser, Tag as Start, TagEnd,
};

use crate::parse::tree::Alignment;

/// What happens at a place of the text. Every [`Event::Open`] has its [`Event::Close`].
pub(super) enum Event<'a> {
    Open(Tag<'a>),
    Close,
    /// Text: of a paragraph with entities and escapes resolved, or lines of a code block.
    Text(Cow<'a, str>),
    Code(Cow<'a, str>),
    Math(Cow<'a, str>),
    DisplayMath(Cow<'a, str>),
    /// A line of a block of HTML.
    HtmlLine(Cow<'a, str>),
    /// One tag or comment in running text.
    InlineHtml(Cow<'a, str>),
    FootnoteReference(Cow<'a, str>),
    SoftBreak,
    HardBreak,
    Rule,
    Task(bool),
}

/// What opens.
pub(super) enum Tag<'a> {
    Paragraph,
    Heading {
        level: u8,
        id: Option<Box<str>>,
        classes: Vec<Box<str>>,
        /// Attributes other than id and classes, as written.
        others: Vec<String>,
    },
    Quote,
    /// Code; `Some` holds what stands after the opening fence.
    Code(Option<Cow<'a, str>>),
    Html,
    List(Option<u64>),
    Item,
    Footnote(Cow<'a, str>),
    Definitions,
    Term,
    Definition,
    Table(Vec<Alignment>),
    Row {
        head: bool,
    },
    Cell,
    Link(Target<'a>),
    Image(Target<'a>),
}

/// Where a link or picture leads, entities and escapes resolved.
pub(super) struct Target<'a> {
    pub(super) destination: Cow<'a, str>,
    pub(super) title: Cow<'a, str>,
    /// Written as `<address>`: its text is literal.
    pub(super) automatic: bool,
}

/// The events of `text`, each with its range.
pub(super) fn events(text: &str) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_MATH
        | Options::ENABLE_DEFINITION_LIST;
    Parser::new_ext(text, options)
        .into_offset_iter()
        .map(|(event, range)| ours(text, event, on_boundaries(text, range)))
}

/// `range`, widened to whole characters where the parser should cut one.
fn on_boundaries(text: &str, range: Range<usize>) -> Range<usize> {
    let before = |at: usize| (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let after = |at: usize| (at..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len());
    let start = before(range.start.min(text.len()));
    start..after(range.end).max(start)
}

fn ours<'a>(text: &'a str, event: Theirs<'a>, range: Range<usize>) -> (Event<'a>, Range<usize>) {
    let event = match event {
        Theirs::Start(tag) => match tag_of(tag) {
            Ok(tag) => Event::Open(tag),
            Err(marks) => return literal(text, range.start..range.start + marks),
        },
        Theirs::End(TagEnd::Emphasis) => return literal(text, range.end.saturating_sub(1)..range.end),
        Theirs::End(TagEnd::Strong) => return literal(text, range.end.saturating_sub(2)..range.end),
        Theirs::End(_) => Event::Close,
        Theirs::Text(text) => Event::Text(cow(text)),
        Theirs::Code(text) => Event::Code(cow(text)),
        Theirs::InlineMath(text) => Event::Math(cow(text)),
        Theirs::DisplayMath(text) => Event::DisplayMath(cow(text)),
        Theirs::Html(text) => Event::HtmlLine(cow(text)),
        Theirs::InlineHtml(text) => Event::InlineHtml(cow(text)),
        Theirs::FootnoteReference(label) => Event::FootnoteReference(cow(label)),
        Theirs::SoftBreak => Event::SoftBreak,
        Theirs::HardBreak => Event::HardBreak,
        Theirs::Rule => Event::Rule,
        Theirs::TaskListMarker(done) => Event::Task(done),
    };
    (event, range)
}

/// The delimiters of an emphasis as the text that they are. Nothing where the range holds no delimiters, should the parser
/// err in it.
fn literal(text: &str, range: Range<usize>) -> (Event<'_>, Range<usize>) {
    let marks = text.get(range.clone()).filter(|marks| marks.bytes().all(|b| matches!(b, b'*' | b'_')));
    marks.map_or((Event::Text(Cow::Borrowed("")), range.start..range.start), |marks| {
        (Event::Text(Cow::Borrowed(marks)), range)
    })
}

/// Our tag, or for an emphasis the number of characters that open it.
fn tag_of(tag: Start<'_>) -> Result<Tag<'_>, usize> {
    Ok(match tag {
        Start::Heading { level, id, classes, attrs } => Tag::Heading {
            level: level as u8,
            id: id.map(|id| (*id).into()),
            classes: classes.iter().map(|class| (**class).into()).collect(),
            others: attrs
                .into_iter()
                .map(|(key, value)| value.map_or_else(|| key.to_string(), |value| format!("{key}={value}")))
                .collect(),
        },
        Start::BlockQuote(_) => Tag::Quote,
        Start::CodeBlock(CodeBlockKind::Indented) => Tag::Code(None),
        Start::CodeBlock(CodeBlockKind::Fenced(info)) => Tag::Code(Some(cow(info))),
        Start::HtmlBlock => Tag::Html,
        Start::List(start) => Tag::List(start),
        Start::Item => Tag::Item,
        Start::FootnoteDefinition(label) => Tag::Footnote(cow(label)),
        Start::DefinitionList => Tag::Definitions,
        Start::DefinitionListTitle => Tag::Term,
        Start::DefinitionListDefinition => Tag::Definition,
        Start::Table(columns) => Tag::Table(columns.into_iter().map(alignment).collect()),
        Start::TableHead => Tag::Row { head: true },
        Start::TableRow => Tag::Row { head: false },
        Start::TableCell => Tag::Cell,
        Start::Link { link_type, dest_url, title, .. } => Tag::Link(target(link_type, dest_url, title)),
        Start::Image { link_type, dest_url, title, .. } => Tag::Image(target(link_type, dest_url, title)),
        Start::Emphasis => return Err(1),
        Start::Strong => return Err(2),
        // The rest belongs to options that are off; a paragraph is what such content would be without them.
        Start::Paragraph | Start::Strikethrough | Start::Superscript | Start::Subscript | Start::MetadataBlock(_) => {
            Tag::Paragraph
        }
    })
}

fn target<'a>(kind: LinkType, destination: CowStr<'a>, title: CowStr<'a>) -> Target<'a> {
    let destination = match kind {
        LinkType::Email => Cow::Owned(format!("mailto:{destination}")),
        _ => cow(destination),
    };
    Target { destination, title: cow(title), automatic: matches!(kind, LinkType::Autolink | LinkType::Email) }
}

fn alignment(column: Column) -> Alignment {
    match column {
        Column::None => Alignment::Default,
        Column::Left => Alignment::Left,
        Column::Center => Alignment::Center,
        Column::Right => Alignment::Right,
    }
}

fn cow(text: CowStr<'_>) -> Cow<'_, str> {
    match text {
        CowStr::Borrowed(text) => Cow::Borrowed(text),
        other => Cow::Owned(other.into_string()),
    }
}
