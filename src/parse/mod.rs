//! From a file's text to what it says: tree, front matter, typed sections.
//! One file at a time, pure; problems are returned beside the value. Never sees another file but through [`tree`] values.

pub mod citations;
pub mod document;
pub mod front_matter;
pub mod ids;
pub mod limit;
pub mod markdown;
pub mod math;
pub mod mentions;
pub mod numeral;
pub mod place;
pub mod plain;
pub mod registry;
pub mod section;
pub mod slips;
pub mod tree;
pub mod walk;
