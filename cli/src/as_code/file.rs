//! The file: `coupons:`, a list of coupons as the API has them, each with a `key` of its own.
//!
//! What a coupon does not say is the API's default, but for its `status`: without one the file leaves it to whoever enables
//! and pauses.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use anyhow::{anyhow, bail};
use jiff::civil::Date;
use serde_json::{Map, Value, json};
use tessera_app::coupons::with_instants;
use tessera_app::settings::StoreSettings;
use tessera_engine::{DecodeError, Terms, from_json};

/// Where the key is kept on the server.
pub(crate) const KEY: &str = "key";

/// A coupon of the file.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entry {
    /// Tells it from the others, from one run to the next.
    pub(crate) key: String,
    /// Where it stands, as a JSON pointer into the document.
    pub(crate) pointer: String,
    /// What it is to be.
    pub(crate) terms: Terms,
    /// Whether the file decides the status.
    pub(crate) has_status: bool,
}

/// Reads a file; every fault at once, each with its pointer. What a date without a time means is said by the settings.
pub(crate) fn read(text: &str, settings: &StoreSettings) -> anyhow::Result<Vec<Entry>> {
    let document = document_of(text)?;
    let members = document.as_object().filter(|members| members.keys().all(|name| name == "coupons"));
    let Some(Value::Array(coupons)) = members.and_then(|members| members.get("coupons")) else {
        bail!("the file must hold `coupons:` and nothing beside it, a list of coupons each with a `key`");
    };
    let (mut entries, mut faults, mut keys) = (Vec::new(), String::new(), BTreeSet::new());
    for (index, coupon) in coupons.iter().enumerate() {
        let pointer = format!("/coupons/{index}");
        match read_entry(coupon, &pointer, settings) {
            Ok(entry) if !keys.insert(entry.key.clone()) => {
                let _ = write!(faults, "\n  {pointer}/key: `{}` stands twice", entry.key);
            }
            Ok(entry) => entries.push(entry),
            Err(found) => faults.extend(found.iter().map(|fault| format!("\n  {fault}"))),
        }
    }
    if !faults.is_empty() {
        bail!("the file is not what is meant here:{faults}");
    }
    Ok(entries)
}

/// Whether a coupon of the file begins or ends on a date without a time.
pub(crate) fn names_days(text: &str) -> anyhow::Result<bool> {
    let is_day = |value: &Value| value.as_str().is_some_and(|text| text.parse::<Date>().is_ok() && text.len() == 10);
    let document = document_of(text)?;
    let coupons = document["coupons"].as_array().map(Vec::as_slice).unwrap_or_default();
    Ok(coupons.iter().any(|coupon| ["starts_at", "ends_at"].iter().any(|name| is_day(&coupon["validity"][*name]))))
}

fn document_of(text: &str) -> anyhow::Result<Value> {
    serde_saphyr::from_str(text).map_err(|error| anyhow!("the file is not YAML: {error}"))
}

fn read_entry(coupon: &Value, pointer: &str, settings: &StoreSettings) -> Result<Entry, Vec<String>> {
    let Some(mut members) = coupon.as_object().cloned() else {
        return Err(vec![format!("{pointer}: must be a coupon, as the API has it")]);
    };
    let mut faults = Vec::new();
    let key = match members.remove(KEY) {
        Some(Value::String(key)) if is_key(&key) => key,
        _ => {
            faults.push(format!("{pointer}/{KEY}: must be a text of 1 to 100 characters, without spaces around it"));
            String::new()
        }
    };
    let has_status = members.contains_key("status");
    match from_json::<Terms>(&with_instants(Value::Object(members).to_string().as_bytes(), settings)) {
        Ok(terms) if terms.metadata.contains_key(KEY) => {
            faults.push(format!("{pointer}/metadata/{KEY}: is where the `key` is kept; write it as `key`"));
        }
        Ok(terms) if faults.is_empty() => return Ok(Entry { key, pointer: pointer.to_owned(), terms, has_status }),
        Ok(_) => {}
        Err(DecodeError::Fields(errors)) => {
            faults.extend(errors.iter().map(|error| format!("{pointer}{}: {}", error.pointer, error.detail)));
        }
        Err(other) => faults.push(format!("{pointer}: {other}")),
    }
    Err(faults)
}

