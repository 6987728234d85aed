//! Orders that were placed elsewhere.

use serde_json::{Value, json};
use tessera_app::bulk::Bulk;
use tessera_app::{Caller, ErrorCode, Mutation};

use crate::shop::{Shop, cart_of, reason, ten_percent};

/// An order of a customer, as a shop tells it.
pub(crate) fn told(order_id: &str, customer: &str, price: i64, placed_at: &str) -> Value {
    json!({ "order_id": order_id, "placed_at": placed_at, "cart": cart_of(customer, price), "status": "placed" })
}

/// Tells of orders and waits for the job; answers it.
pub(crate) async fn tell(shop: &Shop, orders: Value) -> Value {
    let bulk = Bulk::read(json!({ "orders": orders }).to_string().as_bytes(), "orders").unwrap();
    let made = shop.app.record_past_orders(Mutation::program("/v1/orders/bulk"), bulk).await.unwrap();
    assert_eq!(made.status, 202);
    let made: Value = serde_json::from_slice(&made.body).unwrap();
    shop.app.run_due_jobs().await.unwrap();
    json!(shop.app.read_job(&Caller::program(), made["id"].as_str().unwrap()).await.unwrap())
}

#[tokio::test]
async fn they_are_history_and_consume_nothing() {
    let shop = Shop::open().await;
    let limits =
        json!({ "limits": { "total": 1, "per_customer": 1 }, "conditions": { "kind": "orders_count", "min": 2 } });
    shop.coupon(ten_percent("THIRD", limits)).await;
    shop.coupon(ten_percent("FIRST", json!({ "conditions": { "kind": "first_order" } }))).await;
    let spent = json!({ "kind": "total_spent", "min": { "USD": 5_500 }, "max": { "USD": 5_500 } });
    shop.coupon(ten_percent("SPENT", json!({ "conditions": spent }))).await;
    let bought = json!({ "kind": "purchased", "selector": { "products": ["a"] }, "within_days": 365 });
    shop.coupon(ten_percent("AGAIN", json!({ "conditions": bought }))).await;
    let mut second = told("o2", "ana", 3_000, "2026-02-01T00:00:00Z");
    second["discount_total"] = json!(500);
    let mut cancelled = told("o3", "ana", 9_000, "2026-03-01T00:00:00Z");
    cancelled["status"] = json!("cancelled");
    let job = tell(&shop, json!([told("o1", "ana", 3_000, "2025-12-01T00:00:00Z"), second, cancelled])).await;
    assert_eq!(job["result"], json!({ "recorded": 3, "replaced": 0, "unchanged": 0, "refused": 0 }), "{job}");
    assert_eq!((&job["state"], &job["done"], &job["total"]), (&json!("done"), &json!(3), &json!(3)));
    for code in ["THIRD", "SPENT", "AGAIN"] {
        assert_eq!(shop.quote(cart_of("ana", 1_000), &[code]).await["totals"]["savings"], 100, "{code}");
    }
    let refused = shop.quote(cart_of("ana", 1_000), &["FIRST"]).await;
    assert_eq!(reason(&refused["discounts"]["rejected"]), "discount_code_first_order_only");
    let order = shop.order("o2").await;
    assert_eq!((&order["total"], &order["is_past"], &order["quote"]), (&json!(2_500), &json!(true), &Value::Null));
    assert_eq!(shop.order("o3").await["state"], "cancelled");
    shop.verify().await;
}

#[tokio::test]
async fn told_again_an_order_is_replaced() {
    let shop = Shop::open().await;
    shop.coupon(ten_percent("FIRST", json!({ "conditions": { "kind": "first_order" } }))).await;
    let order = told("o1", "ana", 3_000, "2025-12-01T00:00:00Z");
    tell(&shop, json!([order])).await;
    let again = tell(&shop, json!([order])).await;
    assert_eq!(again["result"]["unchanged"], 1);
    let mut refunded = order.clone();
    refunded["status"] = json!("refunded");
    assert_eq!(tell(&shop, json!([refunded])).await["result"]["replaced"], 1);
    assert_eq!(shop.quote(cart_of("ana", 1_000), &["FIRST"]).await["totals"]["savings"], 100, "it was none");
    assert_eq!(tell(&shop, json!([order])).await["result"]["replaced"], 1);
    assert_eq!(shop.quote(cart_of("ana", 1_000), &["FIRST"]).await["totals"]["savings"], 0);
    shop.verify().await;
}

#[tokio::test]
async fn what_is_wrong_with_one_is_told_of_that_row() {
    let shop = Shop::open().await;
    shop.redeem_as("here", cart_of("ana", 1_000), &[]).await.unwrap();
    let wrong = json!({ "order_id": "o1", "placed_at": "2025-12-01T00:00:00Z", "status": "open", "nope": 1,
        "cart": { "currency": "USD", "line_items": [{ "product_id": "a", "quantity": 0, "unit_price": 1 }] } });
    let orders = json!([
        wrong,
        told("here", "ana", 1, "2025-12-01T00:00:00Z"),
        told("tomorrow", "ana", 1, "2026-06-04T12:00:00Z"),
        7,
        told("good", "ana", 1, "2025-12-01T00:00:00Z")
    ]);
    let job = tell(&shop, orders).await;
    assert_eq!(job["result"], json!({ "recorded": 1, "replaced": 0, "unchanged": 0, "refused": 4 }), "{job}");
    let errors: Vec<(u64, &str)> = job["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| (error["row"].as_u64().unwrap(), error["code"].as_str().unwrap()))
        .collect();
    assert_eq!(errors.iter().filter(|(row, _)| *row == 1).count(), 3, "every fault at once: {errors:?}");
    assert!(errors.contains(&(2, "order_placed_here")) && errors.contains(&(3, "out_of_range")), "{errors:?}");
    assert!(errors.contains(&(4, "wrong_type")), "{errors:?}");
    assert_eq!(shop.order("here").await["is_past"], false);
}

#[tokio::test]
async fn the_calls_for_orders_of_ours_leave_it_alone() {
    let shop = Shop::open().await;
    tell(&shop, json!([told("o1", "ana", 3_000, "2025-12-01T00:00:00Z")])).await;
    assert_eq!(shop.cancel_order("o1").await.unwrap_err().error, ErrorCode::OrderIsPast);
    assert_eq!(shop.refund("o1", json!({ "full": true })).await.unwrap_err().error, ErrorCode::OrderIsPast);
    let amended = shop.amend("o1", json!({ "cart": cart_of("ana", 1) })).await;
    assert_eq!(amended.unwrap_err().error, ErrorCode::OrderIsPast);
    let redeemed = shop.redeem_as("o1", cart_of("ana", 3_000), &[]).await;
    assert_eq!(redeemed.unwrap_err().error, ErrorCode::OrderAlreadyCommitted);
}
