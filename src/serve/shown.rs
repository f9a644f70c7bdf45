//! What a browser is shown at one moment: the last good edition, and what is wrong since.
//! An edition, problems and an address in; a reply out. The only markup that is added to a page is the script that follows
//! the news; what it shows is text.

use std::sync::Arc;

use serde::Serialize;

use super::answer::content_type;
use super::workshop::{Built, Edition};
use crate::diagnostic::{Diagnostic, Lang, Severity};
use crate::publish::Body;
use crate::report::{Reporter, harmless};
use crate::safe::markup::push_escaped;
use crate::source::ReadError;

/// Where the script is.
pub(super) const SCRIPT: &str = "_jiangyi/live.js";

/// Where the news are.
pub(super) const NEWS: &str = "_jiangyi/news";

/// The script that follows the news.
pub(super) const SCRIPT_TEXT: &str = include_str!("live.js");

/// How many problems are shown; more would hide the page and help nobody.
const SHOWN: usize = 20;

/// What is shown.
#[derive(Clone, Default)]
pub(super) struct Shown {
    edition: Option<Arc<Edition>>,
    /// The number of the edition that open pages should be of.
    number: u64,
    trouble: Trouble,
}

/// What is wrong, as the script takes it.
#[derive(Clone, Default, Serialize)]
struct Trouble {
    /// One line over all; empty where nothing is wrong.
    title: String,
    problems: Vec<Line>,
}

#[derive(Clone, Serialize)]
struct Line {
    place: String,
    code: &'static str,
    message: String,
    help: String,
}

/// An answer, without the head that all answers have.
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) content_type: &'static str,
    pub(super) body: Body,
}

impl Shown {
    /// What is shown after a change.
    pub(super) fn after(&self, built: &Built, lang: Option<Lang>) -> Self {
        match &built.edition {
            Some(edition) => {
                Self { edition: Some(Arc::clone(edition)), number: self.number + 1, trouble: Trouble::default() }
            }
            None => Self { trouble: Trouble::of(built, lang.unwrap_or(built.lang)), ..self.clone() },
        }
    }

    /// What is shown while the sources can't be read.
    pub(super) fn unreadable(&self, error: &ReadError, lang: Option<Lang>) -> Self {
        let own = self.edition.as_ref().map_or(Lang::Zh, |edition| edition.lang());
        let title = harmless(&error.message(lang.unwrap_or(own)));
        Self { trouble: Trouble { title, problems: Vec::new() }, ..self.clone() }
    }

    /// What the script is told: of which edition pages should be, and what is wrong.
    pub(super) fn news(&self) -> String {
        let trouble = &self.trouble;
        let news = serde_json::json!({ "edition": self.name(), "title": trouble.title, "problems": trouble.problems });
        news.to_string()
    }

    /// Numbers begin anew with every start, so that a page of an earlier run must not seem to be of this one.
    fn name(&self) -> String {
        format!("{}-{}", std::process::id(), self.number)
    }

    /// Where a folder's address without its slash leads.
    pub(super) fn folder(&self, path: &str) -> Option<String> {
        let index = format!("{path}/index.html");
        self.edition.as_ref()?.has(&index).then(|| format!("/{path}/"))
    }

    /// The answer for an address, `/` at its end meaning the page of that folder.
    pub(super) fn answer(&self, path: &str) -> Reply {
        let path = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
        let Some(edition) = &self.edition else { return self.bare() };
        match edition.body(&path) {
            Some(Ok(body)) => self.reply(200, &path, body),
            Some(Err(found)) => self.broken(&found),
            // Browsers ask for it unbidden; that it is missing is no mistake of the author's.
            None if path == "favicon.ico" => self.reply(204, &path, Body::Bytes(Vec::new())),
            None => match edition.body("404.html") {
                Some(Ok(body)) => self.reply(404, "404.html", body),
                Some(Err(found)) => self.broken(&found),
                None => self.reply(404, "404.txt", Body::Bytes(Vec::new())),
            },
        }
    }

    fn reply(&self, status: u16, path: &str, body: Body) -> Reply {
        let content_type = content_type(path);
        let body = match body {
            Body::Bytes(page) if content_type.starts_with("text/html") => Body::Bytes(self.followed(page, None)),
            body => body,
        };
        Reply { status, content_type, body }
    }

    /// The page with the script that follows the news.
    fn followed(&self, mut page: Vec<u8>, trouble: Option<&Trouble>) -> Vec<u8> {
        let mut script = format!("<script src=\"/{SCRIPT}\" data-edition=\"{}\"", self.name());
        if let Some(json) = trouble.and_then(|trouble| serde_json::to_string(trouble).ok()) {
            script.push_str(" data-trouble=\"");
            push_escaped(&mut script, &json);
            script.push('"');
        }
        script.push_str(" defer></script>\n");
        let end = b"</body>";
        let at = page.windows(end.len()).rposition(|part| part == end).unwrap_or(page.len());
        page.splice(at..at, script.into_bytes());
        page
    }

    /// The page that stands for all while there is no good edition yet.
    fn bare(&self) -> Reply {
        self.empty(503, None)
    }

    /// The page in the place of one that can't be made.
    fn broken(&self, found: &Diagnostic) -> Reply {
        let lang = self.edition.as_ref().map_or(Lang::Zh, |edition| edition.lang());
        let line = Line {
            place: String::new(),
            code: found.problem.code(),
            message: harmless(&found.message(lang)),
            help: harmless(&found.help(lang)),
        };
        self.empty(500, Some(&Trouble { title: title(1, false, lang), problems: vec![line] }))
    }

    fn empty(&self, status: u16, trouble: Option<&Trouble>) -> Reply {
        let page =
            b"<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<title>jiangyi</title>\n</head>\n<body>\n\
            </body>\n</html>\n";
        let body = Body::Bytes(self.followed(page.to_vec(), trouble));
        Reply { status, content_type: content_type(".html"), body }
    }
}

impl Trouble {
    fn of(built: &Built, lang: Lang) -> Self {
        let reporter = Reporter::new(&built.sources, lang);
        let errors: Vec<&Diagnostic> =
            built.diagnostics.iter().filter(|found| found.severity() == Severity::Error).collect();
        let line = |found: &&Diagnostic| {
            let (from, _) = reporter.places(found.span);
            Line {
                place: harmless(&format!("{}:{}:{}", reporter.path(found.span), from.line, from.column)),
                code: found.problem.code(),
                message: harmless(&found.message(lang)),
                help: harmless(&found.help(lang)),
            }
        };
        let problems = errors.iter().take(SHOWN).map(line).collect();
        Self { title: title(errors.len(), true, lang), problems }
    }
}

/// The line over the problems. `is_kept` where the page below is that of before.
fn title(errors: usize, is_kept: bool, lang: Lang) -> String {
    match (lang, is_kept) {
        (Lang::Zh, true) => format!("有 {errors} 个错误，改好后自动更新；下面仍是改动之前的页面"),
        (Lang::Zh, false) => format!("有 {errors} 个错误，改好后自动更新"),
        (Lang::En, true) => format!("Errors: {errors}. The page below is as before the change, until they are mended."),
        (Lang::En, false) => format!("Errors: {errors}. The page appears once they are mended."),
    }
}
