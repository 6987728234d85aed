//! `schedule`: on which days and at what time.

use jiff::Timestamp;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Value, json};

use crate::condition::judge::{Finding, Judge, Outcome, Scene};
use crate::decode::{Decode, Errors, Node, Object, codes};
use crate::kind::Kind;
use crate::locale::{Locale, offset_at, zone_named};
use crate::reason::Reason;
use crate::schema;
use crate::summary::listed;
use crate::words::words;

/// Days and a window of time in the store's zone. What is there must all hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Schedule {
    /// Days of the week; empty is all.
    pub weekdays: Vec<Day>,
    /// The first minute of the window; `None`: from midnight.
    pub from: Option<Clock>,
    /// The first minute after it; `None`: to midnight. At or before `from`, it is on the day after.
    pub to: Option<Clock>,
    /// Days of the month, 1 to 31; empty is all.
    pub days_of_month: Vec<i8>,
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    /// Monday.
    Mon,
    /// Tuesday.
    Tue,
    /// Wednesday.
    Wed,
    /// Thursday.
    Thu,
    /// Friday.
    Fri,
    /// Saturday.
    Sat,
    /// Sunday.
    Sun,
}

words! {
    Day { Mon = "mon", Tue = "tue", Wed = "wed", Thu = "thu", Fri = "fri", Sat = "sat", Sun = "sun" }
}

/// A time of day to the minute, `00:00` to `24:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Clock {
    /// Minutes since midnight, 0 to 1,440.
    minutes: u16,
}

impl Clock {
    const MIDNIGHT: Self = Self { minutes: 0 };
    const END_OF_DAY: Self = Self { minutes: 24 * 60 };

    fn parse(text: &str) -> Option<Self> {
        let (hours, minutes) = text.split_once(':')?;
        let digits = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(hours) || !digits(minutes) {
            return None;
        }
        let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
        let clock = Self { minutes: 60 * hours + minutes };
        (minutes < 60 && clock <= Self::END_OF_DAY).then_some(clock)
    }

    fn text(self) -> String {
        format!("{:02}:{:02}", self.minutes / 60, self.minutes % 60)
    }
}

impl Serialize for Clock {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text())
    }
}

impl Decode for Clock {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let text = node.string(errors)?;
        match Self::parse(&text) {
            Some(clock) => Some(clock),
            None => node.fault(errors, codes::INVALID_VALUE, "must be a time of day in 24 hours, such as 09:30"),
        }
    }
}

impl Kind for Schedule {
    const NAME: &'static str = "schedule";

