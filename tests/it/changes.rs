//! Changes to a site on disk, of every kind that authors make, and what a clean build of it holds: for the laws that say that a
//! shortcut changes nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use jiangyi::diagnostic::{Diagnostic, Lang};
use jiangyi::pipeline::{self, Options};
use jiangyi::publish::{Body, Output as _};
use jiangyi::report::{self, Reporter};
use jiangyi::site::Site;
use jiangyi::source::{self, FileIds, Sources};
use proptest::prelude::*;
use proptest::sample::select;

use crate::site_support::write;

/// Places that files come to and go from.
pub(crate) const PATHS: &[&str] = &[
    "content/2026-03-拥军优抚/index.md",
    "content/2026-03-拥军优抚/01-优待证.md",
    "content/2026-03-拥军优抚/02-光荣牌.md",
    "content/2026-03-拥军优抚/表格/登记表.md",
    "content/2026-03-拥军优抚/图.svg",
    "content/2026-03-拥军优抚/附件.docx",
    "content/2026-04-残疾抚恤/01-优待证.md",
    "content/2026-04-残疾抚恤/02-光荣牌.md",
    "content/共用/口径.md",
    "content/共用/更多.md",
    "content/政策/条例.md",
    "content/policies.yaml",
    "content/glossary.yaml",
    "site.toml",
    "themes/handbook/templates/404.html",
    "themes/handbook/strings.zh-CN.yaml",
];

/// Texts of lessons, right and wrong, that depend on each other in every way.
pub(crate) const LESSONS: &[&str] = &[
    "---\n标题: 优待证\n专题: [证件]\n---\n\n## 办理依据\n\n见《条例》第五条。\n\n[光荣牌](/2026-03-拥军优抚/02-光荣牌.md)\n",
    "---\n标题: 光荣牌\n适用: [县]\n更新: 2026-03-02\n---\n\n## 怎么挂\n\n<!-- 引用：共用/口径.md -->\n\n正文\n",
    "---\n标题: 改了标题\n专题: [证件, 牌匾]\n短名: gai\n---\n\n## 常见问题\n\n### 收费吗？\n- 依据：《条例》\n\n不收费。\n",
    "---\n标题: 流程\n---\n\n## 办事流程：申领\n- 全程时限：5个工作日\n\n1. 申请\n   - 时限：3个工作日\n   - 用表：[表](/2026-03-拥军优抚/表格/登记表.md)\n",
    "---\n标题: 草稿课\n草稿: 是\n---\n\n正文[^1]\n\n[^1]: 注\n",
    "---\n标提: 错\n---\n\n正文\n",
    "---\n标题: 没有结束\n",
    "---\n标题: 有图\n---\n\n正文《条例》\n\n![图](/2026-03-拥军优抚/图.svg)\n",
    "没有信息区的正文，[链接](/2026-03-拥军优抚/02-光荣牌.md#怎么挂)\n",
    "---\n标题: 自测\n旧址: [jiu.html]\n---\n\n## 自测题\n\n1. 收费吗？（单选）\n   - [x] 不收\n   - [ ] 收\n   > 解析：不收\n",
];

const SHARED: &[&str] = &[
    "一段口径，见《条例》。\n",
    "## 小标题\n\n另一段口径\n\n<!-- 引用：共用/更多.md -->\n",
    "<!-- 引用：共用/口径.md -->\n",
];

fn texts(path: &str) -> Vec<&'static str> {
    match path {
        "site.toml" => vec![
            "title = \"手册\"\n",
            "title = \"另一部\"\nlanguage = \"en\"\n",
            "title = \"手册\"\nbase_url = \"https://example.org/x\"\n\n[[topics]]\nname = \"证件\"\n\n[[audiences]]\nname = \"县\"\n",
            "title = \"手册\"\n\n[vocabulary]\nfaq = [\"怎么挂\"]\n",
            "title = \n",
        ],
        "content/policies.yaml" => vec![
            "- 名称: 条例\n  全文: 政策/条例.md\n",
            "- 名称: 办法\n- 名称: 抚恤条例\n  简称: [条例]\n  状态: 已废止\n",
            "- 名称: 条例\n  施行: 2026-01-01\n",
        ],
        "content/glossary.yaml" => vec!["- 名称: 优待证\n  别名: [小本本]\n", "- 名称: 没有的词\n  别名: [也没有]\n"],
        "content/政策/条例.md" => vec!["# 条例\n\n## 第五条\n\n文字\n", "第一条　文字\n"],
        "themes/handbook/templates/404.html" => vec!["<p>{{ site.title }}</p>", "{% if %}", "{{ nothing.at.all }}"],
        "themes/handbook/strings.zh-CN.yaml" => vec!["not_found: 没有这一页\n", "not_found: 找不到\n"],
        path if path.contains("/共用/") => SHARED.to_vec(),
        path if path.ends_with("index.md") => {
            vec!["---\n标题: 三月\n---\n\n开场\n", "---\n标题: 三月\n状态: 计划\n---\n"]
        }
        path if path.ends_with(".docx") => vec!["a", "b"],
        path if path.ends_with(".svg") => vec![
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"9\"/>",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>",
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>",
        ],
        _ => LESSONS.to_vec(),
    }
}

