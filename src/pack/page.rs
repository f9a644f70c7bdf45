//! One page with everything in it: styles, scripts and pictures inside, opened without a server and without its neighbours.
//! A page of the site in, one HTML file out, with a content security policy that names what is inside by its digest and
//! permits nothing else. Links to other pages lead to where the handbook is published, or are plain text.

use std::collections::BTreeSet;

use super::MARK;
use super::markup::{Piece, Tag, pieces};
use crate::safe::markup::escaped;
use crate::safe::path::SitePath;
use crate::text::digest::{base64, source_digest};

/// The largest file that is put into the page, in bytes.
const LARGEST: usize = 16 * 1024 * 1024;
/// What takes the place of the script that fetches others.
const LOADER: &str = include_str!("loader.js");
/// What the addresses of the search's files begin with: they need the index, which stays outside.
const SEARCH: &str = "search";
/// What the script begins with that says what is fetched on demand.
const LATER: &str = "jiangyi.later=";

/// A file that is not in the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Its address.
    pub path: SitePath,
    /// Its length.
    pub size: usize,
}

/// A packed page.
#[derive(Clone, Debug)]
pub struct Packed {
    /// The page.
    pub html: String,
    /// What was too large to be in it.
    pub left_out: Vec<LeftOut>,
}

/// Packs the page at `path`. `get` gives the site's files; `base_url` is where it is published, or empty.
pub fn pack_page<E>(
    path: &SitePath,
    html: &str,
    base_url: &str,
    get: impl Fn(&SitePath) -> Result<Option<Vec<u8>>, E>,
) -> Result<Packed, E> {
    let mut packing = Packing {
        path,
        base_url,
        get,
        out: Vec::new(),
        current: Frame::default(),
        closes: Vec::new(),
        at_end: String::new(),
        scripts: BTreeSet::new(),
        styles: BTreeSet::new(),
        used: String::new(),
        later: None,
        left_out: Vec::new(),
    };
    let mut dropping: Option<(&str, usize)> = None;
    for piece in pieces(html) {
        if let Some((name, depth)) = &mut dropping {
            match &piece {
                Piece::Open(tag) if tag.name == *name => *depth += 1,
                Piece::Close { name: closed, .. } if closed == name => *depth -= 1,
                _ => {}
            }
            if *depth == 0 {
                dropping = None;
            }
            continue;
        }
        match piece {
            Piece::Text(text) => packing.push(text),
            Piece::Close { name, source } => packing.close(name, source)?,
            Piece::Open(tag) => {
                if packing.open(&tag)? == Then::Drop {
                    dropping = Some((tag.name, 1));
                }
            }
        }
    }
    Ok(packing.finish())
}

/// What becomes of an element whose tag was just read.
#[derive(PartialEq, Eq)]
enum Then {
    Keep,
    /// It goes, to its closing tag.
    Drop,
}

/// A part of the page that may go as a whole: a bar of links of which none leads anywhere.
#[derive(Default)]
struct Frame {
    text: String,
    alive: usize,
    dead: usize,
}

struct Packing<'a, G> {
    path: &'a SitePath,
    base_url: &'a str,
    get: G,
    /// Frames around the current one.
    out: Vec<Frame>,
    current: Frame,
    /// How the links that are open are closed.
    closes: Vec<&'static str>,
    /// Deferred scripts.
    at_end: String,
    /// Digests for the policy.
    scripts: BTreeSet<String>,
    styles: BTreeSet<String>,
    /// The text of all scripts so far.
    used: String,
    /// What is fetched on demand.
    later: Option<serde_json::Value>,
    left_out: Vec<LeftOut>,
}

