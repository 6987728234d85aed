//! What is typed in the form of a coupon, and the terms it stands for. What the form cannot write of a coupon it shows
//! and leaves as it is.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use tessera_app::coupons::CouponView;
use tessera_app::settings::{DateOnlyEnd, StoreSettings};
use tessera_engine::benefit::Benefit;
use tessera_engine::code::CodeError;
use tessera_engine::condition::Condition;
use tessera_engine::coupon::Activation;
use tessera_engine::{Amounts, Code, Currency, Locale, Percent, from_json};

use crate::admin::fields::Faults;
use crate::admin::form::Form;
use crate::admin::texts::{Texts, fill};

/// The currency where nothing names one.
const USUAL_CURRENCY: &str = "USD";
/// The longest description, in characters.
const LONGEST_DESCRIPTION: usize = 2_000;
/// The longest name.
const LONGEST_NAME: usize = 255;
/// Kinds that the form writes.
pub(super) const KINDS: [&str; 3] = ["percent_off", "amount_off", "free_shipping"];

/// The fields as they were typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Draft {
    pub(super) name: String,
    pub(super) description: String,
    pub(super) activation: String,
    pub(super) code: String,
    pub(super) kind: String,
    pub(super) percent: String,
    pub(super) amount: String,
    pub(super) currency: String,
    pub(super) cap: String,
    pub(super) minimum: String,
    pub(super) starts: String,
    pub(super) starts_time: String,
    pub(super) ends: String,
    pub(super) ends_time: String,
    pub(super) total: String,
    pub(super) per_customer: String,
    /// What it gives in words, where the form cannot write it.
    pub(super) kept_gives: Option<String>,
    /// Its conditions in words, where the form cannot write them.
    pub(super) kept_conditions: Option<String>,
}

impl Draft {
    /// The fields of an empty form, or of one of the starts of the empty list.
    pub(super) fn new(start: &str, settings: &StoreSettings, locale: Locale) -> Self {
        let currency = settings.currency.map_or(USUAL_CURRENCY.to_owned(), |currency| currency.to_string());
        let draft = Self { activation: "code".to_owned(), kind: "percent_off".to_owned(), currency, ..Self::default() };
        let pick = |en: &str, fr: &str| if locale == Locale::Fr { fr.to_owned() } else { en.to_owned() };
        match start {
            "welcome" => Self {
                name: pick("Welcome", "Bienvenue"),
                code: pick("WELCOME10", "BIENVENUE10"),
                percent: "10".to_owned(),
                per_customer: "1".to_owned(),
                ..draft
            },
            "shipping" => Self {
                name: pick("Free shipping", "Livraison offerte"),
                code: pick("SHIPFREE", "PORTOFFERT"),
                kind: "free_shipping".to_owned(),
                minimum: pick("50.00", "50,00"),
                ..draft
            },
            "amount" => Self {
                name: pick("5 off from 50", "5 de moins dès 50"),
                code: pick("TAKE5", "MOINS5"),
                kind: "amount_off".to_owned(),
                amount: pick("5.00", "5,00"),
                minimum: pick("50.00", "50,00"),
                per_customer: "1".to_owned(),
                ..draft
            },
            _ => draft,
        }
    }

    /// The fields of a form that was sent; what it cannot write is that of the coupon.
    pub(super) fn of_form(form: &Form, kept: Option<&Self>) -> Self {
        let text = |name: &str| form.text(name).to_owned();
        Self {
            name: text("name"),
            description: text("description"),
            activation: text("activation"),
            code: text("code"),
            kind: text("kind"),
            percent: text("percent"),
            amount: text("amount"),
            currency: text("currency").to_uppercase(),
            cap: text("cap"),
            minimum: text("minimum"),
            starts: text("starts"),
            starts_time: text("starts_time"),
            ends: text("ends"),
            ends_time: text("ends_time"),
            total: text("total"),
            per_customer: text("per_customer"),
            kept_gives: kept.and_then(|kept| kept.kept_gives.clone()),
            kept_conditions: kept.and_then(|kept| kept.kept_conditions.clone()),
        }
    }

