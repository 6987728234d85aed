//! The worked numbers of `docs/MODEL.md` section 4, kind by kind, and what the rules around them say.

use serde_json::{Value, json};

use crate::shop::*;

fn target(products: &[&str]) -> Value {
    json!({ "products": products })
}

fn discounts(quote: &Value) -> Vec<i64> {
    quote["line_items"].as_array().unwrap().iter().map(|line| line["discount"].as_i64().unwrap()).collect()
}

fn savings(quote: &Value) -> i64 {
    quote["totals"]["savings"].as_i64().unwrap()
}

fn of(lines: &[Value], benefit: &Value) -> Value {
    price(&request(lines, &[coupon("XX", benefit)]))
}

fn buy(quantity: i64, bought: &[&str], get: i64, got: &[&str], off: &Value) -> Value {
    let got = with(json!({ "quantity": get, "target": target(got) }), off);
    json!({ "kind": "buy_x_get_y", "buy": { "quantity": quantity, "target": target(bought) }, "get": got })
}

fn free() -> Value {
    json!({ "percent": 100 })
}

fn bundle(quantity: i64, amount: i64, products: &[&str]) -> Value {
    json!({ "kind": "bundle_price", "quantity": quantity, "amount": { "USD": amount }, "target": target(products) })
}

fn prioritised(value: Value, priority: u32) -> Value {
    let mut value = value;
    value["stacking"]["priority"] = json!(priority);
    value
}

// 4.3 Units

#[test]
fn c4_3_three_coupons_take_three_different_units() {
    let off = json!({ "kind": "amount_off", "amount": { "USD": 1_000 }, "per": "unit", "max_units": 1 });
    let one = json!({ "kind": "percent_off", "percent": 100, "max_units": 1 });
    let mut twice = coupon("TWICE", &off);
    twice["benefits"] = json!([off, off]);
    let quote = price(&request(&[line("a", 4, 1_000)], &[twice, coupon("ONCE", &one)]));
    assert_eq!(savings(&quote), 3_000);
}

#[test]
fn c4_3_units_are_valued_together_after_a_percentage() {
    let ten = prioritised(coupon("TEN", &json!({ "kind": "percent_off", "percent": 10, "target": target(&["a"]) })), 1);
    let quote = price(&request(&[line("a", 4, 999)], &[ten, coupon("B3G1", &buy(3, &["a"], 1, &["a"], &free()))]));
    let amounts: Vec<&Value> =
        quote["discounts"]["applied"].as_array().unwrap().iter().map(|entry| &entry["amount"]).collect();
    assert_eq!(amounts, [400, 899], "10 % of 39.96 is 4.00; floor(3596 * 1 / 4)");
}

#[test]
fn c4_3_a_million_units() {
    let quote = of(&[line("a", 1_000_000, 800)], &bundle(3, 2_000, &["a"]));
    assert_eq!(savings(&quote), 333_333 * 400);
    let quote =
        of(&[line("a", 1_000_000, 800), line("b", 999_999, 700)], &buy(2, &["a", "b"], 1, &["a", "b"], &free()));
    assert_eq!(savings(&quote), 666_666 * 700, "1,999,999 units make 666,666 applications, the cheapest are free");
}

#[test]
fn c4_3_max_units_takes_the_dearest_or_the_cheapest() {
    let lines = [line("a", 2, 1_000), line("b", 2, 400)];
    let of = |units: &str| {
        discounts(&of(&lines, &json!({ "kind": "percent_off", "percent": 50, "max_units": 3, "units": units })))
    };
    assert_eq!(of("dearest"), [1_000, 200]);
    assert_eq!(of("cheapest"), [500, 400]);
}

#[test]
fn c4_1_amounts_per_line_and_unit_and_what_spills() {
    let lines = [line("a", 2, 300), line("b", 1, 1_000)];
    let off = |more: Value| with(json!({ "kind": "amount_off", "amount": { "USD": 500 } }), &more);
    assert_eq!(discounts(&of(&lines, &off(json!({ "per": "line" })))), [500, 500]);
    assert_eq!(discounts(&of(&lines, &off(json!({ "per": "unit" })))), [600, 500], "never more than the line has");
    let a = json!({ "per": "order", "amount": { "USD": 800 }, "target": target(&["a"]) });
    assert_eq!(discounts(&of(&lines, &off(a.clone()))), [600, 0]);
    assert_eq!(discounts(&of(&lines, &off(with(a, &json!({ "overflow": "spill_to_order" }))))), [600, 200]);
}

