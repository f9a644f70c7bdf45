//! Text as such: places in it, classes of its characters, slugs and ids made from it.
//! Strings in, strings or positions out. Never knows what a lesson, a page or a file on disk is.

pub mod cjk;
pub mod digest;
pub mod nearest;
pub mod pinyin;
pub mod slug;
pub mod span;
