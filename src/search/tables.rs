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
use crate::text::pinyin::{sound, sounds};

/// The characters in everyday use, which a slip of the keyboard may put in a word's place: the first level of GB 2312, which
/// is in the order of their sounds.
const COMMON: &str = include_str!(concat!(env!("OUT_DIR"), "/common.txt"));

/// The files that few queries need.
pub(super) fn tables(handbook: &Handbook, pages: &[Page], counts: &Counts, fold: &Fold) -> Vec<Script> {
    vec![headings(pages), sound_table(handbook, pages, fold), traditional(counts), terms(handbook)]
}

/// The headings of each page but its title: a line a page, parted by tabs.
fn headings(pages: &[Page]) -> Script {
    let line = |page: &Page| {
        page.sections.iter().skip(1).map(|section| section.heading.as_str()).collect::<Vec<_>>().join("\t")
    };
    Script::new("headings", &pages.iter().map(line).collect::<Vec<_>>().join("\n"))
}

/// How characters sound. First, of the common characters in their own order, which every browser knows: runs of one sound, as
/// its letters and how many characters it has. Then, after a line end, the further characters and sounds of headings and
/// names: a line for each syllable, its letters and its characters.
fn sound_table(handbook: &Handbook, pages: &[Page], fold: &Fold) -> Script {
    let headings = pages.iter().flat_map(|page| &page.sections).map(|section| section.heading.as_str());
    let names = handbook.glossary.iter().flat_map(|term| std::iter::once(&term.name).chain(&term.aliases));
    let mut used: BTreeSet<char> = BTreeSet::new();
    for text in headings.chain(names.map(String::as_str)) {
        used.extend(fold.fold(text).chars().filter(|&c| is_dense(c)));
    }
    let common: Vec<(char, String)> = COMMON.chars().map(|c| (c, sound(c).unwrap_or_default().into_owned())).collect();
    let runs = common.chunk_by(|a, b| a.1 == b.1).map(|run| format!("{}{}", run[0].1, run.len()));
    let mut further: BTreeMap<String, String> = BTreeMap::new();
    let known: BTreeMap<char, &str> = common.iter().map(|(c, sound)| (*c, sound.as_str())).collect();
    for c in used {
        for sound in sounds(c).into_iter().filter(|sound| known.get(&c) != Some(&&**sound)) {
            further.entry(sound.into_owned()).or_default().push(c);
        }
    }
    let lines = further.into_iter().map(|(syllable, chars)| syllable + &chars);
    let text = runs.collect::<String>() + "\n" + &lines.collect::<Vec<_>>().join("\n");
    Script::new("sounds", &text)
}

/// Traditional characters, each followed by its Simplified form, where the texts have that.
fn traditional(counts: &Counts) -> Script {
    let used = |c: &char| counts.chars.binary_search(c).is_ok();
    let pairs: String = fold::pairs().filter(|(_, to)| used(to)).flat_map(|(from, to)| [from, to]).collect();
    Script::new("traditional", &pairs)
}

/// Of each term: what it means, and what it must not be mistaken for.
fn terms(handbook: &Handbook) -> Script {
    let terms: Vec<_> = handbook.glossary.iter().map(|term| json!([term.meaning, term.unlike])).collect();
    Script::new("terms", &json!(terms))
}
