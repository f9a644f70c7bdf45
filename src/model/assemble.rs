//! Puts the handbook together: the one stage that sees all.
//! Composed texts in, a [`Handbook`] out; every relation between texts is found here and nowhere else.

use std::sync::{Arc, Mutex};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::check;
use super::gather::{Gathered, gather};
use super::handbook::{
    Asset, AssetId, Handbook, Lesson, LessonId, PolicyText, Sheet, SheetId, Text, TextPart, Unit, UnitId,
};
use super::lists::{lists, typed};
use super::targets::{Target, Targets};
use crate::config::Config;
use crate::data::Spanned;
use crate::diagnostic::{Checked, Diagnostic, Problem};
use crate::parse::document::{self, Compose, Composed, Document, Documents, Meta};
use crate::parse::front_matter::{LessonMeta, UnitMeta, UnitStatus};
use crate::parse::numeral;
use crate::parse::place::{Month, Role};
use crate::parse::plain;
use crate::parse::registry::{Registry, Term};
use crate::parse::tree::{Block, BlockKind, PolicyIndex, Tree};
use crate::path::ContentPath;
use crate::text::span::{FileId, Span};

/// What the handbook is made from.
pub struct Input {
    /// The site's configuration.
    pub config: Config,
    /// The policy registry.
    pub registry: Registry,
    /// The glossary.
    pub glossary: Vec<Term>,
    /// All Markdown files, by address.
    pub documents: Vec<Arc<Document>>,
    /// All other files among the content, by address.
    pub assets: Vec<Asset>,
    /// Whether drafts are published.
    pub drafts: bool,
}

/// Puts the handbook together; `compose` composes its texts.
#[must_use]
pub fn assemble(mut input: Input, compose: &Compose<'_>) -> Checked<Handbook> {
    let mut found = Vec::new();
    let trees = take_trees(&mut input);
    let documents = Documents::new(&input.documents);
    let mut targets = Targets::with_capacity(input.documents.len() + input.assets.len());
    for (index, asset) in input.assets.iter().enumerate() {
        targets.insert(asset.path.clone(), Target::Asset(AssetId::at(index)));
    }
    let texts = Texts { input: &input, documents, trees: &trees, compose };
    let mut units = units(texts, &mut targets, &mut found);
    let mut lessons = lessons(texts, &mut units, &mut targets, &mut found);
    let sheets = sheets(texts, &units, &mut targets, &mut found);
    let policy_texts = policy_texts(&input, documents, &mut targets, &mut found);
    report_unused(&input, &targets, &mut found);
    let (gathered, (typed, problems)) = rayon::join(|| gather(&input.config, &lessons), || typed(&lessons));
    let Gathered { topics, audiences, of_lessons } = gathered.take(&mut found);
    for (lesson, (topics, audiences)) in lessons.iter_mut().zip(of_lessons) {
        (lesson.topics, lesson.audiences) = (topics, audiences);
    }
    found.extend(problems);
    let (procedures, exemplars, questions) = typed;
    let lists = lists(&units, &lessons, &topics);
    let quoted = quoted(&input);
    let Input { config, registry, glossary, assets, .. } = input;
    let mut handbook = Handbook {
        cited: vec![Vec::new(); registry.policies.len()],
        config,
        units,
        lessons,
        sheets,
        topics,
        audiences,
        procedures,
        exemplars,
        questions,
        registry,
        policy_texts,
        quoted,
        glossary,
        lists,
        assets,
        targets,
    };
    found.extend(check::check(&mut handbook));
    Checked { value: handbook, diagnostics: found }
}

/// What composing a text works with.
#[derive(Clone, Copy)]
struct Texts<'a> {
    input: &'a Input,
    documents: Documents<'a>,
    trees: &'a Trees,
    compose: &'a Compose<'a>,
}

impl Texts<'_> {
    fn compose(&self, document: &Arc<Document>, title: &str) -> Checked<Composed> {
        (self.compose)(document, self.trees.take(document.file), self.documents, &self.input.config.vocabulary, title)
    }
}

