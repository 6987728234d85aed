//! The checks of the requirements list that these kinds cover, with its numbers. `rNNN` is the item.

use serde_json::{Value, json};

use crate::shop::*;

fn total(quote: &Value) -> i64 {
    quote["totals"]["total"].as_i64().unwrap()
}

fn savings(quote: &Value) -> i64 {
    quote["totals"]["savings"].as_i64().unwrap()
}

fn one(unit_price: i64, coupons: &[Value]) -> Value {
    price(&request(&[line("a", 1, unit_price)], coupons))
}

/// A cart with two products, one coupon.
fn two(a: i64, b: i64, coupon: Value) -> Value {
    price(&request(&[line("A", 1, a), line("B", 1, b)], &[coupon]))
}

fn on(target: Value) -> Value {
    json!({ "kind": "percent_off", "percent": 10, "target": target })
}

fn shipped(mut body: Value, service: &str, amount: i64) -> Value {
    body["cart"]["shipping"] = json!({ "service": service, "amount": amount });
    body
}

fn at(mut body: Value, now: &str) -> Value {
    body["facts"]["now"] = json!(now);
    body
}

fn alone(value: Value) -> Value {
    with(
        value,
        &json!({ "stacking": { "combines_with": {
        "item": false, "order": false, "shipping": false, "codes": false, "automatic": false
    } } }),
    )
}

#[test]
fn r001_welcome10_takes_ten_percent() {
    assert_eq!(total(&one(5_000, &[coupon("WELCOME10", &percent(10))])), 4_500);
}

#[test]
fn r049_percentage_off() {
    assert_eq!(savings(&one(8_000, &[coupon("XX", &percent(20))])), 1_600);
}

#[test]
fn r050_fixed_amount_off() {
    assert_eq!(total(&one(8_000, &[coupon("XX", &amount(1_000))])), 7_000);
}

#[test]
fn r052_the_result_is_never_negative() {
    let quote = one(1_500, &[coupon("XX", &amount(2_000))]);
    assert_eq!((&quote["line_items"][0]["total"], savings(&quote)), (&json!(0), 1_500));
    assert_eq!(quote["discounts"]["applied"][0]["trims"], json!([{ "by": "line_total", "amount": 500 }]));
}

fn zero_order(tax: bool) -> Value {
    let rate = if tax { json!(20) } else { Value::Null };
    let mut body = request(&[line("a", 1, 1_500)], &[coupon("XX", &amount(2_000))]);
    body["cart"]["shipping"] = json!({ "service": "ground", "amount": 600, "tax_rate": rate });
    body["cart"]["fees"] = json!([{ "id": "payment", "amount": 100, "tax_rate": rate }]);
    price(&body)
}

#[test]
fn r053_on_a_zero_order_shipping_and_fees_stay_due() {
    assert_eq!(total(&zero_order(false)), 700);
}

#[test]
fn r054_and_are_taxed_by_their_own_rate() {
    let quote = zero_order(true);
    assert_eq!((&quote["totals"]["tax"], total(&quote)), (&json!(140), 840));
}

#[test]
fn r055_shipping_is_not_in_the_base_of_a_percentage() {
    let quote = price(&shipped(request(&[line("a", 1, 10_000)], &[coupon("XX", &percent(20))]), "ground", 1_000));
    assert_eq!(savings(&quote), 2_000);
}

#[test]
fn r056_r057_a_percentage_is_capped() {
    let capped = json!({ "kind": "percent_off", "percent": 20, "max_amount": { "USD": 5_000 } });
    for (goods, off) in [(40_000, 5_000), (20_000, 4_000), (30_000, 5_000)] {
        assert_eq!(savings(&one(goods, &[coupon("XX", &capped)])), off);
    }
}

#[test]
fn r058_free_shipping() {
    let quote = price(&shipped(request(&[line("a", 1, 1_000)], &[coupon("XX", &free_shipping())]), "ground", 800));
    assert_eq!(quote["shipping"]["total"], 0);
}

#[test]
fn r059_free_shipping_of_chosen_services_names_them() {
    let ground = json!({ "kind": "free_shipping", "services": ["Ground"] });
    let quote = price(&shipped(request(&[line("a", 1, 1_000)], &[coupon("XX", &ground)]), "Express", 1_500));
    assert_eq!(quote["shipping"]["total"], 1_500);
    assert_eq!(reason(&quote, "XX"), "shipping_service_ineligible");
    assert_eq!(rejection(&quote, "XX")["details"]["services"], json!(["Ground"]));
    assert!(rejection(&quote, "XX")["message"].as_str().unwrap().contains("Ground"));
}

