//! Code in colours; the one file that knows the highlighter.
//! Code and its language in, markup with the few class names of [`CLASSES`] out, never a style. Code over [`Code::LARGEST`]
//! bytes or with a line over [`Code::LONGEST_LINE`] is shown plain: the grammars' regular expressions are not linear, and a
//! limit of size, unlike one of time, gives the same bytes on every machine.
//!
//! To read one line of code costs as much as to render a page of text, and the lines of a handbook's code repeat. So what a
//! line becomes is remembered: it depends on nothing but the line and the state that the grammar was in before it.

use std::cell::RefCell;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};
use syntect::util::LinesWithEndings;

use crate::parse::tree::Code;
use crate::safe::markup::push_escaped;

/// The classes that code gets, each for a family of the grammars' scopes: the innermost known one of a piece of code decides.
/// A theme has these to colour, and no page carries the dozens of others that grammars know.
const CLASSES: [(&str, &str); 13] = [
    ("comment", "hl-c"),
    ("keyword", "hl-k"),
    ("storage", "hl-k"),
    ("string", "hl-s"),
    ("markup.inserted", "hl-s"),
    ("constant", "hl-n"),
    ("entity.name", "hl-d"),
    ("entity", "hl-f"),
    ("support", "hl-f"),
    ("meta.tag", "hl-f"),
    ("invalid", "hl-x"),
    ("markup.deleted", "hl-x"),
    ("markup.heading", "hl-d"),
];

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
    grammars: OnceLock<Grammars>,
}

/// All grammars, and what their scopes become.
struct Grammars {
    syntaxes: SyntaxSet,
    classes: Vec<(Scope, &'static str)>,
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

/// What a line becomes: whole markup, and the place of the state after it.
struct Line {
    html: String,
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
        let grammars = self.grammars.get_or_init(Grammars::load);
        let syntax = grammars.syntaxes.find_syntax_by_token(&code.language)?;
        MEMOS.with_borrow_mut(|memos| {
            if !memos.contains_key(&syntax.name) {
                memos.insert(syntax.name.clone(), memo(syntax));
            }
            markup(&code.text, grammars, memos.get_mut(&syntax.name)?)
        })
    }
}

impl Grammars {
    fn load() -> Self {
        let class = |(scope, class): (&str, &'static str)| Some((Scope::new(scope).ok()?, class));
        Self { syntaxes: SyntaxSet::load_defaults_newlines(), classes: CLASSES.into_iter().filter_map(class).collect() }
    }

    /// The class of code within `scopes`.
    fn class(&self, scopes: &ScopeStack) -> Option<&'static str> {
        let class = |scope: &Scope| self.classes.iter().find(|(known, _)| known.is_prefix_of(*scope));
        scopes.as_slice().iter().rev().find_map(class).map(|(_, class)| *class)
    }
}

/// A memo of nothing but the state at the beginning.
fn memo(syntax: &SyntaxReference) -> Memo {
    let start = State { parse: ParseState::new(syntax), scopes: ScopeStack::new() };
    vec![(start, FxHashMap::default())]
}

/// Code as markup, with the help of what was read before.
fn markup(text: &str, grammars: &Grammars, memo: &mut Memo) -> Option<String> {
    let mut out = String::with_capacity(text.len() * 3);
    let mut at = At::Known(0);
    for line in LinesWithEndings::from(text) {
        let (place, mut state) = match at {
            At::Known(place) => {
                let (state, lines) = &memo[place];
                if let Some(done) = lines.get(line) {
                    out.push_str(&done.html);
                    at = At::Known(done.next);
                    continue;
                }
                (Some(place), state.clone())
            }
            At::Own(state) => (None, state),
        };
        let html = state.read(line, grammars)?;
        out.push_str(&html);
        at = match place {
            Some(place) => remember(memo, place, line, html, state),
            None => At::Own(state),
        };
    }
    Some(out)
}

impl State {
    /// Reads a line with its end: its markup.
    fn read(&mut self, line: &str, grammars: &Grammars) -> Option<String> {
        let tokens = self.parse.parse_line(line, &grammars.syntaxes).ok()?;
        let mut spans = Spans::default();
        let body = line.trim_end_matches(['\n', '\r']);
        let mut from = 0;
        for (at, operation) in &tokens {
            let to = (*at).min(body.len());
            if from < to {
                spans.push(body.get(from..to)?, grammars.class(&self.scopes));
                from = to;
            }
            self.scopes.apply(operation).ok()?;
        }
        spans.push(body.get(from..)?, grammars.class(&self.scopes));
        let mut html = spans.end();
        html.push_str(&line[body.len()..]);
        (self.scopes.len() <= DEEPEST).then_some(html)
    }
}

/// A line's markup being written: pieces of one class that follow each other share a span.
#[derive(Default)]
struct Spans {
    html: String,
    class: Option<&'static str>,
}

impl Spans {
    fn push(&mut self, text: &str, class: Option<&'static str>) {
        // The colour of a blank can't be seen.
        if class != self.class && !text.trim_ascii().is_empty() {
            self.close();
            if let Some(class) = class {
                self.html.push_str("<span class=\"");
                self.html.push_str(class);
                self.html.push_str("\">");
            }
            self.class = class;
        }
        push_escaped(&mut self.html, text);
    }