/// Trees that only composing needs, by number of file. Each is taken once, from any thread.
struct Trees(Vec<Mutex<Option<Tree>>>);

impl Trees {
    fn take(&self, file: FileId) -> Option<Tree> {
        self.0.get(file.0 as usize)?.lock().ok()?.take()
    }
}

/// What is included by other files than lessons, or is a policy's text.
fn quoted(input: &Input) -> Vec<ContentPath> {
    let others = input.documents.iter().filter(|document| document.role != Role::Lesson);
    let texts = input.registry.policies.iter().filter_map(|policy| ContentPath::new(&policy.text.as_ref()?.value));
    others.flat_map(|document| document.includes.iter().cloned()).chain(texts).collect()
}

/// Takes the trees of lessons out of their documents, but for those that others include, quote or hold.
fn take_trees(input: &mut Input) -> Trees {
    let texts = input.registry.policies.iter().filter_map(|policy| ContentPath::new(&policy.text.as_ref()?.value));
    let included = input.documents.iter().flat_map(|document| document.includes.iter().cloned());
    let shared: FxHashSet<ContentPath> = texts.chain(included).collect();
    let mut trees: Vec<Mutex<Option<Tree>>> = Vec::new();
    for document in input.documents.iter_mut().filter(|document| document.role == Role::Lesson) {
        if shared.contains(&document.path) {
            continue;
        }
        let at = document.file.0 as usize;
        trees.resize_with(trees.len().max(at + 1), Mutex::default);
        trees[at] = Mutex::new(Arc::get_mut(document).map(|document| std::mem::take(&mut document.tree)));
    }
    Trees(trees)
}

fn units(texts: Texts<'_>, targets: &mut Targets, found: &mut Vec<Diagnostic>) -> Vec<Unit> {
    let documents = texts.documents;
    // A month of drafts alone is not published yet.
    let drafts = texts.input.drafts;
    let is_shown = |document: &&Arc<Document>| drafts || !matches!(&document.meta, Meta::Lesson(meta) if meta.draft);
    let shown = texts.input.documents.iter().filter(is_shown);
    let mut months: Vec<&Month> = shown.filter_map(|document| document.unit.as_ref()).collect();
    // The files of a folder stand together.
    months.dedup();
    months.sort();
    months.dedup();
    let mut units = Vec::with_capacity(months.len());
    for month in months {
        let index = ContentPath::new(&format!("{}/index.md", month.folder));
        let document = index.as_ref().and_then(|path| documents.get(path));
        let meta = match document.map(|document| &document.meta) {
            Some(Meta::Unit(meta)) => (**meta).clone(),
            _ => untitled(),
        };
        check_month(meta.month.as_ref(), month, found);
        let title = meta.title.as_ref().map_or_else(|| folder_title(month), |title| title.value.clone());
        let text = document.map(|document| texts.compose(document, &title));
        let text = text.map(|text| text.take(found)).unwrap_or_default();
        if let Some(path) = index {
            targets.insert(path, Target::Unit(UnitId::at(units.len())));
        }
        units.push(Unit {
            month: month.month.clone(),
            folder: month.folder.clone(),
            title,
            meta,
            sections: text.sections,
            footnotes: text.footnotes,
            mentions: text.mentions,
            file: document.map(|document| document.file),
            lessons: Vec::new(),
        });
    }
    units
}

fn untitled() -> UnitMeta {
    UnitMeta {
        title: None,
        summary: String::new(),
        date: None,
        place: String::new(),
        lecturer: String::new(),
        formats: Vec::new(),
        status: UnitStatus::Given,
        extra: None,
        aliases: Vec::new(),
        month: None,
    }
}

/// The title of a unit without one: its folder's name, or its month.
fn folder_title(month: &Month) -> String {
    if month.name.is_empty() { month.month.clone() } else { month.name.clone() }
}

