//! The files that the script on the phone loads.
//! Names and data in, script files out: each calls `jiangyi.data` with its name and its data. Nothing in the data can end
//! the string that it stands in.

use rayon::prelude::*;
use serde::Serialize;

use crate::path::SitePath;

/// A file of the index before it has its address.
pub(super) struct Script {
    /// Its name: `core`, `p12`.
    pub(super) name: String,
    /// What it holds, as a script.
    pub(super) body: Vec<u8>,
}

impl Script {
    /// A file that holds `data`.
    pub(super) fn new(name: impl Into<String>, data: &(impl Serialize + ?Sized)) -> Self {
        let name = name.into();
        let mut json = serde_json::to_string(data).unwrap_or_default();
        if json.contains(['\u{2028}', '\u{2029}']) {
            // These two end a line inside a string in older browsers; JSON writes them as they are.
            json = json.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
        }
        let body = format!("jiangyi.data(\"{name}\",{json})\n");
        Self { name, body: body.into_bytes() }
    }
}

/// Gives all files their addresses. One digest of all of them is part of every name: section numbers shift through the
/// whole index at any change, so that files of two builds must never be mixed, and a cache may keep each for ever.
pub(super) fn named(scripts: Vec<Script>) -> Vec<(SitePath, Vec<u8>)> {
    let digests: Vec<blake3::Hash> = scripts.par_iter().map(|script| blake3::hash(&script.body)).collect();
    let mut hasher = blake3::Hasher::new();
    for digest in digests {
        hasher.update(digest.as_bytes());
    }
    let digest = hasher.finalize().to_hex();
    let digest = &digest[..8];
    scripts
        .into_iter()
        .map(|script| (SitePath::of("search", &format!("{}.{digest}.js", script.name)), script.body))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_stays_in_its_string() {
        let script = Script::new("p0", "\"</script>\u{2028}\\ __proto__ \n");
        let body = String::from_utf8(script.body).unwrap();
        assert_eq!(body, "jiangyi.data(\"p0\",\"\\\"</script>\\u2028\\\\ __proto__ \\n\")\n");
    }

    #[test]
    fn a_change_anywhere_renames_all() {
        let make = |text: &str| named(vec![Script::new("core", "x"), Script::new("p0", text)]);
        let (one, two) = (make("甲"), make("乙"));
        assert_ne!(one[0].0, two[0].0);
        assert!(one[0].0.as_str().starts_with("search/core."));
        assert_eq!(make("甲"), one);
    }
}
