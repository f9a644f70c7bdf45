//! The handbook: everything that the content says, put together.
//! Composed texts, configuration and registries in, a [`Handbook`] and diagnostics out. Names no Markdown parser, no
//! template and no address of a page.

mod assemble;
mod check;
mod gather;
mod handbook;
pub mod lists;
mod targets;

pub use assemble::{Input, assemble};
pub use handbook::{
    Asset, AssetId, Audience, AudienceId, Cited, ExemplarId, Handbook, Lesson, LessonId, PolicyText, ProcedureId,
    QuestionId, Reads, Sheet, SheetId, Text, TextPart, Topic, TopicId, Unit, UnitId,
};
pub use targets::{Target, Targets};
