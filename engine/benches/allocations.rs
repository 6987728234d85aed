//! How often and how much a quote allocates. Counted, not timed: the figures are the same on every machine.

#![allow(dead_code, unreachable_pub, reason = "a program that uses a part of the shared modules")]

mod shapes;
#[path = "../tests/it/workload.rs"]
mod workload;

use allocation_counter::measure;
use shapes::Shape;
use tessera_engine::{Cart, Quote};
use workload::Workload;

#[expect(clippy::print_stdout, reason = "what it is for")]
fn say(name: &str, price: impl Fn() -> Quote) {
    let mut quote = None;
    let pricing = measure(|| quote = Some(price()));
    let writing = measure(|| drop(serde_json::to_vec(&quote)));
    println!(
        "{name}: {} allocations, {} bytes, {} bytes at most at once; written: {} allocations, {} bytes",
        pricing.count_total, pricing.bytes_total, pricing.bytes_max, writing.count_total, writing.bytes_total
    );
}

fn main() {
    let cart = workload::cart();
    for coupons in [10, 100, 1_000] {
        let workload = Workload::new(coupons);
        say(&format!("W({coupons})"), || workload.price(&cart));
    }
    let shape = Shape::many_lines();
    say("1,000 lines, 50 automatic coupons", || shape.price());
    let shape = Shape::many_pieces();
    say("30 lines of 200 pieces", || shape.price());
    let json = workload::cart_json();
    let parsing = measure(|| drop(Cart::from_json(&json)));
    say_parsing(parsing.count_total, parsing.bytes_total);
}

#[expect(clippy::print_stdout, reason = "what it is for")]
fn say_parsing(count: u64, bytes: u64) {
    println!("the cart of W(N), read: {count} allocations, {bytes} bytes");
}
