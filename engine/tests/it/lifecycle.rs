//! What a quote says beyond its amounts of balances, claims, renewals and the budgets that several coupons share.

use serde_json::{Value, json};

use crate::shop::{amount, applied, automatic, coupon, line, price, reason, request, with};

fn cart() -> Value {
    json!({ "currency": "USD", "line_items": [{ "id": "l1", "product_id": "p", "quantity": 1, "unit_price": 10_000 }] })
}

fn percent(id: &str, percent: i64) -> Value {
    json!({
        "id": id, "name": id, "code": id, "renewals": -1,
        "benefits": [{ "kind": "percent_off", "percent": percent }]
    })
}

fn outcome<'q>(quote: &'q Value, coupon_id: &str) -> &'q Value {
    let entries = quote["explain"].as_array().unwrap();
    entries.iter().find(|entry| entry["coupon_id"] == coupon_id).unwrap()
}

#[test]
fn an_explanation_tells_what_a_balance_paid_and_what_its_conditions_saw() {
    let mut card =
        json!({ "id": "cpn_card", "name": "card", "code": "CARD", "benefits": [{ "kind": "stored_value" }] });
    card["conditions"] = json!({ "kind": "order_amount", "min": { "USD": 8_000 }, "basis": "after_discounts" });
    let quote = price(&json!({
        "cart": cart(), "coupons": [card, percent("cpn_off", 10)], "explain": true,
        "discounts": { "codes": ["CARD", "cpn_off"] }, "facts": { "balances": { "card": { "amount": 500, "currency": "USD" } } }
    }));
    let told = outcome(&quote, "cpn_card");
    assert_eq!((&told["outcome"], &told["balance_used"], &told["amount"]), (&json!("applied"), &json!(500), &json!(0)));
    assert_eq!(told["conditions"]["actual"]["amount"], 9_000, "what the coupons left: {told}");
    assert_eq!(quote["totals"]["total"], 8_500);
    assert_eq!(applied(&quote), ["cpn_off"]);
}

#[test]
fn an_explanation_of_a_renewal_names_what_the_first_order_redeemed() {
    let mut cart = cart();
    cart["billing"] = json!({
        "subscription_id": "s1", "first_order_id": "o1", "first_line_ids": ["l1"], "renewal_number": 2
    });
    let mut over = percent("cpn_over", 50);
    over["renewals"] = json!(1);
    let quote = price(&json!({
        "cart": cart, "coupons": [percent("cpn_a", 10), over], "explain": true,
        "facts": { "first_order": { "redemptions": [
            { "coupon_id": "cpn_a", "code": "SPRING" }, { "coupon_id": "cpn_over" }
        ] } }
    }));
    let entry = &quote["discounts"]["applied"][0];
    assert_eq!((&entry["code"], &entry["automatic"]), (&json!("SPRING"), &json!(false)));
    assert_eq!(outcome(&quote, "cpn_a")["outcome"], "applied");
    assert_eq!(outcome(&quote, "cpn_over")["outcome"], "rejected");
    assert_eq!(quote["totals"]["total"], 9_000);
    assert_eq!(quote["hints"], json!([]));
}

