//! Where a lesson explains what a question of its quiz asks.
//! A lesson's sections and a question's words in; the id of the passage that shares most with them out, so that a learner who
//! is wrong gets to the place where it stands. Never a part of a quiz; `None` rather than a passage that shares next to nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::parse::plain;
use crate::parse::section::{Body, Section};
use crate::parse::tree::{Block, BlockKind};

/// How many pairs of characters a passage must share with the question.
const LEAST: usize = 4;

/// How many passages of a lesson are compared with its questions.
const MOST: usize = 400;

type Pair = (char, char);

/// One place with an id.
struct Passage {
    id: String,
    title: String,
    pairs: BTreeSet<Pair>,
}

/// The places of a text that can be linked to.
pub(super) struct Passages {
    places: Vec<Passage>,
    /// In how many places each pair stands: what stands everywhere tells nothing.
    frequency: BTreeMap<Pair, u32>,
}

/// Neighbouring letters and digits of a text. Chinese has no spaces, so pairs stand in for words.
fn pairs(text: &str) -> BTreeSet<Pair> {
    let letters = |c: &char| c.is_alphanumeric();
    text.chars().zip(text.chars().skip(1)).filter(|(a, b)| letters(a) && letters(b)).collect()
}

impl Passages {
    /// The places of `sections`: level-3 headings, questions, steps, and sections themselves.
    pub(super) fn of(sections: &[Section]) -> Self {
        let mut places = Vec::new();
        for section in sections {
            if places.len() < MOST {
                add(&mut places, section);
            }
        }
        places.truncate(MOST);
        let mut frequency = BTreeMap::new();
        for pair in places.iter().flat_map(|place: &Passage| &place.pairs) {
            *frequency.entry(*pair).or_insert(0) += 1;
        }
        Self { places, frequency }
    }

    /// The id and title of the place that is nearest to `words`.
    pub(super) fn nearest(&self, words: &str) -> Option<(&str, &str)> {
        let asked = pairs(words);
        let mut best: Option<(f64, &Passage)> = None;
        for place in &self.places {
            let shared: Vec<&Pair> = place.pairs.intersection(&asked).collect();
            if shared.len() < LEAST {
                continue;
            }
            let weight: f64 = shared.into_iter().map(|pair| self.weight(*pair)).sum();
            let score = weight / (f64::from(u32::try_from(place.pairs.len()).unwrap_or(u32::MAX))).sqrt();
            if best.is_none_or(|(most, _)| score > most) {
                best = Some((score, place));
            }
        }
        best.map(|(_, place)| (place.id.as_str(), place.title.as_str()))
    }

    fn weight(&self, pair: Pair) -> f64 {
        1.0 / f64::from(self.frequency.get(&pair).copied().unwrap_or(1))
    }
}

fn add(places: &mut Vec<Passage>, section: &Section) {
    let mut place = |id: &str, title: &str, words: &str| {
        if !title.is_empty() {
            places.push(Passage { id: id.to_owned(), title: title.to_owned(), pairs: pairs(words) });
        }
    };
    match &section.body {
        Body::Quiz(_) => {}
        Body::Prose(blocks) => {
            for (id, title, part) in by_heading(section, blocks) {
                place(&id, &title, &format!("{title}\n{}", plain::blocks(part)));
            }
        }
        Body::KeyPoints(points) => {
            let words: String = points.points.iter().map(|point| plain::blocks(point)).collect();
            place(&section.id, &section.title, &words);
        }
        Body::Faq(faq) => {
            for question in &faq.questions {
                place(
                    &question.id,
                    &question.title,
                    &format!("{}\n{}", question.title, plain::blocks(&question.answer)),
                );
            }
        }
        Body::Procedure(procedure) => {
            for step in &procedure.steps {
                let mut words = format!("{}\n{}{}", step.name, plain::blocks(&step.how), plain::blocks(&step.body));
                for material in &step.materials {
                    words.push_str(&material.name);
                    words.push('\n');
                }
                place(&step.id, &step.name, &words);
            }
        }
        Body::Exemplar(exemplar) => place(&section.id, &section.title, &plain::blocks(&exemplar.body)),
    }
}

/// A section's blocks cut at its level-3 headings, each part with its id and title.
fn by_heading<'a>(section: &Section, blocks: &'a [Block]) -> Vec<(String, String, &'a [Block])> {
    let mut parts = Vec::new();
    let (mut id, mut title, mut from) = (section.id.to_string(), section.title.clone(), 0);
    for (at, block) in blocks.iter().enumerate() {
        let BlockKind::Heading(heading) = &block.kind else { continue };
        let Some(own) = heading.id.as_deref().filter(|_| heading.level == 3) else { continue };
        parts.push((id, title, &blocks[from..at]));
        (id, title, from) = (own.to_owned(), plain::inlines(&heading.content), at + 1);
    }
    parts.push((id, title, &blocks[from..]));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(id: &str, words: &str) -> Passage {
        Passage { id: id.to_owned(), title: id.to_owned(), pairs: pairs(words) }
    }

    #[test]
    fn the_place_that_shares_most_is_nearest_and_next_to_nothing_is_no_place() {
        let places = vec![
            place("fee", "首次申领优待证免费，遗失的按银行规定收费"),
            place("where", "申领优待证到户籍地乡镇街道服务站"),
        ];
        let mut frequency = BTreeMap::new();
        for pair in places.iter().flat_map(|place| &place.pairs) {
            *frequency.entry(*pair).or_insert(0) += 1;
        }
        let passages = Passages { places, frequency };
        assert_eq!(passages.nearest("申领优待证到哪里？户籍地服务站"), Some(("where", "where")));
        assert_eq!(passages.nearest("优待证遗失以后收费吗？按银行规定"), Some(("fee", "fee")));
        assert_eq!(passages.nearest("光荣牌挂在哪里？"), None);
        assert_eq!(passages.nearest(""), None);
    }

    #[test]
    fn pairs_do_not_cross_punctuation() {
        assert_eq!(pairs("甲乙，丙a").into_iter().collect::<Vec<_>>(), [('丙', 'a'), ('甲', '乙')]);
    }
}
