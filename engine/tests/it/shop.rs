//! A small shop to price carts in: requests as JSON, and what must hold of every answer.

use serde_json::{Value, json};
use tessera_engine::{Cart, Quote, UnsavedRequest, from_json};

/// Reads and prices a body of `POST /v1/quotes/unsaved`, and checks what must hold of every answer.
pub(crate) fn price(body: &Value) -> Value {
    let request: UnsavedRequest = from_json(body.to_string().as_bytes()).unwrap_or_else(|error| panic!("{error:?}"));
    let quote = request.price();
    check_sums(&request.cart, &quote);
    serde_json::to_value(quote).unwrap()
}

/// A line.
pub(crate) fn line(id: &str, quantity: u32, unit_price: i64) -> Value {
    json!({ "id": id, "product_id": id, "quantity": quantity, "unit_price": unit_price })
}

/// A value with more members.
pub(crate) fn with(mut value: Value, more: &Value) -> Value {
    for (name, member) in more.as_object().unwrap() {
        value[name] = member.clone();
    }
    value
}

/// A coupon that combines with everything, with one benefit; its code is its id.
pub(crate) fn coupon(id: &str, benefit: &Value) -> Value {
    json!({
        "id": id, "name": id, "status": "enabled", "activation": "code", "code": id, "benefits": [benefit],
        "stacking": { "combines_with": {
            "item": true, "order": true, "shipping": true, "codes": true, "automatic": true
        } }
    })
}

/// The same without a code.
pub(crate) fn automatic(id: &str, benefit: &Value) -> Value {
    with(coupon(id, benefit), &json!({ "activation": "automatic", "code": null }))
}

/// A percentage off.
pub(crate) fn percent(rate: impl Into<Value>) -> Value {
    json!({ "kind": "percent_off", "percent": rate.into() })
}

/// An amount in USD off.
pub(crate) fn amount(minor: i64) -> Value {
    json!({ "kind": "amount_off", "amount": { "USD": minor }, "per": "order" })
}

/// Free shipping.
pub(crate) fn free_shipping() -> Value {
    json!({ "kind": "free_shipping" })
}

/// Conditions: an order from so much.
pub(crate) fn from(minor: i64) -> Value {
    json!({ "conditions": { "all": [{ "kind": "order_amount", "min": { "USD": minor } }] } })
}

/// A request in USD: lines, coupons, and every code of theirs presented.
pub(crate) fn request(lines: &[Value], coupons: &[Value]) -> Value {
    let codes: Vec<&Value> = coupons.iter().map(|coupon| &coupon["code"]).filter(|code| !code.is_null()).collect();
    json!({
        "cart": { "currency": "USD", "line_items": lines }, "coupons": coupons, "discounts": { "codes": codes },
    })
}

/// Ids of what was applied, in run order.
pub(crate) fn applied(quote: &Value) -> Vec<&str> {
    quote["discounts"]["applied"].as_array().unwrap().iter().map(|entry| entry["coupon_id"].as_str().unwrap()).collect()
}

/// The rejection of a code.
pub(crate) fn rejection<'q>(quote: &'q Value, code: &str) -> &'q Value {
    let rejected = quote["discounts"]["rejected"].as_array().unwrap();
    rejected
        .iter()
        .find(|entry| entry["code"] == code)
        .unwrap_or_else(|| panic!("{code} is not rejected: {rejected:?}"))
}

/// The reason of a rejection, without what all of them begin with.
pub(crate) fn reason<'q>(quote: &'q Value, code: &str) -> &'q str {
    rejection(quote, code)["reason"].as_str().unwrap().strip_prefix("discount_code_").unwrap()
}

/// What holds of every answer: sums, signs, and the formula of the total.
pub(crate) fn check_sums(cart: &Cart, quote: &Quote) {
    let totals = &quote.totals;
    let lines: i64 = quote.line_items.iter().map(|line| line.discount + line.setup_fee_discount).sum();
    let shipping = quote.shipping.as_ref().map_or(0, |shipping| shipping.discount);
    assert_eq!(lines + shipping, totals.savings, "lines and shipping sum to the savings");
    let mut given = 0;
    for coupon in &quote.discounts.applied {
        let sum: i64 = coupon.allocations.iter().map(|allocation| allocation.amount).sum();
        assert_eq!(sum, coupon.amount, "the allocations of {} sum to its amount", coupon.coupon_id);
        let gives_gift = quote.gifts.iter().any(|gift| gift.coupon_id == coupon.coupon_id);
        assert!(coupon.allocations.iter().all(|allocation| allocation.amount > 0) && (coupon.amount > 0 || gives_gift));
        given += coupon.amount;
    }
    assert_eq!(given, totals.savings, "the coupons sum to the savings");
    for line in &quote.line_items {
        let sum: i64 = line.allocations.iter().map(|allocation| allocation.amount).sum();
        assert_eq!(sum, line.discount + line.setup_fee_discount, "the shares of {} sum to its discount", line.id);
        assert_eq!(line.total, line.subtotal - line.discount);
        assert!(line.total >= 0 && line.discount >= 0 && line.tax >= 0 && line.setup_fee_discount >= 0);
    }
    if let Some(shipping) = &quote.shipping {
        assert!(shipping.total >= 0 && shipping.discount >= 0 && shipping.total == shipping.amount - shipping.discount);
    }
    let tax: i64 = quote.line_items.iter().map(|line| line.tax).sum::<i64>()
        + quote.shipping.as_ref().map_or(0, |shipping| shipping.tax)
        + quote.fees.iter().map(|fee| fee.tax).sum::<i64>();
    assert_eq!(tax, totals.tax, "the tax is the sum of all tax");
    let tax_on_top = if cart.prices_include_tax { 0 } else { totals.tax };
    let total = totals.subtotal - totals.items_discount - totals.order_discount + totals.setup_fees
        - totals.setup_fees_discount
        + totals.shipping
        - totals.shipping_discount
        + totals.fees
        + tax_on_top
        - totals.balance_used;
    assert_eq!(total, totals.total, "the formula of the total");
    assert!(totals.total >= 0);
}
