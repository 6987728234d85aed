//! `docs/MODEL.md` section 7: which coupons together, and which set is chosen.

use serde_json::{Value, json};

use crate::model::{NO_FLAGS, settings, stacking};
use crate::shop::*;

#[test]
fn c7_3_a_code_that_combines_stays_though_leaving_it_out_would_save_more() {
    let ship = with(coupon("SHIP", &free_shipping()), &from(10_000));
    let mut body = request(&[line("a", 1, 10_200)], &[coupon("FIVE", &percent(5)), ship]);
    body["cart"]["shipping"] = json!({ "service": "ground", "amount": 1_500 });
    let quote = price(&body);
    assert_eq!(applied(&quote), ["FIVE"]);
    assert_eq!(quote["totals"]["savings"], 510);
    assert_eq!(rejection(&quote, "SHIP")["details"]["missing"]["amount"], 310);
    assert_eq!(quote["selection"]["optimal"], true);
}

#[test]
fn c7_3_an_automatic_coupon_steps_back_for_a_threshold() {
    let ship = with(automatic("SHIP", &free_shipping()), &from(10_000));
    let mut body = request(&[line("a", 1, 10_200)], &[automatic("FIVE", &percent(5)), ship]);
    body["cart"]["shipping"] = json!({ "service": "ground", "amount": 1_500 });
    let quote = price(&body);
    assert_eq!(applied(&quote), ["SHIP"], "automatic coupons are left out freely");
    assert_eq!(quote["selection"]["runner_up"], json!({ "saving": 510, "coupon_ids": ["FIVE"] }));
}

#[test]
fn c7_3_who_excuses_a_missing_code() {
    let alone = |value: Value| with(value, &stacking(100, NO_FLAGS));
    // An automatic coupon that gives something excuses the code it conflicts with.
    let quote = price(&request(
        &[line("a", 1, 1_000)],
        &[alone(automatic("AUTO", &percent(20))), alone(coupon("CODE", &percent(10)))],
    ));
    assert_eq!(applied(&quote), ["AUTO"]);
    assert_eq!(reason(&quote, "CODE"), "combination_disallowed");
    let details = &rejection(&quote, "CODE")["details"];
    assert_eq!(details["conflicts_with"], json!([{ "coupon_id": "AUTO" }]));
    assert_eq!(details["if_switched"], json!({ "saving": 100, "total": 900 }));
    // One that gives nothing excuses nobody.
    let late = with(alone(automatic("AUTO", &percent(20))), &from(2_000));
    let quote = price(&request(&[line("a", 1, 1_000)], &[late, alone(coupon("CODE", &percent(10)))]));
    assert_eq!(applied(&quote), ["CODE"]);
    // Neither does a code that cannot apply alone.
    let late = with(alone(coupon("LATE", &percent(90))), &from(2_000));
    let quote = price(&request(&[line("a", 1, 1_000)], &[late, alone(coupon("CODE", &percent(10)))]));
    assert_eq!(applied(&quote), ["CODE"]);
    assert_eq!(reason(&quote, "LATE"), "minimum_not_met");
}

#[test]
fn c7_3_a_code_that_cannot_apply_alone_may_apply_beside_others() {
    let mut small = coupon("SMALL", &amount(100));
    small["conditions"] = json!({ "kind": "order_amount", "max": { "USD": 900 }, "basis": "after_discounts" });
    small["stacking"]["priority"] = json!(200);
    let quote = price(&request(&[line("a", 1, 1_000)], &[small.clone(), coupon("TEN", &amount(100))]));
    assert_eq!(applied(&quote), ["TEN", "SMALL"], "of two amounts the priority decides, and 900 fits");
    let quote = price(&request(&[line("a", 1, 1_000)], &[small]));
    assert_eq!(reason(&quote, "SMALL"), "maximum_exceeded");
}