    fn decode(object: &mut Object<'_>, errors: &mut Errors) -> Option<Self> {
        if !["weekdays", "from", "to", "days_of_month"].iter().any(|name| object.has(name)) {
            errors.push(object.pointer(), codes::REQUIRED, "name `weekdays`, `days_of_month`, `from`, `to`, or several");
        }
        let weekdays = object.optional("weekdays", errors, |node, errors| node.each(7, errors, Day::decode));
        let from = object.optional("from", errors, Clock::decode);
        let to = object.optional("to", errors, Clock::decode);
        let days = object.optional("days_of_month", errors, |node, errors| node.each(31, errors, day_of_month));
        if from == Some(Clock::END_OF_DAY) || from.is_some() && from == to {
            let detail = "must not begin where the window ends; leave both out for the whole day";
            errors.push(object.pointer_to("from"), codes::OUT_OF_RANGE, detail);
        }
        if to == Some(Clock::MIDNIGHT) {
            errors.push(object.pointer_to("to"), codes::OUT_OF_RANGE, "the end of the day is 24:00");
        }
        Some(Self { weekdays: weekdays.unwrap_or_default(), from, to, days_of_month: days.unwrap_or_default() })
    }

    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry("weekdays", &self.weekdays)?;
        map.serialize_entry("from", &self.from)?;
        map.serialize_entry("to", &self.to)?;
        map.serialize_entry("days_of_month", &self.days_of_month)
    }

    fn summary(&self, locale: Locale) -> String {
        let parts: Vec<String> = [self.weekday_words(locale), self.month_words(locale), self.window_words(locale)]
            .into_iter()
            .flatten()
            .collect();
        if parts.is_empty() { locale.pick("at any time", "à tout moment").to_owned() } else { parts.join(" ") }
    }

    fn schema() -> Value {
        let clock = |description: &str| {
            json!({
                "type": ["string", "null"], "pattern": "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$",
                "description": description
            })
        };
        json!({
            "type": "object",
            "title": "Days and hours",
            "description": "Days and a window of time in the store's time zone; what is there must all hold. \
                A window past midnight belongs to the day it began.",
            "required": ["kind"],
            "minProperties": 2,
            "additionalProperties": false,
            "properties": {
                "kind": schema::kind(Self::NAME),
                "weekdays": {
                    "type": ["array", "null"], "maxItems": 7, "description": "Days of the week; none is all.",
                    "items": { "type": "string", "enum": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] }
                },
                "from": clock("The window's first minute; absent: 00:00."),
                "to": clock("The first minute after it; absent: 24:00. Before `from`: on the day after."),
                "days_of_month": {
                    "type": ["array", "null"], "maxItems": 31, "description": "Days of the month; none is all.",
                    "items": { "type": "integer", "minimum": 1, "maximum": 31 }
                },
            }
        })
    }

    fn example() -> Value {
        json!({ "kind": Self::NAME, "weekdays": ["fri"], "from": "12:00", "to": "14:00" })
    }

    const MODEL_SECTION: &'static str = "5.3";

    const REASONS: &'static [Reason] = &[Reason::OutsideSchedule];

    fn worked_request() -> Value {
        json!({
            "cart": {
                "currency": "USD",
                "line_items": [{ "id": "shirts", "product_id": "shirt", "quantity": 2, "unit_price": 3000 }]
            },
            "facts": { "now": "2026-06-05T12:30:00Z" }
        })
    }
}

fn day_of_month(node: &Node<'_>, errors: &mut Errors) -> Option<i8> {
    node.integer(1..=31, errors).and_then(|day| i8::try_from(day).ok())
}

/// `docs/MODEL.md` 5.3. Local time decides: an hour that a change of the clocks leaves out does not come, one that it
/// repeats comes twice.
impl Judge for Schedule {
    fn judge(&self, scene: &Scene<'_>) -> Outcome {
        Outcome::of(self.holds(scene.request.now, &zone(scene)))
    }

    fn finding(&self, scene: &Scene<'_>) -> Finding {
        let zone = zone(scene);
        let now = zone.to_datetime(scene.request.now);
        let weekday = Day::WORDS[usize::from(now.weekday().to_monday_zero_offset().unsigned_abs())].0;
        let actual = json!({
            "weekday": weekday, "day_of_month": now.day(),
            "time": format!("{:02}:{:02}", now.hour(), now.minute()),
        });
        let needed = json!({
            "weekdays": self.weekdays, "from": self.from, "to": self.to, "days_of_month": self.days_of_month,
            "time_zone": scene.request.settings.time_zone, "words": self.words_at(scene.request.now, &zone, scene.locale()),
        });
        Finding::failed(Reason::OutsideSchedule).because(actual, needed)
    }
}

/// The store's zone.
fn zone(scene: &Scene<'_>) -> TimeZone {
    zone_named(&scene.request.settings.time_zone)
}

impl Schedule {
    /// The summary as a shopper reads it at an instant: hours name the offset of the store's zone at that instant.
    fn words_at(&self, now: Timestamp, zone: &TimeZone, locale: Locale) -> String {
        let words = self.summary(locale);
        if self.from.is_none() && self.to.is_none() { words } else { format!("{words} ({})", offset_at(now, zone)) }
    }

    fn holds(&self, now: Timestamp, zone: &TimeZone) -> bool {
        let local = zone.to_datetime(now);
        let minutes = 60 * u16::from(local.hour().unsigned_abs()) + u16::from(local.minute().unsigned_abs());
        let time = Clock { minutes };
        let (from, to) = (self.from.unwrap_or(Clock::MIDNIGHT), self.to.unwrap_or(Clock::END_OF_DAY));
        if from < to {
            return from <= time && time < to && self.is_on(local.date());
        }
        let began_today = time >= from && self.is_on(local.date());
        let began_yesterday = time < to && local.date().yesterday().is_ok_and(|yesterday| self.is_on(yesterday));
        began_today || began_yesterday
    }

