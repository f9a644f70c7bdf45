//! Gives every page its address.

use rustc_hash::FxHashMap;

use super::{PAGE_ENTRIES, PRINTED_LESSONS, PageId, Route, Routes, SITEMAP_ENTRIES, part, parts};
use crate::data::Spanned;
use crate::diagnostic::{Checked, Diagnostic, Problem};
use crate::media::Picture;
use crate::model::{AssetId, AudienceId, Handbook, LessonId, Reads, SheetId, TopicId, UnitId};
use crate::parse::place;
use crate::parse::tree::PolicyIndex;
use crate::path::{ContentPath, SitePath};
use crate::text::slug::{file_slug, slug};
use crate::text::span::{FileId, Span};

/// Plans all addresses. `theme` are those of the files that the theme gives out.
#[must_use]
pub fn plan(handbook: &Handbook, theme: &[SitePath]) -> Checked<Routes> {
    let mut plan = Plan::default();
    plan.taken.reserve(handbook.lessons.len() * 2);
    plan.fixed(handbook, theme);
    let mut routes = Routes {
        pages: Vec::new(),
        units: Vec::new(),
        prints: Vec::new(),
        lessons: Vec::with_capacity(handbook.lessons.len()),
        papers: Vec::with_capacity(handbook.lessons.len()),
        sheets: Vec::new(),
        topics: Vec::new(),
        audiences: Vec::new(),
        policies: Vec::new(),
        procedures: Vec::new(),
        assets: Vec::new(),
        pictures: Vec::new(),
    };
    plan.units(handbook, &mut routes);
    plan.lessons(handbook, &mut routes);
    plan.files(handbook, &mut routes);
    plan.across(handbook, &mut routes);
    plan.redirects(handbook, &routes);
    if !handbook.config.base_url.is_empty() {
        plan.for_robots();
    }
    plan.pages.sort_by(|a, b| a.path.cmp(&b.path));
    routes.pages = plan.pages;
    Checked { value: routes, diagnostics: plan.found }
}