#[test]
fn r061_free_shipping_is_for_the_whole_order() {
    let mut gate = coupon("XX", &free_shipping());
    gate["conditions"] = json!({ "kind": "order_amount", "min": { "USD": 1 }, "scope": { "products": ["A"] } });
    let quote =
        price(&shipped(request(&[line("A", 1, 100), line("B", 1, 100)], std::slice::from_ref(&gate)), "ground", 800));
    assert_eq!(quote["shipping"]["discount"], 800, "A is in the cart: the whole shipment is free");
    let quote = price(&shipped(request(&[line("B", 1, 100)], &[gate]), "ground", 800));
    assert_eq!(quote["shipping"]["discount"], 0);
}

#[test]
fn r066_spend_x_get_y_off() {
    let threshold = with(coupon("XX", &amount(1_000)), &from(10_000));
    assert_eq!(savings(&one(9_999, std::slice::from_ref(&threshold))), 0);
    assert_eq!(savings(&one(10_000, &[threshold])), 1_000);
}

#[test]
fn r068_an_amount_without_threshold() {
    assert_eq!(total(&one(1_200, &[coupon("XX", &amount(1_000))])), 200);
}

#[test]
fn r073_the_whole_order() {
    assert_eq!(savings(&two(6_000, 4_000, coupon("XX", &percent(10)))), 1_000);
}

#[test]
fn r077_tax_and_several_discounts() {
    let taxed = with(line("a", 1, 10_000), &json!({ "tax_rate": 20 }));
    let quote = price(&request(&[taxed], &[coupon("TEN", &percent(10)), coupon("FIVE", &amount(500))]));
    assert_eq!((&quote["line_items"][0]["total"], &quote["totals"]["tax"]), (&json!(8_500), &json!(1_700)));
}

#[test]
fn r078_line_discounts_sum_to_the_header() {
    let lines = [line("a", 1, 999), line("b", 1, 999), line("c", 1, 999)];
    let quote = price(&request(&lines, &[coupon("XX", &percent(json!(33.33)))]));
    let sum: i64 = quote["line_items"].as_array().unwrap().iter().map(|line| line["discount"].as_i64().unwrap()).sum();
    assert_eq!((sum, savings(&quote)), (999, 999), "33.33 % of 29.97 is 9.989");
}

#[test]
fn r088_not_started() {
    let later = with(coupon("XX", &percent(10)), &json!({ "validity": { "starts_at": "2026-06-02T00:00:00Z" } }));
    let quote = price(&at(request(&[line("a", 1, 1_000)], &[later]), "2026-06-01T12:00:00Z"));
    assert_eq!(reason(&quote, "XX"), "not_started");
    assert_eq!(rejection(&quote, "XX")["details"]["starts_at"], "2026-06-02T00:00:00Z");
    assert!(rejection(&quote, "XX")["message"].as_str().unwrap().contains("2 June 2026"));
}

#[test]
fn r089_r098_no_end_is_no_expiry() {
    let quote = price(&at(request(&[line("a", 1, 1_000)], &[coupon("XX", &percent(10))]), "2031-01-01T00:00:00Z"));
    assert_eq!(applied(&quote), ["XX"]);
}

#[test]
fn r090_refused_from_the_start_of_the_day_it_ends_on() {
    let ending = with(coupon("XX", &percent(10)), &json!({ "validity": { "ends_at": "2026-06-10T00:00:00Z" } }));
    let body = request(&[line("a", 1, 1_000)], &[ending]);
    assert_eq!(reason(&price(&at(body.clone(), "2026-06-10T00:00:00Z")), "XX"), "expired");
    assert_eq!(applied(&price(&at(body, "2026-06-09T23:59:00Z"))), ["XX"]);
}

