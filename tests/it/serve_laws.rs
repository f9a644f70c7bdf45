//! The law of serving: after any changes, every address answers what a clean build would hold there.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use jiangyi::pipeline::Options;
use jiangyi::serve::{Built, Workshop};
use jiangyi::source::Changed;
use proptest::prelude::*;

use crate::changes::{LESSONS, PATHS, change, clean, mend, said};
use crate::site_support::write;

/// A workshop, and what came of the last change.
struct Served {
    workshop: Workshop,
    last: Option<Built>,
}

impl Served {
    fn new(root: &Path) -> Self {
        Self { workshop: Workshop::new(root, Options { drafts: true, base_url: None }), last: None }
    }
}

/// Compares what is served after a change with a clean build. Whether that succeeded.
fn check(served: &mut Served, root: &Path, changed: &Changed) -> Result<bool, TestCaseError> {
    if let Some(built) = served.workshop.build(changed).unwrap() {
        served.last = Some(built);
    }
    let Served { last: Some(built), .. } = served else { panic!("nothing was built") };
    let (files, words) = clean(root);
    prop_assert_eq!(built.edition.is_some(), files.is_some());
    let Some(files) = files else {
        // What search has to say is said when its index is made anew.
        let own = said(&built.sources, &built.diagnostics);
        let of_search =
            |words: &BTreeSet<String>| words.iter().filter(|word| !word.contains("JY607")).cloned().collect();
        let (own, words): (BTreeSet<String>, BTreeSet<String>) = (of_search(&own), of_search(&words));
        prop_assert_eq!(own, words);
        return Ok(false);
    };
    let edition = built.edition.as_ref().unwrap();
    let paths: Vec<&String> = files.keys().collect();
    let own = edition.paths();
    let own: Vec<&String> = own.iter().collect::<BTreeSet<_>>().into_iter().collect();
    prop_assert_eq!(own, paths);
    for (path, body) in &files {
        let shown = edition.body(path).unwrap().unwrap();
        prop_assert!(shown == *body, "{} differs", path);
    }
    Ok(true)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn what_is_served_is_what_would_be_built(steps in prop::collection::vec(prop::collection::vec(change(), 1..4), 1..8)) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        mend(root);
        let mut served = Served::new(root);
        prop_assert!(check(&mut served, root, &Changed::Everything)?);
        for step in steps {
            let paths = step.iter().flat_map(|change| change.make(root)).collect();
            // A site with mistakes in it has no pages to compare, so that they are mended for the next step.
            if !check(&mut served, root, &Changed::Paths(paths))? {
                prop_assert!(check(&mut served, root, &Changed::Paths(mend(root)))?);
            }
        }
        check(&mut served, root, &Changed::Somewhere)?;
    }
}

#[test]
fn a_change_that_nobody_told_of_is_found_by_looking() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(&root.join("site.toml"), b"title = \"x\"\n");
    write(&root.join(PATHS[1]), LESSONS[4].as_bytes());
    let mut served = Served::new(root);
    served.last = served.workshop.build(&Changed::Everything).unwrap();
    assert!(!served.workshop.looks_changed());
    assert!(served.workshop.build(&Changed::Paths([root.join(PATHS[1])].into())).unwrap().is_none(), "saved as it was");
    write(&root.join(PATHS[1]), LESSONS[9].as_bytes());
    assert!(served.workshop.looks_changed());
    assert!(check(&mut served, root, &Changed::Somewhere).unwrap());
    fs::remove_dir_all(root.join("content/2026-03-拥军优抚")).unwrap();
    assert!(served.workshop.looks_changed());
    check(&mut served, root, &Changed::Somewhere).unwrap();
    assert!(!served.workshop.looks_changed());
}
