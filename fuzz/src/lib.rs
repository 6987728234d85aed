//! The entry points of the engine's tests, for libFuzzer.
//!
//! From the root: `cargo +nightly fuzz run cart -- -max_total_time=600` with cargo-fuzz installed. What it finds belongs
//! into `fixtures/corpus/<target>`, which the normal tests run on the stable compiler.

#[path = "../../engine/tests/it/entry_points.rs"]
pub mod entry_points;
#[allow(dead_code, reason = "the entry points need a part of it")]
#[path = "../../engine/tests/it/shop.rs"]
mod shop;
