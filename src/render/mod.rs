//! Rendering.
pub mod template;
pub mod views;
