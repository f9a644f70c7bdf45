//! Builds ended by a signal at random moments, one after the other, as they come.

use std::os::unix::process::ExitStatusExt as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::stand::{Stand, Version, is_long, tell};

/// What ends a program: the plug, a shutdown, Ctrl-C, a closed terminal.
const SIGNALS: [&str; 4] = ["KILL", "TERM", "INT", "HUP"];

#[test]
fn ended_at_random_moments() {
    let stand = Stand::new();
    let rounds = if is_long() { 300 } else { 40 };
    let usual = {
        let began = Instant::now();
        assert!(stand.build().output().unwrap().status.success());
        began.elapsed()
    };
    let mut random = 0x2545_F491_4F6C_DD1D_u64;
    let (mut ended, mut old, mut new) = (0, 0, 0);
    for round in 0..rounds {
        let when = format!("round {round}");
        // Every third round finds what the two before have left.
        if round % 3 != 2 {
            stand.reset();
        }
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let part = f64::from(u32::try_from(random >> 40).unwrap()) / f64::from(1 << 24);
        let mut build = stand.build().stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // Waits for its input to end, so that no program need be started in the moment itself.
        let script = format!("read x; kill -s {} {}", SIGNALS[round % 4], build.id());
        let mut sender =
            Command::new("sh").args(["-c", &script]).stdin(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_secs_f64(usual.as_secs_f64() * part));
        drop(sender.stdin.take());
        sender.wait().unwrap();
        let status = build.wait().unwrap();
        ended += usize::from(status.signal().is_some());
        match stand.published(&when) {
            Version::Old => old += 1,
            Version::New => new += 1,
        }
        if round % 3 != 1 {
            stand.recover(&when);
        }
    }
    tell(&format!(
        "faults: {rounds} builds, {ended} ended by a signal; {old} times the old site stood, {new} times the new one"
    ));
    assert!(ended * 3 > rounds && old > 0 && new > 0, "{ended} {old} {new}");
}
