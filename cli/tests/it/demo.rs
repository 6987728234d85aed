//! The demo shop holds what it says, and its example carts cost what they say.

use serde_json::Value;

use crate::http::{DEMO_KEY, get, post};
use crate::process::demo;

#[test]
fn r291_each_vertical_has_a_working_example() {
    let carts: Vec<Value> = serde_json::from_str(include_str!("../../demo/carts.json")).unwrap();
    let shop = demo();
    for cart in &carts {
        let body = serde_json::json!({ "cart": cart["cart"], "discounts": cart["discounts"] }).to_string();
        let answer = post(&shop.base, "/v1/quotes", DEMO_KEY, &body);
        assert_eq!(answer.status, 200, "{}: {}", cart["name"], answer.text);
        let totals = &answer.json()["totals"];
        assert_eq!(totals["savings"], cart["expect"]["savings"], "{}", cart["name"]);
        assert_eq!(totals["total"], cart["expect"]["total"], "{}", cart["name"]);
    }
    for vertical in ["fashion", "subscription", "b2b", "direct_to_consumer"] {
        let saves = |cart: &&Value| cart["vertical"] == vertical && cart["expect"]["savings"].as_i64() > Some(0);
        assert!(carts.iter().any(|cart| saves(&cart)), "{vertical} has no example");
    }
}

#[test]
fn the_demo_holds_a_believable_shop() {
    let shop = demo();
    assert!(shop.printed.contains("96 products, 200 customers, 401 past orders, 19 coupons"), "{}", shop.printed);
    let coupons = get(&shop.base, "/v1/coupons?limit=200", DEMO_KEY).json();
    let coupons = coupons["data"].as_array().unwrap();
    assert_eq!(coupons.len(), 19);
    let of_code =
        |code: &str| coupons.iter().find(|coupon| coupon["code"] == code).unwrap_or_else(|| panic!("no {code}"));
    for code in ["WELCOME10", "XMAS2026", "TEN-FROM-100", "FREEGROUND"] {
        of_code(code);
    }
    assert_eq!(of_code("FLASH20")["uses"], 48, "two of its fifty uses are left");
    let states: Vec<&Value> = coupons.iter().map(|coupon| &coupon["state"]).collect();
    for state in ["active", "expired", "paused", "draft"] {
        assert!(states.iter().any(|found| *found == state), "no coupon is {state}");
    }
    let redemptions = get(&shop.base, "/v1/redemptions?limit=200", DEMO_KEY).json();
    assert_eq!(redemptions["data"].as_array().unwrap().len(), 200, "the history fills more than a page");
}

#[test]
fn the_printed_lines_work_when_pasted() {
    let shop = demo();
    let lines: Vec<&str> = shop.printed.lines().collect();
    let body =
        lines.iter().find_map(|line| line.trim().strip_prefix("-d '")?.strip_suffix('\'')).expect("a body to paste");
    let quote = post(&shop.base, "/v1/quotes", DEMO_KEY, body).json();
    // 3 x 49.00, 5 % off clothing by itself, 10 % on the rest, free ground shipping, 20 % tax.
    assert_eq!(quote["totals"]["savings"], 735 + 1397 + 800);
    assert_eq!(quote["totals"]["total"], 12568 + 2514);
    for path in ["/v1/coupons?state=active&limit=5", "/v1/redemptions?customer_id=ana"] {
        assert!(shop.printed.contains(path), "{path}");
        let answer = get(&shop.base, path, DEMO_KEY);
        assert_eq!(answer.status, 200);
        assert!(!answer.json()["data"].as_array().unwrap().is_empty(), "{path} shows something");
    }
}
