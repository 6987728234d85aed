//! What is typed and the terms it stands for, there and back.

use tessera_engine::benefit::Benefit;
use tessera_engine::condition::{Condition, Leaf};
use tessera_engine::from_json;

use super::*;
use crate::admin::coupons::{asks as leaves, gives as kinds};
use crate::admin::texts::EN;

fn settings() -> StoreSettings {
    from_json(br#"{"time_zone": "Europe/Paris", "currency": "EUR"}"#).unwrap()
}

fn terms(members: Value) -> Terms {
    let mut document = json!({ "name": "A", "benefits": [{ "kind": "percent_off", "percent": 10 }] });
    document.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    from_json(document.to_string().as_bytes()).unwrap_or_else(|error| panic!("{document}: {error:?}"))
}

/// The terms that the form of these terms stands for.
fn again(before: &Terms, locale: Locale) -> Terms {
    let draft = Draft::of_terms(before, &settings(), locale);
    let members = draft.members(&settings().zone(), &EN).unwrap_or_else(|faults| panic!("{before:?}: {faults:?}"));
    let mut members = super::gives::without_nulls(members);
    members["status"] = "draft".into();
    from_json(members.to_string().as_bytes()).unwrap_or_else(|error| panic!("{members}: {error:?}"))
}

fn kept(draft: &Draft) -> bool {
    draft.typed().all("kind") == ["kept"] || format!("{:?}", draft.typed()).contains("\"kept\"")
}

fn typed(fields: &[(&str, &str)]) -> Draft {
    let mut draft = Draft::new("", &settings(), Locale::En);
    draft.set("name", "A");
    fields.iter().for_each(|(name, text)| draft.set(name, *text));
    draft
}

fn faults(fields: &[(&str, &str)]) -> Vec<String> {
    let faults = typed(fields).members(&settings().zone(), &EN).err().unwrap_or_default();
    faults.all().iter().map(|(field, _)| field.to_string()).collect()
}

/// Benefits beside the examples of the engine, each with what is easily lost.
fn benefits() -> Vec<Value> {
    let mut all: Vec<Value> = Benefit::examples().into_iter().map(|(_, example)| example).collect();
    all.extend([
        json!({ "kind": "percent_off", "percent": 33.3333, "max_units": 3, "units": "cheapest" }),
        json!({ "kind": "percent_off", "percent": 0, "max_amount": { "EUR": 125_050, "USD": 1, "JPY": 500 } }),
        json!({ "kind": "amount_off", "amount": { "EUR": 500 }, "per": "order", "overflow": "spill_to_order",
            "target": { "tags": ["new"], "exclude": { "brands": ["acme"] }, "exclude_sale_items": true } }),
        json!({ "kind": "amount_off", "amount": { "EUR": 500 }, "per": "unit", "max_units": 2, "units": "cheapest" }),
        json!({ "kind": "amount_off", "amount": { "EUR": 500 }, "per": "line" }),
        json!({ "kind": "fixed_price", "amount": { "EUR": 0 }, "target": { "attributes": { "size": "M", "cpu": { "min": 2 } } } }),
        json!({ "kind": "bundle_price", "quantity": 3, "amount": { "EUR": 2000 }, "target": {}, "max_applications": 5 }),
        json!({ "kind": "tiered", "basis": "quantity", "mode": "every", "tiers": [{ "from": 3, "amount": { "EUR": 500 } }] }),
        json!({ "kind": "tiered", "basis": "spend", "mode": "highest", "max_amount": { "EUR": 9 }, "tiers": [
            { "from": { "EUR": 5000 }, "percent": 5 }, { "from": { "EUR": 10_000 }, "amount": { "EUR": 1500 } },
            { "from": { "EUR": 20_000 }, "percent": 12.5 }] }),
        json!({ "kind": "buy_x_get_y", "buy": { "quantity": 2, "target": { "products": ["a"] } }, "reward": "dearest",
            "get": { "quantity": 1, "target": { "categories": ["b"] }, "amount": { "EUR": 300 } }, "partial_reward": false,
            "max_applications": 1 }),
        json!({ "kind": "buy_x_get_y", "buy": { "quantity": 1, "target": {} },
            "get": { "quantity": 1, "target": {}, "fixed_price": { "EUR": 100 } } }),
        json!({ "kind": "shipping_off", "percent": 50 }),
        json!({ "kind": "shipping_off", "amount": { "EUR": 300 }, "services": ["ground", "air"] }),
        json!({ "kind": "setup_fee_off", "amount": { "EUR": 300 } }),
        json!({ "kind": "by_billing_period", "per": "unit", "target": { "products": ["vps"] }, "periods": {
            "one_time": { "setup_fee": { "amount": { "EUR": 5 } } }, "triennial": { "price": { "percent": 30 } } } }),
        json!({ "kind": "free_shipping", "max_amount": { "EUR": 990 } }),
    ]);
    all
}

#[test]
fn every_kind_of_benefit_is_shown_and_written_again() {
    for benefit in benefits() {
        for locale in Locale::ALL {
            let before = terms(json!({ "benefits": [benefit.clone()] }));
            let draft = Draft::of_terms(&before, &settings(), locale);
            assert!(!kept(&draft), "{benefit}: {draft:?}");
            assert_eq!(again(&before, locale).benefits, before.benefits, "{benefit}");
        }
    }
    assert_eq!(kinds::KINDS.len(), Benefit::NAMES.len(), "every kind has its card");
}

#[test]
fn several_benefits_stand_beside_each_other_and_what_cannot_be_written_is_kept() {
    let before = terms(json!({ "benefits": [
        { "kind": "free_shipping", "services": ["ground"] },
        { "kind": "percent_off", "percent": 5, "target": { "exclude": { "exclude": { "tags": ["x"] } } } },
        { "kind": "tiered", "basis": "quantity", "mode": "highest", "tiers": [{ "from": 2, "percent": 5 }, { "from": 3, "percent": 9 }] },
        { "kind": "amount_off", "amount": { "USD": 100 } },
    ] }));
    let draft = Draft::of_terms(&before, &settings(), Locale::Fr);
    assert_eq!(
        (draft.text("kind"), draft.text("more.0.kind"), draft.text("more.2.amount")),
        ("free_shipping", "kept", "1,00")
    );
    assert_eq!((draft.text("more.1.tiers.1.from"), draft.text("currency")), ("3", "USD"));
    assert!(!draft.kept_benefit("more.0.", Locale::Fr).is_empty());
    assert_eq!(again(&before, Locale::Fr).benefits, before.benefits);
}

#[test]
fn every_kind_of_condition_is_shown_and_written_again() {
    let mut all: Vec<Value> = Leaf::examples().into_iter().map(|(_, example)| example).collect();
    all.extend([
        json!({ "kind": "order_amount", "min": { "EUR": 1 }, "max": { "EUR": 125_050, "USD": 2 }, "basis": "after_discounts" }),
        json!({ "kind": "order_amount", "max": { "EUR": 1 }, "scope": "eligible" }),
        json!({ "kind": "order_amount", "max": { "EUR": 1 }, "scope": { "brands": ["acme"] } }),
        json!({ "kind": "contains", "any_of": [{ "tags": ["a"] }, { "products": ["b"], "exclude_sale_items": true }] }),
        json!({ "kind": "schedule", "weekdays": ["sat", "sun"], "from": "22:00", "to": "02:00", "days_of_month": [1, 15] }),
        json!({ "kind": "customer_type", "is": "existing" }),
        json!({ "kind": "total_spent", "max": { "EUR": 100 }, "within_days": 30 }),
        json!({ "kind": "region", "countries": ["FR"] }),
    ]);
    for condition in all {
        for conditions in [
            condition.clone(),
            json!({ "not": condition.clone() }),
            json!({ "any": [condition, { "kind": "first_order" }] }),
        ] {
            let before = terms(json!({ "conditions": conditions }));
            let draft = Draft::of_terms(&before, &settings(), Locale::En);
            assert!(!kept(&draft), "{conditions}: {draft:?}");
            assert_eq!(again(&before, Locale::En).conditions, before.conditions, "{conditions}");
        }
    }
    for name in Leaf::NAMES {
        assert!(leaves::kind(name).is_some(), "{name} can be added");
    }
}

#[test]
fn conditions_are_kept_part_by_part() {
    let minimum = json!({ "kind": "order_amount", "min": { "EUR": 5000 } });
    let strange = json!({ "kind": "customer_in", "segments": [] });
    for (conditions, count_of_kept) in [
        (json!({ "all": [minimum, { "kind": "first_order" }, { "any": [{ "kind": "first_order" }, strange] }] }), 1),
        (json!({ "all": [minimum, { "any": [minimum, { "all": [minimum, { "kind": "first_order" }] }] }] }), 0),
        (json!({ "any": [minimum, { "not": { "all": [minimum, { "not": { "kind": "first_order" } }] } }] }), 0),
        (json!({ "any": [minimum, { "all": [{ "any": [{ "all": [minimum] }] }] }] }), 1),
        (json!({ "all": [minimum] }), 0),
        (json!({ "any": [minimum] }), 0),
        (json!({ "all": [{ "kind": "first_order" }] }), 0),
        (json!({ "all": [] }), 1),
        (json!({ "not": { "not": minimum } }), 1),
    ] {
        let before = terms(json!({ "conditions": conditions }));
        let draft = Draft::of_terms(&before, &settings(), Locale::En);
        let found = format!("{:?}", draft.typed()).matches("[\"kept\"]").count();
        assert_eq!(found, count_of_kept, "{conditions}: {draft:?}");
        assert_eq!(again(&before, Locale::En).conditions, before.conditions, "{conditions}");
    }
}

#[test]
fn a_minimum_has_a_field_of_its_own() {
    let draft = typed(&[("percent", "5"), ("minimum", "1 250,50"), ("if.match", "any"), ("if.0.kind", "first_order")]);
    let members = draft.members(&settings().zone(), &EN).unwrap();
    let minimum = json!({ "kind": "order_amount", "min": { "EUR": 125_050 } });
    assert_eq!(members["conditions"], json!({ "all": [minimum, { "kind": "first_order" }] }));
    let draft = typed(&[
        ("percent", "5"),
        ("minimum", "5"),
        ("if.match", "any"),
        ("if.0.kind", "first_order"),
        ("if.1.kind", "customer_type"),
        ("if.1.is", "new"),
        ("if.1.not", "yes"),
    ]);
    let members = draft.members(&settings().zone(), &EN).unwrap();
    let expected = json!({ "any": [{ "kind": "first_order" }, { "not": { "kind": "customer_type", "is": "new" } }] });
    assert_eq!(members["conditions"]["all"][1], expected);
    let read: Condition = from_json(members["conditions"].to_string().as_bytes()).unwrap();
    assert_eq!(read.leaf_kinds(), ["order_amount", "first_order", "customer_type"]);
}

#[test]
fn limits_and_combining_are_shown_and_written_again() {
    let before = terms(json!({
        "description": "Two\nlines", "activation": "claim", "visibility": "public", "owner": "Ana", "renewals": -1,
        "limits": { "total": 1_000_000, "per_customer": 1, "per_code": 2, "per_day": 0, "budget": { "EUR": 1, "USD": 2 },
            "budget_per_customer": { "EUR": 5 }, "budget_per_day": { "JPY": 5 }, "claims_total": 9, "claims_per_customer": 1 },
        "stacking": { "combines_with": { "item": true, "codes": false }, "with": ["cpn_a"], "never_with": ["cpn_b", "cpn_c"], "priority": 5 },
        "validity": { "starts_at": "2026-06-01T10:00:59Z", "ends_at": "2026-07-01T22:00:00Z", "days_after_claim": 30 },
    }));
    assert_eq!(again(&before, Locale::Fr), before);
}

#[test]
fn every_fault_is_named_with_its_field() {
    let all = [
        ("name", ""),
        ("code", "10% OFF"),
        ("percent", "101"),
        ("cap", "x"),
        ("starts", "31/12/2026"),
        ("ends_time", "18:00"),
        ("total", "-1"),
        ("budget", "many"),
        ("priority", "first"),
        ("minimum", "x"),
    ];
    assert_eq!(
        faults(&all),
        ["name", "code", "percent", "cap", "minimum", "starts", "ends", "total", "budget", "priority"]
    );
    let draft = typed(&[("code", "10% OFF"), ("percent", "5")]);
    let words = draft.members(&settings().zone(), &EN).unwrap_err();
    assert!(words.of("code").is_some_and(|words| words.contains('%')), "{words:?}");
}

#[test]
fn faults_of_each_kind_stand_at_their_fields() {
    for (fields, expected) in [
        (vec![("kind", "percent_off")], vec!["percent"]),
        (vec![("kind", "amount_off")], vec!["amount"]),
        (vec![("kind", "amount_off"), ("amount", "5"), ("currency", "EURO")], vec!["currency"]),
        (vec![("kind", "amount_off"), ("amount", "5"), ("per", "week")], vec!["per"]),
        (vec![("kind", "percent_off"), ("percent", "5"), ("max_units", "0")], vec!["max_units"]),
        (vec![("kind", "fixed_price"), ("amount", "x")], vec!["amount"]),
        (vec![("kind", "bundle_price"), ("quantity", "0"), ("amount", "5")], vec!["quantity"]),
        (vec![("kind", "bundle_price"), ("quantity", "x")], vec!["quantity", "amount"]),
        (vec![("kind", "tiered"), ("basis", "spend"), ("mode", "highest")], vec!["tiers.0.from"]),
        (
            vec![("kind", "tiered"), ("basis", "spend"), ("mode", "highest"), ("tiers.0.from", "10")],
            vec!["tiers.0.off"],
        ),
        (
            vec![
                ("kind", "tiered"),
                ("basis", "quantity"),
                ("mode", "highest"),
                ("tiers.0.from", "5"),
                ("tiers.0.off", "5"),
                ("tiers.1.from", "5"),
                ("tiers.1.off", "9"),
            ],
            vec!["tiers.1.from"],
        ),
        (
            vec![
                ("kind", "tiered"),
                ("basis", "quantity"),
                ("mode", "highest"),
                ("tiers.0.from", "x"),
                ("tiers.0.off", "500"),
            ],
            vec!["tiers.0.from", "tiers.0.off"],
        ),
        (
            vec![("kind", "buy_x_get_y"), ("buy.quantity", "0"), ("get.quantity", "1"), ("get.off", "100")],
            vec!["buy.quantity"],
        ),
        (
            vec![
                ("kind", "buy_x_get_y"),
                ("buy.quantity", "1"),
                ("get.quantity", "1"),
                ("get.off_way", "amount"),
                ("get.off", "x"),
            ],
            vec!["get.off"],
        ),
        (vec![("kind", "free_product"), ("quantity", "1")], vec!["product_id"]),
        (vec![("kind", "shipping_off"), ("off_way", "fixed_price")], vec!["off"]),
        (vec![("kind", "setup_fee_off"), ("off_way", "percent"), ("off", "120")], vec!["off"]),
        (vec![("kind", "by_billing_period")], vec!["periods.monthly.price"]),
        (
            vec![("kind", "by_billing_period"), ("periods.annual.setup_fee", "x")],
            vec!["periods.annual.setup_fee", "periods.monthly.price"],
        ),
        (vec![("kind", "percent_off"), ("percent", "5"), ("target.attributes", "size")], vec!["target.attributes"]),
        (vec![("kind", "moon")], vec!["kind"]),
        (vec![("percent", "5"), ("if.0.kind", "moon")], vec!["if.0.kind"]),
        (vec![("percent", "5"), ("if.0.kind", "order_amount")], vec!["if.0.min"]),
        (
            vec![("percent", "5"), ("if.0.kind", "order_quantity"), ("if.0.min", "5"), ("if.0.max", "2")],
            vec!["if.0.max"],
        ),
        (vec![("percent", "5"), ("if.0.kind", "customer_in")], vec!["if.0.segments"]),
        (
            vec![("percent", "5"), ("if.0.kind", "group"), ("if.0.0.kind", "schedule"), ("if.0.0.from", "25:00")],
            vec!["if.0.0.from"],
        ),
        (
            vec![("percent", "5"), ("if.0.kind", "schedule"), ("if.0.days_of_month", "1, 40")],
            vec!["if.0.days_of_month"],
        ),
        (vec![("percent", "5"), ("renewals", "-2")], vec!["renewals"]),
        (vec![("percent", "5"), ("more.0.kind", "amount_off")], vec!["more.0.amount"]),
    ] {
        assert_eq!(faults(&fields), expected, "{fields:?}");
    }
}

#[test]
fn what_the_store_finds_wrong_stands_at_its_field() {
    let draft = typed(&[("kind", "tiered"), ("more.0.kind", "percent_off")]);
    for (pointer, field) in [
        ("/name", "name"),
        ("/benefits/0/tiers/1/from", "tiers.1.from"),
        ("/benefits/1/max_amount/EUR", "more.0.cap"),
        ("/benefits/1", "more.0.percent"),
        ("/validity/ends_at", "ends"),
        ("/limits/budget/EUR", "budget"),
        ("/stacking/priority", "priority"),
        ("/stacking/combines_with/item", "combine_item"),
        ("/conditions/all/3", "if.match"),
        ("/metadata/x", ""),
    ] {
        let errors = [FieldError { pointer: pointer.to_owned(), code: "invalid_value", detail: String::new() }];
        let faults = draft.faults_of(&errors, &EN);
        assert_eq!(faults.all().first().map(|(field, _)| field.as_ref()), Some(field), "{pointer}");
    }
}

#[test]
fn buttons_change_what_is_typed() {
    let today = "2026-11-22".parse().unwrap();
    let mut draft = typed(&[("percent", "5")]);
    for act in ["kind::tiered", "add:tiers", "add:tiers", "remove:tiers:0", "benefit", "kind:more.0.:free_shipping"] {
        assert!(draft.act(act, today), "{act}");
    }
    assert_eq!(
        (draft.text("kind"), draft.typed().rows("tiers"), draft.text("more.0.kind")),
        ("tiered", 3, "free_shipping")
    );
    assert_eq!(draft.text("percent"), "5", "what was typed is not lost");
    draft.set("new.if", "region");
    for act in ["ask:if", "group:if", "ask:if.1:first_order", "remove:more:0", "span:30", "alone:yes"] {
        assert!(draft.act(act, today), "{act}");
    }
    assert_eq!(
        (draft.text("if.0.kind"), draft.text("if.1.kind"), draft.text("if.1.0.kind")),
        ("region", "group", "first_order")
    );
    assert_eq!((draft.typed().rows("more"), draft.text("ends"), draft.text("combine_item")), (0, "2026-12-22", "no"));
    assert!(!draft.act("save", today) && !draft.act("", today));
    assert!(draft.act("kind::moon", today) && draft.text("kind") == "tiered", "there is no such kind");
}

#[test]
fn a_part_that_was_not_sent_is_that_of_the_coupon() {
    let before = terms(json!({
        "benefits": [{ "kind": "free_shipping" }], "conditions": { "kind": "first_order" }, "limits": { "per_day": 7 },
    }));
    let kept = Draft::of_terms(&before, &settings(), Locale::En);
    let form = Form::parse(b"name=B&total=9&code=NEW1");
    let members = Draft::of_form(&form, Some(&kept)).members(&settings().zone(), &EN).unwrap();
    assert_eq!(members["benefits"], json!([{ "kind": "free_shipping" }]));
    assert_eq!(members["conditions"], json!({ "kind": "first_order" }));
    assert_eq!((&members["limits"]["per_day"], &members["limits"]["total"]), (&json!(7), &json!(9)));
    let form = Form::parse(b"name=B&kind=percent_off&percent=12%2C5&if.match=all&per_day=");
    let members = Draft::of_form(&form, Some(&kept)).members(&settings().zone(), &EN).unwrap();
    assert_eq!(members["benefits"], json!([{ "kind": "percent_off", "percent": 12.5 }]));
    assert_eq!((&members["conditions"], &members["limits"]["per_day"]), (&json!(null), &json!(null)));
}
