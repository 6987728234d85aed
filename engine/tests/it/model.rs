//! The worked numbers of `docs/MODEL.md`, and what its sections say, for the kinds this release has.

use serde_json::{Value, json};

use crate::shop::*;

pub(crate) fn settings(request: Value, settings: &Value) -> Value {
    with(request, &json!({ "settings": settings }))
}

fn discounts(quote: &Value) -> Vec<i64> {
    quote["line_items"].as_array().unwrap().iter().map(|line| line["discount"].as_i64().unwrap()).collect()
}

pub(crate) fn stacking(priority: u32, flags: [bool; 5]) -> Value {
    let [item, order, shipping, codes, automatic] = flags;
    json!({ "stacking": { "priority": priority, "combines_with": {
        "item": item, "order": order, "shipping": shipping, "codes": codes, "automatic": automatic
    } } })
}

pub(crate) const ALL_FLAGS: [bool; 5] = [true; 5];
pub(crate) const NO_FLAGS: [bool; 5] = [false; 5];

fn priority(value: Value, priority: u32) -> Value {
    with(value, &stacking(priority, ALL_FLAGS))
}

// 2. Money

#[test]
fn c2_4_tax_is_computed_once_on_the_discounted_line_with_its_setup_fee() {
    let taxed = with(line("a", 1, 5_000), &json!({ "tax_rate": 20, "setup_fee": 2_000 }));
    let quote = price(&request(std::slice::from_ref(&taxed), &[coupon("TEN", &percent(10))]));
    assert_eq!(quote["line_items"][0]["tax"], 1_300, "20 % of 45.00 and 20.00");
    assert_eq!(quote["totals"]["total"], 7_800);
    let mut body = request(&[taxed], &[coupon("TEN", &percent(10))]);
    body["cart"]["prices_include_tax"] = json!(true);
    let quote = price(&body);
    assert_eq!(quote["line_items"][0]["tax"], 1_083, "65.00 * 20 / 120 = 10.833");
    assert_eq!(quote["totals"]["total"], 6_500, "included tax does not come on top");
}

#[test]
fn c2_4_shipping_and_fees_have_their_own_tax_each_rounded() {
    let mut body = request(&[with(line("a", 1, 25), &json!({ "tax_rate": 10 }))], &[]);
    body["cart"]["shipping"] = json!({ "service": "ground", "amount": 25, "tax_rate": 10 });
    body["cart"]["fees"] = json!([{ "id": "x", "amount": 25, "tax_rate": 10 }, { "id": "y", "amount": 25 }]);
    let quote = price(&body);
    assert_eq!(quote["totals"]["tax"], 9, "2.5 three times, half up, and a missing rate");
    assert_eq!(quote["fees"][1]["tax"], 0);
    assert_eq!(quote["totals"]["total"], 109);
}

#[test]
fn c2_5_a_percentage_is_rounded_once_and_split_by_largest_remainder() {
    let quote = price(&request(&[line("a", 6, 237), line("b", 1, 328)], &[coupon("THREE", &percent(3))]));
    assert_eq!(discounts(&quote), [43, 10], "52.5 rounds to 53: 42.66 and 9.84");
}

#[test]
fn c2_5_ties_go_to_the_smaller_line_id_wherever_it_stands() {
    let quote = price(&request(
        &[line("c", 1, 1_000), line("a", 1, 1_000), line("b", 1, 1_000)],
        &[coupon("XX", &amount(1_000))],
    ));
    assert_eq!(discounts(&quote), [333, 334, 333]);
}

#[test]
fn c2_7_scope_line_and_unit_round_every_line_and_every_unit() {
    let body = |scope: &str, mode: &str| {
        let lines = [line("a", 6, 237), line("b", 1, 328)];
        settings(
            request(&lines, &[coupon("FIVE", &percent(5))]),
            &json!({ "rounding": { "scope": scope, "mode": mode } }),
        )
    };
    assert_eq!(discounts(&price(&body("coupon", "half_up"))), [72, 16], "87.5 -> 88");
    assert_eq!(discounts(&price(&body("coupon", "half_even"))), [72, 16], "87.5 -> 88");
    assert_eq!(discounts(&price(&body("coupon", "down"))), [71, 16], "87.5 -> 87");
    assert_eq!(discounts(&price(&body("line", "half_up"))), [71, 16], "71.1 and 16.4");
    assert_eq!(discounts(&price(&body("unit", "half_up"))), [72, 16], "six times 11.85 -> 12");
    assert_eq!(discounts(&price(&body("unit", "down"))), [66, 16], "six times 11");
}