    fn is_on(&self, date: Date) -> bool {
        let weekday = date.weekday();
        (self.weekdays.is_empty() || self.weekdays.iter().any(|day| day.weekday() == weekday))
            && (self.days_of_month.is_empty() || self.days_of_month.contains(&date.day()))
    }

    fn weekday_words(&self, locale: Locale) -> Option<String> {
        let names: Vec<String> = Day::WORDS
            .iter()
            .filter(|(_, day)| self.weekdays.contains(day))
            .map(|(_, day)| day.name(locale).to_owned())
            .collect();
        let names = listed(&names, locale.pick("and", "et"));
        (!names.is_empty()).then(|| format!("{} {names}", locale.pick("on", "le")))
    }

    fn month_words(&self, locale: Locale) -> Option<String> {
        let mut days = self.days_of_month.clone();
        days.sort_unstable();
        days.dedup();
        let days: Vec<String> = days.iter().map(i8::to_string).collect();
        let words = listed(&days, locale.pick("and", "et"));
        match (locale, days.len()) {
            (_, 0) => None,
            (Locale::En, 1) => Some(format!("on day {words} of the month")),
            (Locale::En, _) => Some(format!("on days {words} of the month")),
            (Locale::Fr, 1) => Some(format!("le {words} du mois")),
            (Locale::Fr, _) => Some(format!("les {words} du mois")),
        }
    }

    fn window_words(&self, locale: Locale) -> Option<String> {
        if self.from.is_none() && self.to.is_none() {
            return None;
        }
        let from = self.from.unwrap_or(Clock::MIDNIGHT).text();
        let to = self.to.unwrap_or(Clock::END_OF_DAY).text();
        Some(match locale {
            Locale::En => format!("from {from} to {to}"),
            Locale::Fr => format!("de {from} à {to}"),
        })
    }
}

impl Day {
    const fn weekday(self) -> Weekday {
        match self {
            Self::Mon => Weekday::Monday,
            Self::Tue => Weekday::Tuesday,
            Self::Wed => Weekday::Wednesday,
            Self::Thu => Weekday::Thursday,
            Self::Fri => Weekday::Friday,
            Self::Sat => Weekday::Saturday,
            Self::Sun => Weekday::Sunday,
        }
    }

