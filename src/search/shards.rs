//! The lists of sections, cut into small files.
//! Counted terms in, script files and the directory that tells where a term is out. A file holds a stretch of the sorted
//! terms, so that one look at the directory finds the one file of any term.
//!
//! A file has three parts, with bars between them, since like compresses well with like: the terms, how many sections each has,
//! and these. Pairs are a row of groups, one for each first character: the gap from the rank of the group before (in the list of
//! all characters; the first group's from 0), the number of its second characters, and the gaps of their ranks. Words stand
//! with spaces between them. Sections are the gaps from the one before, each with a mark where there is more to say of how the
//! section holds the term.

use std::ops::Range;

use rayon::prelude::*;

use super::count::Counts;
use super::digits::push_number;
use super::lists::{Group, push_list};
use super::scale::Scale;
use super::script::Script;

/// About how long the lists of one file usually are, in letters. Smaller files cost more together, larger ones more each.
const SHARD: usize = 6_000;

/// The files of a kind of term, and where each begins.
pub(super) struct Shards {
    /// The files: `p0`, `p1` … or `w0`, `w1` …
    pub(super) scripts: Vec<Script>,
    /// Of pairs: the ranks of each file's first pair, as gaps. Of words: each file's first word, by spaces.
    pub(super) directory: String,
}

/// Cuts the pairs into files.
pub(super) fn pairs(counts: &Counts, scale: Scale) -> Shards {
    let rank = |c: char| counts.chars.binary_search(&c).unwrap_or(0);
    let ranked = |group: &'_ Group| (rank(group.first), group.seconds.iter().map(|second| rank(second.char)).collect());
    let ranks: Vec<(usize, Vec<usize>)> = counts.pairs.par_iter().map(ranked).collect();
    let mut cut = Cut { name: 'p', full: scale.apply(SHARD), ..Cut::default() };
    let mut directory = String::new();
    let mut last_first = 0;
    for (group, (first, seconds)) in counts.pairs.iter().zip(&ranks) {
        let mut from = 0;
        while from < seconds.len() {
            if cut.is_empty() {
                push_number(&mut directory, (first - last_first) as u64);
                push_number(&mut directory, seconds[from] as u64);
                last_first = *first;
            }
            let to = fitting(group, from, cut.full.saturating_sub(cut.length()));
            cut.push_group(group, (*first, seconds), from..to);
            from = to;
            cut.end_if_full();
        }
    }
    Shards { scripts: cut.finish(), directory }
}

/// One past the last pair of a group from `from` on that fits in `room` letters; always one at least.
fn fitting(group: &Group, from: usize, room: usize) -> usize {
    let start = group.start(from);
    let fits = group.seconds[from..].partition_point(|second| second.end - start <= room);
    from + fits.max(1)
}

/// Files being filled.
#[derive(Default)]
struct Cut {
    name: char,
    /// How long a file is.
    full: usize,
    /// What full files hold.
    ended: Vec<String>,
    terms: String,
    counts: String,
    lists: String,
    /// The rank of the last group's first character in this file.
    last: usize,
}

impl Cut {
    fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    fn length(&self) -> usize {
        self.terms.len() + self.counts.len() + self.lists.len()
    }

    /// Takes pairs of a group in, of which `ranks` are the ranks of the first character and of all second ones.
    fn push_group(&mut self, group: &Group, ranks: (usize, &[usize]), pairs: Range<usize>) {
        let (first, seconds) = ranks;
        push_number(&mut self.terms, (first - self.last) as u64);
        self.last = first;
        push_number(&mut self.terms, pairs.len() as u64);
        let mut last = 0;
        self.lists.push_str(&group.letters[group.start(pairs.start)..group.start(pairs.end)]);
        for (second, rank) in group.seconds[pairs.clone()].iter().zip(&seconds[pairs]) {
            push_number(&mut self.terms, (rank - last) as u64);
            push_number(&mut self.counts, second.count as u64);
            last = *rank;
        }
    }

    fn end_if_full(&mut self) {
        if self.length() * 16 >= self.full * 15 {
            self.end();
        }
    }

    fn end(&mut self) {
        self.ended.push([self.terms.as_str(), &self.counts, &self.lists].join("|"));
        self.terms.clear();
        self.counts.clear();
        self.lists.clear();
        self.last = 0;
    }

    fn finish(mut self) -> Vec<Script> {
        if !self.is_empty() {
            self.end();
        }
        let script = |(number, data): (usize, String)| Script::new(format!("{}{number}", self.name), &data);
        self.ended.into_par_iter().enumerate().map(script).collect()
    }
}

/// Cuts the words into files.
pub(super) fn words(counts: &Counts, scale: Scale) -> Shards {
    let mut cut = Cut { name: 'w', full: scale.apply(SHARD), ..Cut::default() };
    let mut directory = String::new();
    for (word, postings) in &counts.words {
        let mut list = String::new();
        push_list(&mut list, postings.iter().copied());
        if !cut.is_empty() && cut.length() + word.len() + list.len() > cut.full {
            cut.end();
        }
        if cut.is_empty() {
            push_word(&mut directory, word);
        }
        push_word(&mut cut.terms, word);
        push_number(&mut cut.counts, postings.len() as u64);
        cut.lists.push_str(&list);
    }
    Shards { scripts: cut.finish(), directory }
}

fn push_word(words: &mut String, word: &str) {
    if !words.is_empty() {
        words.push(' ');
    }
    words.push_str(word);
}