#[test]
fn c2_7_a_unit_never_gives_more_than_the_line_has() {
    let body = request(&[line("a", 3, 1)], &[coupon("HALF", &percent(50))]);
    let body = settings(body, &json!({ "rounding": { "scope": "unit" } }));
    assert_eq!(discounts(&price(&body)), [3], "half of 1 rounds to 1, three times");
    let capped = json!({ "kind": "percent_off", "percent": 50, "max_amount": { "USD": 2 } });
    let body = request(&[line("a", 1, 3), line("b", 1, 3)], &[coupon("HALF", &capped)]);
    let quote = price(&settings(body, &json!({ "rounding": { "scope": "unit" } })));
    assert_eq!(discounts(&quote), [1, 1], "1.5 -> 2 each, and the cap is split");
    assert_eq!(quote["discounts"]["applied"][0]["trims"], json!([{ "by": "coupon_cap", "amount": 2 }]));
    assert_eq!(quote["discounts"]["applied"][0]["method"], "each");
}

// 3. Lanes and order

#[test]
fn c3_2_priority_then_rank() {
    let by = |first: u32, second: u32| {
        let coupons = [priority(coupon("FIVE", &amount(500)), first), priority(coupon("TEN", &percent(10)), second)];
        price(&request(&[line("a", 1, 10_000)], &coupons))["totals"]["total"].clone()
    };
    assert_eq!(by(1, 2), 8_550);
    assert_eq!(by(100, 100), 8_500, "percentages rank before amounts");
    assert_eq!(by(2, 1), 8_500);
}

#[test]
fn c3_2_priority_never_moves_a_benefit_to_another_lane() {
    let item = json!({ "kind": "amount_off", "amount": { "USD": 1_000 }, "target": { "products": ["a"] } });
    let coupons = [priority(coupon("ORDER", &percent(10)), 1), priority(coupon("ITEM", &item), 900)];
    let quote = price(&request(&[line("a", 1, 10_000)], &coupons));
    assert_eq!(applied(&quote), ["ITEM", "ORDER"]);
    assert_eq!(quote["totals"]["total"], 8_100);
    assert_eq!((&quote["totals"]["items_discount"], &quote["totals"]["order_discount"]), (&json!(1_000), &json!(900)));
}

#[test]
fn c3_1_exclusions_alone_leave_a_benefit_in_the_order_lane() {
    let excluding = json!({ "kind": "percent_off", "percent": 10, "target": { "exclude": { "products": ["b"] } } });
    let quote = price(&request(&[line("a", 1, 6_000), line("b", 1, 4_000)], &[coupon("XX", &excluding)]));
    assert_eq!(quote["discounts"]["applied"][0]["lanes"], json!(["order"]));
    assert_eq!(discounts(&quote), [600, 0]);
    let named = json!({ "kind": "percent_off", "percent": 10, "target": { "products": ["a"] } });
    let quote = price(&request(&[line("a", 1, 6_000)], &[coupon("XX", &named)]));
    assert_eq!(quote["discounts"]["applied"][0]["lanes"], json!(["item"]));
    assert_eq!(quote["discounts"]["applied"][0]["method"], "each");
}

#[test]
fn c3_3_percentages_of_the_original_amounts() {
    let coupons = [priority(coupon("AA", &percent(60)), 1), priority(coupon("BB", &percent(60)), 2)];
    let body = settings(request(&[line("a", 1, 10_000)], &coupons), &json!({ "percent_base": "original" }));
    let quote = price(&body);
    assert_eq!(quote["totals"]["savings"], 10_000, "never more than the line has left");
    assert_eq!(quote["discounts"]["applied"][1]["amount"], 4_000);
    assert_eq!(quote["discounts"]["applied"][1]["trims"], json!([{ "by": "line_total", "amount": 2_000 }]));
    assert_eq!(quote["policy"]["percent_base"], "original");
}

