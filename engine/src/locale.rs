//! The languages the engine speaks, and how numbers and dates are written in them.

use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use crate::money::Currency;

/// A language of messages and summaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Locale {
    /// English; what is answered to a language nobody speaks here.
    #[default]
    En,
    /// French.
    Fr,
}

impl Locale {
    /// Every language, English first.
    pub const ALL: [Self; 2] = [Self::En, Self::Fr];

    /// The language of a tag such as `fr`, `fr-FR` or `fr_CA`; English where it is not spoken here.
    #[must_use]
    pub fn parse(tag: &str) -> Self {
        let language = tag.trim().split(['-', '_']).next().unwrap_or_default();
        if language.eq_ignore_ascii_case("fr") { Self::Fr } else { Self::En }
    }

    /// The tag: `en` or `fr`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
        }
    }

    /// The two words of the language this is.
    pub(crate) fn pick_pair<'a>(self, en: (&'a str, &'a str), fr: (&'a str, &'a str)) -> (&'a str, &'a str) {
        match self {
            Self::En => en,
            Self::Fr => fr,
        }
    }

    /// The words of the language this is.
    pub(crate) fn pick<'a>(self, en: &'a str, fr: &'a str) -> &'a str {
        match self {
            Self::En => en,
            Self::Fr => fr,
        }
    }
}

/// A no-break space, which French sets before a unit.
const NO_BREAK: char = '\u{a0}';
/// A narrow no-break space, which French sets between thousands.
const NARROW_NO_BREAK: char = '\u{202f}';

/// Digits of an amount in major units: `1,250.00` or `1 250,00`, with as many decimals as the currency has.
#[must_use]
pub fn amount_digits(minor: i64, currency: Currency, locale: Locale) -> String {
    let (group, point) = match locale {
        Locale::En => (',', '.'),
        Locale::Fr => (NARROW_NO_BREAK, ','),
    };
    let scale = 10_u64.pow(currency.exponent());
    let absolute = minor.unsigned_abs();
    let whole = (absolute / scale).to_string();
    let mut text = String::new();
    if minor < 0 {
        text.push('-');
    }
    for (position, digit) in whole.chars().enumerate() {
        if position > 0 && (whole.len() - position).is_multiple_of(3) {
            text.push(group);
        }
        text.push(digit);
    }
    if currency.exponent() > 0 {
        let width = currency.exponent() as usize;
        let _ = write!(text, "{point}{:0width$}", absolute % scale);
    }
    text
}

/// An amount with the three letters of its currency: `50.00 USD`, `50,00 USD`.
#[must_use]
pub fn amount_with_code(minor: i64, currency: Currency, locale: Locale) -> String {
    let digits = amount_digits(minor, currency, locale);
    match locale {
        Locale::En => format!("{digits} {currency}"),
        Locale::Fr => format!("{digits}{NO_BREAK}{currency}"),
    }
}

/// An amount as a shopper reads it: `$60.00`, `60,00 €`; the three letters where the sign is not common.
#[must_use]
pub fn amount_for_shopper(minor: i64, currency: Currency, locale: Locale) -> String {
    let sign = match currency.as_str() {
        "USD" => "$",
        "EUR" => "€",
        "GBP" => "£",
        "JPY" => "¥",
        _ => return amount_with_code(minor, currency, locale),
    };
    let digits = amount_digits(minor, currency, locale);
    match (locale, digits.strip_prefix('-')) {
        (Locale::En, Some(positive)) => format!("-{sign}{positive}"),
        (Locale::En, None) => format!("{sign}{digits}"),
        (Locale::Fr, _) => format!("{digits}{NO_BREAK}{sign}"),
    }
}

/// A rate as it is read: `20%`, `12,5 %`.
#[must_use]
pub fn rate(percent: crate::money::Percent, locale: Locale) -> String {
    match locale {
        Locale::En => format!("{percent}%"),
        Locale::Fr => format!("{}{NO_BREAK}%", percent.to_string().replace('.', ",")),
    }
}

/// A day: `1 June 2026`, `1er juin 2026`.
#[must_use]
pub fn day(date: Date, locale: Locale) -> String {
    format!("{} {} {}", day_of_month(date, locale), month(date, locale), date.year())
}

/// The number of a day: `1`, `1er`.
pub(crate) fn day_of_month(date: Date, locale: Locale) -> String {
    match (locale, date.day()) {
        (Locale::Fr, 1) => "1er".to_owned(),
        (_, number) => number.to_string(),
    }
}

/// The name of a month.
pub(crate) fn month(date: Date, locale: Locale) -> &'static str {
    const EN: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    const FR: [&str; 12] = [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ];
    let names = match locale {
        Locale::En => &EN,
        Locale::Fr => &FR,
    };
    usize::try_from(date.month() - 1).ok().and_then(|index| names.get(index)).copied().unwrap_or_default()
}