#[test]
fn c7_1_with_and_never_with() {
    let pair = |a: Value, b: Value| {
        let quote = price(&request(
            &[line("a", 1, 1_000)],
            &[with(coupon("AA", &percent(10)), &a), with(coupon("BB", &percent(20)), &b)],
        ));
        applied(&quote).len()
    };
    let none = json!({ "item": false, "order": false, "shipping": false, "codes": false, "automatic": false });
    let all = json!({ "item": true, "order": true, "shipping": true, "codes": true, "automatic": true });
    let only = |with: &[&str], never: &[&str], map: &Value| json!({ "stacking": { "combines_with": map, "with": with, "never_with": never } });
    assert_eq!(pair(only(&["BB"], &[], &none), only(&["AA"], &[], &none)), 2, "each names the other");
    assert_eq!(pair(only(&["BB"], &[], &none), only(&[], &[], &none)), 1, "both must allow");
    assert_eq!(pair(only(&[], &["BB"], &all), only(&["AA"], &[], &all)), 1, "never is stronger");
    assert_eq!(pair(only(&["BB"], &["BB"], &all), only(&["AA"], &[], &all)), 1);
    assert_eq!(pair(only(&[], &[], &all), only(&[], &[], &all)), 2);
}

#[test]
fn c7_1_defaults_of_what_is_left_out() {
    let plain = |id: &str, benefit: &Value| with(coupon(id, benefit), &json!({ "stacking": {} }));
    let mut body = request(&[line("a", 1, 1_000)], &[plain("TEN", &percent(10)), plain("SHIP", &free_shipping())]);
    body["cart"]["shipping"] = json!({ "service": "ground", "amount": 700 });
    assert_eq!(applied(&price(&body)), ["TEN", "SHIP"], "order and shipping lanes combine");
    let quote = price(&request(&[line("a", 1, 1_000)], &[plain("TEN", &percent(10)), plain("FIVE", &percent(5))]));
    assert_eq!(applied(&quote), ["TEN"], "two of the order lane do not");
}

#[test]
fn c7_3_no_more_codes_than_the_store_allows() {
    let coupons: Vec<Value> = (1..=3).map(|n| coupon(&format!("C{n}"), &amount(n * 100))).collect();
    let body = settings(request(&[line("a", 1, 1_000)], &coupons), &json!({ "max_codes_per_order": 2 }));
    let quote = price(&body);
    assert_eq!(applied(&quote), ["C2", "C3"]);
    assert_eq!(reason(&quote, "C1"), "too_many_codes");
    let details = &rejection(&quote, "C1")["details"];
    assert_eq!(details["if_switched"], json!({ "saving": 400, "total": 600 }), "the one that gives least would go");
    assert_eq!(details["conflicts_with"], json!([{ "coupon_id": "C2", "code": "C2" }]));
    assert_eq!(details["limit"], 2);
    let none = settings(request(&[line("a", 1, 1_000)], &coupons[..1]), &json!({ "max_codes_per_order": 0 }));
    assert_eq!(reason(&price(&none), "C1"), "too_many_codes");
}

#[test]
fn c7_4_ties_fewer_coupons_then_priorities_then_ids() {
    let whole = [automatic("A", &percent(50)), automatic("B", &percent(50)), automatic("C", &percent(100))];
    let quote = price(&request(&[line("a", 1, 1_000)], &whole));
    assert_eq!(applied(&quote), ["C"], "one coupon does what two do");
    let alone = |id: &str, first: u32| with(automatic(id, &percent(10)), &stacking(first, NO_FLAGS));
    let quote = price(&request(&[line("a", 1, 1_000)], &[alone("A", 7), alone("B", 5), alone("C", 5)]));
    assert_eq!(applied(&quote), ["B"]);
    assert_eq!(quote["selection"]["runner_up"], json!({ "saving": 100, "coupon_ids": ["C"] }));
}

#[test]
fn c7_5_a_search_that_stops_early_says_so() {
    let coupons: Vec<Value> = (0..12)
        .map(|n| {
            with(automatic(&format!("C{n:02}"), &percent(10 + n)), &stacking(100, [true, true, true, true, n % 2 == 0]))
        })
        .collect();
    let lines = [line("a", 1, 999), line("b", 1, 333)];
    let exact = price(&request(&lines, &coupons));
    assert_eq!(exact["selection"]["optimal"], true);
    assert_eq!(exact["selection"]["bound"], Value::Null);
    let hurried = price(&settings(request(&lines, &coupons), &json!({ "max_evaluations": 1 })));
    assert_eq!(hurried["selection"]["optimal"], false);
    assert_eq!(hurried["selection"]["evaluated"], 1);
    let best = exact["totals"]["savings"].as_i64().unwrap();
    assert!(hurried["selection"]["bound"].as_i64().unwrap() >= best, "no legal set exceeds the bound");
    let tired = price(&settings(request(&lines, &coupons), &json!({ "max_work": 1 })));
    assert_eq!(tired["selection"]["optimal"], false);
}