#[test]
fn r092_r096_start_and_end_are_instants() {
    let evening =
        json!({ "validity": { "starts_at": "2026-06-10T18:00:00+02:00", "ends_at": "2026-06-10T20:00:00+02:00" } });
    let body = request(&[line("a", 1, 1_000)], &[with(coupon("XX", &percent(10)), &evening)]);
    for (now, outcome) in [
        ("2026-06-10T15:59:59.999999Z", "not_started"),
        ("2026-06-10T16:00:00Z", ""),
        ("2026-06-10T17:59:59Z", ""),
        ("2026-06-10T18:00:00Z", "expired"),
    ] {
        let quote = price(&at(body.clone(), now));
        let refused = if applied(&quote).is_empty() { reason(&quote, "XX") } else { "" };
        assert_eq!(refused, outcome, "{now}");
    }
}

#[test]
fn r103_the_third_finds_it_fully_used() {
    let mut body =
        request(&[line("a", 1, 1_000)], &[with(coupon("XX", &percent(10)), &json!({ "limits": { "total": 2 } }))]);
    body["facts"] = json!({ "uses": { "XX": { "total": 1 } } });
    assert_eq!(applied(&price(&body)), ["XX"]);
    body["facts"] = json!({ "uses": { "XX": { "total": 2 } } });
    assert_eq!(reason(&price(&body), "XX"), "usage_limit_reached");
    assert_eq!(rejection(&price(&body), "XX")["message"], "This code is fully used.");
}

#[test]
fn r104_once_per_customer() {
    let limited = with(coupon("XX", &percent(10)), &json!({ "limits": { "per_customer": 1 } }));
    let mut body = request(&[line("a", 1, 1_000)], &[limited]);
    body["cart"]["customer"] = json!({ "id": "ana" });
    assert_eq!(applied(&price(&body)), ["XX"]);
    body["facts"] = json!({ "uses": { "XX": { "total": 1, "customer": 1 } } });
    assert_eq!(reason(&price(&body), "XX"), "customer_limit_reached");
    assert_eq!(rejection(&price(&body), "XX")["message"], "You have already used this code.");
}

#[test]
fn r118_minimum_order_amount() {
    let minimum = with(coupon("XX", &percent(10)), &from(5_000));
    assert_eq!(reason(&one(4_999, std::slice::from_ref(&minimum)), "XX"), "minimum_not_met");
    assert_eq!(applied(&one(5_000, &[minimum])), ["XX"]);
}

#[test]
fn r119_shipping_does_not_count_for_the_minimum() {
    let minimum = with(coupon("XX", &percent(10)), &from(5_000));
    let quote = price(&shipped(request(&[line("a", 1, 4_000)], &[minimum]), "ground", 1_500));
    assert_eq!(reason(&quote, "XX"), "minimum_not_met");
}

#[test]
fn r123_the_order_amount_may_be_a_range() {
    let mut range = coupon("XX", &percent(10));
    range["conditions"] = json!({ "kind": "order_amount", "min": { "USD": 5_000 }, "max": { "USD": 20_000 } });
    assert_eq!(reason(&one(25_000, std::slice::from_ref(&range)), "XX"), "maximum_exceeded");
    assert_eq!(applied(&one(20_000, std::slice::from_ref(&range))), ["XX"]);
    assert_eq!(reason(&one(4_999, &[range]), "XX"), "minimum_not_met");
}

#[test]
fn r128_how_much_more_must_be_spent() {
    let quote = one(3_750, &[with(coupon("XX", &percent(10)), &from(5_000))]);
    assert_eq!(rejection(&quote, "XX")["details"]["missing"]["amount"], 1_250);
    assert_eq!(rejection(&quote, "XX")["message"], "Spend $12.50 more to use this code.");
}

#[test]
fn r131_nothing_off_what_is_out_of_stock() {
    let gone = with(line("A", 1, 1_000), &json!({ "in_stock": false }));
    let quote = price(&request(&[gone.clone(), line("B", 1, 1_000)], &[coupon("XX", &percent(10))]));
    assert_eq!(quote["line_items"][0]["discount"], 0);
    assert_eq!(
        quote["discounts"]["applied"][0]["skipped"],
        json!([{ "path": "$.line_items[0]", "reason": "out_of_stock" }])
    );
    let quote = price(&request(&[gone], &[coupon("XX", &on(json!({ "products": ["A"] })))]));
    assert_eq!(rejection(&quote, "XX")["details"]["skipped"][0]["reason"], "out_of_stock");
}

