//! Formulas: LaTeX in, MathML out, or why not.
//! What comes back is well-formed, holds only the elements and attributes named here, and can run nothing, whatever the
//! author wrote: the converter's own output is not trusted. Formulas that define macros, or are longer or deeper than any
//! that a reader could follow, are refused.

use std::panic;

use pulldown_latex::config::DisplayMode;
use pulldown_latex::mathml::write_mathml;
use pulldown_latex::{Parser, RenderConfig, Storage};

use crate::safe::markup::push_escaped;

/// The longest formula, in bytes.
const LONGEST: usize = 4096;
/// The most commands in a formula. The converter calls itself for each command that is another's argument.
const MOST_COMMANDS: usize = 200;
/// So few commands that any thread has room for them.
const FEW_COMMANDS: usize = 8;
/// Room for [`MOST_COMMANDS`] such calls even in an unoptimised build.
const STACK: usize = 16 << 20;
/// What is said of a formula that the converter panics on.
const FAILED: &str = "the converter can't read it";
/// How deep elements may nest.
const DEEPEST: usize = 100;
/// Commands that define others, and one that the converter fails on.
const UNSUPPORTED: [&str; 7] = ["def", "let", "futurelet", "newcommand", "renewcommand", "providecommand", "char"];

#[rustfmt::skip]
const ELEMENTS: [&str; 25] = [
    "math", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover", "mpadded", "mphantom", "mprescripts", "mroot", "mrow",
    "ms", "mspace", "msqrt", "mstyle", "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover",
];

#[rustfmt::skip]
const ATTRIBUTES: [&str; 25] = [
    "accent", "accentunder", "class", "columnalign", "columnspan", "depth", "display", "displaystyle", "fence", "form",
    "height", "largeop", "linethickness", "lspace", "mathvariant", "maxsize", "minsize", "movablelimits", "rowspan",
    "rspace", "scriptlevel", "separator", "stretchy", "symmetric", "width",
];

/// `latex` as a `<math>` element, on a line of its own if `display`; else one line that says what is wrong with it.
pub fn to_mathml(latex: &str, display: bool) -> Result<String, String> {
    if latex.len() > LONGEST {
        return Err(format!("longer than {LONGEST} bytes"));
    }
    let commands = latex.split('\\').skip(1);
    if let Some(command) = commands.clone().find_map(|rest| UNSUPPORTED.iter().find(|name| is_command(rest, name))) {
        return Err(format!("\\{command} is not supported"));
    }
    // The converter counts a colour's digits in bytes.
    let is_in_digits = |rest: &str| !rest.as_bytes()[..rest.len().min(6)].is_ascii();
    if latex.split('#').skip(1).any(is_in_digits) {
        return Err("# stands before six digits".into());
    }
    let commands = commands.count();
    let converted = if commands <= FEW_COMMANDS {
        panic::catch_unwind(|| convert(latex, display)).unwrap_or_else(|_| Err(FAILED.into()))
    } else if commands <= MOST_COMMANDS {
        convert_on_large_stack(latex, display)
    } else {
        Err(format!("more than {MOST_COMMANDS} commands"))
    };
    purified(&converted?)
}

/// On a thread of its own, because the converter's need of stack grows with the formula.
fn convert_on_large_stack(latex: &str, display: bool) -> Result<String, String> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || convert(latex, display));
        let thread = thread.map_err(|error| error.to_string())?;
        thread.join().unwrap_or_else(|_| Err(FAILED.into()))
    })
}

fn is_command(rest: &str, name: &str) -> bool {
    rest.strip_prefix(name).is_some_and(|after| !after.starts_with(|c: char| c.is_ascii_alphabetic()))
}

fn convert(latex: &str, display: bool) -> Result<String, String> {
    let storage = Storage::new();
    let events: Vec<_> = Parser::new(latex, &storage).collect();
    for event in &events {
        if let Err(error) = event {
            let text = error.to_string();
            let line = text.lines().next().unwrap_or_default();
            return Err(line.trim_start_matches("parsing error: ").to_owned());
        }
    }
    let display_mode = if display { DisplayMode::Block } else { DisplayMode::Inline };
    let mut out = Vec::new();
    write_mathml(&mut out, events.into_iter(), RenderConfig { display_mode, ..RenderConfig::default() })
        .map_err(|error| error.to_string())?;
    String::from_utf8(out).map_err(|error| error.to_string())
}

/// `mathml` rebuilt from nothing but known elements and attributes and escaped text.
fn purified(mathml: &str) -> Result<String, String> {
    let mut out = String::with_capacity(mathml.len());
    let mut open: Vec<&str> = Vec::new();
    let mut rest = mathml;
    while let Some(start) = rest.find('<') {
        push_text(&mut out, &rest[..start]);
        rest = &rest[start..];
        // The converter does not escape a < that is content.
        let Some((tag, after)) = Tag::read(rest) else {
            push_text(&mut out, "<");
            rest = &rest[1..];
            continue;
        };
        rest = after;
        if !ELEMENTS.contains(&tag.name) {
            return Err(format!("<{}> is no formula", tag.name));
        }
        match tag.kind {
            Kind::Close if open.pop() == Some(tag.name) => {}
            Kind::Close => return Err(format!("</{}> closes nothing", tag.name)),
            Kind::Open => open.push(tag.name),
            Kind::Empty => {}
        }
        if open.len() > DEEPEST {
            return Err(format!("nested deeper than {DEEPEST} levels"));
        }
        tag.push(&mut out);
    }
    push_text(&mut out, rest);
    open.is_empty().then_some(out).ok_or_else(|| "something does not close".into())
}

