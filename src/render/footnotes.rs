//! The footnotes at the end of a page.
//! A writer that has written the page's text in, a section with the footnotes that the text refers to out, in the order of
//! their first reference. Footnotes that refer to each other are no trouble, and each stands once.

use std::fmt::Write as _;

use crate::safe::markup::push_escaped;

use super::html::blocks;
use super::writer::Writer;

/// Writes the footnotes that were referred to so far, and those that they refer to. Once a page, after all its text.
pub fn footnotes(out: &mut String, cx: &Writer<'_>) {
    // A footnote may refer to others, so all are written before any is given its links back.
    let mut bodies = Vec::new();
    while let Some(footnote) = cx.numbered(bodies.len() + 1) {
        let mut body = String::new();
        blocks(&mut body, &footnote.blocks, cx);
        bodies.push(body);
    }
    if bodies.is_empty() {
        return;
    }
    out.push_str("<section class=\"footnotes\">\n<h2 class=\"footnotes-title\">");
    push_escaped(out, &cx.words.footnotes);
    out.push_str("</h2>\n<ol>\n");
    for (number, body) in (1..).zip(bodies) {
        out.push_str("<li id=\"");
        push_id(out, "_fn", number, 1, cx);
        out.push_str("\">\n");
        // The links stand at the end of the last paragraph, where there is one.
        let (body, end) = body.strip_suffix("</p>\n").map_or((&*body, "\n"), |body| (body, "</p>\n"));
        out.push_str(body);
        push_links_back(out, number, cx);
        out.push_str(end);
        out.push_str("</li>\n");
    }
    out.push_str("</ol>\n</section>\n");
}

/// The mark of a footnote in the text. In a link it is a number only, as links can't hold links.
pub(super) fn push_reference(out: &mut String, (number, occurrence): (usize, usize), in_link: bool, cx: &Writer<'_>) {
    out.push_str("<sup class=\"footnote-ref\" id=\"");
    push_id(out, "_fnref", number, occurrence, cx);
    out.push_str("\">");
    if in_link {
        push_number(out, number);
    } else {
        out.push_str("<a href=\"#");
        push_id(out, "_fn", number, 1, cx);
        out.push_str("\">");
        push_number(out, number);
        out.push_str("</a>");
    }
    out.push_str("</sup>");
}

fn push_links_back(out: &mut String, number: usize, cx: &Writer<'_>) {
    for occurrence in 1..=cx.references(number) {
        out.push_str(" <a class=\"footnote-back\" href=\"#");
        push_id(out, "_fnref", number, occurrence, cx);
        out.push_str("\" aria-label=\"");
        push_escaped(out, &cx.words.back);
        out.push(' ');
        push_number(out, number);
        if occurrence > 1 {
            out.push('-');
            push_number(out, occurrence);
        }
        out.push_str("\">↩</a>");
    }
}

fn push_id(out: &mut String, kind: &str, number: usize, occurrence: usize, cx: &Writer<'_>) {
    push_escaped(out, cx.id_prefix);
    out.push_str(kind);
    out.push('-');
    push_number(out, number);
    if occurrence > 1 {
        out.push('-');
        push_number(out, occurrence);
    }
}

fn push_number(out: &mut String, number: usize) {
    // Writing to a String cannot fail.
    let _ = write!(out, "{number}");
}
