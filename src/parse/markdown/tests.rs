//! What the Markdown layer makes of the conventions of these handbooks: blocks, comments, alerts, problems and spans.

use super::*;
use crate::diagnostic::{Diagnostic, Problem};
use crate::parse::tree::{AlertKind, BlockKind, Destination, Inline, Tree};
use crate::path::ContentPath;
use crate::text::span::FileId;

const START: usize = 100;

fn read(text: &str) -> (Tree, Vec<Diagnostic>) {
    let path = ContentPath::new("2026-03-拥军优抚/01-优待证.md").unwrap();
    let checked = parse(text, &Source { file: FileId(1), path: &path, start: START });
    (checked.value, checked.diagnostics)
}

/// The problems of `text`, each with the source that it marks.
fn problems(text: &str) -> Vec<(Problem, &str)> {
    let marked = |found: &Diagnostic| &text[found.span.start as usize - START..found.span.end as usize - START];
    read(text).1.iter().map(|found| (found.problem.clone(), marked(found))).collect()
}

fn only(text: &str) -> BlockKind {
    let (mut tree, problems) = read(text);
    assert_eq!((tree.blocks.len(), problems.len()), (1, 0), "{tree:?} {problems:?}");
    tree.blocks.remove(0).kind
}

#[test]
fn text_is_one_piece_with_its_place() {
    let BlockKind::Paragraph(inlines) = only("甲 &amp; [乙] \\*丙* ~丁") else { panic!() };
    let [Inline::Text(text, span)] = &inlines[..] else { panic!("{inlines:?}") };
    assert_eq!(&**text, "甲 & [乙] *丙* ~丁");
    assert_eq!(span.range(), START..START + "甲 &amp; [乙] \\*丙* ~丁".len());
}

#[test]
fn alerts_have_english_and_chinese_names() {
    for (source, kind) in [
        ("> [!NOTE]\n> 甲", AlertKind::Note),
        ("> [!tip]\n> 甲", AlertKind::Tip),
        (">[!重要]  \n>甲", AlertKind::Important),
        ("> [!注意]\n甲", AlertKind::Warning),
        ("> [！警告]\n> 甲", AlertKind::Caution),
        ("> [!说明]\n>\n> 甲", AlertKind::Note),
    ] {
        let BlockKind::Alert(found, blocks) = only(source) else { panic!("{source}") };
        assert_eq!((found, blocks.len()), (kind, 1), "{source}");
        let BlockKind::Paragraph(inlines) = &blocks[0].kind else { panic!() };
        assert!(matches!(&inlines[..], [Inline::Text(text, _)] if &**text == "甲"), "{inlines:?}");
    }
    assert!(matches!(only("> [!NOTE] 甲"), BlockKind::Quote(_)));
    assert!(matches!(only("> 甲\n> [!NOTE]"), BlockKind::Quote(_)));
    assert!(matches!(only("> \\[!NOTE]\n> 甲"), BlockKind::Quote(_)));
    assert!(matches!(only("> **[!NOTE]**\n> 甲"), BlockKind::Quote(_)));
    let nearest = Some("WARNING".to_owned());
    assert_eq!(
        problems("> [!WARNNIG]\n> 甲"),
        [(Problem::UnknownAlert { kind: "WARNNIG".into(), nearest }, "[!WARNNIG]")]
    );
}

#[test]
fn comments_are_notes_includes_or_nothing() {
    let text = "甲\n\n<!-- 讲稿：大家**好：**们\n\n- 一\n- [二](二.md) -->\n\n乙<!-- 内 -->丙\n\n<!-- 待核对 -->";
    let (tree, found) = read(text);
    assert_eq!(found, []);
    let kinds: Vec<&BlockKind> = tree.blocks.iter().map(|block| &block.kind).collect();
    let [BlockKind::Paragraph(_), BlockKind::Note(note), BlockKind::Paragraph(rest)] = kinds[..] else {
        panic!("{kinds:?}")
    };
    assert_eq!(&text[tree.blocks[1].span.start as usize - START..][.."<!-- 讲".len()], "<!-- 讲");
    assert_eq!(note.len(), 2);
    let span = note[0].span.range();
    assert_eq!(&text[span.start - START..span.end - START], "大家**好：**们");
    assert!(matches!(&rest[..], [Inline::Text(text, _)] if &**text == "乙丙"), "{rest:?}");
}

