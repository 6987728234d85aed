//! `cargo +nightly fuzz run cart fixtures/corpus/cart`
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tessera_fuzz::entry_points::cart(bytes));