#[test]
fn c3_5_free_shipping_is_judged_on_what_the_others_left() {
    let body = |goods: i64| {
        let ship = with(coupon("FREESHIP", &free_shipping()), &from(10_000));
        let mut body = request(&[line("a", 1, goods)], &[coupon("TWENTY", &percent(20)), ship]);
        body["cart"]["shipping"] = json!({ "service": "ground", "amount": 700 });
        body
    };
    let quote = price(&body(11_000));
    assert_eq!(quote["line_items"][0]["total"], 8_800);
    assert_eq!(reason(&quote, "FREESHIP"), "minimum_not_met");
    let details = &rejection(&quote, "FREESHIP")["details"];
    assert_eq!(details["missing"]["amount"], 1_200);
    assert_eq!(details["failed"][0]["actual"]["amount"], 8_800);
    assert_eq!(details["failed"][0]["needed"]["amount"], 10_000);
    assert_eq!(rejection(&quote, "FREESHIP")["message"], "Spend $12.00 more to use this code.");
    assert_eq!(price(&body(12_500))["shipping"]["discount"], 700);
}

#[test]
fn c3_5_scopes() {
    let lines = [line("a", 1, 3_000), with(line("card", 1, 9_000), &json!({ "gift_card": true })), line("b", 1, 500)];
    let body = |scope: Value, min: i64| {
        let mut coupon =
            coupon("XX", &json!({ "kind": "percent_off", "percent": 10, "target": { "products": ["a"] } }));
        coupon["conditions"] = json!({ "kind": "order_amount", "min": { "USD": min }, "scope": scope });
        applied(&price(&request(&lines, &[coupon]))).len()
    };
    assert_eq!((body(json!("cart"), 3_500), body(json!("cart"), 3_501)), (1, 0), "gift cards do not count");
    assert_eq!((body(json!("eligible"), 3_000), body(json!("eligible"), 3_001)), (1, 0));
    assert_eq!((body(json!({ "products": ["b"] }), 500), body(json!({ "products": ["b"] }), 501)), (1, 0));
}

// 5. Conditions

#[test]
fn c5_1_trees() {
    let quote = |conditions: Value| {
        let coupon = with(coupon("XX", &percent(10)), &json!({ "conditions": conditions }));
        price(&request(&[line("a", 1, 5_000)], &[coupon]))
    };
    let at_least = |min: i64| json!({ "kind": "order_amount", "min": { "USD": min } });
    let at_most = |max: i64| json!({ "kind": "order_amount", "max": { "USD": max } });
    let elsewhere = json!({ "kind": "order_amount", "min": { "EUR": 1 } });
    for good in [
        json!({ "any": [at_least(9_000), at_least(5_000)] }),
        json!({ "not": at_least(5_001) }),
        json!({ "all": [] }),
        json!({ "any": [elsewhere, at_most(5_000)] }),
    ] {
        assert_eq!(applied(&quote(good.clone())), ["XX"], "{good}");
    }
    for (bad, why) in [
        (json!({ "any": [at_least(9_000), at_most(10)] }), "minimum_not_met"),
        (json!({ "any": [] }), "condition_not_met"),
        (json!({ "all": [at_least(1), at_most(4_999), at_least(6_000)] }), "maximum_exceeded"),
        (json!({ "not": at_least(5_000) }), "condition_not_met"),
        (elsewhere.clone(), "currency_mismatch"),
        (json!({ "not": elsewhere }), "currency_mismatch"),
        (json!({ "all": [elsewhere, at_least(5_001)] }), "minimum_not_met"),
        (json!({ "any": [elsewhere, at_least(5_001)] }), "currency_mismatch"),
    ] {
        assert_eq!(reason(&quote(bad.clone()), "XX"), why, "{bad}");
    }
    let quote = quote(json!({ "all": [at_least(6_000), at_most(4_000), at_least(1)] }));
    let details = &rejection(&quote, "XX")["details"];
    assert_eq!(details["failed"].as_array().unwrap().len(), 2, "every failing leaf, and no other");
    assert_eq!(details["missing"], json!({ "amount": 1_000 }));
}

// 6. Floors and caps

