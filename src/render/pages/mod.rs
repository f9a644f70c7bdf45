//! One page at a time: which view and template each page has.

mod across;
mod home;
mod lesson;
mod lists;
mod policy;
mod search;
mod unit;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::desk::{Desk, World};
use super::highlight::Highlighter;
use super::links::Head;
use super::template::{TemplateError, Templates};
use super::views::{InlineView, LinkView, NotFoundView, RedirectView, SiteView};
use super::writer::Words;
use super::xml;
use crate::data::date::Date;
use crate::model::{Handbook, LessonId, Reads};
use crate::path::SitePath;
use crate::route::{PageId, Route, Routes};
use crate::theme::Theme;

/// What rendering any page of a handbook needs beside the handbook.
pub struct Engine {
    templates: Templates,
    words: Words,
    highlighter: Arc<Highlighter>,
    /// What it was made from.
    theme: Arc<Theme>,
    site: SiteView,
}

/// Renders the pages of one handbook.
pub struct Renderer<'a> {
    handbook: &'a Handbook,
    routes: &'a Routes,
    theme: &'a Theme,
    engine: Arc<Engine>,
}

/// What a page is made of.
pub enum Rendered<'a> {
    /// Its text.
    Text(Vec<u8>),
    /// A file of the theme.
    Theme(&'a [u8]),
    /// A file of the content, in its own size or, if it is a picture, in a smaller width.
    Asset(crate::model::AssetId, Option<u32>),
}

/// What every page sees.
#[derive(Serialize)]
struct Globals<'a> {
    site: &'a SiteView,
    t: serde_json::Value,
    assets: serde_json::Value,
    inline: BTreeMap<String, InlineView>,
}

impl Engine {
    /// Compiles the theme's templates for a handbook. What is the same for every handbook is taken over from `before`, and
    /// that itself where all is the same.
    pub fn new(
        handbook: &Handbook,
        theme: &Arc<Theme>,
        before: Option<&Arc<Self>>,
    ) -> Result<Arc<Self>, TemplateError> {
        let config = &handbook.config;
        let newest = handbook.lists.changed.first().and_then(|id| handbook.lesson(*id).changed());
        let site = SiteView {
            title: config.title.clone(),
            language: config.language.clone(),
            description: config.description.clone(),
            publisher: config.publisher.clone(),
            base_url: config.base_url.clone(),
            updated: newest.map(Date::iso).unwrap_or_default(),
            has_audiences: !handbook.audiences.is_empty(),
        };
        let is_as = |before: &Arc<Self>| Arc::ptr_eq(&before.theme, theme) && before.site == site;
        if let Some(before) = before.filter(|before| is_as(before)) {
            return Ok(Arc::clone(before));
        }
        let inline = theme.inline.iter();
        let globals = Globals {
            site: &site,
            t: theme.strings.to_json(),
            assets: theme.assets_json(),
            inline: inline.map(|style| (style.name.clone(), InlineView::of(&style.text, &style.digest))).collect(),
        };
        let texts = theme.templates.iter().map(|(name, template)| (name.as_str(), template.text.as_str()));
        let templates = Templates::new(texts, &globals)?;
        let word = |key| theme.strings.get(key).to_owned();
        let words = Words {
            note: word("alert.note"),
            tip: word("alert.tip"),
            important: word("alert.important"),
            warning: word("alert.warning"),
            caution: word("alert.caution"),
            footnotes: word("footnotes"),
            back: word("back_to_text"),
            task: word("task"),
        };
        let highlighter = before.map(|before| Arc::clone(&before.highlighter)).unwrap_or_default();
        Ok(Arc::new(Self { templates, words, highlighter, theme: Arc::clone(theme), site }))
    }
}

impl<'a> Renderer<'a> {
    /// Renders with an engine that was made for this handbook.
    #[must_use]
    pub fn new(handbook: &'a Handbook, routes: &'a Routes, theme: &'a Theme, engine: Arc<Engine>) -> Self {
        Self { handbook, routes, theme, engine }
    }

