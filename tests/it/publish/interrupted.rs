//! Builds that were killed, that run at the same time, or whose disk gives out: a whole site stands, old or new.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use jiangyi::diagnostic::Lang;
use jiangyi::publish::{Protected, PublishError, write};

use super::{FIRST, Fixed, again, everything, files, folder_given, names, output, place, texts};

#[test]
fn what_a_killed_build_left_unfinished_is_removed() {
    let place = place();
    place.write(&output(&FIRST)).unwrap();
    fs::create_dir_all(place.work().join("new/2026-03")).unwrap();
    fs::write(place.work().join("jiangyi-work"), "").unwrap();
    fs::write(place.work().join("new/2026-03/a.html"), "half").unwrap();
    fs::write(place.folder.path().join(".public.jiangyi-lock"), "1\n").unwrap();
    assert_eq!(place.write(&output(&FIRST)).unwrap().changed, 0);
    assert_eq!(files(&place.public), texts(&FIRST));
    assert_eq!(place.beside(), ["public"]);
}

#[test]
fn a_build_killed_before_its_first_mark_is_no_obstacle() {
    let place = place();
    fs::create_dir(place.work()).unwrap();
    place.write(&output(&FIRST)).unwrap();
    assert_eq!(place.beside(), ["public"]);
}

/// Killed after the two sites changed places, while the old one was being emptied.
#[test]
fn files_of_others_come_back_after_a_build_was_killed() {
    let place = place();
    place.write(&output(&FIRST)).unwrap();
    fs::write(place.public.join("notes.txt"), "mine").unwrap();
    fs::create_dir(place.work()).unwrap();
    fs::write(place.work().join("jiangyi-work"), "").unwrap();
    fs::rename(&place.public, place.work().join("new")).unwrap();
    fs::remove_file(place.work().join("new/index.html")).unwrap();
    let second = [("index.html", "second")];
    write(&output(&second), &place.folder.path().join("elsewhere"), &Protected::default()).unwrap();
    fs::rename(place.folder.path().join("elsewhere"), &place.public).unwrap();

    place.write(&output(&second)).unwrap();
    let mut expected = texts(&second);
    expected.insert("notes.txt".into(), "mine".into());
    assert_eq!(files(&place.public), expected);
    assert_eq!(place.beside(), ["public"]);
}

/// Killed between two renames, where the system can't exchange two folders.
#[test]
fn the_old_site_comes_back_after_a_build_was_killed() {
    let place = place();
    place.write(&output(&FIRST)).unwrap();
    fs::write(place.public.join("notes.txt"), "mine").unwrap();
    let second = [("index.html", "second")];
    fs::create_dir(place.work()).unwrap();
    fs::write(place.work().join("jiangyi-work"), "").unwrap();
    fs::rename(&place.public, place.work().join("old")).unwrap();
    write(&output(&second), &place.folder.path().join("elsewhere"), &Protected::default()).unwrap();
    fs::rename(place.folder.path().join("elsewhere"), place.work().join("new")).unwrap();

    let broken = output(&[]).with("x.html", None);
    place.write(&broken).unwrap_err();
    let mut expected = texts(&FIRST);
    expected.insert("notes.txt".into(), "mine".into());
    assert_eq!(files(&place.public), expected);
    assert_eq!(place.beside(), ["public"]);
}

#[test]
fn builds_at_the_same_time_take_turns() {
    let place = place();
    let texts_of = |i: usize| [("a.html".to_owned(), format!("{i}")), ("b.html".to_owned(), format!("{i}"))];
    std::thread::scope(|scope| {
        for i in 0..6 {
            let place = &place;
            scope.spawn(move || {
                let files = texts_of(i);
                let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (&**path, &**text)).collect();
                place.write(&output(&files)).unwrap();
            });
        }
    });
    let last = files(&place.public);
    assert_eq!(last.len(), 2);
    assert_eq!(last["a.html"], last["b.html"]);
    assert_eq!(place.beside(), ["public"]);
}

#[test]
fn a_reader_sees_a_whole_site_at_every_moment() {
    let place = place();
    place.write(&output(&[("a.html", "0")])).unwrap();
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for i in 1..40 {
                place.write(&output(&[("a.html", &i.to_string())])).unwrap();
            }
            done.store(true, Ordering::Relaxed);
        });
        while cfg!(target_os = "linux") && !done.load(Ordering::Relaxed) {
            assert!(!fs::read_to_string(place.public.join("a.html")).unwrap().is_empty());
        }
    });
}