#[test]
fn r133_r143_only_the_allowed_products() {
    assert_eq!(savings(&two(6_000, 4_000, coupon("XX", &on(json!({ "products": ["A"] }))))), 600);
    let shoes = with(line("s", 1, 5_000), &json!({ "categories": ["Shoes"] }));
    let hat = with(line("h", 1, 5_000), &json!({ "categories": ["Hats"] }));
    let quote = price(&request(&[shoes, hat], &[coupon("XX", &on(json!({ "categories": ["Shoes"] })))]));
    assert_eq!((savings(&quote), &quote["line_items"][1]["discount"]), (500, &json!(0)));
}

#[test]
fn r135_r139_a_category_alone() {
    let shoes = with(line("s", 1, 5_000), &json!({ "categories": ["Shoes"] }));
    let quote = price(&request(
        &[shoes, line("h", 1, 5_000)],
        &[coupon("XX", &on(json!({ "categories": ["Shoes"], "products": [] })))],
    ));
    assert_eq!(savings(&quote), 500);
}

#[test]
fn r136_excluded_items_are_skipped() {
    assert_eq!(savings(&two(6_000, 4_000, coupon("XX", &on(json!({ "exclude": { "products": ["B"] } }))))), 600);
}

#[test]
fn r140_a_product_whatever_its_category() {
    let a = with(line("A", 1, 6_000), &json!({ "categories": ["anything"] }));
    assert_eq!(
        savings(&price(&request(&[a], &[coupon("XX", &on(json!({ "products": ["A"], "categories": [] })))]))),
        600
    );
}

#[test]
fn r142_a_parent_category_covers_its_subcategories() {
    let shoe = with(line("s", 1, 5_000), &json!({ "categories": ["Shoes"] }));
    let body = request(&[shoe], &[coupon("XX", &on(json!({ "categories": ["Clothing"] })))]);
    assert_eq!(savings(&price(&body)), 0);
    let body = with(body, &json!({ "facts": { "categories": { "Shoes": { "parent_id": "Clothing" } } } }));
    assert_eq!(savings(&price(&body)), 500);
}

#[test]
fn r146_a_brand() {
    let acme = with(line("A", 1, 6_000), &json!({ "brand": "Acme" }));
    let other = with(line("B", 1, 4_000), &json!({ "brand": "Other" }));
    assert_eq!(savings(&price(&request(&[acme, other], &[coupon("XX", &on(json!({ "brands": ["Acme"] })))]))), 600);
}

#[test]
fn r147_sale_items_left_out() {
    let sale = with(line("A", 1, 6_000), &json!({ "list_price": 7_000 }));
    let quote =
        price(&request(&[sale, line("B", 1, 4_000)], &[coupon("XX", &on(json!({ "exclude_sale_items": true })))]));
    assert_eq!((&quote["line_items"][0]["discount"], savings(&quote)), (&json!(0), 400));
}

#[test]
fn r163_two_that_combine() {
    assert_eq!(total(&one(10_000, &[coupon("TEN", &percent(10)), coupon("FIVE", &amount(500))])), 8_500);
}

#[test]
fn r164_mutually_exclusive_coupons_name_the_other() {
    let mut a = coupon("AA", &percent(20));
    a["stacking"]["never_with"] = json!(["BB"]);
    let quote = one(10_000, &[a, coupon("BB", &percent(10))]);
    assert_eq!(reason(&quote, "BB"), "combination_disallowed");
    assert_eq!(rejection(&quote, "BB")["details"]["conflicts_with"], json!([{ "coupon_id": "AA", "code": "AA" }]));
}

#[test]
fn r165_the_better_of_code_and_automatic() {
    let mut code = coupon("CODE", &percent(20));
    code["stacking"]["combines_with"]["automatic"] = json!(false);
    let quote = one(10_000, &[code, automatic("AUTO", &percent(10))]);
    assert_eq!((applied(&quote), savings(&quote)), (vec!["CODE"], 2_000));
}

#[test]
fn r168_priority_when_several_apply() {
    let with_priority = |five: u32, ten: u32| {
        let mut coupons = [coupon("FIVE", &amount(500)), coupon("TEN", &percent(10))];
        coupons[0]["stacking"]["priority"] = json!(five);
        coupons[1]["stacking"]["priority"] = json!(ten);
        total(&one(10_000, &coupons))
    };
    assert_eq!((with_priority(1, 2), with_priority(2, 1)), (8_550, 8_500));
}

