//! `pack`
use std::io;

use super::arguments::Pack;
use super::{Outcome, World, failed};
use crate::diagnostic::Lang;

pub(super) fn pack(asked: &Pack, _lang: Option<Lang>, world: &mut World<'_>) -> io::Result<Outcome> {
    failed(&format!("{asked:?}"), world)
}
