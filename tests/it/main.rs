//! The integration tests, one binary, a module a subject.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may panic, and so may what tests share"
)]
#![allow(clippy::disallowed_methods, reason = "tests lay out their sites on disk, and read what came of them")]
#![allow(clippy::format_collect, reason = "a line a thing reads best so, and nothing here is large")]
#![allow(clippy::case_sensitive_file_extension_comparisons, reason = "the names compared are our own")]

mod architecture;
mod changes;
mod cjk_emphasis;
mod command_line;
mod commonmark;
mod examples;
mod explain;
mod fix;
mod fuzz;
mod golden_sites;
mod guide;
mod html_writer;
mod kernel;
mod laws;
mod markdown_properties;
mod messages;
mod new;
mod pages;
mod pictures;
mod publish;
mod release;
mod reuse;
mod serve;
mod serve_laws;
mod site_support;
mod source;
mod support;
