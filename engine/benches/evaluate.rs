//! Pricing in process: the common workload W(N) beside parsing the same cart, and carts of the shapes that are hard.
//! Ratios are measured by `ratios`, where both sides of each are done in turn.

#![allow(missing_docs, unreachable_pub, reason = "criterion's macros; modules of a program")]

mod shapes;
#[path = "../tests/it/workload.rs"]
mod workload;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use shapes::{Shape, TenMatch};
use tessera_engine::Cart;
use workload::Workload;

// The product's own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn common_workload(criterion: &mut Criterion) {
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
    let quote = Workload::new(1_000).price(&cart);
    criterion.bench_function("W(1000): write the quote", |bencher| {
        bencher.iter(|| serde_json::to_vec(black_box(&quote)));
    });
}

fn hard_shapes(criterion: &mut Criterion) {
    for live in [10, 1_000, 100_000] {
        let shop = TenMatch::among(live);
        criterion.bench_function(&format!("10 lines, 10 of {live} live coupons match: find and price"), |bencher| {
            bencher.iter(|| shop.price());
        });
    }
    let shapes = [
        ("30 lines of 200 pieces, two buy-x-get-y and a bundle", Shape::many_pieces()),
        ("1,000 lines, 50 automatic coupons", Shape::many_lines()),
        ("20 coupons that all conflict", Shape::all_conflict()),
        ("3 lines of 10 pieces, unit benefits", Shape::of_quantity(10)),
        ("3 lines of 1,000,000 pieces, unit benefits", Shape::of_quantity(1_000_000)),
    ];
    for (name, shape) in shapes {
        assert!(shape.price().selection.optimal, "{name} is solved exactly");
        criterion.bench_function(name, |bencher| bencher.iter(|| shape.price()));
    }
}

fn one_edit(criterion: &mut Criterion) {
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

criterion_group!(benches, common_workload, hard_shapes, one_edit);
criterion_main!(benches);