#[test]
fn c4_1_a_fixed_price_never_raises() {
    let fixed = |more: Value| {
        with(json!({ "kind": "fixed_price", "amount": { "USD": 500 }, "target": target(&["a", "b"]) }), &more)
    };
    let lines = [line("a", 2, 800), line("b", 1, 400)];
    let quote = of(&lines, &fixed(json!({})));
    assert_eq!(discounts(&quote), [600, 0]);
    assert_eq!(quote["discounts"]["applied"][0]["method"], "each");
    assert_eq!(discounts(&of(&lines, &fixed(json!({ "max_units": 1 })))), [300, 0]);
}

// 4.3 Bundles

#[test]
fn c4_3_bundles_while_they_lower_the_price() {
    assert_eq!(savings(&of(&[line("a", 4, 800)], &bundle(3, 2_000, &["a"]))), 400);
    let quote = of(&[line("a", 4, 500)], &bundle(3, 2_000, &["a"]));
    assert_eq!((savings(&quote), reason(&quote, "XX")), (0, "no_effect"));
    let quote = of(&[line("a", 2, 500)], &bundle(3, 2_000, &["a"]));
    assert_eq!(reason(&quote, "XX"), "required_items_missing");
    let lines = [line("a", 1, 700), line("b", 1, 700), line("c", 1, 700)];
    assert_eq!(discounts(&of(&lines, &bundle(3, 2_000, &["a", "b", "c"]))), [34, 33, 33]);
}

#[test]
fn c6_3_floors_hold_for_bundles_and_rewards() {
    let floored = with(line("a", 3, 800), &json!({ "min_unit_price": 700 }));
    let quote = of(std::slice::from_ref(&floored), &bundle(3, 1_500, &["a"]));
    assert_eq!(savings(&quote), 300, "9.00 off is cut to three times 1.00");
    assert_eq!(quote["discounts"]["applied"][0]["trims"], json!([{ "by": "price_floor", "amount": 600 }]));
    let quote = of(&[floored], &buy(2, &["a"], 1, &["a"], &free()));
    assert_eq!(savings(&quote), 300, "the floor is that of the line");
    assert_eq!(quote["discounts"]["applied"][0]["trims"], json!([{ "by": "price_floor", "amount": 500 }]));
}

// 4.5 Buy x, get y

#[test]
fn c4_5_qualifiers_outside_the_reward_selector_go_first() {
    let all = buy(2, &["t", "o1", "o2"], 1, &["t"], &free());
    let lines = [line("t", 1, 1_000), line("o1", 1, 1_000), line("o2", 1, 1_000)];
    assert_eq!(discounts(&of(&lines, &all)), [1_000, 0, 0]);
    let quote = of(&lines[..2], &all);
    assert_eq!((savings(&quote), reason(&quote, "XX")), (0, "required_items_missing"));
}

#[test]
fn c4_5_cheapest_and_dearest() {
    let lines = [line("a", 1, 1_000), line("b", 1, 900), line("c", 1, 200), line("d", 1, 100)];
    let any = ["a", "b", "c", "d"];
    let one = buy(1, &any, 1, &any, &free());
    assert_eq!(discounts(&of(&lines, &one)), [0, 0, 200, 100]);
    assert_eq!(discounts(&of(&lines, &with(one.clone(), &json!({ "reward": "dearest" })))), [1_000, 0, 200, 0]);
    assert_eq!(savings(&of(&lines, &with(one, &json!({ "max_applications": 1 })))), 100);
}

#[test]
fn c4_5_partial_rewards() {
    let two = buy(2, &["a"], 2, &["a"], &free());
    assert_eq!(savings(&of(&[line("a", 3, 1_000)], &two)), 1_000);
    assert_eq!(savings(&of(&[line("a", 7, 1_000)], &two)), 3_000, "two and one");
    let whole = with(two, &json!({ "partial_reward": false }));
    assert_eq!(reason(&of(&[line("a", 3, 1_000)], &whole), "XX"), "required_items_missing");
    assert_eq!(savings(&of(&[line("a", 7, 1_000)], &whole)), 2_000);
    assert_eq!(savings(&of(&[line("a", 3, 1_000)], &with(whole, &json!({ "reward": "dearest" })))), 0);
}

#[test]
fn c4_5_amounts_and_prices_are_per_reward_unit() {
    let lines = [line("a", 4, 1_000), line("b", 2, 300)];
    let off = |off: Value| savings(&of(&lines, &buy(2, &["a"], 1, &["b"], &off)));
    assert_eq!(off(json!({ "amount": { "USD": 100 } })), 200);
    assert_eq!(off(json!({ "amount": { "USD": 900 } })), 600, "never above its price");
    assert_eq!(off(json!({ "fixed_price": { "USD": 50 } })), 500);
    assert_eq!(off(json!({ "fixed_price": { "USD": 5_000 } })), 0, "never raised");
    assert_eq!(off(json!({ "percent": 50 })), 300);
}

