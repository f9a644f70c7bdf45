//! A problem with its lines and the spot marked; the one file that knows the renderer of such pictures.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use super::{Reporter, harmless};
use crate::diagnostic::{Diagnostic, Lang, Severity};
use crate::safe::terminal::harmless_line;
use crate::text::span::{Position, Span};

/// A line longer than this, in bytes, is not shown: its place is.
const LONGEST_LINE: usize = 2000;

/// The problem as a picture of several lines, in colour if wished.
#[must_use]
pub fn human(reporter: &Reporter<'_>, found: &Diagnostic, color: bool) -> String {
    let zh = reporter.lang == Lang::Zh;
    let level = match found.severity() {
        Severity::Error => Level::ERROR.with_name(if zh { "错误" } else { "error" }),
        Severity::Warning => Level::WARNING.with_name(if zh { "警告" } else { "warning" }),
        Severity::Note => Level::NOTE.with_name(if zh { "提示" } else { "note" }),
    };
    let message = harmless(&found.message(reporter.lang));
    let help = harmless(&found.help(reporter.lang));
    let first = Excerpt::of(reporter, found.span);
    let second = found.related.map(|span| Excerpt::of(reporter, span));
    let title = level.primary_title(message.as_str()).id(found.problem.code());
    let mut group = Group::with_title(title).element(first.element(AnnotationKind::Primary, ""));
    if let Some(second) = &second {
        let label = if zh { "先前的在这里" } else { "the one before" };
        group = group.element(second.element(AnnotationKind::Context, label));
    }
    let advice = Level::HELP.with_name(if zh { "怎么办" } else { "help" }).message(help.as_str());
    group = group.element(advice);
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut out = renderer.decor_style(DecorStyle::Ascii).render(&[group]);
    out.push('\n');
    out
}

/// The line of a place, cut out of its file so that a picture costs what it shows.
struct Excerpt {
    path: String,
    place: Position,
    /// The line and the spot in it; nothing for a file without text, and for a line that is too long to show.
    line: Option<(String, std::ops::Range<usize>)>,
}

impl Excerpt {
    fn of(reporter: &Reporter<'_>, span: Span) -> Self {
        let text = reporter.text(span);
        let (from, _) = reporter.places(span);
        let start = boundary(text, span.start as usize);
        let line = reporter.lines(span).around(text, start);
        let (line_start, line_end) = (line.start, line.end);
        let start = start.clamp(line_start, line_end);
        let shown = text.get(line).unwrap_or_default();
        let path = harmless(reporter.path(span));
        if shown.len() > LONGEST_LINE || text.is_empty() {
            return Self { path, place: from, line: None };
        }
        let end = boundary(text, span.end as usize).clamp(start, line_end) - line_start;
        Self { path, place: from, line: Some((harmless_line(shown), start - line_start..end)) }
    }

    /// The line with the spot marked, or the place alone.
    fn element<'a>(&'a self, kind: AnnotationKind, label: &'a str) -> Element<'a> {
        let Some((text, range)) = &self.line else {
            let origin = Origin::path(self.path.as_str());
            return origin.line(self.place.line).char_column(self.place.column).into();
        };
        let mark = kind.span(range.clone());
        let mark = if label.is_empty() { mark } else { mark.label(label) };
        let snippet = Snippet::source(text.as_str()).line_start(self.place.line).path(self.path.as_str());
        snippet.annotation(mark).into()
    }
}

/// The place in `text`, or the beginning of the character that it falls into.
fn boundary(text: &str, place: usize) -> usize {
    (0..=place.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}