fn is_key(key: &str) -> bool {
    (1..=100).contains(&key.chars().count()) && key.trim() == key && !key.chars().any(char::is_control)
}

/// Writes coupons with their keys as a file that reads as the same.
pub(crate) fn write(coupons: &[(String, Terms)]) -> anyhow::Result<String> {
    let documents: Vec<Value> = coupons.iter().map(|(key, terms)| document(key, terms)).collect();
    Ok(serde_saphyr::to_string(&json!({ "coupons": documents }))?)
}

/// A coupon without what is the default anyway. The status is always written.
fn document(key: &str, terms: &Terms) -> Value {
    let mut plain = terms.clone();
    plain.metadata.remove(KEY);
    let default = from_json::<Terms>(br#"{"name": "x"}"#).map(|terms| json!(terms)).unwrap_or_default();
    let mut members = Map::from_iter([(KEY.to_owned(), json!(key))]);
    if let Value::Object(written) = json!(plain) {
        for (name, value) in written {
            if name == "status" || default.get(&name) != Some(&value) {
                members.insert(name, without_nothing(value));
            }
        }
    }
    Value::Object(members)
}

/// Without members that are `null`, which means the same as leaving them out.
fn without_nothing(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let kept = members.into_iter().filter(|(_, member)| !member.is_null());
            Value::Object(kept.map(|(name, member)| (name, without_nothing(member))).collect())
        }
        Value::Array(entries) => Value::Array(entries.into_iter().map(without_nothing).collect()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "coupons:
  - key: summer
    name: Summer sale
    status: enabled
    code: SUMMER20
    benefits:
      - { kind: percent_off, percent: 12.5, target: { categories: [clothing] } }
    conditions: { kind: order_amount, min: { USD: 3000 } }
    validity: { ends_at: 2027-09-01T00:00:00+02:00 }
    limits: { total: 500 }
    renewals: -1
  - key: winter
    name: 'Winter: 10 %'
    title: { en: Winter, fr: Hiver }
    activation: automatic
    tags: ['yes', '2026', 'on: off']
";

    fn read(text: &str) -> anyhow::Result<Vec<Entry>> {
        super::read(text, &StoreSettings::default())
    }

    #[test]
    fn dates_without_a_time_are_the_stores() {
        let file = "coupons: [{ key: a, name: A, validity: { starts_at: 2027-06-01, ends_at: 2027-06-30 } }]";
        let paris = from_json(br#"{"time_zone": "Europe/Paris"}"#).unwrap();
        let validity = super::read(file, &paris).unwrap()[0].terms.validity.clone();
        assert_eq!(validity.starts_at.unwrap().to_string(), "2027-05-31T22:00:00Z");
        assert_eq!(validity.ends_at.unwrap().to_string(), "2027-06-30T22:00:00Z");
        assert!(names_days(file).unwrap() && !names_days(FILE).unwrap());
    }

    #[test]
    fn what_is_written_reads_the_same() {
        let entries = read(FILE).unwrap();
        assert_eq!(entries.iter().map(|entry| entry.has_status).collect::<Vec<_>>(), [true, false]);
        let coupons: Vec<_> = entries.iter().map(|entry| (entry.key.clone(), entry.terms.clone())).collect();
        let written = write(&coupons).unwrap();
        let again = read(&written).unwrap();
        for (one, other) in entries.iter().zip(&again) {
            assert_eq!((&one.key, &one.terms), (&other.key, &other.terms), "{written}");
        }
        assert!(!written.contains("null") && !written.contains("visibility"), "{written}");
    }

    #[test]
    fn every_fault_is_named_with_its_pointer() {
        let faults = read("coupons:\n  - name: A\n    benefits: [{ kind: moon }]\n  - key: b\n    name: B\n  - key: b\n    name: C\n  - 7\n")
            .unwrap_err()
            .to_string();
        for fault in
            ["/coupons/0/key: ", "/coupons/0/benefits/0/kind: ", "/coupons/2/key: `b` stands twice", "/coupons/3: "]
        {
            assert!(faults.contains(fault), "{fault} is not in {faults}");
        }
        for text in ["coupons: 7", "codes: []", "[", "coupons: []\nmore: 1"] {
            assert!(read(text).is_err(), "{text}");
        }
        assert!(read("coupons: []").unwrap().is_empty());
    }
}
