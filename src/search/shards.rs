//! The lists of sections, cut into small files.
//! Counted terms in, script files and the directory that tells where a term is out. A file holds a stretch of the sorted
//! terms, so that one look at the directory finds the one file of any term.
//!
//! A file has three parts, with bars between them, since like compresses well with like: the terms, how many sections each has,
//! and these. Pairs are a row of groups, one for each first character: the gap from the rank of the group before (in the list of
//! all characters; the first group's from 0), the number of its second characters, and the gaps of their ranks. Words stand
//! with spaces between them. Sections are the gaps from the one before, each with a mark where there is more to say of how the
//! section holds the term.

use rayon::prelude::*;

use super::count::{Counts, Follower, Posting};
use super::digits::{push_mark, push_number};
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

/// The pairs that begin with one character, encoded.
struct Group {
    first: usize,
    seconds: Vec<Second>,
    letters: String,
}

/// One pair: the rank of its second character, and its list: how long it is and where it ends in the group's letters.
struct Second {
    rank: usize,
    count: usize,
    end: usize,
}

/// Cuts the pairs into files.
pub(super) fn pairs(counts: &Counts, scale: Scale) -> Shards {
    let groups: Vec<Group> = counts.pairs.par_iter().map(|(first, list)| group(counts, *first, list)).collect();
    let mut cut = Cut { name: 'p', full: scale.apply(SHARD), ..Cut::default() };
    let mut directory = String::new();
    let mut last_first = 0;
    for group in &groups {
        let mut from = 0;
        while from < group.seconds.len() {
            if cut.is_empty() {
                push_number(&mut directory, (group.first - last_first) as u64);
                push_number(&mut directory, group.seconds[from].rank as u64);
                last_first = group.first;
            }
            let to = group.fitting(from, cut.full.saturating_sub(cut.length()));
            cut.push_group(group, from..to);
            from = to;
            cut.end_if_full();
        }
    }
    Shards { scripts: cut.finish(), directory }
}

fn group(counts: &Counts, first: char, list: &[Follower]) -> Group {
    let rank = |c: char| counts.chars.binary_search(&c).unwrap_or(0);
    let mut letters = String::with_capacity(list.len() * 3);
    let mut seconds = Vec::new();
    for same in list.chunk_by(|a, b| a.second() == b.second()) {
        push_list(&mut letters, same.iter().map(|follower| follower.posting()));
        seconds.push(Second { rank: rank(same[0].second()), count: same.len(), end: letters.len() });
    }
    Group { first: rank(first), seconds, letters }
}

impl Group {
    /// One past the last pair from `from` on that fits in `room` letters; always one at least.
    fn fitting(&self, from: usize, room: usize) -> usize {
        let start = self.start(from);
        let fits = self.seconds[from..].partition_point(|second| second.end - start <= room);
        from + fits.max(1)
    }

    fn start(&self, at: usize) -> usize {
        at.checked_sub(1).map_or(0, |before| self.seconds[before].end)
    }
}

/// Files being filled.
#[derive(Default)]
struct Cut {
    name: char,
    /// How long a file is.
    full: usize,
    scripts: Vec<Script>,
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

    fn push_group(&mut self, group: &Group, pairs: std::ops::Range<usize>) {
        push_number(&mut self.terms, (group.first - self.last) as u64);
        self.last = group.first;
        push_number(&mut self.terms, pairs.len() as u64);
        let mut last = 0;
        self.lists.push_str(&group.letters[group.start(pairs.start)..group.start(pairs.end)]);
        for second in &group.seconds[pairs] {
            push_number(&mut self.terms, (second.rank - last) as u64);
            push_number(&mut self.counts, second.count as u64);
            last = second.rank;
        }
    }

    fn end_if_full(&mut self) {
        if self.length() * 16 >= self.full * 15 {
            self.end();
        }
    }

    fn end(&mut self) {
        let name = format!("{}{}", self.name, self.scripts.len());
        self.scripts.push(Script::new(name, &format!("{}|{}|{}", self.terms, self.counts, self.lists)));
        self.terms.clear();
        self.counts.clear();
        self.lists.clear();
        self.last = 0;
    }

    fn finish(mut self) -> Vec<Script> {
        if !self.is_empty() {
            self.end();
        }
        self.scripts
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

fn push_list(out: &mut String, postings: impl Iterator<Item = Posting>) {
    let mut next = 0;
    for posting in postings {
        push_number(out, u64::from(posting.section() - next));
        push_mark(out, posting.class());
        next = posting.section() + 1;
    }
}
