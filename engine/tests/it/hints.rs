//! Hints and explanations from outside: what a hint says is done, and must come true.

use serde_json::{Value, json};

use crate::shop::*;

fn public(value: Value) -> Value {
    with(value, &json!({ "visibility": "public" }))
}

fn if_so(value: Value, conditions: &Value) -> Value {
    with(value, &json!({ "conditions": conditions }))
}

/// Prices a cart, does what its first hint says, and checks that it came true.
fn follow(body: &Value, change: impl Fn(&mut Value, &Value)) -> Value {
    let before = price(body);
    let hint = before["hints"][0].clone();
    assert!(hint.is_object(), "there is a hint: {before}");
    let mut after = body.clone();
    change(&mut after, &hint["missing"]);
    let after = price(&after);
    let gained = after["totals"]["savings"].as_i64().unwrap() - before["totals"]["savings"].as_i64().unwrap();
    let is_applied = applied(&after).contains(&hint["coupon_id"].as_str().unwrap());
    assert!(is_applied || gained >= hint["saving"].as_i64().unwrap(), "{hint}: {after}");
    assert!(gained >= hint["saving"].as_i64().unwrap(), "{hint}: {gained}");
    hint
}

fn spend(body: &mut Value, missing: &Value) {
    let more = line("more", 1, missing["amount"].as_i64().unwrap());
    body["cart"]["line_items"].as_array_mut().unwrap().push(more);
}

#[test]
fn an_amount_that_is_missing() {
    let coupon = with(public(automatic("AUTO", &amount(1_000))), &from(10_000));
    let hint = follow(&request(&[line("a", 1, 6_000)], std::slice::from_ref(&coupon)), spend);
    assert_eq!((&hint["missing"], &hint["saving"]), (&json!({ "amount": 4_000 }), &json!(1_000)));
    assert_eq!(hint["message"], "Spend $40.00 more to get $10.00 off.");
    let far = price(&request(&[line("a", 1, 5_999)], &[coupon]));
    assert_eq!(far["hints"], json!([]), "below 60 percent of the threshold");
}

/// Goods 102.00 less 5 % are 96.90: 3.10 are missing, but of what is added 5 % go too. 3.10 more leave 99.845, rounded
/// to 99.84 (5 % of 105.10 is 5.255, half up 5.26); 0.16 more: 105.26 less 5.26 is 100.00.
#[test]
fn what_the_others_take_of_it_is_spent_too() {
    let ship = public(with(automatic("SHIP", &free_shipping()), &from(10_000)));
    let mut body = request(&[line("a", 1, 10_200)], &[coupon("FIVE", &percent(5)), ship]);
    body["cart"]["shipping"] = json!({ "service": "ground", "amount": 1_500 });
    let hint = follow(&body, spend);
    assert_eq!((&hint["missing"], &hint["saving"]), (&json!({ "amount": 326 }), &json!(1_500)));
}

#[test]
fn units_that_are_missing() {
    let three = json!({ "kind": "order_quantity", "min": 3, "selector": { "products": ["a"] } });
    let body =
        request(&[line("a", 2, 1_000), line("b", 5, 100)], &[if_so(public(automatic("AUTO", &percent(10))), &three)]);
    let hint = follow(&body, |body, missing| {
        let units = 2 + missing["quantity"].as_u64().unwrap();
        body["cart"]["line_items"][0]["quantity"] = json!(units);
    });
    assert_eq!((&hint["missing"], &hint["saving"]), (&json!({ "quantity": 1 }), &json!(350)));
    assert_eq!(hint["message"], "Add 1 more item to get $3.50 off.");
}

#[test]
fn a_product_that_is_missing() {
    let both = json!({ "kind": "contains", "all_of": [{ "products": ["a"] }, { "products": ["b"] }] });
    let body = request(&[line("a", 1, 5_000)], &[if_so(coupon("XX", &amount(700)), &both)]);
    let hint = follow(&body, |body, missing| {
        assert_eq!(missing["items"], json!(["b"]));
        body["cart"]["line_items"].as_array_mut().unwrap().push(line("b", 1, 300));
    });
    assert_eq!((&hint["coupon_id"], &hint["saving"]), (&json!("XX"), &json!(700)));
}

#[test]
fn another_shipping_service() {
    let ground = json!({ "kind": "shipping_service", "services": ["ground"] });
    let coupons = [if_so(public(automatic("AUTO", &amount(700))), &ground)];
    let mut body = request(&[line("a", 1, 5_000)], &coupons);
    body["cart"]["shipping"] = json!({ "service": "express", "amount": 1_500 });
    let ship = |body: &mut Value, missing: &Value| {
        body["cart"]["shipping"] = json!({ "service": missing["service"], "amount": 800 });
    };
    let hint = follow(&body, ship);
    assert_eq!((&hint["saving"], &hint["message"]), (&json!(700), &json!("Choose ground shipping to get $7.00 off.")));
    let free = json!({ "kind": "free_shipping", "services": ["ground"] });
    body["coupons"] = json!([coupon("FREE", &free)]);
    body["discounts"]["codes"] = json!(["FREE"]);
    let hint = follow(&body, ship);
    assert_eq!(
        (&hint["saving"], &hint["message"]),
        (&json!(0), &json!("Choose ground shipping to use this discount."))
    );
}

