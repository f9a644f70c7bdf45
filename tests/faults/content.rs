//! Content that is no content: links in circles and out of the site, pipes, devices; files that change while they are read,
//! come and go; dates of another century.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use crate::stand::{Stand, Version, is_long, sources, tell, told, tree};

/// What nobody may wait for.
const LONGEST: Duration = Duration::from_secs(30);

/// Runs a build that might hang; it is ended then.
fn in_time(mut build: Command, what: &str) -> Output {
    let mut child = build.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let began = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if began.elapsed() > LONGEST {
            child.kill().unwrap();
            panic!("{what}: hangs");
        }
        thread::sleep(Duration::from_millis(5));
    }
    child.wait_with_output().unwrap()
}

fn fifo(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

#[test]
fn what_is_no_plain_file_is_passed_over_and_never_opened() {
    let stand = Stand::new();
    let unit = stand.root().join("content/2026-03-拥军优抚");
    let secret = stand.aside().join("secret.md");
    fs::write(&secret, "---\n标题: 秘密\n---\n\nSECRET\n").unwrap();
    symlink(&secret, unit.join("05-link.md")).unwrap();
    symlink("/etc/passwd", unit.join("06-passwd.md")).unwrap();
    symlink("07-self.md", unit.join("07-self.md")).unwrap();
    symlink("09-b.md", unit.join("08-a.md")).unwrap();
    symlink("08-a.md", unit.join("09-b.md")).unwrap();
    symlink("..", unit.join("up")).unwrap();
    symlink("/", unit.join("all")).unwrap();
    symlink("/dev/zero", unit.join("10-zero.md")).unwrap();
    symlink("/dev/stdin", unit.join("stdin.png")).unwrap();
    fifo(&unit.join("11-pipe.md"));
    fifo(&unit.join("pipe.png"));
    fifo(&unit.join("pipe.docx"));
    let _socket = std::os::unix::net::UnixListener::bind(unit.join("socket.md")).unwrap();
    // Only root makes devices.
    let _ = Command::new("mknod").arg(unit.join("12-zero.md")).args(["c", "1", "5"]).stderr(Stdio::null()).status();
    let output = in_time(stand.build(), "links, pipes and devices");
    let said = told(&output);
    assert_eq!(output.status.code(), Some(0), "{said}");
    for name in ["05-link.md", "07-self.md", "08-a.md", "up", "all", "11-pipe.md", "pipe.png", "pipe.docx", "socket.md"]
    {
        assert!(said.contains(name), "{name} is passed over in silence: {said}");
    }
    stand.is_clean("links, pipes and devices");
}

#[test]
fn what_should_be_a_file_or_folder_and_is_none_is_said() {
    let stand = Stand::new();
    let root = stand.root();
    let tamper: [(&str, &dyn Fn()); 7] = [
        ("site.toml", &|| fifo(&root.join("site.toml"))),
        ("site.toml", &|| symlink("/dev/zero", root.join("site.toml")).unwrap()),
        ("site.toml", &|| fs::create_dir(root.join("site.toml")).unwrap()),
        ("content", &|| symlink("/", root.join("content")).unwrap()),
        ("content", &|| fifo(&root.join("content"))),
        ("public", &|| symlink("/tmp", root.join("public")).unwrap()),
        ("public", &|| fifo(&root.join("public"))),
    ];
    for (index, (name, tamper)) in tamper.iter().enumerate() {
        stand.reset();
        let path = root.join(name);
        let aside = root.join(".aside");
        fs::rename(&path, &aside).unwrap();
        tamper();
        let output = in_time(stand.build(), name);
        let said = told(&output);
        assert!(output.status.code() == Some(2) && said.contains(name), "{index} {name}: {said}");
        if path.is_dir() && !path.is_symlink() {
            fs::remove_dir(&path).unwrap();
        } else {
            fs::remove_file(&path).unwrap();
        }
        fs::rename(aside, path).unwrap();
        assert_eq!(stand.published(name), Version::Old);
        stand.recover(name);
    }
}

/// A program that saves by renaming, while builds run: each published page is of one saving, whole.
#[test]
fn files_that_are_saved_during_a_build_are_of_one_saving() {
    let stand = Stand::new();
    let unit = stand.root().join("content/2026-03-拥军优抚");
    let lesson = unit.join("01-优待证.md");
    let text = |word: &str| format!("---\n标题: 优待证\n---\n\n{}\n", format!("{word}句。\n").repeat(2000));
    let page = |word: &str| {
        fs::write(&lesson, text(word)).unwrap();
        assert!(stand.build().output().unwrap().status.success());
        fs::read(stand.public().join("2026-03/youdaizheng.html")).unwrap()
    };
    let pages = [page("甲"), page("乙")];
    let is_done = AtomicBool::new(false);
    let rounds = if is_long() { 60 } else { 12 };
    thread::scope(|scope| {
        scope.spawn(|| {
            for word in ["甲", "乙"].into_iter().cycle() {
                if is_done.load(Ordering::Relaxed) {
                    break;
                }
                fs::write(unit.join(".saving"), text(word)).unwrap();
                fs::rename(unit.join(".saving"), &lesson).unwrap();
            }
        });
        for _ in 0..rounds {
            let output = stand.build().output().unwrap();
            assert!(matches!(output.status.code(), Some(0 | 1)), "{}", told(&output));
            let page = fs::read(stand.public().join("2026-03/youdaizheng.html")).unwrap();
            assert!(pages.contains(&page), "half a page");
        }
        is_done.store(true, Ordering::Relaxed);
    });
    fs::remove_dir_all(stand.root().join("content")).unwrap();
    sources(&stand.root(), Version::New);
    stand.recover("files saved meanwhile");
}

/// A sync tool that takes files away and brings them back: what is published is with them or without, never broken.
#[test]
fn files_that_come_and_go_during_a_build_are_there_or_not() {
    let stand = Stand::new();
    let unit = stand.root().join("content/2026-03-拥军优抚");
    let asides = [("02-光荣牌.md", "a.away"), ("表.docx", "b.away"), ("图.png", "c.away")];
    let is_done = AtomicBool::new(false);
    let rounds = if is_long() { 120 } else { 24 };
    let (mut done, mut refused) = (0, 0);
    thread::scope(|scope| {
        scope.spawn(|| {
            while !is_done.load(Ordering::Relaxed) {
                for (name, away) in asides {
                    fs::rename(unit.join(name), stand.aside().join(away)).unwrap();
                    thread::sleep(Duration::from_micros(700));
                    fs::rename(stand.aside().join(away), unit.join(name)).unwrap();
                    thread::sleep(Duration::from_millis(25));
                }
            }
        });
        for round in 0..rounds {
            let before = tree(&stand.public());
            let output = stand.build().output().unwrap();
            let said = told(&output);
            assert!(!said.contains("panicked"), "{said}");
            match output.status.code() {
                Some(0) => done += 1,
                Some(1 | 2) => {
                    refused += 1;
                    let named = asides.iter().any(|(name, _)| said.contains(name));
                    assert!(named && tree(&stand.public()) == before, "round {round}: {said}");
                }
                _ => panic!("{said}"),
            }
        }
        is_done.store(true, Ordering::Relaxed);
    });
    tell(&format!("faults: files came and went: {done} builds done, {refused} refused"));
    stand.recover("files came and went");
}

fn date(path: &Path, seconds: i64) {
    let shift = Duration::from_secs(seconds.unsigned_abs());
    let time = if seconds < 0 { SystemTime::UNIX_EPOCH - shift } else { SystemTime::UNIX_EPOCH + shift };
    fs::File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
}

/// Clocks that go wrong, disks that know no dates: only what is in files counts.
#[test]
fn dates_of_files_do_not_matter() {
    let stand = Stand::new();
    let all = |of: &Path| {
        tree(of)
            .into_keys()
            .map(|path| of.join(path))
            .filter(|path| path.is_file() && !path.is_symlink())
            .collect::<Vec<_>>()
    };
    for seconds in [0, 1, -1, 4_102_444_800, 253_402_300_799] {
        stand.reset();
        let root = stand.root();
        for path in all(&root) {
            date(&path, seconds);
        }
        stand.recover(&format!("all files of {seconds}"));
        // The same length and the same date, but other words.
        let lesson = root.join("content/2026-03-拥军优抚/01-优待证.md");
        let text = fs::read_to_string(&lesson).unwrap();
        fs::write(&lesson, text.replace('新', "乙")).unwrap();
        date(&lesson, seconds);
        assert!(stand.build().output().unwrap().status.success());
        let page = fs::read_to_string(stand.public().join("2026-03/youdaizheng.html")).unwrap();
        assert!(page.contains("乙的正文"), "{seconds}");
        fs::write(&lesson, text).unwrap();
        date(&lesson, seconds);
        stand.recover(&format!("and back, {seconds}"));
    }
}
