//! YAML to values with places; the one file that knows the YAML crate.
//! YAML 1.2: `no` and `on` are text elsewhere but truth values here only where a key asks for one; anchors, aliases and tags
//! have no place in a handbook's data and are errors. Limits: one document, 64 levels, 100,000 nodes.

use std::fmt;

use serde::Deserialize;
use serde::de::{self, MapAccess, SeqAccess, Visitor};
use serde_yaml::{DuplicateKeyPolicy, Location};

use super::node::{Entry, Node, Spanned, Value};
use crate::diagnostic::{Diagnostic, Problem};
use crate::text::span::{FileId, Span};

/// What a YAML document holds, at its places in `file`; `start` is the byte offset of `text` in the file.
pub fn parse_yaml(text: &str, file: FileId, start: usize) -> Result<Node, Box<Diagnostic>> {
    let options = serde_yaml::options! {
        with_snippet: false,
        duplicate_keys: DuplicateKeyPolicy::LastWins,
        reject_unsupported_tags: true,
        strict_booleans: true,
        ignore_binary_tag_for_string: true,
        budget: serde_yaml::budget! {
            max_aliases: 0,
            max_anchors: 0,
            max_depth: 64,
            max_documents: 1,
            max_nodes: 100_000,
            max_events: 400_000
        },
    };
    let places = Places { text, file, start };
    match serde_yaml::from_str_with_options::<serde_yaml::Spanned<Raw>>(text, options) {
        Ok(raw) => Ok(places.node(raw)),
        Err(error) => {
            let offset = error.location().map_or(0, |location| places.offset(&location));
            let whole = error.without_snippet().to_string();
            let detail = whole.split(" at line ").next().unwrap_or(&whole).to_owned();
            let end = text[offset..].char_indices().nth(1).map_or(text.len(), |(width, _)| offset + width);
            let span = Span::new(file, start + offset..start + end);
            Err(Box::new(Diagnostic::new(Problem::Syntax { language: "YAML", detail }, span)))
        }
    }
}

/// Turns the crate's locations into spans.
struct Places<'a> {
    text: &'a str,
    file: FileId,
    start: usize,
}

impl Places<'_> {
    /// The byte offset of a location: given by the crate for values, from line and column for errors.
    fn offset(&self, location: &Location) -> usize {
        if let Some(offset) = location.span().byte_offset().and_then(|n| usize::try_from(n).ok()) {
            return self.boundary(offset);
        }
        let line = usize::try_from(location.line().saturating_sub(1)).unwrap_or(0);
        let column = usize::try_from(location.column().saturating_sub(1)).unwrap_or(0);
        let line_start: usize = self.text.split_inclusive('\n').take(line).map(str::len).sum();
        let rest = self.text.get(line_start..).unwrap_or_default();
        line_start + rest.char_indices().nth(column).map_or(rest.len(), |(at, _)| at)
    }

    fn boundary(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }

    fn span(&self, location: &Location) -> Span {
        let from = self.offset(location);
        let length = location.span().byte_len().and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
        let to = self.boundary(from.saturating_add(length)).max(from);
        Span::new(self.file, self.start + from..self.start + to)
    }

    fn node(&self, raw: serde_yaml::Spanned<Raw>) -> Node {
        let span = self.span(&raw.referenced);
        let written = || {
            let range = span.range();
            self.text.get(range.start - self.start..range.end - self.start).unwrap_or_default().trim().to_owned()
        };
        let value = match raw.value {
            Raw::Null => Value::Null,
            Raw::Bool(value) => Value::Bool(value, written()),
            Raw::Number => Value::Number(written()),
            Raw::Text(text) => Value::Text(text),
            Raw::List(items) => Value::List(items.into_iter().map(|item| self.node(item)).collect()),
            Raw::Map(entries) => Value::Map(
                entries
                    .into_iter()
                    .map(|(key, value)| Entry {
                        key: Spanned::new(key.value, self.span(&key.referenced)),
                        value: self.node(value),
                    })
                    .collect(),
            ),
        };
        Node { span, value }
    }
}

/// What the crate hands over.
enum Raw {
    Null,
    Bool(bool),
    Number,
    Text(String),
    List(Vec<serde_yaml::Spanned<Raw>>),
    Map(Vec<(serde_yaml::Spanned<String>, serde_yaml::Spanned<Raw>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: de::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Raw, E> {
        Ok(Raw::Bool(value))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_str<E>(self, value: &str) -> Result<Raw, E> {
        Ok(Raw::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Raw, E> {
        Ok(Raw::Text(value))
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Raw, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(Raw::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Raw, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = access.next_entry()? {
            entries.push(entry);
        }
        Ok(Raw::Map(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parse(text: &str) -> Result<Node, Box<Diagnostic>> {
        parse_yaml(text, FileId(0), 0)
    }

    #[test]
    fn values_have_their_places() {
        let text = "标题: 优待证\n日期: 2026-03-29\n时长: 40\n";
        let Value::Map(entries) = parse(text).unwrap().value else { panic!("no map") };
        assert_eq!(&text[entries[1].key.span.range()], "日期");
        assert_eq!(&text[entries[1].value.span.range()], "2026-03-29");
        assert_eq!(entries[2].value.value, Value::Number("40".into()));
    }

    #[test]
    fn bombs_and_magic_are_errors() {
        let laughs = (1..9)
            .fold("a0: &a0 [x]\n".to_owned(), |text, n| format!("{text}a{n}: &a{n} [*a{0}, *a{0}, *a{0}]\n", n - 1));
        for text in [laughs.as_str(), "a: &x [*x]", "a: 1\n---\nb: 2", "a: !!python/object x", &"[".repeat(20_000)] {
            assert!(parse(text).is_err());
        }
    }

    #[test]
    fn an_error_names_its_place() {
        let error = parse("标题: 甲: 乙\n").unwrap_err();
        assert_eq!(error.span.start as usize, "标题: 甲".len());
    }

    proptest! {
        #[test]
        fn no_text_breaks_it(text in "[\\PC\n\t]{0,60}") {
            match parse(&text) {
                Ok(node) => prop_assert!(text.get(node.span.range()).is_some()),
                Err(error) => prop_assert!(text.get(error.span.range()).is_some()),
            }
        }
    }
}
