//! From the parser's events to a tree of blocks.
//! Events in, blocks and footnotes out, with a stack of its own: what nests deeper than the limit is kept in the deepest
//! block that may stand, and reported once.

use std::ops::Range;

use crate::diagnostic::Problem;
use crate::parse::math;
use crate::parse::tree::{
    Alignment, Block, BlockKind, Definition, Footnote, Heading, Inline, Item, List, MAX_DEPTH, Table, Tree,
};
use crate::safe::id;

use super::alerts::quote_or_alert;
use super::context::Context;
use super::events::{Event, Tag, events};
use super::inlines::{self, Item as Piece};
use super::verbatim::{CodeText, HtmlText};

/// The tree of the context's text.
pub(super) fn build(cx: &mut Context<'_>) -> Tree {
    let text = cx.text;
    let root = Container { kind: Holder::Root, range: 0..text.len(), blocks: Vec::new() };
    let mut builder = Builder {
        cx,
        stack: vec![root],
        opened: Vec::new(),
        leaf: None,
        table: None,
        raw: Raw::None,
        footnotes: Vec::new(),
    };
    for (event, range) in events(text) {
        builder.event(event, range);
    }
    builder.finish()
}

/// What holds blocks.
enum Holder {
    Root,
    Quote,
    List { start: Option<u64>, loose: bool, items: Vec<Item> },
    Item { task: Option<bool> },
    Footnote { label: Box<str> },
    Definitions(Vec<Definition>),
    Definition,
}

struct Container {
    kind: Holder,
    range: Range<usize>,
    blocks: Vec<Block>,
}

/// What holds inlines.
enum Holds {
    /// `explicit` is false for the text of a tight list's item, which the parser does not announce.
    Paragraph {
        explicit: bool,
    },
    Heading {
        level: u8,
        id: Option<Box<str>>,
        classes: Vec<Box<str>>,
    },
    Term,
    Cell,
}

struct Leaf<'a> {
    holds: Holds,
    range: Range<usize>,
    pieces: Vec<Piece<'a>>,
}

/// Text that is collected before it means anything.
enum Raw {
    None,
    Code(CodeText),
    Html(HtmlText),
}

/// What the next [`Event::Close`] closes.
enum Opened {
    Container,
    /// A container that was too deep to stand.
    Flat,
    Leaf,
    Link,
    Raw,
    Table,
    Row,
}

struct Builder<'c, 't> {
    cx: &'c mut Context<'t>,
    stack: Vec<Container>,
    opened: Vec<Opened>,
    leaf: Option<Leaf<'t>>,
    table: Option<Table>,
    raw: Raw,
    footnotes: Vec<Footnote>,
}

