//! What is typed in the form of the store's settings, and the settings it stands for.

use serde_json::{Map, Value, json};
use tessera_app::Problem;
use tessera_app::settings::StoreSettings;
use tessera_engine::Percent;

use crate::admin::fields::Faults;
use crate::admin::form::Form;
use crate::admin::form_field::{FieldGroup, FormField};
use crate::admin::texts::{Texts, fill};

/// Settings that are texts, by their names in the document.
const TEXTS: [&str; 5] = ["store_name", "time_zone", "currency", "storefront_url", "code_alphabet"];
/// Settings that are one of several words.
const WORDS: [&str; 6] =
    ["selection", "percent_base", "margin_policy", "date_only_end", "refund_policy", "restore_uses"];
/// How amounts are rounded.
const ROUNDING: [(&str, &str); 3] =
    [("rounding_mode", "mode"), ("rounding_scope", "scope"), ("rounding_remainder", "remainder")];
/// Settings that are yes or no.
const TICKS: [&str; 2] = ["show_code_field", "normalise_email"];
/// Settings that are a rate.
const RATES: [&str; 2] = ["max_discount_percent", "min_margin_percent"];
/// Settings that are a time, in seconds.
const TIMES: [&str; 2] = ["hold_seconds", "max_hold_seconds"];
/// A hold is of a week at most, in seconds.
const LONGEST_HOLD: u64 = 604_800;

/// The fields as they were typed, by their names.
pub(super) struct Draft(Vec<(&'static str, String)>);

fn names() -> impl Iterator<Item = &'static str> {
    let rounding = ROUNDING.into_iter().map(|(field, _)| field);
    let numbers = ["max_codes_per_order", "reach", "storefront_origins"];
    TEXTS.into_iter().chain(WORDS).chain(rounding).chain(TICKS).chain(RATES).chain(TIMES).chain(numbers)
}

impl Draft {
    /// The fields of a form that was sent.
    pub(super) fn of_form(form: &Form) -> Self {
        Self(names().map(|name| (name, form.text(name).to_owned())).collect())
    }

    /// The fields of the settings in force.
    pub(super) fn of_settings(settings: &StoreSettings, t: &Texts) -> Self {
        let written = serde_json::to_value(settings).unwrap_or_default();
        let value = |name: &'static str| {
            let member = match (ROUNDING.iter().find(|(field, _)| *field == name), name) {
                (Some((_, member)), _) => &written["rounding"][*member],
                (None, "reach") => &written["hints"]["reach"],
                _ => &written[name],
            };
            match member {
                Value::Null => String::new(),
                Value::Array(lines) => lines.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n"),
                Value::Bool(is_on) => if *is_on { "yes" } else { "" }.to_owned(),
                Value::String(text) => text.clone(),
                Value::Number(seconds) if TIMES.contains(&name) => minutes(seconds.as_u64().unwrap_or_default()),
                Value::Number(rate) if RATES.contains(&name) => rate.to_string().replace('.', t.decimal_point),
                other => other.to_string(),
            }
        };
        Self(names().map(|name| (name, value(name))).collect())
    }

    fn text(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value.as_str())
    }

    /// The settings that the form writes, `null` where a field is empty: then it is as usual.
    ///
    /// # Errors
    /// What is wrong with the fields.
    pub(super) fn members(&self, t: &Texts) -> Result<Value, Faults> {
        let mut faults = Faults::default();
        let mut members = Map::new();
        let some = |text: &str| if text.is_empty() { Value::Null } else { json!(text) };
        for name in TEXTS.into_iter().chain(WORDS) {
            let text = if name == "currency" { self.text(name).to_uppercase() } else { self.text(name).to_owned() };
            members.insert(name.to_owned(), some(&text));
        }
        for name in TICKS {
            members.insert(name.to_owned(), json!(!self.text(name).is_empty()));
        }
        let rounding = ROUNDING.into_iter().map(|(field, member)| (member.to_owned(), some(self.text(field))));
        members.insert("rounding".to_owned(), Value::Object(rounding.collect()));
        for name in RATES {
            let digits = self.text(name).trim_end_matches('%').trim().replace(',', ".");
            let rate = Percent::parse(&digits).ok().filter(|rate| *rate <= Percent::HUNDRED);
            if rate.is_none() && !digits.is_empty() {
                faults.add(name, t.fault_percent);
            }
            members.insert(name.to_owned(), rate.and_then(|rate| serde_json::to_value(rate).ok()).unwrap_or_default());
        }
        for name in TIMES {
            let seconds = seconds(self.text(name)).filter(|seconds| (1..=LONGEST_HOLD).contains(seconds));
            if seconds.is_none() && !self.text(name).is_empty() {
                faults.add(name, t.fault_minutes);
            }
            members.insert(name.to_owned(), json!(seconds));
        }
        let mut number = |name: &'static str| {
            let number = self.text(name).parse::<u64>().ok().filter(|number| *number <= 100);
            if number.is_none() && !self.text(name).is_empty() {
                faults.add(name, t.fault_hundred);
            }
            json!(number)
        };
        let origins: Vec<&str> = self.text("storefront_origins").split([',', ' ', '\n', '\r', '\t']).collect();
        let origins: Vec<&str> = origins.into_iter().filter(|origin| !origin.is_empty()).collect();
        members.insert("storefront_origins".to_owned(), json!(origins));
        members.insert("max_codes_per_order".to_owned(), number("max_codes_per_order"));
        members.insert("hints".to_owned(), json!({ "reach": number("reach") }));
        if faults.is_empty() { Ok(Value::Object(members)) } else { Err(faults) }
    }
}

