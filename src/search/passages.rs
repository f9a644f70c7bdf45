//! The text of the sections, for what is shown of a result and to make sure of a phrase.
//! Pages in, script files out: of each section in order its heading (of a page as a whole none: its title is in the core),
//! its anchor and its text. A file holds sections that follow each other, of about the same length together.

use rayon::prelude::*;

use super::gather::Page;
use super::scale::Scale;
use super::script::Script;
use super::section::Section;

/// About how many bytes of text a file usually holds.
const PASSAGES: usize = 5_000;

/// The files `t0`, `t1` …, and how many sections each holds.
pub(super) fn passages(pages: &[Page], scale: Scale) -> (Vec<Script>, Vec<usize>) {
    let sections: Vec<&Section> = pages.iter().flat_map(|page| &page.sections).collect();
    let length = scale.apply(PASSAGES);
    let mut counts = Vec::new();
    let (mut held, mut bytes) = (0, 0);
    for section in &sections {
        if held > 0 && bytes + section.text.len() > length {
            counts.push(std::mem::take(&mut held));
            bytes = 0;
        }
        held += 1;
        bytes += section.text.len() + section.heading.len();
    }
    counts.extend((held > 0).then_some(held));
    let mut from = 0;
    let parts: Vec<&[&Section]> = counts
        .iter()
        .map(|count| {
            let part = &sections[from..from + count];
            from += count;
            part
        })
        .collect();
    let scripts = parts.into_par_iter().enumerate().map(|(number, part)| file(number, part)).collect();
    (scripts, counts)
}

fn file(number: usize, sections: &[&Section]) -> Script {
    let fields = sections.iter().flat_map(|section| {
        let heading = if section.level == 1 { "" } else { section.heading.as_str() };
        [heading, section.id.as_str(), section.text.as_str()]
    });
    Script::new(format!("t{number}"), &fields.collect::<Vec<_>>())
}
