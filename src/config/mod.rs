//! What `site.toml` says.
//! Its values with places in, [`Config`] and diagnostics out. Never reads a file.

pub mod publish;
mod site;
pub mod vocabulary;

pub use publish::Publish;
pub use site::{Audience, Config, Topic, parse};
pub use vocabulary::Vocabulary;
