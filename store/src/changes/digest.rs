//! Digests that only who knows the store's secret can make or guess from.

use std::fmt::{self, Write as _};

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// The secret of a store: pseudonyms and digests are keyed with it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub(crate) [u8; 32]);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

impl Secret {
    /// A secret of these random bytes.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The digest of parts, each with its length, so that no two lists of parts have the same bytes; hexadecimal.
    #[must_use]
    pub fn digest(&self, parts: &[&str]) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes a key of any length");
        for part in parts {
            mac.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            mac.update(part.as_bytes());
        }
        hex(&mac.finalize().into_bytes())
    }

    /// The name under which a resource stands in the audit trail: a customer's id is the merchant's and may be an
    /// e-mail, so that it is replaced by a pseudonym, always the same.
    #[must_use]
    pub fn pseudonym(&self, aggregate: &str) -> String {
        match aggregate.strip_prefix("customer:") {
            None => aggregate.to_owned(),
            Some(id) => format!("customer:{}", &self.digest(&["customer", id])[..32]),
        }
    }

    /// The digest of the events of one mutation: type, aggregate and data of each, in their order.
    pub(crate) fn digest_of_events<'e>(&self, events: impl Iterator<Item = [&'e str; 3]>) -> String {
        let parts: Vec<&str> = events.flatten().collect();
        self.digest(&parts)
    }
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// 32 bytes of hexadecimal digits.
pub(crate) fn unhex(text: &str) -> Option<[u8; 32]> {
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    let mut bytes = [0; 32];
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[at * 2..at * 2 + 2], 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pseudonym_is_the_same_for_one_store_and_another_for_the_next() {
        let (one, other) = (Secret::new([1; 32]), Secret::new([2; 32]));
        assert_eq!(one.pseudonym("customer:ana@shop.example"), one.pseudonym("customer:ana@shop.example"));
        assert_ne!(one.pseudonym("customer:ana"), other.pseudonym("customer:ana"));
        assert!(!one.pseudonym("customer:ana@shop.example").contains("ana"));
        assert_eq!(one.pseudonym("order:1"), "order:1");
    }

    #[test]
    fn parts_are_told_apart() {
        let secret = Secret::new([7; 32]);
        assert_ne!(secret.digest(&["ab", "c"]), secret.digest(&["a", "bc"]));
        assert_eq!(unhex(&secret.digest(&[])).map(|bytes| hex(&bytes)), Some(secret.digest(&[])));
        assert_eq!(unhex("zz"), None);
    }
}
