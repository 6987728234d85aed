//! Amounts as people type and read them.

use tessera_engine::Currency;

/// The largest amount, in minor units: that of a cart.
const LARGEST: i64 = tessera_engine::Cart::LARGEST_AMOUNT;

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

/// Minor units as they are typed, with the point of the language.
pub(super) fn typed_amount(minor: i64, currency: Currency, lang: &str) -> String {
    let places = usize::try_from(currency.exponent()).unwrap_or_default();
    let digits = format!("{minor:0>width$}", width = places + 1);
    let (whole, decimals) = digits.split_at(digits.len() - places);
    let point = if lang == "fr" { ',' } else { '.' };
    if places == 0 { whole.to_owned() } else { format!("{whole}{point}{decimals}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_read_and_written_back() {
        let (euro, yen) = (Currency::parse("EUR").unwrap(), Currency::parse("JPY").unwrap());
        for (text, minor) in [("10", Some(1_000)), ("10,5", Some(1_050)), ("1 250,00", Some(125_000)), ("0", Some(0))] {
            assert_eq!(read_amount(text, euro), minor, "{text}");
        }
        for text in ["", "-1", "1.234", "ten", "1.2.3", "99999999999999999"] {
            assert_eq!(read_amount(text, euro), None, "{text}");
        }
        assert_eq!((read_amount("500", yen), read_amount("5.0", yen)), (Some(500), None));
        assert_eq!((typed_amount(5, euro, "fr"), typed_amount(1_050, euro, "en")), ("0,05".into(), "10.50".into()));
        assert_eq!(typed_amount(500, yen, "en"), "500");
    }
}
