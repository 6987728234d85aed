use serde_json::{Value, json};

use super::*;
use crate::decode::from_json;
use crate::settings::MarginPolicy;

/// A context in which nothing is known.
struct Around {
    settings: Settings,
    products: Vec<Cart>,
    others: Vec<Arc<CompiledCoupon>>,
    campaign: Option<Campaign>,
    orders: Option<MatchedOrders>,
    shows_code_field: bool,
    knows_all_products: bool,
    code_taken_by: Option<&'static str>,
    has_codes: bool,
}

impl Default for Around {
    fn default() -> Self {
        Self {
            settings: Settings::default(),
            products: Vec::new(),
            others: Vec::new(),
            campaign: None,
            orders: None,
            shows_code_field: true,
            knows_all_products: false,
            code_taken_by: None,
            has_codes: false,
        }
    }
}

fn terms(changes: Value) -> Terms {
    let mut body = json!({
        "name": "Coupon", "status": "enabled", "code": "K7QWX2", "validity": {"ends_at": "2027-01-01T00:00:00Z"},
        "benefits": [{"kind": "percent_off", "percent": 10}]
    });
    let (Value::Object(body), Value::Object(changes)) = (&mut body, changes) else { panic!("two objects") };
    body.extend(changes);
    from_json(serde_json::to_string(body).unwrap().as_bytes()).unwrap()
}

fn compiled(id: &str, changes: Value) -> Arc<CompiledCoupon> {
    Arc::new(CompiledCoupon::new(Coupon { id: id.to_owned(), version: 1, terms: terms(changes) }))
}

fn products(lines: Value) -> Vec<Cart> {
    vec![from_json(json!({ "currency": "EUR", "line_items": lines }).to_string().as_bytes()).unwrap()]
}

impl Around {
    fn lint_in(&self, locale: Locale, changes: Value) -> Vec<Warning> {
        let context = LintContext {
            coupon_id: Some("cpn_own"),
            now: "2026-06-01T12:00:00Z".parse().unwrap(),
            locale,
            settings: &self.settings,
            shows_code_field: self.shows_code_field,
            code_taken_by: self.code_taken_by,
            has_codes: self.has_codes,
            products: &self.products,
            knows_all_products: self.knows_all_products,
            categories: &Categories::default(),
            others: &self.others,
            campaign: self.campaign.as_ref(),
            orders: self.orders,
        };
        lint(&terms(changes), &context)
    }

    fn codes(&self, changes: Value) -> Vec<(&'static str, String)> {
        self.lint_in(Locale::En, changes).into_iter().map(|warning| (warning.code, warning.pointer)).collect()
    }
}

fn one(code: &'static str, pointer: &str) -> Vec<(&'static str, String)> {
    vec![(code, pointer.to_owned())]
}

#[test]
fn a_sensible_coupon_has_nothing_to_look_at() {
    assert_eq!(Around::default().codes(json!({})), []);
}

#[test]
fn a_code_that_is_anothers_and_none_at_all_are_named() {
    let around = Around { code_taken_by: Some("Summer"), ..Around::default() };
    let warnings = around.lint_in(Locale::Fr, json!({}));
    let [warning] = &warnings[..] else { panic!("{warnings:?}") };
    assert_eq!((warning.code, warning.pointer.as_str()), ("code_taken", "/code"));
    assert!(warning.message.contains("« Summer »"), "{}", warning.message);
    assert_eq!(Around::default().codes(json!({ "code": null })), one("code_missing", "/code"));
    let has_codes = Around { has_codes: true, ..Around::default() };
    assert_eq!(has_codes.codes(json!({ "code": null })), []);
    assert_eq!(Around::default().codes(json!({ "code": null, "activation": "automatic" })), []);
}

#[test]
fn a_coupon_that_gives_nothing_is_named() {
    let empty = json!({ "benefits": [], "status": "draft" });
    assert_eq!(Around::default().codes(empty), one("benefit_missing", "/benefits"));
}

