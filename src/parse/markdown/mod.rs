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

use std::borrow::Cow;

use crate::diagnostic::Checked;
use crate::parse::tree::Tree;

use context::Context;
pub use context::Source;
pub use literal::literal_ranges;

/// The tree of `text`, a file's body without its front matter. Spans in it are places of the whole file.
#[must_use]
pub fn parse(text: &str, source: &Source<'_>) -> Checked<Tree> {
    let text = unix_ends(text);
    let mut cx = Context::body(&text, source);
    let value = blocks::build(&mut cx);
    Checked { value, diagnostics: cx.into_diagnostics() }
}

/// `text` with each `\r` that ends a line alone as `\n`, byte for byte: the parser loses text after such a line end.
fn unix_ends(text: &str) -> Cow<'_, str> {
    let is_lone = |at: usize| !text[at + 1..].starts_with('\n');
    if !text.match_indices('\r').any(|(at, _)| is_lone(at)) {
        return Cow::Borrowed(text);
    }
    text.char_indices().map(|(at, c)| if c == '\r' && is_lone(at) { '\n' } else { c }).collect()
}

#[cfg(test)]
mod tests;
