//! The place where one page is written: what the HTML writer must be told about addresses.
//! A text's owner and the page that shows it in; relative addresses, citations and markup out.

use crate::config::Config;
use crate::media;
use crate::model::{Handbook, LessonId, Reads, Target, Text};
use crate::parse::registry::{Policy, PolicyStatus};
use crate::parse::tree::{Block, Citation, Code, Destination, Footnote, Inline, Link, PolicyIndex, extent};
use crate::path::{ContentPath, SitePath};
use crate::route::Routes;
use crate::theme::Strings;

use super::highlight::Highlighter;
use super::template::Html;
use super::writer::{CitationView, ImageView, Resolve, Words, Writer};
use super::{footnotes, html};

/// What is the same for every page.
#[derive(Clone, Copy)]
pub(super) struct World<'a> {
    pub(super) handbook: &'a Handbook,
    pub(super) routes: &'a Routes,
    pub(super) strings: &'a Strings,
    pub(super) words: &'a Words,
    pub(super) highlighter: &'a Highlighter,
    /// Where it is noted whose texts the page shows.
    pub(super) reads: &'a Reads,
}

/// One page being written.
#[derive(Clone, Copy)]
pub(super) struct Desk<'a> {
    pub(super) world: World<'a>,
    /// The page's address.
    pub(super) path: &'a SitePath,
    /// Where the anchors of the text that is being written are: the text's own page, and what its ids begin with here.
    home: Home<'a>,
    prefix: &'a str,
}

/// Whose text is being written.
#[derive(Clone, Copy)]
enum Home<'a> {
    /// The page's own.
    Here,
    /// Another page's; its anchors lead there.
    There(&'a SitePath),
}

impl<'a> Desk<'a> {
    /// A desk for a page that shows its own text.
    pub(super) fn new(world: World<'a>, path: &'a SitePath) -> Self {
        Self { world, path, home: Home::Here, prefix: "" }
    }

    /// The same page while it shows a lesson's text away from the lesson: links inside that text lead to the lesson, and
    /// ids begin with `prefix`.
    pub(super) fn away(self, lesson: LessonId, prefix: &'a str) -> Self {
        let own = &self.world.routes.lessons[lesson.index()];
        Self { home: if own == self.path { Home::Here } else { Home::There(own) }, prefix, ..self }
    }

    /// The same page with another text of its own under ids of `prefix`.
    pub(super) fn prefixed(self, prefix: &'a str) -> Self {
        Self { prefix, ..self }
    }

    /// A lesson's text.
    pub(super) fn text_of(&self, lesson: LessonId) -> &'a Text {
        self.world.handbook.text(lesson, self.world.reads)
    }

    /// An id on this page; none stays none.
    pub(super) fn id(&self, id: &str) -> String {
        if id.is_empty() { String::new() } else { format!("{}{id}", self.prefix) }
    }

    /// The address of another page as written in this one.
    pub(super) fn href(&self, to: &SitePath) -> String {
        self.path.relative(to)
    }

    /// The address of an anchor in a lesson as written in this page.
    pub(super) fn anchor_in(&self, lesson: LessonId, id: &str) -> String {
        let to = &self.world.routes.lessons[lesson.index()];
        if to == self.path { format!("#{id}") } else { format!("{}#{id}", self.href(to)) }
    }

    /// A word of the interface.
    pub(super) fn word(&self, key: &'a str) -> &'a str {
        self.world.strings.get(key)
    }

    fn writer<'w>(&'w self, notes: &'w [Footnote]) -> Writer<'w> {
        Writer::new(self, self.world.words, self.prefix, notes)
    }

    /// The markup of blocks that have no footnotes to show.
    pub(super) fn blocks(&self, blocks: &[Block]) -> Html {
        let mut out = room_for(blocks);
        html::blocks(&mut out, blocks, &self.writer(&[]));
        Html::made(out)
    }

    /// The markup of running text that has no footnotes to show.
    pub(super) fn inlines(&self, inlines: &[Inline]) -> Html {
        let mut out = String::new();
        html::inlines(&mut out, inlines, &self.writer(&[]));
        Html::made(out)
    }

    /// Writes a whole text, whose footnotes are numbered through: `write` gets the writer to use.
    pub(super) fn text<T>(&self, notes: &[Footnote], write: impl FnOnce(&Pen<'_>) -> T) -> (T, Html) {
        let pen = Pen { writer: self.writer(notes).with_notes() };
        let written = write(&pen);
        let mut out = String::new();
        footnotes::footnotes(&mut out, &pen.writer);
        (written, Html::made(out))
    }
}

/// Room for the markup of blocks, which is about a fourth longer than their source.
fn room_for(blocks: &[Block]) -> String {
    String::with_capacity(extent(blocks) / 4 * 5)
}

/// Writes the parts of one text.
pub(super) struct Pen<'a> {
    writer: Writer<'a>,
}

impl Pen<'_> {
    /// The markup of blocks.
    pub(super) fn blocks(&self, blocks: &[Block]) -> Html {
        let mut out = room_for(blocks);
        html::blocks(&mut out, blocks, &self.writer);
        Html::made(out)
    }

    /// The markup of running text.
    pub(super) fn inlines(&self, inlines: &[Inline]) -> Html {
        let mut out = String::new();
        html::inlines(&mut out, inlines, &self.writer);
        Html::made(out)
    }
}

