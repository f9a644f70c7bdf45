//! The sources of a handbook: its settings, its content and its themes, read from disk.
//! A folder in, its files as values out, with what is wrong about their names and encodings. This is the one stage that
//! reads the site; it never follows a link below the root, never opens what is not a plain file, and writes only where the
//! author asked for a correction ([`rewrite()`]).
//!
//! Texts (Markdown and YAML everywhere, TOML, templates, styles and scripts in themes) are decoded; everything else is an
//! asset, of which only the place and the length are known.

#![allow(clippy::disallowed_methods, reason = "the end of the pipeline that reads from disk")]

mod again;
mod decode;
mod error;
mod ids;
mod load;
mod memory;
mod names;
mod pictures;
mod rewrite;
mod utf16;
mod walk;

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

pub use again::{Changed, Reader};
pub use error::ReadError;
pub use ids::FileIds;
pub use memory::in_memory;
pub use pictures::Pictures;
pub use rewrite::{Unchanged, rewrite};

use crate::diagnostic::{Checked, Diagnostic, Problem, Skip};
use crate::media::Picture;
use crate::path::ContentPath;
use crate::safe::files;
use crate::text::span::{FileId, Span};
use load::Loaded;
use walk::{Found, Walk, walk};

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
    files: Vec<Arc<SourceFile>>,
    /// Where in `files` each number is.
    by_id: Arc<[Option<usize>]>,
    /// The path of each number, of files that were not taken too.
    paths: Arc<[Arc<str>]>,
}

impl Sources {
    fn new(mut files: Vec<Arc<SourceFile>>, ids: &FileIds) -> Self {
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let mut by_id = vec![None; ids.paths().len()];
        for (index, file) in files.iter().enumerate() {
            if let Some(place) = by_id.get_mut(file.id.0 as usize) {
                *place = Some(index);
            }
        }
        Self { files, by_id: by_id.into(), paths: ids.paths().into() }
    }

    /// Puts a file in the place of the one of the same number; whether there was one.
    fn renew(&mut self, file: SourceFile) -> bool {
        let place = self.by_id.get(file.id.0 as usize).copied().flatten();
        if let Some(at) = place {
            self.files[at] = Arc::new(file);
        }
        place.is_some()
    }

    /// Lets go of the lessons' texts, which nobody reads any more once they are compiled, but for those of `kept`: a large
    /// handbook's texts would stand beside its trees to the end.
    pub fn forget_texts(&mut self, kept: &FxHashSet<FileId>) {
        let lessons = self.files.iter_mut().filter(|file| file.path.starts_with(CONTENT) && is_markdown(&file.path));
        for file in lessons.filter(|file| !kept.contains(&file.id)) {
            *file =
                Arc::new(SourceFile { id: file.id, path: Arc::clone(&file.path), kind: SourceKind::Text("".into()) });
        }
    }

    /// All files, ordered by path.
    #[must_use]
    pub fn files(&self) -> &[Arc<SourceFile>] {
        &self.files
    }

    /// The file of a number; `None` where it was not taken, or is gone.
    #[must_use]
    pub fn get(&self, id: FileId) -> Option<&SourceFile> {
        self.by_id.get(id.0 as usize).copied().flatten().map(|index| &*self.files[index])
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
        let files = self.below(CONTENT).iter().filter(|file| is_markdown(&file.path));
        files.filter_map(|file| Some((&**file, file.text()?)))
    }

    /// All files of the content that are neither Markdown nor YAML, ordered by path.
    pub fn assets(&self) -> impl Iterator<Item = &SourceFile> {
        self.below(CONTENT).iter().map(|file| &**file).filter(|file| file.text().is_none())
    }

    /// The files of a theme, each with its path in the theme's folder: `templates/base.html`.
    pub fn theme(&self, name: &str) -> impl Iterator<Item = (&str, &SourceFile)> {
        let folder = format!("{THEMES}{name}/");
        let length = folder.len();
        self.below(&folder).iter().map(move |file| (&file.path[length..], &**file))
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
        self.files.binary_search_by(|file| (*file.path).cmp(path)).ok().map(|index| &*self.files[index])
    }

    /// All files whose path begins with `folder`, which ends with `/`.
    fn below(&self, folder: &str) -> &[Arc<SourceFile>] {
        let start = self.files.partition_point(|file| &*file.path < folder);
        let length = self.files[start..].partition_point(|file| file.path.starts_with(folder));
        &self.files[start..start + length]
    }
}

/// Reads the site in `root`. Files get their numbers from `ids`, known ones the numbers that they had.
pub fn read(root: &Path, ids: &mut FileIds) -> Result<Checked<Sources>, ReadError> {
    let Walk { files: found, diagnostics } = survey(root, ids)?;
    let opened = Opened::of(&found.iter().collect::<Vec<_>>());
    Ok(sources(&found, &opened, diagnostics, ids))
}

/// What came of the files that were opened.
#[derive(Debug, Default)]
struct Opened {
    texts: FxHashMap<FileId, Loaded>,
    pictures: FxHashMap<FileId, Result<Picture, Problem>>,
}