#[test]
fn r169_the_store_cap_is_given_and_the_trim_shown() {
    let body = request(&[line("a", 1, 10_000)], &[coupon("AA", &percent(30)), coupon("BB", &percent(20))]);
    let quote = price(&with(body, &json!({ "settings": { "max_discount_percent": 40 } })));
    assert_eq!(savings(&quote), 4_000);
    assert_eq!(quote["discounts"]["applied"][1]["trims"], json!([{ "by": "store_cap", "amount": 400 }]));
}

#[test]
fn r170_switched_off_on_either_of_two_only_one_stands() {
    for alone_one in ["AA", "BB"] {
        let build = |id: &str, rate: i64| {
            let coupon = coupon(id, &percent(rate));
            if id == alone_one { alone(coupon) } else { coupon }
        };
        assert_eq!(applied(&one(10_000, &[build("AA", 10), build("BB", 20)])), ["BB"]);
    }
}

#[test]
fn r171_free_shipping_or_ten_percent_but_not_both() {
    let coupons = [alone(coupon("SHIP", &free_shipping())), alone(coupon("TEN", &percent(10)))];
    let quote = price(&shipped(request(&[line("a", 1, 5_000)], &coupons), "ground", 800));
    assert_eq!(applied(&quote), ["SHIP"]);
    assert_eq!(reason(&quote, "TEN"), "combination_disallowed");
    assert_eq!(rejection(&quote, "TEN")["details"]["if_switched"], json!({ "saving": 500, "total": 5_300 }));
}

#[test]
fn r173_free_ground_beside_twenty_off() {
    let ground = json!({ "kind": "free_shipping", "services": ["Ground"] });
    let ship = with(coupon("FreeGround", &ground), &from(10_000));
    let off =
        coupon("20-off", &json!({ "kind": "percent_off", "percent": 20, "target": { "products": ["selected"] } }));
    let lines = [line("selected", 1, 5_000), line("other", 1, 10_000)];
    let mut body = shipped(request(&lines, &[ship, off]), "Ground", 1_200);
    body["discounts"]["codes"] = json!(["freeground", "20OFF"]);
    let quote = price(&body);
    assert_eq!((&quote["totals"]["items_discount"], &quote["shipping"]["total"]), (&json!(1_000), &json!(0)));
}

#[test]
fn r174_r175_free_shipping_is_judged_last_however_typed() {
    let ship = with(coupon("FREESHIP", &free_shipping()), &from(10_000));
    let mut body = shipped(request(&[line("a", 1, 11_000)], &[coupon("TWENTY", &percent(20)), ship]), "ground", 800);
    for codes in [json!(["TWENTY", "FREESHIP"]), json!(["FREESHIP", "TWENTY"])] {
        body["discounts"]["codes"] = codes;
        let quote = price(&body);
        assert_eq!(quote["line_items"][0]["total"], 8_800);
        assert_eq!(reason(&quote, "FREESHIP"), "minimum_not_met");
    }
}

#[test]
fn r176_automatic_coupons_need_no_code() {
    let quote = one(10_000, &[automatic("AUTO", &percent(10))]);
    assert_eq!(savings(&quote), 1_000);
    let entry = &quote["discounts"]["applied"][0];
    assert_eq!((&entry["automatic"], &entry["code"]), (&json!(true), &Value::Null));
}

#[test]
fn r178_a_code_beside_an_automatic_coupon_that_does_not_combine() {
    let quote = one(10_000, &[alone(automatic("AUTO", &percent(20))), coupon("CODE", &percent(10))]);
    assert_eq!(reason(&quote, "CODE"), "combination_disallowed");
    assert_eq!(rejection(&quote, "CODE")["details"]["if_switched"], json!({ "saving": 1_000, "total": 9_000 }));
}

#[test]
fn r305_a_site_wide_sale_between_two_dates() {
    let dates = json!({ "validity": { "starts_at": "2026-11-27T00:00:00Z", "ends_at": "2026-11-30T00:00:00Z" } });
    let body = request(&[line("a", 1, 10_000)], &[with(automatic("SALE", &percent(15)), &dates)]);
    for (now, off) in [("2026-11-26T23:59:59Z", 0), ("2026-11-27T00:00:00Z", 1_500), ("2026-11-30T00:00:00Z", 0)] {
        assert_eq!(savings(&price(&at(body.clone(), now))), off, "{now}");
    }
}
