//! Bytes as choices: a site grown from what authors write, right and wrong.
//! Bytes in, the files of a site out. A short change of the bytes is a short change of the site; bytes that end give the
//! simplest choice for ever, so that every input is a site.

use std::fmt::Write as _;

/// Words that mean something to some part of the program, or nothing.
pub(crate) const WORDS: &[&str] = &[
    "优待证",
    "办理依据",
    "甲",
    "<b>",
    "</td>",
    "a|b",
    "《抚恤条例》第五条",
    "《无此文件》",
    "**粗体",
    "**重要：**请",
    "`码`",
    "[链](#办理依据)",
    "[链](02-b.md#优待证)",
    "[表](表.docx)",
    "![图](图.svg)",
    "\u{200b}",
    "&amp;",
    "{{ x }}",
    "{% raw %}",
    "👨‍👩‍👧",
    "-->",
    "<!-- 讲稿：看 -->",
    "]]>",
    "$x^2$",
    "$\\frac{$",
    "[^1]",
    "ＡＢＣ",
    "国办发（2018）72号",
    "a\u{301}",
    "\u{202e}",
    "《》",
    "：",
    "（单选）",
    "（判断：对）",
    "1、",
    "\"引\"",
    "'",
    "javascript:alert(1)",
    "[x](javascript:1)",
    "</script>",
    "<script>",
    "onload=",
    "\" onclick=\"",
    "https://a.cn/?x=1&y",
    "__proto__",
    "\\",
    "\u{2028}",
    "优抚医院",
    "優待證",
    "2026-03",
    "<svg onload=1>",
    "\u{0}",
    "../",
    "%2e%2e/",
    "/etc/passwd",
    "CON",
    "5个工作日",
    "当场",
    "（见附件）",
    "   ",
    "\u{3000}",
    "#",
    "{#a .b onclick=c}",
];

/// Blocks by pattern; `%` stands for words.
pub(crate) const BLOCKS: &[&str] = &[
    "%",
    "%\n%",
    "## %",
    "### %",
    "# %",
    "## 办理依据",
    "## % {#basis}",
    "＃＃ %",
    "- %\n- %",
    "1. %\n2. %",
    "１．%\n２．%",
    "> %",
    "> [!NOTE]\n> %",
    "> [!注意]\n> %",
    "| % | 甲 |\n| --- | --- |\n| % | % |",
    "|：—|\n",
    "- [ ] %\n- [x] %",
    "【 】%",
    "```rust\n%\n```",
    "```%\n%",
    "    %",
    "---",
    "***",
    "[^1]: %",
    "%\n: %",
    "<div>%</div>",
    "<br>",
    "<!-- 引用：共用/口径.md -->",
    "<!-- 引用：../2026-03-a/01-%.md -->",
    "<!-- 讲稿：% -->",
    "$$\n%\n$$",
    "## 常见问题\n\n### %\n\n%\n\n### %\n\n- 依据：%\n- 适用：村社区\n\n%",
    "## 办事流程：%\n\n- 谁能办：%\n- 全程时限：5个工作日\n\n1. %\n   - 时限：%\n   - 材料：\n     - [ ] %\n     - [ ] %\n2. 或：%\n   - 怎么办：%\n3. 同时：%",
    "## 办事流程\n\n- 谁能办：%\n- %：%",
    "## 自测题\n\n1. %（单选）\n   - [x] %\n   - [ ] %\n   > 解析：%\n2. %（判断：错）\n   > 解析：%\n3. %",
    "## 示范做法：%\n\n- 单位：%\n- 层级：%\n- 成效：%\n- 可以直接拿走：%\n\n%",
    "## 政策要点\n\n- %\n- %",
    "## 要点",
    "- 标签：%\n- 依据：%",
    ">>>>>> - - - %",
    "\u{feff}%",
    "\t%",
    "　　%",
    "%  \n%\\\n%",
    "<script>%</script>",
    "[%]: http://a/",
    "[%]: javascript:1",
    "第一条 %\n\n第二条 %",
    "%|%\n-|-\n",
    "- - - - - - %",
];

/// Keys of front matter, right and wrong.
const KEYS: &[&str] = &[
    "标题",
    "title",
    "日期",
    "形式",
    "专题",
    "适用",
    "主讲",
    "时长",
    "视频",
    "审核",
    "更新",
    "复核",
    "摘要",
    "顺序",
    "短名",
    "旧址",
    "草稿",
    "附加",
    "状态",
    "地点",
    "收看方式",
    "月份",
    "标頭",
    "extra",
];

/// Values of front matter, of the registry and of the settings.
const VALUES: &[&str] = &[
    "%",
    "2026-03-05",
    "2026-13-45",
    "[%, %]",
    "{a: %}",
    "优待证",
    "[优待证, 优抚]",
    "乡镇街道",
    "计划",
    "已讲",
    "true",
    "7",
    "a-b",
    "../x",
    "\"%\"",
    "- %",
    "现行",
    "已废止",
    "抚恤条例",
    "~",
    "|\n  %\n  %",
    "&a [*a]",
    "https://a.cn/v.mp4",
    "index",
    "/2026-03/a.html",
    "99999999999999999999",
];

