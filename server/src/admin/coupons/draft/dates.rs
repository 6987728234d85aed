//! From when to when: days with an hour, in the store's zone.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use tessera_app::settings::StoreSettings;
use tessera_engine::coupon::Validity;

use super::field::{Field, Part, Writing};
use super::typed::Typed;
use crate::admin::typed_instant::{TypedInstant, is_turned};

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
    let (starts, start) = written(["starts", "starts_time", "starts_was"], zone, w);
    let (ends, end) = written(["ends", "ends_time", "ends_was"], zone, w);
    if is_turned((&starts, start.as_deref()), (&ends, end.as_deref())) {
        w.faults.add("ends", w.t.fault_order);
    }
    validity["starts_at"] = json!(start);
    validity["ends_at"] = json!(end);
    validity
}

fn written(
    [day, time, was]: [&'static str; 3],
    zone: &TimeZone,
    w: &mut Writing<'_>,
) -> (TypedInstant, Option<String>) {
    let text = |name: &str| w.typed.get(name).to_owned();
    let typed = TypedInstant { day: text(day), time: text(time), was: text(was) };
    let instant = typed.read(zone, w.t).unwrap_or_else(|fault| {
        w.faults.add(if fault.is_time { time } else { day }, fault.words);
        None
    });
    (typed, instant)
}

/// Shows the dates of a coupon.
pub(super) fn read(validity: &Validity, settings: &StoreSettings, typed: &mut Typed) {
    let starts = TypedInstant::of(validity.starts_at, settings);
    let ends = TypedInstant::of_end(validity.ends_at, settings);
    for (names, shown) in [(["starts", "starts_time", "starts_was"], starts), (["ends", "ends_time", "ends_was"], ends)]
    {
        for (name, text) in names.into_iter().zip([shown.day, shown.time, shown.was]) {
            typed.set(name, text);
        }
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
