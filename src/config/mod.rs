//! What `site.toml` says.
//! Its values with places in, [`Config`] and diagnostics out. Never reads a file.

mod site;
pub mod vocabulary;

pub use site::{Audience, Config, Publish, Topic, parse};
pub use vocabulary::Vocabulary;
