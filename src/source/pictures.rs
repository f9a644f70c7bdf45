//! Pictures on disk: what their files say of themselves, and on demand the versions that are given out.
//! A place on disk in, facts or bytes out. What was made is remembered in a folder that is safe to delete, under a digest of
//! what it was made from; without it the same bytes come out, later. Decodes large pictures one at a time.

use std::fs::{self, File};
use std::io::{self, BufReader, Cursor, ErrorKind, Read as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::walk::Found;
use crate::diagnostic::Problem;
use crate::media::{self, Fault, Format, Picture};

/// Where what was made is remembered, below the site's root.
const FOLDER: &str = ".jiangyi/images";
/// What the names of files end with that are being written.
const UNFINISHED: &str = "part";
/// Changes whenever another program version would make other bytes of the same picture.
const RECIPE: &str = "1";
/// How much of a JPEG is read to know its size; what cameras write before it is shorter.
const HEAD: u64 = 512 * 1024;
/// Above so many pixels pictures are decoded one at a time.
const LARGE: u64 = 8_000_000;

/// Whether the file is a picture of the content.
pub(super) fn is_looked_into(file: &Found) -> bool {
    file.path.starts_with(super::CONTENT) && media::is_picture(&file.path)
}

/// Looks into pictures, in their order.
pub(super) fn look(files: &[&Found]) -> Vec<Result<Picture, Problem>> {
    files.par_iter().map(|file| look_into(file)).collect()
}

fn look_into(file: &Found) -> Result<Picture, Problem> {
    if file.size > media::LONGEST {
        return Err(too_large());
    }
    let found = open(&file.disk).and_then(|mut opened| {
        if media::is_drawing(&file.path) {
            let mut text = Vec::new();
            opened.take(media::LONGEST).read_to_end(&mut text)?;
            return Ok(media::drawing(&text));
        }
        let mut mark = [0; 2];
        let read = opened.read(&mut mark)?;
        if mark[..read] == [0xFF, 0xD8] {
            let mut head = mark.to_vec();
            opened.by_ref().take(HEAD).read_to_end(&mut head)?;
            return Ok(match media::head(Cursor::new(&head)) {
                Err(Fault::Broken(_)) if head.len() as u64 > HEAD => {
                    opened.take(media::LONGEST).read_to_end(&mut head)?;
                    media::head(Cursor::new(&head))
                }
                found => found,
            });
        }
        io::Seek::rewind(&mut opened)?;
        Ok(media::head(BufReader::new(opened)))
    });
    match found {
        Ok(found) => found.map_err(problem),
        Err(error) => Err(Problem::Unreadable { path: file.path.to_string(), reason: error.kind() }),
    }
}

fn open(path: &Path) -> io::Result<File> {
    let file = File::open(path)?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(ErrorKind::InvalidInput.into()) }
}

fn too_large() -> Problem {
    Problem::TooLarge { limit_mib: usize::try_from(media::LONGEST / 1024 / 1024).unwrap_or(usize::MAX) }
}

fn problem(fault: Fault) -> Problem {
    match fault {
        Fault::TooManyPixels { width, height } => Problem::TooManyPixels { width, height },
        Fault::Broken(detail) => Problem::BadPicture { detail },
        Fault::Unsafe(what) => Problem::UnsafeDrawing { what },
    }
}

/// Makes the versions of pictures that are given out.
#[derive(Debug, Default)]
pub struct Pictures {
    /// Where what was made is remembered; `None` to forget it.
    folder: Option<PathBuf>,
    /// Whether more is remembered.
    is_writing: bool,
    turn: Mutex<()>,
}

impl Pictures {
    /// Remembers what was made below the site's root.
    #[must_use]
    pub fn remembered(root: &Path) -> Self {
        let folder = root.join(FOLDER);
        tidy(&folder);
        Self { folder: Some(folder), is_writing: true, turn: Mutex::default() }
    }

