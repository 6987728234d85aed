//! From when to when: days with an hour, in the store's zone. An instant that is shown and not touched is written back
//! to the second, also where its hour comes twice on that day.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use tessera_app::settings::{DateOnlyEnd, StoreSettings};
use tessera_engine::coupon::Validity;

use super::field::{Field, Part, Writing};
use super::typed::Typed;
use crate::admin::texts::Texts;

/// How many days a claim is good for.
pub(in crate::admin::coupons) const AFTER_CLAIM: Field =
    Field::new("days_after_claim", |t| t.days_after_claim, Part::Count).hint(|t| t.days_after_claim_hint);
/// The names of the fields.
pub(super) const NAMES: [&str; 7] =
    ["starts", "starts_time", "starts_was", "ends", "ends_time", "ends_was", "days_after_claim"];

/// What is typed.
pub(super) fn write(zone: &TimeZone, w: &mut Writing<'_>) -> Value {
    let mut validity = json!({});
    AFTER_CLAIM.write("", &mut validity, w);
    let start = moment("starts", "starts_time", zone, w);
    let end = moment("ends", "ends_time", zone, w);
    if is_turned(start.as_deref(), end.as_deref(), w.typed) {
        w.faults.add("ends", w.t.fault_order);
    }
    validity["starts_at"] = json!(start);
    validity["ends_at"] = json!(end);
    validity
}

/// Whether the end is not after the start; a day alone ends with its last moment.
fn is_turned(start: Option<&str>, end: Option<&str>, typed: &Typed) -> bool {
    let (Some(start), Some(end)) = (start, end) else { return false };
    if let (Ok(start), Ok(end)) = (start.parse::<Timestamp>(), end.parse::<Timestamp>()) {
        return end <= start;
    }
    match (typed.get("starts").parse::<Date>(), typed.get("ends").parse::<Date>()) {
        (Ok(first), Ok(last)) => first > last,
        _ => false,
    }
}

/// Shows the dates of a coupon.
pub(super) fn read(validity: &Validity, settings: &StoreSettings, typed: &mut Typed) {
    let zone = settings.zone();
    let (starts, starts_time) = validity.starts_at.map(|start| day_and_time(start, &zone)).unwrap_or_default();
    let end = validity.ends_at.map(|end| zone.to_datetime(end));
    let is_whole_day = end.is_some_and(|end| end.time() == Time::midnight());
    let (ends, ends_time) = match (validity.ends_at, end) {
        (Some(_), Some(end)) if is_whole_day && settings.date_only_end == DateOnlyEnd::EndOfDay => {
            (end.date().yesterday().unwrap_or(end.date()).to_string(), String::new())
        }
        (Some(end), _) => day_and_time(end, &zone),
        _ => Default::default(),
    };
    let was = |instant: Option<Timestamp>, day: &str, time: &str| {
        instant.map(|instant| format!("{day} {time} {instant}")).unwrap_or_default()
    };
    typed.set("starts_was", was(validity.starts_at, &starts, &starts_time));
    typed.set("ends_was", was(validity.ends_at, &ends, &ends_time));
    for (name, text) in [("starts", starts), ("starts_time", starts_time), ("ends", ends), ("ends_time", ends_time)] {
        typed.set(name, text);
    }
    typed.set("days_after_claim", validity.days_after_claim.map(|days| days.to_string()).unwrap_or_default());
}

/// Fills in a usual span: this weekend, 30 days, to the end of the month.
pub(super) fn preset(name: &str, today: Date, typed: &mut Typed) {
    let days = |days: i64| today.checked_add(jiff::Span::new().days(days)).unwrap_or(today);
    let (starts, ends) = match name {
        "weekend" => {
            let weekday = i64::from(today.weekday().to_monday_zero_offset());
            (days((5 - weekday).max(0)), days(6 - weekday))
        }
        "month" => (today, today.last_of_month()),
        _ => (today, days(30)),
    };
    for name in NAMES.iter().filter(|name| **name != "days_after_claim") {
        typed.set(*name, "");
    }
    typed.set("starts", starts.to_string());
    typed.set("ends", ends.to_string());
}

/// A date with its time in the zone, or the date alone: what that means is the store's to say.
fn moment(day: &'static str, hour: &'static str, zone: &TimeZone, w: &mut Writing<'_>) -> Option<String> {
    let (date, time) = (w.typed.get(day), w.typed.get(hour));
    if date.is_empty() {
        if !time.is_empty() {
            w.faults.add(day, w.t.fault_time_alone);
        }
        return None;
    }
    if let Some(instant) = w.typed.get(&format!("{day}_was")).strip_prefix(&format!("{date} {time} "))
        && instant.parse::<Timestamp>().is_ok()
    {
        return Some(instant.to_owned());
    }
    match instant_of(date, time, zone, w.t) {
        Ok(instant) => Some(instant),
        Err((is_hour, words)) => {
            w.faults.add(if is_hour { hour } else { day }, words);
            None
        }
    }
}

