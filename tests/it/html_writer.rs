//! What the HTML writer makes of each block and inline.

use jiangyi::parse::tree::{Block, BlockKind, Citation, Code, Inline, Link, PolicyIndex};
use jiangyi::render::footnotes::footnotes;
use jiangyi::render::html::{blocks, inlines as inlines_of, plain_text};
use jiangyi::render::writer::{CitationView, ImageView, Resolve, Writer};
use jiangyi::text::span::{FileId, Span};

use crate::fuzz::targets::markdown::words;
use crate::support::{AsWritten, html, read};

/// Knows no address but that of policies.
struct Nowhere;

impl Resolve for Nowhere {
    fn href(&self, _: &Link) -> Option<String> {
        None
    }
    fn image(&self, _: &Link) -> Option<ImageView> {
        None
    }
    fn citation(&self, _: &Citation) -> Option<CitationView> {
        let status = Some("已<废止".into());
        Some(CitationView { href: "../policies/a.html".into(), title: "文号\"".into(), status })
    }
    fn highlight(&self, code: &Code) -> Option<String> {
        (&*code.language == "rust").then(|| "<span class=\"k\">let</span>\n".into())
    }
}

fn nowhere(source: &str) -> String {
    let (tree, _) = read(source);
    let words = words();
    let mut out = String::new();
    blocks(&mut out, &tree.blocks, &Writer::new(&Nowhere, &words, "p-", &tree.footnotes));
    out
}

#[test]
fn blocks_of_every_kind() {
    for (source, right) in [
        ("## 甲 {#乙 .丙 .丁}", "<h2 id=\"乙\" class=\"丙 丁\">甲</h2>\n"),
        (
            "> [!注意]\n> 甲<乙",
            "<aside class=\"alert alert-warning\">\n<p class=\"alert-title\">注意</p>\n<p>甲&lt;乙</p>\n</aside>\n",
        ),
        (
            "|甲|乙|\n|:-:|-:|\n|*1*|2|",
            "<div class=\"table\" tabindex=\"0\">\n<table>\n<thead>\n<tr>\n<th scope=\"col\" class=\"center\">甲</th>\n\
             <th scope=\"col\" class=\"right\">乙</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td class=\"center\"><em>1</em></td>\n\
             <td class=\"right\">2</td>\n</tr>\n</tbody>\n</table>\n</div>\n",
        ),
        ("甲\n: 乙\n: 丙", "<dl>\n<dt>甲</dt>\n<dd>乙</dd>\n<dd>丙</dd>\n</dl>\n"),
        ("```C++ x\na<b\n```", "<pre><code class=\"language-c++\">a&lt;b\n</code></pre>\n"),
        ("```a\"><script>\n```", "<pre><code class=\"language-ascript\"></code></pre>\n"),
        (
            "- [ ] 甲\n- [x] 乙\n  - 丙",
            "<ul>\n<li class=\"task\"><label><input type=\"checkbox\" disabled> 甲</label></li>\n<li class=\"task\"><label>\
             <input type=\"checkbox\" disabled checked> 乙</label>\n<ul>\n<li>丙</li>\n</ul>\n</li>\n</ul>\n",
        ),
        ("<!-- 讲稿：甲 -->\n\n<!-- 引用：a.md -->", ""),
        ("<b>甲</b><u>乙</u>", "<p>&lt;b&gt;甲&lt;/b&gt;<u>乙</u></p>\n"),
        ("$x$ 和 $\\x$", "<p><math display=\"inline\"><mi>x</mi></math> 和 <code class=\"math\">\\x</code></p>\n"),
        ("[甲](https://a.cn \"乙\\\"\")", "<p><a href=\"https://a.cn\" title=\"乙&quot;\">甲</a></p>\n"),
    ] {
        assert_eq!(html(source), right, "{source}");
    }
}

