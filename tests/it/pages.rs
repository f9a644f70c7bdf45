//! What holds for every page of every site: each internal link names a file of the output and, with an anchor, an id in it;
//! ids stand once; nothing that a page loads comes from elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use jiangyi::diagnostic::Severity;
use jiangyi::pipeline::Options;

use crate::site_support::{compile, copy, folders, repository, write};

/// A page's attributes that matter here.
#[derive(Default)]
struct Seen {
    ids: Vec<String>,
    /// Tag, and where it leads.
    links: Vec<(String, String)>,
}

/// The value of an attribute, its entities resolved.
fn unescaped(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    text.replace("&#39;", "'").replace("&#x27;", "'").replace("&#x2F;", "/").replace("&amp;", "&")
}

/// Reads the tags of a page, as far as they can be told without a whole HTML parser: the program writes each attribute in
/// double quotes.
fn read(page: &str) -> Seen {
    let mut seen = Seen::default();
    let mut rest = page;
    while let Some(open) = rest.find('<') {
        rest = &rest[open + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let name: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
        if name.is_empty() {
            continue;
        }
        rest = &rest[name.len()..];
        rest = attributes(&name, rest, &mut seen);
        if matches!(name.as_str(), "script" | "style") {
            rest = rest.split_once(&format!("</{name}")).map_or("", |(_, after)| after);
        }
    }
    seen
}

/// Reads the attributes of a tag; what follows it is returned.
fn attributes<'a>(tag: &str, mut rest: &'a str, seen: &mut Seen) -> &'a str {
    loop {
        rest = rest.trim_start();
        let Some(next) = rest.chars().next() else { return rest };
        if next == '>' {
            return &rest[1..];
        }
        let length = rest.find(['=', '>', ' ', '\n', '/']).unwrap_or(rest.len()).max(1);
        let name = &rest[..length];
        rest = rest.get(length..).unwrap_or_default();
        let Some(value) = rest.strip_prefix("=\"") else { continue };
        let (value, after) = value.split_once('"').unwrap_or((value, ""));
        rest = after;
        match name {
            "id" => seen.ids.push(unescaped(value)),
            "href" | "src" | "data" | "poster" | "action" => seen.links.push((tag.to_owned(), unescaped(value))),
            _ => {}
        }
    }
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let hex = after.get(..2).and_then(|pair| std::str::from_utf8(pair).ok()).filter(|_| *first == b'%');
        if let Some(byte) = hex.and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            bytes.push(byte);
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// Whether a link leads out of the site.
fn is_external(href: &str) -> bool {
    let scheme = href.split(['/', '?', '#']).next().unwrap_or_default();
    scheme.contains(':') || href.starts_with("//")
}

/// The address that `href` names on the page at `from`.
fn resolved(from: &str, href: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in href.split('/') {
        match part {
            ".." => {
                parts.pop();
            }
            "." => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// All that is wrong with the links and ids of a site.
pub(crate) fn broken(pages: &BTreeMap<String, String>) -> Vec<String> {
    let html = |path: &&String| path.ends_with(".html") || path.ends_with(".htm");
    let seen: BTreeMap<&String, Seen> = pages.keys().filter(html).map(|path| (path, read(&pages[path]))).collect();
    let ids: BTreeMap<&String, BTreeSet<&str>> =
        seen.iter().map(|(path, page)| (*path, page.ids.iter().map(String::as_str).collect())).collect();
    let mut wrong = Vec::new();
    for (path, page) in &seen {
        if ids[path].len() != page.ids.len() {
            let mut all: Vec<&String> = page.ids.iter().collect();
            all.sort();
            let twice: BTreeSet<_> = all.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
            wrong.push(format!("{path}: ids that stand twice: {twice:?}"));
        }
        wrong.extend(
            page.ids
                .iter()
                .filter(|id| id.is_empty() || id.contains(char::is_whitespace))
                .map(|id| format!("{path}: no good id: {id:?}")),
        );
        for (tag, href) in &page.links {
            let leads = leads(path, tag, href, pages, &ids);
            wrong.extend(leads.map(|problem| format!("{path}: <{tag} {href}>: {problem}")));
        }
    }
    wrong
}

fn leads(
    from: &str,
    tag: &str,
    href: &str,
    pages: &BTreeMap<String, String>,
    ids: &BTreeMap<&String, BTreeSet<&str>>,
) -> Option<&'static str> {
    if is_external(href) {
        return matches!(tag, "img" | "script" | "video" | "audio" | "source" | "iframe" | "object" | "embed")
            .then_some("loads from elsewhere");
    }
    let (address, anchor) = href.split_once('#').unwrap_or((href, ""));
    let address = address.split('?').next().unwrap_or_default();
    let to = if address.is_empty() { from.to_owned() } else { resolved(from, &decoded(address)) };
    let Some((to, _)) = pages.get_key_value(&to) else { return Some("names no file") };
    let anchor = decoded(anchor);
    // The projector's mode of a page is no place in it.
    let known = anchor.is_empty() || anchor == "slides" || ids.get(to).is_some_and(|ids| ids.contains(&*anchor));
    (!known).then_some("names no id")
}

#[test]
fn the_scanner_reads_what_the_program_writes() {
    let seen = read(
        "<p id=\"a\">x < y <!-- <a id=\"no\"> --><script>\"<a id='b'>\"</script><a class=\"c\" href=\"../b.html?x#%E7%94%B2\">",
    );
    assert_eq!(seen.ids, ["a"]);
    assert_eq!(seen.links, [("a".to_owned(), "../b.html?x#%E7%94%B2".to_owned())]);
    let pages = |body: &str| {
        BTreeMap::from([("a/x.html".to_owned(), body.to_owned()), ("b.html".into(), "<p id=\"甲\">".into())])
    };
    assert_eq!(broken(&pages("<a href=\"../b.html#%E7%94%B2\">")), [""; 0]);
    for bad in
        ["<a href=\"b.html\">", "<a href=\"../b.html#x\">", "<p id=\"x\"><p id=\"x\">", "<img src=\"http://x/y\">"]
    {
        assert_eq!(broken(&pages(bad)).len(), 1, "{bad}");
    }
}

#[test]
fn every_link_of_the_demonstration_handbook_leads_somewhere() {
    let made = compile(&repository(), &Options::default());
    let errors: Vec<_> = made.compiled.diagnostics.iter().filter(|found| found.severity() == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(broken(&made.pages()), [""; 0]);
}

#[test]
fn every_link_of_the_golden_sites_leads_somewhere_in_the_real_theme_too() {
    let root = repository().join("tests/sites");
    for name in folders(&root).into_iter().filter(|name| name != "plain-theme") {
        let own = tempfile::tempdir().unwrap();
        copy(&root.join(&name), own.path());
        let settings = std::fs::read_to_string(own.path().join("site.toml")).unwrap();
        write(&own.path().join("site.toml"), settings.replace("theme = \"plain\"", "").as_bytes());
        let made = compile(own.path(), &Options { drafts: name == "drafts-shown", base_url: None });
        assert_eq!(broken(&made.pages()), [""; 0], "{name}");
    }
}
