//! What the shop's server signs for a browser: who the customer is, and that a cart is the one the shop wrote. JWT with
//! HS256, as `POST /v1/quotes` with a publishable key wants it in the header `Tessera-Customer`.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

/// How long a token is good, in seconds. A page that is open longer gets a new one when it is loaded again.
const GOOD_FOR: i64 = 2 * 60 * 60;

/// Who is signed in.
#[derive(Clone, Debug, Default)]
pub(crate) struct Customer {
    /// The shop's own id.
    pub(crate) id: Option<String>,
    /// The address the shop knows of them.
    pub(crate) email: Option<String>,
}

#[derive(Serialize)]
struct Claims<'a> {
    aud: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    sub: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    order_id: Option<&'a str>,
    cart_sha256: String,
    exp: i64,
}

/// A token for a customer and for a cart: `cart` is the JSON text that the browser sends, to the byte; `order_id` the order
/// that the shop holds for them, for what it holds is free to them. `now` is in seconds since 1970.
pub(crate) fn sign(secret: &str, customer: &Customer, order_id: Option<&str>, cart: &str, now: i64) -> String {
    let claims = Claims {
        aud: "tessera",
        sub: customer.id.as_deref(),
        email: customer.email.as_deref(),
        order_id,
        cart_sha256: hex(&Sha256::digest(cart.as_bytes())),
        exp: now + GOOD_FOR,
    };
    let claims = serde_json::to_vec(&claims).unwrap_or_default();
    let signed =
        format!("{}.{}", URL_SAFE_NO_PAD.encode(r#"{"alg":"HS256","typ":"JWT"}"#), URL_SAFE_NO_PAD.encode(claims));
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes a key of any length");
    mac.update(signed.as_bytes());
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
}

/// In lower case.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Nothing that is written into a text fails.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// So many random bytes, in hexadecimal.
pub(crate) fn random_hex<const BYTES: usize>() -> String {
    let mut bytes = [0_u8; BYTES];
    getrandom::fill(&mut bytes).expect("the machine has randomness");
    hex(&bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_says_who_and_which_cart_and_is_signed() {
        let customer = Customer { id: Some("ana".to_owned()), email: None };
        let token = sign("secret", &customer, Some("W-1"), r#"{"currency":"USD"}"#, 1_000);
        let parts: Vec<&str> = token.split('.').collect();
        let claims = String::from_utf8(URL_SAFE_NO_PAD.decode(parts[1]).unwrap()).unwrap();
        let sum = hex(&Sha256::digest(br#"{"currency":"USD"}"#));
        assert_eq!(
            claims,
            format!(r#"{{"aud":"tessera","sub":"ana","order_id":"W-1","cart_sha256":"{sum}","exp":8200}}"#)
        );
        let mut mac = Hmac::<Sha256>::new_from_slice(b"secret").unwrap();
        mac.update(format!("{}.{}", parts[0], parts[1]).as_bytes());
        assert_eq!(URL_SAFE_NO_PAD.decode(parts[2]).unwrap(), mac.finalize().into_bytes().to_vec());
        assert_ne!(sign("other", &customer, Some("W-1"), r#"{"currency":"USD"}"#, 1_000), token);
    }
}
