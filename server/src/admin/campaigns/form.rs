//! What is typed in the form of a campaign, and the campaign it stands for.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};
use tessera_app::campaigns::CampaignView;
use tessera_app::settings::{DateOnlyEnd, StoreSettings};
use tessera_app::{ErrorCode, Problem};
use tessera_engine::{Currency, Locale};

use crate::admin::fields::Faults;
use crate::admin::flash::refusal_words;
use crate::admin::form::Form;
use crate::admin::money::{read_amount, written_amount};
use crate::admin::texts::Texts;

/// The currency where nothing names one.
const USUAL_CURRENCY: &str = "USD";

/// The fields as they were typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Draft {
    pub(super) name: String,
    pub(super) starts: String,
    pub(super) starts_time: String,
    pub(super) ends: String,
    pub(super) ends_time: String,
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
            starts: text("starts"),
            starts_time: text("starts_time"),
            ends: text("ends"),
            ends_time: text("ends_time"),
            channels: text("channels"),
            budgets: amounts.zip(currencies).collect(),
        }
    }

    /// The fields of a campaign.
    pub(super) fn of_view(view: &CampaignView, settings: &StoreSettings, locale: Locale) -> Self {
        let zone = settings.zone();
        let (starts, starts_time) = view.starts_at.map(|at| day_and_time(at, &zone)).unwrap_or_default();
        let (ends, ends_time) = view.ends_at.map(|at| last_day_and_time(at, &zone, settings)).unwrap_or_default();
        let written = |(code, minor): (&String, &i64)| {
            let currency = Currency::parse(code)?;
            Some((written_amount(*minor, currency, locale), code.clone()))
        };
        let mut budgets: Vec<_> = view.budget.iter().flatten().filter_map(written).collect();
        budgets.push((String::new(), if budgets.is_empty() { usual_currency(settings) } else { String::new() }));
        Self {
            name: view.name.clone(),
            starts,
            starts_time,
            ends,
            ends_time,
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
        let starts_at = moment(("starts", &self.starts), ("starts_time", &self.starts_time), zone, &mut faults, t);
        let ends_at = moment(("ends", &self.ends), ("ends_time", &self.ends_time), zone, &mut faults, t);
        if let (Ok(first), Ok(last)) = (self.starts.parse::<Date>(), self.ends.parse::<Date>())
            && first > last
        {
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

fn day_and_time(at: Timestamp, zone: &TimeZone) -> (String, String) {
    let local = zone.to_datetime(at);
    let time = local.time();
    let clock =
        if time == Time::midnight() { String::new() } else { format!("{:02}:{:02}", time.hour(), time.minute()) };
    (local.date().to_string(), clock)
}

fn last_day_and_time(at: Timestamp, zone: &TimeZone, settings: &StoreSettings) -> (String, String) {
    let local = zone.to_datetime(at);
    let is_whole_day = local.time() == Time::midnight() && settings.date_only_end == DateOnlyEnd::EndOfDay;
    match local.date().yesterday() {
        Ok(before) if is_whole_day => (before.to_string(), String::new()),
        _ => day_and_time(at, zone),
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
