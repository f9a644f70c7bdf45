//! Publishing to a folder, and packing: what is shown, what stays, what is refused, and what is said.
//! Servers, browsers and readers during a publication are in tests/publish and tests/browser.

use std::fs;
use std::path::{Path, PathBuf};

use crate::site_support::{Ran, contents, files, jiangyi, write};

/// A site with three lessons and one target, in a folder of their own.
struct Ground {
    folder: tempfile::TempDir,
}

impl Ground {
    fn new() -> Self {
        let ground = Self { folder: tempfile::tempdir().unwrap() };
        let target = ground.target();
        ground.settings(&format!("[[publish.targets]]\nname = \"内网\"\nfolder = {:?}\n", target.to_str().unwrap()));
        for lesson in 1..=12 {
            ground.lesson(lesson, "到服务站办理。");
        }
        ground
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    fn target(&self) -> PathBuf {
        self.folder.path().join("target")
    }

    fn settings(&self, publish: &str) {
        write(&self.root().join("site.toml"), format!("title = \"手册\"\n{publish}").as_bytes());
    }

    fn lesson(&self, number: usize, text: &str) {
        let path = self.root().join(format!("content/2026-03-拥军/{number:02}-课.md"));
        write(&path, format!("---\n标题: 第{number}课\n短名: ke{number}\n---\n\n{text}\n").as_bytes());
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        let root = self.root();
        let all = [&["--lang", "zh"], arguments, &["--root", root.to_str().unwrap()]].concat();
        jiangyi(&all)
    }

    fn publish(&self, arguments: &[&str]) -> String {
        let ran = self.run(&[&["publish"], arguments].concat());
        assert_eq!(ran.status, 0, "{}", ran.err);
        ran.err
    }

    fn refused(&self, arguments: &[&str], words: &str) {
        let before = self.target().exists().then(|| contents(&self.target()));
        let ran = self.run(&[&["publish"], arguments].concat());
        assert_ne!(ran.status, 0);
        assert!(ran.err.contains(words), "{}", ran.err);
        assert_eq!(self.target().exists().then(|| contents(&self.target())), before, "nothing was touched");
    }

    fn shown(&self) -> String {
        fs::read_link(self.target().join("current")).unwrap().to_str().unwrap().to_owned()
    }
}

#[test]
fn a_release_is_shown_counted_and_recorded() {
    let ground = Ground::new();
    let said = ground.publish(&[]);
    assert!(said.contains("已发布到“内网”：第 1 次") && said.contains("current"), "{said}");
    assert_eq!(ground.shown(), "releases/000001");
    let (built, shown) = (contents(&ground.root().join("public")), contents(&ground.target().join("current")));
    let without_list = built.into_iter().filter(|(path, _)| path != jiangyi::publish::MANIFEST).collect();
    assert_eq!(shown, without_list);
    let record = fs::read_to_string(ground.target().join(".jiangyi-publish/record.jsonl")).unwrap();
    let line: serde_json::Value = serde_json::from_str(record.trim()).unwrap();
    assert_eq!(line["at"], "2026-11-23T00:00:00Z", "the time is handed in");
    assert_eq!((line["action"].as_str(), line["release"].as_u64()), (Some("publish"), Some(1)));
    assert!(ground.publish(&[]).contains("没有再发布"));
    assert_eq!(ground.shown(), "releases/000001");
}

#[test]
fn a_dry_run_lists_what_would_change_and_changes_nothing() {
    let ground = Ground::new();
    ground.run(&["publish", "--dry-run"]);
    assert!(!ground.target().exists());
    ground.publish(&[]);
    ground.lesson(3, "改到县里办理。");
    fs::remove_file(ground.root().join("content/2026-03-拥军/04-课.md")).unwrap();
    let before = contents(&ground.target());
    let ran = ground.run(&["publish", "--dry-run"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert!(lines.contains(&"~ 2026-03/ke3.html") && lines.contains(&"- 2026-03/ke4.html"), "{}", ran.out);
    assert!(!lines.iter().any(|line| line.contains("ke2.html")) || lines.contains(&"~ 2026-03/ke2.html"));
    assert_eq!(contents(&ground.target()), before);
    let json = ground.run(&["publish", "--dry-run", "--format", "json"]);
    let said: serde_json::Value = serde_json::from_str(json.out.lines().last().unwrap()).unwrap();
    assert_eq!(said["published"]["removed"][0], "2026-03/ke4.html");
}

#[test]
fn going_back_needs_no_build_and_older_releases_go() {
    let ground = Ground::new();
    for version in 1..=4 {
        ground.lesson(1, &format!("第{version}版"));
        ground.publish(&["--keep", "2"]);
    }
    let releases = || {
        let mut names: Vec<_> =
            fs::read_dir(ground.target().join("releases")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    assert_eq!(releases(), ["000003", "000004"]);
    write(&ground.root().join("content/2026-03-拥军/01-课.md"), b"---\n\xff\xfe broken");
    assert!(ground.publish(&["--rollback"]).contains("已退回第 3 次发布"));
    assert_eq!(ground.shown(), "releases/000003");
    assert!(fs::read_to_string(ground.target().join("current/2026-03/ke1.html")).unwrap().contains("第3版"));
    ground.refused(&["--rollback"], "没有更早的发布");
    ground.lesson(1, "第5版");
    ground.publish(&[]);
    assert_eq!(ground.shown(), "releases/000005", "a number is never used twice");
    assert!(ground.publish(&["--rollback"]).contains("第 3 次"), "what was taken back is passed over");
}

#[test]
fn what_must_not_be_found_any_more_is_gone_for_good() {
    let ground = Ground::new();
    let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>";
    write(&ground.root().join("content/2026-03-拥军/私.svg"), drawing.as_bytes());
    ground.lesson(1, "![图](私.svg)");
    ground.publish(&[]);
    ground.lesson(1, "没有图");
    fs::remove_file(ground.root().join("content/2026-03-拥军/私.svg")).unwrap();
    ground.publish(&[]);
    let is_there = || files(&ground.target()).iter().any(|path| path.ends_with(".svg"));
    assert!(
        ground.target().join("current").join("2026-03").read_dir().unwrap().any(|entry| entry
            .unwrap()
            .path()
            .extension()
            .is_some_and(|extension| extension == "svg")),
        "for those who have the older page open"
    );
    ground.publish(&["--purge"]);
    assert!(!is_there());
    ground.refused(&["--rollback"], "没有更早的发布");
}

#[test]
fn files_of_others_are_kept_and_named() {
    let ground = Ground::new();
    ground.publish(&[]);
    write(&ground.target().join("README"), b"mine");
    write(&ground.target().join("current/verify.txt"), b"mine");
    for version in 2..=4 {
        ground.lesson(1, &format!("第{version}版"));
        assert!(ground.publish(&["--keep", "2"]).contains("verify.txt"));
    }
    for path in ["README", "current/verify.txt", "releases/000001/verify.txt"] {
        assert_eq!(fs::read(ground.target().join(path)).unwrap(), b"mine", "{path}");
    }
    assert_eq!(files(&ground.target().join("releases/000001")), ["verify.txt"]);
}

#[test]
fn places_that_are_not_ours_are_refused() {
    let ground = Ground::new();
    write(&ground.target().join("index.html"), b"theirs");
    ground.refused(&[], "不是本程序发布的");
    fs::remove_dir_all(ground.target()).unwrap();
    let at = |folder: &Path| {
        ground.settings(&format!("[[publish.targets]]\nname = \"a\"\nfolder = {:?}\n", folder.to_str().unwrap()));
    };
    let root = ground.root();
    for folder in [
        root.clone(),
        root.join("content"),
        root.join("public"),
        root.join("public/x"),
        ground.folder.path().to_owned(),
    ] {
        at(&folder);
        let before = contents(&root);
        let ran = ground.run(&["publish"]);
        assert_eq!(ran.status, 2, "{}", folder.display());
        let kept = |path: &String| !path.starts_with("public/") && !path.starts_with(".jiangyi/");
        let after: Vec<_> = contents(&root).into_keys().filter(kept).collect();
        assert_eq!(after, before.into_keys().filter(kept).collect::<Vec<_>>());
    }
    at(&ground.target());
    ground.publish(&[]);
    at(&ground.target().join("releases/000001"));
    ground.refused(&[], "这是发布内容本身");
}

#[cfg(unix)]
#[test]
fn links_and_a_list_that_is_damaged_are_refused() {
    let ground = Ground::new();
    let elsewhere = ground.folder.path().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, ground.target()).unwrap();
    let said = || ground.run(&["publish"]).err;
    assert!(said().contains("这是一个链接"));
    assert!(files(&elsewhere).is_empty());
    fs::remove_file(ground.target()).unwrap();
    ground.publish(&[]);
    ground.lesson(1, "新");
    let list = ground.target().join(".jiangyi-publish/000001.json");
    let whole = fs::read(&list).unwrap();
    write(&list, b"{\"version\":1,\"files\":[{\"path\":\"../../x\",\"hash\":\"\",\"size\":0,\"time\":0}]}");
    ground.refused(&[], "已损坏");
    write(&list, &whole);
    fs::remove_file(ground.target().join("current")).unwrap();
    std::os::unix::fs::symlink("/etc", ground.target().join("current")).unwrap();
    assert!(said().contains("current 不是本程序建立的链接"));
}

#[cfg(unix)]
#[test]
fn permissions_and_dates_are_set() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    let ground = Ground::new();
    ground.publish(&[]);
    ground.lesson(1, "新");
    ground.publish(&[]);
    let at =
        |release: &str, path: &str| fs::metadata(ground.target().join("releases").join(release).join(path)).unwrap();
    for path in files(&ground.target().join("releases/000002")) {
        assert_eq!(at("000002", &path).permissions().mode() & 0o7777, 0o644, "{path}");
    }
    assert_eq!(at("000002", "").permissions().mode() & 0o7777, 0o755);
    let (old, new) = (at("000001", "2026-03/ke1.html"), at("000002", "2026-03/ke1.html"));
    assert_eq!(new.mtime() - old.mtime(), 1, "published in the same second, yet of another date");
    assert_eq!(at("000001", "404.html").ino(), at("000002", "404.html").ino(), "what did not change takes no room");
}

#[test]
fn a_publisher_at_work_is_waited_for_and_named() {
    let ground = Ground::new();
    ground.publish(&[]);
    ground.lesson(1, "新");
    let ours = ground.target().join(".jiangyi-publish");
    let lock = fs::File::options().append(true).open(ours.join("lock")).unwrap();
    lock.lock().unwrap();
    write(&ours.join("session"), b"-\n{\"who\":\"li@office\",\"since\":\"2026-11-22T08:00:00Z\"}\n");
    let ran = ground.run(&["publish"]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("li@office") && ran.err.contains("2026-11-22T08:00:00Z"), "{}", ran.err);
    drop(lock);
    ground.publish(&[]);
    assert_eq!(ground.shown(), "releases/000002");
}

#[test]
fn targets_are_chosen_by_name_and_slips_are_told() {
    let ground = Ground::new();
    ground.refused(&["外网"], "没有发布目标“外网”；有：内网");
    ground.settings("");
    ground.refused(&[], "[[publish.targets]]");
    let ran = ground.run(&["publish", "--rollback", "--dry-run"]);
    assert_eq!(ran.status, 2);
    ground.settings("[[publish.targets]]\nname = \"a\"\nhost = \"-oProxyCommand=x\"\npath = \"/srv\"\n[[publish.targets]]\nname = \"b\"\nfolder = \"/srv/b\"\n");
    let ran = ground.run(&["publish", "b"]);
    assert_eq!(ran.status, 1, "{}", ran.err);
    assert!(ran.err.contains("site.toml") && ran.err.contains("-oProxyCommand=x"), "{}", ran.err);
}

#[test]
fn far_fewer_pages_are_asked_about() {
    let ground = Ground::new();
    ground.publish(&[]);
    for lesson in 3..=12 {
        fs::remove_file(ground.root().join(format!("content/2026-03-拥军/{lesson:02}-课.md"))).unwrap();
    }
    ground.refused(&[], "--allow-shrink");
    ground.publish(&["--allow-shrink"]);
    assert_eq!(ground.shown(), "releases/000002");
}

#[test]
fn a_page_is_packed_by_address_file_and_title() {
    let ground = Ground::new();
    let file = ground.folder.path().join("page.html");
    let mut packed = Vec::new();
    for wanted in ["2026-03/ke2.html", "2026-03/ke2", "content/2026-03-拥军/02-课.md", "第2课"] {
        let ran = ground.run(&["pack", "--page", wanted, "--output", file.to_str().unwrap()]);
        assert_eq!(ran.status, 0, "{wanted}: {}", ran.err);
        packed.push(fs::read_to_string(&file).unwrap());
    }
    packed.dedup();
    assert_eq!(packed.len(), 1);
    assert!(packed[0].contains("<h1>第2课</h1>") && !packed[0].contains("unsafe-"));
    let ran = ground.run(&["pack", "--page", "2026-03/ke33.html"]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("是不是 2026-03/ke"), "{}", ran.err);
    assert!(ground.run(&["pack"]).err.contains("手册.zip"));
    assert!(fs::read(ground.root().join("手册.zip")).unwrap().starts_with(b"PK"));
}

#[test]
fn a_large_month_is_packed_in_parts_which_is_said() {
    let ground = Ground::new();
    for lesson in 13..=25 {
        ground.lesson(lesson, "到服务站办理。");
    }
    let file = ground.folder.path().join("page.html");
    let pack = |page: &str| ground.run(&["pack", "--page", page, "--output", file.to_str().unwrap()]).err;
    assert!(pack("2026-03").contains("--page 2026-03/print.2.html"));
    assert!(!pack("2026-03/print.2.html").contains("--page"));
}
