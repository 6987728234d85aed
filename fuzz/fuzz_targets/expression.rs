//! `cargo +nightly fuzz run expression fixtures/corpus/expression`
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tessera_fuzz::entry_points::expression(bytes));
