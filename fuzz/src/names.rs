//! What becomes part of addresses and of the search index: paths, slugs, anchors, terms; and formulas.

use jiangyi::parse::math::to_mathml;
use jiangyi::path::{ContentPath, SitePath};
use jiangyi::safe::markup::{escaped, push_url};
use jiangyi::search;
use jiangyi::text::slug::{anchor, file_slug, is_slug, slug};

use super::page;

/// Paths and slugs: nothing leaves its root, what is normal stays so, and a relative address leads where it should.
pub fn paths(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (one, two) = text.split_once('\n').unwrap_or((&text, ""));
    let stays = |path: &str| {
        assert!(!path.is_empty() && !path.contains('\\') && !path.starts_with('/') && !path.ends_with('/'), "{path:?}");
        assert!(path.split('/').all(|part| !matches!(part, "" | "." | "..")), "{path:?}");
    };
    let paths = [one, two].map(ContentPath::new);
    for path in paths.iter().flatten() {
        stays(path.as_str());
        assert_eq!(ContentPath::new(path.as_str()).as_ref(), Some(path));
        if let Some(joined) = path.join(two) {
            stays(joined.as_str());
        }
    }
    if let [Some(from), Some(to)] = &paths {
        assert_eq!(from.join(&from.relative(to)).as_ref(), Some(to), "{from:?} {to:?}");
    }
    if let [Some(from), Some(to)] = [one, two].map(SitePath::new) {
        stays(from.as_str());
        let folder = from.as_str().rsplit_once('/').map_or("", |(folder, _)| folder);
        let there = SitePath::new(&format!("{folder}/{}", from.relative(&to)));
        assert_eq!(there.as_ref(), Some(&to), "{from:?}");
    }
    let of = SitePath::of(&slug(one), two);
    assert!(of.as_str().split('/').all(|part| part != ".."), "{of:?}");
    for slug in [slug(one), file_slug(one)] {
        assert!(slug.is_empty() || is_slug(&slug), "{slug:?} of {one:?}");
    }
    assert!(!anchor(one).contains([' ', '"', '<', '>', '\'']), "{:?}", anchor(one));
    let mut url = String::new();
    push_url(&mut url, one);
    assert!(!url.contains(['"', '<', '>', ' ', '\'']), "{url:?}");
    assert!(!escaped(one).contains(['<', '>', '"']), "{one:?}");
}

/// The search tokeniser: folding twice is folding once, terms stand in order where they say.
pub fn search(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let folded = search::folded(&text);
    assert_eq!(search::folded(&folded), folded, "{text:?}");
    let mut before = 0;
    let terms = search::terms(&text);
    for (term, range) in &terms {
        let there = folded.get(range.clone()).unwrap_or_else(|| panic!("{range:?} of {folded:?}"));
        let mut at = there.chars();
        assert!(term.chars().all(|c| at.any(|other| other == c)), "{term:?} in {there:?}");
        assert!(range.start >= before && range.end <= folded.len(), "{terms:?}");
        before = range.start;
    }
    assert_eq!(terms, search::terms(&folded));
}

/// Formulas: MathML that is whole, or a reason.
pub fn math(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    for display in [false, true] {
        match to_mathml(&text, display) {
            Ok(mathml) => page::check(&mathml, true),
            Err(reason) => assert!(!reason.is_empty()),
        }
    }
}
