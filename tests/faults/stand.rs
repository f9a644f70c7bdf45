//! A small site with an old and a new version, published in its old one, with files of the user's among it; and the laws.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Every file below a folder by its path; links by where they lead, empty folders by nothing.
pub(crate) type Tree = BTreeMap<String, Vec<u8>>;

/// Which version is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Version {
    Old,
    New,
}

/// The site, and what must come of it.
pub(crate) struct Stand {
    folder: tempfile::TempDir,
    pub(crate) old: Tree,
    pub(crate) new: Tree,
    /// Files of the user's in the output.
    mine: Tree,
    /// The names in the memory between builds, after a build of each version.
    memory: Vec<String>,
}

/// Whether every point is to be tried, not only some.
pub(crate) fn is_long() -> bool {
    std::env::var_os("JIANGYI_FAULTS").is_some_and(|value| value == "all")
}

/// Says what was counted; also at the end of the file that `JIANGYI_FIGURES` names, where `tests/run` shows it.
pub(crate) fn tell(line: &str) {
    println!("{line}");
    if let Some(path) = std::env::var_os("JIANGYI_FIGURES") {
        use std::io::Write as _;
        let mut file = fs::File::options().append(true).create(true).open(path).unwrap();
        writeln!(file, "{line}").unwrap();
    }
}

/// Which of the points 1 to `count` to try: the first and the last ones, and of the others one in `step`.
pub(crate) fn points(count: usize, step: usize) -> Vec<usize> {
    let is_tried = |n: &usize| is_long() || *n <= 2 || *n + 2 > count || n.is_multiple_of(step);
    (1..=count).filter(is_tried).collect()
}

/// The program.
pub(crate) fn program() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_jiangyi"))
}

/// Without what the environment says of language, home and colours.
pub(crate) fn plain(command: &mut Command) -> &mut Command {
    command.env_remove("LANG").env_remove("LC_ALL").env_remove("LC_MESSAGES").env("NO_COLOR", "1")
}

pub(crate) fn write(path: &Path, bytes: impl AsRef<[u8]>) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

pub(crate) fn tree(folder: &Path) -> Tree {
    let mut all = Tree::new();
    let mut entries: Vec<_> = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    entries.sort();
    for name in entries {
        let path = folder.join(&name);
        let about = path.symlink_metadata().unwrap();
        if about.is_symlink() {
            all.insert(name, format!("→ {}", fs::read_link(path).unwrap().display()).into());
        } else if about.is_dir() {
            let below = tree(&path);
            if below.is_empty() {
                all.insert(format!("{name}/"), Vec::new());
            }
            all.extend(below.into_iter().map(|(path, bytes)| (format!("{name}/{path}"), bytes)));
        } else {
            all.insert(name, fs::read(path).unwrap());
        }
    }
    all
}

pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        let kind = entry.file_type().unwrap();
        if kind.is_symlink() {
            symlink(fs::read_link(&from).unwrap(), to).unwrap();
        } else if kind.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(from, to).unwrap();
        }
    }
}

/// Lays out the sources of a version.
pub(crate) fn sources(root: &Path, version: Version) {
    let is_new = version == Version::New;
    let lesson = |title: &str, body: &str| format!("---\n标题: {title}\n专题: 优待证\n---\n\n{body}\n");
    write(&root.join("site.toml"), "title = \"大讲堂\"\nbase_url = \"https://example.org/h/\"\n");
    let content = root.join("content");
    let unit = content.join("2026-03-拥军优抚");
    write(&unit.join("index.md"), "---\n标题: 拥军优抚\n日期: 2026-03-12\n---\n\n本月讲优待证。\n");
    let word = if is_new { "新" } else { "旧" };
    let body = format!("{word}的正文，见《抚恤条例》第三条。\n\n![图](图.png)\n\n[表](表.docx)\n");
    write(&unit.join("01-优待证.md"), lesson("优待证", &body));
    write(&unit.join("02-光荣牌.md"), lesson("光荣牌", "不变的正文。\n\n## 常见问题\n\n### 多久能办好？\n\n当场。"));
    let (gone, come) = ("03-旧课.md", "04-新课.md");
    write(&unit.join(if is_new { come } else { gone }), lesson("一课", "只在一版里。"));
    write(&content.join("policies.yaml"), "- {名称: 抚恤条例, 状态: 现行}\n");
    write(&unit.join("表.docx"), "PK".repeat(if is_new { 40_000 } else { 30_000 }));
    write(&unit.join("图.png"), picture(is_new));
}

/// A picture wide enough to get a smaller version, which a build remembers.
fn picture(is_new: bool) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let shade = if is_new { 90 } else { 30 };
    let pixels = image::GrayImage::from_fn(940, 40, |x, y| image::Luma([u8::try_from((x ^ y) % 64).unwrap() + shade]));
    pixels.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

