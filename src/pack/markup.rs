//! Our own pages, read tag by tag.
//! HTML as this program's templates write it in, tags and what is between them out; together they are the whole text. What
//! is no tag of that form stays text.

/// A piece of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// What stands between tags, comments and the document's type included.
    Text(&'a str),
    /// A tag that opens.
    Open(Tag<'a>),
    /// A tag that closes.
    Close {
        /// Its name.
        name: &'a str,
        /// As it stands.
        source: &'a str,
    },
}

/// A tag that opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    /// Its name.
    pub(super) name: &'a str,
    /// Its attributes: names, and values as they stand.
    pub(super) attributes: Vec<(&'a str, Option<&'a str>)>,
    /// As it stands.
    pub(super) source: &'a str,
}

impl Tag<'_> {
    /// An attribute's value, with its entities made characters.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        let (_, value) = self.attributes.iter().find(|(known, _)| *known == name)?;
        Some(decoded(value.unwrap_or_default()))
    }

    /// Whether it has an attribute.
    pub(super) fn has(&self, name: &str) -> bool {
        self.attributes.iter().any(|(known, _)| *known == name)
    }

    /// The tag without some of its attributes and under another name; `more` is put at its end.
    pub(super) fn without(&self, name: &str, gone: &[&str], more: &str) -> String {
        let mut out = format!("<{name}");
        for (attribute, value) in self.attributes.iter().filter(|(name, _)| !gone.contains(name)) {
            out.push(' ');
            out.push_str(attribute);
            if let Some(value) = value {
                out.push_str("=\"");
                // A value that stood in other quotes.
                out.push_str(&value.replace('"', "&quot;"));
                out.push('"');
            }
        }
        out.push_str(more);
        out.push('>');
        out
    }
}

/// The text of an attribute: the entities that our own escaping writes, and no others.
fn decoded(value: &str) -> String {
    value.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&")
}

/// Elements whose text is no markup.
const RAW: [&str; 4] = ["script", "style", "textarea", "title"];

/// The pieces of a page.
pub(super) fn pieces(page: &str) -> Vec<Piece<'_>> {
    let mut out = Vec::new();
    let mut at = 0;
    let mut from = 0;
    while let Some(found) = page[at..].find('<') {
        let start = at + found;
        if page[start..].starts_with("<!--") {
            at = page[start..].find("-->").map_or(page.len(), |end| start + end + 3);
            continue;
        }
        let Some((piece, end)) = tag(page, start) else {
            at = start + 1;
            continue;
        };
        if from < start {
            out.push(Piece::Text(&page[from..start]));
        }
        at = end;
        from = end;
        let raw = match &piece {
            Piece::Open(tag) => RAW.iter().find(|name| **name == tag.name),
            _ => None,
        };
        out.push(piece);
        if let Some(name) = raw {
            let close = format!("</{name}");
            at = page[end..].find(&close).map_or(page.len(), |close| end + close);
        }
    }
    if from < page.len() {
        out.push(Piece::Text(&page[from..]));
    }
    out
}

/// The tag that begins at `start`, and where it ends.
fn tag(page: &str, start: usize) -> Option<(Piece<'_>, usize)> {
    let is_close = page[start + 1..].starts_with('/');
    let name_at = start + 1 + usize::from(is_close);
    let name_length = page[name_at..].find(|c: char| !c.is_ascii_alphanumeric() && c != '-')?;
    let name = &page[name_at..name_at + name_length];
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let mut at = name_at + name_length;
    let mut attributes = Vec::new();
    loop {
        at += page[at..].find(|c: char| !c.is_ascii_whitespace() && c != '/')?;
        if page[at..].starts_with('>') {
            let source = &page[start..=at];
            let piece =
                if is_close { Piece::Close { name, source } } else { Piece::Open(Tag { name, attributes, source }) };
            return Some((piece, at + 1));
        }
        let length = page[at..].find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/'))?;
        if length == 0 {
            return None;
        }
        let attribute = &page[at..at + length];
        at += length;
        let Some(rest) = page[at..].strip_prefix('=') else {
            attributes.push((attribute, None));
            continue;
        };
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, length) = if let Some(quote) = quote {
            let end = rest[1..].find(quote)?;
            (&rest[1..=end], end + 2)
        } else {
            let end = rest.find(|c: char| c.is_ascii_whitespace() || c == '>')?;
            (&rest[..end], end)
        };
        attributes.push((attribute, Some(value)));
        at += 1 + length;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn whole(page: &str) -> String {
        let part = |piece: &Piece<'_>| match piece {
            Piece::Text(text) => (*text).to_owned(),
            Piece::Open(tag) => tag.source.to_owned(),
            Piece::Close { source, .. } => (*source).to_owned(),
        };
        pieces(page).iter().map(part).collect()
    }

    #[test]
    fn tags_have_their_attributes() {
        let page = "<!DOCTYPE html><!-- <a> --><a class=\"x\" href='a.html?b=1&amp;c' download>1 < 2</a><br/><script>if(a<b)</script>";
        let found = pieces(page);
        let Piece::Open(tag) = &found[1] else { panic!("{found:?}") };
        assert_eq!((tag.name, tag.get("href").unwrap().as_str(), tag.has("download")), ("a", "a.html?b=1&c", true));
        assert_eq!(tag.without("span", &["href", "download"], ""), "<span class=\"x\">");
        assert!(found.contains(&Piece::Text("if(a<b)")));
        assert_eq!(whole(page), page);
    }

    proptest! {
        #[test]
        fn the_pieces_are_the_page(page in "[<>a-c =\"'/!é-]{0,60}") {
            prop_assert_eq!(whole(&page), page);
        }
    }
}
