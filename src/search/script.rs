//! The files that the script on the phone loads.
//! Names and data in, script files out: each calls `jiangyi.data` with its name and its data. Nothing in the data can end
//! the string that it stands in.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;

use crate::path::SitePath;
use crate::safe::script::literal;

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
        let data = literal(data);
        // Of the exact length: all files of the index are in memory together.
        let body = ["jiangyi.data(\"", name.as_str(), "\",", data.as_str(), ")\n"].concat();
        Self { name, body: body.into_bytes() }
    }
}

/// How many letters of a digest are in a file's name: 30 bits, in letters that also differ where names know no case.
const DIGEST: usize = 6;

/// The digests of files by their names without numbers: of `p0`, `p1` … one text, in the order of the numbers.
pub(super) type Digests = BTreeMap<String, String>;

/// Gives files their addresses. The digest of its content is part of every name, so that files of two builds are never mixed,
/// a cache may keep each for ever, and what did not change need not be written again. Scripts of one kind stand in the order
/// of their numbers.
pub(super) fn named(scripts: Vec<Script>) -> (Vec<(SitePath, Vec<u8>)>, Digests) {
    let all: Vec<String> = scripts.par_iter().map(|script| digest(&script.body)).collect();
    let mut digests = Digests::new();
    let mut files = Vec::with_capacity(scripts.len());
    for (script, digest) in scripts.into_iter().zip(all) {
        let kind = script.name.trim_end_matches(|c: char| c.is_ascii_digit());
        digests.entry(kind.to_owned()).or_default().push_str(&digest);
        files.push((SitePath::of("search", &format!("{}.{digest}.js", script.name)), script.body));
    }
    (files, digests)
}

fn digest(body: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    blake3::hash(body).as_bytes().iter().take(DIGEST).map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_stays_in_its_string() {
        let script = Script::new("p0", "\"</script>\u{2028}\\ __proto__ \n");
        let body = String::from_utf8(script.body).unwrap();
        assert_eq!(body, "jiangyi.data(\"p0\",\"\\\"\\u003c/script>\\u2028\\\\ __proto__ \\n\")\n");
    }

    #[test]
    fn a_name_says_what_is_in_a_file() {
        let make = |text: &str| named(vec![Script::new("p0", "x"), Script::new("p1", text), Script::new("terms", "y")]);
        let ((one, digests), (two, _)) = (make("甲"), make("乙"));
        assert_eq!(one[0].0, two[0].0);
        assert_ne!(one[1].0, two[1].0);
        let of = |digest: &str, name: &str| format!("search/{name}.{digest}.js");
        assert_eq!(one[1].0.as_str(), of(&digests["p"][DIGEST..], "p1"));
        assert_eq!(one[2].0.as_str(), of(&digests["terms"], "terms"));
        assert_eq!(make("甲").0, one);
    }
}