enum Kind {
    Open,
    Close,
    Empty,
}

struct Tag<'a> {
    name: &'a str,
    kind: Kind,
    attributes: &'a str,
}

impl<'a> Tag<'a> {
    /// The tag that `text` begins with, if it does, and what follows it.
    fn read(text: &'a str) -> Option<(Self, &'a str)> {
        let (inside, after) = text.strip_prefix('<')?.split_once('>')?;
        let (kind, inside) = match (inside.strip_prefix('/'), inside.strip_suffix('/')) {
            (Some(inside), _) => (Kind::Close, inside),
            (None, Some(inside)) => (Kind::Empty, inside),
            (None, None) => (Kind::Open, inside),
        };
        let end = inside.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(inside.len());
        let (name, attributes) = inside.split_at(end);
        let is_tag = !name.is_empty() && (attributes.is_empty() || attributes.starts_with(' '));
        is_tag.then_some((Self { name, kind, attributes }, after))
    }

    fn push(&self, out: &mut String) {
        out.push_str(if matches!(self.kind, Kind::Close) { "</" } else { "<" });
        out.push_str(self.name);
        let mut rest = self.attributes.trim();
        while let Some((name, (value, after))) =
            rest.split_once("=\"").and_then(|(name, rest)| Some((name, rest.split_once('"')?)))
        {
            if ATTRIBUTES.contains(&name.trim()) && !matches!(self.kind, Kind::Close) {
                out.push(' ');
                out.push_str(name.trim());
                out.push_str("=\"");
                push_escaped(out, value);
                out.push('"');
            }
            rest = after;
        }
        // The short form is valid inside <math>, for HTML and XML alike.
        out.push_str(if matches!(self.kind, Kind::Empty) { "/>" } else { ">" });
    }
}

/// Text of the converter, of which some is escaped and some is not.
fn push_text(out: &mut String, text: &str) {
    let text = text.replace("&amp;nbsp;", "\u{A0}").replace("&nbsp;", "\u{A0}");
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    push_escaped(out, &text);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_formula_is_mathml() {
        assert_eq!(
            to_mathml("x^2", false).unwrap(),
            r#"<math display="inline"><msup><mi>x</mi><mn>2</mn></msup></math>"#
        );
        assert!(to_mathml("\\frac{a}{b}", true).unwrap().starts_with(r#"<math display="block"><mfrac>"#));
        assert!(to_mathml("a<b", false).unwrap().contains("<mo>&lt;</mo>"));
        assert!(to_mathml("a\\ b", false).unwrap().contains("\u{A0}"));
        assert!(!to_mathml("\\color{red}x", false).unwrap().contains("style"));
    }

    #[test]
    fn what_is_wrong_is_said_in_one_line() {
        assert_eq!(to_mathml("\\unknown", false), Err("unknown primitive command found".into()));
        // The converter would panic, which is caught, but not before the panic has shown itself.
        assert_eq!(to_mathml("\\color{#a测测b}x", false), Err("# stands before six digits".into()));
        assert!(to_mathml("\\color{#ff0000}x", false).is_ok());
        assert_eq!(to_mathml("\\def\\a{\\a\\a}\\a", false), Err("\\def is not supported".into()));
    }

    #[test]
    fn nothing_of_an_authors_runs() {
        assert!(to_mathml("\\operatorname{<script>}x\\operatorname{</script>}", false).is_err());
        for latex in [
            "\\operatorname{<img src=x onerror=alert(1)>}",
            "\\operatorname{<mi onclick=\"alert(1)\">}",
            "\\operatorname{<mi onclick='alert(1)'>}x\\operatorname{</mi>}",
            "\\text{<script>alert(1)</script>}",
            "\\char\"3C script\\char\"3E",
            "\\href{javascript:alert(1)}{x}",
            "\\url{javascript:alert(1)}",
            "\\htmlClass{x}{y}",
            "\\style{color:red}{y}",
        ] {
            if let Ok(mathml) = to_mathml(latex, false) {
                for bad in ["<script", "<img", "onclick=", "href"] {
                    assert!(!mathml.replace("onclick=&", "").contains(bad), "{latex}: {mathml}");
                }
            }
        }
    }

    #[test]
    fn deep_formulas_are_refused_and_not_slow() {
        for latex in [
            "{".repeat(10_000),
            "{".repeat(2_000) + &"}".repeat(2_000),
            "\\sqrt".repeat(200) + "x",
            "\\frac1".repeat(200) + "x",
            "\\hat".repeat(200) + "x",
            "\\left(".repeat(100) + &"\\right)".repeat(100),
            "\\begin{matrix}".repeat(100) + &"\\end{matrix}".repeat(100),
            "\\mathrm".repeat(200),
            "\\not".repeat(200),
            "\\underbrace\\overline".repeat(100),
        ] {
            // Whether it is a formula does not matter here; that it ends does.
            let _ = to_mathml(&latex, false);
        }
    }

    proptest! {
        #[test]
        fn any_text_is_handled(latex in "(\\\\(frac|sqrt|left\\(|right\\)|text|begin\\{array\\}\\{c\\}|end\\{array\\}|operatorname|char|color|mathbb|hline|big|limits|[a-z]{1,4})|[{}^_&<>\"'=a-z0-9 中\\[\\]-]|\\\\\\\\){0,24}") {
            if let Ok(mathml) = to_mathml(&latex, false) {
                prop_assert!(mathml.starts_with("<math") && mathml.ends_with("</math>"), "{mathml}");
                prop_assert_eq!(purified(&mathml.replace("&#39;", "'").replace("&quot;", "\"")), Ok(mathml));
            }
        }
    }
}
