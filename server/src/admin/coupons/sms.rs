//! How long a text is as a text message: 160 signs of the alphabet of GSM (3GPP TS 23.038), or 70 of any other.

/// How long a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sms {
    /// Signs as they are charged.
    pub(super) signs: usize,
    /// Messages that it takes.
    pub(super) messages: usize,
    /// Whether a sign of it is not in the short alphabet.
    pub(super) is_wide: bool,
}

/// Signs of the short alphabet beside ASCII letters and digits.
const OTHERS: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ ÆæßÉ!\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà";

/// Signs that take the room of two.
const DOUBLE: &str = "^{}\\[~]|€";

/// Measures a text.
pub(super) fn measure(text: &str) -> Sms {
    let size = |one: char| match one {
        _ if one.is_ascii_alphanumeric() || OTHERS.contains(one) => Some(1),
        _ if DOUBLE.contains(one) => Some(2),
        _ => None,
    };
    let short: Option<usize> = text.chars().map(size).sum();
    let (signs, one, many, is_wide) = match short {
        Some(signs) => (signs, 160, 153, false),
        None => (text.encode_utf16().count(), 70, 67, true),
    };
    let messages = if signs <= one { usize::from(signs > 0) } else { signs.div_ceil(many) };
    Sms { signs, messages, is_wide }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_as_long_as_it_is_charged() {
        assert_eq!(measure(""), Sms { signs: 0, messages: 0, is_wide: false });
        assert_eq!(measure("5€ off"), Sms { signs: 7, messages: 1, is_wide: false });
        assert_eq!(measure(&"a".repeat(160)).messages, 1);
        assert_eq!(measure(&"a".repeat(161)).messages, 2);
        assert_eq!(measure("Noël"), Sms { signs: 4, messages: 1, is_wide: true });
        assert_eq!(measure(&"ë".repeat(71)).messages, 2);
    }
}
