//! What the tests of the Markdown layer share: text in, HTML out.

use jiangyi::diagnostic::Diagnostic;
use jiangyi::parse::markdown::{Source, parse};
use jiangyi::parse::tree::{Citation, Code, Link, Tree};
use jiangyi::path::ContentPath;
use jiangyi::render::footnotes::footnotes;
use jiangyi::render::html::blocks;
use jiangyi::render::writer::{CitationView, ImageView, Resolve, Writer};
use jiangyi::text::span::FileId;

use crate::fuzz::targets::markdown::words;

/// Leads every link where it is written to lead.
pub(crate) struct AsWritten;

impl Resolve for AsWritten {
    fn href(&self, link: &Link) -> Option<String> {
        Some(link.written.to_string())
    }
    fn image(&self, link: &Link) -> Option<ImageView> {
        Some(ImageView { src: link.written.to_string(), ..ImageView::default() })
    }
    fn citation(&self, _: &Citation) -> Option<CitationView> {
        None
    }
    fn highlight(&self, _: &Code) -> Option<String> {
        None
    }
}

/// The tree of `text` and what is wrong with it.
pub(crate) fn read(text: &str) -> (Tree, Vec<Diagnostic>) {
    let path = ContentPath::new("2026-03-拥军优抚/01-优待证.md").unwrap();
    let checked = parse(text, &Source { file: FileId(0), path: &path, start: 0 });
    (checked.value, checked.diagnostics)
}

/// `text` as HTML.
pub(crate) fn html(text: &str) -> String {
    let (tree, _) = read(text);
    let words = words();
    let cx = Writer::new(&AsWritten, &words, "", &tree.footnotes);
    let mut out = String::new();
    blocks(&mut out, &tree.blocks, &cx);
    footnotes(&mut out, &cx);
    out
}