#[test]
fn c6_3_what_a_floor_holds_back_falls_on_the_other_lines() {
    let floored = with(line("a", 1, 5_000), &json!({ "min_unit_price": 4_500 }));
    let quote = price(&request(&[floored.clone(), line("b", 1, 2_000)], &[coupon("TWENTY", &percent(20))]));
    assert_eq!(discounts(&quote), [500, 900]);
    assert_eq!(quote["discounts"]["applied"][0]["trims"], json!([]), "nothing was lost");
    let each = json!({ "kind": "percent_off", "percent": 20, "target": { "products": ["a", "b"] } });
    let quote = price(&request(&[floored, line("b", 1, 2_000)], &[coupon("TWENTY", &each)]));
    assert_eq!(discounts(&quote), [500, 400], "each: what a line cannot take is not given");
    assert_eq!(quote["discounts"]["applied"][0]["trims"], json!([{ "by": "price_floor", "amount": 500 }]));
}

#[test]
fn c6_3_a_line_at_its_floor_is_skipped() {
    let floored = with(line("a", 1, 5_000), &json!({ "min_unit_price": 5_000 }));
    let quote = price(&request(&[floored, line("b", 1, 2_000)], &[coupon("XX", &amount(10_000))]));
    let entry = &quote["discounts"]["applied"][0];
    assert_eq!(entry["skipped"], json!([{ "path": "$.line_items[0]", "reason": "price_floor" }]));
    assert_eq!(
        entry["trims"],
        json!([{ "by": "price_floor", "amount": 5_000 }, { "by": "line_total", "amount": 3_000 }])
    );
}

#[test]
fn c6_3_the_margin_trims_or_warns() {
    let body = |policy: &str, included: bool| {
        let known = with(line("a", 2, 1_000), &json!({ "unit_cost": 700, "tax_rate": 20 }));
        let mut body = request(&[known], &[coupon("HALF", &percent(50))]);
        body["cart"]["prices_include_tax"] = json!(included);
        settings(body, &json!({ "min_margin_percent": 15, "margin_policy": policy }))
    };
    let quote = price(&body("trim", false));
    assert_eq!(discounts(&quote), [352], "ceil(1400 * 100 / 85) = 1648");
    assert_eq!(quote["discounts"]["applied"][0]["trims"], json!([{ "by": "margin_floor", "amount": 648 }]));
    assert_eq!(discounts(&price(&body("trim", true))), [23], "ceil(1400 * 120 / 85) = 1977");
    let quote = price(&body("warn", false));
    assert_eq!(discounts(&quote), [1_000]);
    assert_eq!(quote["discounts"]["applied"][0]["trims"], json!([{ "by": "margin_floor", "amount": 0 }]), "reported");
}

#[test]
fn c6_4_the_shipping_lane_sees_amounts_after_the_store_cap() {
    let mut coupons = vec![priority(coupon("AA", &percent(30)), 1), priority(coupon("BB", &percent(20)), 2)];
    coupons.push(with(coupon("SHIP", &free_shipping()), &from(6_000)));
    let mut body = request(&[line("a", 1, 10_000)], &coupons);
    body["cart"]["shipping"] = json!({ "service": "ground", "amount": 700 });
    let quote = price(&settings(body, &json!({ "max_discount_percent": 40 })));
    let amounts: Vec<&Value> =
        quote["discounts"]["applied"].as_array().unwrap().iter().map(|entry| &entry["amount"]).collect();
    assert_eq!(amounts, [3_000, 1_000, 700]);
    assert_eq!(quote["discounts"]["applied"][1]["trims"], json!([{ "by": "store_cap", "amount": 400 }]));
}

// 4. Targets

