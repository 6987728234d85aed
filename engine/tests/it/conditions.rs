//! The checks of the requirements list that the conditions cover, with its numbers. `rNNN` is the item.

use serde_json::{Value, json};

use crate::shop::*;

/// A coupon of 10 % with conditions.
fn if_so(conditions: Value) -> Value {
    with(coupon("XX", &percent(10)), &json!({ "conditions": conditions }))
}

fn cart(lines: &[Value], conditions: Value) -> Value {
    request(lines, &[if_so(conditions)])
}

fn one(conditions: Value) -> Value {
    cart(&[line("a", 1, 10_000)], conditions)
}

fn by(mut body: Value, customer: Value) -> Value {
    body["cart"]["customer"] = customer;
    body
}

fn at(mut body: Value, now: &str, zone: &str) -> Value {
    body["facts"]["now"] = json!(now);
    body["settings"]["time_zone"] = json!(zone);
    body
}

/// The reason the coupon is refused with; nothing if it is applied.
fn refused(body: &Value) -> String {
    let quote = price(body);
    if applied(&quote).is_empty() { reason(&quote, "XX").to_owned() } else { String::new() }
}

#[test]
fn r087_the_first_days_of_each_month() {
    let body = one(json!({ "kind": "schedule", "days_of_month": [1, 2, 3] }));
    for (now, outcome) in
        [("2026-03-02T12:00:00Z", ""), ("2026-03-04T12:00:00Z", "outside_schedule"), ("2026-04-01T12:00:00Z", "")]
    {
        assert_eq!(refused(&at(body.clone(), now, "UTC")), outcome, "{now}");
    }
}

#[test]
fn r093_a_flash_sale_on_fridays_states_its_window() {
    let body = one(json!({ "kind": "schedule", "weekdays": ["fri"], "from": "12:00", "to": "14:00" }));
    // 5 June 2026 is a Friday; Paris is two hours ahead of UTC.
    assert_eq!(refused(&at(body.clone(), "2026-06-05T11:00:00Z", "Europe/Paris")), "", "Friday 13:00");
    let quote = price(&at(body, "2026-06-05T13:00:00Z", "Europe/Paris"));
    assert_eq!(reason(&quote, "XX"), "outside_schedule", "Friday 15:00");
    let message = rejection(&quote, "XX")["message"].as_str().unwrap();
    assert_eq!(message, "This code can be used on Fridays from 12:00 to 14:00 (UTC+02:00).");
}

#[test]
fn r100_weekdays_only() {
    let body = one(json!({ "kind": "schedule", "weekdays": ["mon", "tue", "wed", "thu", "fri"] }));
    assert_eq!(refused(&at(body.clone(), "2026-06-07T12:00:00Z", "UTC")), "outside_schedule", "a Sunday");
    assert_eq!(refused(&at(body, "2026-06-08T12:00:00Z", "UTC")), "", "a Monday");
}

#[test]
fn r120_more_than_three() {
    let body = |units: u32| cart(&[line("a", units, 1_000)], json!({ "kind": "order_quantity", "min": 4 }));
    assert_eq!((refused(&body(3)).as_str(), refused(&body(4)).as_str()), ("quantity_out_of_range", ""));
    assert_eq!(rejection(&price(&body(3)), "XX")["message"], "Add 1 more item to use this code.");
}

#[test]
fn r121_five_to_ten() {
    for (units, outcome) in [(4, "quantity_out_of_range"), (5, ""), (10, ""), (11, "quantity_out_of_range")] {
        let body = cart(&[line("a", units, 1_000)], json!({ "kind": "order_quantity", "min": 5, "max": 10 }));
        assert_eq!(refused(&body), outcome, "{units}");
    }
}