/// The instant, or the date alone; else whether it is the hour that is wrong, and how.
fn instant_of(date: &str, time: &str, zone: &TimeZone, t: &Texts) -> Result<String, (bool, &'static str)> {
    let parsed = date.parse::<Date>().ok().filter(|parsed| parsed.to_string() == date);
    let parsed = parsed.ok_or((false, t.fault_date))?;
    if time.is_empty() {
        return Ok(date.to_owned());
    }
    let clock = time.parse::<Time>().map_err(|_| (true, t.fault_time))?;
    let zoned = parsed.to_datetime(clock).to_zoned(zone.clone()).map_err(|_| (false, t.fault_date))?;
    Ok(zoned.timestamp().to_string())
}

fn day_and_time(instant: Timestamp, zone: &TimeZone) -> (String, String) {
    let local = zone.to_datetime(instant);
    let time = local.time();
    let text = if time == Time::midnight() {
        String::new()
    } else if time.second() == 0 && time.subsec_nanosecond() == 0 {
        format!("{:02}:{:02}", time.hour(), time.minute())
    } else {
        format!("{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())
    };
    (local.date().to_string(), text)
}

#[cfg(test)]
mod tests {
    use tessera_engine::from_json;

    use super::*;
    use crate::admin::fields::Faults;
    use crate::admin::texts::EN;

    fn settings() -> StoreSettings {
        from_json(br#"{"time_zone": "Europe/Paris"}"#).unwrap()
    }

    fn written(typed: &Typed) -> (Value, Vec<String>) {
        let mut faults = Faults::default();
        let mut w = Writing { typed, currency: "EUR", t: &EN, faults: &mut faults };
        let value = write(&settings().zone(), &mut w);
        (value, faults.all().iter().map(|(field, _)| field.to_string()).collect())
    }

    #[test]
    fn what_is_not_touched_stays_to_the_second() {
        for (start, end) in [
            ("2026-06-01T10:00:00Z", "2026-06-30T22:00:00Z"),
            ("2026-06-01T10:00:59.5Z", "2026-06-30T21:59:59Z"),
            // The hour that comes twice, both times.
            ("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"),
        ] {
            let validity = Validity {
                starts_at: Some(start.parse().unwrap()),
                ends_at: Some(end.parse().unwrap()),
                days_after_claim: Some(7),
            };
            let mut typed = Typed::default();
            read(&validity, &settings(), &mut typed);
            let (value, faults) = written(&typed);
            let expected = json!({ "starts_at": start, "ends_at": end, "days_after_claim": 7 });
            assert_eq!((value, faults), (expected, vec![]));
        }
    }

    #[test]
    fn spans_are_filled_in() {
        for (name, today, starts, ends) in [
            ("weekend", "2026-11-25", "2026-11-28", "2026-11-29"),
            ("weekend", "2026-11-29", "2026-11-29", "2026-11-29"),
            ("month", "2026-02-03", "2026-02-03", "2026-02-28"),
            ("30", "2026-12-15", "2026-12-15", "2027-01-14"),
        ] {
            let mut typed = Typed::default();
            typed.set("ends_time", "18:00");
            preset(name, today.parse().unwrap(), &mut typed);
            assert_eq!(
                (typed.get("starts"), typed.get("ends"), typed.get("ends_time")),
                (starts, ends, ""),
                "{name} {today}"
            );
        }
    }

    #[test]
    fn faults_stand_at_the_day_or_the_hour() {
        for (fields, fault) in [
            (vec![("starts", "31/12/2026")], "starts"),
            (vec![("ends_time", "18:00")], "ends"),
            (vec![("starts", "2026-06-01"), ("starts_time", "25:00")], "starts_time"),
            (vec![("starts", "2026-06-02"), ("ends", "2026-06-01")], "ends"),
            (
                vec![
                    ("starts", "2026-06-02"),
                    ("starts_time", "18:00"),
                    ("ends", "2026-06-02"),
                    ("ends_time", "18:00"),
                ],
                "ends",
            ),
            (vec![("days_after_claim", "soon")], "days_after_claim"),
        ] {
            let mut typed = Typed::default();
            fields.iter().for_each(|(name, text)| typed.set(*name, *text));
            assert_eq!(written(&typed).1, [fault], "{fields:?}");
        }
    }
}
