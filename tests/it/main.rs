//! The integration tests, one binary, a module a subject.

mod cjk_emphasis;
mod commonmark;
mod markdown_properties;
mod publish;
mod source;
mod support;
mod support;