#[test]
fn r122_two_to_five_kilograms() {
    let body = |grams: u32| {
        let heavy = with(line("a", 1, 1_000), &json!({ "weight_grams": grams }));
        cart(&[heavy], json!({ "kind": "order_weight", "min_grams": 2_000, "max_grams": 5_000 }))
    };
    assert_eq!((refused(&body(2_000)).as_str(), refused(&body(5_000)).as_str()), ("", ""));
    let quote = price(&body(5_010));
    assert_eq!(reason(&quote, "XX"), "weight_out_of_range");
    assert_eq!(rejection(&quote, "XX")["details"]["actual"]["grams"], 5_010);
    assert!(rejection(&quote, "XX")["message"].as_str().unwrap().contains("5010 g"));
}

#[test]
fn r124_needs_a_and_b() {
    let both = json!({ "kind": "contains", "all_of": [{ "products": ["A"] }, { "products": ["B"] }] });
    let quote = price(&cart(&[line("A", 1, 1_000)], both.clone()));
    assert_eq!(reason(&quote, "XX"), "required_items_missing");
    assert_eq!(rejection(&quote, "XX")["details"]["missing"]["items"], json!(["B"]));
    assert_eq!(rejection(&quote, "XX")["message"], "Add B to use this code.");
    assert_eq!(refused(&cart(&[line("A", 1, 1_000), line("B", 1, 1_000)], both)), "");
}

#[test]
fn r125_a_required_product() {
    let needs_a = json!({ "kind": "contains", "all_of": [{ "products": ["A"] }] });
    assert_eq!(refused(&cart(&[line("B", 1, 1_000)], needs_a.clone())), "required_items_missing");
    assert_eq!(refused(&cart(&[line("A", 1, 1_000), line("B", 1, 1_000)], needs_a)), "");
}

#[test]
fn r126_no_parameter_is_mandatory() {
    let nothing = json!({ "all": [
        { "kind": "contains", "all_of": [], "any_of": [], "none_of": [] },
        { "kind": "customer_in", "segments": [] }, { "kind": "customer_is", "ids": [] },
        { "kind": "email_domain", "domains": [] }, { "kind": "region", "countries": [], "regions": [] },
        { "kind": "channel", "channels": [] }, { "kind": "device", "devices": [] },
        { "kind": "payment_method", "methods": [] }, { "kind": "shipping_service", "services": [] },
        { "kind": "schedule", "weekdays": [], "days_of_month": [] }, { "any": [{ "all": [] }] },
    ] });
    assert_eq!(refused(&one(nothing)), "");
}

#[test]
fn r127_several_at_once() {
    let body = |units: u32, grams: u32| {
        let heavy = with(line("a", units, 1_000), &json!({ "weight_grams": grams }));
        let both = json!({ "all": [
            { "kind": "order_quantity", "min": 3 }, { "kind": "order_weight", "max_grams": 4_999 },
        ] });
        cart(&[heavy], both)
    };
    assert_eq!(refused(&body(3, 1_000)), "");
    assert_eq!(refused(&body(2, 1_000)), "quantity_out_of_range");
    assert_eq!(refused(&body(3, 2_000)), "weight_out_of_range");
}

#[test]
fn r128_a_hint_says_how_much_more() {
    let public = with(automatic("AUTO", &percent(10)), &json!({ "visibility": "public" }));
    let quote = price(&request(&[line("a", 1, 3_750)], &[with(public, &from(5_000))]));
    assert_eq!(quote["hints"][0]["missing"], json!({ "amount": 1_250 }));
    assert_eq!(quote["hints"][0]["message"], "Spend $12.50 more to get $5.00 off.");
}

#[test]
fn r129_three_orders_or_more() {
    let body = |orders: u32| {
        by(one(json!({ "kind": "orders_count", "min": 3 })), json!({ "id": "ana", "orders_count": orders }))
    };
    assert_eq!((refused(&body(2)).as_str(), refused(&body(3)).as_str()), ("user_ineligible", ""));
    let mut recorded = body(2);
    recorded["facts"] = json!({ "orders_count": 3 });
    assert_eq!(refused(&recorded), "", "the larger of what the cart says and what is recorded");
}

