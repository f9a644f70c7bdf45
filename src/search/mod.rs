//! The search index: what the script on the phone loads to find a section by any two neighbouring characters of its text.
//! A handbook with its addresses in, script files out, and diagnostics of names that find nothing. Made from the model,
//! never from pages; needs no dictionary; the same handbook gives the same bytes on any number of threads.
//!
//! | file | holds | loaded |
//! |---|---|---|
//! | `core` | pages with titles, sizes of sections, where all else stands | when the search box gets the focus |
//! | `p0` … | pairs of Han characters with their sections | for the pairs of a query |
//! | `w0` … | words of letters, and numbers | for the words of a query |
//! | `t0` … | headings, anchors and texts of sections | for the results shown |
//! | `headings`, `sounds` | all headings; characters by syllable | for pinyin and wrong characters |
//! | `traditional` | Traditional characters | when a query has a character that no text has |
//! | `terms` | meanings of the glossary's terms | when a query names one |

mod count;
mod digits;
mod fold;
mod gather;
mod head;
mod lists;
mod passages;
mod scale;
mod script;
mod section;
mod shards;
mod tables;
mod words;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use self::count::Counts;
use self::fold::Fold;
use self::head::Directories;
use self::scale::Scale;
use self::words::Term;
use crate::diagnostic::{Checked, Diagnostic, Problem};
use crate::model::Handbook;
use crate::path::SitePath;
use crate::route::Routes;

/// What the addresses of its files begin with.
pub const FOLDER: &str = "search/";

/// The index of a handbook.
#[derive(Clone, Debug, Default)]
pub struct SearchIndex {
    /// Its files, with their addresses. The first, `search/core.js`, leads to all others; it alone keeps its name, so that no
    /// page changes where only the index does.
    pub files: Vec<(SitePath, Vec<u8>)>,
}

impl SearchIndex {
    /// Where an address is among its files.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<usize> {
        self.files.iter().position(|(own, _)| own.as_str() == path)
    }
}

/// Makes the index.
#[must_use]
pub fn index(handbook: &Handbook, routes: &Routes) -> Checked<SearchIndex> {
    let fold = Fold::new();
    let mut pages = gather::pages(handbook, routes);
    let counts = count::count(&pages, &fold);
    let scale = Scale::of(&pages);
    let (passages, held) = passages::passages(&pages, scale);
    // The texts are counted and written: what follows needs the headings only.
    pages.par_iter_mut().flat_map_iter(|page| &mut page.sections).for_each(|section| section.text = String::new());
    let diagnostics = names_without_results(handbook, &counts, &fold);
    let cut = || (shards::pairs(&counts, scale), shards::words(&counts, scale));
    let ((pairs, words), mut scripts) = rayon::join(cut, || tables::tables(handbook, &pages, &counts, &fold));
    scripts.extend(pairs.scripts);
    scripts.extend(words.scripts);
    scripts.extend(passages);
    let (named, digests) = script::named(scripts);
    let directories = Directories { pairs: pairs.directory, words: words.directory, passages: held, digests };
    let core = head::core(handbook, &pages, &counts, &directories);
    let mut files = vec![(SitePath::of("search", "core.js"), core.body)];
    files.extend(named);
    Checked { value: SearchIndex { files }, diagnostics }
}

/// What of a text can be looked up, in order: its terms after folding, each with its place in the folded text.
#[must_use]
pub fn terms(text: &str) -> Vec<(String, std::ops::Range<usize>)> {
    let folded = Fold::new().fold(text);
    let spelled = |term: Term<'_>| match term {
        Term::Pair(first, second) => String::from_iter([first, second]),
        Term::Single(only) => only.to_string(),
        Term::Word(word) => word.to_owned(),
    };
    words::terms(&folded).map(|(term, range)| (spelled(term), range)).collect()
}

/// The text as search sees it: one writing for all ways of typing it.
#[must_use]
pub fn folded(text: &str) -> String {
    Fold::new().fold(text)
}

/// The glossary's names that lead nowhere: neither a term nor the alias itself stands anywhere in the handbook.
fn names_without_results(handbook: &Handbook, counts: &Counts, fold: &Fold) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for term in &handbook.glossary {
        if stands_somewhere(&term.name, counts, fold) {
            continue;
        }
        let lost = |name: &&String| !stands_somewhere(name, counts, fold);
        for alias in term.aliases.iter().filter(lost) {
            let problem = Problem::AliasFindsNothing { alias: alias.clone(), name: term.name.clone() };
            found.push(Diagnostic::new(problem, term.span));
        }
    }
    found
}

/// Whether one section has all terms of a name.
fn stands_somewhere(name: &str, counts: &Counts, fold: &Fold) -> bool {
    let folded = fold.fold(name);
    let terms = words::terms(&folded).map(|(term, _)| term).filter(|term| !matches!(term, Term::Single(_)));
    let common = terms.map(|term| counts.sections(term)).reduce(|a: FxHashSet<u32>, b| &a & &b);
    // A name of a single character has no term that could be looked up.
    common.is_none_or(|sections| !sections.is_empty())
}
