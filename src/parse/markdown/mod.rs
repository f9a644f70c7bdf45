//! Markdown: a file's text in, its [`Tree`] out.
//!
//! The parser's events ([`events`]) become blocks ([`blocks`]); the pieces of a paragraph become inlines ([`inlines`]),
//! where emphasis is decided by our own rules ([`emphasis`], [`flanking`]), links are judged ([`links`]) and raw HTML is
//! let pass or made text ([`html`]). Comments ([`comments`]) and alerts ([`alerts`]) are recognised here. Nothing recurses
//! on how deep an author nests, and no input makes it panic or takes more than linear time.

mod alerts;
mod blocks;
mod comments;
mod context;
mod emphasis;
mod events;
mod flanking;
mod html;
mod inlines;
mod joints;
mod links;
mod literal;
mod verbatim;

use crate::diagnostic::Checked;
use crate::parse::tree::Tree;

use context::Context;
pub use context::Source;
pub use literal::literal_ranges;

/// The tree of `text`, a file's body without its front matter. Spans in it are places of the whole file.
#[must_use]
pub fn parse(text: &str, source: &Source<'_>) -> Checked<Tree> {
    let mut cx = Context::body(text, source);
    let value = blocks::build(&mut cx);
    Checked { value, diagnostics: cx.into_diagnostics() }
}

#[cfg(test)]
mod tests;
