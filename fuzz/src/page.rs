//! Laws of HTML that hold for every page and every piece of one.
//! HTML in, nothing out; panics where a tag is none of ours, is not closed, or carries what could run.

/// Elements that have no end.
const VOID: &[&str] = &["br", "wbr", "hr", "img", "input", "meta", "link", "col", "source"];

/// Elements whose text is no markup.
const RAW: &[&str] = &["script", "style"];

/// Elements that an author's text may become.
const CONTENT: &str = " p h1 h2 h3 h4 h5 h6 ul ol li blockquote aside pre code div table thead tbody tr th td dl dt dd hr em \
    strong del a img br wbr sub sup kbd mark u small ins s abbr ruby rt rp label input section math mfrac mi mn mo mover \
    mroot mrow mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover ";

/// A tag with its attributes.
struct Tag<'a> {
    name: &'a str,
    is_end: bool,
    is_closed: bool,
    attributes: Vec<(&'a str, &'a str)>,
}

/// Holds the laws against a page or a piece of one; `is_piece` where it comes from an author's text alone.
pub fn check(html: &str, is_piece: bool) {
    assert!(!html.contains('\0'), "NUL in {html:?}");
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if rest.starts_with("!doctype") || rest.starts_with("!DOCTYPE") {
            continue;
        }
        assert!(!rest.starts_with('!'), "a comment or worse: {rest:.80}");
        let (tag, after) = read(rest);
        rest = after;
        assert!(!is_piece || CONTENT.contains(&format!(" {} ", tag.name)), "<{}> in {html}", tag.name);
        tag.attributes.iter().for_each(|(name, value)| attribute(&tag, name, value));
        if tag.is_end {
            assert_eq!(open.pop(), Some(tag.name), "closed, but not open: {html}");
        } else if !VOID.contains(&tag.name) && !tag.is_closed {
            open.push(tag.name);
            if RAW.contains(&tag.name) {
                let end = format!("</{}", tag.name);
                rest = &rest[rest.find(&end).unwrap_or_else(|| panic!("no {end}"))..];
            }
        }
    }
    assert!(open.is_empty(), "{open:?} left open in {html}");
}

/// No attribute runs anything, and no address is of a scheme that could.
fn attribute(tag: &Tag<'_>, name: &str, value: &str) {
    assert!(!name.starts_with("on") && name != "style" && name != "srcdoc", "{name}={value:?} in <{}>", tag.name);
    if !matches!(name, "href" | "src" | "action" | "formaction" | "data" | "poster") {
        return;
    }
    let value: String = value.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    let scheme = value.split(['/', '?', '#']).next().unwrap_or_default().split_once(':');
    let Some((scheme, _)) = scheme else { return };
    let scheme = scheme.to_ascii_lowercase();
    assert!(["http", "https", "mailto", "tel"].contains(&&*scheme), "{name}={value:?} in <{}>", tag.name);
}

/// Reads a tag after its `<`: as a browser does, with quotes around every value that we write.
fn read(text: &str) -> (Tag<'_>, &str) {
    let is_end = text.starts_with('/');
    let text = text.strip_prefix('/').unwrap_or(text);
    let end = text.find(|c: char| c.is_whitespace() || c == '>' || c == '/').unwrap_or(text.len());
    let (name, mut rest) = text.split_at(end);
    let is_name = |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    assert!(is_name(name) && name.as_bytes()[0].is_ascii_alphabetic(), "a bare < before {text:.60}");
    let mut tag = Tag { name, is_end, is_closed: false, attributes: Vec::new() };
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix("/>") {
            tag.is_closed = true;
            return (tag, after);
        }
        if let Some(after) = rest.strip_prefix('>') {
            return (tag, after);
        }
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/')).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        assert!(is_name(&name.replace([':', '_'], "-")), "a broken tag <{} {rest:.60}", tag.name);
        rest = after;
        let mut value = "";
        if let Some(quoted) = rest.strip_prefix("=\"") {
            (value, rest) = quoted.split_once('"').unwrap_or_else(|| panic!("an open quote in <{}", tag.name));
        } else if let Some(bare) = rest.strip_prefix('=') {
            let end = bare.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(bare.len());
            (value, rest) = bare.split_at(end);
            assert!(!value.contains(['"', '\'', '<', '`', '=']), "an unquoted value {value:?} in <{}", tag.name);
        }
        tag.attributes.push((name, value));
    }
}
