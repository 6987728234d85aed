//! What is typed to make codes: how many, how they look, for whom and until when.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use serde_json::{Value, json};
use tessera_app::Problem;
use tessera_app::codes::NewCode;
use tessera_engine::from_json;

use crate::admin::fields::Faults;
use crate::admin::form::Form;
use crate::admin::texts::Texts;

/// So many are made at once from the page; the API makes more.
const MOST: u64 = 100_000;

/// What is typed.
#[derive(Clone, Debug, Default)]
pub(super) struct AskedCodes {
    pub(super) count: String,
    pub(super) prefix: String,
    pub(super) suffix: String,
    pub(super) length: String,
    pub(super) groups: String,
    /// `usual`, `digits`, `letters` or `own`.
    pub(super) alphabet: String,
    pub(super) own_alphabet: String,
    pub(super) check: bool,
    pub(super) limit: String,
    pub(super) ends: String,
    /// `nobody`, `customers` or `segment`.
    pub(super) holders: String,
    pub(super) customers: String,
    pub(super) segment: String,
    pub(super) dense: bool,
}

impl AskedCodes {
    /// What the form begins with.
    pub(super) fn new() -> Self {
        let text = str::to_owned;
        Self { count: text("100"), alphabet: text("usual"), holders: text("nobody"), ..Self::default() }
    }

    /// What was typed in it.
    pub(super) fn of(form: &Form) -> Self {
        let text = |name: &str| form.text(name).to_owned();
        let or = |name: &str, usual: &str| if form.has(name) { text(name) } else { usual.to_owned() };
        Self {
            count: text("count"),
            prefix: text("prefix"),
            suffix: text("suffix"),
            length: text("length"),
            groups: text("groups"),
            alphabet: or("alphabet", "usual"),
            own_alphabet: text("own_alphabet"),
            check: form.has("check"),
            limit: text("limit"),
            ends: text("ends"),
            holders: or("holders", "nobody"),
            customers: text("customers"),
            segment: text("segment"),
            dense: form.has("dense"),
        }
    }

    /// How many codes that are, as far as it is known before.
    pub(super) fn number(&self) -> Option<u64> {
        match self.holders.as_str() {
            "customers" => u64::try_from(self.names().len()).ok(),
            "segment" => None,
            _ => self.count.parse().ok(),
        }
    }

    /// The customers that are named, each once.
    fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for name in self.customers.split(['\n', ',', ';']).map(str::trim).filter(|name| !name.is_empty()) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// The body of the call that makes them.
    pub(super) fn body(&self, zone: &TimeZone, now: Timestamp, t: &'static Texts) -> Result<Value, Faults> {
        let mut faults = Faults::default();
        let mut generate = json!({});
        self.add_owners(&mut generate, &mut faults, t);
        self.add_look(&mut generate, &mut faults, t);
        if self.dense {
            generate["confirm_dense"] = json!(true);
        }
        let mut body = json!({ "generate": generate });
        if !self.limit.is_empty() {
            match self.limit.parse::<u64>().ok().filter(|limit| *limit > 0) {
                Some(limit) => body["limit"] = json!(limit),
                None => faults.add("limit", t.fault_number),
            }
        }
        if !self.ends.is_empty() {
            match end_of(&self.ends, zone) {
                Some(end) if end > now => body["expires_at"] = json!(end.to_string()),
                Some(_) => faults.add("ends", t.fault_past),
                None => faults.add("ends", t.fault_date),
            }
        }
        if faults.is_empty() { Ok(body) } else { Err(faults) }
    }

    fn add_owners(&self, generate: &mut Value, faults: &mut Faults, t: &'static Texts) {
        match self.holders.as_str() {
            "customers" => {
                let names = self.names();
                if names.is_empty() {
                    faults.add("customers", t.fault_customers);
                }
                generate["customer_ids"] = json!(names);
            }
            "segment" if self.segment.is_empty() => faults.add("segment", t.fault_segment),
            "segment" => generate["segment_id"] = json!(self.segment),
            _ => match self.count.parse::<u64>().ok().filter(|count| (1..=MOST).contains(count)) {
                // One is made at once, many by a job.
                Some(1) => {}
                Some(count) => generate["count"] = json!(count),
                None => faults.add("count", t.fault_count),
            },
        }
    }

