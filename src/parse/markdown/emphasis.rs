//! Which runs of `*`, `_` and `~` open and close emphasis.
//! Runs in, for each run what of it closes, stays and opens out: CommonMark's delimiter algorithm, with the flanking rules
//! of the CJK-friendly amendment (<https://github.com/tats-u/markdown-cjk-friendly>), so that `**重要：**请` is bold.
//! Linear in the number of runs; never pairs across each other.

use super::flanking::Sides;

/// What a pair of delimiters means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Emphasis,
    Strong,
    Strikethrough,
}

/// A run of one delimiter character.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    mark: Mark,
    length: usize,
    can_open: bool,
    can_close: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Star,
    Underscore,
    Tilde,
}

/// What became of a run, from its left to its right: first it closes, then some of it is text, then it opens.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// The innermost first.
    pub(super) closes: Vec<Style>,
    /// How many of its characters are text.
    pub(super) literal: usize,
    /// The innermost first, which is the rightmost.
    pub(super) opens: Vec<Style>,
}

/// Whether a character may delimit emphasis.
pub(super) fn is_delimiter(c: char) -> bool {
    matches!(c, '*' | '_' | '~')
}

impl Run {
    /// The run of `length` characters `delimiter` between what stands at its sides.
    pub(super) fn new(delimiter: char, length: usize, sides: Sides) -> Self {
        let (left, right) = (sides.is_left_flanking(), sides.is_right_flanking());
        let (mark, can_open, can_close) = match delimiter {
            '_' => (
                Mark::Underscore,
                left && (!right || sides.after_punctuation()),
                right && (!left || sides.before_punctuation()),
            ),
            // A single ~ is a range in Chinese, and three or more mean nothing.
            '~' => (Mark::Tilde, left && length == 2, right && length == 2),
            _ => (Mark::Star, left, right),
        };
        Self { mark, length, can_open, can_close }
    }

    /// Which memory of failed searches a closer of this kind uses.
    fn slot(self) -> usize {
        self.mark as usize * 6 + usize::from(self.can_open) * 3 + self.length % 3
    }

    /// Whether `self` may open what `closer` closes, by CommonMark's rules 9 and 10 (the rule of three).
    fn opens_for(self, closer: Self) -> bool {
        let either_does_both = self.can_close || closer.can_open;
        let sum_forbids = (self.length + closer.length).is_multiple_of(3) && !closer.length.is_multiple_of(3);
        self.mark == closer.mark && self.can_open && !(either_does_both && sum_forbids)
    }
}

/// The runs that may still pair, as a list linked both ways. Index 0 is a sentinel; run `i` is node `i + 1`.
struct Chain {
    previous: Vec<usize>,
    next: Vec<usize>,
}

impl Chain {
    fn of(length: usize) -> Self {
        Self { previous: (0..=length).map(|i| i.saturating_sub(1)).collect(), next: (1..=length + 1).collect() }
    }

    /// Makes `right` the neighbour of `left`, dropping all between.
    fn join(&mut self, left: usize, right: usize) {
        self.next[left] = right;
        if let Some(previous) = self.previous.get_mut(right) {
            *previous = left;
        }
    }

    fn remove(&mut self, node: usize) {
        self.join(self.previous[node], self.next[node]);
    }
}

/// What becomes of each of `runs`, which stand in one sequence in this order.
pub(super) fn resolve(runs: &[Run]) -> Vec<Outcome> {
    let mut outcomes: Vec<Outcome> =
        runs.iter().map(|run| Outcome { literal: run.length, ..Outcome::default() }).collect();
    let mut chain = Chain::of(runs.len());
    // No opener for a closer of this kind stands at or before this node.
    let mut bottoms = [0; 18];
    let mut node = 1;
    while node <= runs.len() {
        let closer = runs[node - 1];
        if !closer.can_close {
            node = chain.next[node];
            continue;
        }
        let bottom = bottoms[closer.slot()];
        let mut candidate = chain.previous[node];
        while candidate > bottom && !runs[candidate - 1].opens_for(closer) {
            candidate = chain.previous[candidate];
        }
        if candidate > bottom {
            let left = pair(&mut outcomes, candidate - 1, node - 1, closer.mark);
            chain.join(candidate, node);
            if left.0 == 0 {
                chain.remove(candidate);
            }
            if left.1 == 0 {
                chain.remove(node);
                node = chain.next[node];
            }
        } else {
            bottoms[closer.slot()] = chain.previous[node];
            if !closer.can_open {
                chain.remove(node);
            }
            node = chain.next[node];
        }
    }
    outcomes
}

/// Pairs one or two characters of both runs; what is left of each.
fn pair(outcomes: &mut [Outcome], opener: usize, closer: usize, mark: Mark) -> (usize, usize) {
    let two = outcomes[opener].literal >= 2 && outcomes[closer].literal >= 2;
    let style = match (mark, two) {
        (Mark::Tilde, _) => Style::Strikethrough,
        (_, true) => Style::Strong,
        (_, false) => Style::Emphasis,
    };
    let used = if two { 2 } else { 1 };
    outcomes[opener].literal -= used;
    outcomes[opener].opens.push(style);
    outcomes[closer].literal -= used;
    outcomes[closer].closes.push(style);
    (outcomes[opener].literal, outcomes[closer].literal)
}
