//! Other programs, run without a shell.
//! A program's name, its arguments and what it reads in; what it says out. Asks nobody anything.

use std::ffi::OsStr;
use std::io::{self, ErrorKind, Write as _};
use std::process::{Command, Stdio};

use super::error::ReleaseError;

/// How a program ended, and what it said.
#[derive(Debug)]
pub(super) struct Ended {
    /// Its status; `None` where it was killed.
    pub(super) status: Option<i32>,
    pub(super) out: String,
    pub(super) err: String,
}

/// Runs a program to its end.
pub(super) fn run<A: AsRef<OsStr>>(name: &'static str, arguments: &[A], input: &str) -> Result<Ended, ReleaseError> {
    let refused = |error: io::Error| match error.kind() {
        ErrorKind::NotFound => ReleaseError::NoProgram { name, host: None },
        _ => ReleaseError::io(std::path::Path::new(name), error),
    };
    let mut command = Command::new(name);
    // Its words are read to tell what went wrong; they must not depend on the user's language.
    command.args(arguments).env("LC_ALL", "C").env_remove("SSH_ASKPASS").env("SSH_ASKPASS_REQUIRE", "never");
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().map_err(refused)?;
    let pipe = child.stdin.take();
    let ended = std::thread::scope(|scope| {
        scope.spawn(move || {
            // A program that ends early does not read all; how it ended says why.
            let _ = pipe.map(|mut pipe| pipe.write_all(input.as_bytes()));
        });
        child.wait_with_output()
    });
    let ended = ended.map_err(refused)?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ok(Ended { status: ended.status.code(), out: text(&ended.stdout), err: text(&ended.stderr) })
}
