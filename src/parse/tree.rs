//! The tree of one Markdown file: what stands between the Markdown parser and all that reads a text (HTML, search, checks).
//! Types only. Every block has its span in the source; nothing here knows addresses of pages or HTML.
//!
//! Depth is bounded by [`MAX_DEPTH`], so that every reader may recurse.

use crate::path::ContentPath;
use crate::safe::address::Address;
use crate::text::span::Span;

/// How deep blocks and inlines may nest; deeper content is reported and flattened by the parser.
pub const MAX_DEPTH: usize = 48;

/// One block of a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// Where it stands in its source, from its first to its last character.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
}

/// The kinds of block. Rarer ones are boxed: most blocks are paragraphs, and all of a handbook are in memory together.
#[derive(Clone, Debug, PartialEq)]
pub enum BlockKind {
    /// `#` to `######`.
    Heading(Box<Heading>),
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// An ordered or unordered list.
    List(Box<List>),
    /// A quotation.
    Quote(Vec<Block>),
    /// `> [!NOTE]` and its kin.
    Alert(AlertKind, Vec<Block>),
    /// Fenced or indented code.
    Code(Box<Code>),
    /// A table.
    Table(Box<Table>),
    /// Terms and their definitions.
    Definitions(Vec<Definition>),
    /// A thematic break.
    Rule,
    /// `<!-- 讲稿：… -->`: the speaker's words, parsed as Markdown.
    Note(Vec<Block>),
    /// `<!-- 引用：共用/口径.md -->`: the place of another file's blocks.
    Include(ContentPath),
}

/// About how long blocks are in their source, in bytes: for making room for what is made of them.
#[must_use]
pub fn extent(blocks: &[Block]) -> usize {
    const MOST: usize = 64 * 1024;
    let (Some(first), Some(last)) = (blocks.first(), blocks.last()) else { return 0 };
    // What was included stands in another file.
    last.span.range().end.saturating_sub(first.span.range().start).min(MOST)
}

/// A heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// The id that the author wrote as `{#id}`.
    pub id: Option<Box<str>>,
    /// Classes that the author wrote as `{.class}`.
    pub classes: Vec<Box<str>>,
    /// Its text.
    pub content: Vec<Inline>,
}

/// A list.
#[derive(Clone, Debug, PartialEq)]
pub struct List {
    /// The first number of an ordered list; `None` for bullets.
    pub start: Option<u64>,
    /// Whether its items are set without paragraphs (CommonMark's tight lists).
    pub tight: bool,
    /// Its items.
    pub items: Vec<Item>,
}

/// An item of a list. In a tight list a paragraph among `blocks` is set without `<p>`.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// From its marker to its last character.
    pub span: Span,
    /// `[ ]` is `Some(false)`, `[x]` is `Some(true)`.
    pub task: Option<bool>,
    /// Its content.
    pub blocks: Vec<Block>,
}

/// The five kinds of alert, with their Chinese names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlertKind {
    /// `[!NOTE]`, `[!说明]`
    Note,
    /// `[!TIP]`, `[!提示]`
    Tip,
    /// `[!IMPORTANT]`, `[!重要]`
    Important,
    /// `[!WARNING]`, `[!注意]`
    Warning,
    /// `[!CAUTION]`, `[!警告]`
    Caution,
}

impl AlertKind {
    /// The English word in lower case, for class names.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Tip => "tip",
            Self::Important => "important",
            Self::Warning => "warning",
            Self::Caution => "caution",
        }
    }
}

/// A block of code.
#[derive(Clone, Debug, PartialEq)]
pub struct Code {
    /// The first word of the fence's info string; empty for none.
    pub language: Box<str>,
    /// The code, with a line end after each line.
    pub text: Box<str>,
}

impl Code {
    /// The most code that is coloured, in bytes.
    pub const LARGEST: usize = 64 * 1024;
    /// The longest line of code that is coloured, in bytes.
    pub const LONGEST_LINE: usize = 1024;

    /// Whether its language is said, and is not plain text.
    #[must_use]
    pub fn has_language(&self) -> bool {
        !self.language.is_empty() && !matches!(&*self.language, "text" | "txt" | "plain")
    }

