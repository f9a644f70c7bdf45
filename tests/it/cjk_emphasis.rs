//! Emphasis where Chinese, Japanese and Korean is written: the CJK-friendly amendment to CommonMark, case by case.
//! Each case is a paragraph's source and its HTML.

use crate::support::html;

fn check(cases: &[(&str, &str)]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(source, right)| {
            let ours = html(source);
            let right = format!("<p>{right}</p>\n");
            (ours != right).then(|| format!("{source}\n  is    {ours}  not   {right}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn full_width_punctuation_at_the_edge_does_not_stop_emphasis() {
    check(&[
        ("**重要：**请", "<strong>重要：</strong>请"),
        ("请**注意！**不要", "请<strong>注意！</strong>不要"),
        ("这是**「强调」**的", "这是<strong>「强调」</strong>的"),
        ("这是*「强调」*的", "这是<em>「强调」</em>的"),
        ("按**《优待证管理办法》**办", "按<strong>《优待证管理办法》</strong>办"),
        ("带**（原件）**来", "带<strong>（原件）</strong>来"),
        ("**（一）**申请", "<strong>（一）</strong>申请"),
        ("**【办理条件】**退役军人", "<strong>【办理条件】</strong>退役军人"),
        ("即办**。**完", "即办<strong>。</strong>完"),
        ("**甲、**乙、**丙、**丁", "<strong>甲、</strong>乙、<strong>丙、</strong>丁"),
        ("文号**〔2018〕**72号", "文号<strong>〔2018〕</strong>72号"),
        ("金额**￥100**元", "金额<strong>￥100</strong>元"),
        ("共**１００％**的", "共<strong>１００％</strong>的"),
        ("见**『规定』**。", "见<strong>『规定』</strong>。"),
        ("*重要：*请", "<em>重要：</em>请"),
        ("***重要：***请", "<em><strong>重要：</strong></em>请"),
    ]);
}

#[test]
fn shared_punctuation_at_the_edge_does_not_stop_emphasis() {
    check(&[
        ("**“重要”**是", "<strong>“重要”</strong>是"),
        ("这**“重要”**是", "这<strong>“重要”</strong>是"),
        ("这‘**重要**’是", "这‘<strong>重要</strong>’是"),
        ("“**重要**”的", "“<strong>重要</strong>”的"),
        ("等**……**好", "等<strong>……</strong>好"),
        ("说**——**好", "说<strong>——</strong>好"),
        ("**\"重要\"**是", "<strong>&quot;重要&quot;</strong>是"),
        ("**(重要)**是", "<strong>(重要)</strong>是"),
        ("是**(重要)**是", "是<strong>(重要)</strong>是"),
        ("占**50%**的", "占<strong>50%</strong>的"),
        ("共**$100**元", "共<strong>$100</strong>元"),
        ("即**1.**甲", "即<strong>1.</strong>甲"),
    ]);
}

#[test]
fn code_links_and_pictures_stand_inside_and_beside() {
    check(&[
        ("**`code`**，", "<strong><code>code</code></strong>，"),
        ("用**`code`**命令", "用<strong><code>code</code></strong>命令"),
        ("用`a`**命令**`b`", "用<code>a</code><strong>命令</strong><code>b</code>"),
        ("见**[规定](a.md)**第", "见<strong><a href=\"a.md\">规定</a></strong>第"),
        ("见[**规定：**](a.md)第", "见<a href=\"a.md\"><strong>规定：</strong></a>第"),
        ("见[规**定](a.md)办**法", "见<a href=\"a.md\">规**定</a>办**法"),
        ("见**规[定](a.md)：**第", "见<strong>规<a href=\"a.md\">定</a>：</strong>第"),
        ("**规`**`定**", "<strong>规<code>**</code>定</strong>"),
        ("![*图：*甲](a.png)", "<img src=\"a.png\" alt=\"图：甲\" loading=\"lazy\">"),
        ("**<https://a.cn/*>**见", "<strong><a href=\"https://a.cn/*\">https://a.cn/*</a></strong>见"),
    ]);
}

#[test]
fn emphasis_nests() {
    check(&[
        ("**甲*乙*丙**", "<strong>甲<em>乙</em>丙</strong>"),
        ("*甲**乙**丙*", "<em>甲<strong>乙</strong>丙</em>"),
        ("**甲*乙：*丙。**丁", "<strong>甲<em>乙：</em>丙。</strong>丁"),
        ("***甲**乙*丙", "<em><strong>甲</strong>乙</em>丙"),
        ("***甲*乙**丙", "<strong><em>甲</em>乙</strong>丙"),
        ("*甲**乙*", "<em>甲**乙</em>"),
        ("**甲*乙**丙", "<strong>甲*乙</strong>丙"),
        ("**甲_乙_丙**", "<strong>甲_乙_丙</strong>"),
        ("**甲，_乙_，丙**", "<strong>甲，<em>乙</em>，丙</strong>"),
    ]);
}

#[test]
fn strikethrough_is_double_tildes_and_a_single_one_is_a_range() {
    check(&[
        ("~~旧~~新", "<del>旧</del>新"),
        ("~~（旧）~~新", "<del>（旧）</del>新"),
        ("按~~“旧”~~新", "按<del>“旧”</del>新"),
        ("~~甲**乙**丙~~", "<del>甲<strong>乙</strong>丙</del>"),
        ("**~~旧：~~**新", "<strong><del>旧：</del></strong>新"),
        ("3~5日，7~10日", "3~5日，7~10日"),
        ("~旧~新", "~旧~新"),
        ("甲~~~~旧~~~~", "甲~~~~旧~~~~"),
        ("甲~~~乙~~~丙", "甲~~~乙~~~丙"),
        ("~~ 旧 ~~", "~~ 旧 ~~"),
    ]);
}

#[test]
fn underscores_work_at_punctuation_only() {
    check(&[
        ("_重要_", "<em>重要</em>"),
        ("__重要：__", "<strong>重要：</strong>"),
        ("重_要_的", "重_要_的"),
        ("，_重要_。", "，<em>重要</em>。"),
        ("（__重要__）", "（<strong>重要</strong>）"),
        ("文件_名_称.docx", "文件_名_称.docx"),
        ("__重要：__请", "__重要：__请"),
        ("snake_case_word", "snake_case_word"),
    ]);
}

#[test]
fn other_scripts_of_the_family() {
    check(&[
        ("これは**「強調」**です。", "これは<strong>「強調」</strong>です。"),
        ("**これは太字になりません。**ご注意ください。", "<strong>これは太字になりません。</strong>ご注意ください。"),
        ("カッコ**（注）**を", "カッコ<strong>（注）</strong>を"),
        ("**ﾊﾝｶｸ｡**ﾓｼﾞ", "<strong>ﾊﾝｶｸ｡</strong>ﾓｼﾞ"),
        ("**스크립트(script)**라고", "<strong>스크립트(script)</strong>라고"),
        ("이것은 **\"강조\"**입니다", "이것은 <strong>&quot;강조&quot;</strong>입니다"),
        ("**葛\u{E0100}：**城", "<strong>葛\u{E0100}：</strong>城"),
        ("葛\u{E0100}**(城)**市", "葛\u{E0100}<strong>(城)</strong>市"),
        ("**“\u{FE01}重要”\u{FE01}**是", "<strong>“\u{FE01}重要”\u{FE01}</strong>是"),
        ("𠮷**（吉）**𠮷", "𠮷<strong>（吉）</strong>𠮷"),
    ]);
}

#[test]
fn latin_and_chinese_side_by_side() {
    check(&[
        ("用**VS Code**写", "用<strong>VS Code</strong>写"),
        ("用**Git：**见", "用<strong>Git：</strong>见"),
        ("use **重要：**now", "use <strong>重要：</strong>now"),
        ("abc**「甲」**def", "abc<strong>「甲」</strong>def"),
        ("**a.**b", "**a.**b"),
        ("a**\"b\"**c", "a**&quot;b&quot;**c"),
        ("见**A.**款", "见<strong>A.</strong>款"),
    ]);
}

#[test]
fn what_is_no_emphasis_stays_text() {
    check(&[
        ("** 重要 **", "** 重要 **"),
        ("**　重要　**", "**　重要　**"),
        ("**重要", "**重要"),
        ("重要**", "重要**"),
        ("2*3=6，3*4 = 12*", "2<em>3=6，3</em>4 = 12*"),
        ("2 * 3 = 6 * 1", "2 * 3 = 6 * 1"),
        (r"\*\*重要\*\*", "**重要**"),
        (r"\**重要：*请", "*<em>重要：</em>请"),
        (r"**重要\**请", "**重要**请"),
        (r"\\**重要：**请", r"\<strong>重要：</strong>请"),
        ("&#42;重要&#42;", "*重要*"),
        ("**重要&#42;&#42;", "**重要**"),
        ("`**重要：**请`", "<code>**重要：**请</code>"),
        ("甲****", "甲****"),
        ("**甲\n\n", "**甲"),
    ]);
}

#[test]
fn line_ends_count_as_space_and_join_characters() {
    check(&[
        ("**重要：\n请**看", "<strong>重要：请</strong>看"),
        ("重要**\n请**看", "重要**\n请**看"),
        ("甲\n乙", "甲乙"),
        ("甲，\n“乙”", "甲，“乙”"),
        ("甲\nabc", "甲\nabc"),
        ("**甲**\n*乙*", "<strong>甲</strong><em>乙</em>"),
        ("[甲](a)\n`乙`", "<a href=\"a\">甲</a><code>乙</code>"),
        ("“\n”", "“\n”"),
        ("한국\n말", "한국\n말"),
        ("甲  \n乙", "甲<br>\n乙"),
    ]);
}

#[test]
fn a_line_begins_after_the_marks_of_its_blocks() {
    assert_eq!(html(">*“重要”*是"), "<blockquote>\n<p><em>“重要”</em>是</p>\n</blockquote>\n");
    assert_eq!(html("> 甲\n>**重要**"), "<blockquote>\n<p>甲<strong>重要</strong></p>\n</blockquote>\n");
    assert!(html("|**a.**|b|\n|-|-|\n|**重要：**请|*x*|").contains("<td><strong>重要：</strong>请</td>"));
    assert_eq!(html("# **重要：**请"), "<h1><strong>重要：</strong>请</h1>\n");
}