impl<'t> Builder<'_, 't> {
    fn event(&mut self, event: Event<'t>, range: Range<usize>) {
        match event {
            Event::Open(tag) => self.open(tag, range),
            Event::Close => self.close(range),
            Event::Text(text) => match &mut self.raw {
                Raw::Code(code) => code.push(&text, range.end),
                // The white space before a tag.
                Raw::Html(html) => html.push(&text, range.start),
                Raw::None => self.piece(Piece::Text(text, range)),
            },
            Event::HtmlLine(line) => match &mut self.raw {
                Raw::Html(html) => html.push(&line, range.start),
                Raw::Code(_) | Raw::None => {}
            },
            Event::Code(text) => {
                let code = Inline::Code(text.into(), self.cx.span(range.clone()));
                self.piece(Piece::Whole(Box::new(code), range));
            }
            Event::Math(latex) => self.math(&latex, false, range),
            Event::DisplayMath(latex) => self.math(&latex, true, range),
            Event::InlineHtml(html) if html.starts_with("<!--") => self.piece(Piece::Comment(range)),
            Event::InlineHtml(html) => {
                let html = Inline::Html(html.into(), self.cx.span(range.clone()));
                self.piece(Piece::Whole(Box::new(html), range));
            }
            Event::FootnoteReference(label) => {
                let mark = Inline::FootnoteReference(label.into(), self.cx.span(range.clone()));
                self.piece(Piece::Whole(Box::new(mark), range));
            }
            Event::SoftBreak => self.piece(Piece::Break { hard: false, range }),
            Event::HardBreak => self.piece(Piece::Break { hard: true, range }),
            Event::Rule => self.block(BlockKind::Rule, range),
            Event::Task(done) => {
                if let Some(Container { kind: Holder::Item { task }, .. }) = self.stack.last_mut() {
                    *task = Some(done);
                }
            }
        }
    }

    fn math(&mut self, latex: &str, display: bool, range: Range<usize>) {
        if let Err(detail) = math::to_mathml(latex, display) {
            self.cx.report(Problem::BadMath { detail }, range.clone());
        }
        let span = self.cx.span(range.clone());
        let math = if display { Inline::DisplayMath(latex.into(), span) } else { Inline::Math(latex.into(), span) };
        self.piece(Piece::Whole(Box::new(math), range));
    }

    /// A piece of running text; where no paragraph is open, it begins one.
    fn piece(&mut self, piece: Piece<'t>) {
        let range = piece.range();
        let leaf = self.leaf.get_or_insert_with(|| Leaf {
            holds: Holds::Paragraph { explicit: false },
            range: range.clone(),
            pieces: Vec::new(),
        });
        leaf.range.end = leaf.range.end.max(range.end);
        leaf.pieces.push(piece);
    }

    fn open(&mut self, tag: Tag<'t>, range: Range<usize>) {
        let (target, image) = match tag {
            Tag::Link(target) => (target, false),
            Tag::Image(target) => (target, true),
            tag => {
                self.finish_unannounced();
                return self.open_block(tag, range);
            }
        };
        self.opened.push(Opened::Link);
        self.piece(Piece::Open { target: Box::new(target), image, range });
    }

    fn open_block(&mut self, tag: Tag<'t>, range: Range<usize>) {
        match tag {
            Tag::Quote => self.open_container(Holder::Quote, range),
            Tag::List(start) => self.open_container(Holder::List { start, loose: false, items: Vec::new() }, range),
            Tag::Item => self.open_container(Holder::Item { task: None }, range),
            Tag::Footnote(label) => self.open_container(Holder::Footnote { label: label.into() }, range),
            Tag::Definitions => self.open_container(Holder::Definitions(Vec::new()), range),
            Tag::Definition => self.open_container(Holder::Definition, range),
            Tag::Paragraph => {
                self.set_loose();
                self.open_leaf(Holds::Paragraph { explicit: true }, range);
            }
            Tag::Heading { level, id, classes, others } => {
                for attribute in others {
                    self.cx.report(Problem::HeadingAttribute { attribute }, self.cx.trimmed(range.clone()));
                }
                let id = self.id(id, &range);
                self.open_leaf(Holds::Heading { level, id, classes }, range);
            }
            Tag::Term => self.open_leaf(Holds::Term, range),
            Tag::Cell => self.open_leaf(Holds::Cell, range),
            Tag::Code(info) => {
                self.opened.push(Opened::Raw);
                self.raw = Raw::Code(CodeText::new(info.as_deref(), range.start));
            }
            Tag::Html => {
                self.opened.push(Opened::Raw);
                self.raw = Raw::Html(HtmlText::default());
            }
            Tag::Table(alignments) => self.open_table(alignments),
            Tag::Row { head } => {
                self.opened.push(Opened::Row);
                if let Some(table) = self.table.as_mut().filter(|_| !head) {
                    table.rows.push(Vec::new());
                }
            }
            // Links are opened by the caller, which alone passes them on.
            Tag::Link(_) | Tag::Image(_) => self.opened.push(Opened::Flat),
        }
    }

    /// The id that an author gave a heading, as it may stand on a page.
    fn id(&mut self, written: Option<Box<str>>, range: &Range<usize>) -> Option<Box<str>> {
        let written = written?;
        let usable = id::usable(&written);
        if usable.as_deref() != Some(&*written) {
            let attribute = format!("#{written}");
            self.cx.report(Problem::HeadingAttribute { attribute }, self.cx.trimmed(range.clone()));
        }
        usable.map(Into::into)
    }

    fn open_container(&mut self, kind: Holder, range: Range<usize>) {
        // An item always stands in its list, a definition among its definitions.
        let inner = matches!(kind, Holder::Item { .. } | Holder::Definition);
        let inside_flat = matches!(self.opened.last(), Some(Opened::Flat));
        if inside_flat || (!inner && self.depth() >= MAX_DEPTH) {
            self.cx.report_depth(range);
            self.opened.push(Opened::Flat);
        } else {
            self.opened.push(Opened::Container);
            self.stack.push(Container { kind, range, blocks: Vec::new() });
        }
    }

    /// How many blocks the next one stands in. A list and its item are one level.
    fn depth(&self) -> usize {
        let inner =
            self.stack.iter().filter(|open| matches!(open.kind, Holder::Item { .. } | Holder::Definition)).count();
        self.cx.depth + self.stack.len() - 1 - inner
    }

    fn open_leaf(&mut self, holds: Holds, range: Range<usize>) {
        self.opened.push(Opened::Leaf);
        self.leaf = Some(Leaf { holds, range, pieces: Vec::new() });
    }

    fn open_table(&mut self, alignments: Vec<Alignment>) {
        self.opened.push(Opened::Table);
        self.table = Some(Table { alignments, head: Vec::new(), rows: Vec::new() });
    }

    /// A paragraph that the parser announces makes the list around it loose.
    fn set_loose(&mut self) {
        if let [.., list, Container { kind: Holder::Item { .. }, .. }] = &mut self.stack[..]
            && let Holder::List { loose, .. } = &mut list.kind
        {
            *loose = true;
        }
        if let [.., list, Container { kind: Holder::Definition, .. }] = &mut self.stack[..]
            && let Holder::Definitions(definitions) = &mut list.kind
            && let Some(definition) = definitions.last_mut()
        {
            definition.tight = false;
        }
    }

    fn close(&mut self, range: Range<usize>) {
        match self.opened.pop() {
            Some(Opened::Link) => self.piece(Piece::Close(range)),
            Some(Opened::Leaf) => self.finish_leaf(),
            Some(Opened::Container) => {
                self.finish_unannounced();
                self.close_container();
            }
            Some(Opened::Flat) => self.finish_unannounced(),
            Some(Opened::Raw) => self.close_raw(range),
            Some(Opened::Table) => {
                if let Some(table) = self.table.take() {
                    self.block(BlockKind::Table(Box::new(table)), range);
                }
            }
            Some(Opened::Row) | None => {}
        }
    }

    fn close_container(&mut self) {
        // The root stays.
        let Some(Container { kind, range, mut blocks }) = self.stack.pop_if(|open| !matches!(open.kind, Holder::Root))
        else {
            return;
        };
        // A list of one grows to room for four, and most items and cells hold one thing: all trees are kept to the end.
        blocks.shrink_to_fit();
        let span = self.cx.block_span(range.clone());
        match kind {
            Holder::Root => {}
            Holder::Quote => {
                let kind = quote_or_alert(blocks, range.clone(), self.cx);
                self.block(kind, range);
            }
            Holder::List { start, loose, items } => {
                self.block(BlockKind::List(Box::new(List { start, tight: !loose, items })), range);
            }
            Holder::Item { task } => {
                if let Some(Container { kind: Holder::List { items, .. }, .. }) = self.stack.last_mut() {
                    items.push(Item { span, task, blocks });
                }
            }
            Holder::Footnote { label } => self.footnotes.push(Footnote { label, blocks, span }),
            Holder::Definitions(definitions) => self.block(BlockKind::Definitions(definitions), range),
            Holder::Definition => {
                if let Some(Container { kind: Holder::Definitions(all), range: list, .. }) = self.stack.last_mut()
                    && let Some(definition) = all.last_mut()
                {
                    // The parser's own range goes on to whatever follows the list.
                    list.end = range.end;
                    definition.definitions.push(blocks);
                }
            }
        }
    }

    fn close_raw(&mut self, range: Range<usize>) {
        match std::mem::replace(&mut self.raw, Raw::None) {
            Raw::Code(code) => {
                let code = code.finish(range.end, self.cx);
                self.block(BlockKind::Code(Box::new(code)), range);
            }
            Raw::Html(html) => {
                let depth = self.depth() + 1;
                let (blocks, footnotes) = html.finish(depth, self.cx);
                self.blocks().extend(blocks);
                self.footnotes.extend(footnotes);
            }
            Raw::None => {}
        }
    }

    /// Ends the paragraph that was not announced, if one is open.
    fn finish_unannounced(&mut self) {
        if matches!(&self.leaf, Some(Leaf { holds: Holds::Paragraph { explicit: false }, .. })) {
            self.finish_leaf();
        }
    }

    fn finish_leaf(&mut self) {
        let Some(Leaf { holds, range, pieces }) = self.leaf.take() else { return };
        let empty = pieces.is_empty();
        let content = inlines::build(pieces, self.depth() + 1, self.cx);
        match holds {
            // A paragraph of nothing but comments.
            Holds::Paragraph { .. } if content.is_empty() && !empty => {}
            Holds::Paragraph { .. } => self.block(BlockKind::Paragraph(content), range),
            Holds::Heading { level, id, classes } => {
                self.block(BlockKind::Heading(Box::new(Heading { level, id, classes, content })), range);
            }
            Holds::Term => match self.stack.last_mut() {
                Some(Container { kind: Holder::Definitions(all), .. }) => {
                    all.push(Definition { term: content, definitions: Vec::new(), tight: true });
                }
                _ => self.block(BlockKind::Paragraph(content), range),
            },
            Holds::Cell => {
                if let Some(table) = &mut self.table {
                    table.rows.last_mut().unwrap_or(&mut table.head).push(content);
                }
            }
        }
    }

    /// Where the next block goes.
    fn blocks(&mut self) -> &mut Vec<Block> {
        // Lists hold items only; blocks come while an item is on top, and the root is never taken off.
        let top = self.stack.len() - 1;
        &mut self.stack[top].blocks
    }

    fn block(&mut self, kind: BlockKind, range: Range<usize>) {
        self.finish_unannounced();
        let block = Block { span: self.cx.block_span(range), kind };
        self.blocks().push(block);
    }

    fn finish(mut self) -> Tree {
        self.finish_unannounced();
        while self.stack.len() > 1 {
            self.close_container();
        }
        let blocks = self.stack.pop().map_or_else(Vec::new, |root| root.blocks);
        Tree { blocks, footnotes: self.footnotes }
    }
}