/// A renewal that costs the full price says why, where a code was sent and in the explanation.
#[test]
fn a_renewal_that_has_nothing_of_a_coupon_says_why_in_words() {
    let told = |renewals: i64, redemptions: Value, codes: Value, locale: &str| {
        let mut cart = cart();
        cart["context"] = json!({ "locale": locale });
        cart["billing"] = json!({
            "subscription_id": "s1", "first_order_id": "o1", "first_line_ids": ["l1"], "renewal_number": 3
        });
        let coupon = json!({
            "id": "cpn_a", "name": "a", "code": "A-CODE", "renewals": renewals,
            "benefits": [{ "kind": "amount_off", "amount": { "USD": 1_000 }, "per": "order" }]
        });
        price(&json!({
            "cart": cart, "coupons": [coupon], "explain": true, "discounts": { "codes": codes },
            "facts": { "first_order": { "redemptions": redemptions } }
        }))
    };
    let words = |quote: &Value| {
        let rejected = &quote["discounts"]["rejected"][0];
        assert_eq!(reason(quote, "a code"), "renewal_not_covered");
        assert_eq!(quote["totals"]["total"], 10_000);
        let explained = outcome(quote, "cpn_a");
        for member in ["reason", "message", "details"] {
            assert_eq!(explained[member], rejected[member], "{quote:#}");
        }
        (rejected["message"].as_str().unwrap().to_owned(), rejected["details"].clone())
    };
    let sent = || json!(["a code"]);
    let redeemed = |line: &str| json!([{ "coupon_id": "cpn_a", "code": "A-CODE", "allocations": [{ "line_id": line, "amount": 600 }] }]);

    let none = |renewals: i64, locale: &str| words(&told(renewals, redeemed("l1"), sent(), locale));
    let (message, details) = none(2, "en");
    assert_eq!(message, "This code covers the first 2 renewals; this is renewal 3.");
    assert_eq!(details, json!({ "renewals": 2, "renewal_number": 3 }));
    assert_eq!(none(2, "fr").0, "Ce code couvre les 2 premiers renouvellements ; celui-ci porte le numéro 3.");
    assert_eq!(none(1, "en").0, "This code covers the first renewal; this is renewal 3.");
    assert_eq!(none(1, "fr").0, "Ce code couvre le premier renouvellement ; celui-ci porte le numéro 3.");
    assert_eq!(none(0, "en").0, "This code is for the first payment, not for renewals.");
    assert_eq!(none(0, "fr").0, "Ce code vaut pour le premier paiement, pas pour les renouvellements.");

    let (message, details) = words(&told(-1, json!([]), sent(), "en"));
    assert_eq!(message, "The first order of this subscription did not use this code.");
    assert_eq!(details, json!({ "first_order_id": "o1" }));
    let french = words(&told(-1, json!([]), sent(), "fr")).0;
    assert_eq!(french, "La première commande de cet abonnement n'a pas utilisé ce code.");

    // The allocations are missing, or are of a line of another subscription.
    for redemptions in [json!([{ "coupon_id": "cpn_a", "code": "A-CODE" }]), redeemed("l2")] {
        let (message, details) = words(&told(-1, redemptions.clone(), sent(), "en"));
        assert_eq!(message, "On the first order this code gave nothing on the items of this subscription.");
        assert_eq!(details, json!({ "first_order_id": "o1", "first_line_ids": ["l1"] }));
        let french = words(&told(-1, redemptions.clone(), sent(), "fr")).0;
        assert_eq!(french, "À la première commande, ce code n'a rien donné sur les articles de cet abonnement.");
        let without_code = told(-1, redemptions, json!([]), "en");
        assert_eq!(outcome(&without_code, "cpn_a")["message"], json!(message), "the explanation needs no code");
    }

    let covered = told(-1, redeemed("l1"), sent(), "en");
    assert_eq!((&covered["totals"]["total"], reason(&covered, "a code")), (&json!(9_400), "already_applied"));
}

#[test]
fn a_renewal_explains_automatic_coupons_and_goods_that_are_not_there() {
    let mut cart = cart();
    cart["billing"] = json!({
        "subscription_id": "s1", "first_order_id": "o1", "first_line_ids": ["l1"], "renewal_number": 1
    });
    let mut today = percent("cpn_today", 20);
    today.as_object_mut().unwrap().remove("code");
    today["activation"] = json!("automatic");
    let mut gone = percent("cpn_gone", 10);
    gone["benefits"][0]["target"] = json!({ "products": ["other"] });
    let quote = price(&json!({
        "cart": cart, "coupons": [today, gone], "explain": true,
        "facts": { "first_order": { "redemptions": [{ "coupon_id": "cpn_gone", "code": "GONE" }] } }
    }));
    assert_eq!(quote["totals"]["total"], 10_000);
    let told = outcome(&quote, "cpn_today");
    assert_eq!(told["reason"], "discount_code_renewal_not_covered");
    assert_eq!(told["details"], json!({ "first_order_id": "o1" }));
    assert_eq!(outcome(&quote, "cpn_gone")["reason"], "discount_code_items_ineligible");
}

