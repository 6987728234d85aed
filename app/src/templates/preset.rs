//! The templates that are built in: one file a preset, `presets/*.json`. Texts and codes are written for each language,
//! money in main units of whatever currency is asked for (`{"main": 75}`), dates relative to the day.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, Zoned};
use serde::Deserialize;
use serde_json::{Value, json};
use tessera_engine::{Currency, Locale, Terms, from_json};

use super::goal::Goal;
use super::input::{Input, Words};
use super::template::{About, Template};
use crate::problem::{ErrorCode, Problem};

/// The files, in the order of the gallery.
const FILES: [&str; 18] = [
    include_str!("presets/welcome.json"),
    include_str!("presets/new_user.json"),
    include_str!("presets/loyalty.json"),
    include_str!("presets/member_birthday.json"),
    include_str!("presets/holiday.json"),
    include_str!("presets/seasonal.json"),
    include_str!("presets/spend_threshold.json"),
    include_str!("presets/repurchase.json"),
    include_str!("presets/specific_product.json"),
    include_str!("presets/product_launch.json"),
    include_str!("presets/site_wide_sale.json"),
    include_str!("presets/bigger_spenders.json"),
    include_str!("presets/corporate.json"),
    include_str!("presets/repeat_customers.json"),
    include_str!("presets/preferred_customers.json"),
    include_str!("presets/free_shipping_first_order.json"),
    include_str!("presets/clearance_past_buyers.json"),
    include_str!("presets/gift_card_big_purchasers.json"),
];

static PRESETS: LazyLock<Vec<Preset>> = LazyLock::new(|| {
    let read = |file: &&str| serde_json::from_str(file).expect("a test reads every preset");
    FILES.iter().map(read).collect()
});

/// A template that is built in.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Preset {
    pub(super) id: String,
    name: Words,
    /// The recommended use.
    description: Words,
    pub(super) goals: Vec<Goal>,
    /// The proposed code; `{year}` is that of its start.
    code: Option<BTreeMap<String, String>>,
    days: Option<u32>,
    season: Option<Season>,
    terms: Value,
    inputs: Vec<Input>,
}

/// A part of every year, both days included, as `12-01`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Season {
    from: String,
    until: String,
}

/// For whom a preset is written out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Setting<'a> {
    pub(super) locale: Locale,
    pub(super) currency: Currency,
    pub(super) now: Timestamp,
    pub(super) zone: &'a TimeZone,
}

/// All of them, in the order of the gallery.
pub(super) fn presets() -> &'static [Preset] {
    &PRESETS
}

/// The preset of an id.
pub(super) fn find_preset(id: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.id == id)
}

impl Preset {
    /// The template in a language and currency, as of a day.
    pub(super) fn template(&self, setting: Setting<'_>) -> Result<Template, Problem> {
        let (start, end) = self.dates(setting).map_err(|error| broken(&self.id, &error))?;
        let mut terms = self.terms.clone();
        in_currency(&mut terms, setting.currency);
        terms["name"] = json!(self.name.of(setting.locale));
        if let Some(code) = self.code.as_ref().and_then(|codes| codes.get(setting.locale.as_str())) {
            terms["code"] = json!(code.replace("{year}", &start.year().to_string()));
        }
        if let Some(end) = end {
            terms["validity"] = json!({ "starts_at": start.timestamp(), "ends_at": end.timestamp() });
        }
        let terms = from_json::<Terms>(terms.to_string().as_bytes()).map_err(|error| broken(&self.id, &error))?;
        Ok(Template { about: self.about(setting.locale), terms })
    }

    /// What it is, in a language.
    pub(super) fn about(&self, locale: Locale) -> About {
        About {
            name: self.name.of(locale).to_owned(),
            description: Some(self.description.of(locale).to_owned()),
            goals: self.goals.clone(),
            days: self.days,
            locked: Vec::new(),
            inputs: self.inputs.clone(),
        }
    }

    /// The first instant and, for a season, the first instant after it: this year's, or next year's once it is over.
    fn dates(&self, setting: Setting<'_>) -> Result<(Zoned, Option<Zoned>), jiff::Error> {
        let today = setting.now.to_zoned(setting.zone.clone());
        let Some(season) = &self.season else { return Ok((today, None)) };
        let day = |year: i16, day: &str| format!("{year:04}-{day}").parse::<Date>();
        let mut year = today.year();
        if day(year, &season.until)? < today.date() {
            year += 1;
        }
        let after = day(year, &season.until)?.checked_add(1.day())?;
        Ok((day(year, &season.from)?.to_zoned(setting.zone.clone())?, Some(after.to_zoned(setting.zone.clone())?)))
    }
}

