//! Two builds at once, and a build whose reader has gone.

use std::process::Stdio;
use std::thread;

use crate::stand::{Stand, Version, tell, told};

#[test]
fn builds_at_once_take_turns_or_say_who_is_first() {
    let stand = Stand::new();
    let (mut done, mut busy) = (0, 0);
    for round in 0..4 {
        stand.reset();
        let builds: Vec<_> = (0..4)
            .map(|_| stand.build().stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap())
            .map(|build| thread::spawn(|| build.wait_with_output().unwrap()))
            .collect();
        for build in builds {
            let output = build.join().unwrap();
            match output.status.code() {
                Some(0) => done += 1,
                Some(2) => {
                    busy += 1;
                    assert!(told(&output).contains("另一次生成"), "{}", told(&output));
                }
                _ => panic!("{}", told(&output)),
            }
        }
        stand.is_clean(&format!("four at once, round {round}"));
    }
    tell(&format!("faults: of {} builds at once {done} were done, {busy} gave way", done + busy));
    assert!(done >= 4);
}

/// While another holds the lock for longer than anyone waits: the message names the process, and nothing is touched.
#[test]
fn a_build_that_never_gets_its_turn_says_who_is_first() {
    let stand = Stand::new();
    let lock = stand.root().join(".public.jiangyi-lock");
    std::fs::write(&lock, "4711\n").unwrap();
    let held = std::fs::File::open(&lock).unwrap();
    held.lock().unwrap();
    let output = stand.build().output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(told(&output).contains("4711"), "{}", told(&output));
    assert_eq!(stand.published("while locked"), Version::Old);
    drop(held);
    stand.recover("after the lock was given up");
}

#[test]
fn a_reader_that_has_gone_leaves_a_whole_site() {
    let stand = Stand::new();
    for streams in [(true, false), (false, true), (true, true)] {
        for format in ["json", "human", "short"] {
            stand.reset();
            let closed = || {
                let (reader, writer) = std::io::pipe().unwrap();
                drop(reader);
                Stdio::from(writer)
            };
            let of = |is_closed: bool| if is_closed { closed() } else { Stdio::null() };
            let status =
                stand.build().args(["--format", format]).stdout(of(streams.0)).stderr(of(streams.1)).status().unwrap();
            assert!(matches!(status.code(), Some(0 | 2)), "{format} {streams:?}: {status}");
            stand.published(format);
            stand.recover(format);
        }
    }
}
