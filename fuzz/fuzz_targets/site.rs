#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| jiangyi_fuzz::run("site", data));
