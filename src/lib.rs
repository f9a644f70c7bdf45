//! jiangyi (讲义): lecture notes in, a handbook out.
//!
//! The program is a pipeline of values, one type a stage; see ARCHITECTURE.md.

pub mod command;
pub mod config;
pub mod create;
pub mod data;
pub mod diagnostic;
pub mod media;
pub mod memo;
pub mod model;
pub mod pack;
pub mod parse;
pub mod pipeline;
pub mod publish;
pub mod release;
pub mod render;
pub mod report;
pub mod reuse;
pub mod route;
pub mod safe;
pub mod search;
pub mod serve;
pub mod site;
pub mod source;
pub mod text;
pub mod theme;

pub use safe::path;