#[test]
fn a_coupon_with_several_benefits_says_what_each_gave() {
    let mut cart = cart();
    cart["shipping"] = json!({ "service": "ground", "amount": 800 });
    let mut both = percent("cpn_a", 10);
    both["benefits"] = json!([
        { "kind": "percent_off", "percent": 10 }, { "kind": "free_shipping" },
        { "kind": "amount_off", "amount": { "USD": 500 }, "per": "order" }
    ]);
    let quote = price(&json!({ "cart": cart, "coupons": [both], "discounts": { "codes": ["cpn_a"] } }));
    let entry = &quote["discounts"]["applied"][0];
    assert_eq!(
        entry["benefits"],
        json!([
            { "position": 0, "kind": "percent_off", "allocations": [{ "path": "$.line_items[0]", "amount": 1_000 }] },
            { "position": 1, "kind": "free_shipping", "allocations": [{ "path": "$.shipping", "amount": 800 }] },
            { "position": 2, "kind": "amount_off", "allocations": [{ "path": "$.line_items[0]", "amount": 500 }] },
        ])
    );
    assert_eq!(entry["amount"], 2_300);
    let single =
        price(&json!({ "cart": cart, "coupons": [percent("cpn_a", 10)], "discounts": { "codes": ["cpn_a"] } }));
    assert!(single["discounts"]["applied"][0].get("benefits").is_none(), "one benefit is the coupon");
}

/// 30 % of 100.00 is 30.00; the smallest rest of the budgets cuts it.
#[test]
fn the_smallest_rest_of_all_budgets_cuts() {
    let coupon = |limits: Value| {
        let mut coupon = percent("cpn_a", 30);
        coupon["limits"] = limits;
        coupon["campaign_id"] = json!("cmp_1");
        coupon
    };
    let saved = |limits: Value, facts: Value| {
        let mut cart = cart();
        cart["customer"] = json!({ "id": "ana" });
        let quote = price(&json!({
            "cart": cart, "coupons": [coupon(limits)], "discounts": { "codes": ["cpn_a"] }, "facts": facts
        }));
        (quote["totals"]["savings"].as_i64().unwrap(), quote)
    };
    let limits = json!({
        "budget": { "USD": 10_000 }, "budget_per_customer": { "USD": 5_000 }, "budget_per_day": { "USD": 4_000 }
    });
    assert_eq!(saved(limits.clone(), json!({})).0, 3_000);
    assert_eq!(saved(limits.clone(), json!({ "budget_used": { "cpn_a": { "USD": 9_000 } } })).0, 1_000);
    assert_eq!(saved(limits.clone(), json!({ "budget_used_by_customer": { "cpn_a": { "USD": 3_000 } } })).0, 2_000);
    let (amount, quote) = saved(limits.clone(), json!({ "budget_used_today": { "cpn_a": { "USD": 2_500 } } }));
    assert_eq!(amount, 1_500);
    assert_eq!(quote["discounts"]["applied"][0]["trims"], json!([{ "by": "budget", "amount": 1_500 }]));
    let campaign =
        |used: i64| json!({ "campaigns": { "cmp_1": { "budget": { "USD": 1_200 }, "budget_used": { "USD": used } } } });
    assert_eq!(saved(limits.clone(), campaign(0)).0, 1_200);
    let (amount, quote) = saved(limits, campaign(1_200));
    assert_eq!((amount, reason(&quote, "cpn_a")), (0, "budget_exhausted"));
}

/// Coupons of one campaign, and what it has left.
fn of_campaign(coupons: &[Value], left: i64) -> Value {
    let coupons: Vec<Value> =
        coupons.iter().map(|coupon| with(coupon.clone(), &json!({ "campaign_id": "cmp_1" }))).collect();
    let facts =
        json!({ "campaigns": { "cmp_1": { "budget": { "USD": 5_000 }, "budget_used": { "USD": 5_000 - left } } } });
    with(request(&[line("l1", 1, 10_000)], &coupons), &json!({ "facts": facts, "explain": true }))
}

fn gave(quote: &Value) -> Vec<(&str, i64)> {
    let entries = quote["discounts"]["applied"].as_array().unwrap().iter();
    entries.map(|entry| (entry["coupon_id"].as_str().unwrap(), entry["amount"].as_i64().unwrap())).collect()
}

