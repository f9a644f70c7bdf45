//! A site that lies on no disk.
//! Paths with their bytes in, the sources that a folder of these files gives out: names are judged and texts decoded by the
//! same rules. For whoever makes sites by the million (fuzzing). Of other files only the length is known; pictures are not
//! looked into. Never touches the disk.

use std::ffi::OsStr;
use std::path::PathBuf;
use std::sync::Arc;

use super::decode::decode;
use super::names::{Name, judge};
use super::{FileIds, LONGEST_TEXT, SITE_TOML, SourceFile, SourceKind, Sources, is_text};
use crate::diagnostic::{Checked, Diagnostic};
use crate::path::ContentPath;
use crate::text::span::Span;

/// The sources of the files of a site, by path from its root. What a folder can't hold is left out: paths that leave the
/// root, names that are not used, and the second of two files of one path.
#[must_use]
pub fn in_memory(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Checked<Sources> {
    let mut ids = FileIds::default();
    let mut diagnostics = Vec::new();
    let mut taken: Vec<Arc<SourceFile>> = Vec::new();
    for (path, bytes) in files {
        let Some(path) = usable(&path) else { continue };
        let id = ids.id(&path);
        if taken.iter().any(|file| file.id == id) || is_text(&path) && bytes.len() > LONGEST_TEXT {
            continue;
        }
        let kind = if is_text(&path) {
            let decoded = decode(bytes);
            let found = decoded.problem.map(|(problem, range)| Diagnostic::new(problem, Span::new(id, range)));
            diagnostics.extend(found);
            SourceKind::Text(decoded.text.into())
        } else {
            SourceKind::Asset { disk: PathBuf::new(), size: bytes.len() as u64, picture: None }
        };
        taken.push(Arc::new(SourceFile { id, path: path.into(), kind }));
    }
    Checked { value: Sources::new(taken, &ids), diagnostics }
}

/// The path in the form that walking a folder gives, if it gives it at all.
fn usable(path: &str) -> Option<String> {
    let path = ContentPath::new(path)?;
    let parts = path.as_str().split('/').map(|name| match judge(OsStr::new(name)) {
        Name::Usable(name) => Some(name),
        _ => None,
    });
    let path = parts.collect::<Option<Vec<_>>>()?.join("/");
    (path == SITE_TOML || path.starts_with(super::CONTENT) || path.starts_with(super::THEMES)).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_taken_as_a_folder_gives_them() {
        let files = [
            ("site.toml", "title = \"册\""),
            ("content/./2026-03-a//01-b.md", "甲"),
            ("content/../../etc/passwd", ""),
            ("content/.hidden.md", ""),
            ("content/~$x.docx", ""),
            ("elsewhere/a.md", ""),
            ("content/form.docx", "PK"),
            ("content/form.docx", "again"),
        ];
        let read = in_memory(files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())));
        let paths: Vec<&str> = read.value.files().iter().map(|file| &*file.path).collect();
        assert_eq!(paths, ["content/2026-03-a/01-b.md", "content/form.docx", "site.toml"]);
        assert!(matches!(read.value.files()[1].kind, SourceKind::Asset { size: 2, .. }));
        assert_eq!(read.value.files()[0].text().map(|text| &**text), Some("甲"));
    }
}