impl Opened {
    /// Opens the texts and pictures among `files`.
    fn of(files: &[&Found]) -> Self {
        let (texts, others): (Vec<&Found>, Vec<&Found>) = files.iter().partition(|file| is_text(&file.path));
        let pictures: Vec<&Found> = others.into_iter().filter(|file| pictures::is_looked_into(file)).collect();
        Self {
            texts: texts.iter().map(|file| file.id).zip(load::load(&texts)).collect(),
            pictures: pictures.iter().map(|file| file.id).zip(pictures::look(&pictures)).collect(),
        }
    }

    /// Takes in what was opened later. A text that is as before stays the very text that it was.
    fn extend(&mut self, later: Self) {
        let kept = |(id, mut text): (FileId, Loaded)| {
            if let Some(old) = self.texts.get(&id) {
                text.keep_text_of(old);
            }
            (id, text)
        };
        let texts: Vec<_> = later.texts.into_iter().map(kept).collect();
        self.texts.extend(texts);
        self.pictures.extend(later.pictures);
    }

    /// Moves what came of one file to `other`; whether there was anything.
    fn hand_over(&mut self, id: FileId, other: &mut Self) -> bool {
        if let Some(text) = self.texts.remove(&id) {
            other.texts.insert(id, text);
            true
        } else if let Some(picture) = self.pictures.remove(&id) {
            other.pictures.insert(id, picture);
            true
        } else {
            false
        }
    }
}

/// All files of the site in `root`, unopened, with what is wrong with their names.
fn survey(root: &Path, ids: &mut FileIds) -> Result<Walk, ReadError> {
    let mut all = Walk { files: vec![site_toml(root, ids)?], diagnostics: Vec::new() };
    check_content(&root.join("content"))?;
    for folder in folders(root, ids, &mut all.diagnostics) {
        let walked = walk(root, folder, ids);
        all.files.extend(walked.files);
        all.diagnostics.extend(walked.diagnostics);
    }
    Ok(all)
}

/// The sources, of the files that were found and what came of those that were opened.
fn sources(found: &[Found], opened: &Opened, mut diagnostics: Vec<Diagnostic>, ids: &FileIds) -> Checked<Sources> {
    let mut files = Vec::with_capacity(found.len());
    for found in found {
        let (file, problem) = taken(found, opened);
        files.extend(file.map(Arc::new));
        diagnostics.extend(problem);
    }
    let sources = Sources::new(files, ids);
    diagnostics.sort_by(|a, b| {
        let place = |d: &Diagnostic| (sources.path(d.span.file), d.span.start);
        place(a).cmp(&place(b))
    });
    Checked { value: sources, diagnostics }
}

/// What a file that was found is to the program, and what is wrong with it.
fn taken(found: &Found, opened: &Opened) -> (Option<SourceFile>, Option<Diagnostic>) {
    let (id, path) = (found.id, Arc::clone(&found.path));
    if path.starts_with(CONTENT) && files::runs(&path) {
        let name = path.rsplit('/').next().unwrap_or_default().to_owned();
        return (None, Some(Diagnostic::new(Problem::RunnableFile { name }, Span::file_start(id))));
    }
    if !is_text(&path) {
        let (picture, problem) = match opened.pictures.get(&id) {
            Some(Ok(picture)) => (Some(*picture), None),
            Some(Err(problem)) => (None, Some(Diagnostic::new(problem.clone(), Span::file_start(id)))),
            None => (None, None),
        };
        let kind = SourceKind::Asset { disk: found.disk.clone(), size: found.size, picture };
        return (Some(SourceFile { id, path, kind }), problem);
    }
    let Some(Loaded { text, problem }) = opened.texts.get(&id) else { return (None, None) };
    let problem = problem.clone().map(|(problem, range)| Diagnostic::new(problem, Span::new(id, range)));
    let file = text.as_ref().map(|text| SourceFile { id, path, kind: SourceKind::Text(Arc::clone(text)) });
    (file, problem)
}

/// The settings' file, which must be there.
fn site_toml(root: &Path, ids: &mut FileIds) -> Result<Found, ReadError> {
    let disk = root.join(SITE_TOML);
    match disk.symlink_metadata() {
        Ok(about) if about.is_file() => {
            // What can't be opened is here no problem of one file among many: nothing can be built without it.
            std::fs::File::open(&disk).map_err(|error| ReadError::Unreadable { path: disk.clone(), error })?;
            let (size, modified) = (about.len(), about.modified().ok());
            Ok(Found { id: ids.id(SITE_TOML), path: SITE_TOML.into(), disk, size, modified })
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

fn has_extension(path: &str, wanted: &[&str]) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    wanted.iter().any(|wanted| extension.eq_ignore_ascii_case(wanted))
}

fn is_markdown(path: &str) -> bool {
    has_extension(path, &["md", "markdown"])
}

/// Whether the file is read as text: the settings, Markdown and YAML of the content, and what a theme consists of.
fn is_text(path: &str) -> bool {
    path == SITE_TOML
        || has_extension(path, &["md", "markdown", "yaml", "yml"])
        || path.starts_with(THEMES) && has_extension(path, &["toml", "html", "css", "js", "svg", "xml", "txt"])
}
