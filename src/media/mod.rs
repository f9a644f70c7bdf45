//! Pictures of the content, made fit to be given out.
//! Bytes in, facts and other bytes out: pure. What is published never says where, when or with which device a picture was
//! taken; it stands upright; smaller versions are made for phones. Never decodes a picture of more pixels than
//! [`MOST_PIXELS`], and never gives out a drawing that can run or fetch anything.

mod raster;
mod strip;
mod svg;
mod unfold;

use std::fmt;

pub use raster::{head, smaller};

/// The most pixels that a picture may have: more than any camera of a phone gives in its usual mode.
pub const MOST_PIXELS: u64 = 50_000_000;

/// The longest picture file that is read, in bytes.
pub const LONGEST: u64 = 64 * 1024 * 1024;

/// The widths that smaller versions have, in pixels: a phone's screen, and the column of text on a fine screen.
pub const WIDTHS: [u32; 2] = [720, 1440];

/// The kinds of picture that are looked into, by what is in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// JPEG
    Jpeg,
    /// PNG
    Png,
    /// WebP
    WebP,
    /// GIF
    Gif,
    /// SVG
    Svg,
}

/// A picture as readers see it: upright.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Picture {
    /// What kind.
    pub format: Format,
    /// Its width in pixels; 0 where a drawing does not say.
    pub width: u32,
    /// Its height in pixels; 0 where a drawing does not say.
    pub height: u32,
    /// Whether it was taken with the camera on its side, so that its pixels must be turned.
    pub is_turned: bool,
}

/// Why a picture is not given out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// More pixels than are decoded.
    TooManyPixels {
        /// Its width.
        width: u32,
        /// Its height.
        height: u32,
    },
    /// It can't be read.
    Broken(String),
    /// A drawing with something in it that runs or fetches.
    Unsafe(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooManyPixels { width, height } => write!(f, "{width} × {height}"),
            Self::Broken(detail) | Self::Unsafe(detail) => f.write_str(detail),
        }
    }
}

/// Whether a file of this name is looked into.
#[must_use]
pub fn is_picture(path: &str) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    matches!(extension.as_str(), "jpg" | "jpeg" | "jpe" | "jfif" | "png" | "webp" | "gif" | "svg")
}

/// Whether the name is a drawing's, of which the whole must be read to know it.
#[must_use]
pub fn is_drawing(path: &str) -> bool {
    path.len() > 4 && path.is_char_boundary(path.len() - 4) && path[path.len() - 4..].eq_ignore_ascii_case(".svg")
}

/// A drawing, if it is safe.
pub fn drawing(text: &[u8]) -> Result<Picture, Fault> {
    svg::check(text)
}

impl Picture {
    /// The widths of its smaller versions, narrow first; none where it is narrow itself. WebP is small already, and what
    /// moves stays as it is.
    pub fn widths(self) -> impl Iterator<Item = u32> {
        let has_versions = matches!(self.format, Format::Jpeg | Format::Png);
        // A version that would save next to nothing is not made.
        WIDTHS.into_iter().filter(move |width| has_versions && self.width >= width + width / 4)
    }

    /// Whether its file is copied as it is.
    #[must_use]
    pub fn is_copied(self) -> bool {
        matches!(self.format, Format::Gif | Format::Svg)
    }
}

/// The picture in its own size without what a camera wrote into it, upright. The pixels are touched only where they must be
/// turned.
pub fn clean(bytes: &[u8], picture: Picture) -> Result<Vec<u8>, Fault> {
    if picture.is_turned {
        return raster::again(bytes, None);
    }
    let cleaned = match picture.format {
        Format::Jpeg => strip::jpeg(bytes),
        Format::Png => strip::png(bytes),
        Format::WebP => strip::webp(bytes),
        Format::Gif | Format::Svg => Some(bytes.to_vec()),
    };
    // What can't be taken apart is decoded and written anew.
    cleaned.map_or_else(|| raster::again(bytes, None), Ok)
}