impl<E, G: Fn(&SitePath) -> Result<Option<Vec<u8>>, E>> Packing<'_, G> {
    fn push(&mut self, text: &str) {
        self.current.text.push_str(text);
    }

    fn open(&mut self, tag: &Tag<'_>) -> Result<Then, E> {
        match tag.name {
            "meta"
                if tag.get("http-equiv").is_some_and(|name| name.eq_ignore_ascii_case("content-security-policy")) =>
            {
                self.push(POLICY);
            }
            "link" => self.link(tag)?,
            "script" => return self.script(tag).map(|()| if tag.has("src") { Then::Drop } else { Then::Keep }),
            // What is sent from a form goes to a page that is not here.
            "form" if tag.has("action") => return Ok(Then::Drop),
            "nav" => {
                let outer = std::mem::take(&mut self.current);
                self.out.push(outer);
                self.push(tag.source);
            }
            "a" => self.anchor(tag)?,
            "img" | "video" | "audio" | "source" | "image" => self.media(tag)?,
            _ => self.push(tag.source),
        }
        Ok(Then::Keep)
    }

    fn close(&mut self, name: &str, source: &str) -> Result<(), E> {
        match name {
            "a" => {
                let close = self.closes.pop().unwrap_or("</a>");
                self.push(close);
            }
            "nav" => {
                self.push(source);
                if let Some(outer) = self.out.pop() {
                    let inner = std::mem::replace(&mut self.current, outer);
                    if inner.alive > 0 || inner.dead == 0 {
                        self.push(&inner.text);
                    }
                }
            }
            "body" => {
                self.on_demand()?;
                let scripts = std::mem::take(&mut self.at_end);
                self.push(&scripts);
                self.push(source);
            }
            _ => self.push(source),
        }
        Ok(())
    }

    /// The file of the site that an address in this page names.
    fn find(&self, href: &str) -> Option<SitePath> {
        let is_elsewhere = href.starts_with(['/', '#']) || href.split(['/', '?', '#']).next()?.contains(':');
        let path = href.split(['?', '#']).next().filter(|path| !path.is_empty() && !is_elsewhere)?;
        let folder = self.path.as_str().rsplit_once('/').map_or("", |(folder, _)| folder);
        SitePath::new(&format!("{folder}/{path}"))
    }

    fn text(&self, path: &SitePath) -> Result<Option<String>, E> {
        Ok((self.get)(path)?.map(|bytes| String::from_utf8_lossy(&bytes).replace('\r', "")))
    }

    /// A style sheet comes inside; what else belongs to the page's neighbours goes.
    fn link(&mut self, tag: &Tag<'_>) -> Result<(), E> {
        let rel = tag.get("rel").unwrap_or_default();
        let Some(path) = tag.get("href").and_then(|href| self.find(&href)) else {
            self.push(tag.source);
            return Ok(());
        };
        if rel == "stylesheet"
            && let Some(text) = self.text(&path)?
        {
            let text = style(&text);
            self.styles.insert(source_digest(&text));
            self.push(&format!("<style>{text}</style>"));
        }
        Ok(())
    }

    fn script(&mut self, tag: &Tag<'_>) -> Result<(), E> {
        let Some(src) = tag.get("src") else {
            self.push(tag.source);
            return Ok(());
        };
        let Some(path) = self.find(&src) else { return Ok(()) };
        let name = path.as_str().rsplit('/').next().unwrap_or_default();
        if name.starts_with(SEARCH) || path.as_str().starts_with("search/") {
            return Ok(());
        }
        let Some(text) = self.text(&path)? else { return Ok(()) };
        let text = script(&text);
        self.used.push_str(&text);
        let mut made = self.inside(&tag.without("script", &["src", "defer", "async"], ""), &text);
        if let Some(later) = tag.get("data-later")
            && let Some(later) = SitePath::new(&later)
            && let Some(text) = self.text(&later)?
        {
            self.later =
                text.trim().strip_prefix(LATER).and_then(|json| serde_json::from_str(json.trim_end_matches(';')).ok());
            let text = script(&text);
            made.push_str(&self.inside("<script>", &text));
            made.push_str(&self.inside("<script>", &script(LOADER)));
        }
        if tag.has("defer") {
            self.at_end.push_str(&made);
        } else {
            self.push(&made);
        }
        Ok(())
    }

    fn inside(&mut self, open: &str, text: &str) -> String {
        self.scripts.insert(source_digest(text));
        format!("{open}{text}</script>")
    }

    /// Puts what scripts of this page ask for by name before them, as data.
    fn on_demand(&mut self) -> Result<(), E> {
        let Some(later) = self.later.take() else { return Ok(()) };
        for (kind, names) in [("style", &later["styles"]), ("script", &later["scripts"])] {
            for (name, address) in names.as_object().into_iter().flatten() {
                let is_asked =
                    [format!("'{name}'"), format!("\"{name}\"")].iter().any(|quoted| self.used.contains(quoted));
                let path = address.as_str().and_then(SitePath::new).filter(|_| is_asked && !name.starts_with(SEARCH));
                let Some(path) = path else { continue };
                let Some(text) = self.text(&path)? else { continue };
                let text = if kind == "style" { style(&text) } else { script(&text) };
                if kind == "style" { &mut self.styles } else { &mut self.scripts }.insert(source_digest(&text));
                let name = escaped(name);
                self.push(&format!(
                    "<script type=\"text/plain\" data-packed=\"{kind}\" data-name=\"{name}\">{text}</script>"
                ));
            }
        }
        Ok(())
    }

    fn anchor(&mut self, tag: &Tag<'_>) -> Result<(), E> {
        let href = tag.get("href");
        let path = href.as_deref().and_then(|href| self.find(href));
        let (Some(href), Some(path)) = (href, path) else {
            self.current.alive += usize::from(tag.has("href"));
            self.closes.push("</a>");
            self.push(tag.source);
            return Ok(());
        };
        let after = href.find(['?', '#']).map_or("", |at| &href[at..]);
        let (to, more) = if path == *self.path {
            (Some(if after.is_empty() { "#".to_owned() } else { after.to_owned() }), String::new())
        } else if !self.base_url.is_empty() {
            (Some(format!("{}{path}{after}", self.base_url)), " rel=\"noopener\"".to_owned())
        } else {
            let name = path.as_str().rsplit('/').next().unwrap_or_default();
            let data = if is_page(&path) { None } else { self.data(&path)? };
            (data, format!(" download=\"{}\"", escaped(name)))
        };
        if let Some(to) = to {
            self.current.alive += 1;
            self.closes.push("</a>");
            let tag =
                tag.without("a", &["href", "rel", "download", "target"], &format!(" href=\"{}\"{more}", escaped(&to)));
            self.push(&tag);
        } else {
            self.current.dead += 1;
            self.closes.push("</span>");
            self.push(&tag.without("span", &["href", "rel", "download", "target"], ""));
        }
        Ok(())
    }

    fn media(&mut self, tag: &Tag<'_>) -> Result<(), E> {
        let Some(path) = tag.get("src").and_then(|src| self.find(&src)) else {
            self.push(tag.source);
            return Ok(());
        };
        let more = match self.data(&path)? {
            Some(data) => format!(" src=\"{data}\""),
            None => " hidden".to_owned(),
        };
        self.push(&tag.without(tag.name, &["src", "srcset", "sizes", "loading", "preload", "poster"], &more));
        Ok(())
    }

    /// A file as an address that holds it.
    fn data(&mut self, path: &SitePath) -> Result<Option<String>, E> {
        let Some(bytes) = (self.get)(path)? else { return Ok(None) };
        if bytes.len() > LARGEST {
            self.left_out.push(LeftOut { path: path.clone(), size: bytes.len() });
            return Ok(None);
        }
        Ok(Some(format!("data:{};base64,{}", kind(path), base64(&bytes))))
    }

    fn finish(mut self) -> Packed {
        while let Some(outer) = self.out.pop() {
            let inner = std::mem::replace(&mut self.current, outer);
            self.push(&inner.text);
        }
        let list =
            |digests: &BTreeSet<String>| digests.iter().fold(String::new(), |list, digest| list + " '" + digest + "'");
        let none = |list: String| if list.is_empty() { " 'none'".to_owned() } else { list };
        let policy = format!(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src{}; style-src{}; \
             img-src data:; media-src data:; form-action 'none'; base-uri 'none'\">\n{MARK}",
            none(list(&self.scripts)),
            none(list(&self.styles))
        );
        Packed { html: self.current.text.replacen(POLICY, &policy, 1), left_out: self.left_out }
    }
}

/// Stands where the policy is to be, until all digests are known. No page has a NUL in it.
const POLICY: &str = "\0policy\0";

/// A style sheet's text as it may stand in its element.
fn style(text: &str) -> String {
    text.replace("</", "<\\/")
}

/// A script's text as it may stand in its element: in JavaScript both are the same string, and nowhere else do they occur.
fn script(text: &str) -> String {
    text.replace("</script", "<\\/script").replace("<!--", "<\\!--")
}

fn is_page(path: &SitePath) -> bool {
    matches!(path.extension(), "html" | "xml")
}

/// What a file is, as browsers call it.
fn kind(path: &SitePath) -> &'static str {
    match path.extension() {
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "gif" => "image/gif",
        "mp4" | "m4v" => "video/mp4",
        "webm" => "video/webm",
        "mp3" => "audio/mpeg",
        "m4a" => "audio/mp4",
        "pdf" => "application/pdf",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
#[path = "page/tests.rs"]
mod tests;
