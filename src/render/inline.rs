//! Inlines as HTML and as plain text.
//! Inlines in, text out; recursion is bounded by the tree's own limit of depth.

use std::fmt::Write as _;

use crate::parse::math::to_mathml;
use crate::parse::tree::{Citation, Inline, Link};
use crate::safe::markup::{push_escaped, push_url};
use crate::safe::tag::push_tag;

use super::footnotes::push_reference;
use super::writer::Writer;

/// Writes `inlines`. Inside a link no other link is written.
pub(super) fn push(out: &mut String, inlines: &[Inline], in_link: bool, cx: &Writer<'_>) {
    for inline in inlines {
        match inline {
            Inline::Text(text, _) => push_escaped(out, text),
            Inline::Code(code, _) => {
                out.push_str("<code>");
                push_escaped(out, code);
                out.push_str("</code>");
            }
            Inline::Emphasis(content) => push_within(out, "em", content, in_link, cx),
            Inline::Strong(content) => push_within(out, "strong", content, in_link, cx),
            Inline::Strikethrough(content) => push_within(out, "del", content, in_link, cx),
            Inline::Link(link) => push_link(out, link, in_link, cx),
            Inline::Image(link) => push_image(out, link, in_link, cx),
            Inline::FootnoteReference(label, span) => {
                if let Some(place) = cx.refer(label, *span) {
                    push_reference(out, place, in_link, cx);
                }
            }
            Inline::Math(latex, _) => push_math(out, latex, false),
            Inline::DisplayMath(latex, _) => push_math(out, latex, true),
            Inline::Html(tag, _) => push_tag(out, tag),
            Inline::SoftBreak { joined: true } => {}
            Inline::SoftBreak { joined: false } => out.push('\n'),
            Inline::HardBreak => out.push_str("<br>\n"),
            Inline::Citation(citation) => push_citation(out, citation, in_link, cx),
        }
    }
}

fn push_within(out: &mut String, element: &str, content: &[Inline], in_link: bool, cx: &Writer<'_>) {
    out.extend(["<", element, ">"]);
    push(out, content, in_link, cx);
    out.extend(["</", element, ">"]);
}

fn push_link(out: &mut String, link: &Link, in_link: bool, cx: &Writer<'_>) {
    let Some(href) = cx.resolve.href(link).filter(|_| !in_link) else { return push(out, &link.content, in_link, cx) };
    out.push_str("<a href=\"");
    push_url(out, &href);
    out.push('"');
    push_title(out, &link.title);
    out.push('>');
    push(out, &link.content, true, cx);
    out.push_str("</a>");
}

/// How wide a picture is shown: as the column of text, or as the screen of a phone.
const SIZES: &str = "(min-width: 42em) 38rem, 92vw";

fn push_image(out: &mut String, link: &Link, in_link: bool, cx: &Writer<'_>) {
    let Some(image) = cx.resolve.image(link) else { return push(out, &link.content, in_link, cx) };
    out.push_str("<img src=\"");
    push_url(out, &image.src);
    if !image.srcset.is_empty() {
        out.push_str("\" srcset=\"");
        push_escaped(out, &image.srcset);
        let _ = write!(out, "\" sizes=\"{SIZES}");
    }
    out.push_str("\" alt=\"");
    push_escaped(out, &plain_text(&link.content));
    out.push('"');
    push_title(out, &link.title);
    for (name, value) in [("width", image.width), ("height", image.height)] {
        if let Some(value) = value {
            let _ = write!(out, " {name}=\"{value}\"");
        }
    }
    out.push_str(" loading=\"lazy\">");
}

fn push_title(out: &mut String, title: &str) {
    if !title.is_empty() {
        out.push_str(" title=\"");
        push_escaped(out, title);
        out.push('"');
    }
}

fn push_citation(out: &mut String, citation: &Citation, in_link: bool, cx: &Writer<'_>) {
    let Some(view) = cx.resolve.citation(citation) else { return push_escaped(out, &citation.text) };
    if in_link {
        push_escaped(out, &citation.text);
    } else {
        out.push_str("<a class=\"citation\" href=\"");
        push_url(out, &view.href);
        out.push('"');
        push_title(out, &view.title);
        out.push('>');
        push_escaped(out, &citation.text);
        out.push_str("</a>");
    }
    if let Some(status) = view.status {
        out.push_str("<span class=\"citation-status\">");
        push_escaped(out, &status);
        out.push_str("</span>");
    }
}

/// A formula; as written where it can't be read, which the parser has reported.
fn push_math(out: &mut String, latex: &str, display: bool) {
    if let Ok(mathml) = to_mathml(latex, display) {
        out.push_str(&mathml);
    } else {
        out.push_str("<code class=\"math\">");
        push_escaped(out, latex);
        out.push_str("</code>");
    }
}

/// What `inlines` say, without any markup: for titles, search and pictures' texts. A line end is a space, or nothing
/// between CJK characters; footnotes' marks are left out.
#[must_use]
pub(super) fn plain_text(inlines: &[Inline]) -> String {
    let mut out = String::new();
    push_plain(&mut out, inlines);
    out
}

fn push_plain(out: &mut String, inlines: &[Inline]) {
    for inline in inlines {
        match inline {
            Inline::Text(text, _) | Inline::Code(text, _) | Inline::Math(text, _) | Inline::DisplayMath(text, _) => {
                out.push_str(text);
            }
            Inline::Emphasis(content) | Inline::Strong(content) | Inline::Strikethrough(content) => {
                push_plain(out, content);
            }
            Inline::Link(link) | Inline::Image(link) => push_plain(out, &link.content),
            Inline::SoftBreak { joined: true } | Inline::FootnoteReference(..) | Inline::Html(..) => {}
            Inline::SoftBreak { joined: false } | Inline::HardBreak => out.push(' '),
            Inline::Citation(citation) => out.push_str(&citation.text),
        }
    }
}
