//! The program's outer edge: the one place that reads the environment and the clock, prints and exits.

#![allow(clippy::disallowed_methods, reason = "the environment and the clock are read here and nowhere else")]

use std::io::{self, IsTerminal, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Mutex;
use std::time::{Duration, Instant, SystemTime};

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
    let shows_progress = err.is_terminal();
    let shown = Mutex::new(None);
    let progress = |line: &str| show(line, &shown, began);
    let mut world = World {
        out: &mut out,
        err: &mut err,
        lang,
        color,
        progress: shows_progress.then_some(&progress),
        home: std::env::home_dir().filter(|home| *home != PathBuf::new()),
        user: ["USER", "LOGNAME", "USERNAME"].into_iter().find_map(|name| std::env::var(name).ok()),
        now: SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs()),
        clock: &|| began.elapsed(),
    };
    let outcome = run(std::env::args_os(), &mut world);
    match outcome.and_then(|outcome| io::Write::flush(&mut out).map(|()| outcome)) {
        Ok(outcome) => ExitCode::from(outcome.status()),
        // Nobody reads what is printed any more: there is no one to tell either.
        Err(_) => ExitCode::from(2),
    }
}

/// How often a line of progress changes, and how long nothing is shown at first: quick work needs none.
const PACE: Duration = Duration::from_millis(150);

/// Shows a line of progress in the place of the last one; an empty one clears it.
fn show(line: &str, last: &Mutex<Option<Duration>>, began: Instant) {
    // Whoever comes while another is writing has nothing newer to say.
    let Ok(mut last) = last.try_lock() else { return };
    let now = began.elapsed();
    let is_time = now >= last.unwrap_or_default() + PACE;
    if line.is_empty() && last.take().is_some() {
        drop(write!(io::stderr(), "\r\x1b[K"));
    } else if !line.is_empty() && is_time {
        *last = Some(now);
        drop(write!(io::stderr(), "\r\x1b[K{line}"));
    }
}
