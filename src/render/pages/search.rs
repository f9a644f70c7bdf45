//! The search page. Results are the script's; without scripts the page leads to the indexes.

use crate::render::desk::Desk;
use crate::render::links::Head;
use crate::render::views::SearchView;

/// The kinds of result, in the order in which groups of them are shown.
const KINDS: [&str; 9] = ["term", "procedure", "question", "lesson", "policy", "exemplar", "sheet", "unit", "quiz"];

pub(super) fn search(desk: &Desk<'_>) -> SearchView {
    let title = desk.word("search.title").to_owned();
    let mut page = desk.page(Head { kind: "search", title: &title, description: "", crumbs: vec![desk.home()] });
    page.noindex = true;
    SearchView { page, strands: desk.strands(), audiences: desk.audiences(), kinds: KINDS.to_vec() }
}
