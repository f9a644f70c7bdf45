//! The document parser, emphasis among Chinese characters, and citations.

use std::sync::{Arc, OnceLock};

use jiangyi::config::Vocabulary;
use jiangyi::data::parse_yaml;
use jiangyi::diagnostic::{Diagnostic, Lang};
use jiangyi::parse::citations::cite_inlines;
use jiangyi::parse::document::{self, Documents};
use jiangyi::parse::markdown::{Source, literal_ranges, parse};
use jiangyi::parse::plain;
use jiangyi::parse::registry::{self, Registry};
use jiangyi::parse::tree::{Citation, Code, Destination, Inline, Link, Tree};
use jiangyi::path::ContentPath;
use jiangyi::render::footnotes::footnotes;
use jiangyi::render::html::blocks;
use jiangyi::render::writer::{CitationView, ImageView, Resolve, Words, Writer};
use jiangyi::text::span::FileId;

use super::page;

/// The lesson that every text is.
fn path() -> ContentPath {
    ContentPath::new("2026-03-a/01-b.md").unwrap_or_else(|| unreachable!("a path within the content"))
}

/// A registry with names that contain each other, with spaces, brackets, and a number.
const POLICIES: &str = "\
- {名称: 抚恤条例, 简称: [条例], 文号: 国令第1号, 施行: 2024-08-01, 状态: 现行}
- {名称: 优待证 管理办法（试行）, 状态: 已废止, 被替代: 抚恤条例}
- {名称: 关于《抚恤条例》的说明, 简称: [说明], 状态: 现行}
- {名称: 军人地位和权益保障法, 状态: 未施行, 施行: 2030-01-01}
";

pub(crate) fn known_policies() -> &'static Registry {
    static KNOWN: OnceLock<Registry> = OnceLock::new();
    KNOWN.get_or_init(|| match parse_yaml(POLICIES, FileId(1), 0) {
        Ok(node) => registry::policies(&node).0,
        Err(error) => panic!("{error:?}"),
    })
}

/// Every diagnostic has a place in the text, and words in both languages.
pub(crate) fn check_found(found: &[Diagnostic], text: &str) {
    for one in found {
        let fix = one.fix.as_ref().map(|fix| fix.span);
        for span in [Some(one.span), one.related, fix].into_iter().flatten() {
            assert!(span.file != FileId(0) || text.get(span.range()).is_some(), "{one:?} in {text:?}");
        }
        for lang in [Lang::Zh, Lang::En] {
            assert!(!one.message(lang).is_empty() && !one.help(lang).is_empty(), "{one:?}");
        }
    }
}

/// A lesson's file: parsed twice with the same result, its sections recognised, all spans within it, its HTML harmless.
pub fn document(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let parsed = document::parse(&text, FileId(0), &path(), known_policies());
    let again = document::parse(&text, FileId(0), &path(), known_policies());
    assert_eq!(parsed.value.tree, again.value.tree);
    assert_eq!(parsed.diagnostics, again.diagnostics);
    check_found(&parsed.diagnostics, &text);
    let html = html(&parsed.value.tree);
    page::check(&html, true);
    let document = [Arc::new(parsed.value)];
    let (vocabulary, _) = Vocabulary::with(None);
    let composed = document::compose(&document[0], None, Documents::new(&document), &vocabulary, "题");
    check_found(&composed.diagnostics, &text);
}