#[test]
fn c7_6_priority_is_greedy() {
    let alone = |id: &str, rate: i64, first: u32| with(automatic(id, &percent(rate)), &stacking(first, NO_FLAGS));
    let body = settings(
        request(&[line("a", 1, 1_000)], &[alone("BIG", 50, 3), alone("FIRST", 10, 2), alone("NONE", 0, 1)]),
        &json!({ "selection": "priority" }),
    );
    let quote = price(&body);
    assert_eq!(applied(&quote), ["FIRST"], "one that gives nothing is passed over");
    assert_eq!(quote["selection"]["strategy"], "priority");
}

#[test]
fn c7_7_what_gives_nothing() {
    let coupons = [automatic("AUTO", &percent(100)), coupon("CODE", &percent(10)), automatic("ZERO", &percent(0))];
    let mut body = request(&[line("a", 1, 1_000)], &coupons);
    body["coupons"][0]["stacking"]["priority"] = json!(1);
    let quote = price(&body);
    assert_eq!(applied(&quote), ["AUTO"]);
    assert_eq!(reason(&quote, "CODE"), "no_effect");
    assert_eq!(quote["discounts"]["rejected"].as_array().unwrap().len(), 1, "automatic ones are silent");
}

#[test]
fn c7_7_a_coupon_applies_once() {
    let mut body = request(&[line("a", 1, 1_000)], &[coupon("TEN-OFF", &percent(10))]);
    body["discounts"]["codes"] = json!(["nope", "ten off", "TEN-OFF", "NOPE"]);
    let quote = price(&body);
    assert_eq!(quote["discounts"]["codes"], json!(["nope", "ten off", "TEN-OFF", "NOPE"]));
    assert_eq!(quote["discounts"]["applied"][0]["code"], "ten off");
    assert_eq!(
        (reason(&quote, "TEN-OFF"), reason(&quote, "nope"), reason(&quote, "NOPE")),
        ("already_applied", "invalid", "invalid")
    );
    assert_eq!(rejection(&quote, "nope")["coupon_id"], Value::Null);
    assert_eq!(rejection(&quote, "TEN-OFF")["coupon_id"], "TEN-OFF");
}

#[test]
fn c7_2_declined_automatic_coupons_stay_out() {
    let mut body = request(&[line("a", 1, 1_000)], &[automatic("A", &percent(10)), automatic("B", &percent(5))]);
    body["discounts"]["declined"] = json!(["A"]);
    assert_eq!(applied(&price(&body)), ["B"]);
}

#[test]
fn c7_5_many_percentages_of_the_whole_order_are_no_search() {
    let coupons: Vec<Value> = (1..=20).map(|n| automatic(&format!("C{n:02}"), &percent(n))).collect();
    let lines: Vec<Value> = (0..10).map(|n| line(&format!("l{n}"), 1, 1_999 + 100 * n)).collect();
    let quote = price(&request(&lines, &coupons));
    assert_eq!(applied(&quote).len(), 20);
    assert_eq!(quote["selection"]["optimal"], true);
    assert!(quote["selection"]["evaluated"].as_i64().unwrap() <= 21, "all of them, and each left out");
    assert_eq!(quote["selection"]["runner_up"]["coupon_ids"].as_array().unwrap().len(), 19);
}

#[test]
fn c7_5_many_coupons_alone_on_the_order_are_one_set_each() {
    let coupons: Vec<Value> =
        (1..=60).map(|n| with(automatic(&format!("C{n:02}"), &amount(n)), &stacking(100, NO_FLAGS))).collect();
    let quote = price(&request(&[line("a", 1, 1_000)], &coupons));
    assert_eq!(applied(&quote), ["C60"]);
    assert_eq!(quote["selection"]["runner_up"], json!({ "saving": 59, "coupon_ids": ["C59"] }));
    assert!(quote["selection"]["evaluated"].as_i64().unwrap() <= 3, "those that save less are not priced");
}