#[test]
fn coupons_of_a_campaign_share_what_it_has_left() {
    for make in [coupon, automatic] {
        let quote = price(&of_campaign(&[make("ONE", &amount(800)), make("TWO", &amount(800))], 1_000));
        assert_eq!(gave(&quote), [("ONE", 800), ("TWO", 200)]);
        assert_eq!(quote["discounts"]["applied"][0]["trims"], json!([]));
        assert_eq!(quote["discounts"]["applied"][1]["trims"], json!([{ "by": "budget", "amount": 600 }]));
        assert_eq!(quote["selection"]["optimal"], true);
    }
    // Two benefits of one coupon count together, and priority says who comes first.
    let six_percent = json!({ "kind": "percent_off", "percent": 6 });
    let mut both = with(coupon("TWO", &amount(1)), &json!({ "benefits": [six_percent, amount(300)] }));
    both["stacking"]["priority"] = json!(1);
    let quote = price(&of_campaign(&[coupon("ONE", &amount(800)), both], 1_000));
    assert_eq!(gave(&quote), [("TWO", 900), ("ONE", 100)]);
}

#[test]
fn who_finds_nothing_left_of_the_campaign_is_told_so() {
    let quote = price(&of_campaign(&[coupon("ONE", &amount(800)), coupon("TWO", &amount(800))], 800));
    assert_eq!(gave(&quote), [("ONE", 800)]);
    assert_eq!(reason(&quote, "TWO"), "budget_exhausted");
    let quote = price(&of_campaign(&[automatic("ONE", &amount(800)), automatic("TWO", &amount(800))], 800));
    assert_eq!(gave(&quote), [("ONE", 800)]);
    assert_eq!(outcome(&quote, "TWO")["reason"], "discount_code_budget_exhausted");
    // The campaign has something left: nothing is what the coupon gives.
    let nothing =
        with(coupon("TWO", &amount(800)), &json!({ "benefits": [{ "kind": "percent_off", "percent": 0.001 }] }));
    let quote = price(&of_campaign(&[coupon("ONE", &amount(800)), nothing], 900));
    assert_eq!(reason(&quote, "TWO"), "no_effect");
    // Another campaign, or none, is not asked.
    let mut body = of_campaign(&[coupon("ONE", &amount(800)), coupon("TWO", &amount(800))], 800);
    body["coupons"][1]["campaign_id"] = json!("cmp_2");
    assert_eq!(gave(&price(&body)), [("ONE", 800), ("TWO", 800)]);
}

/// What the campaign has left goes where it saves most: the percentage alone leaves room that it would take from both.
#[test]
fn the_best_set_is_found_under_a_shared_rest() {
    let alone = json!({ "combines_with": { "item": false, "order": false }, "priority": 100 });
    let single = with(automatic("ALONE", &amount(1_500)), &json!({ "stacking": alone }));
    let coupons = [automatic("ONE", &amount(1_000)), automatic("TWO", &amount(1_000)), single];
    let mut body = of_campaign(&coupons, 1_200);
    body["coupons"][2]["campaign_id"] = Value::Null;
    let quote = price(&body);
    assert_eq!(gave(&quote), [("ALONE", 1_500)], "both others together give 12.00");
    assert_eq!(quote["selection"]["runner_up"]["saving"], 1_200);
}

#[test]
fn a_campaign_begins_and_ends_for_all_its_coupons() {
    let told = |now: &str| {
        let mut coupon = percent("cpn_a", 30);
        coupon["campaign_id"] = json!("cmp_1");
        let quote = price(&json!({
            "cart": cart(), "coupons": [coupon], "discounts": { "codes": ["cpn_a"] },
            "facts": { "now": now, "campaigns": { "cmp_1": {
                "starts_at": "2026-06-01T00:00:00Z", "ends_at": "2026-07-01T00:00:00Z"
            } } }
        }));
        let rejected = quote["discounts"]["rejected"].as_array().unwrap().first().cloned();
        rejected.map_or("applied".to_owned(), |entry| entry["reason"].as_str().unwrap().to_owned())
    };
    assert_eq!(told("2026-05-31T23:59:59Z"), "discount_code_not_started");
    assert_eq!(told("2026-06-01T00:00:00Z"), "applied");
    assert_eq!(told("2026-06-30T23:59:59Z"), "applied");
    assert_eq!(told("2026-07-01T00:00:00Z"), "discount_code_expired");
}