#[test]
fn hints_are_the_nearest_five_and_none_of_what_is_private() {
    let near = |id: &str, min: i64| with(public(automatic(id, &amount(100))), &from(min));
    let mut coupons: Vec<Value> =
        [("A7", 7_000), ("A6", 6_000), ("A8", 8_000), ("A5", 5_000), ("A9", 5_500), ("A4", 5_200)]
            .into_iter()
            .map(|(id, min)| near(id, min))
            .collect();
    coupons.push(with(automatic("SECRET", &amount(100)), &from(5_000)));
    let quote = price(&request(&[line("a", 1, 4_900)], &coupons));
    let ids: Vec<&str> =
        quote["hints"].as_array().unwrap().iter().map(|hint| hint["coupon_id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["A5", "A4", "A9", "A6", "A7"]);
}

#[test]
fn nothing_is_promised_that_another_coupon_would_keep_away() {
    let alone = json!({ "stacking": { "combines_with": {
        "item": false, "order": false, "shipping": false, "codes": false, "automatic": false
    } } });
    let small = with(with(public(automatic("SMALL", &amount(500))), &from(10_000)), &alone);
    let large = with(automatic("LARGE", &percent(20)), &alone);
    let quote = price(&request(&[line("a", 1, 9_000)], &[small, large]));
    assert_eq!((applied(&quote), &quote["hints"]), (vec!["LARGE"], &json!([])));
}

#[test]
fn two_things_missing_are_no_hint() {
    let both = json!({ "all": [
        { "kind": "order_amount", "min": { "USD": 5_000 } }, { "kind": "order_quantity", "min": 3 },
    ] });
    let quote = price(&request(&[line("a", 2, 2_000)], &[if_so(coupon("XX", &amount(700)), &both)]));
    assert_eq!(quote["hints"], json!([]));
}

#[test]
fn every_candidate_is_explained() {
    let tree = json!({ "all": [
        { "kind": "order_quantity", "min": 1 },
        { "not": { "kind": "region", "countries": ["FR"] } },
        { "any": [{ "kind": "customer_in", "segments": ["vip"] }, { "kind": "channel", "channels": ["app"] }] },
    ] });
    let coupons = [if_so(coupon("XX", &percent(10)), &tree), automatic("AUTO", &percent(5))];
    let mut body = request(&[line("a", 1, 10_000)], &coupons);
    body["cart"]["customer"] = json!({ "id": "ana", "segments": [] });
    body["discounts"]["codes"] = json!(["XX", "NOBODY"]);
    assert!(price(&body).get("explain").is_none());
    body["explain"] = json!(true);
    let explain = price(&body)["explain"].clone();
    assert_eq!(
        (&explain[0]["coupon_id"], &explain[0]["outcome"], &explain[0]["amount"]),
        (&json!("AUTO"), &json!("applied"), &json!(500))
    );
    let xx = &explain[1];
    assert_eq!((&xx["outcome"], &xx["conditions"]["outcome"]), (&json!("rejected"), &json!("unknown")));
    let all = &xx["conditions"]["all"];
    assert_eq!((&all[0]["outcome"], &all[0]["actual"]), (&json!("pass"), &json!({ "quantity": 1 })));
    assert_eq!((&all[1]["outcome"], &all[1]["not"]["needs"]), (&json!("unknown"), &json!(["customer.country"])));
    assert_eq!((&all[2]["any"][0]["outcome"], &all[2]["any"][1]["outcome"]), (&json!("fail"), &json!("unknown")));
    assert_eq!(all[2]["any"][0]["needed"], json!({ "segments": ["vip"] }), "nothing is kept back here");
    assert_eq!(xx["reason"], "discount_code_information_missing");
    assert_eq!((&explain[2]["code"], &explain[2]["reason"]), (&json!("NOBODY"), &json!("discount_code_invalid")));
}

#[test]
fn the_reasons_come_in_their_order() {
    let limited = |conditions: &Value| {
        let coupon = with(if_so(coupon("XX", &percent(10)), conditions), &json!({ "limits": { "total": 1 } }));
        let mut body = request(&[line("a", 1, 1_000)], &[coupon]);
        body["facts"] = json!({ "uses": { "XX": { "total": 1 } } });
        body
    };
    let amount = json!({ "kind": "order_amount", "min": { "USD": 5_000 } });
    let named = json!({ "kind": "customer_is", "ids": ["ana"] });
    let why = |body: &Value| reason(&price(body), "XX").to_owned();
    assert_eq!(why(&limited(&amount)), "usage_limit_reached", "limits before conditions");
    let both = limited(&json!({ "all": [amount, named] }));
    assert_eq!(why(&both), "user_not_logged_in", "sign-in before limits, wherever its leaf stands");
    let ben =
        with(both.clone(), &json!({ "cart": with(both["cart"].clone(), &json!({ "customer": { "id": "ben" } })) }));
    assert_eq!(why(&ben), "invalid", "and before everything that the coupon does not name who is signed in");
    let any = limited(&json!({ "any": [amount, named] }));
    assert_eq!(why(&any), "usage_limit_reached", "of an `any` only the first child speaks");
    let not = if_so(coupon("XX", &percent(10)), &json!({ "not": { "kind": "order_quantity", "min": 1 } }));
    assert_eq!(why(&request(&[line("a", 1, 1_000)], &[not])), "condition_not_met");
    let unknown =
        json!({ "all": [{ "kind": "order_weight", "min_grams": 1 }, { "kind": "order_quantity", "min": 9 }] });
    let weight = if_so(coupon("XX", &percent(10)), &unknown);
    assert_eq!(
        why(&request(&[line("a", 1, 1_000)], &[weight])),
        "quantity_out_of_range",
        "a failure before what is unknown"
    );
}
