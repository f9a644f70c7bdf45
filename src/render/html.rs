//! The HTML writer.
//! Blocks and inlines in, HTML appended: semantic, valid, without styles or scripts. All of an author's text is escaped;
//! the only raw HTML that passes are the tags that the parser let pass.

use std::fmt::Write as _;

use crate::parse::tree::{Alignment, Block, BlockKind, Code, Definition, Heading, Inline, Item, List, Table};
use crate::safe::markup::{escaped, push_escaped};
use crate::text::span::Span;

use super::inline;
use super::writer::Writer;

/// Writes `blocks`.
pub fn blocks(out: &mut String, blocks: &[Block], cx: &Writer<'_>) {
    push_blocks(out, blocks, false, cx);
}

/// Writes `inlines`.
pub fn inlines(out: &mut String, inlines: &[Inline], cx: &Writer<'_>) {
    inline::push(out, inlines, false, cx);
}

/// What `inlines` say, without any markup: for titles, search and pictures' texts. A line end is a space, or nothing
/// between CJK characters; footnotes' marks are left out.
#[must_use]
pub fn plain_text(inlines: &[Inline]) -> String {
    inline::plain_text(inlines)
}

/// Writes blocks; in a tight list paragraphs are no elements.
fn push_blocks(out: &mut String, blocks: &[Block], tight: bool, cx: &Writer<'_>) {
    for (i, block) in blocks.iter().enumerate() {
        if let (BlockKind::Paragraph(content), true) = (&block.kind, tight) {
            inlines(out, content, cx);
            if i + 1 < blocks.len() {
                out.push('\n');
            }
        } else {
            push_block(out, block, cx);
        }
    }
}

fn push_block(out: &mut String, block: &Block, cx: &Writer<'_>) {
    match &block.kind {
        BlockKind::Heading(heading) => push_heading(out, heading, block.span, cx),
        BlockKind::Paragraph(content) => {
            out.push_str("<p>");
            inlines(out, content, cx);
            out.push_str("</p>\n");
        }
        BlockKind::List(list) => push_list(out, list, cx),
        BlockKind::Quote(content) => {
            out.push_str("<blockquote>\n");
            blocks(out, content, cx);
            out.push_str("</blockquote>\n");
        }
        BlockKind::Alert(kind, content) => {
            let _ = write!(out, "<aside class=\"alert alert-{}\">\n<p class=\"alert-title\">", kind.as_str());
            push_escaped(out, cx.words.alert(*kind));
            out.push_str("</p>\n");
            blocks(out, content, cx);
            out.push_str("</aside>\n");
        }
        BlockKind::Code(code) => push_code(out, code, cx),
        BlockKind::Table(table) => push_table(out, table, cx),
        BlockKind::Definitions(definitions) => push_definitions(out, definitions, cx),
        BlockKind::Rule => out.push_str("<hr>\n"),
        BlockKind::Note(content) => {
            if cx.notes {
                out.push_str("<aside class=\"note\" hidden>\n");
                blocks(out, content, cx);
                out.push_str("</aside>\n");
            }
        }
        // Another file's blocks stand in its place before anything is written.
        BlockKind::Include(_) => {}
    }
}

fn push_heading(out: &mut String, heading: &Heading, span: Span, cx: &Writer<'_>) {
    let _ = write!(out, "<h{}", heading.level);
    if let Some(id) = cx.resolve.heading_id(heading, span) {
        let _ = write!(out, " id=\"{}{}\"", escaped(cx.id_prefix), escaped(&id));
    }
    if !heading.classes.is_empty() {
        let _ = write!(out, " class=\"{}\"", escaped(&heading.classes.join(" ")));
    }
    out.push('>');
    inlines(out, &heading.content, cx);
    let _ = writeln!(out, "</h{}>", heading.level);
}

