//! The handbook in one file: all of it as a zip, or one page with everything in it.
//! A site in, bytes out. Never touches the disk; the same site gives the same bytes.

mod archive;
mod markup;
mod page;
mod which;

pub use archive::{ArchiveError, archive};
pub use page::{LeftOut, Packed, pack_page};
pub use which::{NotFound, next_part, which};

/// What the packed page says of itself, by which an older one is known that may be written over.
pub const MARK: &str = "<meta name=\"generator\" content=\"jiangyi pack\">";