#[test]
fn r130_the_contents_of_the_cart_bring_it() {
    let auto = with(
        automatic("AUTO", &percent(10)),
        &json!({ "conditions": { "kind": "contains", "any_of": [{ "products": ["A"] }] } }),
    );
    let savings = |lines: &[Value]| price(&request(lines, std::slice::from_ref(&auto)))["totals"]["savings"].clone();
    assert_eq!(savings(&[line("A", 1, 1_000), line("B", 1, 1_000)]), 200);
    assert_eq!(savings(&[line("B", 1, 1_000)]), 0);
}

#[test]
fn r132_app_only() {
    let mut body = one(json!({ "kind": "channel", "channels": ["app"] }));
    assert_eq!(refused(&body), "information_missing");
    body["cart"]["context"] = json!({ "channel": "web" });
    let quote = price(&body);
    assert_eq!(reason(&quote, "XX"), "channel_ineligible");
    assert!(rejection(&quote, "XX")["message"].as_str().unwrap().contains("app"));
    body["cart"]["context"] = json!({ "channel": "app" });
    assert_eq!(refused(&body), "");
}

#[test]
fn r150_r151_a_first_order_also_of_a_guest_with_an_address() {
    let body = |orders: u32| {
        let guest = json!({ "email": "ana@shop.example", "logged_in": false, "orders_count": orders });
        by(one(json!({ "kind": "first_order" })), guest)
    };
    assert_eq!((refused(&body(1)).as_str(), refused(&body(0)).as_str()), ("first_order_only", ""));
    let segment = json!({ "kind": "customer_in", "segments": ["first-time"] });
    let guest = |segments: Value| json!({ "email": "ana@shop.example", "logged_in": false, "segments": segments });
    assert_eq!(refused(&by(one(segment.clone()), guest(json!(["first-time"])))), "");
    assert_eq!(refused(&by(one(segment), guest(json!([])))), "user_not_logged_in");
}

#[test]
fn r152_a_group_is_not_revealed() {
    let retail = json!({ "id": "ana", "segments": ["retail"] });
    let quote = price(&by(one(json!({ "kind": "customer_in", "segments": ["wholesale"] })), retail));
    assert_eq!(reason(&quote, "XX"), "invalid");
    let entry = rejection(&quote, "XX");
    assert_eq!((&entry["details"], &entry["coupon_id"]), (&json!({}), &Value::Null));
    assert!(!entry.to_string().contains("wholesale"));
}

#[test]
fn r153_the_tiers_of_one_campaign() {
    let tier = |id: &str, rate: u32| {
        with(automatic(id, &percent(rate)), &json!({ "conditions": { "kind": "customer_in", "segments": [id] } }))
    };
    let body = request(&[line("a", 1, 10_000)], &[tier("gold", 15), tier("silver", 10)]);
    let quote = price(&by(body, json!({ "id": "ana", "segments": ["gold"] })));
    assert_eq!(quote["totals"]["savings"], 1_500);
}

#[test]
fn r154_a_region_once_the_address_is_known() {
    let body = one(json!({ "kind": "region", "countries": ["FR"] }));
    let quote = price(&body);
    assert_eq!(reason(&quote, "XX"), "information_missing");
    assert_eq!(rejection(&quote, "XX")["details"], json!({ "needs": ["customer.country"], "saving": 1_000 }));
    assert_eq!(refused(&by(body.clone(), json!({ "country": "BE" }))), "region_ineligible");
    assert_eq!(refused(&by(body, json!({ "country": "FR" }))), "");
}

#[test]
fn r155_a_code_of_one_account_is_not_found_by_another() {
    let body = one(json!({ "kind": "customer_is", "ids": ["ana"] }));
    let quote = price(&by(body.clone(), json!({ "id": "ben" })));
    assert_eq!((reason(&quote, "XX"), &rejection(&quote, "XX")["coupon_id"]), ("invalid", &Value::Null));
    let unknown = price(&json!({ "cart": body["cart"], "discounts": { "codes": ["XX"] } }));
    assert_eq!(rejection(&quote, "XX"), rejection(&unknown, "XX"), "not to be told from a code that is not there");
    assert_eq!(refused(&by(body, json!({ "id": "ana" }))), "");
}