#[test]
fn footnotes_are_numbered_by_their_first_reference_and_may_refer_to_each_other() {
    let source = "甲[^b]乙[^a]丙[^B]\n\n[^a]: 一[^c]\n[^b]: 二[^a]\n[^c]: 三[^a][^c]\n[^d]: 四\n";
    let html = html(source);
    assert!(
        html.starts_with("<p>甲<sup class=\"footnote-ref\" id=\"_fnref-1\"><a href=\"#_fn-1\">1</a></sup>乙"),
        "{html}"
    );
    assert!(html.contains("id=\"_fnref-1-2\"><a href=\"#_fn-1\">"), "{html}");
    assert!(html.contains("<h2 class=\"footnotes-title\">脚注</h2>"), "{html}");
    assert_eq!(html.matches("<li id=\"_fn-").count(), 3);
    assert!(!html.contains('四'));
    let ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let mut unique = ids.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), ids.len(), "{ids:?}");
    for target in html.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(ids.contains(&target), "{target} of {ids:?}");
    }
}

#[test]
fn a_footnote_in_a_link_is_no_link() {
    let (tree, _) = read("[甲](a.md)乙[^1]\n\n[^1]: 丙");
    let Some(Block { kind: BlockKind::Paragraph(inlines), .. }) = tree.blocks.first() else { panic!() };
    let [Inline::Link(link), _, mark] = &inlines[..] else { panic!() };
    let link = Link { content: vec![mark.clone(), Inline::Link(link.clone())], ..(**link).clone() };
    let words = words();
    let mut out = String::new();
    inlines_of(&mut out, &[Inline::Link(Box::new(link))], &Writer::new(&AsWritten, &words, "", &tree.footnotes));
    assert_eq!(out, "<a href=\"a.md\"><sup class=\"footnote-ref\" id=\"_fnref-1\">1</sup>甲</a>");
}

#[test]
fn many_references_to_one_footnote_are_linear() {
    let html = html(&("甲[^1]".repeat(5000) + "\n\n[^1]: 乙"));
    assert!(html.len() < 5000 * 250);
}

#[test]
fn what_has_no_address_is_its_text() {
    assert_eq!(nowhere("[甲*乙*](a.md)![丙](b.png)"), "<p>甲<em>乙</em>丙</p>\n");
    assert_eq!(nowhere("# 甲 {#a}"), "<h1 id=\"p-a\">甲</h1>\n");
    assert_eq!(
        nowhere("```rust\nlet\n```"),
        "<pre><code class=\"language-rust\"><span class=\"k\">let</span>\n</code></pre>\n"
    );
}

#[test]
fn citations_are_links_with_their_status() {
    let span = Span::new(FileId(0), 0..0);
    let citation = Citation { policy: PolicyIndex(0), article: Some(1), text: "《甲》".into(), span };
    let paragraph = Block { span, kind: BlockKind::Paragraph(vec![Inline::Citation(Box::new(citation))]) };
    let words = words();
    let mut out = String::new();
    blocks(&mut out, &[paragraph], &Writer::new(&Nowhere, &words, "", &[]));
    assert_eq!(
        out,
        "<p><a class=\"citation\" href=\"../policies/a.html\" title=\"文号&quot;\">《甲》</a>\
         <span class=\"citation-status\">已&lt;废止</span></p>\n"
    );
}

#[test]
fn notes_are_written_only_where_they_are_wanted() {
    let (tree, _) = read("<!-- 讲稿：甲 -->");
    let words = words();
    let mut out = String::new();
    blocks(&mut out, &tree.blocks, &Writer::new(&Nowhere, &words, "", &[]).with_notes());
    assert_eq!(out, "<aside class=\"note\" hidden>\n<p>甲</p>\n</aside>\n");
    out.clear();
    footnotes(&mut out, &Writer::new(&Nowhere, &words, "", &[]));
    assert_eq!(out, "");
}

#[test]
fn plain_text_is_what_is_read() {
    let (tree, _) = read("**甲**\n乙 [`c`](d)\n*e*[^1]<sub>2</sub>\n\n[^1]: x");
    let Some(Block { kind: BlockKind::Paragraph(inlines), .. }) = tree.blocks.first() else { panic!() };
    assert_eq!(plain_text(inlines), "甲乙 c e2");
}