#[test]
fn c4_2_flags_exclusions_and_what_is_said_of_them() {
    let lines = [
        line("a", 1, 1_000),
        with(line("out", 1, 1_000), &json!({ "in_stock": false })),
        with(line("card", 1, 1_000), &json!({ "gift_card": true })),
        with(line("fixed", 1, 1_000), &json!({ "discountable": false })),
        with(line("sale", 1, 1_000), &json!({ "list_price": 1_200 })),
        with(line("notsale", 1, 1_000), &json!({ "list_price": 1_200, "on_sale": false })),
        with(line("x", 1, 1_000), &json!({ "brand": "acme", "in_stock": false })),
    ];
    let target = json!({ "exclude": { "brands": ["acme"] }, "exclude_sale_items": true });
    let quote =
        price(&request(&lines, &[coupon("XX", &json!({ "kind": "percent_off", "percent": 10, "target": target }))]));
    assert_eq!(discounts(&quote), [100, 0, 0, 0, 0, 100, 0]);
    let skipped = |line: usize, reason: &str| json!({ "path": format!("$.line_items[{line}]"), "reason": reason });
    assert_eq!(
        quote["discounts"]["applied"][0]["skipped"],
        json!([
            skipped(1, "out_of_stock"),
            skipped(2, "gift_card"),
            skipped(3, "not_discountable"),
            skipped(4, "sale_item"),
            skipped(6, "excluded"),
        ])
    );
    let target = json!({ "include": ["gift_cards", "out_of_stock", "not_discountable"] });
    let quote =
        price(&request(&lines, &[coupon("XX", &json!({ "kind": "percent_off", "percent": 10, "target": target }))]));
    assert_eq!(discounts(&quote), [100; 7], "included");
}

#[test]
fn c4_2_lists_unite_and_attributes_all_fit() {
    let lines = [
        with(line("a", 1, 1_000), &json!({ "attributes": { "size": 42, "color": "red" } })),
        with(line("b", 1, 1_000), &json!({ "attributes": { "size": 50, "color": "red" } })),
        with(line("c", 1, 1_000), &json!({ "tags": ["new"], "groups": ["g"], "categories": ["boots"] })),
        line("d", 1, 1_000),
    ];
    let of = |target: Value, categories: Value| {
        let coupon = coupon("XX", &json!({ "kind": "percent_off", "percent": 10, "target": target }));
        let body = with(request(&lines, &[coupon]), &json!({ "facts": { "categories": categories } }));
        discounts(&price(&body)).iter().map(|discount| discount / 100).collect::<Vec<_>>()
    };
    let none = json!({});
    assert_eq!(
        of(json!({ "attributes": { "size": { "min": 40, "max": 45 }, "color": "red" } }), none.clone()),
        [1, 0, 0, 0]
    );
    assert_eq!(of(json!({ "attributes": { "color": "red" }, "products": ["d"] }), none.clone()), [1, 1, 0, 1]);
    assert_eq!(of(json!({ "tags": ["old", "new"] }), none.clone()), [0, 0, 1, 0]);
    assert_eq!(
        of(json!({ "groups": ["g", "h"], "exclude": { "tags": ["new"], "exclude": { "products": ["c"] } } }), none),
        [0, 0, 1, 0]
    );
    let tree = json!({ "boots": { "parent_id": "shoes" }, "shoes": { "parent_id": "boots" } });
    assert_eq!(of(json!({ "categories": ["shoes"] }), tree), [0, 0, 1, 0], "descendants, and a circle of parents ends");
}

// 9. Lifecycle, 11. Reasons

#[test]
fn c9_limits_and_who_is_counted() {
    let limited = |limits: Value| with(coupon("XX", &percent(10)), &json!({ "limits": limits }));
    let body = |limits: Value, uses: Value, customer: Value| {
        let mut body = request(&[line("a", 1, 1_000)], &[limited(limits)]);
        body["facts"] = json!({ "uses": { "XX": uses } });
        body["cart"]["customer"] = customer;
        price(&body)
    };
    let ana = json!({ "email": "ana@shop.example" });
    assert_eq!(reason(&body(json!({ "total": 0 }), json!({}), ana.clone()), "XX"), "usage_limit_reached", "0 is none");
    assert_eq!(applied(&body(json!({ "total": 2, "per_customer": 1 }), json!({ "total": 1 }), ana)), ["XX"]);
    let quote = body(json!({ "per_customer": 1 }), json!({ "total": 5 }), Value::Null);
    assert_eq!(reason(&quote, "XX"), "information_missing");
    assert_eq!(rejection(&quote, "XX")["details"], json!({ "needs": ["customer"], "saving": 100 }));
}

