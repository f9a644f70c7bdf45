//! Every call of the system that changes the disk: the program is killed as it makes the n-th one, or the system refuses it.
//! `strace` stands between the two.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Command, Output};

use crate::stand::{Stand, Version, points, program, tell, told};

/// What changes the disk, or waits for it. Reading is among it where a file is opened.
const CALLS: &[&str] = &[
    "openat",
    "write",
    "mkdir",
    "rename",
    "renameat",
    "renameat2",
    "link",
    "linkat",
    "unlink",
    "unlinkat",
    "rmdir",
    "chmod",
    "fchmod",
    "ftruncate",
    "fsync",
    "fdatasync",
    "syncfs",
    "flock",
    "copy_file_range",
    "sendfile",
];

/// The build under `strace`, with one call tampered with.
pub(crate) fn traced(stand: &Stand, inject: Option<&str>) -> (Output, String) {
    let log = stand.aside().join("trace");
    let mut command = Command::new("strace");
    command.args(["-f", "-qq", "-o"]).arg(&log).args(["-e", &format!("trace={}", CALLS.join(","))]);
    if let Some(inject) = inject {
        command.args(["-e", &format!("inject={inject}")]);
    }
    // Quicker, but then no signal is sent.
    if !inject.is_some_and(|inject| inject.contains("signal=")) {
        command.arg("--seccomp-bpf");
    }
    let build = stand.build();
    crate::stand::plain(&mut command).arg(program()).args(build.get_args());
    let output = command.output().expect("strace is needed: apt-get install strace");
    (output, fs::read_to_string(log).unwrap_or_default())
}

/// How often a build makes each call, on the thread that makes it most often.
fn counts(stand: &Stand) -> BTreeMap<&'static str, usize> {
    stand.reset();
    counts_of(stand)
}

/// The same, of the site as it stands.
pub(crate) fn counts_of(stand: &Stand) -> BTreeMap<&'static str, usize> {
    let (output, log) = traced(stand, None);
    assert!(output.status.success(), "{}", told(&output));
    let mut by_thread: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for line in log.lines() {
        let mut words = line.split_whitespace();
        let (Some(thread), Some(call)) = (words.next(), words.next()) else { continue };
        let call = call.split('(').next().unwrap_or_default();
        if let Some(call) = CALLS.iter().find(|known| **known == call) {
            *by_thread.entry((call, thread)).or_default() += 1;
        }
    }
    let mut counts = BTreeMap::new();
    for ((call, _), count) in by_thread {
        let call = CALLS.iter().find(|known| **known == call).unwrap();
        let most: &mut usize = counts.entry(*call).or_default();
        *most = count.max(*most);
    }
    assert!(counts["write"] > 10 && counts["mkdir"] > 3 && counts.contains_key("syncfs"), "{counts:?}");
    counts
}

#[test]
fn killed_at_every_call_that_changes_the_disk() {
    let stand = Stand::new();
    let counts = counts(&stand);
    let (mut killed, mut old) = (BTreeMap::<&str, usize>::new(), 0);
    for (call, count) in &counts {
        for n in points(*count, 9) {
            let when = format!("killed at {call} {n} of {count}");
            stand.reset();
            let (output, _) = traced(&stand, Some(&format!("{call}:signal=KILL:when={n}")));
            assert!(output.status.signal() == Some(9) || output.status.success(), "{when}: {}", told(&output));
            *killed.entry(call).or_default() += usize::from(output.status.signal() == Some(9));
            old += usize::from(stand.published(&when) == Version::Old);
            stand.recover(&when);
        }
    }
    let all: usize = killed.values().sum();
    tell(&format!(
        "faults: killed at {all} calls of {}: {killed:?}; {old} times the old site stood",
        counts.values().sum::<usize>()
    ));
    assert!(old > 10 && all > old, "{killed:?} {old}");
}

/// A refusal of the system: its name, its words, and the calls that it is tried at.
type Refusal = (&'static str, &'static [&'static str], &'static [&'static str]);

const REFUSALS: &[Refusal] = &[
    ("ENOSPC", &["磁盘已满"], &["openat", "write", "mkdir", "rename", "renameat2", "linkat", "fsync", "syncfs"]),
    ("EIO", &["读写出错"], CALLS),
    ("EROFS", &["磁盘是只读的"], &["openat", "mkdir", "rename", "renameat2", "unlink", "rmdir"]),
    ("EACCES", &["没有权限"], &["mkdir", "renameat2", "unlink", "chmod", "fchmod"]),
    ("EDQUOT", &["磁盘配额已用完"], &["write"]),
];

#[test]
fn refused_at_every_call_that_changes_the_disk() {
    let stand = Stand::new();
    let counts = counts(&stand);
    let mut tried: BTreeMap<String, [usize; 3]> = BTreeMap::new();
    for (error, words, calls) in REFUSALS {
        for call in calls.iter().filter(|call| counts.contains_key(**call)) {
            let count = counts[call];
            for n in points(count, 15) {
                let when = format!("{call} {n} of {count} refused with {error}");
                stand.reset();
                let (output, log) = traced(&stand, Some(&format!("{call}:error={error}:when={n}")));
                if !log.contains("INJECTED") {
                    continue;
                }
                let code = at_start(&log).then(|| output.status.code()).flatten();
                if code.is_some_and(|code| code > 2) {
                    // The loader of programs could not even begin.
                    assert_eq!(stand.published(&when), Version::Old);
                    continue;
                }
                stand.ended(&output, &when);
                let code = output.status.code().unwrap_or(3);
                let said = told(&output);
                assert!(
                    code != 2 || words.iter().any(|words| said.contains(words)) || is_untellable(call, &log),
                    "{when}: {said}"
                );
                tried.entry(format!("{error} {call}")).or_default()[usize::try_from(code).unwrap().min(2)] += 1;
                stand.recover(&when);
            }
        }
    }
    tell(&format!("faults: refused (done all the same, errors of content, could not run): {tried:?}"));
    assert!(tried.len() > 15, "{tried:?}");
}

/// Whether the refusal met the system's loader of programs, before ours had begun.
fn at_start(log: &str) -> bool {
    log.lines().any(|line| {
        line.contains("INJECTED") && (line.contains(".so") || line.contains("/proc/") || line.contains("/sys/"))
    })
}

/// Whether it was the very message that could not be written.
fn is_untellable(call: &str, log: &str) -> bool {
    call == "write"
        && log.lines().any(|line| line.contains("INJECTED") && (line.contains("write(1,") || line.contains("write(2,")))
}
