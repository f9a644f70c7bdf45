//! One Markdown file, and its text with includes put in and sections recognised.
//! A file's text in, a [`Document`] out; then a document and the others' trees in, a [`Composed`] text out. Both pure.

use std::sync::Arc;

use super::citations::cite;
use super::front_matter::{self, LessonMeta, UnitMeta};
use super::markdown;
use super::mentions::{Mentions, mentions};
use super::place::{self, Month, Role};
use super::plain;
use super::registry::Registry;
use super::section::{Section, recognize};
use super::slips::slips;
use super::tree::{Block, BlockKind, Footnote, Tree};
use crate::config::Vocabulary;
use crate::diagnostic::{Checked, Diagnostic, Problem};
use crate::path::ContentPath;
use crate::text::nearest::nearest;
use crate::text::slug::file_slug;
use crate::text::span::{FileId, Span};

/// How deep files may include each other.
const MAX_INCLUDES: usize = 10;

/// How much a text may include, in bytes, all together: ten files that each include the next ten times would be a library.
pub const LONGEST_INCLUDED: usize = 16 * 1024 * 1024;

/// For how many missing files the nearest one is looked for.
const SUGGESTED: usize = 50;

/// A Markdown file, parsed by itself.
#[derive(Clone, Debug)]
pub struct Document {
    /// The file.
    pub file: FileId,
    /// Its address.
    pub path: ContentPath,
    /// The part that it plays.
    pub role: Role,
    /// The unit that it belongs to, for all but shared files.
    pub unit: Option<Month>,
    /// The number that its name begins with.
    pub number: u64,
    /// Its name as addresses spell it.
    pub slug: Arc<str>,
    /// What its front matter says.
    pub meta: Meta,
    /// Its body; empty where composing has taken it.
    pub tree: Tree,
    /// The files that its body includes itself.
    pub includes: Vec<ContentPath>,
}

/// A file's front matter, by the part that it plays.
#[derive(Clone, Debug)]
pub enum Meta {
    /// Of a unit's page.
    Unit(Box<UnitMeta>),
    /// Of any other file.
    Lesson(Arc<LessonMeta>),
}

/// Parses one file.
#[must_use]
pub fn parse(text: &str, file: FileId, path: &ContentPath, registry: &Registry) -> Checked<Document> {
    let mut parts = front_matter::split(text, file);
    let mut diagnostics = std::mem::take(&mut parts.diagnostics);
    let (role, unit) = (place::role(path), place::unit(path));
    let meta = if role == Role::Unit {
        let (meta, found) = front_matter::unit(&parts, file);
        diagnostics.extend(found);
        Meta::Unit(Box::new(meta))
    } else {
        let (meta, found) = front_matter::lesson(&parts, file);
        let unreadable = diagnostics.iter().chain(&found).any(|found| {
            matches!(found.problem, Problem::Syntax { .. } | Problem::FrontMatterUnclosed)
                || matches!(&found.problem, Problem::UnknownKey { nearest: Some(near), .. } if near == "标题" || near == "title")
        });
        diagnostics.extend(found);
        if meta.title.is_none() && role == Role::Lesson && !unreadable {
            diagnostics.push(Diagnostic::new(Problem::MissingTitle, Span::file_start(file)));
        }
        Meta::Lesson(Arc::new(meta))
    };
    let body = &text[parts.body..];
    let source = markdown::Source { file, path, start: parts.body };
    let mut tree = markdown::parse(body, &source).take(&mut diagnostics);
    diagnostics.extend(slips(body, &source, &markdown::literal_ranges(&tree)));
    cite(&mut tree.blocks, registry);
    for footnote in &mut tree.footnotes {
        cite(&mut footnote.blocks, registry);
    }
    let unclosed = diagnostics.iter().any(|found| found.problem == Problem::FrontMatterUnclosed);
    if tree.blocks.is_empty() && role == Role::Lesson && !unclosed {
        diagnostics.push(Diagnostic::new(Problem::EmptyText, Span::file_start(file)));
    }
    let includes = tree.blocks.iter().filter_map(|block| match &block.kind {
        BlockKind::Include(target) => Some(target.clone()),
        _ => None,
    });
    let includes = includes.collect();
    let (number, slug) = (place::number(path), file_slug(path.stem()).into());
    Checked {
        value: Document { file, path: path.clone(), role, unit, number, slug, meta, tree, includes },
        diagnostics,
    }
}

/// The documents, as an include finds them.
#[derive(Clone, Copy, Debug)]
pub struct Documents<'a>(&'a [Arc<Document>]);

impl<'a> Documents<'a> {
    /// Documents in the order of their addresses.
    #[must_use]
    pub fn new(in_order: &'a [Arc<Document>]) -> Self {
        debug_assert!(in_order.is_sorted_by_key(|document| &document.path), "documents come by address");
        Self(in_order)
    }

    /// The document at an address.
    #[must_use]
    pub fn get(self, path: &ContentPath) -> Option<&'a Arc<Document>> {
        self.0.binary_search_by(|document| document.path.cmp(path)).ok().map(|at| &self.0[at])
    }

    /// The address that was probably meant.
    #[must_use]
    pub fn nearest(self, wanted: &str) -> Option<String> {
        nearest(wanted, self.0.iter().map(|document| document.path.as_str())).map(str::to_owned)
    }
}

