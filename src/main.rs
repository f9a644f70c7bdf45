//! The program's outer edge: the one place that reads the environment and the clock, prints and exits.

#![allow(clippy::disallowed_methods, reason = "the environment is read here and nowhere else")]

use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use jiangyi::command::{World, run};
use jiangyi::diagnostic::Lang;

/// A build makes and drops millions of small values on every thread, at which the system's allocator spends a fifth of it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let began = Instant::now();
    let mut out = io::BufWriter::new(io::stdout());
    let mut err = io::stderr();
    let color = err.is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let lang = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|tag| !tag.is_empty())
        .and_then(|tag| Lang::of_tag(&tag));
    let mut world = World {
        out: &mut out,
        err: &mut err,
        lang,
        color,
        home: std::env::home_dir().filter(|home| *home != PathBuf::new()),
        clock: &|| began.elapsed(),
    };
    let outcome = run(std::env::args_os(), &mut world);
    match outcome.and_then(|outcome| io::Write::flush(&mut out).map(|()| outcome)) {
        Ok(outcome) => ExitCode::from(outcome.status()),
        // Nobody reads what is printed any more: there is no one to tell either.
        Err(_) => ExitCode::from(2),
    }
}