/// One of two sites that have no file in common but the home page, each with `size` bytes in a file.
fn site(which: char, size: usize) -> Fixed {
    let text = which.to_string().repeat(size);
    let paths: Vec<String> =
        (0..24).map(|i| format!("{which}{}/{i}.html", i % 5)).chain(["index.html".to_owned()]).collect();
    output(&paths.iter().map(|path| (&**path, &*text)).collect::<Vec<_>>())
}

#[cfg(target_os = "linux")]
#[test]
fn a_build_killed_at_any_moment_leaves_one_whole_site_and_the_next_one_recovers() {
    if let Some(folder) = folder_given() {
        for which in ['a', 'b'].into_iter().cycle() {
            write(&site(which, 100), &folder.join("public"), &Protected::default()).unwrap();
        }
    }
    let place = place();
    place.write(&site('a', 100)).unwrap();
    let a = files(&place.public);
    place.write(&site('b', 100)).unwrap();
    let b = files(&place.public);
    fs::write(place.public.join("notes.txt"), "mine").unwrap();
    let test = "publish::interrupted::a_build_killed_at_any_moment_leaves_one_whole_site_and_the_next_one_recovers";
    for round in 0..25 {
        let mut child = again("exec", test, place.folder.path()).stdout(std::process::Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_micros(20_000 + round * 1_370));
        child.kill().unwrap();
        child.wait().unwrap();
        let mut now = files(&place.public);
        let notes = now.remove("notes.txt");
        assert!(now == a || now == b, "{round}: {:?}", now.keys());

        let (which, expected) = if round % 2 == 0 { ('a', &a) } else { ('b', &b) };
        place.write(&site(which, 100)).unwrap();
        let mut now = files(&place.public);
        assert_eq!(now.remove("notes.txt").as_deref(), Some("mine"), "{round}, before: {notes:?}");
        assert!(now == *expected);
        assert_eq!(place.beside(), ["public"]);
    }
}

/// How this process may mount a disk of its own, if the system allows it.
#[cfg(target_os = "linux")]
fn own_mounts() -> Option<&'static str> {
    ["-m", "-rm"]
        .into_iter()
        .find(|how| Command::new("unshare").args([how, "true"]).output().is_ok_and(|output| output.status.success()))
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_or_read_only_disk_leaves_the_old_site_whole() {
    if let Some(disk) = folder_given() {
        fill_the_disk(&disk);
        make_it_read_only(&disk);
        return;
    }
    let Some(how) = own_mounts() else {
        eprintln!("not tried: the system allows no mounts");
        return;
    };
    let place = place();
    let test = "publish::interrupted::a_full_or_read_only_disk_leaves_the_old_site_whole";
    let shell =
        format!("exec unshare {how} sh -c 'mount -t tmpfs -o size=512k none $JIANGYI_TEST_FOLDER && exec \"$@\"' sh");
    assert!(again(&shell, test, place.folder.path()).status().unwrap().success());
}

#[cfg(target_os = "linux")]
fn fill_the_disk(disk: &Path) {
    let public = disk.join("public");
    let write = |which| write(&site(which, 4_000), &public, &Protected::default());
    write('a').unwrap();
    let before = everything(&public);
    let (mut failed, mut worked) = (0, 0);
    for kib in (0..420).step_by(4) {
        if fs::write(disk.join("filler"), vec![0; kib * 1024]).is_err() {
            break;
        }
        match write('b') {
            Ok(_) => {
                worked += 1;
                fs::remove_file(disk.join("filler")).unwrap();
                write('a').unwrap();
            }
            Err(error) => {
                failed += 1;
                assert!(matches!(&error, PublishError::Io { path, .. } if path.starts_with(disk)), "{error:?}");
                assert!(error.message(Lang::Zh).contains("磁盘已满"), "{error:?}");
                assert_eq!(names(disk), ["filler", "public"]);
            }
        }
        assert!(everything(&public) == before);
    }
    assert!(failed > 10 && worked > 10, "{failed} {worked}");
    fs::remove_file(disk.join("filler")).unwrap();
}

#[cfg(target_os = "linux")]
fn make_it_read_only(disk: &Path) {
    let public = disk.join("public");
    let before = everything(&public);
    assert!(Command::new("mount").args(["-o", "remount,ro"]).arg(disk).status().unwrap().success());
    let error = write(&site('b', 10), &public, &Protected::default()).unwrap_err();
    assert!(error.message(Lang::Zh).contains("只读"), "{error:?}");
    assert!(everything(&public) == before);
}
