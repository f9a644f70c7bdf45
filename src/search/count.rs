//! Which sections hold which terms, and how often.
//! Pages in, for every term the list of its sections out. Sections are counted in parallel, a run of them at a time, and the
//! runs are put together in order, so that the result does not depend on the number of threads.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::fold::Fold;
use super::gather::Page;
use super::lists::{Group, LONGEST_RUN, Place, Places, Posting};
use super::section::Section;
use super::words::{Term, squeeze, terms};

/// How many runs of sections there are at least: enough to keep every thread busy to the end.
const RUNS: usize = 16;

/// All terms of a handbook with their sections.
pub(super) struct Counts {
    /// Pairs by their first character, in order.
    pub(super) pairs: Vec<Group>,
    /// Words in order, each with its sections in order.
    pub(super) words: Vec<(Box<str>, Vec<Posting>)>,
    /// Every Han character of the text and the headings, in order.
    pub(super) chars: Vec<char>,
    /// Characters of the texts as written that have been folded to Simplified ones, in order.
    pub(super) traditional: Vec<char>,
    /// Of each section: how many terms its text has, and how long its squeezed heading is.
    pub(super) sizes: Vec<(usize, usize)>,
}

/// What one run of sections holds.
#[derive(Default)]
struct Run {
    /// The number of its first section among all.
    first: u32,
    pairs: ByFirst,
    words: FxHashMap<Box<str>, Vec<Posting>>,
    /// Characters that stand alone.
    singles: FxHashSet<char>,
    traditional: FxHashSet<char>,
    sizes: Vec<(usize, usize)>,
}

/// Counts all pages.
pub(super) fn count(pages: &[Page], fold: &Fold) -> Counts {
    let sections: Vec<&Section> = pages.iter().flat_map(|page| &page.sections).collect();
    let each = sections.len().div_ceil(RUNS).clamp(1, LONGEST_RUN as usize);
    let runs = sections.par_chunks(each).enumerate();
    // Far fewer than 2²⁹ sections fit in memory.
    let run = |(number, sections)| Run::of(u32::try_from(number * each).unwrap_or(u32::MAX), sections, fold);
    merge(runs.map(run).collect())
}

/// The places of pairs by their first character. A table finds the list of nearly every character: there is a look-up for each
/// character of a text.
struct ByFirst {
    lists: Vec<(char, Vec<Place>)>,
    /// One more than where a character of the basic plane has its list; 0 where it has none.
    table: Box<[u32]>,
    /// The same for others.
    rare: FxHashMap<char, u32>,
}

impl Default for ByFirst {
    fn default() -> Self {
        Self { lists: Vec::new(), table: vec![0; 0x1_0000].into(), rare: FxHashMap::default() }
    }
}

impl ByFirst {
    fn list(&mut self, first: char) -> &mut Vec<Place> {
        let slot = match self.table.get_mut(first as usize) {
            Some(slot) => slot,
            None => self.rare.entry(first).or_default(),
        };
        if *slot == 0 {
            self.lists.push((first, Vec::new()));
            // There are far fewer than 2³² characters.
            *slot = u32::try_from(self.lists.len()).unwrap_or(u32::MAX);
        }
        &mut self.lists[*slot as usize - 1].1
    }
}

impl Run {
    fn of(first: u32, sections: &[&Section], fold: &Fold) -> Self {
        let mut run = Self { first, ..Self::default() };
        for (number, section) in (0..).zip(sections) {
            let heading = fold.fold_noting(&section.heading, &mut run.traditional);
            let text = fold.fold_noting(&section.text, &mut run.traditional);
            let length = run.section(number, &heading, &text);
            run.sizes.push((length, squeeze(&heading).chars().count()));
        }
        run
    }

    /// Counts one section's terms; how many its text has. `number` is its number in the run.
    fn section(&mut self, number: u32, heading: &str, text: &str) -> usize {
        let mut words: Vec<(&str, bool)> = Vec::new();
        let mut length = 0;
        for (part, in_heading) in [(text, false), (heading, true)] {
            for (term, _) in terms(part) {
                length += usize::from(!in_heading);
                match term {
                    Term::Pair(first, second) => {
                        self.pairs.list(first).push(Place::new(second, number, in_heading));
                    }
                    Term::Word(word) => words.push((word, in_heading)),
                    Term::Single(c) => {
                        self.singles.insert(c);
                    }
                }
            }
        }
        words.sort_unstable();
        for same in words.chunk_by(|a, b| a.0 == b.0) {
            let posting = posting(self.first + number, same);
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

/// The posting of a word that stands so often in one section, each time in the heading or not.
fn posting(section: u32, same: &[(&str, bool)]) -> Posting {
    let headings = same.iter().filter(|word| word.1).count();
    // A section has far fewer than 2³² words.
    let times = u32::try_from(same.len() - headings).unwrap_or(u32::MAX);
    Posting::new(section, times, headings > 0)
}

/// Puts runs together. A run's sections all come after those of the runs before it.
fn merge(mut runs: Vec<Run>) -> Counts {
    // The places are moved, not copied: together they are longer than the text.
    let mut places: FxHashMap<char, Places> = FxHashMap::default();
    let of_run = |run: &mut Run| {
        let start = run.first;
        std::mem::take(&mut run.pairs.lists).into_iter().map(move |(first, list)| (first, (start, list)))
    };
    for (first, list) in runs.iter_mut().flat_map(of_run) {
        places.entry(first).or_default().push(list);
    }
    let mut places: Vec<(char, Places)> = places.into_iter().collect();
    places.sort_unstable_by_key(|(first, _)| *first);
    let pairs: Vec<Group> = places.into_par_iter().map(|(first, runs)| Group::of(first, runs)).collect();
    let mut words: Vec<(Box<str>, Vec<Posting>)> =
        runs.iter_mut().flat_map(|run| std::mem::take(&mut run.words)).collect();
    // What is equal keeps the order of the runs.
    words.par_sort_by(|a, b| a.0.cmp(&b.0));
    words.dedup_by(|next, first| {
        let is_same = next.0 == first.0;
        if is_same {
            first.1.append(&mut next.1);
        }
        is_same
    });
    let mut chars: FxHashSet<char> = runs.iter().flat_map(|run| run.singles.iter().copied()).collect();
    for group in &pairs {
        chars.insert(group.first);
        chars.extend(group.seconds.iter().map(|second| second.char));
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
    /// The pairs that begin with a character.
    pub(super) fn group(&self, first: char) -> Option<&Group> {
        self.pairs.binary_search_by_key(&first, |group| group.first).ok().map(|at| &self.pairs[at])
    }

    /// The sections that hold a term.
    pub(super) fn sections(&self, term: Term<'_>) -> FxHashSet<u32> {
        match term {
            Term::Pair(first, second) => {
                self.group(first).into_iter().flat_map(|group| group.sections(second)).collect()
            }
            Term::Word(word) => {
                let at = self.words.binary_search_by(|(own, _)| (**own).cmp(word)).ok();
                at.into_iter().flat_map(|at| &self.words[at].1).map(|posting| posting.section()).collect()
            }
            Term::Single(_) => FxHashSet::default(),
        }
    }
}
