//! Disks that are full or read-only, folders and files that may not be entered or read.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::stand::{Stand, Version, copy, is_long, plain, program, tell, told, tree};

const DISK: &str = "JIANGYI_FAULTS_DISK";

/// Runs one test of this program once more, on a disk of its own of `size`, which nobody else sees.
fn on_a_disk(test: &str, size: &str) {
    let folder = tempfile::tempdir().unwrap();
    let how = ["-m", "-rm"].into_iter().find(|how| {
        let tried = Command::new("unshare").args([how, "mount", "-t", "tmpfs", "none"]).arg(folder.path()).output();
        tried.is_ok_and(|output| output.status.success())
    });
    let how = how.expect("mounting needs root or user namespaces");
    let script =
        format!("mount -t tmpfs -o size={size},mode=755 none \"${DISK}\" && exec \"$0\" --exact {test} --nocapture");
    let output = Command::new("unshare")
        .args([how, "sh", "-c", &script])
        .arg(std::env::current_exe().unwrap())
        .env(DISK, folder.path())
        .output()
        .unwrap();
    print!("{}", String::from_utf8_lossy(&output.stdout));
    assert!(output.status.success(), "{}", told(&output));
}

fn disk() -> Option<PathBuf> {
    std::env::var_os(DISK).map(PathBuf::from)
}

/// The site on the disk, built there.
fn build(root: &Path) -> std::process::Output {
    let mut command = Command::new(program());
    plain(&mut command).args(["--lang", "zh", "build", "--jobs", "1", "--root"]).arg(root).output().unwrap()
}

#[test]
fn a_disk_that_gets_full_leaves_the_old_site() {
    let Some(disk) = disk() else { return on_a_disk("disk::a_disk_that_gets_full_leaves_the_old_site", "8m") };
    let stand = Stand::new();
    let root = disk.join("site");
    copy(&stand.root(), &root);
    let before = tree(&root.join("public"));
    let (mut full, mut done) = (0, 0);
    // Filled to the last page of memory, then a little less each time, until there is room for all.
    let step = if is_long() { 4 } else { 16 };
    for left in (0..).step_by(step) {
        let filler = disk.join("filler");
        fs::write(&filler, vec![0; 8 << 20]).unwrap_err();
        let length = fs::metadata(&filler).unwrap().len();
        let Some(length) = length.checked_sub(left * 1024) else { break };
        fs::File::options().write(true).open(&filler).unwrap().set_len(length).unwrap();
        let output = build(&root);
        fs::remove_file(filler).unwrap();
        if output.status.success() {
            done += 1;
            break;
        }
        full += 1;
        let said = told(&output);
        assert!(output.status.code() == Some(2) && said.contains("磁盘已满"), "{left} KiB left: {said}");
        assert!(tree(&root.join("public")) == before, "{left} KiB left");
        let mut names: Vec<_> = fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.retain(|name| name != ".jiangyi");
        names.sort();
        assert_eq!(names, ["content", "public", "site.toml"], "{left} KiB left");
    }
    tell(&format!("faults: {full} builds on a full disk, then {done} with just enough room"));
    assert!(full > 5 && done == 1, "{full} {done}");
    assert!(stand.new.iter().all(|(path, bytes)| tree(&root.join("public")).get(path) == Some(bytes)));
}

#[test]
fn a_read_only_disk_is_named() {
    let Some(disk) = disk() else { return on_a_disk("disk::a_read_only_disk_is_named", "8m") };
    let stand = Stand::new();
    let root = disk.join("site");
    copy(&stand.root(), &root);
    let before = tree(&root);
    assert!(Command::new("mount").args(["-o", "remount,ro"]).arg(&disk).status().unwrap().success());
    let output = build(&root);
    let said = told(&output);
    assert!(output.status.code() == Some(2) && said.contains("磁盘是只读的"), "{said}");
    assert!(tree(&root) == before);
}

const NOBODY: [&str; 3] = ["--reuid=65534", "--regid=65534", "--clear-groups"];

/// The build as a user who may do less than the one who runs the tests.
fn as_nobody(stand: &Stand) -> Command {
    let is_root = Command::new("id").arg("-u").output().unwrap().stdout == b"0\n";
    let mut command = if is_root {
        let owned = Command::new("chown").args(["-R", "65534:65534"]).arg(stand.root()).status().unwrap();
        assert!(owned.success());
        let mut command = Command::new("setpriv");
        command.args(NOBODY).arg(reachable(stand));
        command
    } else {
        Command::new(program())
    };
    plain(&mut command).args(stand.build().get_args());
    command
}

/// The program where everyone can start it.
fn reachable(stand: &Stand) -> PathBuf {
    let can = Command::new("setpriv").args(NOBODY).args(["test", "-x"]).arg(program()).status().unwrap();
    if can.success() {
        return program().to_owned();
    }
    let own = stand.aside().join("jiangyi");
    if !own.exists() {
        fs::copy(program(), &own).unwrap();
        allow(&own, 0o755);
    }
    own
}

fn allow(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn what_may_not_be_read_is_named_and_the_rest_is_checked() {
    let stand = Stand::new();
    let unit = stand.root().join("content/2026-03-拥军优抚");
    for (path, is_folder) in [(unit.join("01-优待证.md"), false), (unit.join("图.png"), false), (unit.clone(), true)]
    {
        stand.reset();
        fs::write(stand.root().join("content/2026-03-拥军优抚/02-光荣牌.md"), "---\n标题: x\n错键: y\n---\n甲\n")
            .unwrap();
        let mut build = as_nobody(&stand);
        allow(&path, 0o000);
        let output = build.output().unwrap();
        allow(&path, if is_folder { 0o755 } else { 0o644 });
        let said = told(&output);
        let name = path.file_name().unwrap().to_str().unwrap();
        assert!(output.status.code() == Some(1) && said.contains(name) && said.contains("没有权限"), "{name}: {said}");
        assert!(is_folder || said.contains("JY203"), "{name}: {said}");
        assert_eq!(stand.published(name), Version::Old);
    }
    // What is only copied is opened when it is copied.
    stand.reset();
    let mut build = as_nobody(&stand);
    allow(&unit.join("表.docx"), 0o000);
    let output = build.output().unwrap();
    let said = told(&output);
    assert!(output.status.code() == Some(2) && said.contains("表.docx") && said.contains("没有权限"), "{said}");
    assert_eq!(stand.published("表.docx"), Version::Old);
}

#[test]
fn what_may_not_be_written_leaves_the_old_site() {
    let stand = Stand::new();
    let (root, public) = (stand.root(), stand.public());
    for (path, name) in [(&root, "beside the output"), (&public, "the output")] {
        stand.reset();
        let mut build = as_nobody(&stand);
        allow(path, 0o555);
        let output = build.output().unwrap();
        allow(path, 0o755);
        let said = told(&output);
        match output.status.code() {
            // The output's own permissions do not matter: another folder takes its place.
            Some(0) => assert_eq!(stand.published(name), Version::New),
            Some(2) => {
                assert!(said.contains("没有权限"), "{name}: {said}");
                stand.published(name);
            }
            _ => panic!("{name}: {said}"),
        }
        stand.recover(name);
    }
    // Someone else's folder, with files that are not to be deleted: found out before anything changes.
    stand.reset();
    let mut build = as_nobody(&stand);
    let deep = public.join("2026-03");
    assert!(Command::new("chown").args(["-R", "0:0"]).arg(&deep).status().unwrap().success() || deep.exists());
    let output = build.output().unwrap();
    stand.published("a folder of another user's in the output");
    assert!(matches!(output.status.code(), Some(0 | 2)), "{}", told(&output));
}