    fn add_look(&self, generate: &mut Value, faults: &mut Faults, t: &'static Texts) {
        for (name, text) in [("prefix", &self.prefix), ("suffix", &self.suffix)] {
            if !text.is_empty() {
                generate[name] = json!(text);
            }
        }
        if !self.length.is_empty() {
            match self.length.parse::<u64>() {
                Ok(length) => generate["length"] = json!(length),
                Err(_) => faults.add("length", t.fault_length),
            }
        }
        if !self.groups.is_empty() {
            let sizes = self.groups.split(['-', ',', ' ']).filter(|size| !size.is_empty()).map(str::parse::<u64>);
            match sizes.collect::<Result<Vec<_>, _>>() {
                Ok(sizes) => generate["groups"] = json!(sizes),
                Err(_) => faults.add("groups", t.fault_groups),
            }
        }
        match self.alphabet.as_str() {
            "digits" => generate["alphabet"] = json!("0123456789"),
            "letters" => generate["alphabet"] = json!("ABCDEFGHJKLMNPQRSTUVWXYZ"),
            "own" => generate["alphabet"] = json!(self.own_alphabet),
            _ => {}
        }
        if self.check {
            generate["check_character"] = json!(true);
        }
    }
}

/// The body as a use case takes it.
pub(super) fn read_new(body: &Value, t: &'static Texts) -> Result<NewCode, Faults> {
    from_json::<NewCode>(body.to_string().as_bytes()).map_err(|error| faults_of(&Problem::from(error), t))
}

/// What a refusal says of the fields.
pub(super) fn faults_of(problem: &Problem, t: &'static Texts) -> Faults {
    let mut faults = Faults::default();
    for error in &problem.errors {
        let pointer = error.pointer.as_str();
        let known = [
            ("prefix", t.fault_code),
            ("suffix", t.fault_code),
            ("length", t.fault_length),
            ("groups", t.fault_groups),
            ("count", t.fault_count),
            ("limit", t.fault_number),
        ];
        let named = known.iter().find(|(name, _)| pointer.contains(name));
        match named {
            Some((name, words)) => faults.add(*name, *words),
            None if pointer.contains("alphabet") => faults.add("alphabet", t.fault_pattern_alphabet),
            None if pointer.contains("customer") => faults.add("customers", t.fault_customers),
            None if pointer.contains("segment") => faults.add("segment", t.fault_segment),
            None if pointer.contains("expires") => faults.add("ends", t.fault_date),
            None => faults.add("", t.error_fields),
        }
    }
    if faults.is_empty() {
        faults.add("", crate::admin::flash::refusal_words(problem, t));
    }
    faults
}

/// The first instant after a day.
fn end_of(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    let date: Date = text.parse().ok()?;
    Some(date.checked_add(1.day()).ok()?.to_zoned(zone.clone()).ok()?.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::admin::texts::EN;

    fn body(fields: &str) -> Result<Value, Faults> {
        let now = "2026-06-10T12:00:00Z".parse().unwrap();
        AskedCodes::of(&Form::parse(fields.as_bytes())).body(&TimeZone::get("Europe/Paris").unwrap(), now, &EN)
    }

    #[test]
    fn what_is_typed_is_what_is_asked_for() {
        let asked = body(
            "count=10000&prefix=VIP-&suffix=-X&length=10&groups=5-6&alphabet=letters&check=on&limit=2&ends=2026-06-30",
        );
        let generate = json!({
            "count": 10_000, "prefix": "VIP-", "suffix": "-X", "length": 10, "groups": [5, 6],
            "alphabet": "ABCDEFGHJKLMNPQRSTUVWXYZ", "check_character": true,
        });
        let expected = json!({ "generate": generate, "limit": 2, "expires_at": "2026-06-30T22:00:00Z" });
        assert_eq!(asked.unwrap(), expected);
        assert!(read_new(&expected, &EN).is_ok());
        assert_eq!(body("count=1").unwrap(), json!({ "generate": {} }));
        let named = body("holders=customers&customers=ana%0Aben,ana;%20eve").unwrap();
        assert_eq!(named, json!({ "generate": { "customer_ids": ["ana", "ben", "eve"] } }));
    }

    #[test]
    fn what_is_wrong_is_said_beside_its_field() {
        for (fields, field) in [
            ("count=0", "count"),
            ("count=100001", "count"),
            ("count=2&length=x", "length"),
            ("count=2&groups=a-b", "groups"),
            ("count=2&limit=0", "limit"),
            ("count=2&ends=2026-06-09", "ends"),
            ("count=2&ends=soon", "ends"),
            ("holders=customers&customers=", "customers"),
            ("holders=segment&segment=", "segment"),
        ] {
            let faults = body(fields).unwrap_err();
            assert!(faults.of(field).is_some(), "{fields}: {:?}", faults.all());
        }
        let refused = |fields: &str| read_new(&body(fields).unwrap(), &EN).map(drop).unwrap_err();
        assert!(refused("count=2&alphabet=own&own_alphabet=abc").of("alphabet").is_some());
        assert!(refused("count=2&alphabet=own&own_alphabet=ABCDEFGHJK&prefix=a+b%25").of("prefix").is_some());
    }
}
