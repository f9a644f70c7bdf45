//! Slips in the marks that open a line: headings, boxes to tick, quotations, a table's second line.
//! A line in, at most one problem with its correction out.

use crate::diagnostic::{Diagnostic, Problem};
use crate::text::cjk::is_cjk;

use super::{Line, shown};

/// The slip at the line's opening, if there is one.
pub(super) fn slip(line: &Line<'_>) -> Option<Diagnostic> {
    heading(line).or_else(|| checkbox(line)).or_else(|| quote(line)).or_else(|| table(line))
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '　')
}

/// `＃ 标题`, `#标题`, `#　标题`.
fn heading(line: &Line<'_>) -> Option<Diagnostic> {
    let rest = line.body.trim_start_matches(['#', '＃']);
    let marks = &line.body[..line.body.len() - rest.len()];
    if marks.is_empty() {
        return None;
    }
    let level = marks.chars().count();
    let title = rest.trim_start_matches(is_space);
    let first = title.chars().next()?;
    let spaced = rest.len() > title.len();
    let wide_mark = marks.contains('＃');
    // A # around words is a topic, as in #优待证#.
    let topic = !spaced && title.contains(['#', '＃']);
    let slipped = if wide_mark { spaced || is_cjk(first) } else { rest.starts_with(|c| c == '　' || is_cjk(c)) };
    (slipped && !topic && (1..=6).contains(&level)).then(|| {
        let span = line.opening(line.body.len() - title.len());
        let written = shown(line.body);
        Diagnostic::new(Problem::HeadingSlip { written }, span).fixed_by(span, "#".repeat(level) + " ")
    })
}

/// `- 【 】`, `- [√]`, `- [　]`, `- □` and the like: what stands after a list's mark.
fn checkbox(line: &Line<'_>) -> Option<Diagnostic> {
    let item = line.body.trim_start_matches(|c: char| c.is_ascii_digit());
    let item =
        if item.len() < line.body.len() { item.strip_prefix(['.', ')'])? } else { item.strip_prefix(['-', '*', '+'])? };
    let content = item.trim_start_matches(is_space);
    if content.len() == item.len() {
        return None;
    }
    let (written, ticked) = drawn_box(content).or_else(|| bracketed_box(content))?;
    let rest = content[written.len()..].trim_start_matches(is_space);
    let start = line.text.len() - content.len();
    let span = line.part(start..line.text.len() - rest.len());
    let right = if ticked { "[x] " } else { "[ ] " };
    let problem = Problem::CheckboxSlip { written: written.into() };
    Some(Diagnostic::new(problem, line.part(start..start + written.len())).fixed_by(span, right))
}

fn drawn_box(content: &str) -> Option<(&str, bool)> {
    let first = content.chars().next()?;
    let ticked = match first {
        '□' | '☐' | '▢' => false,
        '☑' | '☒' | '✅' => true,
        _ => return None,
    };
    Some((&content[..first.len_utf8()], ticked))
}

fn bracketed_box(content: &str) -> Option<(&str, bool)> {
    let open = content.chars().next().filter(|c| matches!(c, '[' | '【' | '［'))?;
    let close = content.find([']', '】', '］'])?;
    let inside = content.get(open.len_utf8()..close)?;
    let end = close + content[close..].chars().next()?.len_utf8();
    let ticked = match inside.trim() {
        "" => false,
        "x" | "X" | "ｘ" | "Ｘ" | "√" | "✓" | "✔" | "v" | "V" => true,
        _ => return None,
    };
    let after = content[end..].chars().next();
    let proper = open == '[' && content[close..].starts_with(']') && matches!(inside, " " | "x" | "X");
    // A proper box needs a space after it; brackets before anything but text may be a link.
    let joined = proper && after.is_some_and(is_cjk);
    let empty_link = open == '[' && matches!(after, Some('(' | '[' | ':'));
    ((!proper || joined) && !empty_link).then(|| (&content[..end], ticked))
}

/// `＞ 引文`. Before a number it means “more than”.
fn quote(line: &Line<'_>) -> Option<Diagnostic> {
    let rest = line.body.strip_prefix('＞')?;
    let content = rest.trim_start_matches(is_space);
    let first = content.chars().next()?;
    (!first.is_numeric()).then(|| {
        let span = line.opening(line.body.len() - content.len());
        Diagnostic::new(Problem::QuoteSlip, span).fixed_by(span, "> ")
    })
}

/// `｜：—｜——｜`: a table's second line in full-width characters.
fn table(line: &Line<'_>) -> Option<Diagnostic> {
    let body = line.body.trim_end_matches(is_space);
    let is_dash = |c| matches!(c, '-' | '—' | '–' | '－' | '─');
    let allowed = |c: char| is_dash(c) || is_space(c) || matches!(c, '|' | '｜' | ':' | '：');
    if !body.chars().all(allowed) || !body.contains(['|', '｜']) || body.is_ascii() || !body.contains(is_dash) {
        return None;
    }
    let half = body.replace('｜', "|").replace('：', ":");
    let cells: Vec<String> = half
        .trim_matches('|')
        .split('|')
        .map(|cell| {
            let cell = cell.trim_matches(is_space);
            let mark = |there: bool| if there { ":" } else { "" };
            format!("{}---{}", mark(cell.starts_with(':')), mark(cell.ends_with(':')))
        })
        .collect();
    let span = line.opening(body.len());
    Some(Diagnostic::new(Problem::TableSlip, span).fixed_by(span, format!("| {} |", cells.join(" | "))))
}
