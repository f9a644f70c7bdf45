//! What one compilation leaves for the next.
//! The inputs and results of the stages that look at one file at a time in, the same results out wherever the inputs are
//! equal. A stage never knows whether it was asked; with an empty memo everything is made anew, and the result is the same
//! bytes. Inputs are compared whole, not by date or digest; one allocation is equal to itself without a look.
//!
//! A memo belongs to one table of file numbers ([`crate::source::FileIds`]), because spans name files by number.

use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::config::Vocabulary;
use crate::diagnostic::{Checked, Problem};
use crate::parse::document::{self, Composed, Document, Documents};
use crate::parse::registry::Registry;
use crate::path::ContentPath;
use crate::source::SourceFile;
use crate::text::span::FileId;

/// What one compilation leaves for the next.
#[derive(Debug, Default)]
pub struct Memo {
    registry: Registry,
    parsed: FxHashMap<FileId, Arc<Parsed>>,
    vocabulary: Option<Vocabulary>,
    composed: FxHashMap<FileId, Arc<Kept>>,
}

/// A file as it was parsed.
#[derive(Debug)]
struct Parsed {
    path: Arc<str>,
    text: Arc<str>,
    document: Checked<Arc<Document>>,
}

/// A text as it was composed.
#[derive(Debug)]
struct Kept {
    document: Arc<Document>,
    title: String,
    /// The documents that it includes, directly or not.
    includes: Vec<Arc<Document>>,
    text: Checked<Composed>,
}

impl Memo {
    /// Parses files, in their order. What is not asked for is forgotten.
    pub fn parse<'a>(
        &mut self,
        files: impl Iterator<Item = (&'a SourceFile, &'a Arc<str>)>,
        registry: &Registry,
    ) -> Vec<Checked<Arc<Document>>> {
        if !self.registry.finds_like(registry) {
            self.parsed.clear();
        }
        self.registry = registry.clone();
        let files: Vec<_> = files.collect();
        let old = &self.parsed;
        let parsed: Vec<Option<Arc<Parsed>>> =
            files.par_iter().map(|(file, text)| parse(old, file, text, registry)).collect();
        let documents = parsed.iter().flatten().map(|parsed| parsed.document.clone()).collect();
        self.parsed = files.iter().zip(parsed).filter_map(|((file, _), parsed)| Some((file.id, parsed?))).collect();
        documents
    }

    /// Lends `work` a way of composing texts. What it does not compose is forgotten.
    pub fn composing<T>(&mut self, vocabulary: &Vocabulary, work: impl FnOnce(&document::Compose<'_>) -> T) -> T {
        if self.vocabulary.as_ref() != Some(vocabulary) {
            self.composed.clear();
            self.vocabulary = Some(vocabulary.clone());
        }
        let old = &self.composed;
        let new = Mutex::new(FxHashMap::default());
        let done = work(&|document, others, vocabulary, title| {
            let kept = old.get(&document.file).filter(|kept| kept.is_of(document, others, title)).map(Arc::clone);
            let kept = kept.unwrap_or_else(|| Arc::new(Kept::new(document, others, vocabulary, title)));
            let text = kept.text.clone();
            if kept.may_be_kept() {
                new.lock().unwrap_or_else(PoisonError::into_inner).insert(document.file, kept);
            }
            text
        });
        self.composed = new.into_inner().unwrap_or_else(PoisonError::into_inner);
        done
    }
}

fn parse(
    old: &FxHashMap<FileId, Arc<Parsed>>,
    file: &SourceFile,
    text: &Arc<str>,
    registry: &Registry,
) -> Option<Arc<Parsed>> {
    let same = |old: &Parsed| old.path == file.path && (Arc::ptr_eq(&old.text, text) || old.text == *text);
    if let Some(old) = old.get(&file.id).filter(|old| same(old)) {
        return Some(Arc::clone(old));
    }
    let address: ContentPath = file.content_path()?;
    let Checked { value, diagnostics } = document::parse(text, file.id, &address, registry);
    let document = Checked { value: Arc::new(value), diagnostics };
    Some(Arc::new(Parsed { path: Arc::clone(&file.path), text: Arc::clone(text), document }))
}

impl Kept {
    fn new(document: &Arc<Document>, others: &Documents<'_>, vocabulary: &Vocabulary, title: &str) -> Self {
        let text = document::compose(document, others, vocabulary, title);
        let includes = text.value.includes.iter().filter_map(|path| others.get(path).map(|found| Arc::clone(found)));
        let includes = includes.collect();
        Self { document: Arc::clone(document), title: title.to_owned(), includes, text }
    }

    fn is_of(&self, document: &Arc<Document>, others: &Documents<'_>, title: &str) -> bool {
        let is_there = |own: &Arc<Document>| others.get(&own.path).is_some_and(|other| Arc::ptr_eq(own, other));
        Arc::ptr_eq(&self.document, document) && self.title == title && self.includes.iter().all(is_there)
    }

    /// What is said of a file that is missing depends on all files that there are.
    fn may_be_kept(&self) -> bool {
        !self.text.diagnostics.iter().any(|found| matches!(found.problem, Problem::MissingInclude { .. }))
    }
}
