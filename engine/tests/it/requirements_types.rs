//! The checks of the requirements list about types of discounts, what they are for and how they go together, with its
//! numbers. `rNNN` is the item.

use serde_json::{Value, json};

use crate::shop::*;

fn total(quote: &Value) -> i64 {
    quote["totals"]["total"].as_i64().unwrap()
}

fn savings(quote: &Value) -> i64 {
    quote["totals"]["savings"].as_i64().unwrap()
}

fn buy_get(buy: u32, target: &Value) -> Value {
    json!({
        "kind": "buy_x_get_y", "buy": { "quantity": buy, "target": target },
        "get": { "quantity": 1, "target": target, "percent": 100 },
    })
}

fn when(condition: Value) -> Value {
    json!({ "conditions": condition })
}

fn customer(mut body: Value, customer: Value) -> Value {
    body["cart"]["customer"] = customer;
    body
}

/// So many units at 10.00 under one coupon.
fn units(quantity: u32, benefit: &Value) -> Value {
    price(&request(&[line("a", quantity, 1_000)], &[coupon("XX", benefit)]))
}

#[test]
fn r063_buy_three_get_one() {
    assert_eq!(total(&units(4, &buy_get(3, &json!({})))), 3_000);
}

#[test]
fn r064_buy_one_get_one() {
    let free = buy_get(1, &json!({}));
    assert_eq!((total(&units(2, &free)), total(&units(3, &free))), (1_000, 2_000));
}

#[test]
fn r065_tiers_by_quantity() {
    let tiers = json!({
        "kind": "tiered", "basis": "quantity", "mode": "highest",
        "tiers": [{ "from": 5, "percent": 5 }, { "from": 10, "percent": 10 }],
    });
    assert_eq!(savings(&units(10, &tiers)), 1_000);
    assert_eq!(savings(&units(9, &tiers)), 450, "the step below");
    assert_eq!(savings(&units(4, &tiers)), 0);
}

#[test]
fn r070_percentages_a_cap_and_new_customers_only() {
    let capped = json!({ "kind": "percent_off", "percent": 20, "max_amount": { "USD": 5_000 } });
    let new = with(coupon("NEW", &percent(30)), &when(json!({ "kind": "first_order" })));
    let goods = [line("a", 1, 30_000)];
    assert_eq!(savings(&price(&request(&goods, &[coupon("TEN", &percent(10))]))), 3_000);
    assert_eq!(savings(&price(&request(&goods, &[coupon("CAPPED", &capped)]))), 5_000);
    let body = request(&goods, &[new]);
    let quote = price(&customer(body.clone(), json!({ "id": "ana", "orders_count": 0 })));
    assert_eq!(savings(&quote), 9_000);
    let quote = price(&customer(body, json!({ "id": "ana", "orders_count": 1 })));
    assert_eq!((savings(&quote), reason(&quote, "NEW")), (0, "first_order_only"));
    assert!(rejection(&quote, "NEW")["message"].as_str().unwrap().contains("first order"));
}

#[test]
fn r071_volume_discounts_for_wholesale_without_a_code() {
    let tiers = json!({
        "kind": "tiered", "basis": "quantity", "mode": "highest",
        "tiers": [{ "from": 20, "percent": 5 }, { "from": 50, "percent": 12 }],
    });
    let volume = with(automatic("VOLUME", &tiers), &when(json!({ "kind": "customer_in", "segments": ["wholesale"] })));
    let body = request(&[line("a", 50, 1_000)], &[volume]);
    let quote = price(&customer(body.clone(), json!({ "id": "b2b", "segments": ["wholesale"] })));
    assert_eq!((applied(&quote), savings(&quote)), (vec!["VOLUME"], 6_000));
    assert_eq!(quote["discounts"]["codes"], json!([]));
    assert_eq!(savings(&price(&customer(body, json!({ "id": "ana", "segments": [] })))), 0);
}

