//! What the Markdown layer makes of the conventions of these handbooks.

use super::*;
