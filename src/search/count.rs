//! Which sections hold which terms, and how often.
//! Pages in, for every term the list of its sections out. Pages are counted in parallel, a run of them at a time, and the
//! runs are put together in order, so that the result does not depend on the number of threads.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::fold::Fold;
use super::gather::Page;
use super::words::{Term, squeeze, terms};

/// How many runs of pages there are: enough to keep every thread busy to the end.
const RUNS: usize = 16;

/// A section that holds a term: its number, and how it holds it in the lowest three bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Posting(u32);

impl Posting {
    /// `class` is 0 to 3 for up to 2, 8, 20 or more times in the text, and 4 more where the heading has the term.
    fn new(section: u32, times: u32, in_heading: bool) -> Self {
        let class = (times / 3 + 1).ilog2().min(3) + if in_heading { 4 } else { 0 };
        Self(section << 3 | class)
    }

    pub(super) fn section(self) -> u32 {
        self.0 >> 3
    }

    pub(super) fn class(self) -> usize {
        (self.0 & 7) as usize
    }
}

/// A posting of a pair whose first character is known: the second one, and the posting in the lower half. One number, which
/// sorts by both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Follower(u64);

impl Follower {
    fn new(second: u32, posting: Posting) -> Self {
        Self(u64::from(second) << 32 | u64::from(posting.0))
    }

    pub(super) fn second(self) -> char {
        u32::try_from(self.0 >> 32).ok().and_then(char::from_u32).unwrap_or_default()
    }

    pub(super) fn posting(self) -> Posting {
        Posting(u32::try_from(self.0 & u64::from(u32::MAX)).unwrap_or_default())
    }
}

/// A pair as one number: its characters, and in the lowest bit whether it stands in the heading.
fn packed(first: char, second: char, in_heading: bool) -> u64 {
    u64::from(u32::from(first)) << 32 | u64::from(u32::from(second)) << 1 | u64::from(in_heading)
}

/// All terms of a handbook with their sections.
#[derive(Default)]
pub(super) struct Counts {
    /// By a pair's first character, in order: its pairs, by second character and section.
    pub(super) pairs: Vec<(char, Vec<Follower>)>,
    /// Words in order, each with its sections in order.
    pub(super) words: Vec<(Box<str>, Vec<Posting>)>,
    /// Every Han character of the text and the headings, in order.
    pub(super) chars: Vec<char>,
    /// Characters of the texts as written that have been folded to Simplified ones, in order.
    pub(super) traditional: Vec<char>,
    /// Of each section: how many terms its text has, and how long its squeezed heading is.
    pub(super) sizes: Vec<(usize, usize)>,
}

/// What one run of pages holds.
#[derive(Default)]
struct Run {
    pairs: FxHashMap<char, Vec<Follower>>,
    words: FxHashMap<Box<str>, Vec<Posting>>,
    chars: FxHashSet<char>,
    traditional: FxHashSet<char>,
    sizes: Vec<(usize, usize)>,
}

/// Counts all pages.
pub(super) fn count(pages: &[Page], fold: &Fold) -> Counts {
    let each = pages.len().div_ceil(RUNS).max(1);
    let mut first = 0;
    let runs: Vec<(u32, &[Page])> = pages
        .chunks(each)
        .map(|run| {
            let start = first;
            // Far fewer than 2²⁹ sections fit in memory.
            first += u32::try_from(run.iter().map(|page| page.sections.len()).sum::<usize>()).unwrap_or(0);
            (start, run)
        })
        .collect();
    let runs: Vec<Run> = runs.into_par_iter().map(|(first, pages)| Run::of(pages, first, fold)).collect();
    merge(runs)
}

impl Run {
    fn of(pages: &[Page], first: u32, fold: &Fold) -> Self {
        let mut run = Self::default();
        for (section, number) in pages.iter().flat_map(|page| &page.sections).zip(first..) {
            let heading = fold.fold_noting(&section.heading, &mut run.traditional);
            let text = fold.fold_noting(&section.text, &mut run.traditional);
            let length = run.section(number, &heading, &text);
            run.sizes.push((length, squeeze(&heading).chars().count()));
        }
        run
    }

    /// Takes in the packed pairs of one section, in order.
    fn push_pairs(&mut self, number: u32, pairs: &[u64]) {
        let mut rest = pairs;
        while let Some(&opening) = rest.first() {
            let first = u32::try_from(opening >> 32).ok().and_then(char::from_u32).unwrap_or_default();
            let list = self.pairs.entry(first).or_default();
            while let Some(&one) = rest.first().filter(|one| **one >> 32 == opening >> 32) {
                let length = rest.iter().take_while(|other| pair_of(**other) == pair_of(one)).count();
                // In order, so that those of the heading come last.
                let in_heading = rest[length - 1] & 1 == 1;
                let headings = rest[..length].iter().rev().take_while(|other| **other & 1 == 1).count();
                // A section has far fewer than 2³² characters.
                let times = u32::try_from(length - headings).unwrap_or(u32::MAX);
                let second = u32::try_from(pair_of(one) & u64::from(u32::MAX >> 1)).unwrap_or_default();
                list.push(Follower::new(second, Posting::new(number, times, in_heading)));
                rest = &rest[length..];
            }
        }
    }

