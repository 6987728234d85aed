//! The common workload as ratios: every figure is of two things done in turn, some hundred microseconds each, so that
//! a busy neighbour slows both. Five runs, each the median of its rounds.

#![allow(dead_code, unreachable_pub, reason = "a program that uses a part of the shared modules")]
#![allow(clippy::float_arithmetic, reason = "rates are told as fractions; no money here")]
#![expect(clippy::print_stdout, reason = "what it is for")]

mod shapes;
#[path = "../tests/it/workload.rs"]
mod workload;

use std::hint::black_box;
use std::time::Instant;

use shapes::{Shape, TenMatch};
use tessera_engine::Cart;
use workload::Workload;

// The product's own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const RUNS: usize = 5;
const ROUNDS: usize = 400;
/// How often each of the two is done in a round.
const TIMES: u32 = 10;

fn median(mut of: Vec<f64>) -> f64 {
    of.sort_unstable_by(f64::total_cmp);
    of[of.len() / 2]
}

/// Microseconds of one.
#[expect(clippy::disallowed_methods, reason = "a benchmark has a clock")]
fn time(mut work: impl FnMut()) -> f64 {
    let start = Instant::now();
    (0..TIMES).for_each(|_| work());
    start.elapsed().as_secs_f64() * 1e6 / f64::from(TIMES)
}

/// Prints what the first costs beside the second, unless another part of the names is asked for. The ratio is the median
/// of the ratios of the rounds: the two times, medians of their own, need not divide to it.
fn compare(name: &str, mut first: impl FnMut(), mut second: impl FnMut()) {
    let asked = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    if asked.is_some_and(|part| !name.contains(&part)) {
        return;
    }
    let run = |_| {
        let rounds: Vec<(f64, f64)> = (0..ROUNDS).map(|_| (time(&mut first), time(&mut second))).collect();
        let ratio = median(rounds.iter().map(|(first, second)| first / second).collect());
        (
            median(rounds.iter().map(|(first, _)| *first).collect()),
            median(rounds.iter().map(|(_, second)| *second).collect()),
            ratio,
        )
    };
    let runs: Vec<(f64, f64, f64)> = (0..RUNS).map(run).collect();
    let all: Vec<String> = runs.iter().map(|(.., ratio)| format!("{ratio:.2}")).collect();
    println!(
        "{name}: {:.1} us beside {:.1} us, {:.2} times ({})",
        median(runs.iter().map(|run| run.0).collect()),
        median(runs.iter().map(|run| run.1).collect()),
        median(runs.iter().map(|run| run.2).collect()),
        all.join(" ")
    );
}

fn main() {
    let (cart, json) = (workload::cart(), workload::cart_json());
    let of = |coupons, live| (format!("W({coupons}) among {live}"), Workload::among(coupons, live));
    for (name, workload) in [of(10, 10), of(100, 100), of(1_000, 1_000), of(10, 100_000)] {
        let price = || drop(black_box(workload.price(black_box(&cart))));
        compare(&format!("{name} / serde_json parse of the cart into values"), price, || {
            drop(black_box(serde_json::from_slice::<serde_json::Value>(black_box(&json))));
        });
        compare(&format!("{name} / Cart::from_json"), price, || drop(black_box(Cart::from_json(black_box(&json)))));
    }
    let few = TenMatch::among(10);
    for live in [1_000, 100_000] {
        let many = TenMatch::among(live);
        let name = format!("10 of {live} live coupons match / 10 of 10");
        compare(&name, || drop(black_box(many.price())), || drop(black_box(few.price())));
    }
    let (many, few) = (Shape::of_quantity(1_000_000), Shape::of_quantity(10));
    let name = "3 lines of 1,000,000 pieces / of 10 pieces";
    compare(name, || drop(black_box(many.price())), || drop(black_box(few.price())));
}