#[test]
fn c11_3_units_lost_to_another_coupon_are_no_effect() {
    let first = prioritised(coupon("FIRST", &buy(1, &["a"], 1, &["a"], &free())), 1);
    let quote = price(&request(&[line("a", 2, 1_000)], &[first, coupon("LATER", &buy(1, &["a"], 1, &["a"], &free()))]));
    assert_eq!(applied(&quote), ["FIRST"]);
    assert_eq!(reason(&quote, "LATER"), "no_effect");
}

// 4.4 Tiers

#[test]
fn c4_4_the_highest_step_is_never_marginal() {
    let tiers =
        json!([{ "from": { "USD": 5_000 }, "percent": 5 }, { "from": { "USD": 10_000 }, "amount": { "USD": 2_000 } }]);
    let tiered = json!({ "kind": "tiered", "basis": "spend", "mode": "highest", "tiers": tiers });
    let of = |amount: i64| of(&[line("a", 1, amount)], &tiered);
    assert_eq!(savings(&of(5_000)), 250);
    assert_eq!(savings(&of(10_000)), 2_000);
    let quote = of(4_999);
    assert_eq!(reason(&quote, "XX"), "minimum_not_met");
    assert_eq!(rejection(&quote, "XX")["details"]["missing"], json!({ "amount": 1 }));
}

#[test]
fn c4_4_every_and_quantity() {
    let every = json!({
        "kind": "tiered", "basis": "quantity", "mode": "every", "max_amount": { "USD": 800 },
        "tiers": [{ "from": 3, "amount": { "USD": 300 } }]
    });
    let of = |units: u32| of(&[line("a", units, 1_000)], &every);
    assert_eq!(savings(&of(8)), 600);
    let quote = of(9);
    assert_eq!(savings(&quote), 800);
    assert_eq!(quote["discounts"]["applied"][0]["trims"], json!([{ "by": "coupon_cap", "amount": 100 }]));
    assert_eq!(reason(&of(2), "XX"), "quantity_out_of_range");
}

#[test]
fn c4_4_steps_are_read_before_discounts() {
    let tiered = json!({
        "kind": "tiered", "basis": "spend", "mode": "highest", "tiers": [{ "from": { "USD": 10_000 }, "percent": 10 }]
    });
    let first = prioritised(coupon("FIRST", &amount(5_000)), 1);
    let quote = price(&request(&[line("a", 1, 10_000)], &[first, coupon("STEPS", &tiered)]));
    assert_eq!(savings(&quote), 5_500);
}

// 4.6 Gifts

fn mug(quantity: u32) -> Value {
    json!({ "kind": "free_product", "product_id": "mug", "quantity": quantity })
}

#[test]
fn c4_6_a_gift_that_is_to_be_added() {
    let quote = of(&[line("a", 1, 1_000)], &mug(2));
    assert_eq!(quote["gifts"], json!([{ "product_id": "mug", "quantity": 2, "coupon_id": "XX" }]));
    assert_eq!((applied(&quote), savings(&quote)), (vec!["XX"], 0));
    let quote = of(&[line("a", 1, 1_000), line("mug", 1, 500)], &mug(2));
    assert_eq!(quote["gifts"][0]["quantity"], 1, "one is in the cart");
    assert_eq!(discounts(&quote), [0, 500]);
    let quote = of(&[line("a", 1, 1_000), line("mug", 3, 500)], &mug(2));
    assert_eq!((quote["gifts"].as_array().unwrap().len(), discounts(&quote)), (0, vec![0, 1_000]));
}

#[test]
fn c4_6_a_gift_out_of_stock_leaves_the_rest_in_force() {
    let out = with(line("mug", 1, 500), &json!({ "in_stock": false }));
    let quote = of(&[line("a", 1, 1_000), out.clone()], &mug(2));
    assert_eq!(reason(&quote, "XX"), "items_ineligible");
    let mut both = coupon("XX", &mug(1));
    both["benefits"] = json!([mug(1), percent(10)]);
    let quote = price(&request(&[line("a", 1, 1_000), out], &[both]));
    assert_eq!((savings(&quote), quote["gifts"].clone()), (100, json!([])));
}

#[test]
fn c4_6_units_given_are_not_in_the_amount_of_later_benefits() {
    let body = |base: &str| {
        let mut both = coupon("XX", &mug(1));
        both["benefits"] = json!([mug(1), percent(10)]);
        let mut body = request(&[line("a", 1, 1_000), line("mug", 2, 500)], &[both]);
        body["settings"] = json!({ "percent_base": base });
        body
    };
    assert_eq!(savings(&price(&body("running"))), 500 + 150);
    assert_eq!(savings(&price(&body("original"))), 500 + 150, "and not 10 % of 20.00");
}