/// Emphasis: closed as it was opened, no delimiter lost. Half of the inputs are cut from an alphabet without Chinese, for
/// which CommonMark's own algorithm must give the same.
pub fn emphasis(data: &[u8]) {
    const PLAIN: &[char] = &['a', 'b', ' ', '*', '_', '.', '(', '"', '*', '_', '\u{e9}', '-', '*', ')', '+', '\u{a0}'];
    const CHINESE: &[char] =
        &['甲', 'a', ' ', '*', '_', '。', '（', '“', '*', '：', '《', '1', '*', '》', '\u{fe00}', '　'];
    let Some((first, rest)) = data.split_first() else { return };
    let alphabet = if first % 2 == 0 { PLAIN } else { CHINESE };
    let text: String = rest.iter().take(200).map(|byte| alphabet[usize::from(byte % 16)]).collect();
    // As a paragraph that is nothing else, whatever it begins with.
    let text = format!("x{text}x");
    let path = path();
    let tree = parse(&text, &Source { file: FileId(0), path: &path, start: 0 });
    check_found(&tree.diagnostics, &text);
    let html = html(&tree.value);
    page::check(&html, true);
    if !tree.diagnostics.is_empty() {
        // Nested too deep: what is below is shown without its emphasis.
        return;
    }
    let count = |what: &str| html.matches(what).count();
    let written = text.matches(['*', '_']).count();
    let shown = count("*") + count("_") + 2 * count("<em>") + 4 * count("<strong>");
    assert_eq!(written, shown, "{text:?} {html:?}");
    if first % 2 == 0 {
        assert_eq!(html, reference(&text), "{text:?}");
    }
}

/// The paragraph as CommonMark's own algorithm has it.
fn reference(text: &str) -> String {
    use pulldown_cmark::{Event, Parser, Tag, TagEnd};
    let mut out = String::new();
    for event in Parser::new(text) {
        match event {
            Event::Start(Tag::Emphasis) => out.push_str("<em>"),
            Event::End(TagEnd::Emphasis) => out.push_str("</em>"),
            Event::Start(Tag::Strong) => out.push_str("<strong>"),
            Event::End(TagEnd::Strong) => out.push_str("</strong>"),
            Event::Start(Tag::Paragraph) => out.push_str("<p>"),
            Event::End(TagEnd::Paragraph) => out.push_str("</p>\n"),
            Event::Text(text) => out.push_str(&text.replace('"', "&quot;")),
            other => panic!("{other:?}"),
        }
    }
    out
}

/// Citations: no word of the text changes, and what was cited is not cited again.
pub fn citations(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let path = path();
    let tree = parse(&text, &Source { file: FileId(0), path: &path, start: 0 }).value;
    assert!(literal_ranges(&tree).is_sorted_by_key(|range| range.start));
    let span = jiangyi::text::span::Span::new(FileId(0), 0..text.len());
    let mut inlines = vec![Inline::Text(text.as_ref().into(), span)];
    cite_inlines(&mut inlines, known_policies());
    let mut said = String::new();
    plain::push_inlines(&mut said, &inlines);
    assert_eq!(said, text);
    let once = inlines.clone();
    cite_inlines(&mut inlines, known_policies());
    assert_eq!(once, inlines);
}

/// Leads every link where the parser lets it lead.
struct AsWritten;

impl Resolve for AsWritten {
    fn href(&self, link: &Link) -> Option<String> {
        match &link.destination {
            Destination::External(address) => Some(address.as_str().to_owned()),
            Destination::Anchor(anchor) => Some(format!("#{anchor}")),
            Destination::File(file, _) => Some(format!("./{file}")),
            Destination::Refused(_) => None,
        }
    }
    fn image(&self, link: &Link) -> Option<ImageView> {
        self.href(link).map(|src| ImageView { src, ..ImageView::default() })
    }
    fn citation(&self, _: &Citation) -> Option<CitationView> {
        None
    }
    fn highlight(&self, _: &Code) -> Option<String> {
        None
    }
}

/// The words of the writer.
pub(crate) fn words() -> Words {
    Words {
        note: "说明".into(),
        tip: "提示".into(),
        important: "重要".into(),
        warning: "注意".into(),
        caution: "警告".into(),
        footnotes: "脚注".into(),
        back: "返回".into(),
        task: "事项".into(),
    }
}

/// A tree as HTML.
pub(crate) fn html(tree: &Tree) -> String {
    let words = words();
    let cx = Writer::new(&AsWritten, &words, "", &tree.footnotes);
    let mut out = String::new();
    blocks(&mut out, &tree.blocks, &cx);
    footnotes(&mut out, &cx);
    out
}
