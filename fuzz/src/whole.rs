//! Whole sites, built in memory: read, compiled, every page made, every problem told.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use jiangyi::diagnostic::{Diagnostic, Lang};
use jiangyi::pipeline::{Compiled, Options, compile};
use jiangyi::publish::{Body, Output};
use jiangyi::render::Engine;
use jiangyi::report::{self, Reporter};
use jiangyi::site::{self, Site};
use jiangyi::source::{Sources, in_memory};
use jiangyi::text::span::{FileId, Span};

use super::{choices, page};

/// A site grown from choices. Some are built twice: the same bytes come out.
pub fn site(data: &[u8]) {
    let files = choices::site(data);
    let once = build(files.clone());
    if data.last().is_some_and(|last| last % 16 == 7) {
        assert!(once == build(files), "two builds differ");
    }
}

/// A site as one text: each line `=== path` begins a file. Without such a line all is a lesson.
pub fn folder(data: &[u8]) {
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    let mut at = "content/2026-03-a/01-b.md".to_owned();
    let mut bytes = Vec::new();
    for line in data.split_inclusive(|byte| *byte == b'\n') {
        match line.strip_prefix(b"=== ") {
            Some(path) => {
                files.push((std::mem::replace(&mut at, String::from_utf8_lossy(path).trim().to_owned()), bytes));
                bytes = Vec::new();
            }
            None => bytes.extend_from_slice(line),
        }
    }
    files.push((at, bytes));
    if !files.iter().any(|(path, _)| path == "site.toml") {
        files.push(("site.toml".to_owned(), "title = \"册\"\n".into()));
    }
    build(files);
}

/// The engine of the last build, whose templates the next one need not read again.
static ENGINE: Mutex<Option<Arc<Engine>>> = Mutex::new(None);

/// Builds a site and holds all laws against it. What it wrote, in the order of addresses.
fn build(files: Vec<(String, Vec<u8>)>) -> Vec<Vec<u8>> {
    let read = in_memory(files);
    let sources = read.value;
    let compiled = compile(&sources, read.diagnostics, &Options::default());
    check_told(&compiled.diagnostics, &sources);
    // With errors a build would stop here; its pages can be made all the same, since `serve` shows them.
    let mut kept = ENGINE.lock().unwrap_or_else(PoisonError::into_inner);
    let engine = match site::engine(&compiled, kept.as_ref()) {
        Ok(engine) => engine,
        Err(found) => {
            check_told(&[*found], &sources);
            return Vec::new();
        }
    };
    *kept = Some(Arc::clone(&engine));
    drop(kept);
    let site = Site::with(engine, &compiled, &sources);
    check_addresses(&site);
    let mut written = pages(&site, &compiled, &sources);
    let keys = site.keys();
    written.extend(pages(&keys, &compiled, &sources));
    written
}

/// Every page is made and is whole, but for what a broken theme of the site's own says.
fn pages(output: &impl Output, compiled: &Compiled, sources: &Sources) -> Vec<Vec<u8>> {
    let is_own_theme = sources.files().iter().any(|file| file.path.starts_with("themes/"));
    let mut written = Vec::new();
    for (index, path) in output.paths().iter().enumerate() {
        match output.body(index) {
            Ok(Body::Bytes(bytes)) => {
                if path.as_str().ends_with(".html") {
                    let text = std::str::from_utf8(&bytes).unwrap_or_else(|error| panic!("{path}: {error}"));
                    page::check(text, false);
                }
                written.push(bytes);
            }
            Ok(Body::File(_)) => written.push(Vec::new()),
            Err(found) => {
                assert!(is_own_theme, "{path}: {found:?} {:?}", compiled.diagnostics);
                check_told(&[*found], sources);
            }
        }
    }
    written
}

/// All addresses are different, stay in the output, and none is another's folder; on a disk that knows no case, too.
fn check_addresses(site: &Site<'_>) {
    let mut seen = BTreeSet::new();
    for path in site.paths() {
        let path = path.as_str();
        let is_part = |part: &str| !matches!(part, "" | "." | "..") && !part.contains(['\\', '\0', ':']);
        assert!(path.split('/').all(is_part), "{path:?}");
        assert!(path.len() < 1024 && path.split('/').all(|part| part.len() <= 255), "{path:?}");
        assert!(!path.starts_with(".jiangyi"), "{path:?}");
        assert!(seen.insert(path.to_lowercase()), "{path:?} twice");
    }
    for path in &seen {
        let mut above = path.as_str();
        while let Some((folder, _)) = above.rsplit_once('/') {
            assert!(!seen.contains(folder), "{folder:?} is a file and a folder");
            above = folder;
        }
    }
}

/// Every problem can be told in every form: the place is in its file, the words are there, no line of a terminal is broken.
fn check_told(found: &[Diagnostic], sources: &Sources) {
    for one in found {
        let whole = |span: Span| {
            let text = sources.get(span.file).and_then(|file| file.text());
            text.is_none_or(|text| text.get(span.range()).is_some()) || span == Span::file_start(FileId(0))
        };
        let fix = one.fix.as_ref().map(|fix| fix.span);
        assert!([Some(one.span), one.related, fix].into_iter().flatten().all(whole), "{one:?}");
        for lang in [Lang::Zh, Lang::En] {
            let reporter = &Reporter::new(sources, lang);
            let human = report::human(reporter, one, false);
            assert!(!human.chars().any(|c| c.is_control() && c != '\n' && c != '\t'), "{human:?}");
            let short = report::short(reporter, one);
            assert!(!short.contains(['\n', '\r', '\x1b']), "{short:?}");
            let json = report::json(reporter, one);
            assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok(), "{json}");
        }
    }
}