    fn name(self, locale: Locale) -> &'static str {
        match self {
            Self::Mon => locale.pick("Mondays", "lundi"),
            Self::Tue => locale.pick("Tuesdays", "mardi"),
            Self::Wed => locale.pick("Wednesdays", "mercredi"),
            Self::Thu => locale.pick("Thursdays", "jeudi"),
            Self::Fri => locale.pick("Fridays", "vendredi"),
            Self::Sat => locale.pick("Saturdays", "samedi"),
            Self::Sun => locale.pick("Sundays", "dimanche"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::{DecodeError, from_json};

    struct Read(Schedule);

    impl Decode for Read {
        fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
            let mut object = node.object(errors)?;
            let read = Schedule::decode(&mut object, errors);
            object.finish(errors);
            read.map(Self)
        }
    }

    fn schedule(body: &str) -> Schedule {
        from_json::<Read>(body.as_bytes()).unwrap().0
    }

    fn holds(schedule: &Schedule, now: &str, zone: &str) -> bool {
        schedule.holds(now.parse().unwrap(), &TimeZone::get(zone).unwrap())
    }

    #[test]
    fn a_window_past_midnight_belongs_to_the_day_it_began() {
        let night = schedule(r#"{"weekdays": ["fri"], "from": "22:00", "to": "02:00"}"#);
        // 5 June 2026 is a Friday.
        for (now, is_on) in [
            ("2026-06-05T01:00:00Z", false),
            ("2026-06-05T21:59:59Z", false),
            ("2026-06-05T22:00:00Z", true),
            ("2026-06-06T01:59:59Z", true),
            ("2026-06-06T02:00:00Z", false),
            ("2026-06-06T22:30:00Z", false),
        ] {
            assert_eq!(holds(&night, now, "UTC"), is_on, "{now}");
        }
    }

    #[test]
    fn the_zone_of_the_store_decides() {
        let friday = schedule(r#"{"weekdays": ["fri"]}"#);
        // Thursday 22:30 in UTC is Friday 00:30 in Paris and Thursday 18:30 in New York.
        assert!(holds(&friday, "2026-06-04T22:30:00Z", "Europe/Paris"));
        assert!(!holds(&friday, "2026-06-04T22:30:00Z", "America/New_York"));
    }

    #[test]
    fn an_hour_left_out_does_not_come_and_one_repeated_comes_twice() {
        let window = schedule(r#"{"from": "02:00", "to": "03:00"}"#);
        // Paris, 29 March 2026: after 01:59:59 (+01:00) comes 03:00 (+02:00).
        assert!(!holds(&window, "2026-03-29T00:59:59Z", "Europe/Paris"));
        assert!(!holds(&window, "2026-03-29T01:00:00Z", "Europe/Paris"));
        // Paris, 25 October 2026: 02:30 at +02:00 and again at +01:00.
        assert!(holds(&window, "2026-10-25T00:30:00Z", "Europe/Paris"));
        assert!(holds(&window, "2026-10-25T01:30:00Z", "Europe/Paris"));
        assert!(!holds(&window, "2026-10-25T02:00:00Z", "Europe/Paris"));
    }

    #[test]
    fn a_shopper_reads_in_which_zone_hours_are() {
        let at = |schedule: &Schedule, now: &str, locale| {
            schedule.words_at(now.parse().unwrap(), &TimeZone::get("Europe/Paris").unwrap(), locale)
        };
        let lunch = schedule(r#"{"from": "12:00", "to": "14:00"}"#);
        assert_eq!(at(&lunch, "2026-03-29T00:59:59Z", Locale::En), "from 12:00 to 14:00 (UTC+01:00)");
        assert_eq!(at(&lunch, "2026-03-29T01:00:00Z", Locale::Fr), "de 12:00 à 14:00 (UTC+02:00)");
        let friday = schedule(r#"{"weekdays": ["fri"]}"#);
        assert_eq!(at(&friday, "2026-03-29T01:00:00Z", Locale::En), "on Fridays");
    }

    #[test]
    fn faults_name_the_member() {
        let fault = |body: &str| match from_json::<Read>(body.as_bytes()) {
            Err(DecodeError::Fields(errors)) => (errors[0].pointer.clone(), errors[0].code),
            Err(error) => panic!("{error}"),
            Ok(_) => panic!("{body} is read"),
        };
        assert_eq!(fault("{}"), (String::new(), codes::REQUIRED));
        assert_eq!(fault(r#"{"from": "9:00"}"#), ("/from".to_owned(), codes::INVALID_VALUE));
        assert_eq!(fault(r#"{"from": "24:00"}"#), ("/from".to_owned(), codes::OUT_OF_RANGE));
        assert_eq!(fault(r#"{"from": "09:00", "to": "09:00"}"#), ("/from".to_owned(), codes::OUT_OF_RANGE));
        assert_eq!(fault(r#"{"to": "24:01"}"#), ("/to".to_owned(), codes::INVALID_VALUE));
        assert_eq!(fault(r#"{"days_of_month": [32]}"#), ("/days_of_month/0".to_owned(), codes::OUT_OF_RANGE));
        assert_eq!(fault(r#"{"weekdays": ["fry"]}"#), ("/weekdays/0".to_owned(), codes::INVALID_VALUE));
    }

    #[test]
    fn words() {
        let lunch = schedule(r#"{"weekdays": ["sat", "fri"], "from": "12:00", "days_of_month": [3, 1]}"#);
        assert_eq!(
            lunch.summary(Locale::En),
            "on Fridays and Saturdays on days 1 and 3 of the month from 12:00 to 24:00"
        );
        assert_eq!(lunch.summary(Locale::Fr), "le vendredi et samedi les 1 et 3 du mois de 12:00 à 24:00");
    }
}
