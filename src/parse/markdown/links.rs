//! Where a link leads, as the tree has it.
//! A destination as the Markdown parser decoded it in, a [`Destination`] and perhaps a problem out; what is allowed is decided
//! in `safe::address`.

use crate::diagnostic::Problem;
use crate::parse::tree::Destination;
use crate::path::ContentPath;
use crate::safe::address::Lead;

/// Where `written` leads from the file at `path`.
pub(super) fn destination(written: &str, path: &ContentPath) -> (Destination, Option<Problem>) {
    match Lead::of(written, path) {
        Lead::Outward(address) => (Destination::External(address), None),
        Lead::Inside(file, anchor) => (Destination::File(file, anchor.map(Into::into)), None),
        Lead::Anchor(anchor) => (Destination::Anchor(anchor.into()), None),
        Lead::Leaves => {
            let problem = Problem::LinkLeavesContent { target: written.into() };
            (Destination::Refused(written.into()), Some(problem))
        }
        Lead::Refused => (Destination::Refused(written.into()), Some(Problem::RefusedLink { target: written.into() })),
    }
}
