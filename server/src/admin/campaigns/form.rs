//! What is typed in the form of a campaign, and the campaign it stands for.

use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};
use tessera_app::campaigns::CampaignView;
use tessera_app::settings::StoreSettings;
use tessera_app::{ErrorCode, Problem};
use tessera_engine::{Currency, Locale};

use crate::admin::fields::Faults;
use crate::admin::flash::refusal_words;
use crate::admin::form::Form;
use crate::admin::money::{read_amount, written_amount};
use crate::admin::texts::Texts;
use crate::admin::typed_instant::{TypedInstant, is_turned};

/// The currency where nothing names one.
const USUAL_CURRENCY: &str = "USD";

/// The fields as they were typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Draft {
    pub(super) name: String,
    pub(super) starts: TypedInstant,
    pub(super) ends: TypedInstant,
    /// Separated by commas.
    pub(super) channels: String,
    /// Amount and currency, an empty one at the end.
    pub(super) budgets: Vec<(String, String)>,
}

impl Draft {
    /// An empty form.
    pub(super) fn new(settings: &StoreSettings) -> Self {
        Self { budgets: vec![(String::new(), usual_currency(settings))], ..Self::default() }
    }

    /// The fields of a form that was sent.
    pub(super) fn of_form(form: &Form) -> Self {
        let text = |name: &str| form.text(name).to_owned();
        let amounts = form.all("budget").into_iter().map(|amount| amount.trim().to_owned());
        let currencies = form.all("currency").into_iter().map(|code| code.trim().to_uppercase());
        Self {
            name: text("name"),
            starts: TypedInstant::of_form("starts", form),
            ends: TypedInstant::of_form("ends", form),
            channels: text("channels"),
            budgets: amounts.zip(currencies).collect(),
        }
    }

    /// The fields of a campaign.
    pub(super) fn of_view(view: &CampaignView, settings: &StoreSettings, locale: Locale) -> Self {
        let written = |(code, minor): (&String, &i64)| {
            let currency = Currency::parse(code)?;
            Some((written_amount(*minor, currency, locale), code.clone()))
        };
        let mut budgets: Vec<_> = view.budget.iter().flatten().filter_map(written).collect();
        budgets.push((String::new(), if budgets.is_empty() { usual_currency(settings) } else { String::new() }));
        Self {
            name: view.name.clone(),
            starts: TypedInstant::of(view.starts_at, settings),
            ends: TypedInstant::of_end(view.ends_at, settings),
            channels: view.channels.join(", "),
            budgets,
        }
    }

    /// The members of the campaign, `null` where a field is empty. A currency of `before` that is not named any more has
    /// no budget any more.
    ///
    /// # Errors
    /// What is wrong with the fields.
    pub(super) fn members(&self, before: &[String], zone: &TimeZone, t: &Texts) -> Result<Value, Faults> {
        let mut faults = Faults::default();
        if self.name.is_empty() || self.name.chars().count() > 255 {
            faults.add("name", t.fault_name);
        }
        let mut read = |typed: &TypedInstant, [day, time]: [&'static str; 2]| {
            typed.read(zone, t).unwrap_or_else(|fault| {
                faults.add(if fault.is_time { time } else { day }, fault.words);
                None
            })
        };
        let starts_at = read(&self.starts, ["starts", "starts_time"]);
        let ends_at = read(&self.ends, ["ends", "ends_time"]);
        if is_turned((&self.starts, starts_at.as_deref()), (&self.ends, ends_at.as_deref())) {
            faults.add("ends", t.fault_order);
        }
        let channels = self.channels.split(',').map(str::trim).filter(|channel| !channel.is_empty());
        let channels: Vec<&str> = channels.collect();
        let budget = self.budget(before, &mut faults, t);
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(json!({
            "name": self.name, "starts_at": starts_at, "ends_at": ends_at, "channels": channels, "budget": budget,
        }))
    }

