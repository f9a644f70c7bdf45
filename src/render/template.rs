//! Templates; the one file that knows the template engine.
//! A theme's template texts and strings in, pages out. Content is never a template: it enters as values only. Author's text
//! is escaped in every template, whatever its name; only [`Html`] passes as it is.

use serde::{Serialize, Serializer};
use tera::{Context, Tera, Value};

/// Markup made by this program, in which every text has been escaped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html(pub String);

impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // The engine takes a value of its own over as it is, with its mark of being safe.
        Value::safe_string(&self.0).serialize(serializer)
    }
}

/// What is wrong with a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateError {
    /// The template.
    pub name: String,
    /// Where and what, in one line.
    pub detail: String,
}

/// A theme's templates, ready to render.
pub struct Templates {
    tera: Tera,
}

impl Templates {
    /// Compiles templates, given by name (`lesson.html`) and text. `globals` is what every page sees.
    pub fn new<'a, G: Serialize>(
        templates: impl IntoIterator<Item = (&'a str, &'a str)>,
        globals: &G,
    ) -> Result<Self, TemplateError> {
        let mut tera = Tera::new();
        // Everything is escaped, not only what is named .html; an empty suffix fits every name.
        tera.autoescape_on(vec![""]);
        tera.register_filter("fill", fill);
        tera.add_raw_templates(templates).map_err(|error| explain("", &error))?;
        let globals = Context::from_serialize(globals).map_err(|error| explain("", &error))?;
        tera.global_context().extend(globals);
        Ok(Self { tera })
    }

    /// Renders a page.
    pub fn render<V: Serialize>(&self, name: &str, view: &V) -> Result<String, TemplateError> {
        let context = Context::from_serialize(view).map_err(|error| explain(name, &error))?;
        self.tera.render(name, &context).map_err(|error| explain(name, &error))
    }

    /// Whether there is a template of this name.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        self.tera.contains_template(name)
    }
}

/// `{{ t.lessons_count | fill(n=3) }}`: puts values in place of `{n}` in a string of the interface.
#[expect(clippy::needless_pass_by_value, clippy::unnecessary_wraps, reason = "the engine's form of a filter")]
fn fill(text: &str, values: tera::Kwargs, _: &tera::State<'_>) -> tera::TeraResult<String> {
    let mut out = text.to_owned();
    for (name, value) in values.iter() {
        out = out.replace(&format!("{{{name}}}"), &value.to_string());
    }
    Ok(out)
}

fn explain(name: &str, error: &tera::Error) -> TemplateError {
    let whole = error.to_string();
    let mut detail = whole.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        detail.push_str(": ");
        detail.push_str(&inner.to_string());
        source = inner.source();
    }
    TemplateError { name: name.to_owned(), detail }
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
        let out = templates.unwrap().render("a.txt", &View { text: "<b>{{ 1 }}", html: Html("<i>".into()) }).unwrap();
        assert_eq!(out, "&lt;b&gt;{{ 1 }}<i>2 课");
    }

    #[test]
    fn errors_name_the_template() {
        let error = Templates::new([("x.html", "{% if %}")], &()).err().unwrap();
        assert!(error.detail.contains("x.html"), "{}", error.detail);
    }
}