    fn desk<'d>(&'d self, path: &'d SitePath, reads: &'d Reads) -> Desk<'d> {
        let world = World {
            handbook: self.handbook,
            routes: self.routes,
            strings: &self.theme.strings,
            words: &self.engine.words,
            highlighter: &self.engine.highlighter,
            reads,
        };
        Desk::new(world, path)
    }

    /// Renders one page; whose texts it shows is noted in `reads`.
    pub fn render(&self, route: &Route, reads: &Reads) -> Result<Rendered<'a>, TemplateError> {
        let desk = self.desk(&route.path, reads);
        let text = match &route.page {
            PageId::Home => self.page("home.html", &home::home(&desk)),
            PageId::Unit(id, part) => self.page("unit.html", &unit::unit(&desk, *id, *part)),
            PageId::UnitPrint(id, part) => self.page("unit-print.html", &unit::print(&desk, *id, *part)),
            PageId::Lesson(id) => self.page("lesson.html", &lesson::lesson(&desk, *id)),
            PageId::Paper(id) => self.page("paper.html", &lesson::paper(&desk, *id, false)),
            PageId::Sheet(id) => self.page("sheet.html", &lesson::sheet(&desk, *id)),
            PageId::Procedures(part) => self.page("procedures.html", &lists::procedures(&desk, *part)),
            PageId::Faq(part) => self.page("faq.html", &lists::faq(&desk, *part)),
            PageId::Exemplars(part) => self.page("exemplars.html", &lists::exemplars(&desk, *part)),
            PageId::Quizzes(part) => self.page("quizzes.html", &lists::quizzes(&desk, *part)),
            PageId::Procedure(index) => match across::procedure(&desk, *index) {
                Some(view) => self.page("procedure.html", &view),
                None => Ok(Vec::new()),
            },
            PageId::Topics => self.page("topics.html", &across::topics(&desk)),
            PageId::Topic(id, part) => self.page("topic.html", &across::topic(&desk, *id, *part)),
            PageId::Audience(id, part) => self.page("audience.html", &across::audience(&desk, *id, *part)),
            PageId::Policies => self.page("policies.html", &policy::policies(&desk)),
            PageId::Policy(index) => match policy::policy(&desk, *index) {
                Some(view) => self.page("policy.html", &view),
                None => Ok(Vec::new()),
            },
            PageId::Search => self.page("search.html", &search::search(&desk)),
            PageId::NotFound => self.page("404.html", &not_found(&desk)),
            PageId::Redirect(target) => self.page("redirect.html", &redirect(&desk, target)),
            PageId::Feed => Ok(xml::feed(&desk).into_bytes()),
            PageId::Sitemap(part) => Ok(xml::sitemap(self.handbook, self.routes, *part).into_bytes()),
            PageId::Robots => Ok(xml::robots(&self.handbook.config.base_url).into_bytes()),
            PageId::Asset(id) => return Ok(Rendered::Asset(*id, None)),
            PageId::Picture(id, width) => return Ok(Rendered::Asset(*id, Some(*width))),
            PageId::Theme(index) => return Ok(Rendered::Theme(&self.theme.files[*index].body)),
        }?;
        Ok(Rendered::Text(text))
    }

    /// The answer key of a lesson's quiz: for the folder of keys, never for the site.
    pub fn key(&self, id: LessonId) -> Result<Vec<u8>, TemplateError> {
        let path = self.routes.papers[id.index()].as_ref().unwrap_or(&self.routes.lessons[id.index()]);
        self.page("paper.html", &lesson::paper(&self.desk(path, &Reads::default()), id, true))
    }

    fn page<V: Serialize>(&self, template: &str, view: &V) -> Result<Vec<u8>, TemplateError> {
        self.engine.templates.render(template, view)
    }
}

fn not_found(desk: &Desk<'_>) -> NotFoundView {
    let title = desk.word("not_found").to_owned();
    let mut page = desk.page(Head { kind: "404", title: &title, description: "", crumbs: Vec::new() });
    page.noindex = true;
    page.canonical = String::new();
    let base = &desk.world.config().base_url;
    NotFoundView { page, home: if base.is_empty() { "index.html".to_owned() } else { base.clone() } }
}

fn redirect(desk: &Desk<'_>, target: &SitePath) -> RedirectView {
    let title = desk.word("moved").to_owned();
    let mut page = desk.page(Head { kind: "redirect", title: &title, description: "", crumbs: Vec::new() });
    page.noindex = true;
    let base = &desk.world.config().base_url;
    page.canonical = if base.is_empty() { String::new() } else { format!("{base}{target}") };
    RedirectView { page, target: LinkView { href: desk.href(target), title } }
}
