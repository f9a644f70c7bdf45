//! What a build costs, counted and not timed, so that it holds on a busy machine: allocations and bytes for a page of a fixed
//! handbook, the most memory at one time, and that all of these grow in a straight line with the number of lessons.
//!
//! When a threshold is passed: `cargo bench --bench phases -- FOLDER` shows which stage grew. A change that is worth its
//! cost moves the threshold; a change that saves much should move it too.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test")]
#![allow(clippy::disallowed_methods, reason = "a test lays out its site on disk")]
#![cfg(target_pointer_width = "64")]

#[path = "../examples/lessons.rs"]
#[allow(dead_code, reason = "the example has a main and other flavours")]
mod lessons;

use jiangyi::pipeline::{self, Options};
use jiangyi::publish::{Body, Output as _};
use jiangyi::site::Site;
use jiangyi::source::{self, FileIds};
use lessons::{Flavour, files, write};

/// What a build took.
#[derive(Clone, Copy, Debug)]
struct Cost {
    /// Bytes of the lessons.
    text: u64,
    lessons: u64,
    allocations: u64,
    bytes: u64,
    /// The most bytes at one time.
    peak: u64,
}

/// Builds a handbook on one thread, all but the writing.
fn cost(count: u32) -> Cost {
    let folder = tempfile::tempdir().unwrap();
    let files = files(count as usize, Flavour::Jiangyi);
    write(folder.path(), &files).unwrap();
    let text = files.iter().map(|(_, text)| text.len() as u64).sum();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let info = pool.install(|| {
        allocation_counter::measure(|| {
            let read = source::read(folder.path(), &mut FileIds::default()).unwrap_or_else(|_| unreachable!());
            let compiled = pipeline::compile(&read.value, read.diagnostics, &Options::default());
            let site = Site::new(&compiled, &read.value).unwrap();
            for index in 0..site.paths().len() {
                assert!(matches!(site.body(index).unwrap(), Body::Bytes(bytes) if !bytes.is_empty()));
            }
        })
    });
    Cost {
        text,
        lessons: u64::from(count),
        allocations: info.count_total,
        bytes: info.bytes_total,
        peak: info.bytes_max,
    }
}

/// One test, since what the first build loads (grammars, tables) belongs to no page.
#[test]
fn a_page_costs_what_it_did_and_cost_grows_in_a_straight_line() {
    cost(24);
    let (few, many) = (cost(60), cost(240));
    let each = |of: fn(&Cost) -> u64| (of(&many) - of(&few)) / (many.lessons - few.lessons);
    let (allocations, bytes, peak) = (each(|c| c.allocations), each(|c| c.bytes), each(|c| c.peak));
    let text = (many.text - few.text) / (many.lessons - few.lessons);
    println!(
        "a lesson of {text} bytes: {allocations} allocations, {bytes} bytes, {peak} at the peak; {few:?} {many:?}"
    );
    assert!(allocations < 3_250, "{allocations} allocations for a lesson");
    assert!(bytes < 83 * text, "{bytes} bytes allocated for a lesson of {text}");
    assert!(peak < 63 * text / 8, "{peak} bytes at the peak for a lesson of {text}");
    for (what, of) in
        [("allocations", (|c| c.allocations) as fn(&Cost) -> u64), ("bytes", |c| c.bytes), ("peak", |c| c.peak)]
    {
        assert!(
            10 * of(&many) < 45 * of(&few),
            "four times the lessons take {} and not {} {what}",
            of(&many),
            4 * of(&few)
        );
    }
}