#[test]
fn a_code_has_a_limit_of_its_own_and_a_day_has_one() {
    let told = |limits: Value, uses: Value| {
        let mut coupon = percent("cpn_a", 30);
        coupon["limits"] = limits;
        let quote = price(&json!({
            "cart": cart(), "coupons": [coupon], "discounts": { "codes": ["cpn_a"] }, "facts": { "uses": { "cpn_a": uses } }
        }));
        let rejected = quote["discounts"]["rejected"].as_array().unwrap().first().cloned();
        rejected.map_or("applied".to_owned(), |entry| entry["reason"].as_str().unwrap().to_owned())
    };
    assert_eq!(told(json!({ "per_code": 1 }), json!({ "code": 0, "total": 9 })), "applied");
    assert_eq!(told(json!({ "per_code": 1 }), json!({ "code": 1 })), "discount_code_usage_limit_reached");
    assert_eq!(told(json!({ "per_day": 100 }), json!({ "today": 99 })), "applied");
    assert_eq!(told(json!({ "per_day": 100 }), json!({ "today": 100 })), "discount_code_daily_limit_reached");
    assert_eq!(told(json!({ "budget_per_customer": { "USD": 1 } }), json!({})), "discount_code_information_missing");
}

/// A switch of codes is offered at the total the shopper would really pay.
#[test]
fn a_switch_is_offered_at_the_total_after_balances() {
    let alone = json!({ "combines_with": { "item": false, "order": false, "codes": false, "automatic": false } });
    let (mut small, mut large) = (percent("cpn_s", 10), percent("cpn_l", 20));
    small["stacking"] = alone.clone();
    large["stacking"] = alone;
    let card = json!({ "id": "cpn_card", "name": "card", "code": "CARD", "benefits": [{ "kind": "stored_value" }] });
    let quote = price(&json!({
        "cart": cart(), "coupons": [small, large, card], "discounts": { "codes": ["cpn_s", "cpn_l", "CARD"] },
        "facts": { "balances": { "CARD": { "amount": 1_000, "currency": "USD" } } }
    }));
    assert_eq!(quote["totals"]["total"], 7_000);
    assert_eq!(
        crate::shop::rejection(&quote, "cpn_s")["details"]["if_switched"],
        json!({ "saving": 1_000, "total": 8_000 })
    );
}

/// Terms frozen whole: a coupon body with members that stay live, which are read and not used.
#[test]
fn a_claim_takes_a_whole_coupon_body_as_its_terms() {
    let live = json!({ "id": "cpn_a", "name": "now", "activation": "claim", "benefits": [{ "kind": "percent_off", "percent": 5 }] });
    let then = json!({
        "name": "then", "status": "archived", "activation": "claim", "limits": { "total": 0 },
        "benefits": [{ "kind": "percent_off", "percent": 40 }], "stacking": { "priority": 7 }
    });
    let quote = price(&json!({
        "cart": cart(), "coupons": [live], "discounts": { "claims": ["clm_1"] },
        "facts": { "claims": [{ "id": "clm_1", "coupon_id": "cpn_a", "claimed_at": "2025-12-01T00:00:00Z", "terms": then }] }
    }));
    let entry = &quote["discounts"]["applied"][0];
    assert_eq!((&entry["amount"], &entry["priority"]), (&json!(4_000), &json!(7)));
    assert_eq!((&entry["claim_id"], &entry["title"]), (&json!("clm_1"), &json!("now")));
}

fn claim(id: &str, terms: &Value) -> Value {
    json!({ "id": id, "coupon_id": "cpn_a", "claimed_at": "2025-12-31T00:00:00Z", "terms": terms })
}

