//! `check --fix`: what can be mended for certain, mended.
//! Problems with their exact replacements in; the texts with these replacements out, and a line for each.

use std::io;
use std::path::Path;

use super::World;
use super::arguments::Format;
use crate::diagnostic::{Diagnostic, Fix, Lang};
use crate::report::harmless;
use crate::source::{Sources, Unchanged, rewrite};
use crate::text::span::{FileId, Lines};

/// How much of a replaced text is shown, in characters.
const SHOWN: usize = 40;

/// Mends the files of `sources` and says what it did; how many replacements were made.
pub(super) fn fix(
    root: &Path,
    sources: &Sources,
    found: &[Diagnostic],
    how: (Lang, Format),
    world: &mut World<'_>,
) -> io::Result<usize> {
    let (lang, format) = how;
    let mut fixes: Vec<&Fix> = found.iter().filter_map(|found| found.fix.as_ref()).collect();
    fixes.sort_by_key(|fix| (sources.path(fix.span.file), fix.span.start, fix.span.end));
    let mut made = 0;
    for of_file in fixes.chunk_by(|a, b| a.span.file == b.span.file) {
        let file = of_file[0].span.file;
        let Some((path, old)) = text_of(sources, file) else { continue };
        let (new, applied) = mended(old, of_file);
        match rewrite(root, path, old, &new) {
            Ok(()) => {
                made += applied.len();
                let lines = Lines::of(old);
                for fix in applied {
                    let line = line(path, (old, &lines), fix, format);
                    match format {
                        Format::Json => writeln!(world.out, "{line}")?,
                        Format::Human | Format::Short => writeln!(world.err, "{line}")?,
                    }
                }
            }
            Err(unchanged) => writeln!(world.err, "{}", harmless(&kept(path, &unchanged, lang)))?,
        }
    }
    Ok(made)
}

fn text_of(sources: &Sources, file: FileId) -> Option<(&str, &str)> {
    let source = sources.get(file)?;
    Some((&source.path, source.text()?))
}

/// The text with all replacements that do not touch an earlier one; those wait for the next round.
fn mended<'f>(old: &str, fixes: &[&'f Fix]) -> (String, Vec<&'f Fix>) {
    let mut new = String::with_capacity(old.len());
    let mut applied: Vec<&Fix> = Vec::new();
    let mut at = 0;
    for fix in fixes {
        let range = fix.span.range();
        let (Some(before), Some(_)) = (old.get(at..range.start), old.get(range.clone())) else { continue };
        if applied.last().is_some_and(|last| last.span == fix.span) {
            continue;
        }
        new.push_str(before);
        new.push_str(&fix.replacement);
        at = range.end;
        applied.push(fix);
    }
    new.push_str(old.get(at..).unwrap_or_default());
    (new, applied)
}

fn line(path: &str, (old, lines): (&str, &Lines), fix: &Fix, format: Format) -> String {
    let from = lines.position(old, fix.span.start as usize);
    let was = old.get(fix.span.range()).unwrap_or_default();
    if format == Format::Json {
        let fixed = serde_json::json!({
            "path": path, "line": from.line, "column": from.column, "old": was, "new": fix.replacement
        });
        return serde_json::json!({ "fixed": fixed }).to_string();
    }
    harmless(&format!("{path}:{}:{}  {} → {}", from.line, from.column, quoted(was), quoted(&fix.replacement)))
}

/// A text as it is shown: in quotation marks, so that spaces are seen, and not too long.
fn quoted(text: &str) -> String {
    let mut shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    format!("“{shown}”")
}

fn kept(path: &str, unchanged: &Unchanged, lang: Lang) -> String {
    use crate::diagnostic::outside::reason;
    match (unchanged, lang) {
        (Unchanged::Changed, Lang::Zh) => format!("{path} 刚被改过，没有动它；请再运行一次"),
        (Unchanged::Changed, Lang::En) => format!("{path} was changed just now and left alone: run this once more"),
        (Unchanged::Unreadable, Lang::Zh) => format!("{path} 的编码有问题，没有动它"),
        (Unchanged::Unreadable, Lang::En) => format!("{path} can't be read whole and was left alone"),
        (Unchanged::Refused(error), Lang::Zh) => format!("写不了 {path}：{}", reason(error.kind(), lang)),
        (Unchanged::Refused(error), Lang::En) => format!("can't write {path}: {}", reason(error.kind(), lang)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::span::Span;
    use proptest::prelude::*;

    fn fix(range: std::ops::Range<usize>, replacement: &str) -> Fix {
        Fix { span: Span::new(FileId(0), range), replacement: replacement.to_owned() }
    }

    #[test]
    fn replacements_that_touch_wait() {
        let (a, b, c) = (fix(0..2, "x"), fix(1..3, "y"), fix(4..5, "z"));
        let (new, applied) = mended("abcdef", &[&a, &b, &c]);
        assert_eq!((new.as_str(), applied.len()), ("xcdzf", 2));
    }

    proptest! {
        #[test]
        fn no_replacement_breaks_a_text(text in "[a甲\r\n]{0,12}", at in prop::collection::vec((0_usize..14, 0_usize..5), 0..5)) {
            let mut fixes: Vec<Fix> = at.into_iter().map(|(start, length)| fix(start..start + length, "·")).collect();
            fixes.sort_by_key(|fix| (fix.span.start, fix.span.end));
            let (new, applied) = mended(&text, &fixes.iter().collect::<Vec<_>>());
            let removed: usize = applied.iter().map(|fix| fix.span.range().len()).sum();
            prop_assert_eq!(new.len(), text.len() - removed + applied.len() * "·".len());
        }
    }
}
