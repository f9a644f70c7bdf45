//! The integration tests, one binary, a module a subject.

mod cjk_emphasis;
mod commonmark;
mod examples;
mod explain;
mod guide;
mod markdown_properties;
mod publish;
mod source;
mod support;
