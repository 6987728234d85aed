//! The readers of what strangers send, as functions of bytes: for a fuzzer (`fuzz/`, which drives the same functions)
//! and for the stored corpus in the normal tests. None of them may panic but by an assertion of its own.

#![allow(unreachable_pub, reason = "the targets in `fuzz/` reach them from another crate")]

use std::sync::Arc;

use serde_json::json;
use tessera_engine::{Cart, Code, CompiledCoupon, Coupon, Terms, UnsavedRequest, from_json};

use crate::shop::{automatic, check_sums, coupon, free_shipping, line, percent, request, with};

/// A cart: what is read is written back and read to the same; it is priced and adds up.
pub fn cart(bytes: &[u8]) {
    let fast = Cart::from_json(bytes);
    let read = from_json::<Cart>(bytes);
    assert_eq!(fast.is_ok(), read.is_ok(), "both readers of a cart agree on what is one");
    let Ok(cart) = read else { return };
    assert_eq!(fast.ok().as_ref(), Some(&cart), "both readers read the same");
    let written = serde_json::to_vec(&cart).expect("a cart is written");
    let again = from_json::<Cart>(&written).unwrap_or_else(|error| panic!("what was written is refused: {error:?}"));
    assert_eq!(again, cart, "written and read again");
    let coupons = [
        automatic("TENTH", &percent(10)),
        automatic("SHIP", &free_shipping()),
        automatic(
            "PAIR",
            &json!({
                "kind": "buy_x_get_y", "buy": { "quantity": 1, "target": {} },
                "get": { "quantity": 1, "target": {}, "percent": 50 },
            }),
        ),
        automatic("FEES", &json!({ "kind": "setup_fee_off", "percent": 100 })),
    ];
    price_with(cart, &coupons);
}

/// The terms of a coupon: written and read again they are the same; a cart is priced with them and adds up.
pub fn terms(bytes: &[u8]) {
    let Ok(terms) = from_json::<Terms>(bytes) else { return };
    let written = serde_json::to_vec(&terms).expect("terms are written");
    let again = from_json::<Terms>(&written).unwrap_or_else(|error| panic!("what was written is refused: {error:?}"));
    assert_eq!(again, terms, "written and read again");
    let code = terms.code.as_ref().map(|code| code.typed().to_owned());
    let mut request = shop();
    request.discounts.codes = code.into_iter().collect();
    request.coupons = vec![Arc::new(CompiledCoupon::new(Coupon { id: "cpn_read".to_owned(), version: 1, terms }))];
    check_sums(&request.cart, &request.price());
}

/// An expression as a condition: read or refused in words, judged without harm.
pub fn expression(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let conditions = json!({ "conditions": { "kind": "expression", "expression": text } });
    terms(with(coupon("EXPRESSION", &percent(10)), &conditions).to_string().as_bytes());
    // Terms have no id, and an unsaved coupon may have one: read it in its own place too.
    let body = request(&[line("a", 1, 1_000)], &[with(coupon("EXPRESSION", &percent(10)), &conditions)]);
    if let Ok(request) = from_json::<UnsavedRequest>(body.to_string().as_bytes()) {
        check_sums(&request.cart, &request.price());
    }
}

/// A code: its canonical form is its own canonical form, and what is accepted is found again by it.
pub fn code(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let canonical = tessera_engine::code::canonical(&text);
    assert_eq!(tessera_engine::code::canonical(&canonical), canonical, "a canonical form is canonical");
    let Ok(code) = Code::parse(&text) else { return };
    assert_eq!(code.canonical(), canonical);
    assert!((2..=64).contains(&canonical.chars().count()), "2 to 64 characters");
    let again = Code::parse(code.typed()).expect("what is kept for display is a code");
    assert_eq!(again, code);
}

/// A shop that has every kind of line in its cart.
fn shop() -> UnsavedRequest {
    let plan = json!({ "setup_fee": 500, "billing_period": "monthly", "tax_rate": 20, "weight_grams": 5 });
    let sale = json!({ "list_price": 5_000, "categories": ["clothing"], "brand": "acme", "in_stock": true });
    let mut body =
        request(&[line("shirt", 3, 3_333), with(line("mug", 2, 999), &plan), with(line("coat", 1, 4_000), &sale)], &[]);
    body["cart"]["shipping"] = json!({ "service": "ground", "amount": 800, "tax_rate": 5.5 });
    body["cart"]["customer"] = json!({ "id": "ana", "segments": ["vip"], "country": "FR", "orders_count": 2 });
    from_json(body.to_string().as_bytes()).expect("the shop's own cart is good")
}

fn price_with(cart: Cart, coupons: &[serde_json::Value]) {
    let body = request(&[], coupons);
    let mut request: UnsavedRequest = from_json(body.to_string().as_bytes()).expect("the coupons are good");
    request.cart = cart;
    check_sums(&request.cart, &request.price());
}
