//! How long each stage of a build takes. `cargo bench --bench phases -- ROOT [ROUNDS]` prints, for the handbook in ROOT, the
//! milliseconds of every stage (median of the rounds), and how many megabytes of text a second the search index takes in.

#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::expect_used, reason = "a tool for developers")]

use std::path::{Path, PathBuf};
use std::time::Instant;

use jiangyi::pipeline::{self, Options};
use jiangyi::publish::{Body, Output as _};
use jiangyi::search;
use jiangyi::site::Site;
use jiangyi::source::{self, FileIds};
use rayon::prelude::*;

/// The stages, in order.
const STAGES: [&str; 6] = ["read", "compile", "of that search", "templates", "render", "all"];

fn main() {
    // Cargo adds words of its own, such as `--bench`.
    let given: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let Some(root) = given.first().map(PathBuf::from) else {
        return println!("phases: name the folder of a handbook");
    };
    let rounds = given.get(1).and_then(|rounds| rounds.parse().ok()).unwrap_or(7);
    let mut all: Vec<[f64; 6]> = Vec::new();
    let (mut text, mut html) = (0, 0);
    for _ in 0..rounds {
        let (times, sizes) = round(&root);
        all.push(times);
        (text, html) = sizes;
    }
    println!("{} threads, {:.1} MB of text, {:.1} MB of pages", rayon::current_num_threads(), mb(text), mb(html));
    for (at, stage) in STAGES.iter().enumerate() {
        let mut times: Vec<f64> = all.iter().map(|times| times[at]).collect();
        times.sort_by(f64::total_cmp);
        let median = times[times.len() / 2];
        let rate = if *stage == "of that search" { format!("{:8.1} MB/s", mb(text) / median) } else { String::new() };
        println!(
            "{stage:16} {:9.1} ms   {:.1} to {:.1}{rate}",
            median * 1e3,
            times[0] * 1e3,
            times[times.len() - 1] * 1e3
        );
    }
}

fn round(root: &Path) -> ([f64; 6], (usize, usize)) {
    let began = Instant::now();
    let read = source::read(root, &mut FileIds::default()).expect("the handbook can be read");
    let after_read = began.elapsed();
    let sources = read.value;
    let text = sources.markdown().map(|(_, text)| text.len()).sum();
    let compiled = pipeline::compile(&sources, read.diagnostics, &Options::default());
    let after_compile = began.elapsed();
    let site = Site::new(&compiled, &sources).expect("the theme is sound");
    let after_templates = began.elapsed();
    let html = (0..site.paths().len())
        .into_par_iter()
        .map(|index| match site.body(index).expect("every page renders") {
            Body::Bytes(bytes) => bytes.len(),
            Body::File(_) => 0,
        })
        .sum();
    let after_render = began.elapsed();
    let again = Instant::now();
    let index = search::index(&compiled.handbook, &compiled.routes);
    let search = again.elapsed();
    drop(index);
    let times = [
        after_read,
        after_compile.checked_sub(after_read).unwrap_or_default(),
        search,
        after_templates.checked_sub(after_compile).unwrap_or_default(),
        after_render.checked_sub(after_templates).unwrap_or_default(),
        after_render,
    ];
    (times.map(|time| time.as_secs_f64()), (text, html))
}

fn mb(bytes: usize) -> f64 {
    f64::from(u32::try_from(bytes / 1000).unwrap_or(u32::MAX)) / 1000.0
}
