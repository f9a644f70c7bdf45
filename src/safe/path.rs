//! Addresses inside a handbook: of a file among the sources and of a file in the output.
//! Both are relative, use `/`, and can't leave their root: `..`, empty parts and backslashes never get in. Never touches the
//! disk.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// A source file's address relative to `content/`, in Unicode normal form C: `2026-03-拥军优抚/01-优待证.md`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentPath(Arc<str>);

impl ContentPath {
    /// The path as written, if it stays inside its root: parts joined by `/`, `.` and empty parts dropped, `..` resolved.
    #[must_use]
    pub fn new(path: &str) -> Option<Self> {
        normalize(path).map(|path| Self(path.into()))
    }

    /// The address that `link` names when written in this file. `None` where it would leave the content.
    #[must_use]
    pub fn join(&self, link: &str) -> Option<Self> {
        match link.strip_prefix('/') {
            Some(from_root) => Self::new(from_root),
            None => Self::new(&format!("{}/{link}", self.folder())),
        }
    }

    /// The path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// How a link in this file would name `to`.
    #[must_use]
    pub fn relative(&self, to: &Self) -> String {
        relative(&self.0, &to.0)
    }

    /// The folder's path, without a slash at its end; empty at the root.
    #[must_use]
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The file's name with its extension.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&*self.0, |(_, name)| name)
    }

    /// The file's name without its last extension.
    #[must_use]
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        name.rsplit_once('.').map_or(name, |(stem, _)| if stem.is_empty() { name } else { stem })
    }

    /// The last extension in lower case, or nothing.
    #[must_use]
    pub fn extension(&self) -> String {
        let name = self.file_name();
        name.rsplit_once('.').map_or(String::new(), |(_, extension)| extension.to_lowercase())
    }
}

impl fmt::Display for ContentPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An output file's address relative to the site's root: `2026-03/youdaizheng.html`. What the program names itself is
/// ASCII; file extensions of attachments are kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SitePath(Arc<str>);

impl SitePath {
    /// The path, if it stays inside the site.
    #[must_use]
    pub fn new(path: &str) -> Option<Self> {
        normalize(path).map(|path| Self(path.into()))
    }

    /// `name` in `folder` (empty for the root). Both come from slugs and fixed words, so nothing can leave the site; what
    /// is not a slug's character is dropped all the same.
    #[must_use]
    pub fn of(folder: &str, name: &str) -> Self {
        let joined = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
        Self::new(&joined).unwrap_or_else(|| {
            let plain: String = joined.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
            Self(if plain.is_empty() { "_".into() } else { plain.into() })
        })
    }

    /// The path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last extension as it is written, or nothing.
    #[must_use]
    pub fn extension(&self) -> &str {
        let name = self.0.rsplit_once('/').map_or(&*self.0, |(_, name)| name);
        name.rsplit_once('.').map_or("", |(_, extension)| extension)
    }

    /// What leads from this file's folder to the site's root: nothing, `../`, `../../` …
    #[must_use]
    pub fn to_root(&self) -> String {
        "../".repeat(self.0.matches('/').count())
    }

    /// The relative address of `to` as written in this page. A link to the page itself is its own file name.
    #[must_use]
    pub fn relative(&self, to: &Self) -> String {
        relative(&self.0, &to.0)
    }
}

impl fmt::Display for SitePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The address of file `to` as written in file `from`, both relative to the same root.
fn relative(from: &str, to: &str) -> String {
    let same = from.bytes().zip(to.bytes()).take_while(|(a, b)| a == b).count();
    let shared = from.as_bytes()[..same].iter().rposition(|byte| *byte == b'/').map_or(0, |slash| slash + 1);
    // A slash is one byte, so that what follows it begins a character.
    let up = from[shared..].matches('/').count();
    let mut out = String::with_capacity(3 * up + to.len() - shared);
    (0..up).for_each(|_| out.push_str("../"));
    out.push_str(&to[shared..]);
    out
}

