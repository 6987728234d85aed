//! A day with an hour in the store's zone, as two fields of a form show and take it. An instant that is shown and not
//! touched is written back to the second, also where its hour comes twice on that day.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use tessera_app::settings::{DateOnlyEnd, StoreSettings};

use super::form::Form;
use super::texts::Texts;

/// What stands in the two fields, and in a hidden one what they showed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct TypedInstant {
    /// Such as `2026-06-30`; empty: none.
    pub(super) day: String,
    /// Such as `18:00`; empty: the day alone.
    pub(super) time: String,
    /// The day and time as they were shown, with the instant they stood for.
    pub(super) was: String,
}

/// What is wrong with it, and in which of the fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// Whether it is the hour; else the day.
    pub(super) is_time: bool,
    pub(super) words: &'static str,
}

impl TypedInstant {
    /// Shows an instant; midnight is the day alone.
    pub(super) fn of(instant: Option<Timestamp>, settings: &StoreSettings) -> Self {
        instant.map(|at| Self::shown(at, day_and_time(at, &settings.zone()))).unwrap_or_default()
    }

    /// Shows an end; one at midnight is the day that the store means by it.
    pub(super) fn of_end(instant: Option<Timestamp>, settings: &StoreSettings) -> Self {
        let Some(at) = instant else { return Self::default() };
        let local = settings.zone().to_datetime(at);
        let is_whole_day = local.time() == Time::midnight() && settings.date_only_end == DateOnlyEnd::EndOfDay;
        match local.date().yesterday() {
            Ok(last) if is_whole_day => Self::shown(at, (last.to_string(), String::new())),
            _ => Self::shown(at, day_and_time(at, &settings.zone())),
        }
    }

    fn shown(at: Timestamp, (day, time): (String, String)) -> Self {
        Self { was: format!("{day} {time} {at}"), day, time }
    }

    /// The fields `name`, `name_time` and `name_was` of a form.
    pub(super) fn of_form(name: &str, form: &Form) -> Self {
        let text = |part: &str| form.text(&format!("{name}{part}")).to_owned();
        Self { day: text(""), time: text("_time"), was: text("_was") }
    }

    /// The instant, or the date alone: what that means is the store's to say.
    ///
    /// # Errors
    /// What is wrong with the fields.
    pub(super) fn read(&self, zone: &TimeZone, t: &Texts) -> Result<Option<String>, Fault> {
        let (day, time) = (self.day.as_str(), self.time.as_str());
        let fault = |is_time, words| Fault { is_time, words };
        if day.is_empty() {
            return if time.is_empty() { Ok(None) } else { Err(fault(false, t.fault_time_alone)) };
        }
        if let Some(instant) = self.was.strip_prefix(&format!("{day} {time} "))
            && instant.parse::<Timestamp>().is_ok()
        {
            return Ok(Some(instant.to_owned()));
        }
        let parsed = day.parse::<Date>().ok().filter(|parsed| parsed.to_string() == day);
        let parsed = parsed.ok_or(fault(false, t.fault_date))?;
        if time.is_empty() {
            return Ok(Some(day.to_owned()));
        }
        let clock = time.parse::<Time>().map_err(|_| fault(true, t.fault_time))?;
        let zoned = parsed.to_datetime(clock).to_zoned(zone.clone()).map_err(|_| fault(false, t.fault_date))?;
        Ok(Some(zoned.timestamp().to_string()))
    }
}

/// Whether an end, as it was read, is not after its start; a day alone ends with its last moment.
pub(super) fn is_turned(
    (starts, start): (&TypedInstant, Option<&str>),
    (ends, end): (&TypedInstant, Option<&str>),
) -> bool {
    let instant = |text: Option<&str>| text?.parse::<Timestamp>().ok();
    if let (Some(start), Some(end)) = (instant(start), instant(end)) {
        return end <= start;
    }
    match (starts.day.parse::<Date>(), ends.day.parse::<Date>()) {
        (Ok(first), Ok(last)) => first > last,
        _ => false,
    }
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
    use crate::admin::texts::EN;

    fn settings(more: &str) -> StoreSettings {
        from_json(format!(r#"{{"time_zone": "Europe/Paris"{more}}}"#).as_bytes()).unwrap()
    }

    fn at(text: &str) -> Option<Timestamp> {
        Some(text.parse().unwrap())
    }

    #[test]
    fn what_is_not_touched_stays_to_the_second() {
        let settings = settings("");
        // Midnight, half a second, and the hour that comes twice, both times.
        for text in [
            "2026-06-30T22:00:00Z",
            "2026-06-01T10:00:59.5Z",
            "2026-06-30T21:59:59Z",
            "2026-10-25T00:30:00Z",
            "2026-10-25T01:30:00Z",
        ] {
            for shown in [TypedInstant::of(at(text), &settings), TypedInstant::of_end(at(text), &settings)] {
                assert_eq!(shown.read(&settings.zone(), &EN), Ok(Some(text.to_owned())), "{shown:?}");
            }
        }
        assert_eq!(TypedInstant::of_end(None, &settings).read(&settings.zone(), &EN), Ok(None));
    }

    #[test]
    fn an_end_at_midnight_is_the_day_the_store_means() {
        let midnight = at("2026-06-30T22:00:00Z");
        let day = |shown: TypedInstant| (shown.day, shown.time);
        assert_eq!(day(TypedInstant::of_end(midnight, &settings(""))), ("2026-06-30".to_owned(), String::new()));
        let before = settings(r#", "date_only_end": "start_of_day""#);
        assert_eq!(day(TypedInstant::of_end(midnight, &before)), ("2026-07-01".to_owned(), String::new()));
        let evening = at("2026-06-30T16:00:00Z");
        assert_eq!(day(TypedInstant::of_end(evening, &before)), ("2026-06-30".to_owned(), "18:00".to_owned()));
    }

    #[test]
    fn what_is_typed_is_an_instant_or_a_day_or_a_fault() {
        let read = |day: &str, time: &str| {
            let typed = TypedInstant { day: day.to_owned(), time: time.to_owned(), was: String::new() };
            typed.read(&settings("").zone(), &EN)
        };
        assert_eq!(read("2026-07-31", "18:00"), Ok(Some("2026-07-31T16:00:00Z".to_owned())));
        assert_eq!(read("2026-07-31", ""), Ok(Some("2026-07-31".to_owned())));
        assert_eq!(read("31/07/2026", ""), Err(Fault { is_time: false, words: EN.fault_date }));
        assert_eq!(read("2026-07-31", "25:00"), Err(Fault { is_time: true, words: EN.fault_time }));
        assert_eq!(read("", "18:00"), Err(Fault { is_time: false, words: EN.fault_time_alone }));
    }

    #[test]
    fn an_end_comes_after_its_start() {
        let turned = |start: (&str, &str), end: (&str, &str)| {
            let of =
                |(day, time): (&str, &str)| TypedInstant { day: day.into(), time: time.into(), was: String::new() };
            let (starts, ends) = (of(start), of(end));
            let read = |typed: &TypedInstant| typed.read(&settings("").zone(), &EN).unwrap();
            is_turned((&starts, read(&starts).as_deref()), (&ends, read(&ends).as_deref()))
        };
        assert!(turned(("2026-06-02", ""), ("2026-06-01", "")));
        assert!(turned(("2026-06-02", "18:00"), ("2026-06-02", "18:00")));
        assert!(!turned(("2026-06-02", "18:00"), ("2026-06-02", "")), "the day alone is whole");
        assert!(!turned(("2026-06-02", ""), ("2026-06-02", "")));
    }
}