impl Stand {
    pub(crate) fn new() -> Self {
        // In memory where there is such a folder: what a program leaves behind does not depend on the disk, and a busy disk
        // makes every build wait for it.
        let memory = Path::new("/dev/shm");
        let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap();
        // Others than the one who runs the tests must get at it too.
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let stand = Self { folder, old: Tree::new(), new: Tree::new(), mine: Tree::new(), memory: Vec::new() };
        let clean = |version| {
            let root = stand.folder.path().join("clean");
            sources(&root, version);
            let built = Self::build_in(&root).output().unwrap();
            assert!(built.status.success(), "{built:?}");
            let made = tree(&root.join("public"));
            let memory = if root.join(".jiangyi").exists() { tree(&root.join(".jiangyi")) } else { Tree::new() };
            fs::remove_dir_all(root).unwrap();
            (made, memory)
        };
        let (old, old_memory) = clean(Version::Old);
        let (new, new_memory) = clean(Version::New);
        assert!(old != new && old.keys().any(|path| !new.contains_key(path)) && old.len() > 30);

        // The old version published, the user's files among it, and the new version's sources.
        let pristine = stand.pristine();
        sources(&pristine, Version::Old);
        assert!(Self::build_in(&pristine).status().unwrap().success());
        let public = pristine.join("public");
        for (path, text) in [
            (".git/HEAD", "ref"),
            (".git/objects/a", "b"),
            ("notes.txt", "mine"),
            ("2026-03/beside.txt", "mine"),
            ("own/x/y", "z"),
        ] {
            write(&public.join(path), text);
        }
        fs::create_dir(public.join("uploads")).unwrap();
        symlink("/nowhere/at/all", public.join("link")).unwrap();
        let mut mine = tree(&public);
        mine.retain(|path, _| !old.contains_key(path));
        fs::remove_dir_all(pristine.join("content")).unwrap();
        sources(&pristine, Version::New);
        let memory = old_memory.keys().chain(new_memory.keys()).cloned().collect();
        let stand = Self { old, new, mine, memory, ..stand };
        stand.reset();
        stand
    }

    fn pristine(&self) -> PathBuf {
        self.folder.path().join("pristine")
    }

    /// The site's folder.
    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    pub(crate) fn public(&self) -> PathBuf {
        self.root().join("public")
    }

    /// A folder for what a test needs beside the site.
    pub(crate) fn aside(&self) -> &Path {
        self.folder.path()
    }

    /// The old version published, the sources of the new one.
    pub(crate) fn reset(&self) {
        if self.root().exists() {
            fs::remove_dir_all(self.root()).unwrap();
        }
        copy(&self.pristine(), &self.root());
    }

    /// A build on one thread, so that the n-th call of the system is the same in every run.
    pub(crate) fn build(&self) -> Command {
        Self::build_in(&self.root())
    }

    fn build_in(root: &Path) -> Command {
        let mut command = Command::new(program());
        plain(&mut command).args(["--lang", "zh", "build", "--jobs", "1", "--root"]).arg(root);
        command
    }

    /// Which version is published: one of them, whole, and the user's files all there; those may still be on their way from
    /// the old folder.
    pub(crate) fn published(&self, when: &str) -> Version {
        let mut now = tree(&self.public());
        let aside = self.root().join(".public.jiangyi-work");
        let aside = if aside.exists() { tree(&aside) } else { Tree::new() };
        for (path, bytes) in &self.mine {
            let is_aside = |of: &str| aside.get(&format!("{of}/{path}")) == Some(bytes);
            let here = now.remove(path);
            assert!(
                here.as_ref() == Some(bytes) || is_aside("new") || is_aside("old"),
                "{when}: {path} of the user's is lost; it is now {here:?}"
            );
        }
        // A folder that only holds files which are still on their way, or did.
        now.retain(|path, _| !path.ends_with('/'));
        if now == self.old {
            return Version::Old;
        }
        let differ = |path: &&String| now.get(*path) != self.new.get(*path);
        let differing: Vec<&String> = now.keys().chain(self.new.keys()).filter(differ).collect();
        assert!(differing.is_empty(), "{when}: neither the old site nor the new one, whole: {differing:?}");
        Version::New
    }

    /// A build that nobody disturbs: the bytes of a clean one, the user's files in their places, nothing left behind.
    pub(crate) fn recover(&self, when: &str) {
        let built = self.build().output().unwrap();
        assert_eq!(built.status.code(), Some(0), "{when}, then undisturbed: {}", told(&built));
        self.is_clean(when);
    }

    /// The new site, the user's files, and nothing else.
    pub(crate) fn is_clean(&self, when: &str) {
        let mut expected = self.new.clone();
        expected.extend(self.mine.clone());
        let now = tree(&self.public());
        let differ = |path: &&String| now.get(*path) != expected.get(*path);
        let differing: Vec<&String> = now.keys().chain(expected.keys()).filter(differ).collect();
        assert!(differing.is_empty(), "{when}, then undisturbed: not as a clean build: {differing:?}");
        self.left_nothing(when);
    }

    /// Nothing stands beside the output, and nothing unfinished in the memory.
    pub(crate) fn left_nothing(&self, when: &str) {
        let mut beside: Vec<String> =
            fs::read_dir(self.root()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        beside.retain(|name| name != ".jiangyi");
        beside.sort();
        assert_eq!(beside, ["content", "public", "site.toml"], "{when}, then undisturbed");
        if self.root().join(".jiangyi").exists() {
            let kept = tree(&self.root().join(".jiangyi"));
            let extra: Vec<&String> = kept.keys().filter(|path| !self.memory.contains(path)).collect();
            assert!(extra.is_empty(), "{when}, then undisturbed: left in the memory: {extra:?}, not {:?}", self.memory);
        }
    }

    /// The laws for a build that ended by itself: an outcome, words for it, and a whole site that fits the outcome.
    pub(crate) fn ended(&self, output: &Output, when: &str) -> Version {
        let said = told(output);
        let code = output.status.code().unwrap_or_else(|| panic!("{when}: {said}"));
        assert!(!said.contains("panicked"), "{when}: {said}");
        let version = self.published(when);
        match code {
            // What could only not be tidied up is not worth a word; the next build does it.
            0 => assert_eq!(version, Version::New, "{when}: done, but the old site stands: {said}"),
            1 => assert_eq!(version, Version::Old, "{when}: errors, but a new site stands: {said}"),
            _ => assert!(code == 2 && said.chars().count() > 10, "{when}: {code}: {said}"),
        }
        version
    }
}

/// What a run said, and how it ended.
pub(crate) fn told(output: &Output) -> String {
    let [out, err] = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    format!("{}: {out}{err}", output.status)
}