/// Resolves `.` and `..`, drops empty parts, brings the text to NFC. `None` for what leaves the root, is empty, or holds a
/// backslash or a NUL.
fn normalize(path: &str) -> Option<String> {
    if path.contains(['\\', '\0']) {
        return None;
    }
    if path.is_ascii() && !path.is_empty() && path.split('/').all(|part| !matches!(part, "" | "." | "..")) {
        return Some(path.to_owned());
    }
    let path = match is_nfc_quick(path.chars()) {
        IsNormalized::Yes => Cow::Borrowed(path),
        IsNormalized::No | IsNormalized::Maybe => Cow::Owned(path.nfc().collect()),
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            _ => parts.push(part),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn site(path: &str) -> SitePath {
        SitePath::new(path).unwrap()
    }

    #[test]
    fn links_resolve_inside_the_content_only() {
        let lesson = ContentPath::new("2026-03-拥军优抚/01-优待证.md").unwrap();
        assert_eq!(lesson.join("02-光荣牌.md").unwrap().as_str(), "2026-03-拥军优抚/02-光荣牌.md");
        assert_eq!(lesson.join("../共用/口径.md").unwrap().as_str(), "共用/口径.md");
        assert_eq!(lesson.join("/共用/口径.md").unwrap().as_str(), "共用/口径.md");
        assert_eq!(lesson.join("../../etc/passwd"), None);
        assert_eq!(lesson.join("a\\b"), None);
        assert_eq!((lesson.folder(), lesson.stem()), ("2026-03-拥军优抚", "01-优待证"));
    }

    #[test]
    fn decomposed_names_are_composed() {
        assert_eq!(ContentPath::new("cafe\u{301}.md"), ContentPath::new("café.md"));
    }

    #[test]
    fn pages_find_each_other() {
        assert_eq!(site("2026-03/a.html").relative(&site("2026-03/b.html")), "b.html");
        assert_eq!(site("2026-03/a.html").relative(&site("topics/b.html")), "../topics/b.html");
        assert_eq!(site("index.html").relative(&site("topics/b.html")), "topics/b.html");
        assert_eq!(site("a/b/c.html").relative(&site("a/d.html")), "../d.html");
        assert_eq!(site("a/b/c.html").to_root(), "../../");
    }

    #[test]
    fn what_the_program_names_stays_inside_whatever_it_is() {
        assert_eq!(SitePath::of("", "index.html").as_str(), "index.html");
        assert_eq!(SitePath::of("2026-03", "a.html").to_string(), "2026-03/a.html");
        assert_eq!(SitePath::of("..", "../x\0.html").as_str(), "xhtml");
        assert_eq!(SitePath::of("..", "..").as_str(), "_");
    }

    #[test]
    fn names_have_their_parts() {
        let content = |path: &str| ContentPath::new(path).unwrap();
        assert_eq!((content("a/B.DOCX").extension(), content("a.b/c").extension()), ("docx".into(), String::new()));
        assert_eq!(content("a/b.md").relative(&content("c.md")), "../c.md");
        assert_eq!(content("a//b/../c.md").to_string(), "a/c.md");
        assert_eq!((site("a.b/c").extension(), site("a/c.JS").extension()), ("", "JS"));
    }

    proptest! {
        #[test]
        fn a_relative_address_leads_there(from in "[ab/甲]{1,9}", to in "[ab/甲]{1,9}") {
            if let (Some(from), Some(to)) = (SitePath::new(&from), SitePath::new(&to)) {
                let folder = from.as_str().rsplit_once('/').map_or("", |(folder, _)| folder);
                let relative = from.relative(&to);
                prop_assert_eq!(SitePath::new(&format!("{folder}/{relative}")), Some(to));
                prop_assert!(!relative.is_empty());
            }
        }

        #[test]
        fn no_path_ever_leaves_its_root(path in "[a./甲\\\\ ]{0,24}") {
            if let Some(made) = SitePath::new(&path) {
                prop_assert!(made.as_str().split('/').all(|part| !part.is_empty() && part != ".." && part != "."));
            }
        }
    }
}
