//! Raw HTML that may pass: fifteen names without attributes.
//! A piece of raw HTML in, the tag that it is out, if it may pass at all. What is written to a page is the tag's own spelling
//! and never an author's. Whether tags pair up is decided where siblings are known (`parse/markdown/html.rs`).

use super::markup::push_escaped;

/// Tags that pass in pairs.
const PAIRS: [&str; 13] = ["sub", "sup", "kbd", "mark", "u", "small", "ins", "del", "s", "abbr", "ruby", "rt", "rp"];
/// Tags that pass alone.
const ALONE: [&str; 2] = ["br", "wbr"];
/// How many names pass in pairs.
pub const NAMES: usize = PAIRS.len();

/// A tag that may pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// `<sub>`
    Open(Name),
    /// `</sub>`
    Close(Name),
    /// `<br>`
    Alone(Name),
}

/// The name of a tag that may pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name {
    index: usize,
    name: &'static str,
}

impl Name {
    fn among(tags: &'static [&'static str], wanted: &str) -> Option<Self> {
        let index = tags.iter().position(|tag| *tag == wanted)?;
        Some(Self { index, name: tags[index] })
    }

    /// The name in lower case.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.name
    }

    /// Its number among those of its kind, below [`NAMES`].
    #[must_use]
    pub fn index(self) -> usize {
        self.index
    }
}

impl Tag {
    /// The tag that `raw` is, if it has no attributes and may pass.
    #[must_use]
    pub fn of(raw: &str) -> Option<Self> {
        let inside = raw.strip_prefix('<')?.strip_suffix('>')?;
        let (closing, name) = inside.strip_prefix('/').map_or((false, inside), |name| (true, name));
        let name = name.trim_ascii_end().to_ascii_lowercase();
        if closing {
            return Name::among(&PAIRS, &name).map(Self::Close);
        }
        let alone = name.strip_suffix('/').unwrap_or(&name).trim_ascii_end();
        Name::among(&PAIRS, &name).map(Self::Open).or_else(|| Name::among(&ALONE, alone).map(Self::Alone))
    }

    /// The tag as a page has it.
    #[must_use]
    pub fn normal(self) -> String {
        match self {
            Self::Open(name) | Self::Alone(name) => format!("<{}>", name.name),
            Self::Close(name) => format!("</{}>", name.name),
        }
    }
}

/// Appends a piece of raw HTML: as the tag that it is, or as the text that it is.
pub fn push_tag(out: &mut String, raw: &str) {
    match Tag::of(raw) {
        Some(tag) => out.push_str(&tag.normal()),
        None => push_escaped(out, raw),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pushed(raw: &str) -> String {
        let mut out = String::new();
        push_tag(&mut out, raw);
        out
    }

    #[test]
    fn fifteen_names_pass_in_one_spelling() {
        for (raw, right) in [
            ("<sub>", "<sub>"),
            ("<SUP >", "<sup>"),
            ("</Kbd\n>", "</kbd>"),
            ("<br>", "<br>"),
            ("<BR/>", "<br>"),
            ("<wbr />", "<wbr>"),
        ] {
            assert_eq!(pushed(raw), right, "{raw:?}");
        }
        let Some(Tag::Close(name)) = Tag::of("</rt>") else { panic!() };
        assert_eq!((name.as_str(), name.index() < NAMES), ("rt", true));
    }

    #[test]
    fn all_else_is_text() {
        for raw in [
            "<script>",
            "<sub onclick=x>",
            "<sub/>",
            "<sub/onclick=x>",
            "</br>",
            "< sub>",
            "<br/x>",
            "<sub",
            "sub>",
            "<>",
            "</>",
            "<a>",
            "<ſub>",
            "<sub\u{0}>",
        ] {
            assert_eq!(Tag::of(raw), None, "{raw:?}");
            assert!(!pushed(raw).contains(['<', '>']), "{raw:?}");
        }
    }
}
