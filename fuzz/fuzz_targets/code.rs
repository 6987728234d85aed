//! `cargo +nightly fuzz run code fixtures/corpus/code`
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tessera_fuzz::entry_points::code(bytes));
