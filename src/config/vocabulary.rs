//! The words by which authors mark typed sections and their fields.
//! Defaults and a site's additions in, the meaning of a heading or a label out. Never drops a default word.

use crate::data::{Key, Node, Reader, Spanned};
use crate::diagnostic::Diagnostic;

/// The kinds of typed section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SectionWord {
    /// Questions and answers.
    Faq,
    /// A procedure.
    Procedure,
    /// A quiz.
    Quiz,
    /// Exemplary practice.
    Exemplar,
    /// Key points.
    KeyPoints,
}

/// The fields of typed sections.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FieldWord {
    /// 依据
    Basis,
    /// 适用
    Audience,
    /// 谁能办
    Who,
    /// 受理单位
    Office,
    /// 全程时限
    WholeLimit,
    /// 收费
    Fee,
    /// 谁来办
    Actor,
    /// 怎么办
    How,
    /// 时限
    Limit,
    /// 材料
    Materials,
    /// 用表
    Forms,
    /// 办完给什么
    Outcome,
    /// 单位
    Institution,
    /// 层级
    Level,
    /// 一句话
    Gist,
    /// 成效
    Result,
    /// 可以直接拿走
    Take,
}

use FieldWord as F;
use SectionWord as S;

const SECTIONS: [(S, &str, &[&str]); 5] = [
    (S::Faq, "faq", &["常见问题", "问答", "FAQ"]),
    (S::Procedure, "procedure", &["办事流程", "办理流程", "Procedure"]),
    (S::Quiz, "quiz", &["自测题", "学习测评", "Quiz"]),
    (S::Exemplar, "exemplar", &["示范做法", "典型做法", "Exemplar"]),
    (S::KeyPoints, "key_points", &["政策要点", "要点", "Key points"]),
];

const FIELDS: [(F, &str, &[&str]); 17] = [
    (F::Basis, "basis", &["依据", "Basis"]),
    (F::Audience, "audience", &["适用", "Audience"]),
    (F::Who, "who", &["谁能办", "Who may apply"]),
    (F::Office, "office", &["受理单位", "Office"]),
    (F::WholeLimit, "whole_limit", &["全程时限", "Total time"]),
    (F::Fee, "fee", &["收费", "Fee"]),
    (F::Actor, "actor", &["谁来办", "Who acts"]),
    (F::How, "how", &["怎么办", "How"]),
    (F::Limit, "limit", &["时限", "Time limit"]),
    (F::Materials, "materials", &["材料", "Materials"]),
    (F::Forms, "forms", &["用表", "Forms"]),
    (F::Outcome, "outcome", &["办完给什么", "Outcome"]),
    (F::Institution, "institution", &["单位", "Institution"]),
    (F::Level, "level", &["层级", "Level"]),
    (F::Gist, "gist", &["一句话", "In short"]),
    (F::Result, "result", &["成效", "Result"]),
    (F::Take, "take", &["可以直接拿走", "Take away"]),
];

/// All words that are known in a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vocabulary {
    sections: Vec<(String, SectionWord)>,
    fields: Vec<(String, FieldWord)>,
}

impl Default for Vocabulary {
    fn default() -> Self {
        let words = |list: &[&str]| list.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let mut vocabulary = Self {
            sections: SECTIONS.iter().flat_map(|(kind, _, list)| words(list).into_iter().map(|w| (w, *kind))).collect(),
            fields: FIELDS.iter().flat_map(|(kind, _, list)| words(list).into_iter().map(|w| (w, *kind))).collect(),
        };
        vocabulary.order();
        vocabulary
    }
}

impl Vocabulary {
    /// The defaults and what a site's `[vocabulary]` adds: each key names a section or field, its value a list of words.
    #[must_use]
    pub fn with(additions: Option<&Node>) -> (Self, Vec<Diagnostic>) {
        let mut vocabulary = Self::default();
        let Some(node) = additions else { return (vocabulary, Vec::new()) };
        let section_keys = SECTIONS.map(|(kind, en, words)| (Key { zh: words[0], en }, kind));
        let field_keys = FIELDS.map(|(kind, en, words)| (Key { zh: words[0], en }, kind));
        let keys: Vec<Key> = section_keys.iter().map(|(k, _)| *k).chain(field_keys.iter().map(|(k, _)| *k)).collect();
        let mut reader = Reader::new(node, &keys);
        for (key, kind) in section_keys {
            vocabulary.sections.extend(reader.texts(key).into_iter().map(|Spanned { value, .. }| (value, kind)));
        }
        for (key, kind) in field_keys {
            vocabulary.fields.extend(reader.texts(key).into_iter().map(|Spanned { value, .. }| (value, kind)));
        }
        vocabulary.order();
        (vocabulary, reader.diagnostics)
    }

    /// Longer words first, so that the longest that fits wins.
    fn order(&mut self) {
        self.sections.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
        self.fields.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
    }

    /// What a heading opens: the kind, the word, and the name after a colon (empty without one).
    #[must_use]
    pub fn section<'a>(&self, heading: &'a str) -> Option<(SectionWord, &'a str, &'a str)> {
        let heading = heading.trim();
        self.sections.iter().find_map(|(word, kind)| {
            let head = heading.get(..word.len()).filter(|head| head.eq_ignore_ascii_case(word))?;
            let rest = &heading[word.len()..];
            let latin_goes_on = word.is_ascii() && rest.starts_with(|c: char| c.is_ascii_alphanumeric());
            let name = rest.trim_start().strip_prefix(['：', ':']).unwrap_or_default().trim();
            (!latin_goes_on).then_some((*kind, head, name))
        })
    }

    /// What a label names.
    #[must_use]
    pub fn field(&self, label: &str) -> Option<FieldWord> {
        let label = label.trim();
        self.fields.iter().find(|(word, _)| word.eq_ignore_ascii_case(label)).map(|(_, kind)| *kind)
    }

    /// The words of the given fields, for suggestions.
    pub fn field_words<'a>(&'a self, of: &'a [FieldWord]) -> impl Iterator<Item = &'a str> {
        self.fields.iter().filter(|(_, kind)| of.contains(kind)).map(|(word, _)| word.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::parse_yaml;
    use crate::text::span::FileId;

    #[test]
    fn headings_open_sections_by_their_first_word() {
        let words = Vocabulary::default();
        assert_eq!(words.section("常见问题"), Some((S::Faq, "常见问题", "")));
        assert_eq!(words.section("办事流程：优待证申领"), Some((S::Procedure, "办事流程", "优待证申领")));
        assert_eq!(words.section("quiz"), Some((S::Quiz, "quiz", "")));
        assert_eq!(words.section("Quizzes of old"), None);
        assert_eq!(words.section("办理依据"), None);
    }

    #[test]
    fn a_site_adds_words() {
        let node = parse_yaml("faq: [群众常问]\nbasis: 政策依据\n", FileId(0), 0).unwrap();
        let (words, diagnostics) = Vocabulary::with(Some(&node));
        assert!(diagnostics.is_empty());
        assert_eq!(words.section("群众常问").map(|found| found.0), Some(S::Faq));
        assert_eq!(words.section("FAQ").map(|found| found.0), Some(S::Faq));
        assert_eq!(words.field("政策依据"), Some(F::Basis));
    }
}
