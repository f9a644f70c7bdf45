//! The site as the writing end asks for it: one file at a time, by address.
//! A compiled handbook in, the bytes of each file out. Holds no page in memory.

use std::path::PathBuf;

use crate::diagnostic::{Diagnostic, Problem};
use crate::model::AssetId;
use crate::path::SitePath;
use crate::pipeline::Compiled;
use crate::publish::{Body, Output};
use crate::render::template::TemplateError;
use crate::render::{Rendered, Renderer};
use crate::source::{Pictures, SourceKind, Sources};
use crate::text::span::Span;

/// A compiled handbook that can be asked for its files.
pub struct Site<'a> {
    compiled: &'a Compiled,
    sources: &'a Sources,
    renderer: Renderer<'a>,
    paths: Vec<SitePath>,
    pictures: Pictures,
}

impl<'a> Site<'a> {
    /// The site of a compiled handbook; a theme that can't be compiled is the only thing that can fail.
    pub fn new(compiled: &'a Compiled, sources: &'a Sources) -> Result<Self, Box<Diagnostic>> {
        let renderer = Renderer::new(&compiled.handbook, &compiled.routes, &compiled.theme)
            .map_err(|error| template(compiled, error))?;
        let pages = compiled.routes.pages.iter().map(|route| &route.path);
        let paths = pages.chain(compiled.search.files.iter().map(|(path, _)| path)).cloned().collect();
        Ok(Self { compiled, sources, renderer, paths, pictures: Pictures::default() })
    }

    /// The same, with another maker of pictures: one that remembers what it made.
    #[must_use]
    pub fn with_pictures(self, pictures: Pictures) -> Self {
        Self { pictures, ..self }
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
        &self.paths
    }

    fn body(&self, index: usize) -> Result<Body, Box<Diagnostic>> {
        let pages = &self.compiled.routes.pages;
        let Some(route) = pages.get(index) else {
            // The files of the search index follow the pages.
            return Ok(Body::Bytes(self.compiled.search.files[index - pages.len()].1.clone()));
        };
        match self.renderer.render(route).map_err(|error| template(self.compiled, error))? {
            Rendered::Text(text) => Ok(Body::Bytes(text)),
            Rendered::Theme(bytes) => Ok(Body::Bytes(bytes.to_vec())),
            Rendered::Asset(id, width) => self.asset(id, width),
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
