//! What one compilation leaves for the next.
//! The inputs and results of the stages that look at one file at a time in, the same results out wherever the inputs are
//! equal. A stage never knows whether it was asked; with an empty memo everything is made anew, and the result is the same
//! bytes. Inputs are compared whole, not by date or digest; one allocation is equal to itself without a look.
//!
//! A memo belongs to one table of file numbers ([`crate::source::FileIds`]), because spans name files by number.

use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::config::{Config, Vocabulary};
use crate::data::Spanned;
use crate::diagnostic::{Checked, Problem};
use crate::parse::document::{self, Composed, Document, Documents};
use crate::parse::registry::{Registry, Term};
use crate::path::ContentPath;
use crate::source::SourceFile;
use crate::text::span::FileId;
use crate::theme::Theme;

/// What one compilation leaves for the next.
#[derive(Debug, Default)]
pub struct Memo {
    /// Whether there is no next one. Then files are kept by nobody, and what is made of them may take them apart.
    is_last: bool,
    /// The settings, and what they were made from.
    pub settings: Last<Option<SourceText>, Checked<Config>>,
    /// The registry and the glossary.
    pub tables: Last<[Option<SourceText>; 2], Checked<Tables>>,
    /// The theme.
    pub theme: Last<ThemeKey, Checked<Arc<Theme>>>,
    registry: Registry,
    /// By number of file.
    parsed: Vec<Option<Arc<Parsed>>>,
    vocabulary: Option<Vocabulary>,
    /// By number of file.
    composed: Vec<OnceLock<Arc<Kept>>>,
}

/// The registry and the glossary.
pub type Tables = (Registry, Vec<Term>);

/// A text with its file's number.
pub type SourceText = (FileId, Arc<str>);

/// What a theme is made from.
#[derive(Debug, PartialEq)]
pub struct ThemeKey {
    /// What the settings say of it.
    pub name: Spanned<String>,
    /// The site's language.
    pub language: String,
    /// The site's own files, each with its path in the theme.
    pub files: Vec<(String, FileId, Option<Arc<str>>)>,
}

/// A value that is made anew only where what it is made from is another than last time.
#[derive(Debug)]
pub struct Last<K, V>(Option<(K, V)>);

impl<K, V> Default for Last<K, V> {
    fn default() -> Self {
        Self(None)
    }
}

impl<K: PartialEq, V: Clone> Last<K, V> {
    /// The value that `make` makes from `key`.
    pub fn get(&mut self, key: K, make: impl FnOnce() -> V) -> V {
        match &self.0 {
            Some((last, value)) if *last == key => value.clone(),
            _ => self.0.insert((key, make())).1.clone(),
        }
    }
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
    /// For a single compilation.
    #[must_use]
    pub fn of_nothing() -> Self {
        Self { is_last: true, ..Self::default() }
    }

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
        if self.is_last {
            return files.par_iter().filter_map(|(file, text)| document(file, text, registry)).collect();
        }
        let old = &self.parsed;
        let parsed: Vec<Option<Arc<Parsed>>> =
            files.par_iter().map(|(file, text)| parse(old, file, text, registry)).collect();
        let documents = parsed.iter().flatten().map(|parsed| parsed.document.clone()).collect();
        let length = files.iter().map(|(file, _)| file.id.0 as usize + 1).max().unwrap_or(0);
        self.parsed.clear();
        self.parsed.resize(length, None);
        for ((file, _), parsed) in files.iter().zip(parsed) {
            self.parsed[file.id.0 as usize] = parsed;
        }
        documents
    }

    /// Lends `work` a way of composing texts. What it does not compose is forgotten.
    pub fn composing<T>(&mut self, vocabulary: &Vocabulary, work: impl FnOnce(&document::Compose<'_>) -> T) -> T {
        if self.vocabulary.as_ref() != Some(vocabulary) {
            self.composed.clear();
            self.vocabulary = Some(vocabulary.clone());
        }
        let old = std::mem::take(&mut self.composed);
        self.composed.resize_with(self.parsed.len(), OnceLock::new);
        let new = &self.composed;
        let is_last = self.is_last;
        work(&|document, own, others, vocabulary, title| {
            if is_last {
                return document::compose(document, own, others, vocabulary, title);
            }
            let at = document.file.0 as usize;
            let kept = old.get(at).and_then(OnceLock::get).filter(|kept| kept.is_of(document, others, title));
            let kept = kept.map_or_else(|| Arc::new(Kept::new(document, others, vocabulary, title)), Arc::clone);
            let text = kept.text.clone();
            if let Some(place) = new.get(at).filter(|_| kept.may_be_kept()) {
                // A file is one text; were it two, the first would stay.
                let _ = place.set(kept);
            }
            text
        })
    }
}

fn parse(old: &[Option<Arc<Parsed>>], file: &SourceFile, text: &Arc<str>, registry: &Registry) -> Option<Arc<Parsed>> {
    let same = |old: &Parsed| old.path == file.path && (Arc::ptr_eq(&old.text, text) || old.text == *text);
    if let Some(old) = old.get(file.id.0 as usize).and_then(Option::as_ref).filter(|old| same(old)) {
        return Some(Arc::clone(old));
    }
    let document = document(file, text, registry)?;
    Some(Arc::new(Parsed { path: Arc::clone(&file.path), text: Arc::clone(text), document }))
}

fn document(file: &SourceFile, text: &str, registry: &Registry) -> Option<Checked<Arc<Document>>> {
    let address: ContentPath = file.content_path()?;
    let Checked { value, diagnostics } = document::parse(text, file.id, &address, registry);
    Some(Checked { value: Arc::new(value), diagnostics })
}

impl Kept {
    fn new(document: &Arc<Document>, others: Documents<'_>, vocabulary: &Vocabulary, title: &str) -> Self {
        let text = document::compose(document, None, others, vocabulary, title);
        let includes = text.value.includes.iter().filter_map(|path| others.get(path).map(Arc::clone));
        let includes = includes.collect();
        Self { document: Arc::clone(document), title: title.to_owned(), includes, text }
    }

    fn is_of(&self, document: &Arc<Document>, others: Documents<'_>, title: &str) -> bool {
        let is_there = |own: &Arc<Document>| others.get(&own.path).is_some_and(|other| Arc::ptr_eq(own, other));
        Arc::ptr_eq(&self.document, document) && self.title == title && self.includes.iter().all(is_there)
    }

    /// What is said of a file that is missing depends on all files that there are.
    fn may_be_kept(&self) -> bool {
        !self.text.diagnostics.iter().any(|found| matches!(found.problem, Problem::MissingInclude { .. }))
    }
}
