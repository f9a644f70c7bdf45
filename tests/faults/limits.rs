//! A machine that gives little: few open files, little memory, short files.

use std::process::{Command, Output};

use crate::stand::{Stand, is_long, plain, program, tell, told};

/// The build under a limit of the shell's.
fn limited(stand: &Stand, limit: &str) -> Output {
    let mut command = Command::new("sh");
    plain(&mut command).args(["-c", &format!("ulimit {limit} && exec \"$0\" \"$@\"")]).arg(program());
    command.args(stand.build().get_args()).output().unwrap()
}

#[test]
fn sixty_four_open_files_are_enough() {
    let stand = Stand::new();
    let output = limited(&stand, "-n 64");
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    stand.is_clean("64 open files");
}

#[test]
fn fewer_open_files_give_a_whole_site_or_a_message() {
    let stand = Stand::new();
    for limit in (4..24).step_by(if is_long() { 1 } else { 3 }) {
        let when = format!("{limit} open files");
        stand.reset();
        let output = limited(&stand, &format!("-n {limit}"));
        if output.status.code() == Some(127) {
            // Not even the system's loader could open its libraries.
            stand.published(&when);
            continue;
        }
        stand.ended(&output, &when);
        stand.recover(&when);
    }
}

/// Memory can give out anywhere, and a program without it can only stop: at once, and with a whole site.
#[test]
fn too_little_memory_leaves_a_whole_site() {
    let stand = Stand::new();
    let sizes: &[usize] =
        if is_long() { &[16, 24, 32, 48, 64, 80, 100, 128, 160, 192, 256, 384, 512] } else { &[32, 64, 100, 192] };
    let mut done = Vec::new();
    for mib in sizes {
        for what in ["-d", "-v"] {
            let when = format!("ulimit {what} {mib} MiB");
            stand.reset();
            let output = limited(&stand, &format!("{what} {}", mib * 1024));
            let said = told(&output);
            if output.status.success() {
                done.push(when.clone());
                stand.is_clean(&when);
            } else {
                assert!(said.len() > 30, "{when}: {said}");
                stand.published(&when);
            }
            stand.recover(&when);
        }
    }
    tell(&format!("faults: enough memory: {}", done.join(", ")));
}

/// No file may grow beyond a length: the system ends whoever tries.
#[test]
fn a_limit_on_the_length_of_files_leaves_a_whole_site() {
    let stand = Stand::new();
    for blocks in [0, 1, 8, 40, 100, 1000] {
        let when = format!("files of {blocks} blocks");
        stand.reset();
        let output = limited(&stand, &format!("-f {blocks}"));
        stand.published(&when);
        if output.status.success() {
            stand.is_clean(&when);
        }
        stand.recover(&when);
    }
}
