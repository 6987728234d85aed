//! Amounts, rates and times as other shops write them. Read from their digits: nothing is ever rounded.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use tessera_engine::{Currency, Money, Percent};

/// `12.50` in a currency, in minor units; `None` where it has more decimals than the currency, or is no amount.
pub(super) fn minor(text: &str, currency: Currency) -> Option<i64> {
    let text = text.trim();
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let exponent = usize::try_from(currency.exponent()).ok()?;
    let kept = decimals.trim_end_matches('0');
    if whole.is_empty() || kept.len() > exponent || !(whole.bytes().chain(decimals.bytes())).all(|b| b.is_ascii_digit())
    {
        return None;
    }
    let minor: i64 = format!("{whole}{kept:0<exponent$}").parse().ok()?;
    Money::new(minor).map(Money::minor)
}

/// `15.0` as a rate, without the zeros behind.
pub(super) fn percent(text: &str) -> Option<Percent> {
    let text = text.trim().trim_end_matches('%').trim_end();
    let digits = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text };
    Percent::parse(digits).ok().filter(|percent| *percent <= Percent::HUNDRED)
}

/// Nothing, or zero however it is written: other shops mean "unlimited" by both.
pub(super) fn is_none(text: &str) -> bool {
    let text = text.trim();
    text.is_empty() || text.bytes().all(|byte| matches!(byte, b'0' | b'.'))
}

/// Yes as CSV files say it.
pub(super) fn is_yes(text: &str) -> bool {
    matches!(text.trim().to_ascii_lowercase().as_str(), "yes" | "1" | "true" | "y")
}

/// No as CSV files say it, or nothing.
pub(super) fn is_no(text: &str) -> bool {
    matches!(text.trim().to_ascii_lowercase().as_str(), "" | "no" | "0" | "false" | "n")
}

/// An instant: seconds since 1970, RFC 3339, `2026-06-22 01:24:35 +0400`, or a day or time of the zone.
pub(super) fn instant(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    let text = text.trim();
    if text.len() >= 9
        && let Ok(seconds) = text.parse::<i64>()
    {
        return Timestamp::from_second(seconds).ok();
    }
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Some(instant);
    }
    if let Ok(instant) = Timestamp::strptime("%Y-%m-%d %H:%M:%S %z", text) {
        return Some(instant);
    }
    let local = text.parse::<DateTime>().ok().or_else(|| text.parse::<Date>().ok().map(|date| date.at(0, 0, 0, 0)))?;
    local.to_zoned(zone.clone()).ok().map(|zoned| zoned.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_from_their_digits() {
        let in_currency = |text: &str, code: &str| minor(text, Currency::parse(code).unwrap());
        assert_eq!(in_currency("10", "USD"), Some(1_000));
        assert_eq!(in_currency("10.5", "USD"), Some(1_050));
        assert_eq!(in_currency(" 0.10 ", "USD"), Some(10));
        assert_eq!(in_currency("19.990", "USD"), Some(1_999));
        assert_eq!(in_currency("500.0", "JPY"), Some(500));
        assert_eq!(in_currency("1.234", "KWD"), Some(1_234));
        for (text, code) in [
            ("0.005", "USD"),
            ("500.5", "JPY"),
            ("", "USD"),
            ("-5", "USD"),
            ("1,50", "EUR"),
            (".5", "USD"),
            ("99999999999999", "USD"),
        ] {
            assert_eq!(in_currency(text, code), None, "{text} {code}");
        }
    }

    #[test]
    fn rates_lose_their_zeros_and_nothing_else() {
        for (text, digits) in [("15.0", "15"), ("12.50%", "12.5"), ("100", "100"), ("0.5", "0.5")] {
            assert_eq!(percent(text).map(|percent| percent.to_string()).as_deref(), Some(digits), "{text}");
        }
        for text in ["101", "-5", "ten", "1.23456"] {
            assert_eq!(percent(text), None, "{text}");
        }
    }

    #[test]
    fn p12_nothing_and_zero_are_unlimited() {
        assert!(["", " ", "0", "0.00"].into_iter().all(is_none));
        assert!(!is_none("10") && !is_none("x"));
    }

    #[test]
    fn instants_come_in_several_ways() {
        let zone = TimeZone::get("Europe/Paris").unwrap();
        let read = |text: &str| instant(text, &zone).map(|at| at.to_string());
        assert_eq!(read("2026-07-01").as_deref(), Some("2026-06-30T22:00:00Z"));
        assert_eq!(read("2026-07-01 10:00:00").as_deref(), Some("2026-07-01T08:00:00Z"));
        assert_eq!(read("2026-06-22 01:24:35 +0400").as_deref(), Some("2026-06-21T21:24:35Z"));
        assert_eq!(read("2026-06-22T01:24:35+04:00").as_deref(), Some("2026-06-21T21:24:35Z"));
        assert_eq!(read("1782864000").as_deref(), Some("2026-07-01T00:00:00Z"));
        assert_eq!(read("soon"), None);
    }
}
