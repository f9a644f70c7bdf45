//! How far long work has come, in words.
//! Steps and counts in, one line at a time to whoever shows it. Says nothing of its own accord.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::diagnostic::{Diagnostic, Lang};
use crate::path::SitePath;
use crate::publish::{Body, Output};

/// How many files are written between two lines.
const STRIDE: usize = 50;

/// Where progress is shown.
#[derive(Clone, Copy)]
pub(super) struct Progress<'a> {
    pub(super) show: Option<&'a (dyn Fn(&str) + Sync)>,
    pub(super) lang: Lang,
}

impl Progress<'_> {
    pub(super) fn reading(self) {
        self.say("正在读取文件…", "Reading files …");
    }

    pub(super) fn compiling(self, files: usize) {
        self.say(&format!("正在编排 {files} 个文件…"), &format!("Compiling {files} files …"));
    }

    pub(super) fn indexing(self) {
        self.say("正在编制搜索索引…", "Making the search index …");
    }

    fn rendered(self, done: usize, all: usize) {
        self.say(&format!("正在生成页面 {done}/{all}…"), &format!("Rendering {done}/{all} …"));
    }

    /// Nothing to show any more.
    pub(super) fn end(self) {
        self.say("", "");
    }

    fn say(self, zh: &str, en: &str) {
        if let Some(show) = self.show {
            show(match self.lang {
                Lang::Zh => zh,
                Lang::En => en,
            });
        }
    }
}

/// An output whose files are counted as they are asked for.
pub(super) struct Counted<'a, O> {
    output: &'a O,
    progress: Progress<'a>,
    done: AtomicUsize,
}

impl<'a, O: Output> Counted<'a, O> {
    pub(super) fn new(output: &'a O, progress: Progress<'a>) -> Self {
        Self { output, progress, done: AtomicUsize::new(0) }
    }
}

impl<O: Output> Output for Counted<'_, O> {
    fn paths(&self) -> &[SitePath] {
        self.output.paths()
    }

    fn body(&self, index: usize) -> Result<Body, Box<Diagnostic>> {
        let done = self.done.fetch_add(1, Ordering::Relaxed);
        if done.is_multiple_of(STRIDE) {
            self.progress.rendered(done, self.paths().len());
        }
        self.output.body(index)
    }

    fn digest(&self, index: usize) -> Option<blake3::Hash> {
        self.output.digest(index)
    }

    fn wrote(&self, index: usize, digest: blake3::Hash) {
        self.output.wrote(index, digest);
    }
}
