//! The sources of a handbook: its settings, its content and its themes, read from disk.
//! A folder in, its files as values out, with what is wrong about their names and encodings. This is the one stage that
//! reads the site; it never writes, never follows a link below the root, and never opens what is not a plain file.
//!
//! Texts (Markdown and YAML everywhere, TOML, templates, styles and scripts in themes) are decoded; everything else is an
//! asset, of which only the place and the length are known.

#![allow(clippy::disallowed_methods, reason = "the end of the pipeline that reads from disk")]

mod decode;
mod error;
mod ids;
mod load;
mod names;
mod pictures;
mod utf16;
mod walk;

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use error::ReadError;
pub use ids::FileIds;
pub use pictures::Pictures;

use crate::diagnostic::{Checked, Diagnostic, Problem, Skip};
use crate::media::Picture;
use crate::path::ContentPath;
use crate::text::span::{FileId, Span};
use walk::{Found, walk};

/// The longest text file that is read, in bytes. A lesson of a thousand pages has less than a twentieth.
pub const LONGEST_TEXT: usize = 16 * 1024 * 1024;

const SITE_TOML: &str = "site.toml";
const CONTENT: &str = "content/";
const THEMES: &str = "themes/";

/// One file.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Its number in spans.
    pub id: FileId,
    /// Its path relative to the root, in Unicode normal form C, with `/`: `content/2026-03-拥军优抚/index.md`.
    pub path: Arc<str>,
    /// What is in it.
    pub kind: SourceKind,
}

/// What a file is to the program.
#[derive(Clone, Debug)]
pub enum SourceKind {
    /// Decoded text, without a byte order mark, its line ends as written.
    Text(Arc<str>),
    /// Anything else: copied. Of a picture is known what its file says of itself.
    Asset {
        /// Where it is, under its name as the disk has it.
        disk: PathBuf,
        /// Its length in bytes.
        size: u64,
        /// What it shows, if it is a picture that may be given out.
        picture: Option<Picture>,
    },
}

impl SourceFile {
    /// The text, where it is one.
    #[must_use]
    pub fn text(&self) -> Option<&Arc<str>> {
        match &self.kind {
            SourceKind::Text(text) => Some(text),
            SourceKind::Asset { .. } => None,
        }
    }

    /// The address among the content, for files of the content.
    #[must_use]
    pub fn content_path(&self) -> Option<ContentPath> {
        ContentPath::new(self.path.strip_prefix(CONTENT)?)
    }
}

/// All files of a site, ordered by path.
#[derive(Clone, Debug)]
pub struct Sources {
    files: Vec<SourceFile>,
    /// Where in `files` each number is.
    by_id: Vec<Option<usize>>,
    /// The path of each number, of files that were not taken too.
    paths: Vec<Arc<str>>,
}

impl Sources {
    fn new(mut files: Vec<SourceFile>, ids: &FileIds) -> Self {
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let mut by_id = vec![None; ids.paths().len()];
        for (index, file) in files.iter().enumerate() {
            if let Some(place) = by_id.get_mut(file.id.0 as usize) {
                *place = Some(index);
            }
        }
        Self { files, by_id, paths: ids.paths().to_vec() }
    }

    /// All files, ordered by path.
    #[must_use]
    pub fn files(&self) -> &[SourceFile] {
        &self.files
    }

    /// The file of a number; `None` where it was not taken, or is gone.
    #[must_use]
    pub fn get(&self, id: FileId) -> Option<&SourceFile> {
        self.by_id.get(id.0 as usize).copied().flatten().map(|index| &self.files[index])
    }

    /// The path of a number, whether the file was taken or not.
    #[must_use]
    pub fn path(&self, id: FileId) -> Option<&str> {
        self.paths.get(id.0 as usize).map(|path| &**path)
    }

    /// The file at an address among the content.
    #[must_use]
    pub fn content(&self, path: &ContentPath) -> Option<&SourceFile> {
        self.at(&format!("{CONTENT}{path}"))
    }

    /// The settings.
    #[must_use]
    pub fn site_toml(&self) -> Option<&SourceFile> {
        self.at(SITE_TOML)
    }

    /// All Markdown files of the content with their texts, ordered by path.
    pub fn markdown(&self) -> impl Iterator<Item = (&SourceFile, &Arc<str>)> {
        self.below(CONTENT).iter().filter(|file| is_markdown(&file.path)).filter_map(|file| Some((file, file.text()?)))
    }

    /// All files of the content that are neither Markdown nor YAML, ordered by path.
    pub fn assets(&self) -> impl Iterator<Item = &SourceFile> {
        self.below(CONTENT).iter().filter(|file| file.text().is_none())
    }

    /// The files of a theme, each with its path in the theme's folder: `templates/base.html`.
    pub fn theme(&self, name: &str) -> impl Iterator<Item = (&str, &SourceFile)> {
        let folder = format!("{THEMES}{name}/");
        let length = folder.len();
        self.below(&folder).iter().map(move |file| (&file.path[length..], file))
    }

    /// The names of the site's own themes, in order.
    #[must_use]
    pub fn themes(&self) -> Vec<&str> {
        let mut names: Vec<&str> =
            self.below(THEMES).iter().filter_map(|file| Some(file.path[THEMES.len()..].split_once('/')?.0)).collect();
        names.dedup();
        names
    }

