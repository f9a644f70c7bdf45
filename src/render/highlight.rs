//! Code in colours; the one file that knows the highlighter.
//! Code and its language in, markup with class names out, never a style. Code over [`Code::LARGEST`] bytes or with a line
//! over [`Code::LONGEST_LINE`] is shown plain: the grammars' regular expressions are not linear, and a limit of size, unlike one of
//! time, gives the same bytes on every machine.
//!
//! To read one line of code costs as much as to render a page of text, and the lines of a handbook's code repeat. So what a
//! line becomes is remembered: it depends on nothing but the line and the state that the grammar was in before it.

use std::cell::RefCell;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use syntect::html::{ClassStyle, line_tokens_to_classed_spans};
use syntect::parsing::{ParseState, ScopeStack, SyntaxReference, SyntaxSet};
use syntect::util::LinesWithEndings;

use crate::parse::tree::Code;

/// How deep a grammar may be in itself between two lines. Code that opens and never closes makes every further line dearer.
const DEEPEST: usize = 64;

/// How many states of a grammar are remembered. The lines after another one are read anew each time.
const MOST_STATES: usize = 64;

/// How many lines after one state are remembered.
const MOST_LINES: usize = 1 << 13;

thread_local! {
    /// What this thread read so far, by the grammar's name. The states of grammars can't pass from thread to thread.
    static MEMOS: RefCell<FxHashMap<String, Memo>> = RefCell::default();
}

/// Highlights code; its grammars are loaded when first needed.
#[derive(Default)]
pub(super) struct Highlighter {
    syntaxes: OnceLock<SyntaxSet>,
}

/// Where reading stands between two lines.
#[derive(Clone, PartialEq, Eq)]
struct State {
    parse: ParseState,
    scopes: ScopeStack,
}

/// What was read of one grammar: its states, and under each what the lines after it become. The first state is the one at
/// the beginning of a code.
type Memo = Vec<(State, FxHashMap<Box<str>, Line>)>;

/// What a line becomes.
struct Line {
    html: String,
    /// How many more spans are open after it.
    opened: isize,
    /// The place of the state after it.
    next: usize,
}

/// Where a code is being read: after a remembered state, or after one of its own.
enum At {
    Known(usize),
    Own(State),
}

impl Highlighter {
    /// The code as markup; `None` where it is to be shown plain.
    #[must_use]
    pub(super) fn highlight(&self, code: &Code) -> Option<String> {
        if !code.has_language() || code.is_long() {
            return None;
        }
        let syntaxes = self.syntaxes.get_or_init(SyntaxSet::load_defaults_newlines);
        let syntax = syntaxes.find_syntax_by_token(&code.language)?;
        MEMOS.with_borrow_mut(|memos| {
            if !memos.contains_key(&syntax.name) {
                memos.insert(syntax.name.clone(), vec![(State::at_start(syntax), FxHashMap::default())]);
            }
            markup(&code.text, syntaxes, memos.get_mut(&syntax.name)?)
        })
    }
}

/// Code as markup, with the help of what was read before.
fn markup(text: &str, syntaxes: &SyntaxSet, memo: &mut Memo) -> Option<String> {
    let mut out = String::with_capacity(text.len() * 6);
    let mut opened = 0;
    let mut at = At::Known(0);
    for line in LinesWithEndings::from(text) {
        let (place, mut state) = match at {
            At::Known(place) => {
                let (state, lines) = &memo[place];
                if let Some(done) = lines.get(line) {
                    out.push_str(&done.html);
                    opened += done.opened;
                    at = At::Known(done.next);
                    continue;
                }
                (Some(place), state.clone())
            }
            At::Own(state) => (None, state),
        };
        let (html, more) = state.read(line, syntaxes)?;
        out.push_str(&html);
        opened += more;
        at = match place {
            Some(place) => remember(memo, place, line, (html, more), state),
            None => At::Own(state),
        };
    }
    (0..opened).for_each(|_| out.push_str("</span>"));
    Some(out)
}

impl State {
    fn at_start(syntax: &SyntaxReference) -> Self {
        Self { parse: ParseState::new(syntax), scopes: ScopeStack::new() }
    }

