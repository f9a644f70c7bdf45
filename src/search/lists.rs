//! The sections of every pair of characters, written as the files of the index hold them.
//! Places of pairs, a list for each run of sections, in; groups out: one for each first character. The places are let go of
//! group by group: together they are longer than all texts.

use super::digits::{numbers, push_mark, push_number};

/// How many sections a run has at most: their numbers take 13 bits of a [`Place`].
pub(super) const LONGEST_RUN: u32 = 1 << 13;

/// Where a pair stands whose first character is known: the second one, the section's number in its run, and whether that
/// is in the heading. Every character that can be one of a pair has 18 bits at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place(u32);

impl Place {
    /// `section` is below [`LONGEST_RUN`].
    pub(super) fn new(second: char, section: u32, in_heading: bool) -> Self {
        Self(u32::from(second) << 14 | section << 1 | u32::from(in_heading))
    }

    /// The same among all sections, where the run's first one has the number `first`: second character, section, heading.
    fn of_all(self, first: u32) -> u64 {
        let section = first + (self.0 >> 1) % LONGEST_RUN;
        u64::from(self.0 >> 14) << 32 | u64::from(section) << 1 | u64::from(self.0 & 1)
    }
}

/// Where pairs stand, by run in order: each the number of the run's first section, and the places in the order of the sections.
pub(super) type Places = Vec<(u32, Vec<Place>)>;

/// A section that holds a term: its number, and how it holds it in the lowest three bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Posting(u32);

impl Posting {
    /// `class` is 0 to 3 for up to 2, 8, 20 or more times in the text, and 4 more where the heading has the term.
    pub(super) fn new(section: u32, times: u32, in_heading: bool) -> Self {
        let class = (times / 3 + 1).ilog2().min(3) + if in_heading { 4 } else { 0 };
        Self(section << 3 | class)
    }

    pub(super) fn section(self) -> u32 {
        self.0 >> 3
    }

    fn class(self) -> usize {
        (self.0 & 7) as usize
    }
}

/// The pairs that begin with one character.
pub(super) struct Group {
    /// The character.
    pub(super) first: char,
    /// The second ones, in order.
    pub(super) seconds: Vec<Second>,
    /// The lists of all of them.
    pub(super) letters: String,
}

/// One pair: its second character, how many sections it stands in, and where their list ends in the group's letters.
pub(super) struct Second {
    pub(super) char: char,
    pub(super) count: usize,
    pub(super) end: usize,
}

impl Group {
    /// The pairs that begin with `first`, which stand in `runs`.
    pub(super) fn of(first: char, runs: Places) -> Self {
        let length = runs.iter().map(|(_, places)| places.len()).sum();
        let mut places: Vec<u64> = Vec::with_capacity(length);
        for (start, run) in runs {
            places.extend(run.into_iter().map(|place| place.of_all(start)));
        }
        by_second(&mut places);
        let mut letters = String::with_capacity(places.len() * 2);
        let mut seconds = Vec::new();
        for same in places.chunk_by(|a, b| a >> 32 == b >> 32) {
            let char = u32::try_from(same[0] >> 32).ok().and_then(char::from_u32).unwrap_or_default();
            let mut count = 0;
            let postings = same.chunk_by(|a, b| a >> 1 == b >> 1).map(|places| {
                count += 1;
                posting(places)
            });
            push_list(&mut letters, postings);
            seconds.push(Second { char, count, end: letters.len() });
        }
        letters.shrink_to_fit();
        seconds.shrink_to_fit();
        Self { first, seconds, letters }
    }

    /// In how many sections all its pairs stand together.
    pub(super) fn weight(&self) -> usize {
        self.seconds.iter().map(|second| second.count).sum()
    }

    /// Where the list of the pair at `at` begins in the letters.
    pub(super) fn start(&self, at: usize) -> usize {
        at.checked_sub(1).map_or(0, |before| self.seconds[before].end)
    }

    /// The sections of the pair that ends with `second`, in order.
    pub(super) fn sections(&self, second: char) -> Vec<u32> {
        let Ok(at) = self.seconds.binary_search_by_key(&second, |own| own.char) else { return Vec::new() };
        let mut next = 0;
        let gaps = numbers(&self.letters[self.start(at)..self.seconds[at].end]);
        let section = |gap: u64| {
            let section = next + u32::try_from(gap).unwrap_or_default();
            next = section + 1;
            section
        };
        gaps.map(section).collect()
    }
}

/// The posting of places of one pair in one section.
fn posting(places: &[u64]) -> Posting {
    let headings = places.iter().filter(|place| **place & 1 == 1).count();
    // A section has far fewer than 2³² characters, and there are fewer than 2²⁹ sections.
    let times = u32::try_from(places.len() - headings).unwrap_or(u32::MAX);
    let section = u32::try_from((places[0] & u64::from(u32::MAX)) >> 1).unwrap_or_default();
    Posting::new(section, times, headings > 0)
}

/// Appends a list of sections.
pub(super) fn push_list(out: &mut String, postings: impl Iterator<Item = Posting>) {
    let mut next = 0;
    for posting in postings {
        push_number(out, u64::from(posting.section() - next));
        push_mark(out, posting.class());
        next = posting.section() + 1;
    }
}

/// Orders places of all sections by their second characters; those of one keep their order. Long lists by digits of nine
/// bits, the low ones first: their time grows with their length and no more.
fn by_second(places: &mut Vec<u64>) {
    const FEW: usize = 256;
    const BITS: u32 = 9;
    if places.len() < FEW {
        return places.sort_by_key(|place| place >> 32);
    }
    let mut sorted = vec![0; places.len()];
    for shift in [32, 32 + BITS] {
        let digit = |place: u64| (place >> shift & ((1 << BITS) - 1)) as usize;
        let mut next = [0_usize; 1 << BITS];
        for place in &*places {
            next[digit(*place)] += 1;
        }
        let mut start = 0;
        for slot in &mut next {
            start += std::mem::replace(slot, start);
        }
        for &place in &*places {
            let slot = &mut next[digit(place)];
            sorted[*slot] = place;
            *slot += 1;
        }
        std::mem::swap(places, &mut sorted);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn digits_order_as_comparing_does(seconds in proptest::collection::vec(0_u64..1 << 18, 0..600)) {
            let mut places: Vec<u64> = seconds.iter().zip(0..).map(|(second, at)| second << 32 | at).collect();
            let mut sorted = places.clone();
            sorted.sort_unstable();
            by_second(&mut places);
            prop_assert_eq!(places, sorted);
        }

        #[test]
        fn a_group_holds_every_place(found in proptest::collection::vec((0_usize..3, 0_u32..40, any::<bool>()), 0..900)) {
            let chars = ['证', '㐀', '\u{3FFFF}'];
            let mut found: Vec<(usize, u32, bool)> = found;
            found.sort_unstable_by_key(|(_, section, _)| *section);
            let places = |run: u32| {
                let of_run = found.iter().filter(|(_, section, _)| section / 20 == run);
                let place = |(second, section, heading): &(usize, u32, bool)| Place::new(chars[*second], section % 20, *heading);
                (run * 20, of_run.map(place).collect())
            };
            let group = Group::of('优', vec![places(0), places(1)]);
            for (index, second) in chars.into_iter().enumerate() {
                let mut sections: Vec<u32> = found.iter().filter(|(own, ..)| *own == index).map(|(_, section, _)| *section).collect();
                sections.dedup();
                prop_assert_eq!(group.sections(second), sections);
            }
        }
    }
}
