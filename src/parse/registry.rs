//! `policies.yaml` and `glossary.yaml`.
//! Their values with places in, entries and diagnostics out. Whether the files that they name exist is checked later, by the
//! stage that sees all files.

use rustc_hash::FxHashMap;

use super::tree::PolicyIndex;
use crate::data::date::Date;
use crate::data::{Key, Node, Reader, Spanned, Value};
use crate::diagnostic::{Diagnostic, Problem};
use crate::text::nearest::nearest;
use crate::text::span::Span;

/// Whether a policy is in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PolicyStatus {
    /// 现行
    InForce,
    /// 已修改
    Amended,
    /// 已废止
    Repealed,
    /// 未施行
    NotYet,
}

/// An entry of the policy registry.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// Its full name, without 《》.
    pub name: String,
    /// Other names by which texts cite it.
    pub short_names: Vec<String>,
    /// Its document number.
    pub number: String,
    /// Who issued it.
    pub issuer: String,
    /// When it was issued.
    pub issued: Option<Date>,
    /// When it came into force.
    pub in_force: Option<Date>,
    /// Whether it is in force.
    pub status: PolicyStatus,
    /// The entry that replaces it.
    pub replaced_by: Option<Spanned<String>>,
    /// Where its text was read.
    pub source: String,
    /// When it was last checked.
    pub checked: Option<Date>,
    /// A remark.
    pub note: String,
    /// The file with its text, from `content/`.
    pub text: Option<Spanned<String>>,
    /// Files to hand out, from `content/`.
    pub attachments: Vec<Spanned<String>>,
    /// Where it stands.
    pub span: Span,
}

/// The registry, with a way from every name to its entry.
#[derive(Clone, Debug, Default)]
pub struct Registry {
    /// The entries as written.
    pub policies: Vec<Policy>,
    by_name: FxHashMap<String, PolicyIndex>,
    /// The entries that each one replaces.
    replaces: FxHashMap<PolicyIndex, Vec<PolicyIndex>>,
}

impl Registry {
    /// The entry of a title as cited, with or without spaces.
    #[must_use]
    pub fn find(&self, title: &str) -> Option<PolicyIndex> {
        self.by_name.get(title).copied().or_else(|| {
            let bare: String = title.chars().filter(|c| !c.is_whitespace()).collect();
            self.by_name.get(&bare).copied()
        })
    }

    /// Whether [`Registry::find`] gives the same for every title.
    #[must_use]
    pub fn finds_like(&self, other: &Self) -> bool {
        self.policies.is_empty() == other.policies.is_empty() && self.by_name == other.by_name
    }

    /// The entries that an entry replaces, in their order.
    #[must_use]
    pub fn replaced_by(&self, index: PolicyIndex) -> &[PolicyIndex] {
        self.replaces.get(&index).map(Vec::as_slice).unwrap_or_default()
    }

    /// An entry.
    #[must_use]
    pub fn get(&self, index: PolicyIndex) -> Option<&Policy> {
        self.policies.get(index.0 as usize)
    }

    /// The name nearest to a title that is not registered.
    #[must_use]
    pub fn nearest(&self, title: &str) -> Option<String> {
        let names =
            self.policies.iter().flat_map(|p| std::iter::once(&p.name).chain(&p.short_names)).map(String::as_str);
        nearest(title, names).map(str::to_owned)
    }
}

/// A term of the glossary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The right word.
    pub name: String,
    /// What people also say.
    pub aliases: Vec<String>,
    /// What it means.
    pub meaning: String,
    /// What it must not be mistaken for.
    pub unlike: Vec<String>,
    /// Where it stands.
    pub span: Span,
}

const fn key(zh: &'static str, en: &'static str) -> Key {
    Key { zh, en }
}
const NAME: Key = key("名称", "name");
const SHORT: Key = key("简称", "short");
const NUMBER: Key = key("文号", "number");
const ISSUER: Key = key("发布机关", "issuer");
const ISSUED: Key = key("发布", "issued");
const IN_FORCE: Key = key("施行", "in_force");
const STATUS: Key = key("状态", "status");
const REPLACED: Key = key("被替代", "replaced_by");
const SOURCE: Key = key("来源", "source");
const CHECKED: Key = key("核对", "checked");
const NOTE: Key = key("说明", "note");
const TEXT: Key = key("全文", "text");
const ATTACHMENTS: Key = key("附件", "attachments");
const POLICY: [Key; 13] =
    [NAME, SHORT, NUMBER, ISSUER, ISSUED, IN_FORCE, STATUS, REPLACED, SOURCE, CHECKED, NOTE, TEXT, ATTACHMENTS];
const STATUSES: [(Key, PolicyStatus); 4] = [
    (key("现行", "in force"), PolicyStatus::InForce),
    (key("已修改", "amended"), PolicyStatus::Amended),
    (key("已废止", "repealed"), PolicyStatus::Repealed),
    (key("未施行", "not yet"), PolicyStatus::NotYet),
];

