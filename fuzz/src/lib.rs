//! What is fuzzed: for each target a function of any bytes that panics where a law of the program is broken.
//! Bytes in, nothing out. The same functions are run by cargo-fuzz (`fuzz_targets/`) and, over the corpus and over mutations
//! of it, by the program's own tests (`tests/it/fuzz.rs`). Never touches the disk.

pub(crate) mod choices;
mod data;
pub(crate) mod markdown;
mod names;
mod page;
mod whole;

/// A target: its name, which is its folder's in `corpus/`, and what it does.
pub type Target = (&'static str, fn(&[u8]));

/// All targets.
pub const TARGETS: &[Target] = &[
    ("document", markdown::document),
    ("emphasis", markdown::emphasis),
    ("citations", markdown::citations),
    ("front_matter", data::front_matter),
    ("registry", data::registry),
    ("settings", data::settings),
    ("pictures", data::pictures),
    ("math", names::math),
    ("paths", names::paths),
    ("search", names::search),
    ("folder", whole::folder),
    ("site", whole::site),
];

/// Runs the target `name`.
///
/// # Panics
/// Where a law is broken, or there is no such target.
pub fn run(name: &str, data: &[u8]) {
    match TARGETS.iter().find(|(known, _)| *known == name) {
        Some((_, target)) => target(data),
        None => panic!("no target {name}"),
    }
}