    /// The fields of a coupon.
    pub(super) fn of_view(view: &CouponView, settings: &StoreSettings, locale: Locale) -> Self {
        let (terms, zone) = (&view.terms, settings.zone());
        let number = |number: Option<u64>| number.map(|number| number.to_string()).unwrap_or_default();
        let (starts, starts_time) = match terms.validity.starts_at.map(|start| zone.to_datetime(start)) {
            None => (String::new(), String::new()),
            Some(start) => (start.date().to_string(), time_text(start.time())),
        };
        let (ends, ends_time) = match terms.validity.ends_at.map(|end| zone.to_datetime(end)) {
            None => (String::new(), String::new()),
            Some(end) if end.time() == Time::midnight() && settings.date_only_end == DateOnlyEnd::EndOfDay => {
                (end.date().yesterday().unwrap_or(end.date()).to_string(), String::new())
            }
            Some(end) => (end.date().to_string(), time_text(end.time())),
        };
        let mut draft = Self {
            name: terms.name.clone(),
            description: terms.description.clone().unwrap_or_default(),
            activation: activation_name(terms.activation).to_owned(),
            code: terms.code.as_ref().map(|code| code.typed().to_owned()).unwrap_or_default(),
            starts,
            starts_time,
            ends,
            ends_time,
            total: number(terms.limits.total),
            per_customer: number(terms.limits.per_customer),
            ..Self::new("", settings, locale)
        };
        draft.read_gives(&terms.benefits, locale);
        draft.read_conditions(terms.conditions.as_ref(), locale);
        draft
    }

    fn read_gives(&mut self, benefits: &[Benefit], locale: Locale) {
        let mut read = self.clone();
        let mut amounts = |amounts: &Amounts| {
            let (currency, money) = amounts.iter().next()?;
            read.currency = currency.to_string();
            Some(written_amount(money.minor(), *currency, locale))
        };
        match benefits {
            [Benefit::PercentOff(percent)] => {
                let cap = percent.max_amount.as_ref().and_then(&mut amounts);
                read.kind = "percent_off".to_owned();
                read.percent = written_percent(percent.percent, locale);
                read.cap = cap.unwrap_or_default();
            }
            [Benefit::AmountOff(off)] => {
                let amount = amounts(&off.amount);
                read.kind = "amount_off".to_owned();
                read.amount = amount.unwrap_or_default();
            }
            [Benefit::FreeShipping(free)] => {
                let cap = free.max_amount.as_ref().and_then(&mut amounts);
                read.kind = "free_shipping".to_owned();
                read.cap = cap.unwrap_or_default();
            }
            _ => {}
        }
        let again = read.gives(&mut Faults::default(), &crate::admin::texts::EN);
        let again = again.and_then(|gives| from_json::<Benefit>(gives.to_string().as_bytes()).ok());
        if again.as_slice() == benefits {
            *self = read;
        } else if !benefits.is_empty() {
            let words: Vec<String> = benefits.iter().map(|benefit| benefit.summary(locale)).collect();
            self.kept_gives = Some(words.join(" + "));
        }
    }

    fn read_conditions(&mut self, conditions: Option<&Condition>, locale: Locale) {
        let Some(conditions) = conditions else { return };
        let written = serde_json::to_value(conditions).unwrap_or_default();
        let mut read = self.clone();
        if let Some((currency, minor)) = written["min"].as_object().and_then(|min| min.iter().next())
            && let (Some(currency), Some(minor)) = (Currency::parse(currency), minor.as_i64())
        {
            // One field names the currency of all amounts of the form.
            let is_free = self.kept_gives.is_some() || self.kind == "free_shipping" || self.kind == "percent_off";
            if is_free && self.cap.is_empty() {
                read.currency = currency.to_string();
            }
            read.minimum = written_amount(minor, currency, locale);
        }
        let again = read.conditions(&mut Faults::default(), &crate::admin::texts::EN);
        let again = again.and_then(|again| from_json::<Condition>(again.to_string().as_bytes()).ok());
        if again.as_ref() == Some(conditions) {
            *self = read;
        } else {
            self.kept_conditions = Some(conditions.summary(locale));
        }
    }

