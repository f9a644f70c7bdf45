//! Makes a handbook of any size to measure with. `cargo run --release --example lessons -- FOLDER COUNT [FLAVOUR]` writes
//! lessons of about 2,500 characters: paragraphs, tables, lists, a task list, code, links to other lessons, six questions.
//! The flavour is `jiangyi` (default), `hugo` or `mdbook`: the same lessons with another front matter and other indexes. The
//! same count always gives the same bytes.

#![allow(clippy::disallowed_methods, clippy::print_stderr, reason = "a tool for developers, which writes files")]
#![allow(clippy::format_push_string, clippy::format_collect, reason = "what is made here is measured, not the making")]

use std::path::Path;

const NOUNS: [&str; 24] = [
    "优待证",
    "抚恤金",
    "光荣牌",
    "申请表",
    "审核意见",
    "台账",
    "材料清单",
    "补助标准",
    "服务站",
    "走访记录",
    "就业培训",
    "安置档案",
    "慰问名单",
    "医疗补助",
    "公示结果",
    "立功喜报",
    "荣誉墙",
    "帮扶计划",
    "信访事项",
    "活动方案",
    "志愿者",
    "烈士纪念设施",
    "家庭情况",
    "资金账户",
];
const VERBS: [&str; 12] =
    ["核对", "登记", "受理", "发放", "公示", "更新", "归档", "走访", "汇总", "告知", "报送", "复核"];
const WHO: [&str; 10] = [
    "经办人",
    "服务站工作人员",
    "乡镇街道",
    "村社区",
    "县级主管部门",
    "申请人",
    "窗口人员",
    "联络员",
    "审核人员",
    "志愿者",
];
const WHEN: [&str; 8] =
    ["受理当日", "每月初", "五个工作日内", "公示期满后", "年度终了前", "收到材料后", "节日期间", "季度末"];
const HEADINGS: [&str; 8] =
    ["适用范围", "办理依据", "所需材料", "职责分工", "时限要求", "常见情形", "监督检查", "档案留存"];
const TOPICS: [&str; 12] = [
    "优待证",
    "抚恤优待",
    "就业创业",
    "移交安置",
    "烈士褒扬",
    "走访慰问",
    "双拥工作",
    "医疗保障",
    "信访接待",
    "荣誉激励",
    "档案管理",
    "服务站建设",
];
const AUDIENCES: [&str; 5] = ["省级", "市级", "县级", "乡镇街道", "村社区"];

/// Numbers that look random and are the same every time (xorshift).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or(0) % sides
    }

    fn pick(&mut self, words: &[&'static str]) -> &'static str {
        words[self.roll(words.len())]
    }

    fn noun(&mut self) -> String {
        let noun = self.pick(&NOUNS).to_owned();
        if self.roll(3) == 0 { noun + self.pick(&NOUNS) } else { noun }
    }

    fn sentence(&mut self) -> String {
        let (who, when, verb, then) = (self.pick(&WHO), self.pick(&WHEN), self.pick(&VERBS), self.pick(&VERBS));
        let (one, two) = (self.noun(), self.noun());
        match self.roll(5) {
            0 => format!("{when}，{who}应当{verb}{one}，并把{two}一并{then}。"),
            1 => format!("{one}由{who}负责{verb}；情况有变化的，{when}{then}{two}。"),
            2 => format!("**{verb}{one}**是前提，{who}{when}{then}{two}，不得遗漏。"),
            3 => format!("系统字段填写`YD-{}`，{when}由{who}{verb}{one}。", 100 + self.roll(900)),
            _ => format!(
                "全年共{verb}{one}{}件，其中{}件已经{then}，其余{when}办结。",
                10 + self.roll(90),
                1 + self.roll(9)
            ),
        }
    }

    fn paragraph(&mut self) -> String {
        let count = 2 + self.roll(3);
        (0..count).map(|_| self.sentence()).collect()
    }
}

/// Which generator the lessons are for.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Flavour {
    /// This one.
    Jiangyi,
    /// Hugo, with `../shared/bench/hugo` or a site like it.
    Hugo,
    /// mdBook.
    Mdbook,
}

fn month(number: usize) -> String {
    format!("{}-{:02}", 2021 + number / 12 % 5, number % 12 + 1)
}

fn name(number: usize) -> String {
    format!("lesson-{:06}", number + 1)
}

fn title(number: usize) -> String {
    let mut dice = Dice(number as u64 * 7919 + 17);
    format!("{}：{}{}（第{}课）", TOPICS[number % TOPICS.len()], dice.pick(&VERBS), dice.noun(), number + 1)
}

/// What stands above a lesson's text.
fn head(number: usize, flavour: Flavour, dice: &mut Dice) -> String {
    let (topic, other) = (TOPICS[number % TOPICS.len()], dice.pick(&TOPICS));
    let audience = dice.pick(&AUDIENCES);
    let (month, day, title) = (month(number), 1 + dice.roll(28), title(number));
    match flavour {
        Flavour::Mdbook => format!("# {title}\n\n*{month}-{day:02} · {topic}、{other} · {audience}*\n\n"),
        Flavour::Jiangyi | Flavour::Hugo => format!(
            "---\ntitle: \"{title}\"\ndate: {month}-{day:02}\nmonth: \"{month}\"\ntopics: [\"{topic}\", \"{other}\"]\n\
             audience: [\"{audience}\"]\n---\n\n"
        ),
    }
}

