//! What a build remembers for the next one (`.jiangyi`): damaged, cut off, replaced or gone, it changes nothing.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::Command;

use crate::stand::{Stand, is_long, tell, told, tree};

/// What can happen to a file.
type Damage = (&'static str, &'static dyn Fn(&Path));

const DAMAGES: &[Damage] = &[
    ("gone", &|path| fs::remove_file(path).unwrap()),
    ("empty", &|path| fs::write(path, "").unwrap()),
    ("cut to half", &|path| cut(path, 2)),
    ("without its end", &|path| {
        let bytes = fs::read(path).unwrap();
        fs::write(path, &bytes[..bytes.len().saturating_sub(1)]).unwrap();
    }),
    ("longer", &|path| {
        let mut bytes = fs::read(path).unwrap();
        bytes.extend([0; 64]);
        fs::write(path, bytes).unwrap();
    }),
    ("zeros", &|path| {
        let length = fs::read(path).unwrap().len();
        fs::write(path, vec![0; length]).unwrap();
    }),
    ("read-only", &|path| fs::set_permissions(path, fs::Permissions::from_mode(0o444)).unwrap()),
    ("not to be read", &|path| fs::set_permissions(path, fs::Permissions::from_mode(0o000)).unwrap()),
    ("a folder", &|path| {
        fs::remove_file(path).unwrap();
        fs::create_dir(path).unwrap();
    }),
    ("a link to nowhere", &|path| {
        fs::remove_file(path).unwrap();
        symlink("/nowhere/at/all", path).unwrap();
    }),
    ("a pipe", &|path| {
        fs::remove_file(path).unwrap();
        assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
    }),
];

fn cut(path: &Path, part: usize) {
    let bytes = fs::read(path).unwrap();
    fs::write(path, &bytes[..bytes.len() / part]).unwrap();
}

/// A build that must give the new site, however long a pipe makes it wait.
fn build(stand: &Stand, when: &str) {
    let mut build = Command::new("timeout");
    crate::stand::plain(&mut build).arg("30").arg(crate::stand::program()).args(stand.build().get_args());
    let output = build.output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{when}: {}", told(&output));
    let now = tree(&stand.public());
    let differing: Vec<&String> =
        stand.new.iter().filter(|(path, bytes)| now.get(*path) != Some(bytes)).map(|(path, _)| path).collect();
    assert!(differing.is_empty(), "{when}: not as a clean build: {differing:?}");
}

#[test]
fn a_damaged_memory_changes_nothing() {
    let stand = Stand::new();
    stand.recover("first");
    let files: Vec<String> = tree(&stand.root().join(".jiangyi")).into_keys().collect();
    assert!(!files.is_empty(), "a build remembers nothing");
    let tried: Vec<&String> = if is_long() { files.iter().collect() } else { files.iter().take(3).collect() };
    for file in &tried {
        for (what, damage) in DAMAGES {
            let when = format!("{file}: {what}");
            stand.reset();
            build(&stand, "before");
            damage(&stand.root().join(".jiangyi").join(file));
            build(&stand, &when);
            build(&stand, &when);
        }
    }
    tell(&format!("faults: {} files remembered, {} damaged in {} ways", files.len(), tried.len(), DAMAGES.len()));
}

#[test]
fn a_bit_turned_anywhere_in_the_memory_changes_nothing() {
    let stand = Stand::new();
    stand.recover("first");
    let files: Vec<String> = tree(&stand.root().join(".jiangyi")).into_keys().collect();
    let mut random = 0x9E37_79B9_u64;
    let rounds = if is_long() { 400 } else { 24 };
    for round in 0..rounds {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let file = &files[round % files.len()];
        let path = stand.root().join(".jiangyi").join(file);
        let Ok(mut bytes) = fs::read(&path) else { continue };
        let length = u64::try_from(bytes.len()).unwrap().max(1);
        // The beginning, where a form says what it is, and anywhere.
        let at = if round % 3 == 0 { random % 64.min(length) } else { (random >> 8) % length };
        let at = usize::try_from(at).unwrap();
        let Some(byte) = bytes.get_mut(at) else { continue };
        *byte ^= 1 << ((random >> 3) % 8);
        fs::write(&path, bytes).unwrap();
        build(&stand, &format!("{file}: a bit of byte {at} turned"));
    }
}

#[test]
fn a_memory_that_can_not_be_kept_is_done_without() {
    let stand = Stand::new();
    let memory = stand.root().join(".jiangyi");
    for (what, damage) in DAMAGES {
        stand.reset();
        if memory.exists() {
            fs::remove_dir_all(&memory).unwrap();
        }
        fs::write(&memory, "not a folder").unwrap();
        damage(&memory);
        build(&stand, &format!("the memory's folder: {what}"));
    }
}
