//! What an order keeps, and what is looked at again when it is placed.

use serde_json::json;
use tessera_app::ErrorCode;

use crate::shop::{Shop, cart, reason, ten_percent};

#[tokio::test]
async fn r214_the_order_keeps_the_code_its_description_and_its_amount() {
    let shop = Shop::open().await;
    let coupon = shop.coupon(ten_percent("TEN", json!({ "description": "10% off for you" }))).await;
    shop.redeem_as("o1", cart(5000), &["ten"]).await.unwrap();
    // Whatever becomes of the coupon: the order keeps what it was placed with.
    shop.patch(&coupon["id"], json!({ "description": "Something else", "code": "OTHER" })).await.unwrap();
    let order = shop.order("o1").await;
    let applied = &order["quote"]["discounts"]["applied"][0];
    assert_eq!(
        (&applied["code"], &applied["title"], &applied["amount"]),
        (&json!("ten"), &json!("10% off for you"), &json!(500))
    );
    assert_eq!((&order["redemptions"][0]["code"], &order["redemptions"][0]["amount"]), (&json!("ten"), &json!(500)));
}

#[tokio::test]
async fn r218_a_coupon_paused_after_it_was_applied_stops_the_order_or_is_told() {
    let shop = Shop::open().await;
    let coupon = shop.coupon(ten_percent("TEN", json!({}))).await;
    assert_eq!(shop.quote(cart(5000), &["TEN"]).await["totals"]["total"], 4500);
    shop.patch(&coupon["id"], json!({ "status": "paused" })).await.unwrap();
    let stopped = shop.redeem_as("o1", cart(5000), &["TEN"]).await.unwrap_err();
    assert_eq!(
        (stopped.error, reason(&stopped.more["rejected"])),
        (ErrorCode::DiscountNotAvailable, "discount_code_paused")
    );
    let body = json!({ "order_id": "o1", "cart": cart(5000), "discounts": { "codes": ["TEN"] }, "partial": true });
    let held = shop.hold_body(body).await.unwrap();
    assert_eq!(held["quote"]["totals"]["total"], 5000);
    assert_eq!(reason(&held["quote"]["discounts"]["rejected"]), "discount_code_paused");
}
