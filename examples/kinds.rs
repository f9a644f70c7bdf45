#![allow(clippy::all)]
use std::time::Instant;
use std::collections::BTreeMap;
use jiangyi::pipeline::{self, Options};
use jiangyi::publish::{Body, Output as _};
use jiangyi::site::Site;
use jiangyi::source::{self, FileIds};
fn main() {
    let root = std::env::args().nth(1).unwrap();
    let read = source::read(root.as_ref(), &mut FileIds::default()).unwrap();
    let sources = read.value;
    let compiled = pipeline::compile(&sources, read.diagnostics, &Options::default());
    let site = Site::new(&compiled, &sources).unwrap();
    for _ in 0..2 {
    let mut by: BTreeMap<String, (usize, usize, f64)> = BTreeMap::new();
    for (index, route) in compiled.routes.pages.iter().enumerate() {
        let kind = format!("{:?}", route.page); let kind = kind.split('(').next().unwrap().to_owned();
        if let Ok(only) = std::env::var("KIND") && only != kind { continue; }
        let t = Instant::now();
        let n = match site.body(index).unwrap() { Body::Bytes(b) => b.len(), _ => 0 };
        let e = by.entry(kind).or_default(); e.0 += 1; e.1 += n; e.2 += t.elapsed().as_secs_f64();
    }
    for (k, (n, b, t)) in by { println!("{k:16} {n:6} pages {:9.1} KB {:9.1} ms  {:7.1} us/page {:6.1} ns/byte", b as f64/1e3, t*1e3, t*1e6/n as f64, t*1e9/b as f64); }
    println!();
    }
}
