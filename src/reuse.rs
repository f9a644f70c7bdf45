//! Which pages need not be made again.
//! Digests of all that pages are made from, and the record of an earlier build, in; the digests of pages that would come out
//! the same, and a record for the next build, out. A page is made from the texts of the lessons that it shows, which are noted
//! while it is rendered ([`Reads`]), and from everything else, which counts as one thing. So a page is the same where nothing
//! else changed and none of its texts did: what it read then decided what it read next, and would again.
//!
//! Never says that a page is the same because of a date, and never touches the output.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::hash::{Hash as _, Hasher};
use std::sync::{Arc, OnceLock};

use blake3::{Hash, Hasher as Blake};
use rayon::prelude::*;

use crate::model::{Handbook, Lesson, LessonId, Reads, Text};
use crate::path::{ContentPath, SitePath};
use crate::pipeline::Compiled;
use crate::publish::{Made, Record};
use crate::source::{SourceFile, Sources};

/// The digest of the program itself: of its source, its themes and its dependencies, as it was built.
const PROGRAM: &str = env!("JIANGYI_SOURCE_DIGEST");

/// The digests of all texts of a site, by path.
#[derive(Clone, Debug, Default)]
pub struct Texts(BTreeMap<Arc<str>, Hash>);

impl Texts {
    /// The digests of the texts as they were read.
    #[must_use]
    pub fn of(sources: &Sources) -> Self {
        let digest = |file: &Arc<SourceFile>| Some((Arc::clone(&file.path), blake3::hash(file.text()?.as_bytes())));
        Self(sources.files().par_iter().filter_map(digest).collect())
    }

    fn content(&self, path: &ContentPath) -> Option<&Hash> {
        self.0.get(format!("content/{path}").as_str())
    }
}

/// What all pages of a handbook are made from.
#[derive(Clone, Debug)]
pub struct Basis {
    world: Hash,
    /// Of each lesson: of its text, and of what that includes.
    lessons: Vec<Hash>,
}

impl Basis {
    /// The basis of a compiled handbook that was read from `texts`.
    #[must_use]
    pub fn of(compiled: &Compiled, texts: &Texts) -> Self {
        let book = &compiled.handbook;
        let lessons =
            (0..book.lessons.len()).into_par_iter().map(|index| text_digest(book, LessonId::at(index), texts));
        let lessons = lessons.collect();
        Self { world: world(compiled, texts), lessons }
    }
}

fn text_digest(book: &Handbook, id: LessonId, texts: &Texts) -> Hash {
    let Text { includes, .. } = book.text(id, &Reads::default());
    let mut digest = Digest::default();
    texts.content(&book.lesson(id).path).map(Hash::as_bytes).hash(&mut digest);
    for path in includes {
        (path, texts.content(path).map(Hash::as_bytes)).hash(&mut digest);
    }
    digest.end()
}

/// Everything that is no lesson's text.
fn world(compiled: &Compiled, texts: &Texts) -> Hash {
    let Compiled { handbook: book, routes, theme, .. } = compiled;
    let mut digest = Digest::default();
    digest.put(&(PROGRAM, &book.config));
    digest.put(&(&theme.strings, &theme.templates, &theme.inline));
    theme.files.iter().for_each(|file| digest.put(&file.path));
    let lessons: BTreeMap<String, LessonId> =
        (0..).map(LessonId).zip(&book.lessons).map(|(id, lesson)| (format!("content/{}", lesson.path), id)).collect();
    texts.0.iter().filter(|(path, _)| !lessons.contains_key(&***path)).for_each(|text| digest.put(&text));
    // Even a lesson may be quoted by a month's page or be a policy's text, with all that it includes itself.
    for path in &book.quoted {
        let lesson = lessons.get(&format!("content/{path}"));
        digest.put(&(texts.content(path), lesson.map(|id| text_digest(book, *id, texts))));
    }
    for unit in &book.units {
        digest.put(&(&unit.month, &unit.folder, &unit.title, &unit.meta, &unit.lessons));
    }
    let heads: Vec<Hash> = book.lessons.par_iter().map(head_digest).collect();
    digest.put(&heads);
    for sheet in &book.sheets {
        digest.put(&(&sheet.unit, &sheet.path, &sheet.slug, &sheet.title, &sheet.meta));
    }
    digest.put(&(&book.topics, &book.audiences, &book.registry, &book.cited, &book.glossary, &book.assets));
    routes.pages.iter().for_each(|route| digest.put(route));
    digest.end()
}

