//! The front matter of a lesson, a unit or a sheet.
//! A file's text in, its meaning, the start of its body and diagnostics out. Accepts Chinese and English keys and a Chinese
//! colon after a key.

use std::borrow::Cow;
use std::ops::Range;

use crate::data::date::Date;
use crate::data::{Key, Node, Reader, Spanned, Value, parse_yaml};
use crate::diagnostic::{Diagnostic, Problem};
use crate::text::slug::is_slug;
use crate::text::span::{FileId, Span};

const fn key(zh: &'static str, en: &'static str) -> Key {
    Key { zh, en }
}
const TITLE: Key = key("标题", "title");
const DATE: Key = key("日期", "date");
const KIND: Key = key("形式", "kind");
const TOPICS: Key = key("专题", "topics");
const AUDIENCE: Key = key("适用", "audience");
const LECTURER: Key = key("主讲", "lecturer");
const DURATION: Key = key("时长", "duration");
const VIDEO: Key = key("视频", "video");
const REVIEWER: Key = key("审核", "reviewer");
const UPDATED: Key = key("更新", "updated");
const REVIEW_BY: Key = key("复核", "review_by");
const SUMMARY: Key = key("摘要", "summary");
const WEIGHT: Key = key("顺序", "weight");
const SLUG: Key = key("短名", "slug");
const ALIASES: Key = key("旧址", "aliases");
const DRAFT: Key = key("草稿", "draft");
const EXTRA: Key = key("附加", "extra");
const MONTH: Key = key("月份", "month");
const PLACE: Key = key("地点", "place");
const FORMAT: Key = key("收看方式", "format");
const STATUS: Key = key("状态", "status");

const LESSON: [Key; 18] = [
    TITLE, DATE, KIND, TOPICS, AUDIENCE, LECTURER, DURATION, VIDEO, REVIEWER, UPDATED, REVIEW_BY, SUMMARY, WEIGHT,
    SLUG, ALIASES, DRAFT, EXTRA, MONTH,
];
const UNIT: [Key; 10] = [TITLE, SUMMARY, DATE, PLACE, LECTURER, FORMAT, STATUS, EXTRA, MONTH, ALIASES];

/// Whether a unit's lecture has been given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnitStatus {
    /// 已讲
    Given,
    /// 计划
    Planned,
}

/// What a lesson's (or a sheet's) front matter says.
#[derive(Clone, Debug, Default, PartialEq, Hash)]
pub struct LessonMeta {
    /// Its title.
    pub title: Option<Spanned<String>>,
    /// When it was given.
    pub date: Option<Date>,
    /// What kind of lesson it is: 政策解读, 办理流程, 交流见学, 示范引领 …
    pub kind: String,
    /// Its topics.
    pub topics: Vec<Spanned<String>>,
    /// Its audiences.
    pub audiences: Vec<Spanned<String>>,
    /// Who gives it.
    pub lecturer: String,
    /// How long it takes, as written.
    pub duration: String,
    /// Its video: an address or a file beside the lesson.
    pub video: Option<Spanned<String>>,
    /// Who reviewed it.
    pub reviewer: String,
    /// When it was last changed.
    pub updated: Option<Date>,
    /// When it must be reviewed again.
    pub review_by: Option<Date>,
    /// What it is about.
    pub summary: String,
    /// Its place among its unit's lessons; smaller first, those without one last.
    pub weight: Option<i64>,
    /// Its address, chosen by the author.
    pub slug: Option<Spanned<String>>,
    /// Former addresses.
    pub aliases: Vec<Spanned<String>>,
    /// Whether it is not to be published yet.
    pub draft: bool,
    /// A free map for themes.
    pub extra: Option<Value>,
    /// The month, where the author repeats it.
    pub month: Option<Spanned<String>>,
}

/// What a unit's front matter says.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct UnitMeta {
    /// Its title.
    pub title: Option<Spanned<String>>,
    /// What it is about.
    pub summary: String,
    /// When the lecture is given.
    pub date: Option<Date>,
    /// Where.
    pub place: String,
    /// By whom.
    pub lecturer: String,
    /// How it is watched: 集中收看, 自行观看, 线上, 现场.
    pub formats: Vec<String>,
    /// Whether it has been given.
    pub status: UnitStatus,
    /// A free map for themes.
    pub extra: Option<Value>,
    /// Former addresses.
    pub aliases: Vec<Spanned<String>>,
    /// The month, where the author repeats it.
    pub month: Option<Spanned<String>>,
}

