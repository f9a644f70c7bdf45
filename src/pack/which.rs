//! Which page is meant.
//! What a user wrote in: an address of the site, a file or folder among the sources, or a title. The page's address out. A
//! unit is its page for printing, which holds all its lessons.

use crate::model::{Handbook, Reads};
use crate::route::{PageId, Routes};
use crate::safe::path::SitePath;
use crate::text::nearest::nearest;

/// There is no such page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotFound {
    /// What is nearest to what was written.
    pub nearest: Option<String>,
}

/// The page that `text` names.
pub fn which(text: &str, handbook: &Handbook, routes: &Routes) -> Result<SitePath, NotFound> {
    let wanted = text.trim().replace('\\', "/");
    let wanted = wanted.trim_start_matches("./").trim_end_matches('/');
    by_address(wanted, routes)
        .or_else(|| by_source(wanted.strip_prefix("content/").unwrap_or(wanted), handbook, routes))
        .or_else(|| by_title(wanted, handbook, routes))
        .ok_or_else(|| {
            let pages = routes.pages.iter().filter(|route| is_page(&route.page)).map(|route| route.path.as_str());
            NotFound { nearest: nearest(wanted, pages).map(str::to_owned) }
        })
}

/// The page that goes on where `path` ends: a large unit is printed in parts.
#[must_use]
pub fn next_part(path: &SitePath, routes: &Routes) -> Option<SitePath> {
    let at = routes.pages.binary_search_by(|route| route.path.cmp(path)).ok()?;
    let PageId::UnitPrint(unit, part) = routes.pages.get(at)?.page else { return None };
    let is_next = |page: &PageId| matches!(page, PageId::UnitPrint(other, next) if *other == unit && *next == part + 1);
    routes.pages.iter().find(|route| is_next(&route.page)).map(|route| route.path.clone())
}

fn is_page(page: &PageId) -> bool {
    !matches!(
        page,
        PageId::Theme(_)
            | PageId::Asset(_)
            | PageId::Picture(..)
            | PageId::Feed
            | PageId::Sitemap(_)
            | PageId::Robots
            | PageId::Redirect(_)
            | PageId::Search
    )
}

fn by_address(wanted: &str, routes: &Routes) -> Option<SitePath> {
    let find = |path: &str| {
        let at = routes.pages.binary_search_by(|route| route.path.as_str().cmp(path)).ok()?;
        routes.pages.get(at).filter(|route| is_page(&route.page))
    };
    let found = [wanted.to_owned(), format!("{wanted}.html"), format!("{wanted}/index.html")]
        .iter()
        .find_map(|path| find(path))?;
    match found.page {
        PageId::Unit(unit, _) => routes.prints.get(unit.index()).filter(|path| find(path.as_str()).is_some()).cloned(),
        _ => None,
    }
    .or_else(|| Some(found.path.clone()))
}

fn by_source(wanted: &str, handbook: &Handbook, routes: &Routes) -> Option<SitePath> {
    let lesson = handbook.lessons.iter().position(|lesson| lesson.path.as_str() == wanted);
    if let Some(lesson) = lesson {
        return routes.lessons.get(lesson).cloned();
    }
    let folder = wanted.strip_suffix("/index.md").unwrap_or(wanted);
    let unit = handbook.units.iter().position(|unit| unit.folder == folder)?;
    by_address(routes.units.get(unit)?.as_str(), routes)
}

fn by_title(wanted: &str, handbook: &Handbook, routes: &Routes) -> Option<SitePath> {
    let mut procedures = routes.procedures.iter();
    let is_wanted =
        |id| handbook.procedure(id, &Reads::default()).is_some_and(|(_, procedure)| procedure.name == wanted);
    if let Some((_, path)) = procedures.find(|(id, _)| is_wanted(*id)) {
        return Some(path.clone());
    }
    if let Some(lesson) = handbook.lessons.iter().position(|lesson| lesson.title == wanted) {
        return routes.lessons.get(lesson).cloned();
    }
    let unit = handbook.units.iter().position(|unit| unit.title == wanted)?;
    by_address(routes.units.get(unit)?.as_str(), routes)
}
