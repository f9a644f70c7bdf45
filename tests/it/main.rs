//! The integration tests, one binary, a module a subject.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic, and so may what tests share")]

mod architecture;
mod cjk_emphasis;
mod command_line;
mod commonmark;
mod examples;
mod explain;
mod golden_sites;
mod guide;
mod html_writer;
mod laws;
mod markdown_properties;
mod messages;
mod pages;
mod publish;
mod site_support;
mod source;
mod support;