/// How a text is composed, given a document, its tree where nobody else needs that, the others, the words and the title:
/// [`compose`], or something that gives the same.
pub type Compose<'a> =
    dyn Fn(&Arc<Document>, Option<Tree>, Documents<'_>, &Vocabulary, &str) -> Checked<Composed> + Sync + 'a;

/// A document's text with includes put in and sections recognised.
#[derive(Clone, Debug, Default)]
pub struct Composed {
    /// Its sections.
    pub sections: Arc<[Section]>,
    /// The footnotes of the document and of all that it includes.
    pub footnotes: Arc<[Footnote]>,
    /// What it names, and what can be named in it.
    pub mentions: Arc<Mentions>,
    /// The files that it includes, directly or not.
    pub includes: Vec<ContentPath>,
}

/// Puts a document's includes in and recognises its sections. A first heading that repeats the title is left out. `own` is
/// the document's tree where it was taken out of it, so that a large handbook's trees need not be there twice.
#[must_use]
pub fn compose(
    document: &Document,
    own: Option<Tree>,
    others: Documents<'_>,
    vocabulary: &Vocabulary,
    title: &str,
) -> Checked<Composed> {
    let mut putting = Putting::new(document, others);
    let mut blocks = putting.put(document, own);
    let Putting { footnotes, includes, mut diagnostics, .. } = putting;
    let repeats = |block: &Block| {
        matches!(&block.kind, BlockKind::Heading(heading)
            if heading.level == 1 && plain::inlines(&heading.content).trim() == title)
    };
    if blocks.first().is_some_and(repeats) {
        blocks.remove(0);
    }
    let (sections, found) = recognize(blocks, vocabulary);
    diagnostics.extend(found);
    let mentions = Arc::new(mentions(&sections, &footnotes));
    let value = Composed { sections: sections.into(), footnotes: footnotes.into(), mentions, includes };
    Checked { value, diagnostics }
}

/// The blocks of a document with its includes put in, for texts that have no sections.
#[must_use]
pub fn flatten(document: &Document, others: Documents<'_>) -> Checked<(Vec<Block>, Vec<Footnote>)> {
    let mut putting = Putting::new(document, others);
    let blocks = putting.put(document, None);
    Checked { value: (blocks, putting.footnotes), diagnostics: putting.diagnostics }
}

struct Putting<'a> {
    others: Documents<'a>,
    chain: Vec<&'a ContentPath>,
    footnotes: Vec<Footnote>,
    includes: Vec<ContentPath>,
    /// How many bytes were included so far.
    length: usize,
    is_too_long: bool,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Putting<'a> {
    fn new(document: &'a Document, others: Documents<'a>) -> Self {
        let chain = vec![&document.path];
        Self {
            others,
            chain,
            footnotes: Vec::new(),
            includes: Vec::new(),
            length: 0,
            is_too_long: false,
            diagnostics: Vec::new(),
        }
    }

    fn put(&mut self, document: &'a Document, own: Option<Tree>) -> Vec<Block> {
        let Tree { blocks, footnotes } = own.unwrap_or_else(|| document.tree.clone());
        self.footnotes.extend(footnotes);
        if document.includes.is_empty() {
            return blocks;
        }
        let mut out = Vec::with_capacity(blocks.len());
        for block in blocks {
            match &block.kind {
                BlockKind::Include(target) => out.extend(self.include(target, block.span)),
                _ => out.push(block),
            }
        }
        out
    }

    fn include(&mut self, target: &ContentPath, span: Span) -> Vec<Block> {
        let Some(document) = self.others.get(target) else {
            // Each is compared with all files, so that only the first ones are.
            let nearest = if self.diagnostics.len() < SUGGESTED { self.others.nearest(target.as_str()) } else { None };
            let problem = Problem::MissingInclude { target: target.to_string(), nearest };
            self.diagnostics.push(Diagnostic::new(problem, span));
            return Vec::new();
        };
        let path = &document.path;
        if self.chain.contains(&path) || self.chain.len() > MAX_INCLUDES {
            let chain = self.chain.iter().chain([&path]).map(|path| path.as_str()).collect::<Vec<_>>().join(" → ");
            self.diagnostics.push(Diagnostic::new(Problem::IncludeCycle { chain }, span));
            return Vec::new();
        }
        self.length += 1 + document.tree.blocks.last().map_or(0, |last| last.span.end as usize);
        if self.length > LONGEST_INCLUDED {
            if !std::mem::replace(&mut self.is_too_long, true) {
                let problem = Problem::IncludesTooLong { limit_mib: LONGEST_INCLUDED / 1024 / 1024 };
                self.diagnostics.push(Diagnostic::new(problem, span));
            }
            return Vec::new();
        }
        self.includes.push(path.clone());
        self.chain.push(path);
        let blocks = self.put(document, None);
        self.chain.pop();
        blocks
    }
}
