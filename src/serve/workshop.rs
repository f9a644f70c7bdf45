//! The site made again after every change.
//! What changed on disk in, the next edition of the site out, or what is wrong with it. The same stages as a build, with
//! what they made of unchanged files kept; the same bytes as a build, but for the search index, which is made anew when
//! there is time: until then an edition shows that of the edition before.

use std::path::Path;
use std::sync::Arc;

use crate::diagnostic::{Checked, Diagnostic, Lang};
use crate::memo::Memo;
use crate::model::Handbook;
use crate::pipeline::{self, Compiled, Options};
use crate::publish::{Body, Output};
use crate::render::Engine;
use crate::report;
use crate::route::Routes;
use crate::search::SearchIndex;
use crate::site::{self, Site};
use crate::source::{Changed, Pictures, ReadError, Reader, Sources};

/// How many earlier search indexes pages that are still open may ask for.
const EARLIER: usize = 2;

/// A site that can be asked for its files.
pub struct Edition {
    sources: Arc<Sources>,
    compiled: Compiled,
    engine: Arc<Engine>,
    pictures: Arc<Pictures>,
    /// The search indexes of earlier editions, newest first.
    earlier: Vec<Arc<SearchIndex>>,
}

impl Edition {
    /// The file at an address, or why it can't be made; `None` where there is none.
    #[must_use]
    pub fn body(&self, path: &str) -> Option<Result<Body, Box<Diagnostic>>> {
        let site = self.site();
        let found = site.find(path).map(|index| site.body(index));
        found.or_else(|| {
            let files = self.earlier.iter().flat_map(|search| &search.files);
            let (_, bytes) = files.into_iter().find(|(own, _)| own.as_str() == path)?;
            Some(Ok(Body::Bytes(bytes.clone())))
        })
    }

    /// Whether a file of the site is at an address.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.site().find(path).is_some()
    }

    /// The site's language.
    #[must_use]
    pub fn lang(&self) -> Lang {
        self.compiled.handbook.config.lang()
    }

    /// All addresses.
    #[must_use]
    pub fn paths(&self) -> Vec<String> {
        self.site().paths().iter().map(ToString::to_string).collect()
    }

    fn site(&self) -> Site<'_> {
        Site::with(Arc::clone(&self.engine), &self.compiled, &self.sources).with_pictures(Arc::clone(&self.pictures))
    }

    /// One page of each kind, rendered: what is wrong with the theme.
    fn try_theme(&self) -> Vec<Diagnostic> {
        let site = self.site();
        let mut found: Vec<Diagnostic> =
            site.samples().into_iter().filter_map(|index| site.body(index).err()).map(|error| *error).collect();
        found.dedup();
        found
    }

    fn has_theme_of(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.compiled.theme, &other.compiled.theme)
    }
}

/// What came of a change.
pub struct Built {
    /// The new edition; `None` where the content has errors.
    pub edition: Option<Arc<Edition>>,
    /// Everything that was found wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// What it was found in.
    pub sources: Arc<Sources>,
    /// The site's language.
    pub lang: Lang,
    /// How many pages readers can open.
    pub pages: usize,
}

/// Makes one edition after another.
pub struct Workshop {
    reader: Reader,
    memo: Memo,
    options: Options,
    pictures: Arc<Pictures>,
    search: Option<Checked<Arc<SearchIndex>>>,
    /// Whether the handbook changed since the search index was made.
    is_search_old: bool,
    /// The last good edition.
    last: Option<Arc<Edition>>,
}

impl Workshop {
    /// A workshop for the site in `root`.
    #[must_use]
    pub fn new(root: &Path, options: Options) -> Self {
        let (reader, memo) = (Reader::new(root), Memo::default());
        let pictures = Arc::new(Pictures::remembered(root));
        Self { reader, memo, options, pictures, search: None, is_search_old: false, last: None }
    }