    fn close(&mut self) {
        if self.class.take().is_some() {
            self.html.push_str("</span>");
        }
    }

    fn end(mut self) -> String {
        self.close();
        self.html
    }
}

/// Remembers what `line` after the state at `place` becomes, and that it leads to `state`, as long as there is room.
fn remember(memo: &mut Memo, place: usize, line: &str, html: String, state: State) -> At {
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
        lines.insert(line.into(), Line { html, next });
    }
    At::Known(next)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The same with a memo of its own, which remembers nothing from code to code.
    fn anew(grammars: &Grammars, code: &Code) -> Option<String> {
        let syntax = grammars.syntaxes.find_syntax_by_token(&code.language)?;
        markup(&code.text, grammars, &mut memo(syntax))
    }

    /// What is left of markup without its tags.
    fn words(html: &str) -> String {
        let mut out = String::new();
        for part in html.split('<') {
            out.push_str(part.split_once('>').map_or(part, |(_, text)| text));
        }
        out
    }

    fn code(language: &str, text: &str) -> Code {
        Code { language: language.into(), text: text.into() }
    }

    #[test]
    fn code_gets_few_classes_and_no_styles() {
        let html = Highlighter::default().highlight(&code("python", "# 核对\nprint('<b>', 15)\n")).unwrap();
        assert_eq!(
            html,
            "<span class=\"hl-c\"># 核对</span>\n<span class=\"hl-f\">print</span>(<span class=\"hl-s\">&#39;&lt;b&gt;&#39;</span>, \
             <span class=\"hl-n\">15</span>)\n"
        );
    }

    #[test]
    fn a_span_ends_with_its_line() {
        let html = Highlighter::default().highlight(&code("rust", "/* 一\n二 */ let x;\n")).unwrap();
        assert!(html.starts_with("<span class=\"hl-c\">/* 一</span>\n<span class=\"hl-c\">二 */"), "{html}");
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
        let grammars = Grammars::load();
        let highlighter = Highlighter::default();
        // Each delimiter of a here-document is part of the state after its first line.
        for i in 0..MOST_STATES + 8 {
            let one = code("bash", &format!("cat <<E{i}\n$x\nE{i}\necho '\nE{i}'\n"));
            assert_eq!(highlighter.highlight(&one), anew(&grammars, &one));
            assert_eq!(highlighter.highlight(&one), anew(&grammars, &one));
        }
    }

    proptest! {
        #[test]
        fn remembering_changes_nothing_and_no_word_is_lost(
            codes in proptest::collection::vec(
                (0_usize..6, proptest::collection::vec("(\"\"\"|'|/\\*|\\*/|<<E|E|x = \\[1,|]|# é|<b>|\\{|}|`|\\$\\(|: 件|--|  - 甲){1,3}\n", 0..8)),
                1..12,
            ),
        ) {
            static GRAMMARS: OnceLock<Grammars> = OnceLock::new();
            let grammars = GRAMMARS.get_or_init(Grammars::load);
            let highlighter = Highlighter::default();
            for (language, lines) in codes {
                let one = code(["bash", "python", "json", "sql", "yaml", "html"][language], &lines.concat());
                let html = highlighter.highlight(&one);
                prop_assert_eq!(&html, &anew(grammars, &one));
                let mut escaped = String::new();
                push_escaped(&mut escaped, &one.text);
                prop_assert_eq!(html.as_deref().map(words), Some(escaped));
            }
        }
    }
}
