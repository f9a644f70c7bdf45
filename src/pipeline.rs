//! The whole program in one place: sources in, a handbook with its addresses out, and everything that was found wrong.
//! Reads top to bottom; every stage is pure and returns its problems beside its value. Never touches the disk.

use std::sync::Arc;

use crate::config::{self, Config};
use crate::data::{Node, Value, parse_toml, parse_yaml};
use crate::diagnostic::{Checked, Diagnostic};
use crate::memo::{Memo, SourceText, Tables, ThemeKey};
use crate::model::{self, Asset, Handbook, Input};
use crate::parse::registry;
use crate::path::ContentPath;
use crate::route::{self, Routes};
use crate::search::{self, SearchIndex};
use crate::source::{SourceFile, SourceKind, Sources};
use crate::text::span::{FileId, Span};
use crate::theme::{self, Theme};

/// How a handbook is compiled.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Whether drafts are part of it.
    pub drafts: bool,
    /// Where it is published, in place of `site.toml`'s `base_url`.
    pub base_url: Option<String>,
}

/// A compiled handbook: all that rendering needs.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// The handbook.
    pub handbook: Arc<Handbook>,
    /// Its addresses.
    pub routes: Arc<Routes>,
    /// Its search index.
    pub search: Arc<SearchIndex>,
    /// Its theme.
    pub theme: Arc<Theme>,
    /// What was found wrong, in the order of files and places, each problem once.
    pub diagnostics: Vec<Diagnostic>,
}

/// Compiles a handbook. `found` is what reading the sources found wrong.
#[must_use]
pub fn compile(sources: &Sources, found: Vec<Diagnostic>, options: &Options) -> Compiled {
    let planned = plan(sources, found, options, &mut Memo::of_nothing());
    let search = index(&planned.handbook, &planned.routes);
    planned.with(&search, sources)
}

/// The search index of a handbook.
#[must_use]
pub fn index(handbook: &Handbook, routes: &Routes) -> Checked<Arc<SearchIndex>> {
    let Checked { value, diagnostics } = search::index(handbook, routes);
    Checked { value: Arc::new(value), diagnostics }
}

/// A handbook with its addresses, and no search index yet.
#[derive(Clone, Debug)]
pub struct Planned {
    /// The handbook.
    pub handbook: Arc<Handbook>,
    /// Its addresses.
    pub routes: Arc<Routes>,
    /// Its theme.
    pub theme: Arc<Theme>,
    /// What was found wrong so far.
    pub found: Vec<Diagnostic>,
}

impl Planned {
    /// The compiled handbook with a search index.
    #[must_use]
    pub fn with(self, search: &Checked<Arc<SearchIndex>>, sources: &Sources) -> Compiled {
        let Self { handbook, routes, theme, mut found } = self;
        found.extend(search.diagnostics.iter().cloned());
        let search = Arc::clone(&search.value);
        Compiled { handbook, routes, search, theme, diagnostics: in_order(found, sources) }
    }
}

/// Compiles a handbook up to its addresses, with what an earlier compilation left in `memo`. The result is the same as
/// without.
#[must_use]
pub fn plan(sources: &Sources, mut found: Vec<Diagnostic>, options: &Options, memo: &mut Memo) -> Planned {
    let config = memo.settings.get(text_of(sources.site_toml()), || settings(sources)).take(&mut found);
    let config = published_at(config, options);
    let theme = memo.theme.get(theme_key(&config, sources), || theme::load(&config, sources).map(Arc::new));
    let theme = theme.take(&mut found);
    let key = TABLES.map(|name| text_of(file(sources, name)));
    let (registry, glossary) = memo.tables.get(key, || tables(sources)).take(&mut found);
    let parsed = memo.parse(sources.markdown(), &registry);
    let documents = parsed.into_iter().map(|parsed| parsed.take(&mut found)).collect();
    let assets = sources.assets().filter_map(asset).collect();
    let vocabulary = config.vocabulary.clone();
    let input = Input { config, registry, glossary, documents, assets, drafts: options.drafts };
    let handbook = memo.composing(&vocabulary, |compose| model::assemble(input, compose)).take(&mut found);
    let theme_paths: Vec<_> = theme.files.iter().map(|file| file.path.clone()).collect();
    let routes = route::plan(&handbook, &theme_paths).take(&mut found);
    Planned { handbook: Arc::new(handbook), routes: Arc::new(routes), theme, found }
}

fn settings(sources: &Sources) -> Checked<Config> {
    let (id, text) = text_of(sources.site_toml()).unwrap_or((FileId(0), "".into()));
    let (node, mut diagnostics) = parse_toml(&text, id);
    let (config, found) = config::parse(&node);
    // After a syntax error the rest can't be trusted, so that nothing is said about it.
    if diagnostics.is_empty() {
        diagnostics = found;
    }
    Checked { value: config, diagnostics }
}

/// The settings, with the address that was asked for in place of theirs.
fn published_at(mut config: Config, options: &Options) -> Config {
    if let Some(base_url) = &options.base_url {
        let slash = if base_url.is_empty() || base_url.ends_with('/') { "" } else { "/" };
        config.base_url = format!("{base_url}{slash}");
    }
    config
}

fn theme_key(config: &Config, sources: &Sources) -> ThemeKey {
    let files = sources.theme(&config.theme.value);
    let files = files.map(|(path, file)| (path.to_owned(), file.id, file.text().map(Arc::clone)));
    ThemeKey { name: config.theme.clone(), language: config.language.clone(), files: files.collect() }
}

/// The files of what all lessons may name: the registry of policies and the glossary.
const TABLES: [&str; 2] = ["policies.yaml", "glossary.yaml"];

fn tables(sources: &Sources) -> Checked<Tables> {
    let mut found = Vec::new();
    let [policies, glossary] = TABLES.map(|name| data(file(sources, name), &mut found));
    let (registry, problems) = registry::policies(&policies);
    found.extend(problems);
    let (glossary, problems) = registry::glossary(&glossary);
    found.extend(problems);
    Checked { value: (registry, glossary), diagnostics: found }
}

/// A file at the content's root.
fn file<'a>(sources: &'a Sources, name: &str) -> Option<&'a SourceFile> {
    ContentPath::new(name).and_then(|path| sources.content(&path))
}

fn text_of(file: Option<&SourceFile>) -> Option<SourceText> {
    file.and_then(|file| Some((file.id, Arc::clone(file.text()?))))
}

/// The values of a YAML file; nothing where there is none.
fn data(file: Option<&SourceFile>, found: &mut Vec<Diagnostic>) -> Node {
    let nothing = |id| Node { span: Span::file_start(id), value: Value::Null };
    let Some((id, text)) = text_of(file) else { return nothing(FileId(0)) };
    parse_yaml(&text, id, 0).unwrap_or_else(|error| {
        found.push(*error);
        nothing(id)
    })
}

fn asset(file: &SourceFile) -> Option<Asset> {
    let picture = match &file.kind {
        SourceKind::Asset { picture, .. } => *picture,
        SourceKind::Text(_) => None,
    };
    Some(Asset { path: file.content_path()?, file: file.id, picture })
}

/// Orders problems by file and place, and drops what was found twice (in a file that several others include).
fn in_order(mut found: Vec<Diagnostic>, sources: &Sources) -> Vec<Diagnostic> {
    found.sort_by(|a, b| {
        let place = |d: &Diagnostic| (sources.path(d.span.file), d.span.start, d.problem.code(), d.span.end);
        place(a).cmp(&place(b))
    });
    found.dedup();
    found
}
