//! Reads a map by its known keys.
//! A map and the keys that it may have in, typed values and diagnostics out. Unknown, doubled and wrongly typed entries are
//! reported, each at its place; what is right is used all the same.

use super::date::Date;
use super::keys::Key;
use super::node::{Entry, Node, Spanned, Value};
use crate::diagnostic::{Diagnostic, Problem};
use crate::text::nearest::{nearest, only_slip};

/// A map being read.
pub struct Reader<'a> {
    entries: Vec<(Key, &'a Entry)>,
    /// What was found wrong so far.
    pub diagnostics: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    /// A reader of `node` that knows `keys`. Anything but a map is reported and read as an empty one.
    #[must_use]
    pub fn new(node: &'a Node, keys: &[Key]) -> Self {
        let mut reader = Self { entries: Vec::new(), diagnostics: Vec::new() };
        let entries = match &node.value {
            Value::Map(entries) => entries.as_slice(),
            Value::Null => &[],
            _ => {
                let problem = Problem::WrongType { key: node.scalar().unwrap_or("-").to_owned(), expected: "map" };
                reader.diagnostics.push(Diagnostic::new(problem, node.span));
                &[]
            }
        };
        let is_key = |entry: &Entry| keys.iter().find(|key| key.is(&entry.key.value)).copied();
        let taken: Vec<Key> = entries.iter().filter_map(is_key).collect();
        for entry in entries {
            reader.admit(entry, keys, &taken);
        }
        reader
    }

    fn admit(&mut self, entry: &'a Entry, keys: &[Key], taken: &[Key]) {
        let word = entry.key.value.as_str();
        let Some(&key) = keys.iter().find(|key| key.is(word)) else {
            let nearest = nearest(word, keys.iter().flat_map(|key| [key.zh, key.en])).map(str::to_owned);
            let found = Diagnostic::new(Problem::UnknownKey { key: word.to_owned(), nearest }, entry.key.span);
            // A key that is there already was not meant.
            let free = keys.iter().filter(|key| !taken.contains(key)).flat_map(|key| [key.zh, key.en]);
            self.diagnostics.push(match only_slip(word, free) {
                Some(right) => found.fixed_by(entry.key.span, right),
                None => found,
            });
            return;
        };
        if let Some((_, first)) = self.entries.iter().find(|(known, _)| *known == key) {
            let problem = Problem::DuplicateKey { key: word.to_owned() };
            self.diagnostics.push(Diagnostic::new(problem, entry.key.span).and(first.key.span));
        } else {
            self.entries.push((key, entry));
        }
    }

    fn entry(&self, key: Key) -> Option<&'a Entry> {
        self.entries.iter().find(|(known, _)| *known == key).map(|(_, entry)| *entry)
    }

    fn wrong(&mut self, entry: &Entry, expected: &'static str) {
        let problem = Problem::WrongType { key: entry.key.value.clone(), expected };
        self.diagnostics.push(Diagnostic::new(problem, entry.value.span));
    }

    /// The value as written, whatever its type.
    #[must_use]
    pub fn node(&self, key: Key) -> Option<&'a Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// A text; numbers and dates count as the text that was written. Empty text is none.
    pub fn text(&mut self, key: Key) -> Option<Spanned<String>> {
        let entry = self.entry(key)?;
        match (entry.value.scalar(), &entry.value.value) {
            (Some(text), _) if text.trim().is_empty() => None,
            (Some(text), _) => Some(Spanned::new(text.trim().to_owned(), entry.value.span)),
            (None, Value::Null) => None,
            (None, _) => {
                self.wrong(entry, "text");
                None
            }
        }
    }

    /// A list of texts; one text is a list of one, and 、 ， , ; ； separate several in it.
    pub fn texts(&mut self, key: Key) -> Vec<Spanned<String>> {
        let Some(entry) = self.entry(key) else { return Vec::new() };
        let mut texts = Vec::new();
        match &entry.value.value {
            Value::Null => {}
            Value::List(items) => {
                for item in items {
                    match item.scalar() {
                        Some(text) if !text.trim().is_empty() => {
                            texts.push(Spanned::new(text.trim().to_owned(), item.span));
                        }
                        Some(_) => {}
                        None => self.wrong(entry, "list of texts"),
                    }
                }
            }
            Value::Map(_) => self.wrong(entry, "list of texts"),
            Value::Text(text) | Value::Number(text) | Value::Bool(_, text) => {
                let parts = text.split(['、', '，', ',', ';', '；']).map(str::trim).filter(|part| !part.is_empty());
                texts.extend(parts.map(|part| Spanned::new(part.to_owned(), entry.value.span)));
            }
        }
        texts
    }

    /// A date.
    pub fn date(&mut self, key: Key) -> Option<Spanned<Date>> {
        let text = self.text(key)?;
        let date = Date::parse(&text.value);
        if date.is_none() {
            self.diagnostics.push(Diagnostic::new(Problem::BadDate { text: text.value }, text.span));
        }
        date.map(|date| Spanned::new(date, text.span))
    }

    /// A truth value: `true`, `false`, 是, 否.
    pub fn boolean(&mut self, key: Key) -> Option<bool> {
        let entry = self.entry(key)?;
        match (&entry.value.value, entry.value.scalar().map(str::trim)) {
            (Value::Bool(value, _), _) => Some(*value),
            (_, Some("是" | "yes" | "on")) => Some(true),
            (_, Some("否" | "no" | "off")) => Some(false),
            (Value::Null, _) => None,
            _ => {
                self.wrong(entry, "yes or no");
                None
            }
        }
    }

    /// A whole number.
    pub fn number(&mut self, key: Key) -> Option<i64> {
        let entry = self.entry(key)?;
        let number = entry.value.scalar().and_then(|text| text.trim().parse().ok());
        if number.is_none() && entry.value.value != Value::Null {
            self.wrong(entry, "number");
        }
        number
    }

    /// The items of a list.
    pub fn list(&mut self, key: Key) -> &'a [Node] {
        let Some(entry) = self.entry(key) else { return &[] };
        match &entry.value.value {
            Value::List(items) => items,
            Value::Null => &[],
            _ => {
                self.wrong(entry, "list");
                &[]
            }
        }
    }

    /// One of a fixed set of words.
    pub fn choice<T: Copy>(&mut self, key: Key, choices: &[(Key, T)]) -> Option<T> {
        let text = self.text(key)?;
        let found = choices.iter().find(|(word, _)| word.is(&text.value)).map(|(_, value)| *value);
        if found.is_none() {
            // In the language of the key as the author wrote it.
            let english = self.entry(key).is_some_and(|entry| entry.key.value.is_ascii());
            let word = |key: Key| if english { key.en } else { key.zh };
            let allowed = choices.iter().map(|(choice, _)| word(*choice)).collect::<Vec<_>>();
            let allowed = allowed.join(if english { ", " } else { "、" });
            let problem = Problem::BadValue { key: word(key).to_owned(), text: text.value, allowed };
            self.diagnostics.push(Diagnostic::new(problem, text.span));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::parse_yaml;
    use crate::text::span::FileId;

    const TITLE: Key = Key { zh: "标题", en: "title" };
    const TOPICS: Key = Key { zh: "专题", en: "topics" };

    #[test]
    fn every_wrong_entry_is_reported_and_the_right_ones_are_read() {
        let node = parse_yaml("标提: a\nTitle: 2026\n标题: 又\n专题: 优待证、光荣牌\n", FileId(0), 0).unwrap();
        let mut reader = Reader::new(&node, &[TITLE, TOPICS]);
        assert_eq!(reader.text(TITLE).unwrap().value, "2026");
        assert_eq!(reader.texts(TOPICS).len(), 2);
        let problems: Vec<_> = reader.diagnostics.iter().map(|found| found.problem.code()).collect();
        assert_eq!(problems, ["JY203", "JY204"]);
    }
}
