//! Files that few queries need, loaded when one does: all headings, how characters sound, Traditional characters, and what
//! the glossary's terms mean.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::count::Counts;
use super::fold::{self, Fold};
use super::gather::Page;
use super::script::Script;
use super::words::is_dense;
use crate::model::Handbook;
use crate::text::pinyin;

/// The characters in everyday use, which a slip of the keyboard may put in a word's place.
const COMMON: &str = include_str!(concat!(env!("OUT_DIR"), "/common.txt"));

/// The files that few queries need.
pub(super) fn tables(handbook: &Handbook, pages: &[Page], counts: &Counts, fold: &Fold) -> Vec<Script> {
    vec![headings(pages), sounds(handbook, pages, fold), traditional(counts), terms(handbook)]
}

/// The headings of each page but its title: a line a page, parted by tabs.
fn headings(pages: &[Page]) -> Script {
    let line = |page: &Page| {
        page.sections.iter().skip(1).map(|section| section.heading.as_str()).collect::<Vec<_>>().join("\t")
    };
    Script::text("headings", &pages.iter().map(line).collect::<Vec<_>>().join("\n"))
}

/// A line for each syllable: its letters, then the characters that may sound so.
fn sounds(handbook: &Handbook, pages: &[Page], fold: &Fold) -> Script {
    let mut chars: BTreeSet<char> = COMMON.chars().collect();
    let headings = pages.iter().flat_map(|page| &page.sections).map(|section| section.heading.as_str());
    let names = handbook.glossary.iter().flat_map(|term| std::iter::once(&term.name).chain(&term.aliases));
    for text in headings.chain(names.map(String::as_str)) {
        chars.extend(fold.fold(text).chars().filter(|&c| is_dense(c)));
    }
    let mut syllables: BTreeMap<String, String> = BTreeMap::new();
    for c in chars {
        for sound in pinyin::sounds(c) {
            syllables.entry(sound.into_owned()).or_default().push(c);
        }
    }
    let lines: Vec<String> = syllables.into_iter().map(|(syllable, chars)| syllable + &chars).collect();
    Script::text("sounds", &lines.join("\n"))
}

/// Traditional characters, each followed by its Simplified form, where the texts have that.
fn traditional(counts: &Counts) -> Script {
    let used = |c: &char| counts.chars.binary_search(c).is_ok();
    let pairs: String = fold::pairs().filter(|(_, to)| used(to)).flat_map(|(from, to)| [from, to]).collect();
    Script::text("traditional", &pairs)
}

/// Of each term: what it means, and what it must not be mistaken for.
fn terms(handbook: &Handbook) -> Script {
    let terms: Vec<_> = handbook.glossary.iter().map(|term| json!([term.meaning, term.unlike])).collect();
    Script::json("terms", &json!(terms))
}