#[test]
fn r008_half_off_without_a_limit_invites_abuse() {
    let half = json!([{"kind": "percent_off", "percent": 50}]);
    assert_eq!(Around::default().codes(json!({ "benefits": half })), one("unlimited_high_discount", "/limits"));
    for limits in [json!({"total": 10}), json!({"per_customer": 1}), json!({"budget": {"EUR": 1000}})] {
        assert_eq!(Around::default().codes(json!({ "benefits": half, "limits": limits })), []);
    }
    let capped = json!([{"kind": "percent_off", "percent": 50, "max_amount": {"EUR": 500}}]);
    assert_eq!(Around::default().codes(json!({ "benefits": capped })), []);
    let tiers =
        json!([{"kind": "tiered", "basis": "quantity", "mode": "highest", "tiers": [{"from": 2, "percent": 60}]}]);
    assert_eq!(Around::default().codes(json!({ "benefits": tiers })), one("unlimited_high_discount", "/limits"));
}

#[test]
fn r145_an_amount_above_the_cheapest_product_is_named() {
    let around = Around {
        products: products(json!([
            {"id": "a", "product_id": "mug", "title": "Mug", "quantity": 1, "unit_price": 600},
            {"id": "b", "product_id": "lamp", "quantity": 1, "unit_price": 4000},
        ])),
        ..Around::default()
    };
    let amount = |minor: i64, products: Value| json!({ "benefits": [{"kind": "amount_off", "amount": {"EUR": minor}, "per": "order", "target": {"products": products}}] });
    let warnings = around.lint_in(Locale::En, amount(1000, json!(["mug", "lamp"])));
    let [warning] = &warnings[..] else { panic!("{warnings:?}") };
    assert_eq!((warning.code, warning.pointer.as_str()), ("amount_above_price", "/benefits/0/amount"));
    assert!(
        warning.message.contains("10.00 EUR") && warning.message.contains("Mug at 6.00 EUR"),
        "{}",
        warning.message
    );
    assert_eq!((&warning.details["product_id"], &warning.details["unit_price"]), (&json!("mug"), &json!(600)));
    assert_eq!(around.codes(amount(600, json!(["mug", "lamp"]))), []);
    assert_eq!(around.codes(amount(1000, json!(["lamp"]))), []);
}

#[test]
fn what_can_never_apply_is_named_where_it_is() {
    let around = Around::default();
    assert_eq!(
        around.codes(json!({ "validity": {"ends_at": "2026-06-01T12:00:00Z"} })),
        one("never_applicable", "/validity/ends_at")
    );
    assert_eq!(around.codes(json!({ "limits": {"total": 0} })), one("never_applicable", "/limits/total"));
    let target = json!({"products": ["a"], "exclude": {"products": ["a", "b"]}});
    assert_eq!(
        around.codes(json!({ "benefits": [{"kind": "percent_off", "percent": 5, "target": target}] })),
        one("never_applicable", "/benefits/0/target")
    );
    let known = Around {
        products: products(json!([{"product_id": "mug", "quantity": 1, "unit_price": 600}])),
        knows_all_products: true,
        ..Around::default()
    };
    let target =
        |id: &str| json!({ "benefits": [{"kind": "percent_off", "percent": 5, "target": {"products": [id]}}] });
    assert_eq!(known.codes(target("lamp")), one("never_applicable", "/benefits/0/target"));
    assert_eq!(known.codes(target("mug")), []);
    let partly = Around { knows_all_products: false, ..known };
    assert_eq!(partly.codes(target("lamp")), [], "the lamp may be among those that were not read");
}

#[test]
fn conditions_that_exclude_each_other_are_named() {
    let pairs = [
        (json!({"kind": "order_amount", "min": {"EUR": 100}}), json!({"kind": "order_amount", "max": {"EUR": 50}})),
        (json!({"kind": "order_quantity", "min": 5}), json!({"kind": "order_quantity", "max": 4})),
        (json!({"kind": "first_order"}), json!({"kind": "orders_count", "min": 3})),
        (json!({"kind": "customer_type", "is": "new"}), json!({"kind": "customer_type", "is": "existing"})),
        (json!({"kind": "channel", "channels": ["web"]}), json!({"kind": "channel", "channels": ["app"]})),
        (json!({"kind": "region", "countries": ["FR"]}), json!({"kind": "region", "countries": ["BE"]})),
        (json!({"kind": "first_order"}), json!({"not": {"kind": "first_order"}})),
    ];
    for (one_leaf, other) in pairs {
        for all in [json!([one_leaf, other]), json!([other, one_leaf])] {
            let found = Around::default().codes(json!({ "conditions": {"all": all} }));
            assert_eq!(found, one("never_applicable", "/conditions/all/1"), "{all}");
            assert_eq!(Around::default().codes(json!({ "conditions": {"any": all} })), [], "{all}");
        }
    }
    let fits = json!([{"kind": "order_amount", "min": {"EUR": 50}}, {"kind": "order_amount", "max": {"EUR": 50}}]);
    assert_eq!(Around::default().codes(json!({ "conditions": {"all": fits} })), []);
}