/// A text with its front matter taken apart.
pub struct Split<'a> {
    /// The YAML, with the byte offset at which it begins; `None` without front matter.
    pub yaml: Option<(&'a str, usize)>,
    /// The byte offset at which the body begins.
    pub body: usize,
    /// What was found wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// Takes front matter and body apart. Front matter stands between two lines `---`, the first of them the file's first.
#[must_use]
pub fn split(text: &str, file: FileId) -> Split<'_> {
    let none = |diagnostics| Split { yaml: None, body: 0, diagnostics };
    let mut lines = text.split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| is_fence(line)) else { return none(Vec::new()) };
    let start = first.len();
    let mut at = start;
    for line in lines {
        if is_fence(line) || line.trim_end() == "..." {
            return Split { yaml: Some((&text[start..at], start)), body: at + line.len(), diagnostics: Vec::new() };
        }
        at += line.len();
    }
    let looks_like_keys = text[start..].lines().next().is_some_and(|line| line.contains([':', '：']));
    if !looks_like_keys {
        return none(Vec::new());
    }
    let found = Diagnostic::new(Problem::FrontMatterUnclosed, Span::new(file, 0..first.trim_end().len()));
    Split { yaml: None, body: text.len(), diagnostics: vec![found] }
}

fn is_fence(line: &str) -> bool {
    line.trim_end() == "---"
}

/// Reads a lesson's front matter.
#[must_use]
pub fn lesson(split: &Split<'_>, file: FileId) -> (LessonMeta, Vec<Diagnostic>) {
    let (node, mut diagnostics) = values(split, file, &LESSON);
    let Some(node) = node else {
        return (LessonMeta::default(), diagnostics);
    };
    let mut reader = Reader::new(&node, &LESSON);
    let text = |reader: &mut Reader<'_>, key: Key| reader.text(key).map(|text| text.value).unwrap_or_default();
    let slug = reader.text(SLUG);
    let meta = LessonMeta {
        title: reader.text(TITLE),
        date: reader.date(DATE).map(|date| date.value),
        kind: text(&mut reader, KIND),
        topics: reader.texts(TOPICS),
        audiences: reader.texts(AUDIENCE),
        lecturer: text(&mut reader, LECTURER),
        duration: text(&mut reader, DURATION),
        video: reader.text(VIDEO),
        reviewer: text(&mut reader, REVIEWER),
        updated: reader.date(UPDATED).map(|date| date.value),
        review_by: reader.date(REVIEW_BY).map(|date| date.value),
        summary: text(&mut reader, SUMMARY),
        weight: reader.number(WEIGHT),
        slug: slug.clone().filter(|slug| is_slug(&slug.value)),
        aliases: reader.texts(ALIASES),
        draft: reader.boolean(DRAFT).unwrap_or(false),
        extra: reader.node(EXTRA).map(|node| node.value.clone()),
        month: reader.text(MONTH),
    };
    diagnostics.append(&mut reader.diagnostics);
    if let Some(bad) = slug.filter(|slug| !is_slug(&slug.value)) {
        diagnostics.push(Diagnostic::new(Problem::BadSlug { text: bad.value }, bad.span));
    }
    (meta, diagnostics)
}

/// Reads a unit's front matter.
#[must_use]
pub fn unit(split: &Split<'_>, file: FileId) -> (UnitMeta, Vec<Diagnostic>) {
    let (node, mut diagnostics) = values(split, file, &UNIT);
    let node = node.unwrap_or(Node { span: Span::file_start(file), value: Value::Null });
    let mut reader = Reader::new(&node, &UNIT);
    let text = |reader: &mut Reader<'_>, key: Key| reader.text(key).map(|text| text.value).unwrap_or_default();
    let statuses = [(key("已讲", "given"), UnitStatus::Given), (key("计划", "planned"), UnitStatus::Planned)];
    let meta = UnitMeta {
        title: reader.text(TITLE),
        summary: text(&mut reader, SUMMARY),
        date: reader.date(DATE).map(|date| date.value),
        place: text(&mut reader, PLACE),
        lecturer: text(&mut reader, LECTURER),
        formats: reader.texts(FORMAT).into_iter().map(|text| text.value).collect(),
        status: reader.choice(STATUS, &statuses).unwrap_or(UnitStatus::Given),
        extra: reader.node(EXTRA).map(|node| node.value.clone()),
        aliases: reader.texts(ALIASES),
        month: reader.text(MONTH),
    };
    diagnostics.append(&mut reader.diagnostics);
    (meta, diagnostics)
}

