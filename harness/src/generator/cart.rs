//! Carts and the bodies of orders.

use serde_json::{Value, json};

use crate::draw::Draw;

/// Prices whose thirds and sevenths do not come out even.
const PRICES: &[u64] = &[1, 99, 333, 999, 1_430, 2_000, 10_000];

/// A cart of one to three lines, large enough that every coupon gives its whole amount.
pub(crate) fn cart(draw: &mut Draw, customer: &str) -> Value {
    let mut lines = vec![json!({"id": "1", "product_id": "base", "quantity": draw.between(1, 3), "unit_price": 5_000})];
    for at in 2..=draw.between(1, 3) {
        let price = *draw.pick(PRICES);
        lines.push(json!({"id": at.to_string(), "product_id": format!("p{at}"), "quantity": draw.between(1, 7),
                          "unit_price": price}));
    }
    json!({"currency": "USD", "prices_include_tax": true, "line_items": lines, "customer": {"id": customer}})
}

/// The body of an order with codes.
pub(crate) fn order_body(order_id: &str, cart: &Value, codes: &[String], is_partial: bool) -> Value {
    let mut body = json!({"order_id": order_id, "cart": cart, "discounts": {"codes": codes}});
    if is_partial {
        body["partial"] = json!(true);
    }
    body
}

/// An order of one thing without any discount: the smallest mutation.
pub(crate) fn plain_order(order_id: &str) -> Value {
    let lines = json!([{"id": "1", "product_id": "base", "quantity": 1, "unit_price": 100}]);
    let cart = json!({"currency": "USD", "prices_include_tax": true, "line_items": lines});
    json!({"order_id": order_id, "cart": cart})
}
