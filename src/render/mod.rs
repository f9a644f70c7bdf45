//! From what a text says to what a browser shows.
//! Trees and the answers of whoever knows the whole handbook in, HTML out. Pure: asks the disk, the clock and the network
//! for nothing.

pub mod footnotes;
pub mod html;
mod inline;
pub mod writer;