    /// Counts one section's terms; how many its text has.
    fn section(&mut self, number: u32, heading: &str, text: &str) -> usize {
        let mut pairs: Vec<u64> = Vec::with_capacity(text.len() / 3);
        let mut words: Vec<(&str, bool)> = Vec::new();
        let mut length = 0;
        for (part, in_heading) in [(text, false), (heading, true)] {
            for (term, _) in terms(part) {
                length += usize::from(!in_heading);
                match term {
                    Term::Pair(first, second) => pairs.push(packed(first, second, in_heading)),
                    Term::Word(word) => words.push((word, in_heading)),
                    Term::Single(c) => {
                        self.chars.insert(c);
                    }
                }
            }
        }
        pairs.sort_unstable();
        self.push_pairs(number, &pairs);
        words.sort_unstable();
        for same in words.chunk_by(|a, b| a.0 == b.0) {
            let posting = posting(number, same.iter().map(|word| word.1));
            match self.words.get_mut(same[0].0) {
                Some(list) => list.push(posting),
                None => {
                    self.words.insert(same[0].0.into(), vec![posting]);
                }
            }
        }
        length
    }
}

/// The pair that a packed one is, whether it stands in the heading or not.
fn pair_of(packed: u64) -> u64 {
    packed >> 1
}

/// The posting of a term that stands in the heading wherever `in_heading` is true and else in the text.
fn posting(section: u32, in_heading: impl Iterator<Item = bool>) -> Posting {
    let (mut times, mut heading) = (0, false);
    for one in in_heading {
        times += u32::from(!one);
        heading |= one;
    }
    Posting::new(section, times, heading)
}

/// Puts runs together. A run's sections all come after those of the runs before it.
fn merge(mut runs: Vec<Run>) -> Counts {
    // The lists are moved, not copied: together they are as long as the text.
    let mut lists: FxHashMap<char, Vec<Vec<Follower>>> = FxHashMap::default();
    for (first, list) in runs.iter_mut().flat_map(|run| std::mem::take(&mut run.pairs)) {
        lists.entry(first).or_default().push(list);
    }
    let mut lists: Vec<(char, Vec<Vec<Follower>>)> = lists.into_iter().collect();
    lists.sort_unstable_by_key(|(first, _)| *first);
    let pairs: Vec<(char, Vec<Follower>)> = lists
        .into_par_iter()
        .map(|(first, parts)| {
            let mut list = parts.concat();
            drop(parts);
            list.sort_unstable();
            (first, list)
        })
        .collect();
    let words = sorted(runs.iter().flat_map(|run| run.words.keys()))
        .into_par_iter()
        .map(|word| {
            let lists = runs.iter().filter_map(|run| run.words.get(word));
            (word.clone(), lists.flatten().copied().collect())
        })
        .collect();
    let mut chars: FxHashSet<char> = runs.iter().flat_map(|run| run.chars.iter().copied()).collect();
    for (first, list) in &pairs {
        chars.insert(*first);
        chars.extend(list.iter().map(|follower| follower.second()));
    }
    Counts {
        words,
        chars: sorted(chars),
        traditional: sorted(runs.iter().flat_map(|run| run.traditional.iter().copied())),
        sizes: runs.iter().flat_map(|run| run.sizes.iter().copied()).collect(),
        pairs,
    }
}

fn sorted<T: Ord + std::hash::Hash>(all: impl IntoIterator<Item = T>) -> Vec<T> {
    let once: FxHashSet<T> = all.into_iter().collect();
    let mut list: Vec<T> = once.into_iter().collect();
    list.sort_unstable();
    list
}

impl Counts {
    /// The sections that hold a term.
    pub(super) fn sections(&self, term: Term<'_>) -> FxHashSet<u32> {
        match term {
            Term::Pair(first, second) => {
                let list = self.pairs.binary_search_by_key(&first, |(own, _)| *own).ok().map(|at| &self.pairs[at].1);
                let list = list.map_or(&[][..], Vec::as_slice);
                let from = list.partition_point(|follower| follower.second() < second);
                let same = list[from..].iter().take_while(|follower| follower.second() == second);
                same.map(|follower| follower.posting().section()).collect()
            }
            Term::Word(word) => {
                let at = self.words.binary_search_by(|(own, _)| (**own).cmp(word)).ok();
                at.into_iter().flat_map(|at| &self.words[at].1).map(|posting| posting.section()).collect()
            }
            Term::Single(_) => FxHashSet::default(),
        }
    }
}
