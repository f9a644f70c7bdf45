//! Laws of the Markdown layer: it never panics, its spans are places of the file, it gives the same tree every time, and
//! it takes linear time however authors nest.

use std::time::Duration;

use jiangyi::parse::markdown::{Source, literal_ranges, parse};
use jiangyi::parse::tree::{Block, BlockKind, Inline, MAX_DEPTH};
use jiangyi::path::ContentPath;
use jiangyi::text::span::{FileId, Span};
use proptest::prelude::*;
use rustix::time::{ClockId, clock_gettime};

use crate::support::{html, read};

/// What Markdown is made of, so that random texts mean something.
const PIECES: &[&str] = &[
    "*",
    "**",
    "_",
    "__",
    "~~",
    "`",
    "```\n",
    "~~~",
    "[",
    "](",
    ")",
    "![",
    "]",
    "<",
    ">",
    "<sub>",
    "</sub>",
    "<div>",
    "<!--",
    "-->",
    "讲稿：",
    "引用：../a.md",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "    ",
    "\t",
    "- ",
    "1. ",
    "- [ ] ",
    "> ",
    "> [!注意]\n",
    "# ",
    "{#a .b c=d}",
    "|",
    "|-|-|\n",
    "$",
    "$$",
    "\\",
    "&amp;",
    "&#42;",
    "[^1]",
    "[^1]: ",
    ": ",
    "---\n",
    "甲",
    "：",
    "“",
    "a",
    "\u{FEFF}",
    "\0",
    "😀",
    "\u{E0100}",
    "javascript:",
    "https://a.cn",
    "　",
    "《",
    "\\(",
];

fn soup() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..60).prop_map(|pieces| pieces.concat())
}