/// Of a code and claims of one coupon whichever gives most applies, in whatever order they are presented.
#[test]
fn of_the_terms_of_one_coupon_the_best_apply() {
    let far = json!({ "conditions": { "kind": "order_amount", "min": { "USD": 50_000 } } });
    let fifth = json!({ "benefits": [{ "kind": "percent_off", "percent": 20 }] });
    let body = |codes: Value, claims: Value| {
        let mut body = json!({
            "cart": cart(), "coupons": [percent("cpn_a", 10)], "discounts": { "codes": codes, "claims": claims },
        });
        body["facts"] = json!({ "claims": [claim("clm_1", &far), claim("clm_2", &fifth)] });
        price(&body)
    };
    for claims in [json!(["clm_1", "clm_2"]), json!(["clm_2", "clm_1"])] {
        let quote = body(json!(["cpn_a"]), claims);
        assert_eq!(quote["totals"]["total"], 8_000);
        assert_eq!(quote["discounts"]["applied"][0]["claim_id"], "clm_2");
        assert_eq!(reason(&quote, "cpn_a"), "already_applied");
    }
    assert_eq!(body(json!(["cpn_a"]), json!([]))["totals"]["total"], 9_000);
}

/// A claim that does not fit takes nothing from the same coupon where it comes by itself.
#[test]
fn a_claim_leaves_the_automatic_coupon_in_force() {
    let live = json!({
        "id": "cpn_a", "name": "a", "activation": "automatic", "benefits": [{ "kind": "percent_off", "percent": 10 }]
    });
    let far = json!({ "conditions": { "kind": "order_amount", "min": { "USD": 50_000 } } });
    let quote = price(&json!({
        "cart": cart(), "coupons": [live], "discounts": { "claims": ["clm_1"] },
        "facts": { "claims": [claim("clm_1", &far)] }
    }));
    assert_eq!(quote["totals"]["total"], 9_000);
    assert_eq!(quote["discounts"]["applied"][0]["automatic"], true);
    assert_eq!(quote["discounts"]["rejected"][0]["reason"], "discount_code_minimum_not_met");
}

#[test]
fn a_balance_is_outside_budgets_and_the_campaign_that_ends_first_pays_first() {
    let card = |id: &str, campaign: &str| {
        json!({
            "id": id, "name": id, "code": id, "campaign_id": campaign, "limits": { "budget": { "USD": 1 } },
            "benefits": [{ "kind": "stored_value" }]
        })
    };
    let quote = price(&json!({
        "cart": cart(), "coupons": [card("CARD-A", "late"), card("CARD-B", "soon")],
        "discounts": { "codes": ["CARD-A", "CARD-B"] },
        "facts": {
            "budget_used": { "CARD-A": { "USD": 1 }, "CARD-B": { "USD": 1 } },
            "balances": { "CARD-A": { "amount": 9_000, "currency": "USD" }, "CARD-B": { "amount": 9_000, "currency": "USD" } },
            "campaigns": {
                "soon": { "ends_at": "2026-01-02T00:00:00Z" }, "late": { "ends_at": "2027-01-01T00:00:00Z" }
            }
        }
    }));
    let used: Vec<(&str, i64)> = quote["totals"]["balances"]
        .as_array()
        .unwrap()
        .iter()
        .map(|used| (used["code"].as_str().unwrap(), used["amount"].as_i64().unwrap()))
        .collect();
    assert_eq!(used, [("CARD-B", 9_000), ("CARD-A", 1_000)]);
}

/// The bodies that the model shows of a renewal (8.2) and of a claim (9.7).
#[test]
fn the_bodies_in_the_model_cost_what_it_says() {
    let model = include_str!("../../../docs/MODEL.md");
    let bodies: Vec<Value> = model
        .split("```json\n")
        .skip(1)
        .map(|rest| serde_json::from_str(rest.split("```").next().unwrap()).unwrap())
        .collect();
    assert_eq!(bodies.len(), 2, "each body has its amounts below");
    let renewal = price(&bodies[0]);
    assert_eq!((&renewal["totals"]["total"], applied(&renewal)), (&json!(5_400), vec!["cpn_ten"]));
    assert_eq!(renewal["discounts"]["applied"][0]["code"], "TEN");
    let claim = price(&bodies[1]);
    assert_eq!((&claim["totals"]["total"], applied(&claim)), (&json!(6_800), vec!["cpn_welcome"]));
    assert_eq!(claim["discounts"]["applied"][0]["claim_id"], "clm_1");
}
