//! Templates; the one file that knows the template engine.
//! A theme's template texts and strings in, pages out. Content is never a template: it enters as values only. Author's text
//! is escaped in every template, whatever its name; only [`Html`] passes as it is.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;

use serde::{Serialize, Serializer};
use tera::{Context, ErrorKind, Tera, Value};

use crate::safe::markup;

pub use crate::safe::markup::Html;

impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // The engine takes a value of its own over as it is, with its mark of being safe.
        Value::safe_string(self.as_str()).serialize(serializer)
    }
}

/// A free value that authors give to themes; its texts are escaped as all others.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct Free(Value);

impl Free {
    /// `value` as templates see it.
    pub fn new<V: Serialize>(value: &V) -> Self {
        Self(Value::from_serializable(value))
    }
}

/// For how many bytes a page has room at first.
const USUAL_PAGE: usize = 32 * 1024;

/// What is wrong with a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateError {
    /// The template.
    pub name: String,
    /// What, in one line.
    pub detail: String,
    /// Where in its text, in bytes; nothing where that can't be said.
    pub range: Option<std::ops::Range<usize>>,
}

/// A theme's templates, ready to render.
pub struct Templates {
    tera: Tera,
}

impl Templates {
    /// Compiles templates, given by name (`lesson.html`) and text. `globals` is what every page sees. Those below `once/` are
    /// rendered here, for all pages, which see them as `once.<stem>`.
    pub fn new<'a, G: Serialize>(
        templates: impl IntoIterator<Item = (&'a str, &'a str)>,
        globals: &G,
    ) -> Result<Self, TemplateError> {
        let templates: Vec<(&str, &str)> = templates.into_iter().collect();
        let mut tera = Tera::new();
        // Everything is escaped, not only what is named .html; an empty suffix fits every name.
        tera.autoescape_on(vec![""]);
        tera.set_escape_fn(escape);
        tera.register_filter("fill", fill);
        tera.add_raw_templates(templates.iter().copied()).map_err(|error| explain("", &error))?;
        let globals = Context::from_serialize(globals).map_err(|error| explain("", &error))?;
        tera.global_context().extend(globals);
        let once = once(&tera, templates.iter().map(|(name, _)| *name))?;
        tera.global_context().insert("once", &once);
        Ok(Self { tera })
    }

    /// Renders a page. The engine writes texts only, so that its bytes need not be looked through again.
    pub fn render<V: Serialize>(&self, name: &str, view: &V) -> Result<Vec<u8>, TemplateError> {
        let context = Context::from_serialize(view).map_err(|error| explain(name, &error))?;
        let mut out = Vec::with_capacity(USUAL_PAGE);
        self.tera.render_to(name, &context, &mut out).map_err(|error| explain(name, &error))?;
        Ok(out)
    }

    /// Whether there is a template of this name.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        self.tera.contains_template(name)
    }
}

/// What the templates below `once/` give, by their stems.
fn once<'a>(tera: &Tera, names: impl Iterator<Item = &'a str>) -> Result<BTreeMap<&'a str, Html>, TemplateError> {
    let stem = |name: &'a str| Some((name, name.strip_prefix("once/")?.strip_suffix(".html")?));
    let made = |(name, stem): (&str, &'a str)| {
        let text = tera.render(name, &Context::new()).map_err(|error| explain(name, &error))?;
        Ok((stem, Html::made(text.trim_end().to_owned())))
    };
    names.filter_map(stem).map(made).collect()
}

/// The one escaping of the program in place of the engine's own, which lets characters pass that no page may hold (NUL and the
/// other controls): in data they can be written as `"\0"`, which no text shows.
fn escape(text: &str, out: &mut dyn io::Write) -> io::Result<()> {
    markup::escape(text, |piece| out.write_all(piece.as_bytes()))
}

/// `{{ t.lessons_count | fill(n=3) }}`: puts values in place of `{n}` in a string of the interface.
#[expect(clippy::needless_pass_by_value, clippy::unnecessary_wraps, reason = "the engine's form of a filter")]
fn fill(text: &str, values: tera::Kwargs, _: &tera::State<'_>) -> tera::TeraResult<String> {
    let mut out = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let value = after.split_once('}').and_then(|(name, after)| Some((values.get::<&Value>(name).ok()??, after)));
        rest = if let Some((value, after)) = value {
            // Writing to a String can't fail.
            let _ = write!(out, "{value}");
            after
        } else {
            out.push('{');
            after
        };
    }
    out.push_str(rest);
    Ok(out)
}

/// The innermost complaint with a place, which names its own template: a part that `name` includes.
fn explain(name: &str, error: &tera::Error) -> TemplateError {
    let (ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report)) = error.kind() else {
        let detail = std::iter::successors(Some(error as &dyn std::error::Error), |error| error.source());
        let detail = detail.map(ToString::to_string).collect::<Vec<_>>().join(": ");
        return TemplateError { name: name.to_owned(), detail, range: None };
    };
    TemplateError {
        name: report.filename().to_owned(),
        detail: report.message().lines().collect::<Vec<_>>().join(" "),
        range: Some(report.span().range.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct View {
        text: &'static str,
        html: Html,
    }

    #[test]
    fn text_is_escaped_in_every_template_and_html_passes() {
        let templates =
            Templates::new([("a.txt", "{{ text }}{{ html }}{{ t | fill(n=2) }}")], &serde_json::json!({"t": "{n} 课"}));
        let out =
            templates.unwrap().render("a.txt", &View { text: "<b>{{ 1 }}", html: Html::made("<i>".into()) }).unwrap();
        assert_eq!(out, "&lt;b&gt;{{ 1 }}<i>2 课".as_bytes());
    }

    #[test]
    fn characters_that_no_page_may_hold_are_replaced() {
        let templates = Templates::new([("a", "{{ text }}")], &serde_json::json!({})).unwrap();
        let shown = |text| {
            let view = View { text, html: Html::default() };
            String::from_utf8(templates.render("a", &view).unwrap()).unwrap()
        };
        assert_eq!(shown("a\0\u{1b}[2J<\u{7f}\t\n\r\u{FFFE}\u{FFFF}末"), "a��[2J&lt;�\t\n\r��末");
        assert_eq!(shown("优抚“ＡＢ”\u{FEFF}\u{BF}\u{FFBF}"), "优抚“ＡＢ”\u{FEFF}\u{BF}\u{FFBF}");
        assert_eq!(shown("\u{80}\u{85}"), "\u{80}\u{85}");
    }

    #[test]
    fn what_is_the_same_on_all_pages_is_rendered_once() {
        let globals = serde_json::json!({"t": "<b>"});
        let page = ("a.html", "{{ once.sign }}|{{ once.sign }}");
        let templates = Templates::new([page, ("once/sign.html", "<i>{{ t }}</i>\n")], &globals).unwrap();
        assert_eq!(templates.render("a.html", &serde_json::json!({})).unwrap(), b"<i>&lt;b&gt;</i>|<i>&lt;b&gt;</i>");
        let error = Templates::new([page, ("once/sign.html", "{{ page.title }}")], &globals).err().unwrap();
        assert_eq!((error.name.as_str(), error.range), ("once/sign.html", Some(3..7)), "{}", error.detail);
    }

    #[test]
    fn errors_name_the_template() {
        let error = Templates::new([("x.html", "{% if %}")], &()).err().unwrap();
        assert_eq!(error.name, "x.html");
        assert_eq!(error.range, Some(6..8), "{}", error.detail);
    }
}