#[test]
fn r072_each_type_by_its_own_rules() {
    let clothing = json!({ "kind": "percent_off", "percent": 10, "target": { "categories": ["clothing"] } });
    let coupons = [automatic("PERCENT", &clothing), automatic("BOGO", &buy_get(1, &json!({ "products": ["sock"] })))];
    let quote = price(&request(&[line("sock", 2, 500)], &coupons));
    assert_eq!((applied(&quote), savings(&quote)), (vec!["BOGO"], 500));
    assert_eq!(quote["discounts"]["rejected"], json!([]));
}

#[test]
fn r074_free_setup_in_addition_to_the_discount() {
    let mut both = coupon("XX", &percent(10));
    both["benefits"].as_array_mut().unwrap().push(json!({ "kind": "setup_fee_off", "percent": 100 }));
    let quote = price(&request(&[with(line("a", 1, 5_000), &json!({ "setup_fee": 2_000 }))], &[both]));
    assert_eq!(total(&quote), 4_500);
    assert_eq!(quote["totals"]["setup_fees_discount"], 2_000);
}

fn period(id: &str, unit_price: i64, period: &str) -> Value {
    with(line(id, 1, unit_price), &json!({ "setup_fee": 1_000, "billing_period": period }))
}

#[test]
fn r075_a_value_for_each_billing_period() {
    let table = json!({ "kind": "by_billing_period", "periods": {
        "monthly": { "price": { "percent": 10 } },
        "annual": { "price": { "percent": 25 }, "setup_fee": { "percent": 50 } },
    } });
    let quote = price(&request(&[period("a", 10_000, "annual")], &[coupon("XX", &table)]));
    let line = &quote["line_items"][0];
    assert_eq!((&line["discount"], &line["setup_fee_discount"]), (&json!(2_500), &json!(500)), "each by its own rate");
    let quote = price(&request(&[period("a", 10_000, "monthly")], &[coupon("XX", &table)]));
    let line = &quote["line_items"][0];
    assert_eq!((&line["discount"], &line["setup_fee_discount"]), (&json!(1_000), &json!(0)));
}

#[test]
fn r076_a_period_without_a_value_has_no_discount_and_says_why() {
    let table = json!({ "kind": "by_billing_period", "periods": { "monthly": { "price": { "percent": 10 } } } });
    let rows = [period("m", 1_000, "monthly"), period("q", 2_500, "quarterly")];
    let quote = price(&request(&rows, &[coupon("XX", &table)]));
    assert_eq!(quote["line_items"][1]["total"], 2_500);
    let skipped = json!([{ "path": "$.line_items[1]", "reason": "billing_period_not_covered" }]);
    assert_eq!(quote["discounts"]["applied"][0]["skipped"], skipped);
    let quote = price(&request(&rows[1..], &[coupon("XX", &table)]));
    assert_eq!(reason(&quote, "XX"), "items_ineligible");
}

#[test]
fn r136_or_an_excluded_item_refuses_the_order() {
    let reject =
        with(coupon("XX", &percent(10)), &when(json!({ "kind": "contains", "none_of": [{ "products": ["B"] }] })));
    let quote = price(&request(&[line("A", 1, 6_000), line("B", 1, 4_000)], std::slice::from_ref(&reject)));
    assert_eq!((savings(&quote), reason(&quote, "XX")), (0, "excluded_items_present"));
    assert_eq!(savings(&price(&request(&[line("A", 1, 6_000)], &[reject]))), 600);
}

#[test]
fn r137_an_excluded_category_refuses_the_order_and_names_the_item() {
    let none = json!({ "kind": "contains", "none_of": [{ "categories": ["Clearance"] }] });
    let clearance = with(line("lamp", 1, 4_000), &json!({ "categories": ["Clearance"], "title": "Red lamp" }));
    let quote = price(&request(&[line("A", 1, 6_000), clearance], &[with(coupon("XX", &percent(10)), &when(none))]));
    assert_eq!((savings(&quote), reason(&quote, "XX")), (0, "excluded_items_present"));
    let details = rejection(&quote, "XX")["details"].to_string();
    assert!(details.contains("lamp"), "the item is named: {details}");
}