/// A day and, unless it is midnight, the time: `1 June 2026 at 18:00`, `1er juin 2026 à 18 h 00`.
#[must_use]
pub fn moment(date: Date, time: Time, locale: Locale) -> String {
    let day = day(date, locale);
    if time == Time::midnight() {
        return day;
    }
    match locale {
        Locale::En => format!("{day} at {:02}:{:02}", time.hour(), time.minute()),
        Locale::Fr => format!("{day} à {}{NO_BREAK}h{NO_BREAK}{:02}", time.hour(), time.minute()),
    }
}

/// An instant of RFC 3339 as a zone shows it: `1 June 2026 at 18:00 (UTC+02:00)`, and `1 June 2026` where the day begins.
#[must_use]
pub fn moment_of(rfc3339: &str, time_zone: &str, locale: Locale) -> Option<String> {
    let zone = zone_named(time_zone);
    let at: Timestamp = rfc3339.parse().ok()?;
    let local = zone.to_datetime(at);
    let words = moment(local.date(), local.time(), locale);
    Some(if local.time() == Time::midnight() { words } else { format!("{words} ({})", offset_at(at, &zone)) })
}

/// A zone by its name, from the bundled list. Settings hold only names that are on it.
pub(crate) fn zone_named(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

/// How far a zone's clocks are from UTC at an instant, as shoppers of every language read it: `UTC`, `UTC+02:00`.
pub(crate) fn offset_at(at: Timestamp, zone: &TimeZone) -> String {
    let minutes = zone.to_offset(at).seconds() / 60;
    if minutes == 0 {
        return "UTC".to_owned();
    }
    let (sign, distance) = (if minutes < 0 { '-' } else { '+' }, minutes.unsigned_abs());
    format!("UTC{sign}{:02}:{:02}", distance / 60, distance % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn currency(code: &str) -> Currency {
        Currency::parse(code).unwrap()
    }

    #[test]
    fn languages_are_found_by_their_first_part() {
        assert_eq!(Locale::parse("fr-FR"), Locale::Fr);
        assert_eq!(Locale::parse("FR_ca"), Locale::Fr);
        assert_eq!(Locale::parse("en-GB"), Locale::En);
        assert_eq!(Locale::parse("fry"), Locale::En);
        assert_eq!(Locale::parse(""), Locale::En);
    }

    #[test]
    fn amounts_have_the_decimals_of_their_currency() {
        assert_eq!(amount_for_shopper(6000, currency("USD"), Locale::En), "$60.00");
        assert_eq!(amount_for_shopper(6000, currency("USD"), Locale::Fr), "60,00\u{a0}$");
        assert_eq!(amount_for_shopper(1_234_567, currency("JPY"), Locale::En), "¥1,234,567");
        assert_eq!(amount_for_shopper(5, currency("KWD"), Locale::En), "0.005 KWD");
        assert_eq!(amount_for_shopper(-105, currency("EUR"), Locale::En), "-€1.05");
        assert_eq!(amount_with_code(123_456, currency("CHF"), Locale::Fr), "1\u{202f}234,56\u{a0}CHF");
    }

    #[test]
    fn moments_are_shown_in_the_zone_and_name_its_offset() {
        let shown = |text: &str, zone, locale| moment_of(text, zone, locale).unwrap();
        assert_eq!(shown("2026-06-01T00:00:00Z", "UTC", Locale::En), "1 June 2026");
        assert_eq!(shown("2026-06-01T00:00:00+02:00", "Europe/Paris", Locale::Fr), "1er juin 2026");
        assert_eq!(shown("2026-06-01T00:00:00Z", "Europe/Paris", Locale::En), "1 June 2026 at 02:00 (UTC+02:00)");
        assert_eq!(shown("2026-08-12T16:05:00Z", "UTC", Locale::En), "12 August 2026 at 16:05 (UTC)");
        assert_eq!(
            shown("2026-08-12T16:05:00Z", "Europe/Paris", Locale::Fr),
            "12 août 2026 à 18\u{a0}h\u{a0}05 (UTC+02:00)"
        );
        assert_eq!(
            shown("2026-08-12T16:05:00Z", "America/St_Johns", Locale::En),
            "12 August 2026 at 13:35 (UTC-02:30)"
        );
        assert_eq!(moment_of("soon", "UTC", Locale::En), None);
    }

    #[test]
    fn both_sides_of_a_change_of_the_clocks_name_their_own_offset() {
        let paris = |text: &str| moment_of(text, "Europe/Paris", Locale::En).unwrap();
        assert_eq!(paris("2026-03-29T00:59:00Z"), "29 March 2026 at 01:59 (UTC+01:00)");
        assert_eq!(paris("2026-03-29T01:00:00Z"), "29 March 2026 at 03:00 (UTC+02:00)");
        // 02:30 comes twice on that day; the offset says which.
        assert_eq!(paris("2026-10-25T00:30:00Z"), "25 October 2026 at 02:30 (UTC+02:00)");
        assert_eq!(paris("2026-10-25T01:30:00Z"), "25 October 2026 at 02:30 (UTC+01:00)");
        // The day begins in summer time and in winter time alike.
        assert_eq!(paris("2026-06-30T22:00:00Z"), "1 July 2026");
        assert_eq!(paris("2026-12-31T23:00:00Z"), "1 January 2027");
    }
}
