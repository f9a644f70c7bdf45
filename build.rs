//! What is made once, when the program is built: two small tables of characters for search, from the tables of crates that
//! keep them. Also tells cargo that the themes are part of the program: a macro that cargo can't see through builds them in.

#![allow(clippy::disallowed_methods, reason = "a build script's input and output are the environment and a folder")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=themes");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src");
    println!("cargo::rerun-if-changed=Cargo.lock");
    println!("cargo::rustc-env=JIANGYI_SOURCE_DIGEST={}", source_digest()?);
    let out = std::env::var("OUT_DIR")?;
    std::fs::write(Path::new(&out).join("simplified.txt"), simplified()?)?;
    std::fs::write(Path::new(&out).join("common.txt"), common())?;
    Ok(())
}

/// The digest of all that the program is made from, by which it knows what another version of it has left.
fn source_digest() -> Result<blake3::Hash, Box<dyn std::error::Error>> {
    let mut digest = blake3::Hasher::new();
    let mut waiting: Vec<PathBuf> = ["src", "themes", "Cargo.lock", "Cargo.toml"].map(PathBuf::from).into();
    let mut files = Vec::new();
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting.extend(
                std::fs::read_dir(&path)?
                    .map(|entry| entry.map(|entry| entry.path()))
                    .collect::<Result<Vec<_>, _>>()?,
            );
        } else {
            files.push(path);
        }
    }
    files.sort();
    for path in files {
        digest.update(path.as_os_str().as_encoded_bytes());
        digest.update(blake3::hash(&std::fs::read(&path)?).as_bytes());
    }
    Ok(digest.finalize())
}

/// Traditional characters, each followed by its Simplified form.
fn simplified() -> Result<String, Box<dyn std::error::Error>> {
    let opencc = OpenCC::from_config(BuiltinConfig::T2s)?;
    let mut pairs = String::new();
    for c in ('\u{3400}'..='\u{4DBF}').chain('\u{4E00}'..='\u{9FFF}') {
        let written = c.to_string();
        // Some become a character that is Traditional itself (薴, 苧, 苎): the last one is what a query for any of them becomes.
        let steps = std::iter::successors(Some(written.clone()), |before| {
            let after = opencc.convert(before);
            (after != *before).then_some(after)
        });
        let simple = steps.take(4).last().unwrap_or_default();
        // The few forms outside the basic plane are rarer than what they would replace.
        if simple != written && simple.chars().map(char::len_utf16).eq([1]) {
            write!(pairs, "{c}{simple}")?;
        }
    }
    Ok(pairs)
}

/// The 3755 characters that are in everyday use: the first level of GB 2312.
fn common() -> String {
    let rows = (0xB0..=0xD7_u8).flat_map(|row| (0xA1..=0xFE_u8).map(move |cell| [row, cell]));
    let decoded = rows.filter_map(|bytes| {
        encoding_rs::GBK.decode_without_bom_handling_and_without_replacement(&bytes).map(String::from)
    });
    decoded.filter(|text| text.chars().all(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c))).collect()
}
