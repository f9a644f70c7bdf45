//! The site as a zip; the one file that knows the zip crate.
//! A site and the name of a folder in, an archive out in which all files lie in that folder, in order, of one date and with
//! plain permissions: the same site gives the same bytes. Names are UTF-8 and say so. A few pages are in memory at a time.

use std::io::{Seek, Write};

use rayon::prelude::*;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::diagnostic::Diagnostic;
use crate::publish::{Body, Output};

/// How many files are made at a time.
const AT_ONCE: usize = 64;
/// What is packed already.
const DENSE: [&str; 14] =
    ["png", "jpg", "jpeg", "webp", "gif", "mp4", "m4v", "webm", "mp3", "m4a", "zip", "docx", "xlsx", "pptx"];

/// Why there is no archive.
#[derive(Debug)]
pub enum ArchiveError {
    /// A page that could not be made.
    Page(Box<Diagnostic>),
    /// It could not be written.
    Write(std::io::Error),
}

impl From<std::io::Error> for ArchiveError {
    fn from(error: std::io::Error) -> Self {
        Self::Write(error)
    }
}

/// Writes the archive into `to`. `read` opens a file that is given out as it is.
pub fn archive<W: Write + Seek>(
    site: &impl Output,
    folder: &str,
    read: impl Fn(&std::path::Path) -> std::io::Result<Vec<u8>> + Sync,
    to: W,
) -> Result<W, ArchiveError> {
    let mut order: Vec<usize> = (0..site.paths().len()).collect();
    order.sort_by_key(|index| &site.paths()[*index]);
    let mut writer = ZipWriter::new(to);
    for chunk in order.chunks(AT_ONCE) {
        let made: Vec<Result<Vec<u8>, ArchiveError>> = chunk
            .par_iter()
            .map(|index| match site.body(*index).map_err(ArchiveError::Page)? {
                Body::Bytes(bytes) => Ok(bytes),
                Body::File(path) => Ok(read(&path)?),
            })
            .collect();
        for (index, bytes) in chunk.iter().zip(made) {
            let (path, bytes) = (&site.paths()[*index], bytes?);
            let is_dense = DENSE.contains(&path.extension());
            let method = if is_dense { CompressionMethod::Stored } else { CompressionMethod::Deflated };
            let options = SimpleFileOptions::default()
                .compression_method(method)
                .last_modified_time(DateTime::default())
                .unix_permissions(0o644)
                .large_file(bytes.len() > 0xF000_0000);
            writer.start_file(format!("{folder}/{path}"), options).map_err(std::io::Error::from)?;
            writer.write_all(&bytes)?;
        }
    }
    Ok(writer.finish().map_err(std::io::Error::from)?)
}