#[test]
fn a_campaign_leaves_the_coupon_time() {
    let campaign = |starts: &str, ends: &str| Around {
        campaign: Some(Campaign { starts_at: starts.parse().ok(), ends_at: ends.parse().ok(), ..Campaign::default() }),
        ..Around::default()
    };
    let december = campaign("2026-12-01T00:00:00Z", "2026-12-24T00:00:00Z");
    assert_eq!(december.codes(json!({ "validity": {} })), [], "the campaign's end is the coupon's");
    assert_eq!(
        december.codes(json!({ "validity": {"starts_at": "2026-12-24T00:00:00Z", "ends_at": "2027-01-01T00:00:00Z"} })),
        one("never_applicable", "/validity/starts_at")
    );
    assert_eq!(
        december.codes(json!({ "validity": {"ends_at": "2026-12-01T00:00:00Z"} })),
        one("never_applicable", "/validity/ends_at")
    );
}

#[test]
fn codes_that_are_guessed_or_not_typed() {
    let half = |code: &str| {
        let benefits = json!([{"kind": "percent_off", "percent": 40}]);
        Around::default().codes(json!({ "benefits": benefits, "code": code }))
    };
    for guessed in ["SALE", "WELCOME40", "40OFF", "20262026".split_at(7).0, "VIP-2026", "SUMMER"] {
        assert_eq!(half(guessed), one("code_guessable", "/code"), "{guessed}");
    }
    assert_eq!(half("K7QWX2"), []);
    assert_eq!(Around::default().codes(json!({ "code": "WELCOME10" })), [], "nobody loses by ten percent");
    let long = Around::default().lint_in(Locale::En, json!({ "code": "ABCDEFGHIJKLMNOPQRSTUVWXYZ1234" }));
    assert_eq!((long[0].code, long[0].severity), ("code_long", Severity::Tip));
}

#[test]
fn r179_a_hidden_code_field_is_named() {
    let hidden = Around { shows_code_field: false, ..Around::default() };
    assert_eq!(hidden.codes(json!({})), one("code_field_hidden", "/activation"));
    let automatic = |visibility: &str| json!({ "activation": "automatic", "code": null, "visibility": visibility });
    assert_eq!(hidden.codes(automatic("public")), one("code_field_hidden", "/activation"));
    assert_eq!(hidden.codes(automatic("private")), []);
}

#[test]
fn r180_automatic_coupons_that_do_not_combine_are_named() {
    let other = json!({ "name": "Spring", "activation": "automatic", "code": null });
    let around = Around { others: vec![compiled("cpn_other", other)], ..Around::default() };
    let own = json!({ "activation": "automatic", "code": null });
    let warnings = around.lint_in(Locale::En, own.clone());
    assert_eq!(warnings[0].code, "automatic_conflict");
    assert_eq!(warnings[0].details["name"], "Spring");
    assert!(warnings[0].message.contains("\"Spring\""));
    let itself = Around { others: vec![compiled("cpn_own", own.clone())], ..Around::default() };
    assert_eq!(itself.codes(own), []);
    let later = json!({ "activation": "automatic", "code": null, "validity": {"starts_at": "2027-01-01T00:00:00Z"} });
    assert_eq!(around.codes(json!({ "activation": "automatic", "code": null })).len(), 1);
    let apart = Around { others: vec![compiled("cpn_other", later)], ..Around::default() };
    assert_eq!(apart.codes(json!({ "activation": "automatic", "code": null })), []);
}