    fn at(&self, path: &str) -> Option<&SourceFile> {
        self.files.binary_search_by(|file| (*file.path).cmp(path)).ok().map(|index| &self.files[index])
    }

    /// All files whose path begins with `folder`, which ends with `/`.
    fn below(&self, folder: &str) -> &[SourceFile] {
        let start = self.files.partition_point(|file| &*file.path < folder);
        let length = self.files[start..].partition_point(|file| file.path.starts_with(folder));
        &self.files[start..start + length]
    }
}

/// Reads the site in `root`. Files get their numbers from `ids`, known ones the numbers that they had.
pub fn read(root: &Path, ids: &mut FileIds) -> Result<Checked<Sources>, ReadError> {
    let mut found = vec![site_toml(root, ids)?];
    let mut diagnostics = Vec::new();
    check_content(&root.join("content"))?;
    for folder in folders(root, ids, &mut diagnostics) {
        let walked = walk(root, folder, ids);
        found.extend(walked.files);
        diagnostics.extend(walked.diagnostics);
    }

    let texts: Vec<&Found> = found.iter().filter(|file| is_text(&file.path)).collect();
    let mut files = Vec::with_capacity(found.len());
    for (file, loaded) in texts.iter().zip(load::load(&texts)) {
        if let Some((problem, range)) = loaded.problem {
            diagnostics.push(Diagnostic::new(problem, Span::new(file.id, range)));
        }
        if let Some(text) = loaded.text {
            files.push(SourceFile { id: file.id, path: Arc::clone(&file.path), kind: SourceKind::Text(text.into()) });
        }
    }
    let assets: Vec<Found> = found.into_iter().filter(|file| !is_text(&file.path)).collect();
    for (picture, file) in pictures::look(&assets).into_iter().zip(assets) {
        let picture = picture.and_then(|looked| {
            looked.map_err(|problem| diagnostics.push(Diagnostic::new(problem, Span::file_start(file.id)))).ok()
        });
        let kind = SourceKind::Asset { disk: file.disk, size: file.size, picture };
        files.push(SourceFile { id: file.id, path: file.path, kind });
    }

    let sources = Sources::new(files, ids);
    diagnostics.sort_by(|a, b| {
        let place = |d: &Diagnostic| (sources.path(d.span.file), d.span.start);
        place(a).cmp(&place(b))
    });
    Ok(Checked { value: sources, diagnostics })
}

/// The settings' file, which must be there.
fn site_toml(root: &Path, ids: &mut FileIds) -> Result<Found, ReadError> {
    let disk = root.join(SITE_TOML);
    match disk.symlink_metadata() {
        Ok(about) if about.is_file() => {
            // What can't be opened is here no problem of one file among many: nothing can be built without it.
            std::fs::File::open(&disk).map_err(|error| ReadError::Unreadable { path: disk.clone(), error })?;
            Ok(Found { id: ids.id(SITE_TOML), path: SITE_TOML.into(), disk, size: about.len() })
        }
        Ok(_) => Err(ReadError::NotPlain { path: disk }),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Err(ReadError::NotASite { root: root.to_owned() })
        }
        Err(error) => Err(ReadError::Unreadable { path: disk, error }),
    }
}

/// The content's folder must be there and open.
fn check_content(path: &Path) -> Result<(), ReadError> {
    let unreadable = |error| ReadError::Unreadable { path: path.to_owned(), error };
    match path.symlink_metadata() {
        Ok(about) if about.is_dir() => std::fs::read_dir(path).map(|_| ()).map_err(unreadable),
        Ok(_) => Err(ReadError::NotPlain { path: path.to_owned() }),
        Err(error) if error.kind() == ErrorKind::NotFound => Err(ReadError::NoContent { path: path.to_owned() }),
        Err(error) => Err(unreadable(error)),
    }
}

/// The folders to walk: the content, and the themes where there are any.
fn folders(root: &Path, ids: &mut FileIds, diagnostics: &mut Vec<Diagnostic>) -> Vec<&'static str> {
    match root.join("themes").symlink_metadata() {
        Ok(about) if about.is_dir() => vec!["content", "themes"],
        Ok(_) => {
            let problem = Problem::Skipped { path: "themes".into(), why: Skip::Special };
            diagnostics.push(Diagnostic::new(problem, Span::file_start(ids.id("themes"))));
            vec!["content"]
        }
        Err(_) => vec!["content"],
    }
}

fn extension(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(String::new(), |(_, extension)| extension.to_lowercase())
}

fn is_markdown(path: &str) -> bool {
    matches!(extension(path).as_str(), "md" | "markdown")
}

/// Whether the file is read as text: the settings, Markdown and YAML of the content, and what a theme consists of.
fn is_text(path: &str) -> bool {
    let extension = extension(path);
    path == SITE_TOML
        || matches!(extension.as_str(), "md" | "markdown" | "yaml" | "yml")
        || path.starts_with(THEMES)
            && matches!(extension.as_str(), "toml" | "html" | "css" | "js" | "svg" | "xml" | "txt")
}