/// What pages of other lessons may show of a lesson.
fn head_digest(lesson: &Lesson) -> Hash {
    let Lesson { unit, path, file, slug, title, meta, topics, audiences, .. } = lesson;
    let mut digest = Digest::default();
    (unit, path, file, slug, title, meta, topics, audiences, lesson.parts()).hash(&mut digest);
    digest.end()
}

/// Takes values in: by their debug form, which names every field, or, where there is one for each lesson, by their hashed one,
/// which has every field too and costs a tenth.
#[derive(Default)]
struct Digest(Blake);

impl Digest {
    fn put(&mut self, value: &impl fmt::Debug) {
        // Taking in can't fail.
        let _ = writeln!(self, "{value:?}");
    }

    fn end(&self) -> Hash {
        self.0.finalize()
    }
}

impl fmt::Write for Digest {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.update(text.as_bytes());
        Ok(())
    }
}

impl Hasher for Digest {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(&self) -> u64 {
        self.0.finalize().as_bytes().first_chunk().map_or(0, |first| u64::from_le_bytes(*first))
    }
}

/// What is known of the pages of one build.
#[derive(Debug)]
pub struct Reuse {
    basis: Basis,
    /// The pages of the earlier build whose texts are all as they were, with the lessons of these.
    same: BTreeMap<SitePath, (Hash, Vec<LessonId>)>,
    /// Of each file of this build: the lessons whose texts it shows, where it is a page.
    reads: Vec<OnceLock<Vec<LessonId>>>,
    /// Of each file of this build.
    digests: Vec<OnceLock<Hash>>,
}

impl Reuse {
    /// For a build of `count` files.
    #[must_use]
    pub fn new(basis: Basis, book: &Handbook, earlier: Option<Record>, count: usize) -> Self {
        let same = earlier.filter(|record| record.world == basis.world);
        let same = same.map(|record| unchanged(record, book, &basis)).unwrap_or_default();
        let reads = std::iter::repeat_with(OnceLock::new).take(count).collect();
        let digests = std::iter::repeat_with(OnceLock::new).take(count).collect();
        Self { basis, same, reads, digests }
    }

    /// The digest of the page at `path`, where it would come out as in the earlier build.
    #[must_use]
    pub fn digest(&self, index: usize, path: &SitePath) -> Option<Hash> {
        let (digest, reads) = self.same.get(path)?;
        self.read(index, reads.clone());
        Some(*digest)
    }

    /// Notes whose texts the page at `index` shows.
    pub fn read(&self, index: usize, lessons: Vec<LessonId>) {
        // Were a page made twice, it would read the same.
        let _ = self.reads.get(index).map(|place| place.set(lessons));
    }

    /// Notes what was written at `index`.
    pub fn wrote(&self, index: usize, digest: Hash) {
        let _ = self.digests.get(index).map(|place| place.set(digest));
    }

    /// The record of this build, of which `paths` are the files.
    #[must_use]
    pub fn record(&self, book: &Handbook, paths: &[SitePath]) -> Record {
        let texts = book.lessons.iter().zip(&self.basis.lessons);
        let pages = paths.iter().zip(&self.reads).zip(&self.digests);
        Record {
            world: self.basis.world,
            texts: texts.map(|(lesson, digest)| (lesson.path.to_string(), *digest)).collect(),
            pages: pages
                .filter_map(|((path, reads), digest)| {
                    let from = reads.get()?.iter().map(|id| id.0).collect();
                    Some(Made { path: path.clone(), digest: *digest.get()?, from })
                })
                .collect(),
        }
    }
}

/// The pages of an earlier build whose texts are all as they were.
fn unchanged(record: Record, book: &Handbook, basis: &Basis) -> BTreeMap<SitePath, (Hash, Vec<LessonId>)> {
    let now: BTreeMap<&str, usize> =
        book.lessons.iter().enumerate().map(|(index, lesson)| (lesson.path.as_str(), index)).collect();
    let same = |(path, digest): &(String, Hash)| {
        let index = *now.get(path.as_str())?;
        (basis.lessons.get(index) == Some(digest)).then(|| LessonId::at(index))
    };
    let texts: Vec<Option<LessonId>> = record.texts.iter().map(same).collect();
    let page = |page: Made| {
        let reads = page.from.iter().map(|at| texts.get(*at as usize).copied().flatten());
        Some((page.path, (page.digest, reads.collect::<Option<_>>()?)))
    };
    record.pages.into_iter().filter_map(page).collect()
}
