//! Files of others in the output folder: kept where they are, never replaced, never entered through a link.

use std::fs;
#[cfg(unix)]
use std::os::unix::fs::symlink;
use std::path::PathBuf;

use jiangyi::diagnostic::{Diagnostic, Lang};
use jiangyi::path::SitePath;
use jiangyi::publish::{Body, Output, PublishError};

use super::{FIRST, everything, files, output, place, texts};

#[test]
fn files_of_others_are_kept() {
    let place = place();
    place.write(&output(&FIRST)).unwrap();
    let put = |path: &str, text: &str| {
        let path = place.public.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    put(".git/HEAD", "ref");
    put("CNAME", "host");
    put("2026-03/notes.txt", "beside a page");
    put("2026-03/deep/notes.txt", "where no page will be");
    put("2026-09/later.txt", "where a page will be");
    fs::create_dir(place.public.join("uploads")).unwrap();
    let second = [("2026-03/a.html", "甲"), ("2026-09/c.html", "丙")];
    for _ in 0..2 {
        place.write(&output(&second)).unwrap();
        let mut expected = texts(&second);
        expected.extend(texts(&[
            (".git/HEAD", "ref"),
            ("CNAME", "host"),
            ("2026-03/notes.txt", "beside a page"),
            ("2026-03/deep/notes.txt", "where no page will be"),
            ("2026-09/later.txt", "where a page will be"),
            ("uploads/", ""),
        ]));
        assert_eq!(files(&place.public), expected);
        assert_eq!(place.beside(), ["public"]);
    }
}

#[test]
fn a_file_of_others_in_a_pages_place_stops_the_build() {
    for (foreign, wanted) in [("x.html", "x.html"), ("x", "x/y.html"), ("x.html/inside", "x.html")] {
        let place = place();
        place.write(&output(&FIRST)).unwrap();
        let path = place.public.join(foreign);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "mine").unwrap();
        let before = everything(&place.public);
        let error = place.write(&output(&[(wanted, "ours")])).unwrap_err();
        assert!(matches!(error, PublishError::Occupied { .. }), "{error:?}");
        assert_eq!(everything(&place.public), before);
        assert_eq!(place.beside(), ["public"]);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn links_of_others_are_kept_as_links_and_what_they_lead_to_is_untouched() {
    let place = place();
    place.write(&output(&FIRST)).unwrap();
    let outside = place.folder.path().join("outside");
    fs::create_dir(&outside).unwrap();
    fs::write(outside.join("a.html"), "precious").unwrap();
    symlink(&outside, place.public.join("media")).unwrap();
    symlink("nowhere", place.public.join("dangling")).unwrap();
    place.write(&output(&[("index.html", "x")])).unwrap();
    let now = files(&place.public);
    assert_eq!(now["media"], format!("→ {}", outside.display()));
    assert_eq!(now["dangling"], "→ nowhere");
    assert_eq!(files(&outside), texts(&[("a.html", "precious")]));
}

/// A folder of ours was replaced by a link: nothing is written or deleted where it leads.
#[cfg(target_os = "linux")]
#[test]
fn a_link_in_a_folders_place_is_never_entered() {
    let place = place();
    place.write(&output(&[("m/a.html", "甲"), ("index.html", "x")])).unwrap();
    let outside = place.folder.path().join("outside");
    fs::rename(place.public.join("m"), &outside).unwrap();
    symlink(&outside, place.public.join("m")).unwrap();
    let error = place.write(&output(&[("m/a.html", "乙")])).unwrap_err();
    assert!(matches!(error, PublishError::Occupied { .. }), "{error:?}");
    place.write(&output(&[("index.html", "y")])).unwrap();
    assert_eq!(files(&outside), texts(&[("a.html", "甲")]));
    assert!(place.public.join("m").is_symlink());
}

#[test]
fn what_was_put_in_our_files_place_stops_the_build_too() {
    let put_folder = |path: &PathBuf| {
        fs::create_dir(path).unwrap();
        fs::write(path.join("inside"), "mine").unwrap();
    };
    #[cfg(unix)]
    let put_link = |path: &PathBuf| symlink("nowhere", path).unwrap();
    #[cfg(not(unix))]
    let put_link = put_folder;
    for put in [&put_folder as &dyn Fn(&PathBuf), &put_link] {
        let place = place();
        place.write(&output(&FIRST)).unwrap();
        let page = place.public.join("index.html");
        fs::remove_file(&page).unwrap();
        put(&page);
        let before = everything(&place.public);
        let error = place.write(&output(&FIRST)).unwrap_err();
        assert!(matches!(&error, PublishError::Occupied { path } if path.ends_with("public/index.html")), "{error:?}");
        assert_eq!(everything(&place.public), before);

        place.write(&output(&FIRST[..2])).unwrap();
        assert_eq!(files(&place.public).len(), 3, "it was kept");
    }
}

/// Somebody puts a file into the old site, under the name of a new page, while that page is being made.
#[test]
fn a_file_that_can_not_be_moved_is_never_lost() {
    struct Raced {
        paths: Vec<SitePath>,
        theirs: PathBuf,
    }
    impl Output for Raced {
        fn paths(&self) -> &[SitePath] {
            &self.paths
        }
        fn body(&self, _: usize) -> Result<Body, Box<Diagnostic>> {
            fs::write(&self.theirs, "mine").unwrap();
            Ok(Body::Bytes(b"ours".to_vec()))
        }
    }
    let place = place();
    place.write(&output(&FIRST)).unwrap();
    fs::write(place.public.join("notes.txt"), "also mine").unwrap();
    let raced = Raced { paths: vec![SitePath::new("x.html").unwrap()], theirs: place.public.join("x.html") };
    let error = place.write(&raced).unwrap_err();
    let PublishError::Leftover { path, .. } = &error else { panic!("{error:?}") };
    assert!(error.message(Lang::Zh).contains("x.html"));
    let kept = || fs::read_to_string(path).unwrap();
    assert_eq!(kept(), "mine");
    assert_eq!(files(&place.public), texts(&[("notes.txt", "also mine"), ("x.html", "ours")]));

    assert!(matches!(place.write(&output(&FIRST)), Err(PublishError::Leftover { .. })));
    assert_eq!(kept(), "mine");
    fs::rename(path, place.folder.path().join("saved")).unwrap();
    place.write(&output(&FIRST)).unwrap();
    assert_eq!(place.beside(), ["public", "saved"]);
}