/// Minutes, with seconds where there are some: `15`, `1:30`.
fn minutes(seconds: u64) -> String {
    if seconds.is_multiple_of(60) {
        (seconds / 60).to_string()
    } else {
        format!("{}:{:02}", seconds / 60, seconds % 60)
    }
}

fn seconds(text: &str) -> Option<u64> {
    let (minutes, seconds) = text.split_once(':').unwrap_or((text, "0"));
    let seconds: u64 = seconds.parse().ok().filter(|seconds| *seconds < 60)?;
    minutes.parse::<u64>().ok()?.checked_mul(60)?.checked_add(seconds)
}

/// What the use case found wrong, by field.
pub(super) fn faults_of(problem: &Problem, t: &'static Texts) -> Faults {
    let mut faults = Faults::default();
    for error in &problem.errors {
        match error.pointer.as_str() {
            "/store_name" => faults.add("store_name", t.fault_name),
            "/time_zone" => faults.add("time_zone", t.fault_zone),
            "/currency" => faults.add("currency", t.fault_currency),
            "/storefront_url" => faults.add("storefront_url", t.fault_storefront),
            pointer if pointer.starts_with("/storefront_origins") => {
                faults.add("storefront_origins", t.fault_origins);
            }
            "/code_alphabet" => faults.add("code_alphabet", t.fault_alphabet),
            "/min_margin_percent" => faults.add("min_margin_percent", t.fault_margin),
            "/max_discount_percent" => faults.add("max_discount_percent", t.fault_percent),
            _ => faults.add("", t.error_fields),
        }
    }
    faults
}

/// The fields, each with what is wrong with it.
pub(super) fn groups(d: &Draft, faults: &Faults, t: &'static Texts) -> Vec<FieldGroup> {
    let groups = [
        (t.store_group_shop, shop(d, t)),
        (t.store_group_prices, prices(d, t)),
        (t.store_group_codes, codes(d, t)),
        (t.store_group_orders, orders(d, t)),
    ];
    let group = |(title, fields): (&'static str, Vec<FormField>)| FieldGroup {
        title,
        fields: fields.into_iter().map(|field| field.with_fault_of(faults)).collect(),
    };
    groups.into_iter().map(group).collect()
}

fn shop(d: &Draft, t: &Texts) -> Vec<FormField> {
    let zones = jiff::tz::db().available().map(|name| name.to_string()).filter(|name| name.contains('/'));
    vec![
        FormField::text("store_name", t.store_name, "", d.text("store_name")),
        FormField::text("time_zone", t.store_zone, t.store_zone_hint, d.text("time_zone")).suggesting(zones),
        FormField::text("currency", t.store_currency, t.store_currency_hint, d.text("currency")).looking("short"),
        FormField::text("storefront_url", t.store_url, t.store_url_hint, d.text("storefront_url")).of_kind("url"),
        FormField::text("storefront_origins", t.store_origins, t.store_origins_hint, d.text("storefront_origins"))
            .of_kind("long")
            .looking("code"),
    ]
}

fn prices(d: &Draft, t: &Texts) -> Vec<FormField> {
    let choice =
        |name, label, hint, choices: &[(&str, &str)]| FormField::choice(name, label, hint, d.text(name), choices);
    let rate = |name, label, hint| FormField::text(name, label, hint, d.text(name)).looking("number");
    vec![
        choice(
            "selection",
            t.store_selection,
            t.store_selection_hint,
            &[("best_for_customer", t.store_selection_best), ("priority", t.store_selection_priority)],
        ),
        choice(
            "percent_base",
            t.store_base,
            "",
            &[("running", t.store_base_running), ("original", t.store_base_original)],
        ),
        choice(
            "rounding_mode",
            t.store_rounding,
            "",
            &[("half_up", t.store_half_up), ("half_even", t.store_half_even), ("down", t.store_down)],
        ),
        choice(
            "rounding_scope",
            t.store_scope,
            "",
            &[("coupon", t.store_scope_coupon), ("line", t.store_scope_line), ("unit", t.store_scope_unit)],
        ),
        choice(
            "rounding_remainder",
            t.store_remainder,
            "",
            &[
                ("largest", t.store_remainder_largest),
                ("first", t.store_remainder_first),
                ("last", t.store_remainder_last),
            ],
        ),
        rate("max_discount_percent", t.store_cap, t.store_cap_hint),
        rate("min_margin_percent", t.store_margin, t.store_margin_hint),
        choice(
            "margin_policy",
            t.store_margin_policy,
            "",
            &[("trim", t.store_margin_trim), ("warn", t.store_margin_warn)],
        ),
    ]
}

