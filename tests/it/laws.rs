//! Laws that hold for every site, held against sites made at random from what authors write, right and wrong.

use jiangyi::diagnostic::Severity;
use jiangyi::pipeline::Options;
use jiangyi::text::span::Span;
use proptest::prelude::*;
use proptest::sample::select;

use crate::fuzz::targets::choices::{BLOCKS, WORDS};
use crate::pages::broken;
use crate::site_support::{Made, compile, site};

/// Words beside those that fuzzing makes sites of.
const MORE_WORDS: &[&str] = &["《烈士褒扬办法》", "$\\bad{$"];

fn words() -> impl Strategy<Value = String> {
    prop::collection::vec(select([WORDS, MORE_WORDS].concat()), 1..4).prop_map(|words| words.join(""))
}

/// Blocks beside those that fuzzing makes sites of.
const MORE_BLOCKS: &[&str] = &["## 办理依据 {#basis}", "```\n%\n```", "```toml\n%", "<!-- 引用：共用/无.md -->"];

fn block() -> impl Strategy<Value = String> {
    (select([BLOCKS, MORE_BLOCKS].concat()), prop::collection::vec(words(), 8)).prop_map(|(pattern, words)| {
        let mut words = words.into_iter().cycle();
        pattern
            .split_inclusive('%')
            .map(|part| match part.strip_suffix('%') {
                Some(before) => format!("{before}{}", words.next().unwrap_or_default()),
                None => part.to_owned(),
            })
            .collect()
    })
}

fn front_matter() -> impl Strategy<Value = String> {
    let lines = prop::collection::vec(
        select(vec![
            "日期: 2026-03-02",
            "专题: [优待证, 别的]",
            "适用: 村社区、县",
            "短名: own-name",
            "旧址: [2025-01/x.html]",
            "草稿: 是",
            "顺序: 2",
            "摘要: \"<b>\"",
            "复核：2026-09-01",
            "主将: 王",
            "日期: 昨天",
            "附加: {甲: [1, {乙: \"<i>\"}]}",
            "标题: 二",
            "视频: 图.svg",
        ]),
        0..4,
    );
    (words(), lines).prop_map(|(title, lines)| {
        format!("---\n标题: \"{}\"\n{}\n---\n\n", title.replace(['"', '\\'], ""), lines.join("\n"))
    })
}

fn lesson() -> impl Strategy<Value = String> {
    (front_matter(), prop::collection::vec(block(), 0..9), select(vec!["\n", "\r\n"]))
        .prop_map(|(head, blocks, end)| (head + &blocks.join("\n\n") + "\n").replace('\n', end))
}

const SETTINGS: &str = "title = \"手册\"\nbase_url = \"http://10.0.0.1/a\"\n[[topics]]\nname = \"优待证\"\n[[audiences]]\nname = \"村社区\"\n";
const POLICIES: &str = "- 名称: 军人抚恤优待条例\n  简称: [抚恤条例]\n  施行: 2027-01-01\n  全文: 政策/条例.md\n\
    - 名称: 烈士褒扬办法\n  状态: 已废止\n";

fn made(lessons: &[(String, String)]) -> (tempfile::TempDir, Made) {
    let mut files = vec![
        ("site.toml", SETTINGS),
        ("content/policies.yaml", POLICIES),
        ("content/政策/条例.md", "第一条 总则。\n\n第五条 优待。\n"),
        ("content/共用/口径.md", "## 办理依据\n\n口径[^1]。\n\n[^1]: 来源。\n"),
        ("content/2026-03-拥军/图.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        ("content/2026-04-褒扬/index.md", "---\n标题: 褒扬\n状态: 计划\n---\n"),
    ];
    files.extend(lessons.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let folder = site(&files);
    let made = compile(folder.path(), &Options::default());
    (folder, made)
}

/// Whether a span lies in its file and on whole characters.
fn is_sound(made: &Made, span: Span) -> bool {
    let text = made.sources.get(span.file).and_then(|file| file.text());
    text.map_or(span.start == 0 && span.end == 0, |text| text.get(span.range()).is_some())
}

fn named(texts: &[String]) -> Vec<(String, String)> {
    let path = |index: usize| format!("content/2026-03-拥军/{:02}-{}.md", index + 1, ["a", "b", "c", "d"][index]);
    texts.iter().enumerate().map(|(index, text)| (path(index), text.clone())).collect()
}

/// What the laws found broken once, as they found it.
#[test]
fn cases_that_failed_once_hold() {
    let head = "---\n标题: 优待证\n---\n\n";
    for body in [
        // A heading without words has no place on any page, so that nothing may link to it.
        "## <!-- 讲稿：看 -->\n\n《抚恤条例》第五条\n",
        // The name of a step is shown twice on its page: its footnote and its links must not be.
        "## 办事流程：优待证\n\n1. [^1]\n   - 材料：\n     - [ ] 身份证\n2. 见[表](图.svg)\n   - 材料：\n     - [ ] 表\n\n[^1]: 注\n",
    ] {
        let (_folder, made) = made(&named(&[format!("{head}{body}")]));
        assert_eq!(broken(&made.pages()), [""; 0], "{body}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Nothing that authors write makes the program panic, point beside a text, or write a page whose links lead nowhere.
    #[test]
    fn any_site_is_compiled_and_its_pages_hold_together(texts in prop::collection::vec(lesson(), 1..4)) {
        let (_folder, made) = made(&named(&texts));
        for found in &made.compiled.diagnostics {
            prop_assert!(is_sound(&made, found.span), "{found:?}");
            prop_assert!(found.related.is_none_or(|span| is_sound(&made, span)), "{found:?}");
            prop_assert!(found.fix.as_ref().is_none_or(|fix| is_sound(&made, fix.span)), "{found:?}");
        }
        let addresses: Vec<_> = made.compiled.routes.pages.iter().map(|route| route.path.as_str().to_lowercase()).collect();
        let mut once = addresses.clone();
        once.sort();
        once.dedup();
        prop_assert_eq!(once.len(), addresses.len());
        let mut wrong = broken(&made.pages());
        if made.compiled.diagnostics.iter().any(|found| found.severity() == Severity::Error) {
            // Such a site is never written. Its dead links are among the errors; its ids must be right all the same.
            wrong.retain(|wrong| wrong.contains("twice"));
        }
        prop_assert!(wrong.is_empty(), "{wrong:#?}");
    }

    /// The address of a page depends on what it is, not on what stands beside it.
    #[test]
    fn addresses_stay_when_a_lesson_is_added(texts in prop::collection::vec(lesson(), 1..3)) {
        let lessons = named(&texts);
        let (_folder, before) = made(&lessons);
        let more = ("content/2026-05-另外/90-不相干.md".to_owned(), "---\n标题: 不相干\n---\n\n另一件事。\n".to_owned());
        let (_other, after) = made(&[lessons, vec![more]].concat());
        let after: Vec<_> = after.compiled.routes.pages.iter().map(|route| &route.path).collect();
        for route in &before.compiled.routes.pages {
            prop_assert!(after.contains(&&route.path), "{} is gone", route.path);
        }
    }
}