fn push_list(out: &mut String, list: &List, cx: &Writer<'_>) {
    match list.start {
        None => out.push_str("<ul>\n"),
        Some(1) => out.push_str("<ol>\n"),
        Some(start) => {
            let _ = writeln!(out, "<ol start=\"{start}\">");
        }
    }
    for item in &list.items {
        push_item(out, item, list.tight, cx);
    }
    out.push_str(if list.start.is_some() { "</ol>\n" } else { "</ul>\n" });
}

fn push_item(out: &mut String, item: &Item, tight: bool, cx: &Writer<'_>) {
    let mut rest = &item.blocks[..];
    match item.task {
        None => out.push_str("<li>"),
        Some(done) => {
            let checked = if done { " checked" } else { "" };
            out.push_str("<li class=\"task\">");
            if let [Block { kind: BlockKind::Paragraph(content), .. }, others @ ..] = rest {
                let (open, close) = if tight { ("", "") } else { ("<p>", "</p>\n") };
                let _ = write!(out, "{open}<label><input type=\"checkbox\" disabled{checked}> ");
                inlines(out, content, cx);
                let _ = write!(out, "</label>{close}");
                rest = others;
            } else {
                let label = escaped(&cx.words.task);
                let _ = writeln!(out, "<input type=\"checkbox\" disabled{checked} aria-label=\"{label}\">");
            }
        }
    }
    if !tight || !matches!(rest.first(), None | Some(Block { kind: BlockKind::Paragraph(_), .. })) {
        out.push('\n');
    }
    push_blocks(out, rest, tight, cx);
    out.push_str("</li>\n");
}

fn push_code(out: &mut String, code: &Code, cx: &Writer<'_>) {
    let language: String = code
        .language
        .chars()
        .map(|c| c.to_ascii_lowercase())
        .filter(|c| matches!(c, 'a'..='z' | '0'..='9' | '+' | '#' | '-'))
        .collect();
    out.push_str("<pre><code");
    if !language.is_empty() {
        let _ = write!(out, " class=\"language-{language}\"");
    }
    out.push('>');
    match cx.resolve.highlight(code) {
        Some(html) => out.push_str(&html),
        None => push_escaped(out, &code.text),
    }
    out.push_str("</code></pre>\n");
}

fn push_table(out: &mut String, table: &Table, cx: &Writer<'_>) {
    out.push_str("<div class=\"table\" tabindex=\"0\">\n<table>\n<thead>\n");
    push_row(out, &table.head, "th scope=\"col\"", table, cx);
    out.push_str("</thead>\n");
    if !table.rows.is_empty() {
        out.push_str("<tbody>\n");
        for row in &table.rows {
            push_row(out, row, "td", table, cx);
        }
        out.push_str("</tbody>\n");
    }
    out.push_str("</table>\n</div>\n");
}

fn push_row(out: &mut String, cells: &[Vec<Inline>], opening: &str, table: &Table, cx: &Writer<'_>) {
    out.push_str("<tr>\n");
    for (i, cell) in cells.iter().enumerate() {
        let class = match table.alignments.get(i) {
            None | Some(Alignment::Default) => "",
            Some(Alignment::Left) => " class=\"left\"",
            Some(Alignment::Center) => " class=\"center\"",
            Some(Alignment::Right) => " class=\"right\"",
        };
        out.extend(["<", opening, class, ">"]);
        inlines(out, cell, cx);
        out.extend(["</", &opening[..2], ">\n"]);
    }
    out.push_str("</tr>\n");
}

fn push_definitions(out: &mut String, definitions: &[Definition], cx: &Writer<'_>) {
    out.push_str("<dl>\n");
    for definition in definitions {
        out.push_str("<dt>");
        inlines(out, &definition.term, cx);
        out.push_str("</dt>\n");
        for content in &definition.definitions {
            out.push_str("<dd>");
            push_blocks(out, content, definition.tight, cx);
            out.push_str("</dd>\n");
        }
    }
    out.push_str("</dl>\n");
}