#[test]
fn notes_in_quotes_and_lists_keep_their_places() {
    let text = "> - 甲\n>\n>   <!-- notes: 乙\n>   [丙](丙.md)\n>   -->";
    let (tree, _) = read(text);
    let BlockKind::Quote(quote) = &tree.blocks[0].kind else { panic!() };
    let BlockKind::List(list) = &quote[0].kind else { panic!() };
    let BlockKind::Note(note) = &list.items[0].blocks[1].kind else { panic!("{list:?}") };
    let BlockKind::Paragraph(inlines) = &note[0].kind else { panic!() };
    let Some(Inline::Link(link)) = inlines.last() else { panic!("{inlines:?}") };
    assert_eq!(&text[link.span.start as usize - START..link.span.end as usize - START], "[丙](丙.md)");
}

#[test]
fn includes_count_from_the_root_or_their_own_folder() {
    for (source, path) in [
        ("<!-- 引用：共用/口径.md -->", "共用/口径.md"),
        ("<!-- include: /共用/口径.md -->", "共用/口径.md"),
        ("<!--引用:./a.md-->", "2026-03-拥军优抚/a.md"),
        ("<!-- 引用：..\\共用\\口径.md -->", "共用/口径.md"),
    ] {
        assert_eq!(only(source), BlockKind::Include(ContentPath::new(path).unwrap()));
    }
    let target = "../../a.md".to_owned();
    assert_eq!(problems("<!-- 引用：../../a.md -->"), [(Problem::LinkLeavesContent { target }, "../../a.md")]);
    assert!(
        matches!(&problems("<!-- 讲搞：甲 -->")[..], [(Problem::UnknownComment { nearest, .. }, _)] if nearest == "讲稿")
    );
}

#[test]
fn html_passes_by_the_list_and_in_pairs_only() {
    let tags = |text: &str| -> Vec<String> {
        let (tree, _) = read(text);
        let BlockKind::Paragraph(inlines) = &tree.blocks[0].kind else { panic!() };
        let tag = |inline: &Inline| if let Inline::Html(tag, _) = inline { Some(tag.to_string()) } else { None };
        inlines.iter().filter_map(tag).collect()
    };
    assert_eq!(tags("H<SUB>2</SUB >O<br/>x<BR />y"), ["<sub>", "</sub>", "<br>", "<br>"]);
    assert_eq!(tags("<kbd>a<u>b</kbd>c</u>"), ["<kbd>", "</kbd>"]);
    assert_eq!(tags("a<sub class=\"x\">b</sub>"), [""; 0]);
    assert_eq!(tags("a*b<sub>c*d</sub>"), [""; 0]);
    assert_eq!(tags("<ruby>汉<rp>(</rp><rt>hàn</rt><rp>)</rp></ruby>").len(), 8);
    assert_eq!(tags("<ruby>汉</ruby><rt>hàn</rt>"), [""; 0]);
    assert_eq!(tags("<ruby>汉<rt>hàn</rt>"), [""; 0]);
    assert_eq!(tags("<mark>\n甲\n</mark>"), ["<mark>", "</mark>"]);
    let tag = |tag: &str| Problem::RawHtml { tag: tag.into() };
    assert_eq!(
        problems("甲<b onclick=x>乙</b>\n\n<div\n a>\n*丙*"),
        [(tag("<b onclick=x>"), "<b onclick=x>"), (tag("</b>"), "</b>"), (tag("<div  a>"), "<div\n a>")]
    );
}

