//! Ids inside one page.
//! Texts in, ids out that follow the text and not its position. Equal texts are told apart by what they stand under, then by
//! a number; linear however many are equal. Never gives one id twice.

use rustc_hash::FxHashMap;

use crate::text::slug::anchor;
use crate::text::span::Span;

/// The ids given so far on a page.
#[derive(Debug, Default)]
pub struct Ids {
    /// Each id with the place that took it and the number of its next namesake.
    taken: FxHashMap<String, (Span, u32)>,
}

impl Ids {
    /// The id of `text`, which stands under a heading with id `parent` (empty for none).
    pub fn give(&mut self, text: &str, parent: &str, span: Span) -> Box<str> {
        let own = anchor(text);
        if self.claim(&own, span) {
            return own.into();
        }
        if !parent.is_empty() && parent != own {
            let qualified = format!("{parent}-{own}");
            if self.claim(&qualified, span) {
                return qualified.into();
            }
        }
        loop {
            let next = self.taken.get_mut(&own).map_or(2, |(_, next)| {
                *next += 1;
                *next
            });
            let numbered = format!("{own}-{next}");
            if self.claim(&numbered, span) {
                return numbered.into();
            }
        }
    }

    /// Takes an id that the author chose. `Err` is the place that has it already.
    pub fn take(&mut self, id: &str, span: Span) -> Result<(), Span> {
        if self.claim(id, span) { Ok(()) } else { Err(self.taken.get(id).map_or(span, |(first, _)| *first)) }
    }

    fn claim(&mut self, id: &str, span: Span) -> bool {
        if self.taken.contains_key(id) {
            return false;
        }
        self.taken.insert(id.to_owned(), (span, 1));
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::span::FileId;

    #[test]
    fn equal_texts_are_told_apart() {
        let mut ids = Ids::default();
        let span = Span::file_start(FileId(0));
        assert_eq!(&*ids.give("示例", "甲", span), "示例");
        assert_eq!(&*ids.give("示例", "乙", span), "乙-示例");
        assert_eq!(&*ids.give("示例", "乙", span), "示例-2");
        assert!(ids.take("示例", span).is_err());
        assert!(ids.take("另一个", span).is_ok());
    }

    #[test]
    fn ten_thousand_namesakes_are_quick() {
        let mut ids = Ids::default();
        let span = Span::file_start(FileId(0));
        let all: std::collections::BTreeSet<_> = (0..10_000).map(|_| ids.give("同", "", span)).collect();
        assert_eq!(all.len(), 10_000);
    }
}
