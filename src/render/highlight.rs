//! Code in colours; the one file that knows the highlighter.
//! Code and its language in, markup with class names out, never a style. Code over [`LARGEST`] bytes or with a line over
//! [`LONGEST_LINE`] is shown plain: the grammars' regular expressions are not linear, and a limit of size, unlike one of
//! time, gives the same bytes on every machine. The same code is highlighted once, however many pages show it.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rustc_hash::FxHashMap;

use syntect::html::{ClassStyle, ClassedHTMLGenerator};
use syntect::parsing::SyntaxSet;
use syntect::util::LinesWithEndings;

use crate::parse::tree::Code;

/// The largest code that is highlighted, in bytes.
pub(super) const LARGEST: usize = 64 * 1024;

/// The longest line that is highlighted, in bytes.
pub(super) const LONGEST_LINE: usize = 1024;

/// Highlights code; its grammars are loaded when first needed.
#[derive(Default)]
pub(super) struct Highlighter {
    syntaxes: OnceLock<SyntaxSet>,
    /// What was highlighted, by a digest of language and code.
    done: Mutex<FxHashMap<[u8; 32], Option<Arc<str>>>>,
}

impl Highlighter {
    /// The code as markup; `None` where it is to be shown plain.
    #[must_use]
    pub(super) fn highlight(&self, code: &Code) -> Option<Arc<str>> {
        let known = !code.language.is_empty() && !matches!(&*code.language, "text" | "txt" | "plain");
        if !known || code.text.len() > LARGEST || code.text.lines().any(|line| line.len() > LONGEST_LINE) {
            return None;
        }
        let key = *blake3::Hasher::new()
            .update(code.language.as_bytes())
            .update(&[0])
            .update(code.text.as_bytes())
            .finalize()
            .as_bytes();
        if let Some(done) = self.done.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return done.clone();
        }
        // Not under the lock: two threads may do the same work, but none waits for another's.
        let made = self.make(code).map(Arc::from);
        self.done.lock().unwrap_or_else(PoisonError::into_inner).insert(key, made.clone());
        made
    }

    fn make(&self, code: &Code) -> Option<String> {
        let syntaxes = self.syntaxes.get_or_init(SyntaxSet::load_defaults_newlines);
        let syntax = syntaxes.find_syntax_by_token(&code.language)?;
        let style = ClassStyle::SpacedPrefixed { prefix: "hl-" };
        let mut generator = ClassedHTMLGenerator::new_with_class_style(syntax, syntaxes, style);
        for line in LinesWithEndings::from(&code.text) {
            generator.parse_html_for_line_which_includes_newline(line).ok()?;
        }
        Some(generator.finalize())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_gets_classes_and_no_styles() {
        let code = Code { language: "python".into(), text: "print('<b>')\n".into() };
        let html = Highlighter::default().highlight(&code).unwrap();
        assert!(html.contains("hl-") && !html.contains("style="), "{html}");
        assert!(!html.contains("<b>"));
    }

    #[test]
    fn what_is_too_large_or_unknown_stays_plain() {
        let highlighter = Highlighter::default();
        let long = Code { language: "json".into(), text: "x".repeat(LONGEST_LINE + 1).into() };
        assert_eq!(highlighter.highlight(&long), None);
        assert_eq!(highlighter.highlight(&Code { language: "没有".into(), text: "x\n".into() }), None);
    }
}
