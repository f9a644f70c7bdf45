//! Slips, each with what it becomes when its correction is made.

use super::*;
use crate::diagnostic::Problem;
use crate::parse::markdown::{literal_ranges, parse};
use crate::path::ContentPath;
use crate::text::span::FileId;
use proptest::prelude::*;

const START: usize = 50;

fn found(text: &str) -> Vec<Diagnostic> {
    let path = ContentPath::new("a/b.md").unwrap();
    let source = Source { file: FileId(0), path: &path, start: START };
    let tree = parse(text, &source).value;
    slips(text, &source, &literal_ranges(&tree))
}

/// The codes of the slips in `text`, and the text with all corrections made.
fn mended(text: &str) -> (Vec<&'static str>, String) {
    let found = found(text);
    let mut out = text.to_owned();
    for fix in found.iter().rev().filter_map(|found| found.fix.as_ref()) {
        out.replace_range(fix.span.start as usize - START..fix.span.end as usize - START, &fix.replacement);
    }
    (found.iter().map(|found| found.problem.code()).collect(), out)
}

fn check(cases: &[(&str, &str, &str)]) {
    for (text, code, right) in cases {
        let (codes, out) = mended(text);
        assert!(!codes.is_empty() && codes.iter().all(|found| found == code), "{text}: {codes:?}");
        assert_eq!(out, *right, "{text}");
    }
}

fn no_slip(texts: &[&str]) {
    for text in texts {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn headings() {
    check(&[
        ("＃ 标题", "JY301", "# 标题"),
        ("＃＃标题", "JY301", "## 标题"),
        ("＃　标题", "JY301", "# 标题"),
        ("#＃　Title", "JY301", "## Title"),
        ("##标题", "JY301", "## 标题"),
        ("#　标题", "JY301", "# 标题"),
        ("　　＃ 标题", "JY301", "# 标题"),
        ("> ##标题", "JY301", "> ## 标题"),
    ]);
    no_slip(&["# 标题", "#1 楼", "#优待证# 好", "#tag", "＃", "```\n＃ 标题\n```", "    ＃ 标题", "甲 ＃ 乙", "＃1"]);
}

#[test]
fn numbers() {
    check(&[
        ("1、申请\n2、受理", "JY302", "1. 申请\n2. 受理"),
        ("１．申请\n２．受理", "JY302", "1. 申请\n2. 受理"),
        ("1．申请\n\n2． 受理", "JY302", "1. 申请\n\n2. 受理"),
        ("１、申请\n1. 受理", "JY302", "1. 申请\n1. 受理"),
        ("1.申请\n2.受理", "JY302", "1. 申请\n2. 受理"),
        ("９、申请\n１０、受理", "JY302", "9. 申请\n10. 受理"),
        ("　　1、申请\n　　2、受理", "JY302", "1. 申请\n2. 受理"),
    ]);
    no_slip(&[
        "1、申请",
        "一、申请\n二、受理",
        "（1）申请\n（2）受理",
        "1. 申请\n2. 受理",
        "3、5日内\n4、6日内",
        "1.5倍\n2.5倍",
        "2024、2025年\n2026、2027年",
        "```\n1、a\n2、b\n```",
        "1、申请\n甲\n2、受理",
    ]);
}

#[test]
fn boxes() {
    check(&[
        ("- 【 】身份证", "JY303", "- [ ] 身份证"),
        ("- 【】 身份证", "JY303", "- [ ] 身份证"),
        ("- [　] 身份证", "JY303", "- [ ] 身份证"),
        ("- [] 身份证", "JY303", "- [ ] 身份证"),
        ("- [√] 身份证", "JY303", "- [x] 身份证"),
        ("* 【x】身份证", "JY303", "* [x] 身份证"),
        ("1. □ 身份证", "JY303", "1. [ ] 身份证"),
        ("  - ☑身份证", "JY303", "  - [x] 身份证"),
        ("- ［ ］身份证", "JY303", "- [ ] 身份证"),
        ("- [x]身份证", "JY303", "- [x] 身份证"),
    ]);
    no_slip(&[
        "- [ ] 甲",
        "- [x] 甲",
        "- 【办理条件】甲",
        "- [甲](乙)",
        "- [x](y)",
        "【 】甲",
        "- [](a.md)",
        "甲 □ 乙",
    ]);
}

#[test]
fn quotations_and_tables() {
    check(&[
        ("＞ 引文", "JY304", "> 引文"),
        ("＞引文", "JY304", "> 引文"),
        ("|甲|乙|\n|：—|：—：|", "JY305", "|甲|乙|\n| :--- | :---: |"),
        ("|甲|乙|\n｜—｜—｜", "JY305", "|甲|乙|\n| --- | --- |"),
        ("|甲|乙|\n| －－ | －－： |", "JY305", "|甲|乙|\n| --- | ---: |"),
    ]);
    no_slip(&["＞60岁", "甲＞乙", "> 引文", "|甲|\n|-|", "——", "|——甲——|", "`＞` 甲"]);
}

#[test]
fn document_numbers() {
    check(&[
        ("按退役军人部发（2018）72号办", "JY306", "按退役军人部发〔2018〕72号办"),
        ("国发(2018)72号", "JY306", "国发〔2018〕72号"),
        ("民函[2018] 72 号", "JY306", "民函〔2018〕72号"),
        ("财社字【2018】第7号，财发（2020）8号", "JY306", "财社字〔2018〕第7号，财发〔2020〕8号"),
    ]);
    no_slip(&[
        "国发〔2018〕72号",
        "今年（2018）72号楼",
        "发（2018）",
        "国发（72）号",
        "`国发（2018）72号`",
        "发（20189）72号",
    ]);
}

#[test]
fn characters() {
    check(&[
        ("甲\u{200B}乙\u{200B}丙\n丁\u{FEFF}", "JY106", "甲乙丙\n丁"),
        ("甲\u{202E}乙", "JY106", "甲乙"),
        ("`甲\u{2066}乙`", "JY106", "`甲乙`"),
        ("甲\u{200D}乙", "JY106", "甲乙"),
        ("甲\u{E0041}", "JY106", "甲"),
        ("甲\u{8}乙\u{7F}丙\u{85}", "JY112", "甲乙丙"),
    ]);
    assert_eq!(found("甲\u{200B}乙\u{200B}丙\n丁\u{FEFF}").len(), 2);
    assert_eq!(found("甲\u{200B}")[0].problem, Problem::HiddenCharacter { character: '\u{200B}' });
    no_slip(&[
        "👨\u{200D}👩\u{200D}👧",
        "❤\u{FE0F}\u{200D}🔥",
        "🏴\u{E0067}\u{E0062}\u{E007F}",
        "甲\t乙\r\n丙",
        "葛\u{E0100}",
    ]);
}

proptest! {
    #[test]
    fn corrections_are_places_of_the_text(text in "[#＃1１２、．. 　>＞\\[\\]【】x√□|｜：—\\-发（2018）7号甲a\u{200B}\u{8}\n\r`]{0,60}") {
        for found in found(&text) {
            let fix = found.fix.unwrap();
            for span in [found.span, fix.span] {
                prop_assert!(span.start as usize >= START);
                prop_assert!(text.get(span.start as usize - START..span.end as usize - START).is_some());
            }
        }
    }

    #[test]
    fn what_is_corrected_is_no_slip_again(text in "(＃ 甲|##甲|- 【】乙|1、丙|2．丁|＞戊|\\|：—\\||国发（2018）7号|\n){0,8}") {
        let (_, once) = mended(&text);
        let (_, twice) = mended(&once);
        prop_assert_eq!(&mended(&twice).1, &twice);
    }
}