    /// The members of the terms that the form writes, `null` where a field is empty.
    ///
    /// # Errors
    /// What is wrong with the fields.
    pub(super) fn members(&self, zone: &TimeZone, t: &Texts) -> Result<Value, Faults> {
        let mut faults = Faults::default();
        if self.name.is_empty() || self.name.chars().count() > LONGEST_NAME {
            faults.add("name", t.fault_name);
        }
        if self.description.chars().count() > LONGEST_DESCRIPTION {
            faults.add("description", fill(t.fault_text, &[&LONGEST_DESCRIPTION.to_string()]));
        }
        let is_automatic = self.activation == "automatic";
        let code = if is_automatic || self.code.is_empty() { None } else { Some(self.code.as_str()) };
        if let Some(Err(error)) = code.map(Code::parse) {
            faults.add("code", code_fault(&error, &self.code, t));
        }
        let mut members = json!({
            "name": self.name,
            "description": some(&self.description),
            "activation": if KNOWN_ACTIVATIONS.contains(&self.activation.as_str()) { &self.activation } else { "code" },
            "code": code,
        });
        if self.kept_gives.is_none() {
            members["benefits"] = json!([self.gives(&mut faults, t)]);
        }
        if self.kept_conditions.is_none() {
            members["conditions"] = json!(self.conditions(&mut faults, t));
        }
        members["validity"] = self.validity(zone, &mut faults, t);
        let mut number = |field: &'static str, text: &str| {
            let number = text.parse::<u64>().ok().filter(|number| *number <= i64::MAX.unsigned_abs());
            if !text.is_empty() && number.is_none() {
                faults.add(field, t.fault_number);
            }
            number
        };
        members["limits"] = json!({
            "total": number("total", &self.total),
            "per_customer": number("per_customer", &self.per_customer),
        });
        if faults.is_empty() { Ok(members) } else { Err(faults) }
    }

    /// The benefit.
    fn gives(&self, faults: &mut Faults, t: &Texts) -> Option<Value> {
        let cap = self.amount("cap", &self.cap, faults, t);
        match self.kind.as_str() {
            "amount_off" => {
                let amount = self.amount("amount", &self.amount, faults, t);
                if self.amount.is_empty() {
                    faults.add("amount", t.fault_amount);
                }
                Some(json!({ "kind": "amount_off", "amount": amount? }))
            }
            "free_shipping" => Some(json!({ "kind": "free_shipping", "max_amount": cap })),
            _ => {
                let digits = self.percent.trim_end_matches('%').trim().replace(',', ".");
                let percent = Percent::parse(&digits).ok().filter(|percent| *percent <= Percent::HUNDRED);
                if percent.is_none() {
                    faults.add("percent", t.fault_percent);
                }
                let percent: Value = serde_json::to_value(percent?).ok()?;
                Some(json!({ "kind": "percent_off", "percent": percent, "max_amount": cap }))
            }
        }
    }

    /// The condition.
    fn conditions(&self, faults: &mut Faults, t: &Texts) -> Option<Value> {
        let minimum = self.amount("minimum", &self.minimum, faults, t)?;
        Some(json!({ "kind": "order_amount", "min": minimum }))
    }

    /// An amount by its currency; nothing for an empty field.
    fn amount(&self, field: &'static str, text: &str, faults: &mut Faults, t: &Texts) -> Option<Value> {
        if text.is_empty() {
            return None;
        }
        let Some(currency) = Currency::parse(&self.currency) else {
            faults.add("currency", t.fault_currency);
            return None;
        };
        let Some(minor) = read_amount(text, currency) else {
            faults.add(field, t.fault_amount);
            return None;
        };
        Some(json!({ currency.to_string(): minor }))
    }

    fn validity(&self, zone: &TimeZone, faults: &mut Faults, t: &Texts) -> Value {
        let start = moment(("starts", &self.starts), ("starts_time", &self.starts_time), zone, faults, t);
        let end = moment(("ends", &self.ends), ("ends_time", &self.ends_time), zone, faults, t);
        let days = (self.starts.parse::<Date>(), self.ends.parse::<Date>());
        if let (Ok(first), Ok(last)) = days
            && (first > last || first == last && !self.ends_time.is_empty() && self.ends_time <= self.starts_time)
        {
            faults.add("ends", t.fault_order);
        }
        json!({ "starts_at": start, "ends_at": end })
    }
}

const KNOWN_ACTIVATIONS: [&str; 3] = ["code", "automatic", "claim"];

const fn activation_name(activation: Activation) -> &'static str {
    match activation {
        Activation::Code => "code",
        Activation::Automatic => "automatic",
        Activation::Claim => "claim",
    }
}

