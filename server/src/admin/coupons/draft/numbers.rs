//! Amounts and rates as people write them.

use serde_json::{Map, Value, json};
use tessera_engine::{Currency, Locale, Percent};

use crate::admin::money::{read_amount, written_amount};

/// Amounts by currency: `10,00` in the form's currency, `10,00 / 12.00 USD` in that and another.
pub(super) fn read_amounts(text: &str, currency: Currency) -> Option<Value> {
    let mut amounts = Map::new();
    for piece in text.split(['/', ';', '\n']) {
        let letters: String = piece.chars().filter(char::is_ascii_alphabetic).collect();
        let number = piece.trim_matches(|one: char| one.is_ascii_alphabetic() || one.is_whitespace());
        let currency = if letters.is_empty() { currency } else { Currency::parse(&letters.to_uppercase())? };
        let minor = read_amount(number, currency)?;
        if amounts.insert(currency.to_string(), json!(minor)).is_some() {
            return None;
        }
    }
    Some(Value::Object(amounts))
}

/// Amounts by currency as they are typed, the form's currency first and without its name.
pub(super) fn written_amounts(amounts: &Value, main: &str, locale: Locale) -> Option<String> {
    let mut pieces = Vec::new();
    for (name, minor) in amounts.as_object()? {
        let (currency, minor) = (Currency::parse(name)?, minor.as_i64()?);
        let text = written_amount(minor, currency, locale);
        if name == main { pieces.insert(0, text) } else { pieces.push(format!("{text} {name}")) }
    }
    Some(pieces.join(" / "))
}

/// A rate from 0 to 100: `20`, `12,5`, `12.5 %`.
pub(super) fn read_percent(text: &str) -> Option<Value> {
    let digits = text.trim_end_matches('%').trim().replace(',', ".");
    let percent = Percent::parse(&digits).ok().filter(|percent| *percent <= Percent::HUNDRED)?;
    serde_json::to_value(percent).ok()
}

/// A rate as it is typed.
pub(super) fn written_percent(percent: &Value, locale: Locale) -> String {
    let digits = percent.to_string();
    if locale == Locale::Fr { digits.replace('.', ",") } else { digits }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_currencies_stand_in_one_field() {
        let euro = Currency::parse("EUR").unwrap();
        let both = json!({ "EUR": 125_050, "USD": 1200 });
        for text in ["1 250,50 / 12.00 USD", "usd 12; 1250,50", "1250.50 EUR / USD12.00"] {
            assert_eq!(read_amounts(text, euro).as_ref(), Some(&both), "{text}");
        }
        for text in ["", "10 / 11", "10 ABC", "10 /", "1 E 0"] {
            assert_eq!(read_amounts(text, euro), None, "{text}");
        }
        assert_eq!(written_amounts(&both, "USD", Locale::Fr).unwrap(), "12,00 / 1250,50 EUR");
        assert_eq!(written_amounts(&both, "EUR", Locale::En).unwrap(), "1250.50 / 12.00 USD");
    }

    #[test]
    fn rates_are_read_as_people_write_them() {
        for (text, rate) in [("20", "20"), ("12,5 %", "12.5"), ("0.0001", "0.0001"), ("100%", "100")] {
            assert_eq!(read_percent(text).unwrap().to_string(), rate, "{text}");
        }
        for text in ["", "101", "x", "1.23456", "-1"] {
            assert_eq!(read_percent(text), None, "{text}");
        }
        assert_eq!(written_percent(&json!(12.5), Locale::Fr), "12,5");
    }
}
