//! The site as the writing end asks for it: one file at a time, by address.
//! A compiled handbook in, the bytes of each file out. Holds no page in memory.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use crate::diagnostic::{Diagnostic, Problem};
use crate::model::{AssetId, Reads};
use crate::path::SitePath;
use crate::pipeline::Compiled;
use crate::publish::{Body, Output, Record};
use crate::render::template::TemplateError;
use crate::render::{Engine, Rendered, Renderer};
use crate::reuse::{Basis, Reuse};
use crate::route::PageId;
use crate::source::{Pictures, SourceKind, Sources};
use crate::text::span::Span;

/// A compiled handbook that can be asked for its files.
pub struct Site<'a> {
    compiled: &'a Compiled,
    sources: &'a Sources,
    renderer: Renderer<'a>,
    paths: OnceLock<Vec<SitePath>>,
    pictures: Arc<Pictures>,
    reuse: Option<Reuse>,
}

/// What rendering needs beside the handbook; a theme that can't be compiled is the only thing that can fail.
pub fn engine(compiled: &Compiled, before: Option<&Arc<Engine>>) -> Result<Arc<Engine>, Box<Diagnostic>> {
    Engine::new(&compiled.handbook, &compiled.theme, before).map_err(|error| template(compiled, error))
}

impl<'a> Site<'a> {
    /// The site of a compiled handbook.
    pub fn new(compiled: &'a Compiled, sources: &'a Sources) -> Result<Self, Box<Diagnostic>> {
        Ok(Self::with(engine(compiled, None)?, compiled, sources))
    }

    /// The site of a compiled handbook for which `engine` was made; costs nothing.
    #[must_use]
    pub fn with(engine: Arc<Engine>, compiled: &'a Compiled, sources: &'a Sources) -> Self {
        let renderer = Renderer::new(&compiled.handbook, &compiled.routes, &compiled.theme, engine);
        Self { compiled, sources, renderer, paths: OnceLock::new(), pictures: Arc::default(), reuse: None }
    }

    /// The same, with another maker of pictures: one that remembers what it made.
    #[must_use]
    pub fn with_pictures(self, pictures: impl Into<Arc<Pictures>>) -> Self {
        Self { pictures: pictures.into(), ..self }
    }

    /// The same, but pages that `earlier` says would come out the same are not made again.
    #[must_use]
    pub fn reusing(self, basis: Basis, earlier: Option<Record>) -> Self {
        let reuse = Some(Reuse::new(basis, &self.compiled.handbook, earlier, self.paths().len()));
        Self { reuse, ..self }
    }

    /// The record for the next build, of what was written.
    #[must_use]
    pub fn record(&self) -> Option<Record> {
        self.reuse.as_ref().map(|reuse| reuse.record(&self.compiled.handbook, self.paths()))
    }

    /// Where in [`Output::paths`] an address is.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<usize> {
        let pages = &self.compiled.routes.pages;
        let page = pages.binary_search_by(|route| route.path.as_str().cmp(path)).ok();
        page.or_else(|| self.compiled.search.find(path).map(|index| pages.len() + index))
    }

    /// Where in [`Output::paths`] one page of each kind is that the theme has a say in.
    #[must_use]
    pub fn samples(&self) -> Vec<usize> {
        let mut seen = Vec::new();
        let mut samples = Vec::new();
        for (index, route) in self.compiled.routes.pages.iter().enumerate() {
            let kind = std::mem::discriminant(&route.page);
            let is_file = matches!(route.page, PageId::Asset(_) | PageId::Picture(..) | PageId::Theme(_));
            if !is_file && !seen.contains(&kind) {
                seen.push(kind);
                samples.push(index);
            }
        }
        samples
    }

    /// The answer keys of all quizzes, by address.
    pub fn keys(&self) -> Keys<'_, 'a> {
        let papers = self.compiled.routes.papers.iter().enumerate();
        let of = papers.filter_map(|(index, path)| Some((index, path.clone()?)));
        let (lessons, paths) = of.map(|(index, path)| (crate::model::LessonId::at(index), path)).unzip();
        Keys { site: self, lessons, paths }
    }

    fn asset(&self, id: AssetId, width: Option<u32>) -> Result<Body, Box<Diagnostic>> {
        let asset = &self.compiled.handbook.assets[id.index()];
        // Assets are listed from these same sources.
        let Some(SourceKind::Asset { disk, .. }) = self.sources.get(asset.file).map(|file| &file.kind) else {
            return Ok(Body::File(PathBuf::new()));
        };
        match asset.picture.filter(|picture| !picture.is_copied()) {
            None => Ok(Body::File(disk.clone())),
            Some(picture) => {
                let made = self.pictures.version(disk, picture, width);
                made.map(Body::Bytes)
                    .map_err(|problem| Box::new(Diagnostic::new(problem, Span::file_start(asset.file))))
            }
        }
    }
}

impl Output for Site<'_> {
    fn paths(&self) -> &[SitePath] {
        self.paths.get_or_init(|| {
            let pages = self.compiled.routes.pages.iter().map(|route| &route.path);
            pages.chain(self.compiled.search.files.iter().map(|(path, _)| path)).cloned().collect()
        })
    }

    fn body(&self, index: usize) -> Result<Body, Box<Diagnostic>> {
        let pages = &self.compiled.routes.pages;
        let Some(route) = pages.get(index) else {
            // The files of the search index follow the pages.
            return Ok(Body::Bytes(self.compiled.search.files[index - pages.len()].1.clone()));
        };
        let reads = Reads::default();
        match self.renderer.render(route, &reads).map_err(|error| template(self.compiled, error))? {
            Rendered::Text(text) => {
                if let Some(reuse) = &self.reuse {
                    reuse.read(index, reads.lessons());
                }
                Ok(Body::Bytes(text))
            }
            Rendered::Theme(bytes) => Ok(Body::Bytes(bytes.to_vec())),
            Rendered::Asset(id, width) => self.asset(id, width),
        }
    }

    fn digest(&self, index: usize) -> Option<blake3::Hash> {
        self.reuse.as_ref()?.digest(index, &self.compiled.routes.pages.get(index)?.path)
    }

    fn wrote(&self, index: usize, digest: blake3::Hash) {
        if let Some(reuse) = &self.reuse {
            reuse.wrote(index, digest);
        }
    }
}

/// The answer keys, for a folder of their own that is not published.
pub struct Keys<'s, 'a> {
    site: &'s Site<'a>,
    lessons: Vec<crate::model::LessonId>,
    paths: Vec<SitePath>,
}

impl Output for Keys<'_, '_> {
    fn paths(&self) -> &[SitePath] {
        &self.paths
    }

    fn body(&self, index: usize) -> Result<Body, Box<Diagnostic>> {
        let key = self.site.renderer.key(self.lessons[index]);
        key.map(Body::Bytes).map_err(|error| template(self.site.compiled, error))
    }
}

fn template(compiled: &Compiled, error: TemplateError) -> Box<Diagnostic> {
    let span = compiled.theme.place_of(&error.name, error.range, compiled.handbook.config.theme.span);
    Box::new(Diagnostic::new(Problem::Template { name: error.name, detail: error.detail }, span))
}
