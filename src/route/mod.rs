//! Every address of the output, decided in one place.
//! A handbook in, [`Routes`] out: all pages with their addresses, and the address of everything that a link may name. Two
//! things of one address are a diagnostic that names both.

mod plan;

use crate::model::{AssetId, AudienceId, LessonId, ProcedureId, SheetId, TopicId, UnitId};
use crate::parse::tree::PolicyIndex;
use crate::path::SitePath;

pub use plan::plan;

/// How many addresses one sitemap may list.
pub const SITEMAP_ENTRIES: usize = 50_000;

/// How many entries one page of a long list shows.
pub const PAGE_ENTRIES: usize = 100;

/// How many lessons one page of a unit for printing holds.
pub const PRINTED_LESSONS: usize = 20;

/// A page of the output. `usize` is the number of the part of a long list, from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageId {
    /// `index.html`
    Home,
    /// `2026-03/index.html`
    Unit(UnitId, usize),
    /// `2026-03/print.html`
    UnitPrint(UnitId, usize),
    /// `2026-03/youdaizheng.html`
    Lesson(LessonId),
    /// `2026-03/youdaizheng.paper.html`
    Paper(LessonId),
    /// `2026-03/biaoge/shenqingbiao.html`
    Sheet(SheetId),
    /// `procedures/index.html`
    Procedures(usize),
    /// `procedures/<slug>.html`, by position in the handbook's list
    Procedure(usize),
    /// `faq/index.html`
    Faq(usize),
    /// `topics/index.html`
    Topics,
    /// `topics/<slug>.html`
    Topic(TopicId, usize),
    /// `audiences/<slug>.html`
    Audience(AudienceId, usize),
    /// `exemplars/index.html`
    Exemplars(usize),
    /// `quizzes/index.html`
    Quizzes(usize),
    /// `policies/index.html`
    Policies,
    /// `policies/<slug>.html`
    Policy(PolicyIndex),
    /// `search.html`
    Search,
    /// `404.html`
    NotFound,
    /// `feed.xml`
    Feed,
    /// `sitemap.xml` and, for very large sites, its parts
    Sitemap(usize),
    /// `robots.txt`
    Robots,
    /// A former address of a page.
    Redirect(SitePath),
    /// A file that is given out in its own size.
    Asset(AssetId),
    /// A picture in a smaller width.
    Picture(AssetId, u32),
    /// A file of the theme, by position among those that it gives out.
    Theme(usize),
}

/// A page with its address.
#[derive(Clone, Debug)]
pub struct Route {
    /// Its address.
    pub path: SitePath,
    /// What it is.
    pub page: PageId,
}

/// All addresses.
#[derive(Debug)]
pub struct Routes {
    /// All pages, by address.
    pub pages: Vec<Route>,
    /// Each unit's page.
    pub units: Vec<SitePath>,
    /// Each unit's page for printing.
    pub prints: Vec<SitePath>,
    /// Each lesson.
    pub lessons: Vec<SitePath>,
    /// Each lesson's printed paper, where it has a quiz.
    pub papers: Vec<Option<SitePath>>,
    /// Each sheet.
    pub sheets: Vec<SitePath>,
    /// Each topic.
    pub topics: Vec<SitePath>,
    /// Each audience.
    pub audiences: Vec<SitePath>,
    /// Each policy.
    pub policies: Vec<SitePath>,
    /// Each procedure, in the order of the handbook's list, which is sorted by id.
    pub procedures: Vec<(ProcedureId, SitePath)>,
    /// Each file that is given out.
    pub assets: Vec<SitePath>,
    /// The smaller versions of each of them: width and address, narrow first.
    pub pictures: Vec<Vec<(u32, SitePath)>>,
}

impl Routes {
    /// How many pages readers can open; what these load is none.
    #[must_use]
    pub fn count_pages(&self) -> usize {
        let is_loaded = |page: &PageId| {
            let is_file = matches!(page, PageId::Theme(_) | PageId::Asset(_) | PageId::Picture(..));
            is_file || matches!(page, PageId::Feed | PageId::Sitemap(_) | PageId::Robots)
        };
        self.pages.iter().filter(|route| !is_loaded(&route.page)).count()
    }

    /// A procedure's page.
    #[must_use]
    pub fn procedure(&self, id: ProcedureId) -> Option<&SitePath> {
        let at = self.procedures.binary_search_by_key(&id, |(known, _)| *known).ok()?;
        self.procedures.get(at).map(|(_, path)| path)
    }
}

/// The address of part `part` of a list whose first part is at `first`: `topics/x.html`, `topics/x.2.html` …
#[must_use]
pub fn part(first: &SitePath, part: usize) -> SitePath {
    if part == 0 {
        return first.clone();
    }
    let stem = first.as_str().strip_suffix(".html").unwrap_or(first.as_str());
    SitePath::of("", &format!("{stem}.{}.html", part + 1))
}

/// How many parts a list of `entries` has; an empty list has one.
#[must_use]
pub fn parts(entries: usize, each: usize) -> usize {
    entries.div_ceil(each).max(1)
}
