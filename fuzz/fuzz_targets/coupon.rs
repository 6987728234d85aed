//! `cargo +nightly fuzz run coupon fixtures/corpus/coupon`
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tessera_fuzz::entry_points::terms(bytes));