/// One change on disk.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    Write(&'static str, &'static str),
    Remove(&'static str),
    Rename(&'static str, &'static str),
    RenameFolder,
    RemoveFolder(&'static str),
    /// A file of an editor that comes and goes at once.
    Flicker,
}

pub(crate) fn change() -> impl Strategy<Value = Change> {
    let written = select(PATHS).prop_flat_map(|path| (Just(path), select(texts(path))));
    prop_oneof![
        10 => written.prop_map(|(path, text)| Change::Write(path, text)),
        2 => select(PATHS).prop_map(Change::Remove),
        2 => (select(PATHS), select(PATHS)).prop_map(|(from, to)| Change::Rename(from, to)),
        1 => Just(Change::RenameFolder),
        1 => select(&["content/共用", "content/2026-04-残疾抚恤", "themes"][..]).prop_map(Change::RemoveFolder),
        1 => Just(Change::Flicker),
    ]
}

impl Change {
    /// Makes the change; the paths that a watcher would name.
    pub(crate) fn make(&self, root: &Path) -> Vec<PathBuf> {
        match self {
            Self::Write(path, text) => {
                // The folders above are new too, for all that the watcher knows.
                let path = root.join(path);
                let above: Vec<PathBuf> =
                    path.ancestors().skip(1).take_while(|above| !above.exists()).map(Path::to_owned).collect();
                write(&path, text.as_bytes());
                above.into_iter().chain([path]).collect()
            }
            Self::Remove(path) if *path != "site.toml" => {
                drop(fs::remove_file(root.join(path)));
                vec![root.join(path)]
            }
            Self::Rename(from, to) if *from != "site.toml" && *to != "site.toml" => {
                let (from, to) = (root.join(from), root.join(to));
                if to.parent().is_some_and(Path::exists) {
                    drop(fs::rename(&from, &to));
                }
                vec![from, to]
            }
            Self::RenameFolder => {
                let names = ["content/2026-04-残疾抚恤", "content/2026-05-改名"].map(|name| root.join(name));
                let [from, to] = if names[0].exists() { &names } else { &[names[1].clone(), names[0].clone()] };
                drop(fs::rename(from, to));
                names.to_vec()
            }
            Self::RemoveFolder(path) => {
                drop(fs::remove_dir_all(root.join(path)));
                vec![root.join(path)]
            }
            Self::Flicker => vec![root.join("content/2026-03-拥军优抚/.01-优待证.md.swp")],
            Self::Remove(_) | Self::Rename(..) => Vec::new(),
        }
    }
}

/// Puts every file in order: after this a build succeeds, whatever was there. The paths that a watcher would name.
pub(crate) fn mend(root: &Path) -> BTreeSet<PathBuf> {
    let renamed = Change::RemoveFolder("content/2026-05-改名");
    let written = PATHS.iter().map(|path| Change::Write(path, texts(path)[0]));
    std::iter::once(renamed).chain(written).flat_map(|change| change.make(root)).collect()
}

pub(crate) fn said(sources: &Sources, found: &[Diagnostic]) -> BTreeSet<String> {
    let reporter = Reporter::new(sources, Lang::En);
    found.iter().map(|found| report::short(&reporter, found)).collect()
}

/// What a clean build holds: its files, or nothing where it fails; and what it says.
pub(crate) fn clean(root: &Path) -> (Option<BTreeMap<String, Body>>, BTreeSet<String>) {
    let read = source::read(root, &mut FileIds::default()).unwrap();
    let options = Options { drafts: true, base_url: None };
    let compiled = pipeline::compile(&read.value, read.diagnostics, &options);
    let mut words = said(&read.value, &compiled.diagnostics);
    if report::count(&compiled.diagnostics).errors > 0 {
        return (None, words);
    }
    let site = match Site::new(&compiled, &read.value) {
        Ok(site) => site,
        Err(found) => {
            words.extend(said(&read.value, &[*found]));
            return (None, words);
        }
    };
    let mut files = BTreeMap::new();
    let mut failed = Vec::new();
    for (index, path) in site.paths().iter().enumerate() {
        match site.body(index) {
            Ok(body) => drop(files.insert(path.to_string(), body)),
            Err(found) => failed.push(*found),
        }
    }
    words.extend(said(&read.value, &failed));
    (failed.is_empty().then_some(files), words)
}