#[test]
fn c4_6_units_given_do_not_count_in_the_coupons_own_conditions() {
    let lines = [line("a", 1, 1_000), line("mug", 1, 500)];
    let of = |min: i64| applied(&price(&request(&lines, &[with(coupon("XX", &mug(1)), &from(min))]))).len();
    assert_eq!((of(1_000), of(1_001)), (1, 0));
}

#[test]
fn c7_4_more_gifts_to_add_break_a_tie() {
    let alone = |id: &str, quantity: u32| {
        let mut value = automatic(id, &mug(quantity));
        value["stacking"]["combines_with"] =
            json!({ "item": false, "order": false, "shipping": false, "codes": false, "automatic": false });
        value
    };
    let quote = price(&request(&[line("a", 1, 1_000)], &[alone("ONE", 1), alone("TWO", 2)]));
    assert_eq!(applied(&quote), ["TWO"]);
}

// 4.9 Shipping

#[test]
fn c4_9_shipping_reduced() {
    let of = |benefit: Value| {
        let mut body = request(&[line("a", 1, 1_000)], &[coupon("XX", &benefit)]);
        body["cart"]["shipping"] = json!({ "service": "ground", "amount": 800 });
        price(&body)
    };
    let off = |more: Value| with(json!({ "kind": "shipping_off" }), &more);
    assert_eq!(savings(&of(off(json!({ "percent": 25 })))), 200);
    assert_eq!(savings(&of(off(json!({ "amount": { "USD": 900 } })))), 800);
    assert_eq!(savings(&of(off(json!({ "fixed_price": { "USD": 300 } })))), 500);
    assert_eq!(savings(&of(off(json!({ "fixed_price": { "USD": 900 } })))), 0, "a price is never raised");
    let quote = of(off(json!({ "percent": 25, "services": ["air"] })));
    assert_eq!(reason(&quote, "XX"), "shipping_service_ineligible");
}

// 6.2 Budgets

#[test]
fn c6_2_a_budget_cuts_and_ends() {
    let body = |used: i64| {
        let budgeted = with(coupon("XX", &percent(50)), &json!({ "limits": { "budget": { "USD": 1_000 } } }));
        let mut body = request(&[line("a", 1, 1_000)], &[budgeted]);
        body["facts"] = json!({ "budget_used": { "XX": { "USD": used } } });
        price(&body)
    };
    assert_eq!(savings(&body(500)), 500);
    let quote = body(700);
    assert_eq!(savings(&quote), 300);
    assert_eq!(quote["discounts"]["applied"][0]["trims"], json!([{ "by": "budget", "amount": 200 }]));
    assert_eq!(reason(&body(1_000), "XX"), "budget_exhausted");
}

#[test]
fn c9_1_uses_of_a_day() {
    let daily = with(coupon("XX", &percent(50)), &json!({ "limits": { "per_day": 2 } }));
    let mut body = request(&[line("a", 1, 1_000)], &[daily]);
    body["facts"] = json!({ "uses": { "XX": { "total": 9, "today": 1 } } });
    assert_eq!(applied(&price(&body)), ["XX"]);
    body["facts"]["uses"]["XX"]["today"] = json!(2);
    assert_eq!(reason(&price(&body), "XX"), "daily_limit_reached");
}

/// Found by the slow pricing: another benefit of the coupon found something, and the shipping of a service that was
/// not chosen cost less too.
#[test]
fn c4_1_shipping_of_another_service_stays_due() {
    let (ten, half) = (percent(10), json!({ "kind": "shipping_off", "percent": 50, "services": ["express"] }));
    let free = json!({ "kind": "free_shipping", "services": ["express"] });
    for on_shipping in [half, free] {
        let both = with(coupon("XX", &ten), &json!({ "benefits": [ten, on_shipping] }));
        let mut body = request(&[line("a", 1, 1_000)], &[both]);
        body["cart"]["shipping"] = json!({ "service": "ground", "amount": 700 });
        assert_eq!(savings(&price(&body)), 100, "{on_shipping}");
        body["cart"]["shipping"]["service"] = json!("express");
        assert!(savings(&price(&body)) > 100, "{on_shipping}");
    }
}

/// An amount spills what its target cannot take; where there is no target it gives nothing, alone or beside others.
#[test]
fn c4_1_what_finds_nothing_spills_nothing() {
    let spilling = json!({ "kind": "amount_off", "amount": { "USD": 300 }, "overflow": "spill_to_order", "target": target(&["b"]) });
    assert_eq!(savings(&of(&[line("a", 1, 1_000)], &spilling)), 0);
    let both = with(coupon("XX", &spilling), &json!({ "benefits": [spilling, percent(10)] }));
    assert_eq!(savings(&price(&request(&[line("a", 1, 1_000)], std::slice::from_ref(&both)))), 100);
    assert_eq!(savings(&price(&request(&[line("a", 1, 1_000), line("b", 1, 100)], &[both]))), 300 + 80);
}