    fn budget(&self, before: &[String], faults: &mut Faults, t: &Texts) -> Value {
        let mut budget = Map::new();
        for (amount, code) in self.budgets.iter().filter(|(amount, _)| !amount.is_empty()) {
            let Some(currency) = Currency::parse(code) else {
                faults.add("budget", t.fault_currency);
                continue;
            };
            let Some(minor) = read_amount(amount, currency) else {
                faults.add("budget", t.fault_amount);
                continue;
            };
            if budget.insert(currency.to_string(), json!(minor)).is_some() {
                faults.add("budget", t.fault_budget_twice);
            }
        }
        if budget.is_empty() {
            return Value::Null;
        }
        for code in before {
            budget.entry(code.clone()).or_insert(Value::Null);
        }
        Value::Object(budget)
    }
}

fn usual_currency(settings: &StoreSettings) -> String {
    settings.currency.map_or(USUAL_CURRENCY.to_owned(), |currency| currency.to_string())
}

/// What a use case found wrong, by field.
pub(super) fn faults_of(problem: &Problem, t: &'static Texts) -> Faults {
    let mut faults = Faults::default();
    if problem.error != ErrorCode::InvalidBody {
        faults.add("", refusal_words(problem, t));
    }
    for error in &problem.errors {
        match error.pointer.as_str() {
            "/name" => faults.add("name", t.fault_name),
            "/starts_at" => faults.add("starts", t.fault_date),
            "/ends_at" => faults.add("ends", t.fault_order),
            pointer if pointer.starts_with("/budget") => faults.add("budget", t.fault_amount),
            pointer if pointer.starts_with("/channels") => faults.add("channels", t.fault_channels),
            _ => faults.add("", t.error_fields),
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use tessera_engine::from_json;

    use super::*;
    use crate::admin::texts::EN;

    fn settings() -> StoreSettings {
        from_json(br#"{"time_zone": "Europe/Paris", "currency": "EUR"}"#).unwrap()
    }

    #[test]
    fn what_is_typed_is_a_campaign() {
        let form = Form::parse(
            b"name=Summer&starts=2026-06-01&ends=2026-06-30&ends_time=18:00&channels=mail,+shop&budget=500&currency=eur&budget=&currency=",
        );
        let members = Draft::of_form(&form).members(&["USD".to_owned()], &settings().zone(), &EN).unwrap();
        assert_eq!(
            members,
            json!({
                "name": "Summer", "starts_at": "2026-06-01", "ends_at": "2026-06-30T16:00:00Z",
                "channels": ["mail", "shop"], "budget": { "EUR": 50_000, "USD": null },
            })
        );
    }

    #[test]
    fn dates_that_are_not_touched_stay_to_the_second() {
        let view = json!({ "starts_at": "2026-06-01T10:00:59.5Z", "ends_at": "2026-10-25T01:30:00Z" });
        let at = |name: &str| view[name].as_str().and_then(|text| text.parse().ok());
        let (starts, ends) =
            (TypedInstant::of(at("starts_at"), &settings()), TypedInstant::of_end(at("ends_at"), &settings()));
        let draft = Draft { name: "Autumn".to_owned(), starts, ends, ..Draft::default() };
        let members = draft.members(&[], &settings().zone(), &EN).unwrap();
        assert_eq!((&members["starts_at"], &members["ends_at"]), (&view["starts_at"], &view["ends_at"]));
    }

    #[test]
    fn every_fault_is_named_with_its_field() {
        let form = Form::parse(
            b"starts=2026-07-01&ends=2026-06-30&starts_time=25:00&budget=5&currency=EURO&budget=x&currency=EUR",
        );
        let faults = Draft::of_form(&form).members(&[], &settings().zone(), &EN).unwrap_err();
        let fields: Vec<_> = faults.all().iter().map(|(field, _)| field.as_ref()).collect();
        assert_eq!(fields, ["name", "starts_time", "ends", "budget"]);
        let form = Form::parse(b"name=A&budget=5&currency=EUR&budget=6&currency=EUR");
        let faults = Draft::of_form(&form).members(&[], &settings().zone(), &EN).unwrap_err();
        assert_eq!(faults.of("budget"), Some(EN.fault_budget_twice));
    }
}
