//! Terms as a document: read, written, patched.

use serde_json::{Value, json};

use super::*;
use crate::decode::{DecodeError, from_json, parse};

const CONTRACT: &str = r#"{
    "name": "Summer sale", "title": null, "description": "20% off shirts", "campaign_id": null, "status": "enabled",
    "activation": "code", "code": "SUMMER20", "visibility": "private",
    "benefits": [ { "kind": "percent_off", "percent": 20, "max_amount": {"USD": 5000}, "target": {
        "categories": ["clothing"], "exclude": {"products": ["shirt-x"]}, "exclude_sale_items": true } } ],
    "conditions": { "all": [
        { "kind": "order_amount", "min": {"USD": 5000}, "basis": "before_discounts", "scope": "cart" } ] },
    "validity": { "starts_at": "2026-06-01T00:00:00+02:00", "ends_at": null, "days_after_claim": null },
    "limits": { "total": 500, "per_customer": 1, "per_code": null, "per_day": null, "budget": {"USD": 100000},
        "budget_per_customer": null, "budget_per_day": null, "claims_total": null, "claims_per_customer": null },
    "stacking": { "combines_with": {
        "item": false, "order": false, "shipping": true, "codes": true, "automatic": true },
        "with": [], "never_with": [], "priority": 100 },
    "renewals": 0, "owner": null, "tags": [], "metadata": {}
}"#;

fn read(body: &str) -> Terms {
    from_json(body.as_bytes()).unwrap_or_else(|error| panic!("{body}: {error:?}"))
}

fn faults(result: Result<Terms, DecodeError>) -> Vec<(String, &'static str)> {
    match result {
        Err(DecodeError::Fields(errors)) => errors.into_iter().map(|error| (error.pointer, error.code)).collect(),
        other => panic!("{other:?}"),
    }
}

fn refused(body: &str) -> Vec<(String, &'static str)> {
    faults(from_json(body.as_bytes()))
}