    /// Makes the site again. `None` where nothing changed in truth.
    pub fn build(&mut self, changed: &Changed) -> Result<Option<Built>, ReadError> {
        let Checked { value: sources, diagnostics } = self.reader.read(changed)?;
        if self.reader.is_as_before() {
            return Ok(None);
        }
        let planned = pipeline::plan(&sources, diagnostics, &self.options, &mut self.memo);
        self.is_search_old |= self.search.is_some();
        let search = self.search.get_or_insert_with(|| pipeline::index(&planned.handbook, &planned.routes));
        let compiled = planned.with(search, &sources);
        Ok(Some(self.finish(compiled, Arc::new(sources))))
    }

    fn finish(&mut self, compiled: Compiled, sources: Arc<Sources>) -> Built {
        let mut built = Built {
            edition: None,
            diagnostics: compiled.diagnostics.clone(),
            sources: Arc::clone(&sources),
            lang: compiled.handbook.config.lang(),
            pages: compiled.routes.count_pages(),
        };
        if report::count(&built.diagnostics).errors > 0 {
            return built;
        }
        let last = self.last.as_ref();
        let engine = match site::engine(&compiled, last.map(|last| &last.engine)) {
            Ok(engine) => engine,
            Err(found) => {
                built.diagnostics.push(*found);
                return built;
            }
        };
        let earlier = last.map(|last| last.and_earlier(&compiled.search)).unwrap_or_default();
        let edition = Arc::new(Edition { sources, compiled, engine, pictures: Arc::clone(&self.pictures), earlier });
        // A theme that fails on a page fails for whoever looks at that page next: better to say so at once.
        if last.is_none_or(|last| !last.has_theme_of(&edition)) {
            built.diagnostics.extend(edition.try_theme());
        }
        if report::count(&built.diagnostics).errors == 0 {
            self.last = Some(Arc::clone(&edition));
            built.edition = Some(edition);
        }
        built
    }

    /// Whether files came, went or were written since the last reading, as far as their lengths and dates tell.
    pub fn looks_changed(&mut self) -> bool {
        self.reader.looks_changed()
    }

    /// The work of making the search index anew; `None` where it is that of the last good edition already.
    #[must_use]
    pub fn indexing(&mut self) -> Option<Indexing> {
        let last = self.last.as_ref().filter(|_| self.is_search_old)?;
        self.is_search_old = false;
        let (handbook, routes) = (Arc::clone(&last.compiled.handbook), Arc::clone(&last.compiled.routes));
        Some(Indexing { handbook, routes })
    }

    /// Takes a new search index in. The last good edition with it.
    pub fn indexed(&mut self, search: Checked<Arc<SearchIndex>>) -> Option<Arc<Edition>> {
        let last = self.last.take()?;
        let compiled = Compiled { search: Arc::clone(&search.value), ..last.compiled.clone() };
        self.search = Some(search);
        let edition = site::engine(&compiled, Some(&last.engine)).ok().map(|engine| {
            let earlier = last.and_earlier(&compiled.search);
            let pictures = Arc::clone(&self.pictures);
            Arc::new(Edition { sources: Arc::clone(&last.sources), compiled, engine, pictures, earlier })
        });
        self.last = Some(edition.clone().unwrap_or(last));
        edition
    }
}

impl Edition {
    /// This edition's search index and those before it, for an edition that has `new`.
    fn and_earlier(&self, new: &Arc<SearchIndex>) -> Vec<Arc<SearchIndex>> {
        let own = std::iter::once(&self.compiled.search).chain(&self.earlier);
        own.filter(|search| !Arc::ptr_eq(search, new)).take(EARLIER).cloned().collect()
    }
}

/// The making of a search index.
pub struct Indexing {
    handbook: Arc<Handbook>,
    routes: Arc<Routes>,
}

impl Indexing {
    /// Makes it, on one processor: the author's next change must not wait for it.
    #[must_use]
    pub fn run(self) -> Checked<Arc<SearchIndex>> {
        let make = || pipeline::index(&self.handbook, &self.routes);
        match rayon::ThreadPoolBuilder::new().num_threads(1).build() {
            Ok(pool) => pool.install(make),
            Err(_) => make(),
        }
    }
}
