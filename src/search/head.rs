//! The file that is loaded first: what pages there are and where everything else stands.
//! Pages, counted terms and directories in, one script file out. Lists of numbers and letters are texts of
//! [`super::digits`]; what has one entry for each page or section stands in their order.

use serde_json::json;

use super::count::Counts;
use super::digits::{push_letter, push_number, push_size};
use super::fold;
use super::gather::Page;
use super::lists::Group;
use super::script::{Digests, Script};
use crate::model::Handbook;

/// The directories of the other files.
pub(super) struct Directories {
    /// Where each file of pairs begins.
    pub(super) pairs: String,
    /// Where each file of words begins.
    pub(super) words: String,
    /// How many sections each file of passages holds.
    pub(super) passages: Vec<usize>,
    /// What is in the names of all files.
    pub(super) digests: Digests,
}

/// Makes the file.
pub(super) fn core(handbook: &Handbook, pages: &[Page], counts: &Counts, directories: &Directories) -> Script {
    let lines = pages.iter().map(|page| {
        let title = page.sections.first().map_or("", |lead| lead.heading.as_str());
        format!("{}\t{title}", page.path)
    });
    let sections = || pages.iter().flat_map(|page| &page.sections);
    let data = json!({
        // Of each page: its address and title.
        "pages": lines.collect::<Vec<_>>().join("\n"),
        // Of each page: how many sections it has, its topics and its audiences.
        "tags": tags(pages),
        // Of each section: eight times its kind, and its level.
        "kinds": letters(sections(), |out, section| push_letter(out, section.kind as usize * 8 + usize::from(section.level))),
        // Of each section: how long its text is, and its heading.
        "sizes": letters(&counts.sizes, |out, size| push_size(out, size.0)),
        "heads": letters(&counts.sizes, |out, size| push_letter(out, size.1)),
        // The characters in use, as gaps, and how many pairs begin with each.
        "chars": chars(&counts.chars),
        "weights": weights(counts),
        // Where each file of pairs, of words and of passages begins.
        "pairs": directories.pairs,
        "words": directories.words,
        "passages": letters(&directories.passages, |out, &count| push_number(out, count as u64)),
        // What is in the names of all other files.
        "digests": directories.digests,
        // Traditional characters that the texts themselves have.
        "traditional": traditional(counts),
        "topics": handbook.topics.iter().map(|topic| &topic.name).collect::<Vec<_>>(),
        "audiences": handbook.audiences.iter().map(|audience| &audience.name).collect::<Vec<_>>(),
        // A line for each term of the glossary, its name first, then for each policy that has other names.
        "names": names(handbook),
        "terms": handbook.glossary.len(),
    });
    Script::new("core", &data)
}

fn letters<T>(all: impl IntoIterator<Item = T>, push: impl Fn(&mut String, T)) -> String {
    let mut out = String::new();
    all.into_iter().for_each(|one| push(&mut out, one));
    out
}

fn tags(pages: &[Page]) -> String {
    letters(pages, |out, page| {
        push_number(out, page.sections.len() as u64);
        for list in [&page.topics, &page.audiences] {
            push_number(out, list.len() as u64);
            for &one in list {
                push_number(out, u64::from(one));
            }
        }
    })
}

fn chars(chars: &[char]) -> String {
    let mut out = String::new();
    let mut last = 0;
    for &c in chars {
        push_number(&mut out, u64::from(u32::from(c) - last));
        last = u32::from(c);
    }
    out
}

fn weights(counts: &Counts) -> String {
    letters(&counts.chars, |out, c| {
        push_size(out, counts.group(*c).map_or(0, Group::weight));
    })
}

fn traditional(counts: &Counts) -> String {
    fold::pairs().filter(|(from, _)| counts.traditional.binary_search(from).is_ok()).flat_map(|(a, b)| [a, b]).collect()
}

fn names(handbook: &Handbook) -> String {
    let terms = handbook.glossary.iter().map(|term| (&term.name, &term.aliases));
    let policies = handbook.registry.policies.iter().map(|policy| (&policy.name, &policy.short_names));
    let lines = terms.chain(policies.filter(|(_, short)| !short.is_empty())).map(|(name, others)| {
        let others = others.iter().filter(|other| *other != name);
        let line: Vec<_> = std::iter::once(name).chain(others).map(|name| name.replace(['\t', '\n'], " ")).collect();
        line.join("\t")
    });
    lines.collect::<Vec<_>>().join("\n")
}
