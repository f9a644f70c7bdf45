//! TOML to values with places; the one file that knows the TOML crate.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::node::{Entry, Node, Spanned, Value};
use crate::diagnostic::{Diagnostic, Problem};
use crate::text::span::{FileId, Span};

/// What a TOML document holds, at its places in `file`. All syntax errors are returned, with what could be read.
#[must_use]
pub fn parse_toml(text: &str, file: FileId) -> (Node, Vec<Diagnostic>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let boundary = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let span = |range: Range<usize>| Span::new(file, boundary(range.start)..boundary(range.end));
    let diagnostics = errors
        .iter()
        .map(|error| {
            let detail = error.message().lines().next().unwrap_or_default().to_owned();
            Diagnostic::new(Problem::Syntax { language: "TOML", detail }, span(error.span().unwrap_or(0..0)))
        })
        .collect();
    let node = Node { span: Span::file_start(file), value: map(table.get_ref(), &span) };
    (node, diagnostics)
}

fn map(table: &DeTable<'_>, span: &dyn Fn(Range<usize>) -> Span) -> Value {
    let mut entries: Vec<Entry> = table
        .iter()
        .map(|(key, value)| Entry {
            key: Spanned::new(key.get_ref().to_string(), span(key.span())),
            value: Node { span: span(value.span()), value: convert(value.get_ref(), span) },
        })
        .collect();
    // The crate orders keys by name; people expect the order in which they wrote them.
    entries.sort_by_key(|entry| entry.key.span.start);
    Value::Map(entries)
}

fn convert(value: &DeValue<'_>, span: &dyn Fn(Range<usize>) -> Span) -> Value {
    match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) => Value::Number(number.as_str().to_owned()),
        DeValue::Float(number) => Value::Number(number.as_str().to_owned()),
        DeValue::Boolean(value) => Value::Bool(*value, value.to_string()),
        DeValue::Datetime(date) => Value::Number(date.to_string()),
        DeValue::Array(items) => Value::List(
            items.iter().map(|item| Node { span: span(item.span()), value: convert(item.get_ref(), span) }).collect(),
        ),
        DeValue::Table(table) => map(table, span),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_keep_their_order_and_places() {
        let text = "title = \"手册\"\n[[topics]]\nname = \"优待证\"\nalias = 3\n";
        let (node, errors) = parse_toml(text, FileId(0));
        assert!(errors.is_empty());
        let Value::Map(entries) = node.value else { panic!("no map") };
        assert_eq!(entries[0].key.value, "title");
        assert_eq!(&text[entries[0].value.span.range()], "\"手册\"");
        assert_eq!(entries[1].key.value, "topics");
    }

    #[test]
    fn errors_have_places_and_the_rest_is_read() {
        let (node, errors) = parse_toml("title = \nlanguage = \"en\"\n", FileId(0));
        assert_eq!(errors.len(), 1);
        assert!(matches!(node.value, Value::Map(entries) if entries.iter().any(|entry| entry.key.value == "language")));
    }
}
