//! How long the files of the index are.
//! The length of all texts in, a factor for the length of one file out. A reader of a large handbook loads a little more for
//! a query, so that its folder does not hold tens of thousands of files: copied to a USB stick, each takes a cluster.

use super::gather::Page;

/// Up to so many bytes of text files have their usual length. Five hundred lessons of 2,500 characters have as many.
const USUAL: usize = 5_000_000;

/// The factor, in tenths: the root of how many times longer than usual all texts are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Scale(usize);

impl Scale {
    pub(super) fn of(pages: &[Page]) -> Self {
        Self::of_length(pages.iter().flat_map(|page| &page.sections).map(|section| section.text.len()).sum())
    }

    fn of_length(bytes: usize) -> Self {
        Self((bytes / (USUAL / 100)).isqrt().max(10))
    }

    /// The length of a file that is usually of `length`.
    pub(super) fn apply(self, length: usize) -> usize {
        length * self.0 / 10
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_grow_with_the_root_of_a_large_text_and_not_of_a_small_one() {
        let length = |bytes| Scale::of_length(bytes).apply(6_000);
        assert_eq!([0, 1_000, USUAL].map(length), [6_000; 3]);
        assert_eq!(length(4 * USUAL), 12_000);
        assert_eq!(length(100 * USUAL), 60_000);
    }
}