#[test]
fn problems_stand_where_they_are() {
    assert_eq!(problems("甲\n\n```rust\n乙\n"), [(Problem::UnclosedFence, "```rust")]);
    assert_eq!(problems("> ~~~\n> 乙\n\n丙"), [(Problem::UnclosedFence, "~~~")]);
    assert_eq!(problems("```\n乙\n```\n\n~~~\n~~~\n\n    缩进"), []);
    let attribute = "color=red".to_owned();
    assert_eq!(problems("## 甲 {#a .b color=red}").len(), 1);
    assert_eq!(problems("## 甲 {#a .b color=red}")[0].0, Problem::HeadingAttribute { attribute });
    let undefined = |label: &str| Problem::UndefinedFootnote { label: label.into() };
    assert_eq!(problems("甲[^一]乙[^2] `[^3]` \\[^4] [^5\\]\n\n[^2]: 丙"), [(undefined("一"), "[^一]")]);
    assert_eq!(problems("甲**乙[^3]**"), [(undefined("3"), "[^3]")]);
    assert!(matches!(&problems("$\\unknown$")[..], [(Problem::BadMath { .. }, "$\\unknown$")]));
    assert!(matches!(&problems("[甲](javascript:x)")[..], [(Problem::RefusedLink { .. }, "[甲](javascript:x)")]));
}

#[test]
fn tightness_task_items_and_definitions() {
    let BlockKind::List(list) = only("- [ ] 甲\n- [x] 乙\n- 丙") else { panic!() };
    assert!(list.tight);
    assert_eq!(list.items.iter().map(|item| item.task).collect::<Vec<_>>(), [Some(false), Some(true), None]);
    let BlockKind::List(list) = only("3. 甲\n\n4. 乙") else { panic!() };
    assert_eq!((list.tight, list.start), (false, Some(3)));
    let (tree, _) = read("优待证\n: 证件\n: 凭证\n\n光荣牌\n: 牌\n\n后");
    assert_eq!(tree.blocks[0].span.range().len(), "优待证\n: 证件\n: 凭证\n\n光荣牌\n: 牌".len());
    let BlockKind::Definitions(definitions) = &tree.blocks[0].kind else { panic!() };
    assert!(definitions.iter().all(|one| one.tight));
    let BlockKind::Definitions(definitions) = only("优待证\n: 证件\n: 凭证\n\n光荣牌\n\n: 牌") else {
        panic!()
    };
    let shape: Vec<_> = definitions.iter().map(|one| (one.definitions.len(), one.tight)).collect();
    assert_eq!(shape, [(2, false), (1, false)]);
}

#[test]
fn footnotes_leave_the_text() {
    let (tree, found) = read("甲[^一]\n\n[^一]: 乙\n\n    丙\n\n丁");
    assert_eq!(found, []);
    assert_eq!((tree.blocks.len(), tree.footnotes.len(), tree.footnotes[0].blocks.len()), (2, 1, 2));
}

#[test]
fn mail_addresses_get_their_scheme() {
    let BlockKind::Paragraph(inlines) = only("<a@b.cn>") else { panic!() };
    let [Inline::Link(link)] = &inlines[..] else { panic!() };
    assert!(matches!(&link.destination, Destination::External(address) if address.as_str() == "mailto:a@b.cn"));
}

#[test]
fn every_line_end_is_a_line_end() {
    let (unix, _) = read("# *{#a b}*\n甲\n\n<div>\nx\n</div>\n\n```\na\nb\n```\n- [ ] 乙\n");
    let kinds = |tree: &Tree| {
        let text = |inline: &Inline| match inline {
            Inline::Text(text, _) => text.to_string(),
            other => format!("{:?}", std::mem::discriminant(other)),
        };
        let of = |kind: &BlockKind| match kind {
            BlockKind::Paragraph(inlines) => inlines.iter().map(text).collect::<Vec<_>>().concat(),
            BlockKind::Code(code) => code.text.to_string(),
            other => format!("{:?}", std::mem::discriminant(other)),
        };
        tree.blocks.iter().map(|block| of(&block.kind)).collect::<Vec<_>>()
    };
    for end in ["\r\n", "\r"] {
        let text = "# *{#a b}*\n甲\n\n<div>\nx\n</div>\n\n```\na\nb\n```\n- [ ] 乙\n".replace('\n', end);
        assert_eq!(kinds(&read(&text).0), kinds(&unix), "{end:?}");
    }
}