#[test]
fn r144_what_a_product_cannot_take_is_lost_or_falls_on_the_rest() {
    let off = |overflow: &str| {
        json!({
            "kind": "amount_off", "amount": { "USD": 1_000 }, "per": "order", "overflow": overflow,
            "target": { "products": ["A"] },
        })
    };
    let lines = [line("A", 1, 600), line("B", 1, 2_000)];
    for (overflow, given) in [("cap", 600), ("spill_to_order", 1_000)] {
        assert_eq!(savings(&price(&request(&lines, &[coupon("XX", &off(overflow))]))), given, "{overflow}");
    }
}

#[test]
fn r148_only_for_the_plans_it_names() {
    let plans = json!({ "kind": "contains", "any_of": [{ "products": ["plan-a"] }, { "products": ["plan-b"] }] });
    let limited = with(coupon("XX", &percent(10)), &when(plans));
    for (plan, off) in [("plan-a", 100), ("plan-b", 100), ("plan-c", 0)] {
        let quote = price(&request(&[line(plan, 1, 1_000)], std::slice::from_ref(&limited)));
        assert_eq!(savings(&quote), off, "{plan}");
        if off == 0 {
            assert_eq!(reason(&quote, "XX"), "required_items_missing");
        }
    }
}

#[test]
fn r167_only_named_combinations() {
    let none = json!({ "item": false, "order": false, "shipping": false, "codes": false, "automatic": false });
    let only_with = |id: &str, rate: i64, other: &str| {
        with(coupon(id, &percent(rate)), &json!({ "stacking": { "combines_with": none, "with": [other] } }))
    };
    let coupons = [only_with("AA", 20, "BB"), only_with("BB", 10, "AA"), coupon("CC", &percent(5))];
    let quote = price(&request(&[line("a", 1, 10_000)], &coupons));
    assert_eq!(applied(&quote), ["AA", "BB"]);
    assert_eq!(reason(&quote, "CC"), "combination_disallowed");
    let conflicts = rejection(&quote, "CC")["details"]["conflicts_with"].to_string();
    assert!(conflicts.contains("AA"), "{conflicts}");
}

#[test]
fn r181_not_with_the_flash_sale() {
    let regular = json!({ "kind": "percent_off", "percent": 10, "target": { "exclude_sale_items": true } });
    let sale = with(line("A", 1, 6_000), &json!({ "on_sale": true }));
    let quote = price(&request(&[sale, line("B", 1, 4_000)], &[coupon("XX", &regular)]));
    assert_eq!((&quote["line_items"][0]["discount"], &quote["line_items"][1]["discount"]), (&json!(0), &json!(400)));
    let skipped = json!([{ "path": "$.line_items[0]", "reason": "sale_item" }]);
    assert_eq!(quote["discounts"]["applied"][0]["skipped"], skipped);
}

#[test]
fn r303_a_wholesale_code_is_unknown_to_a_retail_account() {
    let wholesale =
        with(coupon("B2B-30", &percent(30)), &when(json!({ "kind": "customer_in", "segments": ["wholesale"] })));
    let mut body =
        customer(request(&[line("a", 2, 5_000)], &[wholesale]), json!({ "id": "ana", "segments": ["retail"] }));
    let quote = price(&body);
    assert_eq!((total(&quote), reason(&quote, "B2B-30")), (10_000, "invalid"));
    body["coupons"] = json!([]);
    let unknown = price(&body);
    assert_eq!(
        rejection(&quote, "B2B-30")["message"],
        rejection(&unknown, "B2B-30")["message"],
        "as for a code that nobody made"
    );
    assert_eq!(total(&unknown), 10_000);
}
