//! The program's outer edge.
fn main() {}
