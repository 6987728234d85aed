//! Measures a backtest: tells a store in a file of many past orders and runs one coupon over them.
//! `cargo run --release -p tessera-app --example backtest_speed -- 100000`

#![allow(clippy::unwrap_used, reason = "a measurement that cannot go on ends")]
#![allow(clippy::print_stdout, reason = "a program that prints figures")]
#![allow(clippy::disallowed_methods, reason = "a measurement reads the real clock")]

use std::time::Instant;

use serde_json::{Value, json};
use tessera_app::backtests::DraftBacktest;
use tessera_app::bulk::Bulk;
use tessera_app::store::{OpenOptions, Store};
use tessera_app::{App, Caller, Mutation, StartOptions};
use tessera_engine::from_json;

/// Orders told in one call.
const AT_ONCE: usize = 1_000;

#[tokio::main]
async fn main() {
    let orders: usize = std::env::args().nth(1).and_then(|count| count.parse().ok()).unwrap_or(100_000);
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("backtest.db").display());
    let store = Store::open(&url, OpenOptions::default()).await.unwrap();
    store.migrate().await.unwrap();
    let app = App::start(store, StartOptions::default()).await.unwrap();
    let began = Instant::now();
    for first in (0..orders).step_by(AT_ONCE) {
        let told: Vec<Value> = (first..orders.min(first + AT_ONCE)).map(told).collect();
        let bulk = Bulk::read(json!({ "orders": told }).to_string().as_bytes(), "orders").unwrap();
        app.record_past_orders(Mutation::program("/v1/orders/bulk"), bulk).await.unwrap();
        app.run_due_jobs().await.unwrap();
    }
    println!("{orders} orders told in {:.2} s", began.elapsed().as_secs_f64());
    for (name, conditions) in [
        ("an amount", json!({ "kind": "order_amount", "min": { "USD": 5000 } })),
        ("earlier orders", json!({ "kind": "orders_count", "min": 1 })),
        ("what was bought", json!({ "kind": "purchased", "selector": { "products": ["p7"] }, "within_days": 90 })),
    ] {
        let coupon = json!({
            "name": "Ten percent", "conditions": conditions, "limits": { "per_customer": 2 },
            "benefits": [{ "kind": "percent_off", "percent": 10, "target": { "categories": ["clothing"] } }],
        });
        let draft: DraftBacktest = from_json(json!({ "coupon": coupon }).to_string().as_bytes()).unwrap();
        let began = Instant::now();
        let made = app.create_draft_backtest(Mutation::program("/v1/coupons/backtest"), draft).await.unwrap();
        app.run_due_jobs().await.unwrap();
        let seconds = began.elapsed().as_secs_f64();
        let made: Value = serde_json::from_slice(&made.body).unwrap();
        let job = json!(app.read_job(&Caller::program(), made["id"].as_str().unwrap()).await.unwrap());
        let (priced, touched) = (&job["result"]["orders"], &job["result"]["touched"]);
        println!("condition on {name}: {priced} orders priced, {touched} touched, in {seconds:.2} s");
    }
}

/// Three lines, one customer in ten times as many orders, a minute after the one before.
fn told(number: usize) -> Value {
    let placed_at = jiff::Timestamp::from_second(1_700_000_000 + i64::try_from(number).unwrap() * 60).unwrap();
    let line = |offset: usize, price: usize| {
        json!({
            "product_id": format!("p{}", (number + offset) % 50), "quantity": 1 + offset, "unit_price": price,
            "categories": [if offset == 0 { "clothing" } else { "kitchen" }], "unit_cost": price / 2
        })
    };
    json!({
        "order_id": format!("o{number}"), "placed_at": placed_at, "status": "placed",
        "cart": {
            "currency": "USD", "customer": { "id": format!("c{}", number * 7 % 10_007), "logged_in": true },
            "line_items": [line(0, 500 + number % 9_000), line(1, 1_500), line(2, 250)],
            "shipping": { "service": "ground", "amount": 800 }
        }
    })
}
