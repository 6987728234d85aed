//! The entry points over the stored corpus of `fixtures/corpus` and over mutations of it, from a fixed seed.
//!
//! `TESSERA_FUZZ_MUTATIONS` sets how many mutations each entry point gets; a failing one prints its bytes.

use std::panic::catch_unwind;
use std::path::PathBuf;

use crate::entry_points;

/// Mutations for each entry point in the normal run.
const MUTATIONS: u64 = 10_000;
/// The least that a corpus holds.
const INPUTS: usize = 24;

/// Pieces that readers stumble over.
const PIECES: &[&[u8]] = &[
    b"\"",
    b"\\",
    b"\\ud800",
    b"\\u0000",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"null",
    b"true",
    b"-",
    b"1e400",
    b"0.1",
    b"-0",
    b"9007199254740991",
    b"9007199254740992",
    b"1000000000000",
    b"1000000000001",
    b"18446744073709551616",
    b"\xef\xbb\xbf",
    b"\x00",
    b"\xff",
    b"\xe2\x80\x8b",
    b"\xc2\xa0",
    b"\xd0\x90",
    b"(",
    b")",
    b"!",
    b"&&",
    b"*",
    b"% 0",
    b".map(x, x)",
    b"'a'",
];

#[test]
fn carts() {
    run("cart", entry_points::cart);
}

#[test]
fn coupons() {
    run("coupon", entry_points::terms);
}

#[test]
fn expressions() {
    run("expression", entry_points::expression);
}

#[test]
fn codes() {
    run("code", entry_points::code);
}

fn run(name: &str, entry: fn(&[u8])) {
    let corpus = corpus(name);
    assert!(corpus.len() >= INPUTS, "{name}: {} inputs", corpus.len());
    for input in &corpus {
        attempt(name, entry, input);
    }
    let mut draw = Draw(0x7e55_e7a0);
    for _ in 0..mutations() {
        attempt(name, entry, &mutate(&corpus, &mut draw));
    }
}

fn attempt(name: &str, entry: fn(&[u8]), input: &[u8]) {
    if catch_unwind(|| entry(input)).is_err() {
        panic!("{name} fails on these bytes; keep them in fixtures/corpus/{name}: {}", input.escape_ascii());
    }
}

#[expect(clippy::disallowed_methods, reason = "how long to look is said from outside")]
fn mutations() -> u64 {
    std::env::var("TESSERA_FUZZ_MUTATIONS").map_or(MUTATIONS, |number| number.parse().expect("a whole number"))
}

#[expect(clippy::disallowed_methods, reason = "the corpus is files")]
fn corpus(name: &str) -> Vec<Vec<u8>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../fixtures/corpus").join(name);
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| std::fs::read(file).unwrap()).collect()
}

/// A good enough row of numbers that is the same everywhere (`splitmix64`).
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// Below `end`, which is not zero.
    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).expect("below a usize")
    }
}

/// One input with one to three changes: bytes cut, doubled, replaced, a piece put in, the rest of another input.
fn mutate(corpus: &[Vec<u8>], draw: &mut Draw) -> Vec<u8> {
    let mut input = corpus[draw.below(corpus.len())].clone();
    for _ in 0..=draw.below(3) {
        let from = draw.below(input.len() + 1);
        let to = (from + draw.below(16)).min(input.len());
        match draw.below(6) {
            0 => drop(input.drain(from..to)),
            1 => {
                let again = input[from..to].to_vec();
                input.splice(from..from, again);
            }
            2 => {
                let piece = PIECES[draw.below(PIECES.len())];
                input.splice(from..to, piece.iter().copied());
            }
            3 => {
                let piece = PIECES[draw.below(PIECES.len())];
                input.splice(from..from, piece.iter().copied());
            }
            4 => {
                let other = &corpus[draw.below(corpus.len())];
                input.truncate(from);
                input.extend(&other[draw.below(other.len() + 1)..]);
            }
            _ => {
                if let Some(byte) = input.get_mut(from) {
                    *byte ^= 1 << draw.below(8);
                }
            }
        }
    }
    input
}