fn codes(d: &Draft, t: &Texts) -> Vec<FormField> {
    let usual = tessera_engine::code::pattern::DEFAULT_ALPHABET;
    vec![
        FormField::text("max_codes_per_order", t.store_codes, t.store_codes_hint, d.text("max_codes_per_order"))
            .looking("number"),
        FormField::text(
            "code_alphabet",
            t.store_alphabet,
            &fill(t.store_alphabet_hint, &[usual]),
            d.text("code_alphabet"),
        )
        .looking("code"),
        FormField::choice(
            "date_only_end",
            t.store_end,
            t.store_end_hint,
            d.text("date_only_end"),
            &[("end_of_day", t.store_end_of_day), ("start_of_day", t.store_start_of_day)],
        ),
        FormField::text("reach", t.store_reach, t.store_reach_hint, d.text("reach")).looking("number"),
        FormField::tick(
            "show_code_field",
            t.store_show_field,
            t.store_show_field_hint,
            !d.text("show_code_field").is_empty(),
        ),
    ]
}

fn orders(d: &Draft, t: &Texts) -> Vec<FormField> {
    vec![
        FormField::text("hold_seconds", t.store_hold, t.store_hold_hint, d.text("hold_seconds")).looking("number"),
        FormField::text("max_hold_seconds", t.store_max_hold, t.store_max_hold_hint, d.text("max_hold_seconds"))
            .looking("number"),
        FormField::choice(
            "refund_policy",
            t.store_refund,
            "",
            d.text("refund_policy"),
            &[("keep", t.store_refund_keep), ("reprice", t.store_refund_reprice)],
        ),
        FormField::choice(
            "restore_uses",
            t.store_restore,
            "",
            d.text("restore_uses"),
            &[
                ("if_still_valid", t.store_restore_valid),
                ("always", t.store_restore_always),
                ("never", t.store_restore_never),
            ],
        ),
        FormField::tick("normalise_email", t.store_email, t.store_email_hint, !d.text("normalise_email").is_empty()),
    ]
}

#[cfg(test)]
mod tests {
    use tessera_engine::from_json;

    use super::*;
    use crate::admin::texts::{EN, FR};

    #[test]
    fn what_the_form_shows_it_writes() {
        let written = r#"{"store_name": "Acme", "time_zone": "Europe/Paris", "currency": "EUR", "hold_seconds": 90,
            "max_discount_percent": 33.3333, "rounding": {"mode": "down"}, "hints": {"reach": 0},
            "show_code_field": false, "storefront_origins": ["https://a.example", "http://localhost:3000"], "max_codes_per_order": 2, "date_only_end": "start_of_day"}"#;
        let settings: StoreSettings = from_json(written.as_bytes()).unwrap();
        for t in [&EN, &FR] {
            let members = Draft::of_settings(&settings, t).members(t).unwrap_or_else(|faults| panic!("{faults:?}"));
            let members = members.as_object().unwrap().iter().filter(|(_, value)| !value.is_null());
            let again = Value::Object(members.map(|(name, value)| (name.clone(), value.clone())).collect());
            assert_eq!(from_json::<StoreSettings>(again.to_string().as_bytes()).unwrap(), settings);
        }
    }

    #[test]
    fn every_fault_is_named_with_its_field() {
        let form = Form::parse(
            b"max_discount_percent=101&min_margin_percent=x&hold_seconds=0&max_hold_seconds=1:75&max_codes_per_order=101&reach=-1",
        );
        let faults = Draft::of_form(&form).members(&EN).unwrap_err();
        let fields: Vec<_> = faults.all().iter().map(|(field, _)| field.as_ref()).collect();
        assert_eq!(
            fields,
            [
                "max_discount_percent",
                "min_margin_percent",
                "hold_seconds",
                "max_hold_seconds",
                "max_codes_per_order",
                "reach"
            ]
        );
    }

    #[test]
    fn times_are_minutes() {
        for (typed, read) in
            [("15", Some(900)), ("1:30", Some(90)), ("0:05", Some(5)), ("x", None), ("1:60", None), ("", None)]
        {
            assert_eq!(seconds(typed), read, "{typed}");
        }
        assert_eq!((minutes(900), minutes(90)), ("15".to_owned(), "1:30".to_owned()));
    }
}
