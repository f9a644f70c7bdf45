//! One file, handed out.
//! A place and a way to write in; the whole file there, or what was there before. Never writes over a file that this program
//! did not make.

use std::fs::{self, File};
use std::io::{BufWriter, ErrorKind, Read as _, Seek, Write};
use std::path::Path;

use super::error::ReleaseError;

/// How much of an older file is looked at to know it.
const HEAD: u64 = 8 * 1024;

/// Why a file was not written: its content could not be made, or the system refused.
#[derive(Debug)]
pub enum FileError<E> {
    /// It could not be made.
    Content(E),
    /// It could not be written.
    Outside(ReleaseError),
}

/// Writes the file at `path`; `is_ours` judges the beginning of one that is there already.
pub fn write_file<E, W>(path: &Path, is_ours: fn(&[u8]) -> bool, write: W) -> Result<u64, FileError<E>>
where
    W: FnOnce(&mut (dyn WriteSeek + '_)) -> Result<(), E>,
{
    let refused = |error| FileError::Outside(ReleaseError::io(path, error));
    match path.symlink_metadata() {
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(refused(error)),
        Ok(about) if !about.is_file() => return Err(refused(ErrorKind::AlreadyExists.into())),
        Ok(_) => {
            let mut head = Vec::new();
            File::open(path).and_then(|file| file.take(HEAD).read_to_end(&mut head)).map_err(refused)?;
            if !is_ours(&head) {
                return Err(refused(ErrorKind::AlreadyExists.into()));
            }
        }
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".unfinished");
    let unfinished = path.with_file_name(name);
    let written = (|| {
        let mut file = BufWriter::new(File::create(&unfinished).map_err(refused)?);
        write(&mut file).map_err(FileError::Content)?;
        let file = file.into_inner().map_err(|error| refused(error.into_error()))?;
        file.sync_all().map_err(refused)?;
        let length = file.metadata().map_err(refused)?.len();
        fs::rename(&unfinished, path).map_err(refused)?;
        Ok(length)
    })();
    if written.is_err() {
        // Half a file is of use to nobody.
        let _ = fs::remove_file(&unfinished);
    }
    written
}

/// What can be written to at any place.
pub trait WriteSeek: Write + Seek {}

impl<T: Write + Seek> WriteSeek for T {}

/// A file's bytes.
pub fn read(path: &Path) -> std::io::Result<Vec<u8>> {
    if path.symlink_metadata()?.is_file() { fs::read(path) } else { Err(ErrorKind::InvalidInput.into()) }
}
