//! jiangyi (讲义): lecture notes in, a handbook out.
//!
//! The program is a pipeline of values, one type a stage; see ARCHITECTURE.md.

pub mod diagnostic;
pub mod parse;
pub mod path;
pub mod publish;
pub mod source;
pub mod text;