/// A date with its time in the zone, or the date alone: what that means is the store's to say.
fn moment(
    (day, date): (&'static str, &str),
    (hour, time): (&'static str, &str),
    zone: &TimeZone,
    faults: &mut Faults,
    t: &Texts,
) -> Option<String> {
    if date.is_empty() {
        if !time.is_empty() {
            faults.add(day, t.fault_time_alone);
        }
        return None;
    }
    let Some(parsed) = date.parse::<Date>().ok().filter(|parsed| parsed.to_string() == date) else {
        faults.add(day, t.fault_date);
        return None;
    };
    if time.is_empty() {
        return Some(date.to_owned());
    }
    let Ok(clock) = time.parse::<Time>() else {
        faults.add(hour, t.fault_time);
        return None;
    };
    let zoned = parsed.to_datetime(clock).to_zoned(zone.clone());
    if zoned.is_err() {
        faults.add(day, t.fault_date);
    }
    zoned.ok().map(|zoned| zoned.timestamp().to_string())
}

fn time_text(time: Time) -> String {
    if time == Time::midnight() { String::new() } else { format!("{:02}:{:02}", time.hour(), time.minute()) }
}

fn some(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

fn code_fault(error: &CodeError, typed: &str, t: &Texts) -> String {
    match error {
        CodeError::Character { proposal: Some(proposal), .. } => {
            let sign = typed.chars().find(|one| !one.is_alphanumeric() && *one != '-' && *one != '_');
            let sign = sign.map_or_else(|| typed.to_owned(), |sign| sign.to_string());
            fill(t.fault_code_propose, &[&sign, proposal])
        }
        _ => t.fault_code.to_owned(),
    }
}

/// An amount in major units as minor ones: `10`, `10.50`, `10,50`, `1 250,00`.
fn read_amount(text: &str, currency: Currency) -> Option<i64> {
    let digits: String = text.chars().filter(|one| !one.is_whitespace()).collect();
    let (whole, decimals) = digits.split_once(['.', ',']).unwrap_or((&digits, ""));
    let places = usize::try_from(currency.exponent()).ok()?;
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !is_number(whole) || !is_number(decimals) || decimals.len() > places {
        return None;
    }
    format!("{whole}{decimals:0<places$}").parse().ok().filter(|minor| *minor <= 9_007_199_254_740_991)
}

/// Minor units as they are typed.
fn written_amount(minor: i64, currency: Currency, locale: Locale) -> String {
    let places = usize::try_from(currency.exponent()).unwrap_or_default();
    let digits = format!("{minor:0>width$}", width = places + 1);
    let (whole, decimals) = digits.split_at(digits.len() - places);
    let point = if locale == Locale::Fr { ',' } else { '.' };
    if places == 0 { whole.to_owned() } else { format!("{whole}{point}{decimals}") }
}

fn written_percent(percent: Percent, locale: Locale) -> String {
    let digits = percent.to_string();
    if locale == Locale::Fr { digits.replace('.', ",") } else { digits }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::admin::texts::EN;

    fn settings() -> StoreSettings {
        from_json(br#"{"time_zone": "Europe/Paris", "currency": "EUR"}"#).unwrap()
    }

    #[test]
    fn amounts_are_read_as_people_write_them() {
        let (euro, yen) = (Currency::parse("EUR").unwrap(), Currency::parse("JPY").unwrap());
        for (text, minor) in
            [("10", Some(1000)), ("10.5", Some(1050)), ("10,50", Some(1050)), ("1 250,00", Some(125_000))]
        {
            assert_eq!(read_amount(text, euro), minor, "{text}");
        }
        for text in ["", "-1", "1.234", "ten", "1.2.3", "1e3", "99999999999999999"] {
            assert_eq!(read_amount(text, euro), None, "{text}");
        }
        assert_eq!((read_amount("500", yen), read_amount("5.0", yen)), (Some(500), None));
        assert_eq!(written_amount(5, euro, Locale::Fr), "0,05");
        assert_eq!(written_amount(500, yen, Locale::En), "500");
    }

    #[test]
    fn dates_are_those_of_the_shop() {
        let draft = Draft {
            name: "A".to_owned(),
            percent: "12,5".to_owned(),
            starts: "2026-06-01".to_owned(),
            ends: "2026-06-30".to_owned(),
            ends_time: "18:00".to_owned(),
            ..Draft::new("", &settings(), Locale::En)
        };
        let members = draft.members(&settings().zone(), &EN).unwrap();
        assert_eq!(members["validity"], json!({ "starts_at": "2026-06-01", "ends_at": "2026-06-30T16:00:00Z" }));
        assert_eq!(members["benefits"][0]["percent"].to_string(), "12.5");
    }

    #[test]
    fn every_fault_is_named_with_its_field() {
        let draft = Draft {
            code: "10% OFF".to_owned(),
            percent: "101".to_owned(),
            cap: "x".to_owned(),
            starts: "31/12/2026".to_owned(),
            ends_time: "18:00".to_owned(),
            total: "-1".to_owned(),
            ..Draft::new("", &settings(), Locale::En)
        };
        let faults = draft.members(&settings().zone(), &EN).unwrap_err();
        let fields: Vec<_> = faults.all().iter().map(|(field, _)| *field).collect();
        assert_eq!(fields, ["name", "code", "cap", "percent", "starts", "ends", "total"]);
        assert!(faults.of("code").is_some_and(|words| words.contains('%')), "{faults:?}");
    }
}
