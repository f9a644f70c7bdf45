//! The fuzzing targets (`fuzz/src`) without a fuzzer: every file of the corpus, then changed ones for a short while. Finds
//! again what fuzzing has found once; `tests/long fuzz` looks for more.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::site_support::repository;

#[path = "../../fuzz/src/lib.rs"]
#[allow(unreachable_pub, reason = "a crate of its own where cargo-fuzz builds it")]
#[allow(dead_code, reason = "what cargo-fuzz calls")]
pub(crate) mod targets;

use targets::{TARGETS, Target};

/// How long changes of a target's corpus are tried; `JIANGYI_FUZZ_SECONDS` says otherwise.
const BUDGET: Duration = Duration::from_secs(1);

fn budget() -> Duration {
    let asked = std::env::var("JIANGYI_FUZZ_SECONDS").ok().and_then(|seconds| seconds.parse().ok());
    asked.map_or(BUDGET, Duration::from_secs)
}

/// What one input may take at most on this machine when it is busy; the slowest takes a hundredth of it.
const LONGEST: Duration = Duration::from_secs(10);

/// Texts that mean something to the parts under test, to be put in anywhere.
const TOKENS: &[&str] = &[
    "**",
    "*",
    "_",
    "~~",
    "`",
    "```",
    "\n",
    "\n\n",
    "- ",
    "1. ",
    "> ",
    "# ",
    "## ",
    "|",
    "|-|\n",
    "[",
    "](",
    ")",
    "![",
    "<",
    ">",
    "<!--",
    "-->",
    "---\n",
    "：",
    ": ",
    "\"",
    "'",
    "{",
    "}",
    "#",
    "&",
    "&amp;",
    "\\",
    "$",
    "$$",
    "[^1]",
    "[^1]: ",
    "《",
    "》",
    "第一条",
    "〔2018〕",
    "标题",
    "\u{feff}",
    "\0",
    "\r",
    "\t",
    "　",
    "😀",
    "\u{301}",
    "\u{202e}",
    "甲",
    "（",
    "）",
    "。",
    "<script>",
    "javascript:",
    "../",
    "%2e",
    "=== content/2026-03-a/index.md\n",
    "&a ",
    "*a",
    "!!x ",
    "~",
    "null",
    "2026-03-05",
    "99999999999",
    "- [x] ",
    "或：",
    "同时：",
];

/// A sequence of numbers that looks random and is the same in every run.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end.max(1) as u64).unwrap_or_default()
    }
}

fn corpus(name: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = repository().join("fuzz/corpus").join(name);
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

/// One to four changes: a piece out, a token or a piece of another input in, a byte turned.
fn changed(one: &[u8], other: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = one.to_vec();
    for _ in 0..=numbers.below(4) {
        let at = numbers.below(bytes.len() + 1);
        let end = bytes.len().min(at + numbers.below(24));
        let from = numbers.below(other.len() + 1);
        let piece = &other[from..other.len().min(from + numbers.below(64))];
        let token = TOKENS[numbers.below(TOKENS.len())].as_bytes();
        match numbers.below(5) {
            0 => drop(bytes.drain(at..end)),
            1 => drop(bytes.splice(at..end, piece.iter().copied())),
            2 => drop(bytes.splice(at..at, token.repeat(1 + numbers.below(3)))),
            3 => drop(bytes.splice(at..end, token.iter().copied())),
            _ => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << numbers.below(8);
                }
            }
        }
    }
    bytes
}

/// Runs one input; what to tell if it fails or takes too long.
fn run(&(name, target): &Target, data: &[u8], what: &str) {
    let began = Instant::now();
    let ran = catch_unwind(AssertUnwindSafe(|| target(data)));
    let took = began.elapsed();
    if ran.is_err() || took > LONGEST {
        let kept = std::env::temp_dir().join(format!("jiangyi-{name}-{}", blake3::hash(data).to_hex().split_at(12).0));
        fs::write(&kept, data).unwrap();
        panic!("{name}: {what}, after {took:?}; kept as {}", kept.display());
    }
}

#[test]
fn every_target_has_a_corpus_and_every_corpus_a_target() {
    let mut folders = crate::site_support::folders(&repository().join("fuzz/corpus"));
    let mut names: Vec<&str> = TARGETS.iter().map(|(name, _)| *name).collect();
    names.sort_unstable();
    assert_eq!(folders, names);
    let manifest = fs::read_to_string(repository().join("fuzz/Cargo.toml")).unwrap();
    folders.retain(|name| !manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")));
    assert!(folders.is_empty(), "{folders:?}");
}

#[test]
fn the_corpus_holds_and_changes_of_it_do() {
    let (mut told, budget) = (String::new(), budget());
    for target in TARGETS {
        let corpus = corpus(target.0);
        for (path, data) in &corpus {
            run(target, data, &path.display().to_string());
        }
        let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
        let (began, mut count) = (Instant::now(), 0);
        while began.elapsed() < budget {
            let [one, other] = [(); 2].map(|()| &corpus[numbers.below(corpus.len())].1);
            run(target, &changed(one, other, &mut numbers), "a changed input");
            count += 1;
        }
        write!(told, "{} {}+{count} ", target.0, corpus.len()).unwrap();
    }
    println!("fuzz: {told}");
    if let Some(path) = std::env::var_os("JIANGYI_FIGURES") {
        let mut file = fs::File::options().append(true).create(true).open(path).unwrap();
        writeln!(file, "fuzz: inputs of the corpus + changed ones: {told}").unwrap();
    }
}
