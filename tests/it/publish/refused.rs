//! Where the output must not go.

use std::fs;
#[cfg(target_os = "linux")]
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use jiangyi::diagnostic::Lang;
use jiangyi::publish::{MANIFEST, Protected, PublishError, Refusal, write};

use super::{FIRST, everything, files, output, place, texts};

#[test]
fn folders_that_hold_or_are_sources_are_refused_before_any_change() {
    let root = tempfile::tempdir().unwrap();
    let at = |path: &str| root.path().join(path);
    fs::create_dir_all(at("home/site/content/2026-03")).unwrap();
    fs::create_dir_all(at("home/site/themes")).unwrap();
    fs::write(at("home/site/content/a.md"), "precious").unwrap();
    fs::create_dir(at("foreign")).unwrap();
    fs::write(at("foreign/thesis.doc"), "precious").unwrap();
    fs::write(at("file"), "precious").unwrap();
    fs::create_dir(at("damaged")).unwrap();
    fs::write(at("damaged").join(MANIFEST), "{\"version\":1,\"fil").unwrap();
    let protected = Protected {
        root: at("home/site"),
        sources: vec![at("home/site/content"), at("home/site/themes")],
        home: Some(at("home")),
    };
    let before = everything(root.path());
    for (target, why) in [
        (PathBuf::from("/"), Refusal::Disk),
        (at("home/site"), Refusal::HoldsSite),
        (at("home/site/."), Refusal::HoldsSite),
        (at("home/site/content/.."), Refusal::HoldsSite),
        (at(""), Refusal::HoldsSite),
        (at("home"), Refusal::HoldsSite),
        (at("home/site/content"), Refusal::Sources),
        (at("home/site/content/"), Refusal::Sources),
        (at("home/site/content/public"), Refusal::Sources),
        (at("home/site/content/2026-03"), Refusal::Sources),
        (at("home/site/themes"), Refusal::Sources),
        (at("home/site/public/../content/x"), Refusal::Sources),
        (at("foreign"), Refusal::Foreign),
        (at("file"), Refusal::NotAFolder),
        (at("damaged"), Refusal::Manifest),
    ] {
        if target.ends_with("public/../content/x") {
            fs::create_dir(at("home/site/public")).unwrap();
        }
        let error = write(&output(&FIRST), &target, &protected).unwrap_err();
        assert!(matches!(error, PublishError::Refused { why: is, .. } if is == why), "{}: {error:?}", target.display());
        assert!(!error.message(Lang::Zh).is_empty() && !error.message(Lang::En).is_empty());
        let _ = fs::remove_dir(at("home/site/public"));
        assert_eq!(everything(root.path()), before);
    }
    let elsewhere = Protected { home: Some(at("home")), root: at("foreign"), sources: Vec::new() };
    let error = write(&output(&FIRST), &at("home"), &elsewhere).unwrap_err();
    assert!(matches!(error, PublishError::Refused { why: Refusal::Home, .. }));
    write(&output(&FIRST), &at("home/site/public"), &protected).unwrap();
}

#[test]
fn a_folder_of_our_names_that_is_not_ours_is_never_touched() {
    let place = place();
    fs::create_dir(place.work()).unwrap();
    fs::write(place.work().join("thesis.doc"), "precious").unwrap();
    let before = everything(place.folder.path());
    let error = place.write(&output(&FIRST)).unwrap_err();
    assert!(matches!(error, PublishError::Refused { why: Refusal::Work, .. }), "{error:?}");
    assert_eq!(everything(place.folder.path()), before);
}

#[cfg(target_os = "linux")]
#[test]
fn a_link_as_output_is_refused_but_a_link_above_it_is_not() {
    let place = place();
    let real = place.folder.path().join("real");
    fs::create_dir(&real).unwrap();
    symlink(&real, &place.public).unwrap();
    for target in [place.public.clone(), place.folder.path().join("public/")] {
        let error = write(&output(&FIRST), &target, &Protected::default()).unwrap_err();
        assert!(matches!(error, PublishError::Refused { why: Refusal::Link, .. }), "{error:?}");
    }
    assert!(files(&real).is_empty());
    write(&output(&FIRST), &place.public.join("site"), &Protected::default()).unwrap();
    assert_eq!(files(&real.join("site")), texts(&FIRST));
}

#[cfg(target_os = "linux")]
#[test]
fn a_way_to_the_content_through_a_link_is_noticed() {
    let place = place();
    let content = place.folder.path().join("content");
    fs::create_dir(&content).unwrap();
    symlink(&content, place.folder.path().join("link")).unwrap();
    let protected = Protected { sources: vec![content], ..Protected::default() };
    let error = write(&output(&FIRST), &place.folder.path().join("link/public"), &protected).unwrap_err();
    assert!(matches!(error, PublishError::Refused { why: Refusal::Sources, .. }), "{error:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn where_nothing_can_be_written_is_an_error_that_names_the_place() {
    // Not even root makes files here.
    let error = write(&output(&FIRST), Path::new("/proc/self/public"), &Protected::default()).unwrap_err();
    assert!(matches!(error, PublishError::Io { .. }), "{error:?}");
    assert!(error.message(Lang::Zh).contains("/proc/"), "{error}");
}