impl Desk<'_> {
    /// A picture as this page shows it: a phone takes a narrow version, and none takes one of more than the widest's pixels.
    fn picture_of(&self, path: &ContentPath) -> Option<ImageView> {
        let src = self.href(self.world.address(path)?);
        let Some(Target::Asset(id)) = self.world.handbook.targets.get(path) else {
            return Some(ImageView { src, ..ImageView::default() });
        };
        let Some(picture) = self.world.handbook.assets.get(id.index())?.picture else {
            return Some(ImageView { src, ..ImageView::default() });
        };
        let mut versions: Vec<(u32, String)> =
            self.world.routes.pictures.get(id.index())?.iter().map(|(width, to)| (*width, self.href(to))).collect();
        if picture.width <= media::WIDTHS.into_iter().max().unwrap_or(0) || versions.is_empty() {
            versions.push((picture.width, src));
        }
        let srcset = versions.iter().map(|(width, href)| format!("{href} {width}w")).collect::<Vec<_>>().join(", ");
        let known = |side: u32| (side > 0).then_some(side);
        let has_several = versions.len() > 1;
        Some(ImageView {
            src: versions.pop().map(|(_, href)| href).unwrap_or_default(),
            srcset: if has_several { srcset } else { String::new() },
            width: known(picture.width),
            height: known(picture.height),
        })
    }
}

impl Resolve for Desk<'_> {
    fn href(&self, link: &Link) -> Option<String> {
        match &link.destination {
            Destination::External(url) => Some(url.as_str().to_owned()),
            Destination::Anchor(id) => Some(match self.home {
                Home::Here => format!("#{}{id}", self.prefix),
                Home::There(page) => format!("{}#{id}", self.href(page)),
            }),
            Destination::File(path, anchor) => {
                let to = self.world.address(path)?;
                let anchor = anchor.as_ref().map_or(String::new(), |id| format!("#{id}"));
                Some(format!("{}{anchor}", self.href(to)))
            }
            Destination::Refused(_) => None,
        }
    }

    fn image(&self, link: &Link) -> Option<ImageView> {
        match &link.destination {
            Destination::File(path, _) => self.picture_of(path),
            Destination::External(_) | Destination::Anchor(_) | Destination::Refused(_) => None,
        }
    }

    fn citation(&self, citation: &Citation) -> Option<CitationView> {
        let policy = self.world.handbook.registry.get(citation.policy)?;
        let page = self.world.routes.policies.get(citation.policy.0 as usize)?;
        let article = citation.article.and_then(|number| {
            self.world.handbook.policy_texts.get(citation.policy.0 as usize)?.as_ref()?.article(number)
        });
        let mut href = if page == self.path && article.is_some() { String::new() } else { self.href(page) };
        if let Some(id) = article {
            href.push('#');
            href.push_str(id);
        }
        let status = (policy.status != PolicyStatus::InForce).then(|| self.word(status_key(policy.status)).to_owned());
        Some(CitationView { href, title: self.world.summary(citation.policy, policy), status })
    }

    fn highlight(&self, code: &Code) -> Option<String> {
        self.world.highlighter.highlight(code)
    }
}

/// The key of a status among the interface's words.
pub(super) fn status_key(status: PolicyStatus) -> &'static str {
    match status {
        PolicyStatus::InForce => "policy_status.in-force",
        PolicyStatus::Amended => "policy_status.amended",
        PolicyStatus::Repealed => "policy_status.repealed",
        PolicyStatus::NotYet => "policy_status.not-yet",
    }
}

impl<'a> World<'a> {
    pub(super) fn config(&self) -> &'a Config {
        &self.handbook.config
    }

    /// The output address of a source file.
    pub(super) fn address(&self, path: &ContentPath) -> Option<&'a SitePath> {
        match self.handbook.targets.get(path)? {
            Target::Unit(id) => self.routes.units.get(id.index()),
            Target::Lesson(id) => self.routes.lessons.get(id.index()),
            Target::Sheet(id) => self.routes.sheets.get(id.index()),
            Target::Policy(index) => self.policy_path(index),
            Target::Asset(id) => self.routes.assets.get(id.index()),
            Target::Draft => None,
        }
    }

    pub(super) fn policy_path(&self, index: PolicyIndex) -> Option<&'a SitePath> {
        self.routes.policies.get(index.0 as usize)
    }

    /// What a tooltip says about a policy, each in a line: name, number, issuer, date in force, status. A theme's card may
    /// show the same.
    fn summary(&self, index: PolicyIndex, policy: &Policy) -> String {
        let name = self.strings.get("policy_name").replace("{title}", self.handbook.policy_name(index));
        let mut parts = vec![name, policy.number.clone(), policy.issuer.clone()];
        if let Some(date) = policy.in_force {
            parts.push(self.strings.get("in_force_since").replace("{date}", &date.iso()));
        }
        parts.push(self.strings.get(status_key(policy.status)).to_owned());
        parts.retain(|part| !part.is_empty());
        parts.join("\n")
    }
}
