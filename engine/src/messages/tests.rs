use serde_json::json;

use super::example::sample;
use super::*;
use crate::decode::{DecodeError, from_json};

fn said(reason: Reason, locale: Locale) -> Said<'static> {
    Said { reason, locale, currency: Currency::parse("USD").unwrap(), time_zone: "UTC" }
}

fn read(body: Value) -> LocaleMessages {
    from_json(body.to_string().as_bytes()).unwrap()
}

#[test]
fn the_usual_words_that_are_shown_are_those_that_are_said() {
    for (locale, reason) in Locale::ALL.into_iter().flat_map(|locale| Reason::ALL.iter().map(move |it| (locale, *it))) {
        let own = read(json!({ "messages": { reason.as_str(): default_text(reason, locale) } }));
        let messages = Messages::of([(locale, own)]).unwrap();
        let details = sample(reason, locale);
        let usual = message(None, said(reason, locale), &details);
        let template = &messages.get(locale).unwrap().messages[&reason];
        let own = template.fill(|name| variables::value(said(reason, locale), name, &details));
        assert_eq!(own, Some(usual), "{reason:?}");
    }
}

#[test]
fn every_variable_has_a_value_where_the_numbers_are_known() {
    for reason in Reason::ALL {
        for variable in variables(*reason) {
            let value = variables::value(said(*reason, Locale::En), variable.name, &sample(*reason, Locale::En));
            assert!(value.is_some_and(|value| !value.is_empty()), "{reason:?} {}", variable.name);
        }
    }
}

#[test]
fn the_usual_hints_that_are_shown_are_those_that_are_said() {
    let missing = json!({ "amount": 6000, "quantity": 2, "items": ["mug"], "service": "ground" });
    for (locale, reason) in Locale::ALL.into_iter().flat_map(|locale| HINTED.map(|reason| (locale, reason))) {
        let own = read(json!({ "hints": { reason.as_str(): default_hint(reason, locale) } }));
        let messages = Messages::of([(locale, own)]).unwrap();
        let usual = hint_message(None, said(reason, locale), &missing, 1000);
        assert!(usual.is_some(), "{reason:?}");
        assert_eq!(hint_message(Some(&messages), said(reason, locale), &missing, 1000), usual, "{reason:?}");
    }
}

#[test]
fn own_words_are_used_where_all_of_their_variables_are_known() {
    let own = read(json!({
        "messages": { "discount_code_minimum_not_met": "Only {missing} to go to {minimum}!", "discount_code_paused": "Back soon." },
        "hints": { "discount_code_minimum_not_met": "{saving} for {missing}" },
    }));
    let messages = Messages::of([(Locale::En, own), (Locale::Fr, LocaleMessages::default())]).unwrap();
    let say = |reason, locale, details: Value| message(Some(&messages), said(reason, locale), &details);
    let minimum = Reason::MinimumNotMet;
    assert_eq!(say(minimum, Locale::En, sample(minimum, Locale::En)), "Only $12.50 to go to $50.00!");
    assert_eq!(say(minimum, Locale::En, json!({ "missing": 1250 })), "Spend $12.50 more to use this code.");
    assert_eq!(
        say(minimum, Locale::Fr, sample(minimum, Locale::En)),
        "Ajoutez 12,50\u{a0}$ d'achats pour utiliser ce code."
    );
    assert_eq!(say(Reason::Paused, Locale::En, json!({})), "Back soon.");
    let hint = |saving| hint_message(Some(&messages), said(minimum, Locale::En), &json!({ "amount": 6000 }), saving);
    assert_eq!(hint(1000).unwrap(), "$10.00 for $60.00");
    assert_eq!(hint(0).unwrap(), "Spend $60.00 more to use this discount.");
    assert_eq!(Messages::of([(Locale::En, LocaleMessages::default())]), None);
}

#[test]
fn all_faults_are_told_at_once_with_the_way_out() {
    let body = json!({
        "messages": {
            "discount_code_expire": "x",
            "discount_code_expired": "Ended {ended}.",
            "discount_code_paused": "{limit}",
            "discount_code_no_effect": "Nothing }",
            "discount_code_invalid": "{",
            "discount_code_too_many_codes": "a".repeat(501),
            "discount_code_not_started": " ",
        },
        "hints": { "discount_code_paused": "x", "discount_code_minimum_not_met": "{missing{" },
        "message": {},
    });
    let Err(DecodeError::Fields(errors)) = from_json::<LocaleMessages>(body.to_string().as_bytes()) else { panic!() };
    let told: BTreeMap<&str, (&str, &str)> =
        errors.iter().map(|error| (error.pointer.as_str(), (error.code, error.detail.as_str()))).collect();
    assert_eq!(told.len(), 10, "{told:#?}");
    assert!(told["/messages/discount_code_expire"].1.contains("did you mean `discount_code_expired`?"));
    let unknown = told["/messages/discount_code_expired"].1;
    assert!(unknown.contains("{ended}") && unknown.contains("may use {ended_at}"), "{unknown}");
    assert!(told["/messages/discount_code_paused"].1.contains("has no variables"));
    for unbalanced in
        ["/messages/discount_code_no_effect", "/messages/discount_code_invalid", "/hints/discount_code_minimum_not_met"]
    {
        assert!(told[unbalanced].1.contains("without its partner"), "{unbalanced}: {}", told[unbalanced].1);
    }
    assert_eq!(told["/messages/discount_code_too_many_codes"].0, codes::TOO_LONG);
    assert_eq!(told["/hints/discount_code_paused"].0, codes::UNKNOWN_FIELD);
    assert_eq!(told["/message"].0, codes::UNKNOWN_FIELD);
}

#[test]
fn what_is_written_reads_back() {
    let body = json!({
        "messages": { "discount_code_expired": "Over since {ended_at}" },
        "hints": { "discount_code_required_items_missing": "Add {items}" },
    });
    let own = read(body.clone());
    assert_eq!(serde_json::to_value(&own).unwrap(), body);
    assert!(read(json!({ "messages": { "discount_code_expired": null } })).is_empty());
}

#[test]
fn an_example_has_every_variable_filled_in() {
    for (locale, reason) in Locale::ALL.into_iter().flat_map(|locale| Reason::ALL.iter().map(move |it| (locale, *it))) {
        let text: String = variables(reason).iter().map(|variable| format!("<{{{}}}>", variable.name)).collect();
        let own = read(json!({ "messages": { reason.as_str(): format!("Own {text}") } }));
        let shown = example(&own, said(reason, locale));
        assert!(
            shown.starts_with("Own ") && !shown.contains(['{', '}']) && !shown.contains("<>"),
            "{reason:?} {shown}"
        );
        let usual = example(&LocaleMessages::default(), said(reason, locale));
        assert!(!usual.is_empty() && !usual.contains(['{', '}']), "{reason:?} {usual}");
    }
    for reason in HINTED {
        let text: String = hint_variables(reason).iter().map(|variable| format!("{{{}}} ", variable.name)).collect();
        let own = read(json!({ "hints": { reason.as_str(): format!("Own {text}") } }));
        assert!(example_hint(&own, said(reason, Locale::Fr)).unwrap().starts_with("Own "), "{reason:?}");
        assert!(example_hint(&LocaleMessages::default(), said(reason, Locale::Fr)).is_some(), "{reason:?}");
    }
}
