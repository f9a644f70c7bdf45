//! Structured data that people write: front matter, registries, configuration.
//! YAML or TOML text in, a tree of values with their places out ([`Node`]), and a reader that asks it for known keys. Never
//! knows what the keys mean.

pub mod date;
mod keys;
pub mod node;
pub mod reader;
mod toml;
mod yaml;

pub use keys::Key;
pub use node::{Entry, Node, Spanned, Value};
pub use reader::Reader;
pub use toml::parse_toml;
pub use yaml::parse_yaml;
