//! Small sites, each named after one behaviour: what the program makes of them stands beside them in `expected/`.
//!
//! A page is expected as the theme `plain-theme` prints it, which shows the views and nothing else, so that no change of a
//! real theme touches these. `addresses.txt` lists the whole output; `problems.txt` what was found wrong, and without it
//! nothing may be. To expect one more page, make an empty file of its name and run with `UPDATE=1`.

use std::path::Path;

use jiangyi::pipeline::Options;

use crate::site_support::{assert_same, compile, copy, differs, files, folders, repository};

/// What all sites are read with; some show a behaviour that is asked for.
fn options(site: &str) -> Options {
    match site {
        "drafts-shown" => Options { drafts: true, base_url: None },
        "base-url-of-the-command" => Options { drafts: false, base_url: Some("http://10.1.2.3/shouce".into()) },
        _ => Options::default(),
    }
}

fn check(site: &str, folder: &Path) -> Vec<String> {
    let own = tempfile::tempdir().unwrap();
    copy(&repository().join("tests/sites/plain-theme"), &own.path().join("themes/plain"));
    copy(folder, own.path());
    let made = compile(own.path(), &options(site));
    let pages = made.pages();
    let expected = folder.join("expected");
    let wanted = if expected.exists() { files(&expected) } else { Vec::new() };
    assert!(!wanted.is_empty(), "{site} expects nothing");
    let mut different = Vec::new();
    for path in &wanted {
        let actual = match path.as_str() {
            "problems.txt" => made.problems(),
            "addresses.txt" => addresses(pages.keys()),
            page => tidy(pages.get(page).unwrap_or_else(|| panic!("{site} has no page {page}"))),
        };
        different.extend(differs(&expected.join(path), &actual));
    }
    if !wanted.iter().any(|path| path == "problems.txt") && !made.problems().is_empty() {
        different.push(format!("{site}: no problems.txt, but\n{}", made.problems()));
    }
    different
}

/// The addresses of what the program makes of the content: not of what every theme brings.
fn addresses<'a>(all: impl Iterator<Item = &'a String>) -> String {
    let own = all.filter(|path| !path.starts_with("assets/") && !path.starts_with("search"));
    own.map(|path| format!("{path}\n")).collect()
}

/// Without white space at the ends of lines and without empty lines, which templates leave behind.
fn tidy(page: &str) -> String {
    page.lines().map(str::trim_end).filter(|line| !line.is_empty()).map(|line| format!("{line}\n")).collect()
}

#[test]
fn every_site_is_as_expected() {
    let root = repository().join("tests/sites");
    let sites: Vec<String> = folders(&root).into_iter().filter(|name| name != "plain-theme").collect();
    let different: Vec<String> = sites.iter().flat_map(|site| check(site, &root.join(site))).collect();
    assert_same(&different);
}