#[test]
fn r156_r157_r158_a_list_of_customers() {
    let body = |ids: Value| one(json!({ "kind": "customer_is", "ids": ids }));
    let cleo = json!({ "id": "cleo" });
    assert_eq!(refused(&by(body(json!(["ana", "ben"])), cleo.clone())), "invalid");
    assert_eq!(refused(&by(body(json!(["ana", "ben", "cleo"])), cleo.clone())), "");
    assert_eq!(refused(&by(body(json!([])), cleo)), "", "an empty list is for anybody");
    assert_eq!(refused(&body(json!([]))), "");
    let quote = price(&body(json!(["ana"])));
    assert_eq!(reason(&quote, "XX"), "user_not_logged_in");
    assert_eq!(rejection(&quote, "XX")["message"], "Sign in to use this code.");
    assert_eq!(refused(&by(body(json!(["ana"])), json!({ "id": "ana", "logged_in": false }))), "user_not_logged_in");
}

#[test]
fn r159_existing_customers() {
    let body = |is: &str, orders: u32| {
        by(one(json!({ "kind": "customer_type", "is": is })), json!({ "id": "ana", "orders_count": orders }))
    };
    assert_eq!(
        (refused(&body("existing", 0)).as_str(), refused(&body("existing", 1)).as_str()),
        ("user_ineligible", "")
    );
    assert_eq!((refused(&body("new", 0)).as_str(), refused(&body("new", 1)).as_str()), ("", "user_ineligible"));
}

#[test]
fn r160_members_only() {
    let body = |segments: Value| {
        by(one(json!({ "kind": "customer_in", "segments": ["VIP"] })), json!({ "id": "ana", "segments": segments }))
    };
    assert_eq!((refused(&body(json!(["VIP"]))).as_str(), refused(&body(json!([]))).as_str()), ("", "invalid"));
}

#[test]
fn r162_the_staff_of_a_company() {
    let body = |email: &str| {
        by(one(json!({ "kind": "email_domain", "domains": ["companyx.test"] })), json!({ "id": "ana", "email": email }))
    };
    assert_eq!(price(&body("ana@CompanyX.test"))["totals"]["savings"], 1_000);
    assert_eq!(refused(&body("ana@other.test")), "invalid");
    assert_eq!(refused(&body("ana@sub.companyx.test")), "invalid");
}

