//! A theme: templates, styles, scripts and the words of the interface.
//! The files built into the program and those of the site in, [`Theme`] and diagnostics out. A site's file replaces the
//! built-in one of the same name.

mod files;
mod slim;

use std::collections::BTreeMap;
use std::ops::Range;

use include_dir::{Dir, include_dir};

pub use self::files::{InlineStyle, ThemeFile};
use crate::config::Config;
use crate::data::{Node, Value, parse_yaml};
use crate::diagnostic::{Checked, Diagnostic, Problem};
use crate::source::Sources;
use crate::text::nearest::nearest;
use crate::text::span::{FileId, Span};

/// How many lacking words a message names.
const LACKING_SHOWN: usize = 5;

/// The themes that are in the program.
static BUILT_IN: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes");

/// A theme's files, by what they are for.
#[derive(Clone, Debug, Default)]
pub struct Theme {
    /// Templates by name: `lesson.html`, `parts/question.html`.
    pub templates: BTreeMap<String, TemplateFile>,
    /// Files that are given out, with their addresses.
    pub files: Vec<ThemeFile>,
    /// Style sheets that stand in pages.
    pub inline: Vec<InlineStyle>,
    /// The words of the interface, in the site's language.
    pub strings: Strings,
}

/// A template's text.
#[derive(Clone, Debug)]
pub struct TemplateFile {
    /// Its text.
    pub text: String,
    /// The site's own file, where it is not the built-in one.
    pub file: Option<FileId>,
}

/// The words of the interface: texts, or maps of texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Strings(BTreeMap<String, Words>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Words {
    One(String),
    Many(BTreeMap<String, String>),
}

impl Strings {
    /// A word: `procedures`, or `alert.note`. The key itself where it is missing, which was reported.
    #[must_use]
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.find(key).map_or(key, String::as_str)
    }

    fn find(&self, key: &str) -> Option<&String> {
        match key.split_once('.') {
            Some((map, inner)) => match self.0.get(map) {
                Some(Words::Many(words)) => words.get(inner),
                _ => None,
            },
            None => match self.0.get(key) {
                Some(Words::One(text)) => Some(text),
                _ => None,
            },
        }
    }

    /// The words of one map, for scripts.
    fn map(&self, key: &str) -> Option<&BTreeMap<String, String>> {
        match self.0.get(key) {
            Some(Words::Many(words)) => Some(words),
            _ => None,
        }
    }

    /// All words as templates see them.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        let words = |words: &Words| match words {
            Words::One(text) => serde_json::Value::from(text.as_str()),
            Words::Many(many) => many.iter().map(|(key, text)| (key.clone(), text.as_str())).collect(),
        };
        self.0.iter().map(|(key, value)| (key.clone(), words(value))).collect()
    }

    fn read(node: &Node) -> Self {
        let Value::Map(entries) = &node.value else { return Self::default() };
        let text = |node: &Node| node.scalar().unwrap_or_default().to_owned();
        Self(
            entries
                .iter()
                .map(|entry| {
                    let words = match &entry.value.value {
                        Value::Map(inner) => {
                            Words::Many(inner.iter().map(|e| (e.key.value.clone(), text(&e.value))).collect())
                        }
                        _ => Words::One(text(&entry.value)),
                    };
                    (entry.key.value.clone(), words)
                })
                .collect(),
        )
    }

    /// The keys of all words, in order: `search`, `alert.note`.
    fn keys(&self) -> Vec<String> {
        let mut keys: Vec<String> = self
            .0
            .iter()
            .flat_map(|(key, words)| match words {
                Words::One(_) => vec![key.clone()],
                Words::Many(many) => many.keys().map(|inner| format!("{key}.{inner}")).collect(),
            })
            .collect();
        keys.sort_unstable();
        keys
    }

    /// Adds what this lacks.
    fn fill_from(&mut self, other: Self) {
        for (key, words) in other.0 {
            match (self.0.get_mut(&key), words) {
                (Some(Words::Many(own)), Words::Many(more)) => {
                    for (inner, text) in more {
                        own.entry(inner).or_insert(text);
                    }
                }
                (Some(_), _) => {}
                (None, words) => {
                    self.0.insert(key, words);
                }
            }
        }
    }
}

/// The words that the program itself puts into pages; templates use more of their own.
const NEEDED: [&str; 40] = [
    "procedures",
    "faq",
    "exemplars",
    "quizzes",
    "topics",
    "policies",
    "not_found",
    "moved",
    "footnotes",
    "back_to_text",
    "task",
    "in_force_since",
    "alert.note",
    "alert.tip",
    "alert.important",
    "alert.warning",
    "alert.caution",
    "policy_name",
    "policy_status.in-force",
    "policy_status.amended",
    "policy_status.repealed",
    "policy_status.not-yet",
    "limit.on_the_spot",
    "limit.same_day",
    "limit.working_days",
    "limit.days",
    "limit.months",
    "colon",
    "limit_total",
    "qr",
    "step_limit",
    "step_join.or",
    "step_join.and",
    "flow.title",
    "flow.desc",
    "flow.start",
    "flow.end",
    "flow.one_of",
    "flow.together",
    "flow.others",
];