fn check_month(written: Option<&Spanned<String>>, folder: &Month, found: &mut Vec<Diagnostic>) {
    if let Some(written) = written.filter(|written| written.value != folder.month) {
        let problem = Problem::MonthMismatch { written: written.value.clone(), folder: folder.month.clone() };
        found.push(Diagnostic::new(problem, written.span));
    }
}

/// The documents of a role with their units, drafts left out unless wanted.
fn published<'a>(
    input: &'a Input,
    role: Role,
    units: &[Unit],
    targets: &mut Targets,
) -> Vec<(UnitId, &'a Arc<Document>, &'a Arc<LessonMeta>)> {
    let by_folder: FxHashMap<&str, usize> =
        units.iter().enumerate().map(|(index, unit)| (unit.folder.as_str(), index)).collect();
    let mut all = Vec::new();
    for document in input.documents.iter().filter(|document| document.role == role) {
        let Meta::Lesson(meta) = &document.meta else { continue };
        if meta.draft && !input.drafts {
            targets.insert(document.path.clone(), Target::Draft);
            continue;
        }
        let folder = document.path.as_str().split('/').next().unwrap_or_default();
        if let Some(&unit) = by_folder.get(folder) {
            all.push((UnitId::at(unit), document, meta));
        }
    }
    all
}

fn lessons(texts: Texts<'_>, units: &mut [Unit], targets: &mut Targets, found: &mut Vec<Diagnostic>) -> Vec<Lesson> {
    let mut all = published(texts.input, Role::Lesson, units, targets);
    all.sort_by_cached_key(|&(unit, document, meta)| {
        (unit, meta.weight.unwrap_or(i64::MAX), document.number, &document.path)
    });
    let composed: Vec<_> = all
        .par_iter()
        .map(|(_, document, meta)| {
            let title = title_of(meta, &document.path);
            let text = texts.compose(document, &title);
            (title, text)
        })
        .collect();
    let mut lessons = Vec::with_capacity(all.len());
    for ((unit, document, meta), (title, text)) in all.into_iter().zip(composed) {
        let id = LessonId::at(lessons.len());
        targets.insert(document.path.clone(), Target::Lesson(id));
        if let Some(month) = &document.unit {
            check_month(meta.month.as_ref(), month, found);
        }
        let of = &mut units[unit.index()];
        of.lessons.push(id);
        if of.is_planned() && of.lessons.len() == 1 {
            let place = of.file.unwrap_or(document.file);
            found.push(Diagnostic::new(Problem::PlannedWithLessons, Span::file_start(place)));
        }
        let text = text.take(found);
        lessons.push(Lesson {
            unit,
            path: document.path.clone(),
            file: document.file,
            slug: Arc::clone(&document.slug),
            title,
            meta: Arc::clone(meta),
            topics: Vec::new(),
            audiences: Vec::new(),
            text: Text {
                sections: text.sections,
                footnotes: text.footnotes,
                mentions: text.mentions,
                includes: text.includes,
            },
        });
    }
    lessons
}

/// The title, or the file's name without its number where there is none (which was reported).
fn title_of(meta: &LessonMeta, path: &ContentPath) -> String {
    meta.title.as_ref().map_or_else(
        || {
            path.stem()
                .trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_' | '.' | ' '))
                .to_owned()
        },
        |title| title.value.clone(),
    )
}

fn sheets(texts: Texts<'_>, units: &[Unit], targets: &mut Targets, found: &mut Vec<Diagnostic>) -> Vec<Sheet> {
    let mut sheets = Vec::new();
    for (unit, document, meta) in published(texts.input, Role::Sheet, units, targets) {
        let title =
            meta.title.as_ref().map(|title| title.value.clone()).or_else(|| first_heading(&document.tree.blocks));
        let title = title.unwrap_or_else(|| title_of(meta, &document.path));
        let text = texts.compose(document, &title).take(found);
        targets.insert(document.path.clone(), Target::Sheet(SheetId::at(sheets.len())));
        sheets.push(Sheet {
            unit,
            path: document.path.clone(),
            file: document.file,
            slug: Arc::clone(&document.slug),
            title,
            meta: Arc::clone(meta),
            sections: text.sections,
            footnotes: text.footnotes,
            mentions: text.mentions,
        });
    }
    sheets
}

