//! Amounts as people type and read them.

use tessera_engine::locale::amount_for_shopper;
use tessera_engine::{Currency, Locale};

use super::shell::Shell;

/// The largest amount, in minor units.
const LARGEST: i64 = 9_007_199_254_740_991;

/// An amount in major units as minor ones: `10`, `10.50`, `10,50`, `1 250,00`.
pub(super) fn read_amount(text: &str, currency: Currency) -> Option<i64> {
    let digits: String = text.chars().filter(|one| !one.is_whitespace()).collect();
    let (whole, decimals) = digits.split_once(['.', ',']).unwrap_or((&digits, ""));
    let places = usize::try_from(currency.exponent()).ok()?;
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !is_number(whole) || !is_number(decimals) || decimals.len() > places {
        return None;
    }
    format!("{whole}{decimals:0<places$}").parse().ok().filter(|minor| *minor <= LARGEST)
}

/// Minor units as they are typed.
pub(super) fn written_amount(minor: i64, currency: Currency, locale: Locale) -> String {
    let places = usize::try_from(currency.exponent()).unwrap_or_default();
    let digits = format!("{minor:0>width$}", width = places + 1);
    let (whole, decimals) = digits.split_at(digits.len() - places);
    let point = if locale == Locale::Fr { ',' } else { '.' };
    if places == 0 { whole.to_owned() } else { format!("{whole}{point}{decimals}") }
}

/// An amount in minor units with its currency.
pub(super) fn money(minor: i64, currency: &str, s: &Shell) -> String {
    match Currency::parse(currency) {
        Some(currency) => amount_for_shopper(minor, currency, s.locale()),
        None => format!("{minor} {currency}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_they_are_written() {
        let (euro, yen) = (Currency::parse("EUR").unwrap(), Currency::parse("JPY").unwrap());
        for (text, minor) in
            [("500", Some(50_000)), ("10,5", Some(1_050)), ("1 250.00", Some(125_000)), ("1.234", None), ("-1", None)]
        {
            assert_eq!(read_amount(text, euro), minor, "{text}");
        }
        assert_eq!((read_amount("500", yen), read_amount("5.0", yen)), (Some(500), None));
        assert_eq!(
            (written_amount(5, euro, Locale::Fr), written_amount(500, yen, Locale::En)),
            ("0,05".to_owned(), "500".to_owned())
        );
    }
}