#[test]
fn a_stack_that_reaches_the_cap_is_named() {
    let free =
        json!({"combines_with": {"item": true, "order": true, "shipping": true, "codes": true, "automatic": true}});
    let other =
        compiled("cpn_other", json!({ "stacking": free, "benefits": [{"kind": "percent_off", "percent": 35}] }));
    let settings = Settings { max_discount_percent: Percent::from_scaled(400_000), ..Settings::default() };
    let around = Around { settings, others: vec![other], ..Around::default() };
    assert_eq!(around.codes(json!({ "stacking": free })), one("store_cap_reached", "/stacking"));
    assert_eq!(around.codes(json!({})), [], "it does not combine");
    let above = json!({ "benefits": [{"kind": "percent_off", "percent": 45}] });
    assert_eq!(around.codes(above), one("store_cap_reached", "/benefits"));
}

#[test]
fn r286_a_broken_margin_is_named_with_its_products() {
    let line =
        |id: &str, cost: i64| json!({"id": id, "product_id": id, "quantity": 1, "unit_price": 1000, "unit_cost": cost});
    for policy in [MarginPolicy::Trim, MarginPolicy::Warn] {
        let settings = Settings {
            min_margin_percent: Percent::from_scaled(150_000),
            margin_policy: policy,
            ..Settings::default()
        };
        let around =
            Around { settings, products: products(json!([line("mug", 800), line("lamp", 300)])), ..Around::default() };
        let warnings = around.lint_in(Locale::En, json!({}));
        let [warning] = &warnings[..] else { panic!("{warnings:?}") };
        assert_eq!((warning.code, &warning.details["product_ids"]), ("margin_broken", &json!(["mug"])));
        assert!(warning.message.contains("15%"), "{}", warning.message);
    }
}

#[test]
fn r297_a_coupon_that_none_of_the_last_orders_had_is_too_restrictive() {
    let with =
        |orders, matched| Around { orders: Some(MatchedOrders { days: 90, orders, matched }), ..Around::default() };
    assert_eq!(with(120, 0).codes(json!({})), one("too_restrictive", "/conditions"));
    assert_eq!(with(120, 1).codes(json!({})), []);
    assert_eq!(with(0, 0).codes(json!({})), [], "a new shop has no orders");
}

#[test]
fn r102_no_end_is_a_tip() {
    let warnings = Around::default().lint_in(Locale::En, json!({ "validity": {} }));
    assert_eq!((warnings[0].code, warnings[0].severity), ("no_end", Severity::Tip));
}

#[test]
fn every_warning_has_words_in_both_languages() {
    let settings = Settings {
        max_discount_percent: Percent::from_scaled(400_000),
        min_margin_percent: Percent::from_scaled(100_000),
        ..Settings::default()
    };
    let around = Around {
        settings,
        products: products(json!([{"product_id": "mug", "quantity": 1, "unit_price": 600, "unit_cost": 500}])),
        others: vec![compiled("cpn_other", json!({ "activation": "automatic", "code": null }))],
        orders: Some(MatchedOrders { days: 90, orders: 3, matched: 0 }),
        shows_code_field: false,
        code_taken_by: Some("Other"),
        ..Around::default()
    };
    let bad = json!({
        "activation": "automatic", "code": null, "visibility": "public", "limits": {"per_day": 0}, "validity": {},
        "benefits": [
            {"kind": "percent_off", "percent": 60},
            {"kind": "amount_off", "amount": {"EUR": 1000}, "per": "unit"},
        ]
    });
    let long = json!({ "code": "FREEFREEFREEFREEFREEFREE", "benefits": [{"kind": "percent_off", "percent": 30}] });
    let guessed = json!({ "code": "FREE", "benefits": [{"kind": "percent_off", "percent": 30}] });
    let mut seen = std::collections::BTreeSet::new();
    let empty = json!({ "code": null, "benefits": [], "status": "draft" });
    for coupon in [bad, long, guessed, empty] {
        let (en, fr) = (around.lint_in(Locale::En, coupon.clone()), around.lint_in(Locale::Fr, coupon));
        assert_eq!(en.len(), fr.len());
        for (en, fr) in en.iter().zip(&fr) {
            assert!(CODES.contains(&en.code) && en.code == fr.code && en.message != fr.message, "{en:?} {fr:?}");
            assert!(en.message.ends_with('.') && fr.message.ends_with('.'));
            seen.insert(en.code);
        }
    }
    let missing: Vec<_> = CODES.iter().filter(|code| !seen.contains(*code)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