const ALIASES: Key = key("别名", "aliases");
const MEANING: Key = key("解释", "meaning");
const UNLIKE: Key = key("不同于", "unlike");
const TERM: [Key; 4] = [NAME, ALIASES, MEANING, UNLIKE];

/// The items of a file that must be a list.
fn items<'a>(node: &'a Node, found: &mut Vec<Diagnostic>) -> &'a [Node] {
    match &node.value {
        Value::List(items) => items,
        Value::Null => &[],
        _ => {
            found.push(Diagnostic::new(Problem::WrongType { key: "-".into(), expected: "list" }, node.span));
            &[]
        }
    }
}

/// For how many entries that replace an unknown one the nearest name is looked for.
const SUGGESTED: usize = 50;

/// Reads the registry.
#[must_use]
pub fn policies(node: &Node) -> (Registry, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let mut registry = Registry::default();
    let mut places: FxHashMap<String, Span> = FxHashMap::default();
    for item in items(node, &mut found) {
        let Some(policy) = policy(item, &mut found) else { continue };
        let index = PolicyIndex(u32::try_from(registry.policies.len()).unwrap_or(u32::MAX));
        for name in std::iter::once(&policy.name).chain(&policy.short_names) {
            if registry.by_name.get(name) == Some(&index) {
                continue;
            }
            if let Some(first) = places.get(name) {
                let problem = Problem::DuplicateTerm { name: name.clone() };
                found.push(Diagnostic::new(problem, policy.span).and(*first));
                continue;
            }
            places.insert(name.clone(), policy.span);
            registry.by_name.insert(name.clone(), index);
        }
        registry.policies.push(policy);
    }
    let mut replaces: FxHashMap<PolicyIndex, Vec<PolicyIndex>> = FxHashMap::default();
    for (number, policy) in (0_u32..).zip(&registry.policies) {
        let Some(title) = &policy.replaced_by else { continue };
        if let Some(by) = registry.find(&title.value) {
            replaces.entry(by).or_default().push(PolicyIndex(number));
        } else {
            // Each is compared with all names, so that only the first ones are.
            let nearest = if found.len() < SUGGESTED { registry.nearest(&title.value) } else { None };
            found
                .push(Diagnostic::new(Problem::UnknownReplacement { title: title.value.clone(), nearest }, title.span));
        }
    }
    registry.replaces = replaces;
    (registry, found)
}

fn policy(node: &Node, found: &mut Vec<Diagnostic>) -> Option<Policy> {
    let mut reader = Reader::new(node, &POLICY);
    let unquoted = |text: &str| text.trim_matches(['《', '》']).to_owned();
    let name = reader.text(NAME);
    let text = |reader: &mut Reader<'_>, key: Key| reader.text(key).map(|text| text.value).unwrap_or_default();
    let policy = name.as_ref().map(|name| Policy {
        name: unquoted(&name.value),
        short_names: reader.texts(SHORT).iter().map(|text| unquoted(&text.value)).collect(),
        number: text(&mut reader, NUMBER),
        issuer: text(&mut reader, ISSUER),
        issued: reader.date(ISSUED).map(|date| date.value),
        in_force: reader.date(IN_FORCE).map(|date| date.value),
        status: reader.choice(STATUS, &STATUSES).unwrap_or(PolicyStatus::InForce),
        replaced_by: reader.text(REPLACED).map(|text| Spanned::new(unquoted(&text.value), text.span)),
        source: text(&mut reader, SOURCE),
        checked: reader.date(CHECKED).map(|date| date.value),
        note: text(&mut reader, NOTE),
        text: reader.text(TEXT),
        attachments: reader.texts(ATTACHMENTS),
        span: name.span,
    });
    found.append(&mut reader.diagnostics);
    if policy.is_none() {
        found.push(Diagnostic::new(Problem::MissingKey { key: "名称/name" }, node.span));
    }
    policy
}

/// Reads the glossary.
#[must_use]
pub fn glossary(node: &Node) -> (Vec<Term>, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let mut terms = Vec::new();
    let mut places: FxHashMap<String, Span> = FxHashMap::default();
    for item in items(node, &mut found) {
        let mut reader = Reader::new(item, &TERM);
        let name = reader.text(NAME);
        let aliases: Vec<_> = reader.texts(ALIASES);
        let meaning = reader.text(MEANING).map(|text| text.value).unwrap_or_default();
        let unlike = reader.texts(UNLIKE).into_iter().map(|text| text.value).collect();
        found.append(&mut reader.diagnostics);
        let Some(name) = name else {
            found.push(Diagnostic::new(Problem::MissingKey { key: "名称/name" }, item.span));
            continue;
        };
        if let Some(first) = places.insert(name.value.clone(), name.span) {
            let problem = Problem::DuplicateTerm { name: name.value.clone() };
            found.push(Diagnostic::new(problem, name.span).and(first));
        }
        let aliases = aliases.into_iter().map(|alias| alias.value).collect();
        terms.push(Term { name: name.value, aliases, meaning, unlike, span: name.span });
    }
    (terms, found)
}
