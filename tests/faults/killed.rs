//! Builds ended by a signal at random moments, one after the other, as they come.

use std::os::unix::process::ExitStatusExt as _;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::stand::{Stand, Version, is_long, tell};

/// What ends a program: the plug, a shutdown, Ctrl-C, a closed terminal.
const SIGNALS: [&str; 4] = ["KILL", "TERM", "INT", "HUP"];

#[test]
fn ended_at_random_moments() {
    let stand = Stand::new();
    let rounds = if is_long() { 300 } else { 40 };
    // How long a build takes, as far as is known: others use the machine too.
    let mut usual = 0.05;
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
        std::thread::sleep(Duration::from_secs_f64(usual * part));
        drop(sender.stdin.take());
        sender.wait().unwrap();
        let status = build.wait().unwrap();
        ended += usize::from(status.signal().is_some());
        let version = stand.published(&when);
        match version {
            Version::Old => old += 1,
            Version::New => new += 1,
        }
        usual *= if version == Version::Old { 1.1 } else { 0.9 };
        if round % 3 != 1 {
            stand.recover(&when);
        }
    }
    tell(&format!(
        "faults: {rounds} builds, {ended} ended by a signal; {old} times the old site stood, {new} times the new one"
    ));
    assert!(ended * 4 > rounds && old > 4 && new > 4, "{ended} {old} {new}");
}
