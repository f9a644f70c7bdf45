use super::*;

fn path(path: &str) -> SitePath {
    SitePath::new(path).unwrap()
}

fn built(files: &[(&str, u8)]) -> Vec<Built> {
    files.iter().map(|(name, byte)| Built { path: path(name), hash: [*byte; 32].into(), size: 1 }).collect()
}

fn asked(now: u64) -> Asked<'static> {
    Asked { now, who: "me", keep: 3, allow_shrink: false, purge: false }
}

/// The target after `plan` has been carried out.
fn after(mut state: State, plan: Plan) -> State {
    state.history.lines.extend(plan.lines);
    state.live = Some(plan.number);
    state.highest = plan.number;
    state.releases.retain(|release| !plan.retired.contains(release));
    state.releases.push(plan.number);
    state.listing = plan.listing;
    state
}

fn step(state: State, now: u64, files: &[(&str, u8)]) -> (State, Changes) {
    let plan = plan(&state, &built(files), &asked(now)).unwrap();
    let changes = plan.changes.clone();
    (after(state, plan), changes)
}

#[test]
fn pages_go_at_once_and_what_they_load_after_a_while() {
    let (state, _) =
        step(State::default(), 100, &[("a.html", 1), ("b.html", 1), ("c.html", 1), ("d.html", 1), ("x.1.css", 1)]);
    let (state, changes) = step(state, 200, &[("a.html", 2), ("b.html", 1), ("c.html", 1), ("x.2.css", 1)]);
    assert_eq!(changes.added, [path("x.2.css")]);
    assert_eq!(changes.changed, [path("a.html")]);
    assert_eq!(changes.removed, [path("d.html")]);
    assert_eq!(changes.kept, [path("x.1.css")]);
    assert_eq!(state.listing.files[&path("a.html")].time, 200);
    assert_eq!(state.listing.files[&path("b.html")].time, 100, "what did not change keeps its date");
    let same = [("a.html", 2), ("b.html", 1), ("c.html", 1), ("x.2.css", 1)];
    let (state, changes) = step(state, 200 + GRACE - 1, &same);
    assert!(changes.is_none() && state.listing.files.contains_key(&path("x.1.css")));
    let (state, changes) = step(state, 200 + GRACE, &same);
    assert_eq!(changes.removed, [path("x.1.css")]);
    assert_eq!(state.releases, [2, 3, 4], "as many as are to be kept");
}

#[test]
fn a_file_that_comes_back_is_part_of_the_handbook_again() {
    let (state, _) = step(State::default(), 1, &[("a.html", 1), ("x.1.css", 1)]);
    let (state, _) = step(state, 2, &[("a.html", 2)]);
    let (state, changes) = step(state, 3, &[("a.html", 3), ("x.1.css", 1)]);
    assert_eq!(changes.added, [path("x.1.css")]);
    assert_eq!(state.listing.files[&path("x.1.css")], File { hash: [1; 32].into(), size: 1, time: 1, until: None });
}

#[test]
fn no_two_releases_share_a_date() {
    let (state, _) = step(State::default(), 100, &[("a.html", 1)]);
    let (state, _) = step(state, 100, &[("a.html", 2)]);
    assert_eq!(state.listing.files[&path("a.html")].time, 101);
    let (state, _) = step(state, 7, &[("a.html", 3)]);
    assert_eq!(state.listing.files[&path("a.html")].time, 102, "even where the clock went back");
}

#[test]
fn far_fewer_pages_are_asked_about() {
    let pages = |count: usize| {
        (0..count)
            .map(|n| Built { path: path(&format!("{n}.html")), hash: [0; 32].into(), size: 1 })
            .collect::<Vec<_>>()
    };
    let state = after(State::default(), plan(&State::default(), &pages(10), &asked(1)).unwrap());
    assert!(plan(&state, &pages(8), &asked(2)).is_ok());
    for count in [7, 3, 0] {
        let refused = plan(&state, &pages(count), &asked(2)).unwrap_err();
        assert!(matches!(refused, ReleaseError::Shrunk { before: 10, after } if after == count), "{refused:?}");
        assert!(plan(&state, &pages(count), &Asked { allow_shrink: true, ..asked(2) }).is_ok());
    }
}

#[test]
fn taking_back_for_good_leaves_nothing_earlier() {
    let (state, _) = step(State::default(), 1, &[("a.html", 1), ("secret.png", 1)]);
    let (state, _) = step(state, 2, &[("a.html", 1)]);
    assert!(state.listing.files.contains_key(&path("secret.png")));
    let plan = plan(&state, &built(&[("a.html", 1)]), &Asked { purge: true, ..asked(3) }).unwrap();
    assert_eq!(plan.listing.files.keys().collect::<Vec<_>>(), [&path("a.html")]);
    assert_eq!(plan.retired, [1, 2]);
}

#[test]
fn files_of_others_come_along_unless_a_page_needs_their_name() {
    let (mut state, _) = step(State::default(), 1, &[("a.html", 1)]);
    state.strangers = vec!["notes.txt".into(), "b.html".into()];
    let plan = plan(&state, &built(&[("a.html", 1), ("b.html", 1)]), &asked(2)).unwrap();
    assert_eq!(plan.listing.carried, ["notes.txt"]);
}

#[test]
fn a_name_of_two_lines_is_refused() {
    assert!(matches!(plan(&State::default(), &built(&[("a\nb", 1)]), &asked(1)), Err(ReleaseError::Name { .. })));
}

#[test]
fn a_record_that_was_lost_costs_nobody_the_release_that_is_shown() {
    let (state, _) = step(State::default(), 1, &[("a.html", 1)]);
    let state = State { history: History::default(), ..state };
    assert_eq!(plan(&state, &built(&[("a.html", 2)]), &asked(2)).unwrap().retired, [0; 0]);
}
