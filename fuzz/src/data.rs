//! What is read by key: front matter, the registry and the glossary, the settings; and pictures.

use std::io::Cursor;

use jiangyi::config;
use jiangyi::data::{parse_toml, parse_yaml};
use jiangyi::media::{self, Fault, MOST_PIXELS};
use jiangyi::parse::{front_matter, registry};
use jiangyi::text::slug::is_slug;
use jiangyi::text::span::FileId;

use super::markdown::check_found;

/// Front matter as a lesson's and as a unit's: read twice with the same result, all places within the file, a slug only
/// where it is one.
pub fn front_matter(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let text = if text.starts_with("---") { text } else { format!("---\n{text}\n---\n甲\n").into() };
    let split = front_matter::split(&text, FileId(0));
    check_found(&split.diagnostics, &text);
    assert!(text.is_char_boundary(split.body));
    if let Some((yaml, start)) = split.yaml {
        assert_eq!(text.get(start..start + yaml.len()), Some(yaml));
    }
    let (lesson, found) = front_matter::lesson(&split, FileId(0));
    check_found(&found, &text);
    assert!(lesson.slug.as_ref().is_none_or(|slug| is_slug(&slug.value)), "{:?}", lesson.slug);
    assert_eq!((lesson, found), front_matter::lesson(&split, FileId(0)));
    let (_, found) = front_matter::unit(&split, FileId(0));
    check_found(&found, &text);
}

/// The registry and the glossary: every policy is found by its name.
pub fn registry(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let node = match parse_yaml(&text, FileId(0), 0) {
        Ok(node) => node,
        Err(found) => return check_found(&[*found], &text),
    };
    let (policies, found) = registry::policies(&node);
    check_found(&found, &text);
    for policy in &policies.policies {
        assert!(policies.find(&policy.name).is_some(), "{:?}", policy.name);
    }
    let (_, found) = registry::glossary(&node);
    check_found(&found, &text);
}

/// The settings.
pub fn settings(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (node, found) = parse_toml(&text, FileId(0));
    check_found(&found, &text);
    let (_, found) = config::parse(&node);
    check_found(&found, &text);
}

/// Pictures: what is given out is a picture of the same size still, and a drawing that passed passes again.
pub fn pictures(data: &[u8]) {
    if media::drawing(data).is_ok() {
        let text = String::from_utf8_lossy(data).to_ascii_lowercase();
        // Within quotes and comments it is only text.
        let is_text = text.contains(['"', '\'']) || text.contains("<!");
        assert!(is_text || !text.contains("<script"), "{text}");
    }
    let picture = match media::head(Cursor::new(data)) {
        Ok(picture) => picture,
        Err(Fault::TooManyPixels { width, height }) => {
            assert!(u64::from(width) * u64::from(height) > MOST_PIXELS);
            return;
        }
        Err(_) => return,
    };
    // Larger ones take their time and tell nothing new.
    if u64::from(picture.width) * u64::from(picture.height) > 1 << 16 {
        return;
    }
    if let Ok(clean) = media::clean(data, picture) {
        let again = media::head(Cursor::new(&clean)).unwrap_or_else(|fault| panic!("cleaned to nothing: {fault}"));
        assert_eq!((again.format, again.width, again.height), (picture.format, picture.width, picture.height));
        assert!(!again.is_turned, "still to be turned");
    }
    let _ = media::smaller(data, 16);
}