/// Paths of files; `%` stands for a word.
const PATHS: &[&str] = &[
    "content/2026-03-a/01-b.md",
    "content/2026-03-a/index.md",
    "content/2026-03-a/02-优待证.md",
    "content/2026-04-乙/index.md",
    "content/2026-04-乙/01-b.md",
    "content/2026-04-乙/1.md",
    "content/共用/口径.md",
    "content/policies.yaml",
    "content/glossary.yaml",
    "content/2026-03-a/表.docx",
    "content/2026-03-a/图.svg",
    "content/2026-03-a/%.md",
    "content/%/01-a.md",
    "content/2026-13-x/01-a.md",
    "content/抚恤条例.md",
    "content/2026-03-a/INDEX.md",
    "content/2026-03-c/01-c.md",
    "content/index.md",
    "site.toml",
    "themes/handbook/strings.zh-CN.yaml",
];

/// Bytes being read as choices.
struct Choices<'a> {
    rest: &'a [u8],
    /// How much was written; at some point it is enough.
    written: usize,
}

/// The most text that a site gets, in bytes: enough for every page there is.
const ENOUGH: usize = 24 * 1024;

impl Choices<'_> {
    fn byte(&mut self) -> usize {
        let Some((first, rest)) = self.rest.split_first() else { return 0 };
        self.rest = rest;
        usize::from(*first)
    }

    fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        let at = self.byte();
        all[at % all.len()]
    }

    fn goes_on(&self) -> bool {
        !self.rest.is_empty() && self.written < ENOUGH
    }

    /// One or two words; rarely the bytes themselves.
    fn words(&mut self) -> String {
        let how = self.byte();
        match how {
            0..=159 => self.of(WORDS).to_owned(),
            160..=239 => format!("{}{}", self.of(WORDS), self.of(WORDS)),
            _ => {
                let (taken, rest) = self.rest.split_at(self.rest.len().min(how - 239));
                self.rest = rest;
                String::from_utf8_lossy(taken).into_owned()
            }
        }
    }

    /// A pattern with words in place of each `%`.
    fn fill(&mut self, pattern: &str) -> String {
        let mut out = String::new();
        for piece in pattern.split_inclusive('%') {
            match piece.strip_suffix('%') {
                Some(before) => {
                    out.push_str(before);
                    out.push_str(&self.words());
                }
                None => out.push_str(piece),
            }
        }
        self.written += out.len();
        out
    }

    fn value(&mut self) -> String {
        let pattern = self.of(VALUES);
        self.fill(pattern)
    }

    fn document(&mut self) -> String {
        let mut out = String::from("---\n标题: ");
        out.push_str(&self.words().replace('\n', " "));
        out.push('\n');
        for _ in 0..self.byte() % 5 {
            let key = self.of(KEYS);
            let _ = writeln!(out, "{key}: {}", self.value());
        }
        out.push_str("---\n\n");
        for _ in 0..=self.byte() % 12 {
            let pattern = self.of(BLOCKS);
            out.push_str(&self.fill(pattern));
            out.push_str("\n\n");
            if !self.goes_on() {
                break;
            }
        }
        out
    }

    fn table(&mut self, keys: &[&str]) -> String {
        let mut out = String::new();
        for _ in 0..=self.byte() % 5 {
            let _ = writeln!(out, "- {}: {}", keys[0], self.words().replace('\n', " "));
            for _ in 0..self.byte() % 4 {
                let key = self.of(keys);
                let _ = writeln!(out, "  {key}: {}", self.value());
            }
        }
        out
    }

    fn settings(&mut self) -> String {
        let mut out = format!("title = \"{}\"\n", self.words().escape_default());
        let lines = [
            "language = \"en\"\n",
            "base_url = \"https://a.cn/b/\"\n",
            "[[topics]]\nname = \"优待证\"\n",
            "[[audiences]]\nname = \"村社区\"\n",
            "[vocabulary]\nfaq = [\"%\"]\n",
            "[[topics]]\nname = \"%\"\nslug = \"%\"\n",
            "theme = \"none\"\n",
            "[%]\n",
            "[[audiences]]\nname = \"%\"\naliases = [\"%\"]\n",
        ];
        for _ in 0..self.byte() % 4 {
            let line = self.of(&lines);
            out.push_str(&self.fill(line));
        }
        out
    }
}

const POLICY: &[&str] =
    &["名称", "简称", "文号", "发布机关", "发布", "施行", "状态", "被替代", "来源", "附件", "全文", "名稱"];
const TERM: &[&str] = &["名称", "别名", "释义", "区别", "name"];

/// The files of a site.
pub(crate) fn site(data: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut choices = Choices { rest: data, written: 0 };
    let mut files = vec![("site.toml".to_owned(), choices.settings())];
    for _ in 0..=choices.byte() % 8 {
        let pattern = choices.of(PATHS);
        let path = choices.fill(pattern);
        let text = match pattern {
            "content/policies.yaml" => choices.table(POLICY),
            "content/glossary.yaml" => choices.table(TERM),
            "site.toml" => continue,
            _ if pattern.ends_with(".docx") => choices.words(),
            _ if pattern.ends_with(".yaml") => choices.value(),
            _ => choices.document(),
        };
        files.push((path, text));
        if !choices.goes_on() {
            break;
        }
    }
    files.into_iter().map(|(path, text)| (path, text.into_bytes())).collect()
}
