//! Instants as shoppers read them.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::texts::{Language, Texts, fill};

/// From when on a ticket counts down, in seconds: the last 72 hours.
const COUNTDOWN: i64 = 72 * 3_600;

/// A day, such as `3 June 2026`.
pub(crate) fn day(at: Timestamp, zone: &TimeZone, language: Language) -> String {
    let date = at.to_zoned(zone.clone()).date();
    let month = language.texts().months.split(' ').nth(usize::from(date.month().unsigned_abs()) - 1);
    format!("{} {} {}", date.day(), month.unwrap_or_default(), date.year())
}

/// A time of the day, such as `14:05`.
pub(crate) fn clock(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%H:%M").to_string()
}

/// What is left until an end that is near: `2 days left`.
pub(crate) fn countdown(end: Timestamp, now: Timestamp, t: &Texts) -> Option<String> {
    let left = end.as_second() - now.as_second();
    if !(1..=COUNTDOWN).contains(&left) {
        return None;
    }
    let (days, hours) = (left / 86_400, left / 3_600);
    Some(match (days, hours) {
        (0, 0) => t.less_than_an_hour_left.to_owned(),
        (0, 1) => t.one_hour_left.to_owned(),
        (0, hours) => fill(t.hours_left, &[&hours.to_string()]),
        (1, _) => t.one_day_left.to_owned(),
        (days, _) => fill(t.days_left, &[&days.to_string()]),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_counts_down_in_its_last_three_days() {
        let now: Timestamp = "2026-06-03T10:00:00Z".parse().unwrap();
        let left = |end: &str| countdown(end.parse().unwrap(), now, Language::English.texts());
        assert_eq!(left("2026-06-05T10:00:00Z").as_deref(), Some("2 days left"));
        assert_eq!(left("2026-06-04T10:00:00Z").as_deref(), Some("1 day left"));
        assert_eq!(left("2026-06-03T15:30:00Z").as_deref(), Some("5 hours left"));
        assert_eq!(left("2026-06-03T10:30:00Z").as_deref(), Some("Less than an hour left"));
        assert_eq!(left("2026-06-07T10:00:00Z"), None);
        assert_eq!(left("2026-06-03T09:00:00Z"), None);
        assert_eq!(day(now, &TimeZone::UTC, Language::French), "3 juin 2026");
    }
}
