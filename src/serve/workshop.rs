//! The site made again after every change.
//! What changed on disk in, the next edition of the site out, or what is wrong with it. The same stages as a build, with
//! what they made of unchanged files kept, and the same bytes. Nothing of an edition is made before it is asked for: no
//! page, and no search index, which looks at every word of the handbook.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use crate::diagnostic::{Checked, Diagnostic, Lang};
use crate::memo::Memo;
use crate::pipeline::{self, Compiled, Options};
use crate::publish::{Body, Output};
use crate::render::Engine;
use crate::report;
use crate::search::{self, SearchIndex};
use crate::site::{self, Site};
use crate::source::{Changed, Pictures, ReadError, Reader, Sources};

/// A site that can be asked for its files.
pub struct Edition {
    sources: Arc<Sources>,
    compiled: Compiled,
    engine: Arc<Engine>,
    pictures: Arc<Pictures>,
    search: OnceLock<Arc<SearchIndex>>,
}

impl Edition {
    /// The file at an address, or why it can't be made; `None` where there is none.
    #[must_use]
    pub fn body(&self, path: &str) -> Option<Result<Body, Box<Diagnostic>>> {
        let site = self.site();
        if let Some(index) = site.find(path) {
            return Some(site.body(index));
        }
        let search = path.starts_with(search::FOLDER).then(|| self.search())?;
        search.find(path).map(|index| Ok(Body::Bytes(search.files[index].1.clone())))
    }

    /// The search index. Whoever asks first waits for it; a processor stays free for the author's next change.
    fn search(&self) -> &SearchIndex {
        self.search.get_or_init(|| {
            let make = || pipeline::index(&self.compiled.handbook, &self.compiled.routes).value;
            let threads = std::thread::available_parallelism().map_or(1, |all| all.get().saturating_sub(1).max(1));
            match rayon::ThreadPoolBuilder::new().num_threads(threads).build() {
                Ok(pool) => pool.install(make),
                Err(_) => make(),
            }
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
        let (site, search) = (self.site(), self.search().files.iter().map(|(path, _)| path));
        site.paths().iter().chain(search).map(ToString::to_string).collect()
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
    /// The last good edition.
    last: Option<Arc<Edition>>,
}

impl Workshop {
    /// A workshop for the site in `root`.
    #[must_use]
    pub fn new(root: &Path, options: Options) -> Self {
        let (reader, memo) = (Reader::new(root), Memo::default());
        let pictures = Arc::new(Pictures::remembered(root));
        Self { reader, memo, options, pictures, last: None }
    }

    /// Makes the site again. `None` where nothing changed in truth.
    pub fn build(&mut self, changed: &Changed) -> Result<Option<Built>, ReadError> {
        let Checked { value: sources, diagnostics } = self.reader.read(changed)?;
        if self.reader.is_as_before() {
            return Ok(None);
        }
        let planned = pipeline::plan(&sources, diagnostics, &self.options, &mut self.memo);
        let nothing = Checked { value: Arc::default(), diagnostics: Vec::new() };
        let compiled = planned.with(&nothing, &sources);
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
        let edition = Arc::new(Edition {
            sources,
            compiled,
            engine,
            pictures: Arc::clone(&self.pictures),
            search: OnceLock::new(),
        });
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
}