/// Writes `{"main": 75}` as 75.00 of the currency.
fn in_currency(value: &mut Value, currency: Currency) {
    match value {
        Value::Object(members) => {
            if let (1, Some(units)) = (members.len(), members.get("main").and_then(Value::as_u64)) {
                *value = json!({ currency.as_str(): units * 10_u64.pow(currency.exponent()) });
                return;
            }
            members.values_mut().for_each(|member| in_currency(member, currency));
        }
        Value::Array(entries) => entries.iter_mut().for_each(|entry| in_currency(entry, currency)),
        _ => {}
    }
}

fn broken(id: &str, error: &impl std::fmt::Display) -> Problem {
    tracing::error!(id, %error, "a preset cannot be written out");
    Problem::of(ErrorCode::Internal)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::coupons::check;
    use crate::templates::input::decode_pointer;
    use crate::templates::locked::at;

    fn setting(zone: &TimeZone, locale: Locale, currency: &str, now: &str) -> Template {
        let currency = Currency::parse(currency).unwrap();
        let setting = Setting { locale, currency, now: now.parse().unwrap(), zone };
        find_preset("tpl_seasonal").unwrap().template(setting).unwrap()
    }

    #[test]
    fn every_preset_is_a_valid_draft_in_every_language_and_currency() {
        let ids: BTreeSet<_> = presets().iter().map(|preset| &preset.id).collect();
        assert_eq!(ids.len(), FILES.len());
        for preset in presets() {
            for locale in Locale::ALL {
                for currency in ["USD", "EUR", "JPY", "KWD"].map(|code| Currency::parse(code).unwrap()) {
                    let now = "2026-06-03T12:00:00Z".parse().unwrap();
                    let template = preset.template(Setting { locale, currency, now, zone: &TimeZone::UTC }).unwrap();
                    check(&template.terms).unwrap();
                    assert!(!template.terms.benefits.is_empty() && !template.about.goals.is_empty(), "{}", preset.id);
                    assert!(template.about.description.is_some_and(|text| text.ends_with('.')), "{}", preset.id);
                    // What is asked for is there, so that a form can show it.
                    let written = serde_json::to_value(&template.terms).unwrap();
                    for input in &template.about.inputs {
                        assert!(at(&written, &input.pointer).is_some(), "{} {}", preset.id, input.pointer);
                        assert_ne!(input.label.of(locale), "");
                        let node = json!(input.pointer).to_string();
                        let mut errors = tessera_engine::decode::Errors::new();
                        decode_pointer(&tessera_engine::decode::parse(node.as_bytes()).unwrap(), &mut errors).unwrap();
                    }
                }
            }
        }
    }

    #[test]
    fn r006_every_goal_has_a_preset() {
        for (word, goal) in Goal::WORDS {
            assert!(presets().iter().any(|preset| preset.goals.contains(&goal)), "{word}");
        }
    }

    #[test]
    fn a_season_is_this_years_or_the_next() {
        let zone = TimeZone::get("Europe/Paris").unwrap();
        let june = setting(&zone, Locale::Fr, "EUR", "2026-06-03T12:00:00Z");
        assert_eq!(june.terms.code.as_ref().map(tessera_engine::Code::typed), Some("NOEL2026"));
        assert_eq!(june.terms.validity.starts_at, Some("2026-12-01T00:00:00+01:00".parse().unwrap()));
        assert_eq!(june.terms.validity.ends_at, Some("2026-12-27T00:00:00+01:00".parse().unwrap()));
        let last_day = setting(&zone, Locale::En, "EUR", "2026-12-26T22:59:00Z");
        assert_eq!(last_day.terms.code.as_ref().map(tessera_engine::Code::typed), Some("XMAS2026"));
        let over = setting(&zone, Locale::En, "EUR", "2026-12-26T23:00:00Z");
        assert_eq!(over.terms.code.as_ref().map(tessera_engine::Code::typed), Some("XMAS2027"));
    }
}
