//! What machines read: feed, sitemap, robots.
//! A handbook and its routes in, well-formed XML or text out. Written only where `base_url` is known, since these need whole
//! addresses.

use crate::model::Handbook;
use crate::parse::plain;
use crate::route::{PageId, Routes};
use crate::text::escape::{escaped, push_escaped};

use super::desk::Desk;

/// How many addresses one sitemap lists.
const SITEMAP_ENTRIES: usize = crate::route::SITEMAP_ENTRIES;

/// An Atom feed of the lessons that were changed last.
pub(super) fn feed(desk: &Desk<'_>) -> String {
    let book = desk.world.handbook;
    let base = &book.config.base_url;
    let updated = book.lists.changed.first().and_then(|id| book.lesson(*id).changed());
    let moment = |date: crate::data::date::Date| {
        let (year, month, day) = date.first_day();
        format!("{year:04}-{month:02}-{day:02}T00:00:00Z")
    };
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n\
         <title>{}</title>\n<id>{}</id>\n<link rel=\"self\" href=\"{}feed.xml\"/>\n<link href=\"{}\"/>\n<updated>{}</updated>\n",
        escaped(&book.config.language),
        escaped(&book.config.title),
        escaped(base),
        escaped(base),
        escaped(base),
        updated.map_or_else(|| "1970-01-01T00:00:00Z".to_owned(), moment),
    );
    let publisher = if book.config.publisher.is_empty() { &book.config.title } else { &book.config.publisher };
    out.push_str(&format!("<author><name>{}</name></author>\n", escaped(publisher)));
    for id in &book.lists.changed {
        let lesson = book.lesson(*id);
        let Some(date) = lesson.changed() else { continue };
        let address = escaped(&format!("{base}{}", desk.world.routes.lessons[id.index()]));
        out.push_str("<entry>\n<title>");
        push_escaped(&mut out, &lesson.title);
        out.push_str(&format!(
            "</title>\n<id>{address}</id>\n<link href=\"{address}\"/>\n<updated>{}</updated>\n",
            moment(date)
        ));
        out.push_str("<summary>");
        push_escaped(&mut out, &summary(lesson));
        out.push_str("</summary>\n</entry>\n");
    }
    out.push_str("</feed>\n");
    out
}

/// A lesson's summary, or its first words.
fn summary(lesson: &crate::model::Lesson) -> String {
    if !lesson.meta.summary.is_empty() {
        return lesson.meta.summary.clone();
    }
    let first = lesson.sections.iter().find_map(|section| match &section.body {
        crate::parse::section::Body::Prose(blocks) => Some(plain::blocks(blocks)),
        _ => None,
    });
    first.unwrap_or_default().chars().take(120).collect()
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
        | PageId::NotFound
        | PageId::Feed
        | PageId::Sitemap(_)
        | PageId::Robots
        | PageId::Redirect(_)
        | PageId::Asset(_)
        | PageId::Theme(_) => false,
    }
}

/// The sitemap; where there are too many pages for one, part 0 lists the parts.
pub(super) fn sitemap(book: &Handbook, routes: &Routes, part: usize) -> String {
    let base = &book.config.base_url;
    let many = routes.pages.iter().any(|route| route.page == PageId::Sitemap(1));
    let mut out = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n".to_owned();
    if part == 0 && many {
        out.push_str("<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
        for route in &routes.pages {
            if matches!(route.page, PageId::Sitemap(number) if number > 0) {
                out.push_str(&format!("<sitemap><loc>{}</loc></sitemap>\n", escaped(&format!("{base}{}", route.path))));
            }
        }
        out.push_str("</sitemapindex>\n");
        return out;
    }
    out.push_str("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    let listed = routes.pages.iter().filter(|route| is_listed(&route.page));
    for route in listed.skip(part.saturating_sub(1) * SITEMAP_ENTRIES).take(SITEMAP_ENTRIES) {
        out.push_str(&format!("<url><loc>{}</loc></url>\n", escaped(&format!("{base}{}", route.path))));
    }
    out.push_str("</urlset>\n");
    out
}

/// Everything may be read; the sitemap is named.
pub(super) fn robots(base_url: &str) -> String {
    format!("User-agent: *\nAllow: /\nSitemap: {base_url}sitemap.xml\n")
}
