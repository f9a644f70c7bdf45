//! The integration tests, one binary, a module a subject.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic, and so may what tests share")]

mod cjk_emphasis;
mod commonmark;
mod html_writer;
mod markdown_properties;
mod publish;
mod source;
mod support;
