//! Amounts as shoppers read them.

use crate::texts::Language;

/// An amount in minor units as text: `$1,234.50`, in French `1 234,50 $`.
pub(crate) fn shown(minor: i64, currency: &str, language: Language) -> String {
    let sign = if minor < 0 { "−" } else { "" };
    let decimals = decimals(currency);
    let digits = format!("{:0>width$}", minor.unsigned_abs(), width = decimals + 1);
    let (whole, rest) = digits.split_at(digits.len() - decimals);
    let (group, point) = match language {
        Language::English => (',', '.'),
        Language::French => ('\u{202f}', ','),
    };
    let mut number = String::with_capacity(digits.len() + 4);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            number.push(group);
        }
        number.push(digit);
    }
    if decimals > 0 {
        number.push(point);
        number.push_str(rest);
    }
    let symbol = match currency {
        "USD" => "$",
        "EUR" => "€",
        "GBP" => "£",
        other => other,
    };
    match language {
        Language::English if symbol.len() == 3 && symbol.is_ascii() => format!("{sign}{symbol}\u{a0}{number}"),
        Language::English => format!("{sign}{symbol}{number}"),
        Language::French => format!("{sign}{number}\u{a0}{symbol}"),
    }
}

/// The same without decimals where they are zero: what stands big on a ticket.
pub(crate) fn short(minor: i64, currency: &str, language: Language) -> String {
    let long = shown(minor, currency, language);
    long.replacen(".00", "", 1).replacen(",00", "", 1)
}

/// Decimals of a currency.
fn decimals(currency: &str) -> usize {
    match currency {
        "JPY" | "KRW" | "CLP" | "ISK" | "VND" | "XOF" | "XAF" | "XPF" => 0,
        "KWD" | "BHD" | "OMR" | "TND" | "JOD" => 3,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_read_as_people_write_them() {
        let english = |minor, currency| shown(minor, currency, Language::English);
        assert_eq!(english(0, "USD"), "$0.00");
        assert_eq!(english(5, "USD"), "$0.05");
        assert_eq!(english(123_456_789, "USD"), "$1,234,567.89");
        assert_eq!(english(-1_250, "USD"), "−$12.50");
        assert_eq!(english(1_500, "JPY"), "JPY\u{a0}1,500");
        assert_eq!(shown(123_450, "EUR", Language::French), "1\u{202f}234,50\u{a0}€");
        assert_eq!(short(1_000, "USD", Language::English), "$10");
        assert_eq!(short(1_050, "USD", Language::English), "$10.50");
        assert_eq!(short(1_000, "USD", Language::French), "10\u{a0}$");
    }
}
