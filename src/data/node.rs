//! A value as written, with its place.
//! Types only. The same for YAML and TOML, so that what reads it serves both.

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::text::span::Span;

/// A value and its place.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Node {
    /// Where it stands; for a list or a map, where it begins.
    pub span: Span,
    /// What it is.
    pub value: Value,
}

/// A value.
#[derive(Clone, Debug, PartialEq, Hash)]
pub enum Value {
    /// Nothing written.
    Null,
    /// Text.
    Text(String),
    /// A truth value, and how it was written.
    Bool(bool, String),
    /// A number or a date as written.
    Number(String),
    /// A list.
    List(Vec<Node>),
    /// Keys and values in the order written; a key may stand twice.
    Map(Vec<Entry>),
}

/// One line of a map.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Entry {
    /// The key.
    pub key: Spanned<String>,
    /// Its value.
    pub value: Node,
}

/// Anything with its place.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Spanned<T> {
    /// The thing.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// `value` at `span`.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

impl Node {
    /// A scalar as the text that was written; `None` for lists, maps and nothing.
    #[must_use]
    pub fn scalar(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) | Value::Number(text) | Value::Bool(_, text) => Some(text),
            Value::Null | Value::List(_) | Value::Map(_) => None,
        }
    }
}

/// As themes see what authors give them: places left out, numbers as the text that was written.
impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_none(),
            Self::Text(text) | Self::Number(text) => serializer.serialize_str(text),
            Self::Bool(value, _) => serializer.serialize_bool(*value),
            Self::List(items) => serializer.collect_seq(items.iter().map(|item| &item.value)),
            Self::Map(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for entry in entries {
                    map.serialize_entry(&entry.key.value, &entry.value.value)?;
                }
                map.end()
            }
        }
    }
}
