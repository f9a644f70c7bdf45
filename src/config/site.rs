//! `site.toml` as types.

use super::publish::{self, Publish};
use super::vocabulary::Vocabulary;
use crate::data::{Key, Node, Reader, Spanned};
use crate::diagnostic::{Diagnostic, Lang, Problem};
use crate::text::slug::{is_slug, slug};
use crate::text::span::Span;

/// A site's configuration.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// The handbook's title.
    pub title: String,
    /// The language tag of its text and interface: `zh-CN`, `en`.
    pub language: String,
    /// Where it is published, with a `/` at its end; empty where unknown.
    pub base_url: String,
    /// The theme's name.
    pub theme: Spanned<String>,
    /// One or two sentences about the handbook.
    pub description: String,
    /// Who publishes it, for the foot of the pages.
    pub publisher: String,
    /// Subjects across months, in their order.
    pub topics: Vec<Topic>,
    /// Levels and institutions, in their order.
    pub audiences: Vec<Audience>,
    /// Words of sections and fields.
    pub vocabulary: Vocabulary,
    /// The procedures that people need most, by name, for the home page.
    pub featured: Vec<Spanned<String>>,
    /// Where it is published.
    pub publish: Publish,
}

/// A declared topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// Its name.
    pub name: String,
    /// Its address.
    pub slug: String,
    /// Other names that authors may use.
    pub aliases: Vec<String>,
    /// What it is about.
    pub summary: String,
    /// The group that it belongs to on the home page.
    pub strand: String,
    /// Where it is declared.
    pub span: Span,
}

/// A declared level or institution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audience {
    /// Its name.
    pub name: String,
    /// Its address.
    pub slug: String,
    /// Other names that authors may use.
    pub aliases: Vec<String>,
    /// Where it is declared.
    pub span: Span,
}

const fn key(zh: &'static str, en: &'static str) -> Key {
    Key { zh, en }
}
const TITLE: Key = key("标题", "title");
const LANGUAGE: Key = key("语言", "language");
const BASE_URL: Key = key("网址", "base_url");
const THEME: Key = key("主题", "theme");
const DESCRIPTION: Key = key("说明", "description");
const PUBLISHER: Key = key("主办", "publisher");
const TOPICS: Key = key("专题", "topics");
const AUDIENCES: Key = key("对象", "audiences");
const VOCABULARY: Key = key("用词", "vocabulary");
const SEARCH: Key = key("搜索", "search");
const PUBLISH: Key = key("发布", "publish");
const FEATURED: Key = key("常办", "featured");
const SITE: [Key; 12] = [
    TITLE,
    LANGUAGE,
    BASE_URL,
    THEME,
    DESCRIPTION,
    PUBLISHER,
    TOPICS,
    AUDIENCES,
    VOCABULARY,
    SEARCH,
    PUBLISH,
    FEATURED,
];

const NAME: Key = key("名称", "name");
const SLUG: Key = key("短名", "slug");
const ALIASES: Key = key("别名", "aliases");
const SUMMARY: Key = key("摘要", "summary");
const STRAND: Key = key("板块", "strand");
const NAMED: [Key; 5] = [NAME, SLUG, ALIASES, SUMMARY, STRAND];

impl Config {
    /// The language of messages and of the interface's strings.
    #[must_use]
    pub fn lang(&self) -> Lang {
        Lang::of_tag(&self.language).unwrap_or(Lang::Zh)
    }
}

/// Reads `site.toml`'s values.
#[must_use]
pub fn parse(node: &Node) -> (Config, Vec<Diagnostic>) {
    let mut reader = Reader::new(node, &SITE);
    let mut found = Vec::new();
    let (vocabulary, words_found) = Vocabulary::with(reader.node(VOCABULARY));
    let text = |reader: &mut Reader<'_>, key: Key| reader.text(key).map(|text| text.value).unwrap_or_default();
    let title = reader.text(TITLE);
    if title.is_none() {
        found.push(Diagnostic::new(Problem::MissingKey { key: "title" }, node.span));
    }
    let mut base_url = text(&mut reader, BASE_URL);
    if !base_url.is_empty() && !base_url.ends_with('/') {
        base_url.push('/');
    }
    let topics = reader.list(TOPICS).iter().filter_map(|item| named(item, &mut found)).collect();
    let audiences = reader
        .list(AUDIENCES)
        .iter()
        .filter_map(|item| named(item, &mut found))
        .map(|Topic { name, slug, aliases, span, .. }| Audience { name, slug, aliases, span })
        .collect();
    let (publish, publish_found) = reader.node(PUBLISH).map(publish::parse).unwrap_or_default();
    let config = Config {
        title: title.map(|text| text.value).unwrap_or_default(),
        language: reader.text(LANGUAGE).map_or_else(|| "zh-CN".to_owned(), |text| text.value),
        base_url,
        theme: reader.text(THEME).unwrap_or_else(|| Spanned::new("handbook".to_owned(), node.span)),
        description: text(&mut reader, DESCRIPTION),
        publisher: text(&mut reader, PUBLISHER),
        topics,
        audiences,
        vocabulary,
        featured: reader.texts(FEATURED),
        publish,
    };
    let mut diagnostics = reader.diagnostics;
    diagnostics.extend(words_found);
    diagnostics.extend(publish_found);
    diagnostics.extend(found);
    (config, diagnostics)
}

/// One `[[topics]]` or `[[audiences]]`.
fn named(node: &Node, found: &mut Vec<Diagnostic>) -> Option<Topic> {
    let mut reader = Reader::new(node, &NAMED);
    let name = reader.text(NAME);
    let given = reader.text(SLUG);
    let aliases = reader.texts(ALIASES).into_iter().map(|alias| alias.value).collect();
    let summary = reader.text(SUMMARY).map(|text| text.value).unwrap_or_default();
    let strand = reader.text(STRAND).map(|text| text.value).unwrap_or_default();
    found.append(&mut reader.diagnostics);
    let Some(name) = name else {
        found.push(Diagnostic::new(Problem::MissingKey { key: "name" }, node.span));
        return None;
    };
    let slug = match given {
        Some(given) if is_slug(&given.value) => given.value,
        Some(given) => {
            found.push(Diagnostic::new(Problem::BadSlug { text: given.value }, given.span));
            slug(&name.value)
        }
        None => slug(&name.value),
    };
    Some(Topic { name: name.value, slug, aliases, summary, strand, span: name.span })
}