    /// Knows what an earlier build remembered, and remembers nothing more.
    #[must_use]
    pub fn recalled(root: &Path) -> Self {
        Self { folder: Some(root.join(FOLDER)), is_writing: false, turn: Mutex::default() }
    }

    /// The picture in its own size, or in a smaller one of `width`, without what a camera wrote into it.
    pub fn version(&self, disk: &Path, picture: Picture, width: Option<u32>) -> Result<Vec<u8>, Problem> {
        let mut bytes = Vec::new();
        let read = open(disk).and_then(|file| file.take(media::LONGEST + 1).read_to_end(&mut bytes));
        read.map_err(|error| Problem::Unreadable { path: disk.display().to_string(), reason: error.kind() })?;
        if bytes.len() as u64 > media::LONGEST {
            return Err(too_large());
        }
        if width.is_none() && !picture.is_turned {
            // Without decoding: quicker than to look it up.
            return media::clean(&bytes, picture).map_err(problem);
        }
        let name = width.map_or_else(|| "whole".to_owned(), |width| width.to_string());
        let remembered = self.folder.as_ref().map(|folder| {
            let digest = blake3::hash(&bytes).to_hex();
            folder.join(format!("{RECIPE}-{}-{name}.{}", &digest[..32], extension(picture.format)))
        });
        if let Some(made) = remembered.as_deref().and_then(recall) {
            return Ok(made);
        }
        let made = self.make(&bytes, picture, width).map_err(problem)?;
        if let Some(place) = remembered.filter(|_| self.is_writing) {
            // What can't be remembered is made again.
            let _ = remember(&place, &made);
        }
        Ok(made)
    }

    fn make(&self, bytes: &[u8], picture: Picture, width: Option<u32>) -> Result<Vec<u8>, Fault> {
        let is_large = u64::from(picture.width) * u64::from(picture.height) > LARGE;
        let _turn = is_large.then(|| self.turn.lock().unwrap_or_else(PoisonError::into_inner));
        let whole = media::clean(bytes, picture)?;
        let Some(width) = width else { return Ok(whole) };
        let smaller = media::smaller(bytes, width)?;
        // A drawing in few colours can grow when it gets smoother edges.
        Ok(if smaller.len() < whole.len() { smaller } else { whole })
    }
}

fn extension(format: Format) -> &'static str {
    match format {
        Format::Jpeg => "jpg",
        Format::Png => "png",
        Format::WebP => "webp",
        Format::Gif => "gif",
        Format::Svg => "svg",
    }
}

/// What was remembered: a digest of the bytes, then the bytes, so that a damaged file is not taken for a picture.
fn recall(place: &Path) -> Option<Vec<u8>> {
    // A pipe in its place would be waited for.
    let is_plain = place.symlink_metadata().is_ok_and(|about| about.is_file());
    let mut bytes = is_plain.then(|| fs::read(place).ok()).flatten()?;
    let digest = bytes.get(..32)?;
    let is_whole = blake3::hash(&bytes[32..]).as_bytes() == digest;
    is_whole.then(|| bytes.split_off(32))
}

fn remember(place: &Path, made: &[u8]) -> io::Result<()> {
    if let Some(folder) = place.parent() {
        fs::create_dir_all(folder)?;
    }
    // Another build may write the same file; each takes its place whole.
    let aside = place.with_extension(format!("{}.{UNFINISHED}", std::process::id()));
    let written = fs::write(&aside, [blake3::hash(made).as_bytes().as_slice(), made].concat());
    written.and_then(|()| fs::rename(&aside, place)).inspect_err(|_| drop(fs::remove_file(&aside)))
}

/// Removes what builds left unfinished that were ended. Should one be under way, it forgets a picture.
fn tidy(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.extension().is_some_and(|extension| extension == UNFINISHED) {
            // What can't be removed does no harm.
            let _ = fs::remove_file(path);
        }
    }
}