/// What else than paragraphs stands in the section at this place.
fn inset(at: usize, month: &str, dice: &mut Dice) -> String {
    match at {
        1 | 4 => {
            let mut table = "| 序号 | 事项 | 责任单位 | 时限 |\n| --- | --- | --- | :---: |\n".to_owned();
            for row in 1..=5 {
                let cells = (dice.pick(&VERBS), dice.noun(), dice.pick(&WHO), dice.pick(&WHEN));
                table.push_str(&format!("| {row} | {}{} | {} | {} |\n", cells.0, cells.1, cells.2, cells.3));
            }
            table
        }
        2 => (0..5).map(|_| format!("- {}{}\n", dice.pick(&VERBS), dice.noun())).collect(),
        3 => (1..5).map(|n| format!("{n}. {}{}{}\n", dice.pick(&WHEN), dice.pick(&VERBS), dice.noun())).collect(),
        6 => format!(
            "```yaml\nmonth: {month}\nitem: {}\nsteps:\n  - 受理\n  - 审核\n  - 公示\nowner: {}\n```\n",
            dice.noun(),
            dice.pick(&WHO)
        ),
        _ => String::new(),
    }
}

/// One lesson of `count`.
fn lesson(number: usize, count: usize, flavour: Flavour) -> String {
    let mut dice = Dice(number as u64 + 88_172_645_463_325_252);
    let mut out = head(number, flavour, &mut dice);
    out.push_str(&format!("{}\n\n", dice.paragraph()));
    for (at, heading) in HEADINGS.into_iter().enumerate() {
        out.push_str(&format!("## {heading}\n\n"));
        if at < 3 {
            let to = dice.roll(count);
            let address = format!("../{}/{}.md", month(to), name(to));
            out.push_str(&format!("{}参见[{}]({address})，{}\n\n", dice.sentence(), title(to), dice.sentence()));
        }
        out.push_str(&inset(at, &month(number), &mut dice));
        let more = 2 + dice.roll(2);
        (0..more).for_each(|_| out.push_str(&format!("\n{}\n", dice.paragraph())));
        out.push('\n');
    }
    out.push_str("## 任务清单\n\n");
    (0..6).for_each(|_| out.push_str(&format!("- [ ] {}{}{}\n", dice.pick(&WHO), dice.pick(&VERBS), dice.noun())));
    out.push_str("\n## 常见问题\n\n");
    for _ in 0..6 {
        let (noun, verb, answer) = (dice.noun(), dice.pick(&VERBS), dice.sentence());
        out.push_str(&format!("### 问：{noun}由谁{verb}？\n\n答：{answer}\n\n"));
    }
    out
}

/// All files of a handbook of `count` lessons, each with its path.
pub(crate) fn files(count: usize, flavour: Flavour) -> Vec<(String, String)> {
    let folder = if flavour == Flavour::Mdbook { "src" } else { "content" };
    let months: std::collections::BTreeSet<String> = (0..count).map(month).collect();
    let mut all: Vec<(String, String)> =
        (0..count).map(|at| (format!("{folder}/{}/{}.md", month(at), name(at)), lesson(at, count, flavour))).collect();
    match flavour {
        Flavour::Jiangyi => {
            let declare = |key: &str, names: &[&str]| -> String {
                names.iter().map(|name| format!("\n[[{key}]]\nname = \"{name}\"\n")).collect()
            };
            let (topics, audiences) = (declare("topics", &TOPICS), declare("audiences", &AUDIENCES));
            all.push((
                "site.toml".to_owned(),
                format!("title = \"测量手册\"\nlanguage = \"zh-CN\"\n{topics}{audiences}"),
            ));
            all.extend(months.iter().map(|month| {
                (format!("content/{month}/index.md"), format!("---\ntitle: \"{month}\"\n---\n\n本月课程。\n"))
            }));
        }
        Flavour::Hugo => {
            all.push(("content/_index.md".to_owned(), "---\ntitle: \"测量手册\"\n---\n\n按月收录。\n".to_owned()));
            all.extend(months.iter().map(|month| {
                (format!("content/{month}/_index.md"), format!("---\ntitle: \"{month}\"\n---\n\n本月课程。\n"))
            }));
        }
        Flavour::Mdbook => {
            all.push(("book.toml".to_owned(), "[book]\ntitle = \"测量手册\"\nlanguage = \"zh-CN\"\n".to_owned()));
            let mut summary = "# 目录\n\n".to_owned();
            for of in &months {
                summary.push_str(&format!("- [{of}]({of}/index.md)\n"));
                all.push((format!("src/{of}/index.md"), format!("# {of}\n\n本月课程。\n")));
                for at in (0..count).filter(|at| month(*at) == *of) {
                    summary.push_str(&format!("  - [{}]({of}/{}.md)\n", title(at), name(at)));
                }
            }
            all.push(("src/SUMMARY.md".to_owned(), summary));
        }
    }
    all
}

/// Writes the files below `root`.
pub(crate) fn write(root: &Path, files: &[(String, String)]) -> std::io::Result<()> {
    for (path, text) in files {
        let path = root.join(path);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(path, text)?;
    }
    Ok(())
}

#[cfg_attr(test, allow(dead_code, reason = "the tests include this file for its lessons"))]
fn main() -> std::io::Result<()> {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let count = given.get(1).and_then(|count| count.parse().ok());
    let flavour = match given.get(2).map_or("jiangyi", String::as_str) {
        "jiangyi" => Some(Flavour::Jiangyi),
        "hugo" => Some(Flavour::Hugo),
        "mdbook" => Some(Flavour::Mdbook),
        _ => None,
    };
    if let (Some(folder), Some(count), Some(flavour)) = (given.first(), count, flavour) {
        return write(Path::new(folder), &files(count, flavour));
    }
    eprintln!("usage: lessons FOLDER COUNT [jiangyi|hugo|mdbook]");
    Ok(())
}