fn bytes_as_text() -> impl Strategy<Value = String> {
    prop::collection::vec(any::<u8>(), 0..300).prop_map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

/// All spans of blocks, and the depth that is reached.
fn visit(blocks: &[Block], depth: usize, spans: &mut Vec<Span>) -> usize {
    let mut deepest = depth;
    for block in blocks {
        spans.push(block.span);
        let inner = match &block.kind {
            BlockKind::Heading(heading) => visit_inlines(&heading.content, depth + 1, spans),
            BlockKind::Paragraph(content) => visit_inlines(content, depth + 1, spans),
            BlockKind::List(list) => {
                spans.extend(list.items.iter().map(|item| item.span));
                list.items.iter().map(|item| visit(&item.blocks, depth + 1, spans)).max().unwrap_or(depth)
            }
            BlockKind::Quote(blocks) | BlockKind::Alert(_, blocks) | BlockKind::Note(blocks) => {
                visit(blocks, depth + 1, spans)
            }
            BlockKind::Table(table) => {
                let cells = table.head.iter().chain(table.rows.iter().flatten());
                cells.map(|cell| visit_inlines(cell, depth + 1, spans)).max().unwrap_or(depth)
            }
            BlockKind::Definitions(definitions) => {
                let mut deepest = depth;
                for definition in definitions {
                    deepest = deepest.max(visit_inlines(&definition.term, depth + 1, spans));
                    for blocks in &definition.definitions {
                        deepest = deepest.max(visit(blocks, depth + 1, spans));
                    }
                }
                deepest
            }
            BlockKind::Code(_) | BlockKind::Rule | BlockKind::Include(_) => depth,
        };
        deepest = deepest.max(inner);
    }
    deepest
}

fn visit_inlines(inlines: &[Inline], depth: usize, spans: &mut Vec<Span>) -> usize {
    let mut deepest = depth;
    for inline in inlines {
        match inline {
            Inline::Text(_, span)
            | Inline::Code(_, span)
            | Inline::FootnoteReference(_, span)
            | Inline::Math(_, span)
            | Inline::DisplayMath(_, span)
            | Inline::Html(_, span) => spans.push(*span),
            Inline::Emphasis(content) | Inline::Strong(content) | Inline::Strikethrough(content) => {
                deepest = deepest.max(visit_inlines(content, depth + 1, spans));
            }
            Inline::Link(link) | Inline::Image(link) => {
                spans.push(link.span);
                deepest = deepest.max(visit_inlines(&link.content, depth + 1, spans));
            }
            Inline::SoftBreak { .. } | Inline::HardBreak | Inline::Citation(_) => {}
        }
    }
    deepest
}

fn check(body: &str) -> Result<(), TestCaseError> {
    let front = "---\n标题: 甲\n---\n";
    let file = format!("{front}{body}");
    let path = ContentPath::new("a/b.md").unwrap();
    let source = Source { file: FileId(7), path: &path, start: front.len() };
    let (one, two) = (parse(body, &source), parse(body, &source));
    prop_assert_eq!(&one.value, &two.value);
    prop_assert_eq!(&one.diagnostics, &two.diagnostics);
    let mut spans: Vec<Span> = one.diagnostics.iter().map(|diagnostic| diagnostic.span).collect();
    let mut deepest = visit(&one.value.blocks, 0, &mut spans);
    for footnote in &one.value.footnotes {
        spans.push(footnote.span);
        deepest = deepest.max(visit(&footnote.blocks, 1, &mut spans));
    }
    prop_assert!(deepest <= MAX_DEPTH + 2, "{deepest}");
    for span in spans {
        prop_assert!(span.file == FileId(7) && span.start as usize >= front.len());
        prop_assert!(file.get(span.range()).is_some(), "{span:?} in {file:?}");
    }
    let ranges = literal_ranges(&one.value);
    prop_assert!(ranges.is_sorted_by_key(|range| range.start));
    check_html(&html(body))
}

/// Whatever was written, the page holds no tag but those that the writer and the rule for raw HTML know.
fn check_html(html: &str) -> Result<(), TestCaseError> {
    const KNOWN: &str = " p h1 h2 h3 h4 h5 h6 ul ol li blockquote aside pre code div table thead tbody tr th td dl dt dd hr \
        em strong del a img br wbr sub sup kbd mark u small ins s abbr ruby rt rp label input section math mfrac mi mn mo \
        mover mroot mrow mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover ";
    let mut open = Vec::new();
    for piece in html.split('<').skip(1) {
        let tag = piece.split('>').next().unwrap_or_default();
        let name = tag.trim_start_matches('/').split([' ', '/', '\n']).next().unwrap_or_default();
        prop_assert!(KNOWN.contains(&format!(" {name} ")), "<{tag}> in {html}");
        prop_assert!(!tag.contains("=\"javascript") && !tag.contains(" on") && !tag.contains("style="), "<{tag}>");
        if tag.starts_with('/') {
            prop_assert_eq!(open.pop(), Some(name), "{}", html);
        } else if !matches!(name, "br" | "wbr" | "hr" | "img" | "input") && !tag.ends_with('/') {
            open.push(name);
        }
    }
    prop_assert!(open.is_empty(), "{open:?} in {html}");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn soup_is_read(body in soup()) {
        check(&body.replace("javascript:", "java"))?;
    }

    #[test]
    fn any_bytes_are_read(body in bytes_as_text()) {
        check(&body)?;
    }
}

/// The processor time that this thread has used: unlike the clock's, it does not grow while others use the machine.
fn used() -> Duration {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(now.tv_sec.unsigned_abs(), u32::try_from(now.tv_nsec).unwrap())
}

fn time(text: &str) -> Duration {
    let start = used();
    let _ = read(text);
    used().saturating_sub(start)
}

/// Twice the text takes about twice the time: far less than the four times of quadratic work.
#[test]
fn time_is_linear_whatever_is_nested() {
    for pattern in [
        "*a **a ",
        "a**b",
        "_a ",
        "*_a ",
        "**a *b_c ",
        "~~a ",
        "*",
        "** ",
        "a*",
        "甲**（",
        "）**甲",
        "[",
        "![",
        "[a](",
        "<a ",
        "<sub>",
        "</sub>",
        "<sub></sup>",
        "<!--",
        "<",
        "`a",
        "[^a",
        "[^1]",
        "&amp;",
        "\\*",
        "> ",
        "- ",
        "1. ",
        "甲\n",
        "$a",
        "|",
        "***a* ",
    ] {
        let text = |size: usize| pattern.repeat(size / pattern.len());
        let (small, large) = (text(256 << 10), text(512 << 10));
        // Caches are shared with others, so one good measurement out of a few counts.
        let is_linear = (0..4).any(|_| time(&large) <= time(&small) * 3);
        assert!(is_linear, "{pattern:?}: {:?}, then {:?}", time(&small), time(&large));
    }
}

#[test]
fn depth_is_bounded_and_reported_once() {
    for text in [
        "> ".repeat(3000) + "甲",
        "- ".repeat(3000) + "甲",
        "*a ".repeat(3000) + &"b*".repeat(3000),
        "**_甲，".repeat(1000) + &"，_**".repeat(1000),
        "![".repeat(3000) + &"](a)".repeat(3000),
        (0..300).map(|i| "  ".repeat(i) + "- 甲\n").collect(),
        "> ".repeat(60) + "<!-- 讲稿：> > > > 甲 -->",
    ] {
        let (tree, problems) = read(&text);
        assert!(visit(&tree.blocks, 0, &mut Vec::new()) <= MAX_DEPTH + 2);
        let deep = problems.iter().filter(|found| found.problem.code() == "JY308").count();
        assert_eq!(deep, 1, "{text:.40}");
        assert!(html(&text).len() > 3);
    }
}
