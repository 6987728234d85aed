//! Exact money: integers in the minor unit of a currency, and rates in ten-thousandths of a percent.
//! `docs/MODEL.md` section 2.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

/// An amount in the minor unit of a currency that is known from where it stands.
/// Never negative in a document; differences stay within ±[`Money::MAX_MINOR`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Money(i64);

impl Money {
    /// 2^53 - 1: the largest amount anywhere, line subtotals and totals included.
    pub const MAX_MINOR: i64 = 9_007_199_254_740_991;
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// An amount of `minor` units. `None` beyond ±[`Money::MAX_MINOR`].
    #[must_use]
    pub const fn new(minor: i64) -> Option<Self> {
        if minor > Self::MAX_MINOR || minor < -Self::MAX_MINOR { None } else { Some(Self(minor)) }
    }

    /// The amount in minor units.
    #[must_use]
    pub const fn minor(self) -> i64 {
        self.0
    }
}

/// A currency of ISO 4217.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

impl Currency {
    /// Reads a three-letter upper-case ISO 4217 code that has a minor unit.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes: [u8; 3] = text.as_bytes().try_into().ok()?;
        if !bytes.iter().all(u8::is_ascii_uppercase) {
            return None;
        }
        let known = iso_currency::Currency::from_code(text)?;
        known.exponent()?;
        Some(Self(bytes))
    }

    /// The three letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("a currency is three ASCII letters")
    }

    /// Digits of the minor unit: JPY 0, USD 2, KWD 3.
    #[must_use]
    pub fn exponent(self) -> u32 {
        iso_currency::Currency::from_code(self.as_str()).and_then(iso_currency::Currency::exponent).map_or(2, u32::from)
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Code;
        impl serde::de::Visitor<'_> for Code {
            type Value = Currency;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a currency of ISO 4217")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Currency, E> {
                Currency::parse(text).ok_or_else(|| E::custom("not a currency of ISO 4217"))
            }
        }
        deserializer.deserialize_str(Code)
    }
}

/// An amount for each currency a merchant named: `{"USD": 1000, "EUR": 900}`. Nothing is ever converted.
pub type Amounts = BTreeMap<Currency, Money>;

/// A rate in percent with at most four decimals, kept in ten-thousandths of a percent: 33.33 is 333,300.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent(u32);

impl Percent {
    /// 100 %.
    pub const HUNDRED: Self = Self(1_000_000);
    /// 1,000 %: the largest tax rate.
    pub const THOUSAND: Self = Self(10_000_000);
    /// The unit of [`Percent::scaled`]: 100 % are this many.
    pub const SCALE: i128 = 1_000_000;

    /// A rate of whole percent, at most 1,000.
    #[must_use]
    pub(crate) const fn whole(percent: u32) -> Self {
        assert!(percent <= 1_000, "a rate is at most 1,000 %");
        Self(percent * 10_000)
    }

    /// A rate of `scaled` ten-thousandths of a percent, 0 to 1,000 %.
    #[must_use]
    pub const fn from_scaled(scaled: u32) -> Option<Self> {
        if scaled > 10_000_000 { None } else { Some(Self(scaled)) }
    }

    /// The rate in ten-thousandths of a percent.
    #[must_use]
    pub const fn scaled(self) -> u32 {
        self.0
    }
}

/// Why a text is not a rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PercentError {
    /// Not plain decimal digits: a sign, an exponent, a text.
    Form,
    /// More than four decimals.
    Decimals,
    /// Above 1,000 %.
    Range,
}

impl Percent {
    /// Reads the digits of a JSON number, exactly: `20`, `33.33`. At most four decimals, no sign, no exponent.
    ///
    /// # Errors
    /// See [`PercentError`].
    pub fn parse(digits: &str) -> Result<Self, PercentError> {
        let (whole, decimals) = match digits.split_once('.') {
            Some((_, "")) => return Err(PercentError::Form),
            Some((whole, decimals)) => (whole, decimals),
            None => (digits, ""),
        };
        let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !is_number(whole) || !is_number(decimals) {
            return Err(PercentError::Form);
        }
        if decimals.len() > 4 {
            return Err(PercentError::Decimals);
        }
        // Four decimals make a whole number of ten-thousandths, which four digits before the point keep within 32 bits.
        let significant = whole.trim_start_matches('0');
        if significant.len() > 4 {
            return Err(PercentError::Range);
        }
        let padded = significant.bytes().chain(decimals.bytes()).chain(std::iter::repeat_n(b'0', 4 - decimals.len()));
        let scaled = padded.fold(0, |scaled, digit| scaled * 10 + u32::from(digit - b'0'));
        Self::from_scaled(scaled).ok_or(PercentError::Range)
    }
}

impl fmt::Display for Percent {
    /// The rate without needless zeros: `20`, `12.5`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, decimals) = (self.0 / 10_000, self.0 % 10_000);
        if decimals == 0 {
            return write!(f, "{whole}");
        }
        let decimals = format!("{decimals:04}");
        write!(f, "{whole}.{}", decimals.trim_end_matches('0'))
    }
}

impl Serialize for Percent {
    /// A JSON number with exactly the digits of [`Display`](fmt::Display).
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.is_multiple_of(10_000) {
            return serializer.serialize_u32(self.0 / 10_000);
        }
        let digits = RawValue::from_string(self.to_string()).map_err(serde::ser::Error::custom)?;
        digits.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Percent {
    /// Reads the digits of the number; works with a `serde_json` deserializer that borrows its input.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let digits = <&RawValue>::deserialize(deserializer)?;
        Self::parse(digits.get()).map_err(|_| D::Error::custom("not a rate with at most four decimals"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_read_from_their_digits() {
        let scaled = |digits| Percent::parse(digits).map(Percent::scaled);
        assert_eq!(scaled("20"), Ok(200_000));
        assert_eq!(scaled("33.3333"), Ok(333_333));
        assert_eq!(scaled("0.0001"), Ok(1));
        assert_eq!(scaled("1000"), Ok(10_000_000));
        assert_eq!(scaled("1000.0001"), Err(PercentError::Range));
        assert_eq!(scaled("99999999999999"), Err(PercentError::Range));
        assert_eq!(scaled("0.00001"), Err(PercentError::Decimals));
        for bad in ["", "-1", "1e2", "1.", ".5", "+5", "1.5e1", "NaN", "\"5\"", " 5", "5%"] {
            assert_eq!(scaled(bad), Err(PercentError::Form), "{bad}");
        }
    }

    #[test]
    fn rates_are_written_with_exactly_their_digits() {
        for digits in ["0", "20", "12.5", "0.0001", "33.3333", "1000"] {
            let percent = Percent::parse(digits).unwrap();
            assert_eq!(percent.to_string(), digits);
            assert_eq!(serde_json::to_string(&percent).unwrap(), digits);
            assert_eq!(serde_json::from_str::<Percent>(digits).unwrap(), percent);
        }
        assert_eq!(Percent::parse("12.5000").unwrap().to_string(), "12.5");
    }

    #[test]
    fn currencies_have_a_minor_unit() {
        for (code, exponent) in [("JPY", 0), ("USD", 2), ("KWD", 3)] {
            assert_eq!(Currency::parse(code).unwrap().exponent(), exponent);
        }
        for code in ["usd", "US", "USDD", "XXX", "ABC", ""] {
            assert_eq!(Currency::parse(code), None, "{code}");
        }
    }
}