fn patched(terms: &Terms, patch: &str) -> Result<Terms, DecodeError> {
    terms.merge_patch(&parse(patch.as_bytes()).unwrap(), &["apply_to_claims"])
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn the_example_of_the_contract_reads_and_is_written_back() {
    let terms = read(CONTRACT);
    let written = serde_json::to_string(&terms).unwrap();
    assert_eq!(read(&written), terms);
    assert_eq!(serde_json::to_string(&read(&written)).unwrap(), written);
    let value: Value = serde_json::from_str(&written).unwrap();
    let mut contract: Value = serde_json::from_str(CONTRACT).unwrap();
    contract["validity"]["starts_at"] = json!("2026-05-31T22:00:00Z");
    contract["conditions"]["all"][0]["max"] = Value::Null;
    for member in ["max_units", "units"] {
        contract["benefits"][0][member] = Value::Null;
    }
    assert_eq!(value, contract);
    let order: Vec<&str> = written.split("\":").filter_map(|part| part.rsplit('"').next()).collect();
    let members = ["name", "title", "description", "campaign_id", "status", "activation", "code", "visibility"];
    assert_eq!(order[..8], members);
}

#[test]
fn a_name_is_all_a_draft_needs() {
    let terms = read(r#"{"name": "Later"}"#);
    assert_eq!(
        (terms.status, terms.activation, terms.visibility),
        (Status::Draft, Activation::Code, Visibility::Private)
    );
    assert_eq!((terms.renewals, terms.stacking.priority), (Some(0), 100));
    assert_eq!(terms.limits, Limits::default());
    let written: Value = serde_json::to_value(&terms).unwrap();
    assert_eq!(written["title"], Value::Null);
    assert_eq!(written["benefits"], json!([]));
    assert_eq!(written["metadata"], json!({}));
    assert_eq!(read(&written.to_string()), terms);
    for member in ["title", "status", "benefits", "conditions", "validity", "limits", "stacking", "renewals", "tags"] {
        let nulled = format!(r#"{{"name": "Later", "{member}": null}}"#);
        assert_eq!(read(&nulled), terms, "{member}");
    }
}

#[test]
fn every_fault_comes_at_once() {
    let body = r#"{
        "status": "enabled", "benefits": [], "prioritty": 1, "code": "10%OFF", "renewals": -2,
        "validity": {"starts_at": "2026-06-02T00:00:00Z", "ends_at": "2026-06-02T00:00:00Z"},
        "limits": {"total": -1, "per_custommer": 1}, "stacking": {"priority": 0}, "metadata": {"a": 1}
    }"#;
    assert_eq!(
        refused(body),
        [
            ("/name".to_owned(), codes::REQUIRED),
            ("/code".to_owned(), codes::CODE_INVALID),
            ("/validity/ends_at".to_owned(), codes::OUT_OF_RANGE),
            ("/limits/total".to_owned(), codes::OUT_OF_RANGE),
            ("/limits/per_custommer".to_owned(), codes::UNKNOWN_FIELD),
            ("/stacking/priority".to_owned(), codes::OUT_OF_RANGE),
            ("/renewals".to_owned(), codes::OUT_OF_RANGE),
            ("/metadata/a".to_owned(), codes::WRONG_TYPE),
            ("/benefits".to_owned(), codes::REQUIRED),
            ("/prioritty".to_owned(), codes::UNKNOWN_FIELD),
        ]
    );
}

#[test]
fn r031_a_code_with_a_percent_sign_is_refused_naming_it() {
    let Err(DecodeError::Fields(errors)) = from_json::<Terms>(br#"{"name": "n", "code": "10%OFF"}"#) else { panic!() };
    assert!(errors[0].pointer == "/code" && errors[0].detail.contains("\"%\""), "{errors:?}");
}

#[test]
fn r101_an_end_before_the_start_is_a_field_error() {
    let body = r#"{"name": "n", "validity": {"starts_at": "2026-06-02T00:00:00Z", "ends_at": "2026-06-01T00:00:00Z"}}"#;
    assert_eq!(refused(body), [("/validity/ends_at".to_owned(), codes::OUT_OF_RANGE)]);
}

#[test]
fn an_automatic_coupon_has_no_code_and_one_in_use_gives_something() {
    assert_eq!(
        refused(r#"{"name": "n", "activation": "automatic", "code": "AUTO"}"#),
        [("/code".to_owned(), codes::INVALID_VALUE)]
    );
    assert_eq!(refused(r#"{"name": "n", "status": "paused"}"#), [("/benefits".to_owned(), codes::REQUIRED)]);
    let many = format!(r#"{{"name": "n", "benefits": [{}]}}"#, vec![r#"{"kind": "free_shipping"}"#; 21].join(","));
    assert_eq!(refused(&many), [("/benefits".to_owned(), codes::TOO_MANY)]);
}

#[test]
fn titles_are_found_by_locale() {
    let title = |body: &str, locale: &str| read(body).title(locale).to_owned();
    let both =
        r#"{"name": "n", "description": "d", "title": {"en": "Sale", "fr": "Soldes", "de-AT": "Aktion", "it": ""}}"#;
    assert_eq!(title(both, "fr-FR"), "Soldes");
    assert_eq!(title(both, "de_at"), "Aktion");
    assert_eq!(title(both, "it"), "Sale");
    assert_eq!(title(r#"{"name": "n", "title": {"sv": "Rea"}}"#, "fr"), "Rea");
    assert_eq!(title(r#"{"name": "n", "title": "Sale"}"#, "fr"), "Sale");
    assert_eq!(title(r#"{"name": "n", "title": "", "description": "d"}"#, "en"), "d");
    assert_eq!(title(r#"{"name": "n", "title": {}, "description": ""}"#, "en"), "n");
}

#[test]
fn the_state_is_the_first_that_holds() {
    let body = |status: &str| {
        format!(
            r#"{{"name": "n", "status": "{status}", "benefits": [{{"kind": "free_shipping"}}], "limits": {{"total": 2}},
            "validity": {{"starts_at": "2026-06-01T00:00:00Z", "ends_at": "2026-07-01T00:00:00Z"}}}}"#
        )
    };
    let state = |status: &str, now: &str, used| read(&body(status)).state(at(now), used);
    let (before, within, after) = ("2026-05-31T23:59:59Z", "2026-06-01T00:00:00Z", "2026-07-01T00:00:00Z");
    assert_eq!(state("archived", after, 2), State::Archived);
    assert_eq!(state("draft", after, 2), State::Draft);
    assert_eq!(state("paused", after, 2), State::Expired);
    assert_eq!(state("paused", within, 2), State::UsedUp);
    assert_eq!(state("paused", before, 0), State::Paused);
    assert_eq!(state("enabled", before, 0), State::Scheduled);
    assert_eq!(state("enabled", within, 1), State::Active);
    assert_eq!(state("enabled", "2026-06-30T23:59:59.999999Z", 1), State::Active);
}

#[test]
fn what_this_release_does_not_do_is_named() {
    let terms = read(
        r#"{"name": "n", "campaign_id": "cmp_1", "activation": "claim", "renewals": -1,
        "validity": {"days_after_claim": 7}, "limits": {"total": 0, "per_customer": 1, "per_day": 5, "budget": {"USD": 1}, "claims_total": 3},
        "benefits": [{"kind": "stored_value"}]}"#,
    );
    let pointers: Vec<String> = terms.not_in_this_release().into_iter().map(|error| error.pointer).collect();
    assert_eq!(pointers, ["/activation"]);
    let claims = r#"{"name": "n", "activation": "claim", "limits": {"claims_total": 3, "claims_per_customer": 1}}"#;
    assert!(read(claims).not_in_this_release().is_empty());
}

#[test]
fn a_merge_patch_changes_only_what_it_names() {
    let terms = read(CONTRACT);
    let renamed =
        patched(&terms, r#"{"name": "Winter", "apply_to_claims": "keep", "limits": {"total": null}}"#).unwrap();
    let mut expected = terms.clone();
    expected.name = "Winter".to_owned();
    expected.limits.total = None;
    assert_eq!(renamed, expected);
    assert_eq!(patched(&terms, "{}").unwrap(), terms);
    let reset =
        patched(&terms, r#"{"stacking": null, "conditions": null, "description": null, "status": null}"#).unwrap();
    assert_eq!(reset.stacking, Stacking::default());
    assert_eq!((reset.conditions, reset.description, reset.status), (None, None, Status::Draft));
}

#[test]
fn a_merge_patch_replaces_arrays_whole_and_keeps_digits() {
    let terms = patched(&read(CONTRACT), r#"{"benefits": [{"kind": "percent_off", "percent": 33.3333}]}"#).unwrap();
    let again = patched(&terms, r#"{"metadata": {"a\"b": "c"}, "limits": {"budget": {"EUR": 5}}}"#).unwrap();
    assert_eq!(again.benefits, terms.benefits);
    assert!(serde_json::to_string(&again).unwrap().contains("\"percent\":33.3333,"));
    assert_eq!(again.metadata["a\"b"], "c");
    assert_eq!(again.limits.budget.unwrap().len(), 2);
}

#[test]
fn a_merge_patch_is_checked_like_a_new_coupon() {
    let terms = read(CONTRACT);
    assert_eq!(faults(patched(&terms, r#"{"name": null}"#)), [("/name".to_owned(), codes::REQUIRED)]);
    assert_eq!(faults(patched(&terms, r#"{"nmae": "x"}"#)), [("/nmae".to_owned(), codes::UNKNOWN_FIELD)]);
    assert_eq!(faults(patched(&terms, r#"[]"#)), [(String::new(), codes::WRONG_TYPE)]);
    let start = at("2026-05-31T22:00:00Z");
    assert_eq!(terms.validity.starts_at, Some(start));
    assert_eq!(
        faults(patched(&terms, r#"{"validity": {"ends_at": "2026-01-01T00:00:00Z"}}"#)),
        [("/validity/ends_at".to_owned(), codes::OUT_OF_RANGE)]
    );
    assert_eq!(faults(patched(&terms, r#"{"activation": "automatic"}"#)), [("/code".to_owned(), codes::INVALID_VALUE)]);
    assert!(patched(&terms, r#"{"activation": "automatic", "code": null}"#).is_ok());
}

mod properties {
    use proptest::prelude::*;

    use super::*;

    fn benefits() -> impl Strategy<Value = Value> {
        let rate = (0_u32..=1_000_000).prop_map(|scaled| crate::Percent::from_scaled(scaled).unwrap());
        let target = prop_oneof![
            Just(Value::Null),
            "[a-zé ]{1,5}".prop_map(|id| json!({ "products": [id], "exclude_sale_items": true })),
            any::<i32>()
                .prop_map(|number| json!({ "attributes": { "n": { "min": number } }, "include": ["gift_cards"] })),
        ];
        let one = prop_oneof![
            (rate, target.clone()).prop_map(|(rate, target)| {
                json!({ "kind": "percent_off", "percent": serde_json::to_value(rate).unwrap(), "target": target })
            }),
            (0_i64..=9_007_199_254_740_991, target).prop_map(|(minor, target)| {
                json!({ "kind": "amount_off", "amount": { "EUR": minor, "JPY": 1 }, "target": target })
            }),
            Just(json!({ "kind": "free_shipping", "services": ["ground"], "max_amount": { "USD": 0 } })),
        ];
        proptest::collection::vec(one, 1..4).prop_map(Value::Array)
    }

    proptest! {
        #[test]
        fn what_is_written_reads_the_same(
            name in "[a-zA-Zéß \"\\\\/]{1,10}",
            status in prop_oneof![Just("draft"), Just("enabled"), Just("paused"), Just("archived")],
            benefits in benefits(),
            start in proptest::option::of(0_i64..4_000_000_000_000_000),
            renewals in -1_i64..5,
            joins in proptest::option::of(any::<bool>()),
            total in proptest::option::of(0_u64..1_000),
        ) {
            let start = start.map(|micros| Timestamp::from_microsecond(micros).unwrap().to_string());
            let body = json!({
                "name": name, "status": status, "benefits": benefits, "validity": { "starts_at": start },
                "renewals": renewals, "limits": { "total": total }, "metadata": { name.clone(): name.clone() },
                "title": { "fr": name.clone() }, "stacking": { "combines_with": { "item": joins }, "with": [name] },
            });
            let terms = read(&body.to_string());
            let written = serde_json::to_string(&terms).unwrap();
            prop_assert_eq!(&read(&written), &terms);
            prop_assert_eq!(serde_json::to_string(&read(&written)).unwrap(), written);
            prop_assert_eq!(patched(&terms, "{}").unwrap(), terms);
        }
    }
}