/// The YAML's values. Chinese colons after known keys are read as ASCII ones and reported.
fn values(split: &Split<'_>, file: FileId, keys: &[Key]) -> (Option<Node>, Vec<Diagnostic>) {
    let Some((yaml, start)) = split.yaml else { return (None, Vec::new()) };
    let (mended, mut diagnostics) = mend_colons(yaml, start, file, keys);
    match parse_yaml(&mended, file, start) {
        Ok(node) => (Some(node), diagnostics),
        Err(mut error) => {
            // In place of a mended colon stand three characters; the place in the text is the colon's.
            error.span = Span::new(file, within(yaml, error.span.range(), start));
            diagnostics.push(*error);
            (None, diagnostics)
        }
    }
}

/// The range, widened to whole characters of `text`, which begins at `start`.
fn within(text: &str, range: Range<usize>, start: usize) -> Range<usize> {
    let is_whole = |at: &usize| text.is_char_boundary(at.saturating_sub(start));
    let from = (start..=range.start).rev().find(is_whole).unwrap_or(start);
    let to = (range.end..=start + text.len()).find(is_whole).unwrap_or(start + text.len());
    from..to.max(from)
}

/// Replaces the Chinese colon after a key at a line's start by `:` and two spaces: as many bytes, so that places stay right.
fn mend_colons<'a>(yaml: &'a str, start: usize, file: FileId, keys: &[Key]) -> (Cow<'a, str>, Vec<Diagnostic>) {
    if !yaml.contains('：') {
        return (Cow::Borrowed(yaml), Vec::new());
    }
    let mut mended = String::with_capacity(yaml.len());
    let mut found = Vec::new();
    for line in yaml.split_inclusive('\n') {
        let at = start + mended.len();
        match line.split_once('：') {
            Some((word, rest)) if keys.iter().any(|key| key.is(word)) => {
                let span = Span::new(file, at + word.len()..at + word.len() + '：'.len_utf8());
                let problem = Problem::ChineseColon { key: word.to_owned() };
                found.push(Diagnostic::new(problem, span).fixed_by(span, ": "));
                mended.push_str(word);
                mended.push_str(":  ");
                mended.push_str(rest);
            }
            _ => mended.push_str(line),
        }
    }
    (Cow::Owned(mended), found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const FILE: FileId = FileId(0);

    #[test]
    fn both_languages_and_both_colons_are_read() {
        let text = "---\n标题：优待证\ntopics: [优待证]\ndraft: 是\n---\n正文\n";
        let parts = split(text, FILE);
        let (meta, diagnostics) = lesson(&parts, FILE);
        assert_eq!(meta.title.unwrap().value, "优待证");
        assert!(meta.draft);
        assert_eq!(&text[parts.body..], "正文\n");
        assert_eq!(diagnostics.len(), 1);
        assert_eq!(&text[diagnostics[0].span.range()], "：");
    }

    #[test]
    fn an_open_end_is_an_error_but_a_rule_is_not() {
        assert_eq!(split("---\n标题: x\n\n正文\n", FILE).diagnostics.len(), 1);
        assert!(split("---\n\n正文\n", FILE).diagnostics.is_empty());
        assert!(split("正文\n---\n", FILE).yaml.is_none());
    }

    #[test]
    fn windows_line_ends_are_fine() {
        let text = "---\r\n标题: x\r\n---\r\n正文\r\n";
        let parts = split(text, FILE);
        assert_eq!(lesson(&parts, FILE).0.title.unwrap().value, "x");
        assert_eq!(&text[parts.body..], "正文\r\n");
    }

    proptest! {
        #[test]
        fn no_text_breaks_it(text in "(---\n)?[\\PC\n]{0,80}") {
            let parts = split(&text, FILE);
            prop_assert!(text.is_char_boundary(parts.body));
            for found in lesson(&parts, FILE).1 {
                prop_assert!(text.get(found.span.range()).is_some());
            }
        }
    }
}
