//! Instants as people read them: days of the shop's zone, and how far away they are.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use tessera_engine::Locale;
use tessera_engine::locale::moment;

use super::texts::{Texts, fill};

/// An instant as a day, with its time unless that is midnight.
pub(super) fn instant(at: Timestamp, zone: &TimeZone, locale: Locale) -> String {
    let local = zone.to_datetime(at);
    let time = Time::new(local.hour(), local.minute(), 0, 0).unwrap_or_default();
    moment(local.date(), time, locale)
}

/// The last day of something that ends before `end`: the day before where it ends at midnight.
pub(super) fn last(end: Timestamp, zone: &TimeZone, locale: Locale) -> String {
    let local = zone.to_datetime(end);
    match local.date().yesterday() {
        Ok(before) if local.time() == Time::midnight() => moment(before, Time::midnight(), locale),
        _ => instant(end, zone, locale),
    }
}

/// How far away an instant is, by the days of the zone.
pub(super) fn relative(at: Timestamp, now: Timestamp, zone: &TimeZone, t: &Texts) -> String {
    let day = |at: Timestamp| zone.to_datetime(at).date();
    let days = day(now).until(day(at)).map(|span| i64::from(span.get_days())).unwrap_or_default();
    let months = days.abs() / 30;
    let (text, number) = match days {
        0 => (t.when_today, 0),
        1 => (t.when_tomorrow, 0),
        -1 => (t.when_yesterday, 0),
        2..=60 => (t.when_in_days, days),
        -60..=-2 => (t.when_days_ago, -days),
        61..=364 => (t.when_in_months, months),
        -364..=-61 => (t.when_months_ago, months),
        365.. => (t.when_in_years, 0),
        _ => (t.when_years_ago, 0),
    };
    fill(text, &[&number.to_string()])
}

/// The same of the last moment before an end: what ends at midnight ended, or ends, the day before.
pub(super) fn relative_end(end: Timestamp, now: Timestamp, zone: &TimeZone, t: &Texts) -> String {
    let last = Timestamp::from_microsecond(end.as_microsecond() - 1).unwrap_or(end);
    relative(last, now, zone, t)
}

/// The first instant of a day such as `2026-06-30`; `None` for what is no day.
pub(super) fn day_begins(day: &str, zone: &TimeZone) -> Option<Timestamp> {
    begins(day.parse().ok()?, zone)
}

/// The first instant after a day.
pub(super) fn day_after(day: &str, zone: &TimeZone) -> Option<Timestamp> {
    begins(day.parse::<Date>().ok()?.tomorrow().ok()?, zone)
}

/// The first instant of a day of the zone.
pub(super) fn begins(day: Date, zone: &TimeZone) -> Option<Timestamp> {
    Some(day.to_zoned(zone.clone()).ok()?.start_of_day().ok()?.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::admin::texts::{EN, FR};

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn days_are_those_of_the_zone() {
        let paris = TimeZone::get("Europe/Paris").unwrap();
        let now = at("2026-06-10T10:00:00Z");
        for (instant, en, fr) in [
            ("2026-06-10T21:59:59Z", "today", "aujourd’hui"),
            ("2026-06-10T22:00:00Z", "tomorrow", "demain"),
            ("2026-06-13T10:00:00Z", "in 3 days", "dans 3 jours"),
            ("2026-06-09T10:00:00Z", "yesterday", "hier"),
            ("2026-05-31T10:00:00Z", "10 days ago", "il y a 10 jours"),
            ("2026-09-10T10:00:00Z", "in 3 months", "dans 3 mois"),
            ("2026-01-10T10:00:00Z", "5 months ago", "il y a 5 mois"),
            ("2029-01-10T10:00:00Z", "in more than a year", "dans plus d’un an"),
            ("2020-01-10T10:00:00Z", "more than a year ago", "il y a plus d’un an"),
        ] {
            assert_eq!(relative(at(instant), now, &paris, &EN), en, "{instant}");
            assert_eq!(relative(at(instant), now, &paris, &FR), fr, "{instant}");
        }
    }

    #[test]
    fn what_ends_at_midnight_ends_with_the_day_before() {
        let paris = TimeZone::get("Europe/Paris").unwrap();
        let midnight = at("2026-06-30T22:00:00Z");
        assert_eq!(last(midnight, &paris, Locale::En), "30 June 2026");
        assert_eq!(last(at("2026-06-30T16:00:00Z"), &paris, Locale::Fr), "30 juin 2026 à 18\u{a0}h\u{a0}00");
        assert_eq!(instant(midnight, &paris, Locale::En), "1 July 2026");
        assert_eq!(day_after("2026-06-30", &paris), Some(midnight));
        assert_eq!(day_begins("2026-07-01", &paris), Some(midnight));
        assert_eq!((day_begins("soon", &paris), day_after("", &paris)), (None, None));
        assert_eq!(relative_end(midnight, at("2026-06-30T10:00:00Z"), &paris, &EN), "today");
    }
}
