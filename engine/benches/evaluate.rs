//! W(N) in process, beside parsing the same cart: figures are read as ratios of two in one run.

#![allow(missing_docs, reason = "criterion's macros")]

#[path = "../tests/it/workload.rs"]
mod workload;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use tessera_engine::Cart;
use workload::Workload;

fn evaluate(criterion: &mut Criterion) {
    let json = workload::cart_json();
    let cart = workload::cart();
    criterion.bench_function("parse the cart, serde_json value", |bencher| {
        bencher.iter(|| serde_json::from_slice::<serde_json::Value>(black_box(&json)));
    });
    criterion.bench_function("parse the cart, Cart::from_json", |bencher| {
        bencher.iter(|| Cart::from_json(black_box(&json)));
    });
    for (coupons, live) in [(0, 0), (10, 10), (100, 100), (1_000, 1_000), (10, 100_000)] {
        let workload = Workload::among(coupons, live);
        criterion.bench_function(&format!("W({coupons}) of {live}: find and price"), |bencher| {
            bencher.iter(|| workload.price(black_box(&cart)));
        });
        criterion.bench_function(&format!("W({coupons}) of {live}: find"), |bencher| {
            bencher.iter(|| workload.catalogue.automatic_for(black_box(&cart), &workload.categories));
        });
    }
    let mut full = Workload::among(10, 100_000).catalogue;
    let coupon = workload::coupon(7);
    criterion.bench_function("replace one coupon of 100,000 in a snapshot of its own", |bencher| {
        bencher.iter(|| {
            let before = full.clone();
            full.put(black_box(coupon.clone()));
            before
        });
    });
}

criterion_group!(benches, evaluate);
criterion_main!(benches);