/// Every leaf in its three answers: applied, the reason it fails with, and `information_missing`.
#[test]
fn every_leaf_passes_fails_and_is_unknown() {
    let facts = json!({ "purchased": [{ "product_id": "p", "categories": ["shoes"], "at": "2025-12-01T00:00:00Z" }] });
    let cases: Vec<(Value, Value, &str)> = vec![
        (json!({ "kind": "total_spent", "min": { "USD": 500 } }), json!({ "total_spent": 500 }), ""),
        (json!({ "kind": "total_spent", "min": { "USD": 501 } }), json!({ "total_spent": 500 }), "user_ineligible"),
        (json!({ "kind": "total_spent", "min": { "USD": 1 } }), json!({ "id": "ana" }), "information_missing"),
        (json!({ "kind": "total_spent", "min": { "EUR": 1 } }), json!({ "total_spent": 500 }), "currency_mismatch"),
        (
            json!({ "kind": "total_spent", "max": { "USD": 9 }, "within_days": 30 }),
            json!({ "total_spent": 5 }),
            "information_missing",
        ),
        (json!({ "kind": "purchased", "selector": { "categories": ["shoes"] } }), json!({ "id": "ana" }), ""),
        (
            json!({ "kind": "purchased", "selector": { "categories": ["shoes"] }, "within_days": 31 }),
            json!({ "id": "ana" }),
            "",
        ),
        (
            json!({ "kind": "purchased", "selector": { "categories": ["shoes"] }, "within_days": 30 }),
            json!({ "id": "ana" }),
            "user_ineligible",
        ),
        (json!({ "kind": "purchased", "selector": { "products": ["q"] } }), json!({ "id": "ana" }), "user_ineligible"),
        (json!({ "kind": "verified_identity" }), json!({ "verified": true }), ""),
        (json!({ "kind": "verified_identity" }), json!({ "verified": false }), "verification_required"),
        (json!({ "kind": "verified_identity" }), json!({ "id": "ana" }), "information_missing"),
        (json!({ "kind": "verified_identity" }), json!({ "verified": true, "logged_in": false }), "user_not_logged_in"),
        (json!({ "kind": "verified_identity" }), Value::Null, "user_not_logged_in"),
        (json!({ "kind": "first_order" }), Value::Null, "information_missing"),
        (json!({ "kind": "orders_count", "max": 0 }), Value::Null, "user_not_logged_in"),
        (json!({ "kind": "customer_in", "segments": ["vip"] }), json!({ "id": "ana" }), "information_missing"),
        (json!({ "kind": "email_domain", "domains": ["@X.test"] }), json!({ "email": "a@x.test" }), ""),
        (json!({ "kind": "email_domain", "domains": ["x.test"] }), json!({ "id": "ana" }), "information_missing"),
        (json!({ "kind": "region", "regions": ["US-CA"] }), json!({ "country": "US", "region": "CA" }), ""),
        (
            json!({ "kind": "region", "countries": ["US"], "regions": ["US-CA"] }),
            json!({ "region": "US-NY" }),
            "region_ineligible",
        ),
        (
            json!({ "kind": "region", "countries": ["US"], "regions": ["US-CA"] }),
            json!({ "country": "US" }),
            "information_missing",
        ),
        (json!({ "kind": "device", "devices": ["mobile"] }), Value::Null, "device_ineligible"),
        (json!({ "kind": "device", "devices": ["desktop"] }), Value::Null, ""),
        (json!({ "kind": "payment_method", "methods": ["card"] }), Value::Null, "information_missing"),
        (json!({ "kind": "shipping_service", "services": ["ground"] }), Value::Null, ""),
        (json!({ "kind": "shipping_service", "services": ["air"] }), Value::Null, "shipping_service_ineligible"),
        (json!({ "kind": "order_weight", "max_grams": 100 }), Value::Null, "information_missing"),
        (json!({ "kind": "distinct_products", "min": 2 }), Value::Null, "required_items_missing"),
        (json!({ "kind": "contains", "none_of": [{ "products": ["a"] }] }), Value::Null, "excluded_items_present"),
        (json!({ "not": { "kind": "contains", "none_of": [{ "products": ["a"] }] } }), Value::Null, ""),
        (json!({ "not": { "kind": "order_weight", "max_grams": 100 } }), Value::Null, "information_missing"),
        (
            json!({ "any": [{ "kind": "order_weight", "max_grams": 1 }, { "kind": "order_quantity", "max": 1 }] }),
            Value::Null,
            "",
        ),
        (
            json!({ "any": [{ "kind": "order_weight", "max_grams": 1 }, { "kind": "order_quantity", "min": 9 }] }),
            Value::Null,
            "information_missing",
        ),
        (json!({ "any": [] }), Value::Null, "condition_not_met"),
    ];
    for (conditions, customer, outcome) in cases {
        let mut body = by(one(conditions.clone()), customer);
        body["cart"]["shipping"] = json!({ "service": "ground", "amount": 0 });
        body["cart"]["context"] = json!({ "device": "desktop" });
        body["facts"] = facts.clone();
        assert_eq!(refused(&body), outcome, "{conditions}");
    }
}

#[test]
fn a_span_of_days_ends_at_the_instant_of_the_quote() {
    // 31 times 24 hours before the start of 2026 is the start of 1 December 2025: the bound counts.
    let spent = json!({ "kind": "total_spent", "min": { "USD": 100 }, "within_days": 30 });
    let mut body = by(one(spent), json!({ "id": "ana", "total_spent": 900 }));
    body["facts"] = json!({ "spent_within": { "30": 99 } });
    assert_eq!(refused(&body), "user_ineligible");
    body["facts"] = json!({ "spent_within": { "30": 100 } });
    assert_eq!(refused(&body), "");
}
