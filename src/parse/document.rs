//! One Markdown file, and its text with includes put in and sections recognised.
//! A file's text in, a [`Document`] out; then a document and the others' trees in, a [`Composed`] text out. Both pure.

use rustc_hash::FxHashMap;

use super::citations::cite;
use super::front_matter::{self, LessonMeta, UnitMeta};
use super::markdown;
use super::place::{Role, role};
use super::plain;
use super::registry::Registry;
use super::section::{Section, recognize};
use super::slips::slips;

use super::tree::{Block, BlockKind, Footnote, Tree};
use crate::config::Vocabulary;
use crate::diagnostic::{Checked, Diagnostic, Problem};
use crate::path::ContentPath;
use crate::text::nearest::nearest;
use crate::text::span::{FileId, Span};

/// How deep files may include each other.
const MAX_INCLUDES: usize = 10;

/// A Markdown file, parsed by itself.
#[derive(Clone, Debug)]
pub struct Document {
    /// The file.
    pub file: FileId,
    /// Its address.
    pub path: ContentPath,
    /// What its front matter says.
    pub meta: Meta,
    /// Its body.
    pub tree: Tree,
}

/// A file's front matter, by the part that it plays.
#[derive(Clone, Debug)]
pub enum Meta {
    /// Of a unit's page.
    Unit(Box<UnitMeta>),
    /// Of any other file.
    Lesson(Box<LessonMeta>),
}

/// Parses one file.
#[must_use]
pub fn parse(text: &str, file: FileId, path: &ContentPath, registry: &Registry) -> Checked<Document> {
    let mut parts = front_matter::split(text, file);
    let mut diagnostics = std::mem::take(&mut parts.diagnostics);
    let role = role(path);
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
        Meta::Lesson(Box::new(meta))
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
    Checked { value: Document { file, path: path.clone(), meta, tree }, diagnostics }
}

/// The documents by address, as an include finds them.
pub type Documents<'a> = FxHashMap<&'a ContentPath, &'a Document>;

/// A document's text with includes put in and sections recognised.
#[derive(Clone, Debug, Default)]
pub struct Composed {
    /// Its sections.
    pub sections: Vec<Section>,
    /// The footnotes of the document and of all that it includes.
    pub footnotes: Vec<Footnote>,
    /// The files that it includes, directly or not.
    pub includes: Vec<ContentPath>,
}

/// Puts a document's includes in and recognises its sections. A first heading that repeats the title is left out.
#[must_use]
pub fn compose(document: &Document, others: &Documents<'_>, vocabulary: &Vocabulary, title: &str) -> Checked<Composed> {
    let mut putting =
        Putting { others, chain: vec![&document.path], composed: Composed::default(), diagnostics: Vec::new() };
    let mut blocks = putting.put(&document.tree);
    let Putting { mut composed, mut diagnostics, .. } = putting;
    let repeats = |block: &Block| {
        matches!(&block.kind, BlockKind::Heading(heading)
            if heading.level == 1 && plain::inlines(&heading.content).trim() == title)
    };
    if blocks.first().is_some_and(repeats) {
        blocks.remove(0);
    }
    let (sections, found) = recognize(blocks, vocabulary);
    diagnostics.extend(found);
    composed.sections = sections;
    Checked { value: composed, diagnostics }
}

/// The blocks of a document with its includes put in, for texts that have no sections.
#[must_use]
pub fn flatten(document: &Document, others: &Documents<'_>) -> Checked<(Vec<Block>, Vec<Footnote>)> {
    let mut putting =
        Putting { others, chain: vec![&document.path], composed: Composed::default(), diagnostics: Vec::new() };
    let blocks = putting.put(&document.tree);
    Checked { value: (blocks, putting.composed.footnotes), diagnostics: putting.diagnostics }
}

struct Putting<'a> {
    others: &'a Documents<'a>,
    chain: Vec<&'a ContentPath>,
    composed: Composed,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Putting<'a> {
    fn put(&mut self, tree: &'a Tree) -> Vec<Block> {
        self.composed.footnotes.extend(tree.footnotes.iter().cloned());
        let has_include = tree.blocks.iter().any(|block| matches!(block.kind, BlockKind::Include(_)));
        if !has_include {
            return tree.blocks.clone();
        }
        let mut out = Vec::with_capacity(tree.blocks.len());
        for block in &tree.blocks {
            match &block.kind {
                BlockKind::Include(target) => out.extend(self.include(target, block.span)),
                _ => out.push(block.clone()),
            }
        }
        out
    }

    fn include(&mut self, target: &ContentPath, span: Span) -> Vec<Block> {
        let Some((path, document)) = self.others.get_key_value(target) else {
            let mut known: Vec<&str> = self.others.keys().map(|path| path.as_str()).collect();
            known.sort_unstable();
            let near = nearest(target.as_str(), known).map(str::to_owned);
            let problem = Problem::MissingInclude { target: target.to_string(), nearest: near };
            self.diagnostics.push(Diagnostic::new(problem, span));
            return Vec::new();
        };
        if self.chain.contains(path) || self.chain.len() > MAX_INCLUDES {
            let chain = self.chain.iter().chain([path]).map(|path| path.as_str()).collect::<Vec<_>>().join(" → ");
            self.diagnostics.push(Diagnostic::new(Problem::IncludeCycle { chain }, span));
            return Vec::new();
        }
        self.composed.includes.push((*path).clone());
        self.chain.push(path);
        let blocks = self.put(&document.tree);
        self.chain.pop();
        blocks
    }
}
