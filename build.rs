//! Tells cargo that the themes are part of the program: they are built in by a macro that cargo can't see through.

fn main() {
    println!("cargo::rerun-if-changed=themes");
}