    /// Reads a line with its end: its markup, and how many more spans are open after it.
    fn read(&mut self, line: &str, syntaxes: &SyntaxSet) -> Option<(String, isize)> {
        let tokens = self.parse.parse_line(line, syntaxes).ok()?;
        let style = ClassStyle::SpacedPrefixed { prefix: "hl-" };
        let read = line_tokens_to_classed_spans(line, &tokens, style, &mut self.scopes).ok()?;
        (self.scopes.len() <= DEEPEST).then_some(read)
    }
}

/// Remembers what `line` after the state at `place` becomes, and that it leads to `state`, as long as there is room.
fn remember(memo: &mut Memo, place: usize, line: &str, (html, opened): (String, isize), state: State) -> At {
    let next = match memo.iter().position(|(known, _)| *known == state) {
        Some(next) => next,
        None if memo.len() < MOST_STATES => {
            memo.push((state, FxHashMap::default()));
            memo.len() - 1
        }
        None => return At::Own(state),
    };
    let lines = &mut memo[place].1;
    if lines.len() < MOST_LINES {
        lines.insert(line.into(), Line { html, opened, next });
    }
    At::Known(next)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use syntect::html::ClassedHTMLGenerator;

    /// The same by the highlighter's own means, which remember nothing.
    fn plainly(syntaxes: &SyntaxSet, code: &Code) -> Option<String> {
        let syntax = syntaxes.find_syntax_by_token(&code.language)?;
        let style = ClassStyle::SpacedPrefixed { prefix: "hl-" };
        let mut generator = ClassedHTMLGenerator::new_with_class_style(syntax, syntaxes, style);
        for line in LinesWithEndings::from(&code.text) {
            generator.parse_html_for_line_which_includes_newline(line).ok()?;
        }
        Some(generator.finalize())
    }

    fn code(language: &str, text: &str) -> Code {
        Code { language: language.into(), text: text.into() }
    }

    #[test]
    fn code_gets_classes_and_no_styles() {
        let html = Highlighter::default().highlight(&code("python", "print('<b>')\n")).unwrap();
        assert!(html.contains("hl-") && !html.contains("style="), "{html}");
        assert!(!html.contains("<b>"));
    }

    #[test]
    fn what_is_too_large_or_unknown_stays_plain() {
        let highlighter = Highlighter::default();
        let long = code("json", &"x".repeat(Code::LONGEST_LINE + 1));
        assert_eq!(highlighter.highlight(&long), None);
        assert_eq!(highlighter.highlight(&code("没有", "x\n")), None);
    }

    #[test]
    fn code_that_opens_and_never_closes_stays_plain() {
        let highlighter = Highlighter::default();
        let nested = |open: &str, lines: usize| code("makefile", &format!("a = {}\n", open.repeat(90)).repeat(lines));
        assert!(highlighter.highlight(&code("makefile", "a = $($(b))\n")).is_some());
        assert_eq!(highlighter.highlight(&nested("$(", 20)), None);
    }

    #[test]
    fn states_beyond_those_remembered_are_read_all_the_same() {
        let syntaxes = SyntaxSet::load_defaults_newlines();
        let highlighter = Highlighter::default();
        // Each delimiter of a here-document is part of the state after its first line.
        for i in 0..MOST_STATES + 8 {
            let one = code("bash", &format!("cat <<E{i}\n$x\nE{i}\necho '\nE{i}'\n"));
            assert_eq!(highlighter.highlight(&one), plainly(&syntaxes, &one));
            assert_eq!(highlighter.highlight(&one), plainly(&syntaxes, &one));
        }
    }

    proptest! {
        #[test]
        fn remembering_changes_nothing(
            codes in proptest::collection::vec(
                (0_usize..6, proptest::collection::vec("(\"\"\"|'|/\\*|\\*/|<<E|E|x = \\[1,|]|# é|<b>|\\{|}|`|\\$\\(|: 件|--|  - 甲){1,3}\n", 0..8)),
                1..12,
            ),
        ) {
            static SYNTAXES: OnceLock<SyntaxSet> = OnceLock::new();
            let syntaxes = SYNTAXES.get_or_init(SyntaxSet::load_defaults_newlines);
            let highlighter = Highlighter::default();
            for (language, lines) in codes {
                let one = code(["bash", "python", "json", "sql", "yaml", "html"][language], &lines.concat());
                prop_assert_eq!(highlighter.highlight(&one), plainly(syntaxes, &one));
            }
        }
    }
}
