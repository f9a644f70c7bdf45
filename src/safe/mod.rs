//! The security kernel: everything that stands between what others wrote and what a browser, a disk or a terminal makes of it.
//! Text of authors, names of files, addresses and ids come in; only what can do no harm at the place that it is meant for goes
//! out. Nothing here knows what a lesson is, touches the disk, or can be told to let something pass.
//!
//! | what | passes through | and then is |
//! |---|---|---|
//! | text into HTML, XML and their attributes | [`markup::push_escaped`], or the template engine, which escapes all but [`markup::Html`] | text, whatever it holds |
//! | markup made by the program | [`markup::Html::made`], whose few callers a test lists | the only value that a template does not escape |
//! | raw HTML of authors | [`tag::Tag`] | one of fifteen names, without attributes |
//! | where links lead | [`address::Lead::of`], then [`markup::push_url`] | a [`address::Address`] of an allowed scheme, a file of the content, an anchor, or text |
//! | files and folders | [`path::ContentPath`], [`path::SitePath`] | relative, below their root |
//! | ids | [`id::usable`], and `text::slug` for those made from text | never one of the page's own |
//! | data for scripts | [`script::literal`] | one literal, in a script file and inside HTML alike |
//! | what a terminal shows | [`terminal::harmless`] | without control characters and marks that turn text around |
//! | files that are copied | [`files::runs`] | nothing that a browser or server would run |
//!
//! Drawings and pictures are judged in `media`, formulas rebuilt in `parse::math`, requests to the preview judged in
//! `serve::answer`: each by an allow-list of its own format. `tests/kernel/coverage` shows that every branch here is tested.

pub mod address;
pub mod files;
pub mod id;
pub mod markup;
pub mod path;
pub mod script;
pub mod tag;
pub mod terminal;