/// A long list: its first address, how many entries it has, and what its parts are.
type List = (&'static str, usize, fn(usize) -> PageId);

#[derive(Default)]
struct Plan {
    pages: Vec<Route>,
    taken: FxHashMap<SitePath, Option<Span>>,
    found: Vec<Diagnostic>,
}

impl Plan {
    /// Takes an address. If it is taken already, that is reported and another one is made, so that the rest can go on.
    fn take(&mut self, path: SitePath, page: PageId, span: Option<Span>) -> SitePath {
        let mut free = path;
        if let Some(first) = self.taken.get(&free) {
            if let Some(span) = span {
                let found = Diagnostic::new(Problem::AddressCollision { address: free.to_string() }, span);
                self.found.push(match first {
                    Some(first) => found.and(*first),
                    None => found,
                });
            }
            let wanted = free.clone();
            let mut number = 2;
            while self.taken.contains_key(&free) {
                free = beside(&wanted, number);
                number += 1;
            }
        }
        self.taken.insert(free.clone(), span);
        self.pages.push(Route { path: free.clone(), page });
        free
    }

    /// Takes the addresses of a list's parts.
    fn take_parts(
        &mut self,
        path: SitePath,
        count: usize,
        span: Option<Span>,
        page: impl Fn(usize) -> PageId,
    ) -> SitePath {
        let first = self.take(path, page(0), span);
        for number in 1..count {
            self.take(part(&first, number), page(number), span);
        }
        first
    }

    fn fixed(&mut self, handbook: &Handbook, theme: &[SitePath]) {
        let fixed = |path: &str| SitePath::of("", path);
        self.take(fixed("index.html"), PageId::Home, None);
        self.take(fixed("404.html"), PageId::NotFound, None);
        self.take(fixed("search.html"), PageId::Search, None);
        self.take(fixed("topics/index.html"), PageId::Topics, None);
        self.take(fixed("policies/index.html"), PageId::Policies, None);
        let lists: [List; 4] = [
            ("procedures/index.html", handbook.lists.procedures.len(), PageId::Procedures),
            ("faq/index.html", handbook.lists.questions.len(), PageId::Faq),
            ("exemplars/index.html", handbook.lists.exemplars.len(), PageId::Exemplars),
            ("quizzes/index.html", handbook.lists.quizzes.len(), PageId::Quizzes),
        ];
        for (path, count, page) in lists {
            self.take_parts(fixed(path), parts(count, PAGE_ENTRIES), None, page);
        }
        for (index, path) in theme.iter().enumerate() {
            self.take(path.clone(), PageId::Theme(index), None);
        }
    }

    fn units(&mut self, handbook: &Handbook, routes: &mut Routes) {
        for (index, unit) in handbook.units.iter().enumerate() {
            let id = UnitId::at(index);
            let span =
                unit.file.or_else(|| unit.lessons.first().map(|id| handbook.lesson(*id).file)).map(Span::file_start);
            let count = parts(unit.lessons.len(), PAGE_ENTRIES);
            let path = SitePath::of(&unit.month, "index.html");
            routes.units.push(self.take_parts(path, count, span, |number| PageId::Unit(id, number)));
            let count = parts(unit.lessons.len(), PRINTED_LESSONS);
            let path = SitePath::of(&unit.month, "print.html");
            routes.prints.push(self.take_parts(path, count, span, |number| PageId::UnitPrint(id, number)));
        }
    }

    fn lessons(&mut self, handbook: &Handbook, routes: &mut Routes) {
        for (index, lesson) in handbook.lessons.iter().enumerate() {
            let name = name_of(lesson.meta.slug.as_ref(), &lesson.slug);
            let id = LessonId::at(index);
            let folder = &handbook.unit(lesson.unit).month;
            let span = named_at(lesson.meta.slug.as_ref(), lesson.meta.title.as_ref(), lesson.file);
            let path = self.take(SitePath::of(folder, &format!("{name}.html")), PageId::Lesson(id), Some(span));
            let paper = lesson.has_quiz().then(|| {
                let stem = path.as_str().trim_end_matches(".html");
                self.take(SitePath::of("", &format!("{stem}.paper.html")), PageId::Paper(id), Some(span))
            });
            routes.lessons.push(path);
            routes.papers.push(paper);
        }
    }

    fn files(&mut self, handbook: &Handbook, routes: &mut Routes) {
        for (index, sheet) in handbook.sheets.iter().enumerate() {
            let name = name_of(sheet.meta.slug.as_ref(), &sheet.slug);
            let span = named_at(sheet.meta.slug.as_ref(), sheet.meta.title.as_ref(), sheet.file);
            let path = SitePath::of(&folder(&sheet.path), &format!("{name}.html"));
            routes.sheets.push(self.take(path, PageId::Sheet(SheetId::at(index)), Some(span)));
        }
        for (index, asset) in handbook.assets.iter().enumerate() {
            let name = file_slug(asset.path.stem());
            let extension = slug(&asset.path.extension());
            let path = SitePath::of(&folder(&asset.path), &format!("{name}.{extension}"));
            let span = Some(Span::file_start(asset.file));
            let id = AssetId::at(index);
            let path = self.take(path, PageId::Asset(id), span);
            let smaller = asset.picture.into_iter().flat_map(Picture::widths).map(|width| {
                let narrow = SitePath::of("", &format!("{}.{width}.{extension}", stem(&path)));
                (width, self.take(narrow, PageId::Picture(id, width), None))
            });
            routes.pictures.push(smaller.collect());
            routes.assets.push(path);
        }
    }

    /// The pages that gather what many lessons hold.
    fn across(&mut self, handbook: &Handbook, routes: &mut Routes) {
        let reads = Reads::default();
        for (index, id) in handbook.procedures.iter().enumerate() {
            let Some((section, procedure)) = handbook.procedure(*id, &reads) else { continue };
            let path = SitePath::of("procedures", &format!("{}.html", unlike_index(slug(&procedure.name))));
            // Two of one name were reported already.
            let span = (!self.taken.contains_key(&path)).then_some(section.span);
            routes.procedures.push((*id, self.take(path, PageId::Procedure(index), span)));
        }
        for (index, topic) in handbook.topics.iter().enumerate() {
            let id = TopicId::at(index);
            let path = SitePath::of("topics", &format!("{}.html", unlike_index(topic.slug.clone())));
            let count = parts(handbook.lists.topics[index].len(), PAGE_ENTRIES);
            routes.topics.push(self.take_parts(path, count, Some(topic.span), |number| PageId::Topic(id, number)));
        }
        for (index, audience) in handbook.audiences.iter().enumerate() {
            let id = AudienceId::at(index);
            let path = SitePath::of("audiences", &format!("{}.html", audience.slug));
            let count = parts(audience.lessons.len(), PAGE_ENTRIES);
            routes
                .audiences
                .push(self.take_parts(path, count, Some(audience.span), |number| PageId::Audience(id, number)));
        }
        for (index, policy) in handbook.registry.policies.iter().enumerate() {
            let id = PolicyIndex(u32::try_from(index).unwrap_or(u32::MAX));
            let path = SitePath::of("policies", &format!("{}.html", unlike_index(slug(&policy.name))));
            routes.policies.push(self.take(path, PageId::Policy(id), Some(policy.span)));
        }
    }

    /// Former addresses, which must be free.
    fn redirects(&mut self, handbook: &Handbook, routes: &Routes) {
        let of_units = handbook.units.iter().zip(&routes.units).map(|(unit, path)| (&unit.meta.aliases, path));
        let of_lessons =
            handbook.lessons.iter().zip(&routes.lessons).map(|(lesson, path)| (&lesson.meta.aliases, path));
        let of_sheets = handbook.sheets.iter().zip(&routes.sheets).map(|(sheet, path)| (&sheet.meta.aliases, path));
        for (aliases, target) in of_units.chain(of_lessons).chain(of_sheets) {
            for alias in aliases {
                if let Some(path) = former_address(&alias.value).filter(|path| !self.taken.contains_key(path)) {
                    self.take(path, PageId::Redirect(target.clone()), Some(alias.span));
                } else {
                    let problem = Problem::BadAlias { text: alias.value.clone() };
                    self.found.push(Diagnostic::new(problem, alias.span));
                }
            }
        }
    }

    fn for_robots(&mut self) {
        let pages = self.pages.len();
        self.take(SitePath::of("", "feed.xml"), PageId::Feed, None);
        self.take(SitePath::of("", "robots.txt"), PageId::Robots, None);
        self.take(SitePath::of("", "sitemap.xml"), PageId::Sitemap(0), None);
        if pages > SITEMAP_ENTRIES {
            for number in 1..=parts(pages, SITEMAP_ENTRIES) {
                self.take(SitePath::of("", &format!("sitemap.{number}.xml")), PageId::Sitemap(number), None);
            }
        }
    }
}

/// A page's own name: what the author chose, or its file's.
fn name_of<'a>(chosen: Option<&'a Spanned<String>>, own: &'a str) -> &'a str {
    chosen.map_or(own, |chosen| &chosen.value)
}

/// Where a page's address comes from.
fn named_at(slug: Option<&Spanned<String>>, title: Option<&Spanned<String>>, file: FileId) -> Span {
    slug.or(title).map_or(Span::file_start(file), |named| named.span)
}

/// The output folder of a source file: its unit's month and the slugs of the folders below.
fn folder(path: &ContentPath) -> String {
    let mut parts = path.folder().split('/').filter(|part| !part.is_empty());
    let Some(first) = parts.next() else { return "files".to_owned() };
    let top = place::unit(path).map_or_else(|| format!("files/{}", file_slug(first)), |month| month.month);
    std::iter::once(top).chain(parts.map(file_slug)).collect::<Vec<_>>().join("/")
}

/// `index` is the list's own name.
fn unlike_index(slug: String) -> String {
    if slug == "index" { "index-1".to_owned() } else { slug }
}

/// A former address as written: a page of this site.
fn former_address(text: &str) -> Option<SitePath> {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '/' | '-' | '_' | '.');
    if text.contains("..") || !text.chars().all(fits) || text.len() > 200 {
        return None;
    }
    let text = text.trim_start_matches('/');
    match text.rsplit_once('.') {
        Some((_, "html" | "htm")) => SitePath::new(text),
        _ if text.ends_with('/') => SitePath::new(&format!("{text}index.html")),
        _ => SitePath::new(&format!("{text}.html")),
    }
}

/// `a/b.jpg` → `a/b`
fn stem(path: &SitePath) -> &str {
    path.as_str().rsplit_once('.').map_or(path.as_str(), |(stem, _)| stem)
}

/// `a/b.html` → `a/b-2.html`
fn beside(path: &SitePath, number: usize) -> SitePath {
    let (stem, extension) = path.as_str().rsplit_once('.').unwrap_or((path.as_str(), "html"));
    SitePath::of("", &format!("{stem}-{number}.{extension}"))
}