    /// Whether it is more than is coloured: a grammar's regular expressions are not linear.
    #[must_use]
    pub fn is_long(&self) -> bool {
        self.text.len() > Self::LARGEST || self.text.lines().any(|line| line.len() > Self::LONGEST_LINE)
    }
}

/// A table. Every row has as many cells as the head.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Alignment of each column.
    pub alignments: Vec<Alignment>,
    /// The cells of the head row.
    pub head: Vec<Vec<Inline>>,
    /// The cells of the other rows.
    pub rows: Vec<Vec<Vec<Inline>>>,
}

/// How a table's column is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alignment {
    /// As the theme likes.
    Default,
    /// `:--`
    Left,
    /// `:-:`
    Center,
    /// `--:`
    Right,
}

/// A term and its definitions.
#[derive(Clone, Debug, PartialEq)]
pub struct Definition {
    /// The term.
    pub term: Vec<Inline>,
    /// What it means; each definition is a run of blocks. A lone paragraph is set without `<p>` where `tight`.
    pub definitions: Vec<Vec<Block>>,
    /// Whether the definitions are set without paragraphs.
    pub tight: bool,
}

/// A piece of running text.
#[derive(Clone, Debug, PartialEq)]
pub enum Inline {
    /// Text with entities and escapes already resolved.
    Text(Box<str>, Span),
    /// `code`
    Code(Box<str>, Span),
    /// `*emphasis*`
    Emphasis(Vec<Inline>),
    /// `**strong**`
    Strong(Vec<Inline>),
    /// `~~deleted~~`
    Strikethrough(Vec<Inline>),
    /// A link.
    Link(Box<Link>),
    /// A picture; its content is the text in its place.
    Image(Box<Link>),
    /// `[^label]`; the definition stands in [`Footnote`]s.
    FootnoteReference(Box<str>, Span),
    /// `$math$`
    Math(Box<str>, Span),
    /// `$$math$$`
    DisplayMath(Box<str>, Span),
    /// A tag of raw HTML that is safe: one of few names in lower case, without attributes, properly nested among its
    /// siblings (`<sub>`, `</sub>`, `<br>`). All other raw HTML is [`Inline::Text`].
    Html(Box<str>, Span),
    /// A line break in the source that is none in the text. `joined` where it stands between two CJK characters and so is
    /// no space either.
    SoftBreak {
        /// Between two CJK characters.
        joined: bool,
    },
    /// A forced line break.
    HardBreak,
    /// A policy cited as 《title》第…条, found where its title stands in the registry.
    Citation(Box<Citation>),
}

/// A link or a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Where it leads.
    pub destination: Destination,
    /// The destination as written, entities and escapes resolved.
    pub written: Box<str>,
    /// Its title, empty for none.
    pub title: Box<str>,
    /// Its text.
    pub content: Vec<Inline>,
    /// Where it stands in the source.
    pub span: Span,
}

/// Where a link leads, as far as the file itself can tell.
#[derive(Clone, Debug, PartialEq)]
pub enum Destination {
    /// `http`, `https`, `mailto` or `tel`, decoded.
    External(Address),
    /// A file of this content, and an anchor in it (decoded, without `#`).
    File(ContentPath, Option<Box<str>>),
    /// An anchor in this text (decoded, without `#`).
    Anchor(Box<str>),
    /// Anything else; shown as text and reported.
    Refused(Box<str>),
}

/// A policy that a text cites.
#[derive(Clone, Debug, PartialEq)]
pub struct Citation {
    /// The registry's entry, by its position.
    pub policy: PolicyIndex,
    /// The article, where one is named.
    pub article: Option<u32>,
    /// The words as written, from 《 to the article or number.
    pub text: Box<str>,
    /// Where they stand.
    pub span: Span,
}

/// An entry of the policy registry, by its position there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PolicyIndex(pub u32);

/// A footnote's definition.
#[derive(Clone, Debug, PartialEq)]
pub struct Footnote {
    /// Its label.
    pub label: Box<str>,
    /// Its content.
    pub blocks: Vec<Block>,
    /// Where it stands.
    pub span: Span,
}

/// A whole Markdown text: its blocks in order, and its footnotes in the order of their definitions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tree {
    /// The blocks.
    pub blocks: Vec<Block>,
    /// The footnotes.
    pub footnotes: Vec<Footnote>,
}
