//! From the handbook to pages.
//! A handbook, its routes and a theme in, the text of any one page out: pure, so that pages are rendered in any order and
//! on any thread. `views` is the contract with themes.

mod desk;
mod flow;
pub mod footnotes;
mod highlight;
pub mod html;
mod inline;
mod links;
mod pages;
mod passage;
mod qr;
mod sections;
pub mod template;
pub mod views;
pub mod writer;
mod xml;

pub use pages::{Engine, Rendered, Renderer};