fn first_heading(blocks: &[Block]) -> Option<String> {
    blocks.iter().find_map(|block| match &block.kind {
        BlockKind::Heading(heading) if heading.level == 1 => Some(plain::inlines(&heading.content)),
        _ => None,
    })
}

fn policy_texts(
    input: &Input,
    documents: Documents<'_>,
    targets: &mut Targets,
    found: &mut Vec<Diagnostic>,
) -> Vec<Option<PolicyText>> {
    let mut texts = Vec::with_capacity(input.registry.policies.len());
    for (index, policy) in input.registry.policies.iter().enumerate() {
        let Some(written) = &policy.text else {
            texts.push(None);
            continue;
        };
        let path = ContentPath::new(&written.value);
        let Some(document) = path.as_ref().and_then(|path| documents.get(path)) else {
            let nearest = documents.nearest(&written.value);
            let problem = Problem::MissingPolicyText { target: written.value.clone(), nearest };
            found.push(Diagnostic::new(problem, written.span));
            texts.push(None);
            continue;
        };
        targets.insert(document.path.clone(), Target::Policy(PolicyIndex(u32::try_from(index).unwrap_or(u32::MAX))));
        let (blocks, footnotes) = document::flatten(document, documents).take(found);
        texts.push(Some(PolicyText { file: document.file, parts: articles(blocks), footnotes }));
    }
    texts
}

/// Takes a policy's text apart at its articles: headings or paragraphs that begin with 第…条.
fn articles(blocks: Vec<Block>) -> Vec<TextPart> {
    let mut parts: Vec<TextPart> = Vec::new();
    for block in blocks {
        let words = match &block.kind {
            BlockKind::Heading(heading) => plain::inlines(&heading.content),
            BlockKind::Paragraph(content) => plain::inlines(content),
            _ => String::new(),
        };
        let is_heading = matches!(block.kind, BlockKind::Heading(_));
        match article_number(&words) {
            Some((number, id)) => {
                let label = if is_heading { words } else { id.clone() };
                let span = block.span;
                let blocks = if is_heading { Vec::new() } else { vec![block] };
                parts.push(TextPart::Article { number, id: id.into(), label, blocks, span });
            }
            None => match parts.last_mut() {
                Some(TextPart::Article { blocks, .. }) if !is_heading => blocks.push(block),
                Some(TextPart::Blocks(blocks)) => blocks.push(block),
                _ => parts.push(TextPart::Blocks(vec![block])),
            },
        }
    }
    parts
}

/// The number of the article that a text begins with, and its words: 第五条, 第五条之一.
fn article_number(text: &str) -> Option<(u32, String)> {
    let rest = text.strip_prefix('第')?;
    let end = rest.find('条').filter(|end| *end <= 30)?;
    let number = numeral::parse(&rest[..end])?;
    let mut label = format!("第{}条", &rest[..end]);
    if let Some(more) = rest[end + '条'.len_utf8()..].strip_prefix('之')
        && let Some(c) = more.chars().next()
    {
        label.push('之');
        label.push(c);
    }
    Some((number, label))
}

/// Reports Markdown files outside the units that nothing includes or refers to.
fn report_unused(input: &Input, targets: &Targets, found: &mut Vec<Diagnostic>) {
    let mut used: Vec<&ContentPath> = input.documents.iter().flat_map(|document| &document.includes).collect();
    used.sort_unstable();
    for document in input.documents.iter().filter(|document| document.role == Role::Shared) {
        if used.binary_search(&&document.path).is_err() && targets.get(&document.path).is_none() {
            let problem = Problem::Unused { path: document.path.to_string() };
            found.push(Diagnostic::new(problem, Span::file_start(document.file)));
        }
    }
}