#[test]
fn c11_2_the_first_that_holds() {
    let mut coupon = with(
        coupon(
            "XX",
            &json!({
                "kind": "amount_off", "amount": { "EUR": 100 }, "target": { "products": ["nothing"] }
            }),
        ),
        &json!({
            "status": "paused", "validity": { "ends_at": "2026-01-01T00:00:00Z" }, "limits": { "total": 1 },
            "conditions": { "kind": "order_amount", "min": { "USD": 9_000 } },
        }),
    );
    let quote = |coupon: &Value| {
        price(&with(
            request(&[line("a", 1, 1_000)], std::slice::from_ref(coupon)),
            &json!({ "facts": { "uses": { "XX": { "total": 1 } } } }),
        ))
    };
    assert_eq!(reason(&quote(&coupon), "XX"), "expired");
    coupon["validity"] = json!({ "starts_at": "2026-01-01T00:00:01Z" });
    assert_eq!(reason(&quote(&coupon), "XX"), "paused");
    coupon["status"] = json!("enabled");
    assert_eq!(reason(&quote(&coupon), "XX"), "not_started");
    coupon["validity"] = Value::Null;
    assert_eq!(reason(&quote(&coupon), "XX"), "usage_limit_reached");
    coupon["limits"] = Value::Null;
    assert_eq!(reason(&quote(&coupon), "XX"), "minimum_not_met");
    coupon["conditions"]["basis"] = json!("after_discounts");
    assert_eq!(reason(&quote(&coupon), "XX"), "minimum_not_met");
    coupon["conditions"] = Value::Null;
    assert_eq!(reason(&quote(&coupon), "XX"), "currency_mismatch");
    coupon["benefits"][0]["amount"] = json!({ "USD": 100 });
    assert_eq!(reason(&quote(&coupon), "XX"), "items_ineligible");
    coupon["benefits"][0]["target"] = Value::Null;
    assert_eq!(applied(&quote(&coupon)), ["XX"]);
    coupon["status"] = json!("archived");
    assert_eq!(reason(&quote(&coupon), "XX"), "invalid");
}

#[test]
fn c9_shipping_that_is_not_known_yet() {
    let of_ground = json!({ "kind": "free_shipping", "services": ["ground"] });
    let mut body = request(&[line("a", 1, 1_000)], &[coupon("SHIP", &of_ground)]);
    let quote = price(&body);
    assert_eq!(rejection(&quote, "SHIP")["details"]["needs"], json!(["shipping"]));
    assert_eq!((reason(&quote, "SHIP"), &quote["shipping"]), ("information_missing", &Value::Null));
    body["cart"]["shipping"] = json!({ "amount": 700 });
    assert_eq!(rejection(&price(&body), "SHIP")["details"]["needs"], json!(["shipping.service"]));
    body["coupons"][0]["benefits"].as_array_mut().unwrap().push(percent(10));
    assert_eq!(applied(&price(&body)), ["SHIP"], "another benefit of the same coupon applies");
}

#[test]
fn an_empty_cart_is_priced() {
    let quote = price(&request(&[], &[coupon("XX", &percent(10))]));
    assert_eq!(quote["totals"]["total"], 0);
    assert_eq!(reason(&quote, "XX"), "items_ineligible");
    assert_eq!(quote["as_of"], "2026-01-01T00:00:00Z");
}

#[test]
fn one_coupon_with_several_benefits_is_listed_once() {
    let mut both = coupon("BOTH", &percent(10));
    let item = json!({ "kind": "amount_off", "amount": { "USD": 100 }, "target": { "products": ["b"] } });
    both["benefits"] = json!([percent(10), free_shipping(), item]);
    let mut body = request(&[line("b", 1, 1_000), line("a", 1, 1_000)], &[both]);
    body["cart"]["shipping"] = json!({ "service": "ground", "amount": 700 });
    let quote = price(&body);
    let entry = &quote["discounts"]["applied"][0];
    assert_eq!(entry["lanes"], json!(["item", "order", "shipping"]));
    assert_eq!(entry["method"], "across", "of its first benefit");
    assert_eq!(
        entry["allocations"],
        json!([
            { "path": "$.line_items[0]", "amount": 190 }, { "path": "$.line_items[1]", "amount": 100 },
            { "path": "$.shipping", "amount": 700 },
        ])
    );
    assert_eq!(quote["line_items"][0]["allocations"], json!([{ "coupon_id": "BOTH", "amount": 190 }]));
}
