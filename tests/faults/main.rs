//! Faults: the program itself, killed, starved and refused by the system at every point where it changes the disk.
//!
//! Whatever happens, what is published is the old site or the new one, whole; nothing of the user's is touched; the message
//! says what happened; and the next build gives the bytes of a clean one and leaves nothing behind. `stand.rs` has the site
//! on which all tests stand and these laws.
//!
//! As they are the tests try some of the points, in about half a minute. `tests/long faults` (which sets `JIANGYI_FAULTS=all`)
//! tries every one. They need Linux and `strace`, and a user who may mount (root, or one with user namespaces).
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may panic, and tells what it counted"
)]
#![allow(clippy::disallowed_methods, reason = "tests lay out their sites on disk, and read what came of them")]

mod cache;
mod calls;
mod content;
mod disk;
mod first;
mod killed;
mod limits;
mod stand;
mod together;
