//! `check --fix`: what is certain is mended, everything else stays to the byte.

use std::fs;
use std::path::Path;

use crate::site_support::{Ran, contents, jiangyi, site, write};

const SITE: (&str, &str) = ("site.toml", "title = \"手册\"\n");
const LESSON: &str = "content/2026-03-拥军优抚/01-优待证.md";

fn fix(root: &Path) -> Ran {
    jiangyi(&["check", "--fix", "--root", root.to_str().unwrap()])
}

fn read(root: &Path) -> String {
    fs::read_to_string(root.join(LESSON)).unwrap()
}

#[test]
fn slips_are_mended_and_said() {
    let slips = "---\r\n标题：优待证\r\n摘腰: 一句\r\n---\r\n\r\n＃＃ 怎么办\r\n\r\n依据国办发（2018）72号。\r\n";
    let folder = site(&[SITE, (LESSON, slips)]);
    let ran = fix(folder.path());
    assert_eq!(ran.status, 0, "{}", ran.err);
    let expected = "---\r\n标题: 优待证\r\n摘要: 一句\r\n---\r\n\r\n## 怎么办\r\n\r\n依据国办发〔2018〕72号。\r\n";
    assert_eq!(read(folder.path()), expected);
    for line in [
        format!("{LESSON}:2:3  “：” → “: ”"),
        format!("{LESSON}:3:1  “摘腰” → “摘要”"),
        format!("{LESSON}:6:1  “＃＃ ” → “## ”"),
    ] {
        assert!(ran.err.contains(&line), "{line}\n{}", ran.err);
    }
    assert!(ran.err.contains("改好了 4 处"), "{}", ran.err);
    let again = fix(folder.path());
    assert!(again.err.contains("改好了 0 处"), "{}", again.err);
    assert_eq!(read(folder.path()), expected);
}

#[test]
fn what_is_not_certain_stays() {
    // 标签 is as near to 标题 as a slip, but that is there; 主题 could be 标题 or 专题.
    let text = "---\n标题: 优待证\n标签: x\n主题: y\n---\n\n正文\n";
    let folder = site(&[SITE, (LESSON, text)]);
    let before = contents(folder.path());
    let ran = fix(folder.path());
    assert_eq!(ran.status, 1);
    assert!(ran.err.contains("标签"), "{}", ran.err);
    let after = contents(folder.path());
    let text = String::from_utf8(after[LESSON].clone()).unwrap();
    assert!(text.contains("标签: x"), "{text}");
    assert_eq!(before.len(), after.len());
}

#[test]
fn encodings_marks_and_broken_files() {
    let folder = site(&[SITE]);
    let root = folder.path();
    let text = "---\n标题：优待证怎么申领\n---\n\n正文写在这里，没有什么特别的。\n";
    let (gbk, _, _) = encoding_rs::GBK.encode(text);
    write(&root.join(LESSON), &gbk);
    let marked = "content/2026-03-拥军优抚/02-b.md";
    write(&root.join(marked), format!("\u{feff}{text}").as_bytes());
    let broken = "content/2026-03-拥军优抚/03-c.md";
    let bytes = [text.as_bytes(), b"\xE4\xBC"].concat();
    write(&root.join(broken), &bytes);
    let ran = fix(root);
    assert_eq!(ran.status, 1, "{}", ran.err);
    let right = text.replace('：', ": ");
    assert_eq!(read(root), right, "GBK becomes UTF-8");
    assert_eq!(fs::read_to_string(root.join(marked)).unwrap(), format!("\u{feff}{right}"));
    assert_eq!(fs::read(root.join(broken)).unwrap(), bytes);
    let names: Vec<_> = contents(root).into_keys().collect();
    assert_eq!(names.len(), 4, "nothing is left beside the files: {names:?}");
}

#[test]
fn machines_read_what_was_mended() {
    let folder = site(&[SITE, (LESSON, "---\n标题：优待证\n---\n\n正文\n")]);
    let ran = jiangyi(&["check", "--fix", "--format", "json", "--root", folder.path().to_str().unwrap()]);
    let lines: Vec<serde_json::Value> = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0]["fixed"]["new"], ": ");
    assert_eq!(lines[0]["fixed"]["path"], LESSON);
    assert!(lines.last().unwrap()["summary"].is_object());
}

#[cfg(unix)]
#[test]
fn rights_and_links_stay() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = site(&[SITE, (LESSON, "---\n标题：优待证\n---\n\n正文\n")]);
    let path = folder.path().join(LESSON);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    let outside = tempfile::tempdir().unwrap();
    let other = outside.path().join("x.md");
    fs::write(&other, "---\n标题：外面\n---\n\n正文\n").unwrap();
    symlink(&other, folder.path().join("content/2026-03-拥军优抚/02-x.md")).unwrap();
    assert_eq!(fix(folder.path()).status, 0);
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    assert!(fs::read_to_string(&other).unwrap().contains('：'));
}
