//! What a theme gives out: its styles and scripts, each under an address with a digest of its content.
//! The files of `assets/` and the interface's words in, [`ThemeFile`]s out. Knows no file by its name but for the one rule:
//! styles whose names begin with a digit are joined, in order, into the sheet of every page.

use serde_json::{Map, Value, json};

use super::{Strings, Theme, slim};
use crate::path::SitePath;
use crate::text::digest::source_digest;

/// The maps of words that scripts show which are loaded on demand.
const SCRIPT_WORDS: [&str; 2] = ["search", "deck"];

/// How the stem of a style sheet ends that stands in pages.
const INLINE: &str = ".inline";

/// A file of a theme that is given out.
#[derive(Clone, Debug)]
pub struct ThemeFile {
    /// What templates call it: its stem.
    pub name: String,
    /// What it is.
    kind: Kind,
    /// Its address, with a digest of its content in its name.
    pub path: SitePath,
    /// Its content.
    pub body: Vec<u8>,
}

/// A style sheet that stands in a page, `<name>.inline.css`, with its digest as a content security policy names it.
#[derive(Clone, Debug)]
pub struct InlineStyle {
    /// What templates call it.
    pub name: String,
    /// Its text.
    pub text: String,
    /// `sha256-…`.
    pub digest: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// The sheet of every page.
    Sheet,
    /// A style sheet of some pages.
    Style,
    Script,
    /// The addresses and words of what is loaded on demand.
    Later,
}

/// The files that are given out.
pub(super) fn files<'a>(assets: impl Iterator<Item = (&'a str, &'a str)>, strings: &Strings) -> Vec<ThemeFile> {
    let mut files = Vec::new();
    let mut sheet = String::new();
    for (name, text) in assets {
        match name.rsplit_once('.') {
            Some((stem, "css")) if stem.ends_with(INLINE) => {}
            Some((stem, "css")) if stem.starts_with(|c: char| c.is_ascii_digit()) => sheet.push_str(text),
            Some((stem, "css")) => files.push(given_out(stem, Kind::Style, slim::css(text))),
            Some((stem, "js")) => files.push(given_out(stem, Kind::Script, slim::js(text))),
            _ => {}
        }
    }
    files.insert(0, given_out("theme", Kind::Sheet, slim::css(&sheet)));
    files.push(later(&files, strings));
    files
}

/// The style sheets that stand in pages.
pub(super) fn inline<'a>(assets: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<InlineStyle> {
    let found = assets.filter_map(|(name, text)| Some((name.strip_suffix(".css")?.strip_suffix(INLINE)?, text)));
    let style = |(name, text): (&str, &str)| {
        // Nothing in it may end the element that it stands in.
        let text = slim::css(text).replace("</", "<\\/");
        let digest = source_digest(&text);
        InlineStyle { name: name.to_owned(), text, digest }
    };
    found.map(style).collect()
}

/// What `load.js` needs to load anything: read by scripts as `jiangyi.later`.
fn later(files: &[ThemeFile], strings: &Strings) -> ThemeFile {
    let words: Map<String, Value> =
        SCRIPT_WORDS.iter().map(|map| ((*map).to_owned(), json!(strings.map(map)))).collect();
    let data = json!({
        "scripts": addresses(files, Kind::Script),
        "styles": addresses(files, Kind::Style),
        "words": words,
    });
    given_out("later", Kind::Later, format!("jiangyi.later={data}\n"))
}

fn addresses(files: &[ThemeFile], kind: Kind) -> Map<String, Value> {
    let of_kind = files.iter().filter(|file| file.kind == kind);
    of_kind.map(|file| (file.name.clone(), file.path.as_str().into())).collect()
}

fn given_out(stem: &str, kind: Kind, text: String) -> ThemeFile {
    let digest = blake3::hash(text.as_bytes()).to_hex();
    let extension = if matches!(kind, Kind::Script | Kind::Later) { "js" } else { "css" };
    let path = SitePath::of("assets", &format!("{stem}.{}.{extension}", &digest[..8]));
    ThemeFile { name: stem.to_owned(), kind, path, body: text.into_bytes() }
}

impl Theme {
    /// The addresses of what is given out, as templates see them: `assets.css` (of every page), `assets.styles.<stem>`,
    /// `assets.js.<stem>`, and `assets.later`, which leads scripts to what they load on demand.
    #[must_use]
    pub fn assets_json(&self) -> Value {
        let one = |kind| self.files.iter().find(|file| file.kind == kind).map_or("", |file| file.path.as_str());
        json!({
            "css": one(Kind::Sheet),
            "styles": addresses(&self.files, Kind::Style),
            "js": addresses(&self.files, Kind::Script),
            "later": one(Kind::Later),
        })
    }
}
