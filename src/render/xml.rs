//! What machines read: feed, sitemap, robots.
//! A handbook and its routes in, well-formed XML or text out. Written only where `base_url` is known, since these need whole
//! addresses.

use crate::data::date::Date;
use crate::model::{Handbook, LessonId};
use crate::parse::plain;
use crate::parse::section::Body;
use crate::route::{PageId, Routes, SITEMAP_ENTRIES};
use crate::safe::markup::{escaped, push_escaped};

use super::desk::Desk;

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";

/// Appends `<name>text</name>` and a line end, the text escaped.
fn element(out: &mut String, name: &str, text: &str) {
    out.push('<');
    out.push_str(name);
    out.push('>');
    push_escaped(out, text);
    out.push_str("</");
    out.push_str(name);
    out.push_str(">\n");
}

/// Appends Atom's link to an address.
fn link(out: &mut String, relation: &str, address: &str) {
    out.push_str("<link rel=\"");
    out.push_str(relation);
    out.push_str("\" href=\"");
    push_escaped(out, address);
    out.push_str("\"/>\n");
}

/// The moment at which a date begins, as Atom writes it.
fn moment(date: Date) -> String {
    let (year, month, day) = date.first_day();
    format!("{year:04}-{month:02}-{day:02}T00:00:00Z")
}

/// An Atom feed of the lessons that were changed last.
pub(super) fn feed(desk: &Desk<'_>) -> String {
    let book = desk.world.handbook;
    let config = &book.config;
    let base = &config.base_url;
    let updated = book.lists.changed.first().and_then(|id| book.lesson(*id).changed());
    let mut out = format!(
        "{DECLARATION}<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n",
        escaped(&config.language)
    );
    element(&mut out, "title", &config.title);
    element(&mut out, "id", base);
    link(&mut out, "self", &format!("{base}feed.xml"));
    link(&mut out, "alternate", base);
    element(&mut out, "updated", &updated.map_or_else(|| "1970-01-01T00:00:00Z".to_owned(), moment));
    out.push_str("<author>\n");
    element(&mut out, "name", if config.publisher.is_empty() { &config.title } else { &config.publisher });
    out.push_str("</author>\n");
    for id in &book.lists.changed {
        let lesson = book.lesson(*id);
        let Some(date) = lesson.changed() else { continue };
        let address = format!("{base}{}", desk.world.routes.lessons[id.index()]);
        out.push_str("<entry>\n");
        element(&mut out, "title", &lesson.title);
        element(&mut out, "id", &address);
        link(&mut out, "alternate", &address);
        element(&mut out, "updated", &moment(date));
        element(&mut out, "summary", &summary(desk, *id));
        out.push_str("</entry>\n");
    }
    out.push_str("</feed>\n");
    out
}

/// A lesson's summary, or its first words.
fn summary(desk: &Desk<'_>, id: LessonId) -> String {
    let lesson = desk.world.handbook.lesson(id);
    if !lesson.meta.summary.is_empty() {
        return lesson.meta.summary.clone();
    }
    let first = desk.text_of(id).sections.iter().find_map(|section| match &section.body {
        Body::Prose(blocks) => Some(plain::blocks(blocks)),
        _ => None,
    });
    first.unwrap_or_default().trim().chars().take(120).collect()
}

/// Whether a page should be found by search engines.
fn is_listed(page: &PageId) -> bool {
    match page {
        PageId::Home
        | PageId::Unit(..)
        | PageId::Lesson(_)
        | PageId::Sheet(_)
        | PageId::Procedures(_)
        | PageId::Procedure(_)
        | PageId::Faq(_)
        | PageId::Topics
        | PageId::Topic(..)
        | PageId::Audience(..)
        | PageId::Exemplars(_)
        | PageId::Quizzes(_)
        | PageId::Policies
        | PageId::Policy(_) => true,
        PageId::UnitPrint(..)
        | PageId::Paper(_)
        | PageId::Search
        | PageId::NotFound
        | PageId::Feed
        | PageId::Sitemap(_)
        | PageId::Robots
        | PageId::Redirect(_)
        | PageId::Asset(_)
        | PageId::Picture(..)
        | PageId::Theme(_) => false,
    }
}

/// The sitemap; where there are too many pages for one, part 0 lists the parts.
pub(super) fn sitemap(book: &Handbook, routes: &Routes, part: usize) -> String {
    let many = routes.pages.iter().any(|route| route.page == PageId::Sitemap(1));
    let (root, entry) = if part == 0 && many { ("sitemapindex", "sitemap") } else { ("urlset", "url") };
    let mut out = format!("{DECLARATION}<{root} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    let is_part = |page: &PageId| matches!(page, PageId::Sitemap(number) if *number > 0);
    let wanted = |page: &PageId| if root == "urlset" { is_listed(page) } else { is_part(page) };
    let pages = routes.pages.iter().filter(|route| wanted(&route.page));
    for route in pages.skip(part.saturating_sub(1) * SITEMAP_ENTRIES).take(SITEMAP_ENTRIES) {
        out.push('<');
        out.push_str(entry);
        out.push_str(">\n");
        element(&mut out, "loc", &format!("{}{}", book.config.base_url, route.path));
        out.push_str("</");
        out.push_str(entry);
        out.push_str(">\n");
    }
    out.push_str("</");
    out.push_str(root);
    out.push_str(">\n");
    out
}

/// Everything may be read; the sitemap is named.
pub(super) fn robots(base_url: &str) -> String {
    format!("User-agent: *\nAllow: /\nSitemap: {base_url}sitemap.xml\n")
}
