//! Building again: the record of the build before spares work and changes no byte.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Mutex;

use jiangyi::diagnostic::Diagnostic;
use jiangyi::path::SitePath;
use jiangyi::pipeline::Options;
use jiangyi::publish::{self, Body, MANIFEST, Output, Protected, Record, Written};
use jiangyi::reuse::{Basis, Texts};
use jiangyi::site::Site;
use proptest::prelude::*;

use crate::changes::{PATHS, change, clean, mend};
use crate::site_support::{compile, contents, copy, jiangyi, repository, write};

const RECORD: &str = ".jiangyi/pages";

/// The files of an output folder, but for our list of them.
fn output(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let all = contents(&root.join("public")).into_iter();
    all.filter(|(name, _)| name != MANIFEST).collect()
}

/// Builds with the command, and compares the output with a clean build's. Whether that succeeded.
fn check(root: &Path) -> Result<bool, TestCaseError> {
    let ran = jiangyi(&["build", "--drafts", "--root", root.to_str().unwrap()]);
    let (expected, _) = clean(root);
    prop_assert_eq!(ran.status == 0, expected.is_some(), "{}", ran.err);
    let Some(expected) = expected else { return Ok(false) };
    let written = output(root);
    prop_assert_eq!(written.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
    for (path, body) in &expected {
        let bytes = match body {
            Body::Bytes(bytes) => bytes.clone(),
            Body::File(from) => fs::read(from).unwrap(),
        };
        prop_assert!(written[path] == bytes, "{} differs", path);
    }
    Ok(true)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn a_build_after_others_is_a_clean_build(steps in prop::collection::vec(prop::collection::vec(change(), 1..3), 1..8)) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        mend(root);
        prop_assert!(check(root)?);
        for step in steps {
            for change in step {
                change.make(root);
            }
            if !check(root)? {
                mend(root);
                prop_assert!(check(root)?);
            }
        }
    }

    #[test]
    fn a_damaged_record_is_as_none(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>()) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        mend(root);
        prop_assert!(check(root)?);
        let mut record = fs::read(root.join(RECORD)).unwrap();
        let at = at.index(record.len());
        if cut { record.truncate(at) } else { record[at] = byte }
        fs::write(root.join(RECORD), record).unwrap();
        write(&root.join(PATHS[1]), "---\n标题: 优待证\n---\n\n换了正文\n".as_bytes());
        prop_assert!(check(root)?);
    }
}

/// An output that notes which of its files were made.
struct Noting<'a> {
    site: &'a Site<'a>,
    made: Mutex<BTreeSet<String>>,
}

impl Output for Noting<'_> {
    fn paths(&self) -> &[SitePath] {
        self.site.paths()
    }

    fn body(&self, index: usize) -> Result<Body, Box<Diagnostic>> {
        self.made.lock().unwrap().insert(self.site.paths()[index].to_string());
        self.site.body(index)
    }

    fn digest(&self, index: usize) -> Option<blake3::Hash> {
        self.site.digest(index)
    }

    fn wrote(&self, index: usize, digest: blake3::Hash) {
        self.site.wrote(index, digest);
    }
}

/// Builds the site in `root`: which pages were made, and what was written.
fn build(root: &Path) -> (BTreeSet<String>, Written) {
    let made = compile(root, &Options::default());
    let basis = Basis::of(&made.compiled, &Texts::of(&made.sources));
    let site = Site::new(&made.compiled, &made.sources).unwrap().reusing(basis, Record::read(root));
    let noting = Noting { site: &site, made: Mutex::default() };
    let protected = Protected { root: root.to_owned(), sources: vec![root.join("content")], home: None };
    let written = publish::write(&noting, &root.join("public"), &protected).unwrap();
    site.record().unwrap().write(root).unwrap();
    let pages =
        noting.made.into_inner().unwrap().into_iter().filter(|path| path.ends_with(".html") || path.ends_with(".xml"));
    (pages.collect(), written)
}

/// The demonstration handbook in a folder of its own.
fn demonstration() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(&repository().join("content"), &folder.path().join("content"));
    fs::copy(repository().join("site.toml"), folder.path().join("site.toml")).unwrap();
    folder
}

/// The lesson whose text is changed, and the address of its page.
const LESSON: (&str, &str) = ("content/2026-03-拥军优抚/01-优待证.md", "2026-03/youdaizheng.html");

fn edit(root: &Path, edit: impl Fn(&str) -> String) {
    let path = root.join(LESSON.0);
    fs::write(&path, edit(&fs::read_to_string(&path).unwrap())).unwrap();
}

#[test]
fn only_pages_that_show_a_changed_text_are_made_again() {
    let folder = demonstration();
    let root = folder.path();
    let (all, _) = build(root);
    assert_eq!(build(root).0, BTreeSet::new(), "nothing changed");
    edit(root, |text| format!("{text}\n末尾添了一段。\n"));
    let (made, written) = build(root);
    assert!(made.contains(LESSON.1) && made.contains("2026-03/print.html"), "{made:?}");
    assert!(made.len() * 3 < all.len(), "{} of {} pages were made: {made:?}", made.len(), all.len());
    assert!(written.changed < made.len() + 16, "{} files changed", written.changed);
    assert_eq!(output(root)[LESSON.1], {
        fs::remove_dir_all(root.join(".jiangyi")).unwrap();
        build(root);
        output(root)[LESSON.1].clone()
    });
}

#[test]
fn what_all_pages_show_makes_them_all_again() {
    let folder = demonstration();
    let root = folder.path();
    let (all, _) = build(root);
    edit(root, |text| text.replacen("标题: ", "标题: 新的", 1));
    assert_eq!(build(root).0, all);
}

#[test]
fn a_lesson_quoted_by_a_month_or_a_policy_changes_their_pages() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let put = |path: &str, text: &str| write(&root.join("content").join(path), text.as_bytes());
    let lesson = |path: &str, text: &str| put(path, &format!("---\n标题: {path}\n---\n\n{text}\n"));
    write(&root.join("site.toml"), "title = \"手册\"\n".as_bytes());
    put("policies.yaml", "- 名称: 条例\n  全文: 2026-03/03.md\n");
    // A month's page reads its own lessons anyway: another month quotes.
    lesson("2026-04/index.md", "<!-- 引用：2026-03/01.md -->");
    lesson("2026-04/04.md", "正文");
    lesson("2026-03/01.md", "甲\n\n<!-- 引用：2026-03/02.md -->");
    for (included, policy) in [("旧", "旧"), ("新", "旧"), ("新", "新")] {
        lesson("2026-03/02.md", &format!("乙的{included}正文"));
        lesson("2026-03/03.md", &format!("第一条　丙的{policy}正文"));
        assert!(check(root).unwrap());
        let month = String::from_utf8(output(root)["2026-04/index.html"].clone()).unwrap();
        assert!(month.contains(&format!("乙的{included}正文")), "{month}");
    }
}

#[test]
fn a_page_that_someone_changed_in_the_output_is_made_again() {
    let folder = demonstration();
    let root = folder.path();
    build(root);
    let page = root.join("public").join(LESSON.1);
    let right = fs::read(&page).unwrap();
    // As long as before, so that only its bytes tell.
    let mut other = right.clone();
    other[100] ^= 1;
    fs::write(&page, other).unwrap();
    assert_eq!(build(root).0, BTreeSet::from([LESSON.1.to_owned()]));
    assert_eq!(fs::read(&page).unwrap(), right);
}