/// The file of one name: the site's own, or the built-in one.
struct Found {
    text: String,
    file: Option<FileId>,
}

/// Loads the theme that the site wants.
#[must_use]
pub fn load(config: &Config, sources: &Sources) -> Checked<Theme> {
    let name = config.theme.value.as_str();
    let mut diagnostics = Vec::new();
    let mut found: BTreeMap<String, Found> = BTreeMap::new();
    // A theme of the site's own stands on the built-in one, so that it may replace single files.
    let base = BUILT_IN.get_dir(name).or_else(|| BUILT_IN.get_dir("handbook"));
    if let Some(base) = base {
        collect(base, base.path().components().count(), &mut found);
    }
    let mut has_own = false;
    for (path, file) in sources.theme(name) {
        has_own = true;
        if let Some(text) = file.text() {
            found.insert(path.to_owned(), Found { text: text.to_string(), file: Some(file.id) });
        }
    }
    if !has_own && BUILT_IN.get_dir(name).is_none() {
        let known = BUILT_IN.dirs().filter_map(|dir| dir.path().to_str());
        let near = nearest(name, known).map(str::to_owned);
        let problem = Problem::UnknownTheme { name: name.to_owned(), nearest: near };
        diagnostics.push(Diagnostic::new(problem, config.theme.span));
    }
    let strings = strings(&found, base, &config.language, &mut diagnostics);
    for key in NEEDED.iter().filter(|key| strings.find(key).is_none()) {
        let problem = Problem::MissingString { key: (*key).to_owned(), language: config.language.clone() };
        diagnostics.push(Diagnostic::new(problem, config.theme.span));
    }
    let assets = || found.iter().filter_map(|(path, file)| Some((path.strip_prefix("assets/")?, file.text.as_str())));
    let files = files::files(assets(), &strings);
    let inline = files::inline(assets());
    let templates = found
        .into_iter()
        .filter_map(|(path, found)| {
            let name = path.strip_prefix("templates/")?.to_owned();
            Some((name, TemplateFile { text: found.text, file: found.file }))
        })
        .collect();
    Checked { value: Theme { templates, files, inline, strings }, diagnostics }
}

/// The built-in files of a folder, by path inside the theme.
fn collect(dir: &Dir<'_>, depth: usize, found: &mut BTreeMap<String, Found>) {
    for file in dir.files() {
        let path: Vec<_> = file.path().components().skip(depth).filter_map(|part| part.as_os_str().to_str()).collect();
        if let Some(text) = file.contents_utf8() {
            found.insert(path.join("/"), Found { text: text.to_owned(), file: None });
        }
    }
    for inner in dir.dirs() {
        collect(inner, depth, found);
    }
}

/// The words of the site's language. A site's own file replaces single words of the built-in one; what both lack is taken
/// from English, then Chinese, and reported where the site has a file of its own.
fn strings(
    found: &BTreeMap<String, Found>,
    base: Option<&Dir<'_>>,
    language: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Strings {
    let short = language.split('-').next().unwrap_or(language);
    let mut strings = Strings::default();
    let mut own = None;
    for name in [language, short].map(|tag| format!("strings.{tag}.yaml")) {
        let Some(file) = found.get(&name) else { continue };
        own = own.or(file.file);
        match parse_yaml(&file.text, file.file.unwrap_or(FileId(0)), 0) {
            Ok(node) => strings.fill_from(Strings::read(&node)),
            Err(error) => diagnostics.extend(file.file.map(|_| *error)),
        }
        strings.fill_from(built_in_strings(base, &name));
    }
    let known = strings.keys();
    for name in ["strings.en.yaml", "strings.zh-CN.yaml"] {
        strings.fill_from(built_in_strings(base, name));
    }
    let lacking: Vec<String> = strings.keys().into_iter().filter(|key| known.binary_search(key).is_err()).collect();
    if let Some(file) = own.filter(|_| !lacking.is_empty()) {
        let more = if lacking.len() > LACKING_SHOWN { ", …" } else { "" };
        let key = format!("{}{more}", lacking[..lacking.len().min(LACKING_SHOWN)].join(", "));
        let problem = Problem::MissingString { key, language: language.to_owned() };
        diagnostics.push(Diagnostic::new(problem, Span::file_start(file)));
    }
    strings
}

/// The built-in words of one file; none where there is no such file.
fn built_in_strings(base: Option<&Dir<'_>>, name: &str) -> Strings {
    let file = base.and_then(|base| base.get_file(base.path().join(name)));
    let node = file.and_then(|file| parse_yaml(file.contents_utf8()?, FileId(0), 0).ok());
    node.map(|node| Strings::read(&node)).unwrap_or_default()
}

impl Theme {
    /// Where a part of a template stands, for diagnostics: in the site's own file, or `fallback`.
    #[must_use]
    pub fn place_of(&self, template: &str, range: Option<Range<usize>>, fallback: Span) -> Span {
        let Some(own) = self.templates.get(template) else { return fallback };
        let Some(file) = own.file else { return fallback };
        match range.filter(|range| own.text.get(range.clone()).is_some()) {
            Some(range) => Span::new(file, range),
            None => Span::file_start(file),
        }
    }
}
