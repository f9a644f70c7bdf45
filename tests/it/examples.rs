//! The examples in our documents, tried: each is put into a small handbook, and what the program says about it comes back.
//!
//! An example is a fenced block whose info string names, after the language, the file that it is: `markdown 课程` (or
//! `markdown lesson`) is a lesson of the handbook's first month, everything else a path from `content/`, but for `site.toml`
//! and what lies in `themes/`. A lesson without front matter is given one. Blocks without a second word are not tried.

#![allow(clippy::disallowed_methods, reason = "the tests lay out their sites on disk")]

use std::fs;
use std::path::Path;

use jiangyi::diagnostic::{Diagnostic, Lang, Severity};
use jiangyi::pipeline::{Options, compile};
use jiangyi::site::Site;
use jiangyi::source::{FileIds, read};

/// A fenced block of a document that is to be tried.
#[derive(Debug)]
pub(crate) struct Example<'a> {
    /// The line of the document at which it opens, from 1.
    pub(crate) line: usize,
    /// What its info string names.
    name: &'a str,
    /// What stands in it.
    text: String,
}

/// All blocks of `document` that are to be tried, in order.
pub(crate) fn examples(document: &str) -> Vec<Example<'_>> {
    let mut found = Vec::new();
    let mut lines = document.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        let bare = line.trim_start();
        let fence: String = bare.chars().take_while(|c| *c == '`' || *c == '~').collect();
        if fence.len() < 3 {
            continue;
        }
        let inside = lines.by_ref().map(|(_, line)| line).take_while(|line| line.trim() != fence);
        let text: String = inside.flat_map(|line| [line, "\n"]).collect();
        if let Some((_, name)) = bare[fence.len()..].trim().split_once(' ') {
            found.push(Example { line: number + 1, name, text });
        }
    }
    found
}

impl Example<'_> {
    /// What the program says of a handbook with this example in it, notes left out: code and message.
    pub(crate) fn problems(&self, lang: Lang) -> Vec<(&'static str, String)> {
        let root = tempfile::tempdir().unwrap();
        let base = match lang {
            Lang::Zh => BASE_ZH,
            Lang::En => BASE_EN,
        };
        for (path, text) in base {
            put(root.path(), path, text);
        }
        let (path, text) = self.file(lang);
        put(root.path(), &path, &text);
        let checked = read(root.path(), &mut FileIds::default()).unwrap();
        let compiled = compile(&checked.value, checked.diagnostics, &Options::default());
        let mut found = compiled.diagnostics.clone();
        if path.starts_with("themes/") {
            found.extend(Site::new(&compiled, &checked.value).err().map(|found| *found));
        }
        let said = |found: &Diagnostic| (found.problem.code(), found.message(lang));
        found.iter().filter(|found| found.severity() != Severity::Note).map(said).collect()
    }

    fn file(&self, lang: Lang) -> (String, String) {
        match self.name {
            "课程" | "lesson" => {
                let (path, title) = match lang {
                    Lang::Zh => ("content/2026-03-拥军优抚/01-优待证.md", "优待证怎么申领"),
                    Lang::En => ("content/2026-03-care/01-card.md", "Applying for the card"),
                };
                let has_front_matter = self.text.starts_with("---\n");
                let front = if has_front_matter { String::new() } else { format!("---\ntitle: {title}\n---\n\n") };
                (path.into(), format!("{front}{}", self.text))
            }
            path if path == "site.toml" || path.starts_with("themes/") => (path.into(), self.text.clone()),
            path => (format!("content/{path}"), self.text.clone()),
        }
    }
}

fn put(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// The handbook that Chinese examples are put into.
const BASE_ZH: &[(&str, &str)] = &[
    (
        "site.toml",
        r#"title = "优抚业务大讲堂手册"
[[topics]]
name = "优待证"
[[topics]]
name = "光荣牌"
[[audiences]]
name = "县"
[[audiences]]
name = "乡镇街道"
[[audiences]]
name = "村社区"
"#,
    ),
    (
        "content/policies.yaml",
        "- 名称: 某省优待条例
  简称: [优待条例]
  全文: 政策/某省优待条例.md
- 名称: 某省优待办法
  状态: 已废止
  被替代: 某省优待条例
",
    ),
    (
        "content/政策/某省优待条例.md",
        "# 某省优待条例\n\n第一条 为做好优待工作，制定本条例。\n\n第二条 本条例适用于本省。\n\n第三条 首次申领免费。\n\n\
         第四条 依法办理。\n\n第五条 公开办理。\n",
    ),
    ("content/2026-03-拥军优抚/index.md", "---\n标题: 拥军优抚\n---\n"),
    ("content/2026-03-拥军优抚/01-优待证.md", "---\n标题: 优待证怎么申领\n---\n\n到服务站申请退役军人优待证。\n"),
    (
        "content/2026-03-拥军优抚/02-光荣牌.md",
        "---\n标题: 光荣牌\n---\n\n## 挂在哪里\n\n醒目的位置。\n\n## 常见问题\n### 光荣牌坏了怎么换？\n到服务站换。\n\n\
         <!-- 引用：共用/口径.md -->\n",
    ),
    ("content/2026-03-拥军优抚/03-喜报.md", "---\n标题: 喜报\n草稿: 是\n---\n\n<!-- 引用：政策/某省优待条例.md -->\n"),
    ("content/2026-03-拥军优抚/表格/优待证申领登记表.md", "# 优待证申领登记表\n\n姓名：\n"),
    ("content/2026-03-拥军优抚/表格/申请表.docx", "docx"),
    // A picture is known by what is in it; of the formats only GIF can be written as text.
    ("content/2026-03-拥军优抚/图片/窗口.jpg", "GIF87a\x01\0\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"),
    ("content/2026-03-拥军优抚/视频/第一讲.mp4", "mp4"),
    ("content/附件/某省优待条例.pdf", "pdf"),
    ("content/共用/口径.md", "有疑问的，问上级业务部门。\n"),
];

/// The handbook that English examples are put into.
const BASE_EN: &[(&str, &str)] = &[
    (
        "site.toml",
        r#"title = "Handbook"
language = "en"
[[topics]]
name = "Veteran card"
[[topics]]
name = "Plaque"
[[audiences]]
name = "County"
[[audiences]]
name = "Township"
[[audiences]]
name = "Village"
"#,
    ),
    (
        "content/policies.yaml",
        "- name: Benefits Act
  short: [the Act]
  text: policies/act.md
- name: Benefits Rules
  status: repealed
  replaced_by: Benefits Act
",
    ),
    ("content/policies/act.md", "# Benefits Act\n\n第1条 Purpose.\n\n第2条 Scope.\n\n第3条 The first card is free.\n"),
    ("content/2026-03-care/index.md", "---\ntitle: Care\n---\n"),
    (
        "content/2026-03-care/01-card.md",
        "---\ntitle: Applying for the card\n---\n\nApply for a veteran card at the station.\n",
    ),
    (
        "content/2026-03-care/02-plaque.md",
        "---\ntitle: The plaque\n---\n\n## Where it hangs\n\nWhere all see it.\n\n<!-- include: shared/wording.md -->\n",
    ),
    (
        "content/2026-03-care/03-letter.md",
        "---\ntitle: Letters\ndraft: yes\n---\n\n<!-- include: policies/act.md -->\n",
    ),
    ("content/2026-03-care/forms/application.md", "# Application\n\nName:\n"),
    ("content/2026-03-care/forms/application.docx", "docx"),
    ("content/shared/wording.md", "In doubt, ask the department above.\n"),
];
