//! From a file's text to what it says: tree, front matter, typed sections.
//! One file at a time, pure; problems are returned beside the value. Never sees another file but through [`tree`] values.

pub mod markdown;
pub mod math;
pub mod slips;
pub mod tree;
