//! Signed text: JWS in its compact form with HMAC-SHA256 and nothing else. RFC 7515, RFC 7518 section 3.2.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::Deserialize;
use serde::de::IgnoredAny;
use sha2::Sha256;

/// The only algorithm.
const ALGORITHM: &str = "HS256";

/// A secret, ready to verify with.
#[derive(Clone)]
pub(super) struct Key(Hmac<Sha256>);

/// Why a text is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is not a JWT.
    Malformed,
    /// It is signed with another algorithm, or asks for what is not known here.
    Algorithm,
    /// No secret that is accepted signed it.
    Signature,
}

/// What the head says.
#[derive(Deserialize)]
struct Header {
    alg: String,
    /// Names members that must be understood: none are.
    crit: Option<IgnoredAny>,
}

impl Key {
    /// Of a secret as it is shown: its characters are the key.
    pub(super) fn of(secret: &str) -> Self {
        Self(Hmac::new_from_slice(secret.as_bytes()).expect("HMAC takes a key of any length"))
    }

    fn signed(&self, text: &str, signature: &[u8]) -> bool {
        let mut mac = self.0.clone();
        mac.update(text.as_bytes());
        mac.verify_slice(signature).is_ok()
    }
}

/// What was signed with one of the keys. The algorithm in the head has to be the one there is: it chooses nothing.
pub(super) fn verify<'k>(token: &str, mut keys: impl Iterator<Item = &'k Key>) -> Result<Vec<u8>, Fault> {
    let (signed, signature) = token.rsplit_once('.').ok_or(Fault::Malformed)?;
    let (header, payload) = signed.split_once('.').ok_or(Fault::Malformed)?;
    let bytes = |part: &str| BASE64_URL_SAFE_NO_PAD.decode(part).map_err(|_| Fault::Malformed);
    let (header, payload, signature) = (bytes(header)?, bytes(payload)?, bytes(signature)?);
    let header: Header = serde_json::from_slice(&header).map_err(|_| Fault::Malformed)?;
    if header.alg != ALGORITHM || header.crit.is_some() {
        return Err(Fault::Algorithm);
    }
    if keys.any(|key| key.signed(signed, &signature)) { Ok(payload) } else { Err(Fault::Signature) }
}

/// Signs claims as a shop's server does, for a test that has none.
#[doc(hidden)]
#[must_use]
pub fn sign(secret: &str, claims: &serde_json::Value) -> String {
    let header = format!(r#"{{"alg":"{ALGORITHM}","typ":"JWT"}}"#);
    let encoded = |text: &str| BASE64_URL_SAFE_NO_PAD.encode(text);
    let signed = format!("{}.{}", encoded(&header), encoded(&claims.to_string()));
    let mut mac = Key::of(secret).0;
    mac.update(signed.as_bytes());
    format!("{signed}.{}", BASE64_URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn with_header(header: &str) -> String {
        let signed = format!("{}.{}", BASE64_URL_SAFE_NO_PAD.encode(header), BASE64_URL_SAFE_NO_PAD.encode("{}"));
        let mut mac = Key::of("s").0;
        mac.update(signed.as_bytes());
        format!("{signed}.{}", BASE64_URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
    }

    /// RFC 7515, appendix A.1.
    #[test]
    fn the_example_of_the_specification_is_believed() {
        let key = "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow";
        let key = Key(Hmac::new_from_slice(&BASE64_URL_SAFE_NO_PAD.decode(key).unwrap()).unwrap());
        let token = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        let payload = verify(token, [key].iter()).unwrap();
        assert!(payload.starts_with(br#"{"iss":"joe""#));
    }

    #[test]
    fn any_key_that_is_accepted_will_do_and_no_other() {
        let token = sign("two", &json!({ "a": 1 }));
        let keys = ["one", "two", "three"].map(Key::of);
        assert_eq!(verify(&token, keys.iter()), Ok(br#"{"a":1}"#.to_vec()));
        assert_eq!(verify(&token, keys[..1].iter()), Err(Fault::Signature));
        assert_eq!(verify(&token, [].iter()), Err(Fault::Signature));
    }

    #[test]
    fn a_changed_text_is_not_believed() {
        let (token, key) = (sign("s", &json!({ "sub": "ana" })), [Key::of("s")]);
        for at in 0..token.len() {
            let mut changed = token.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            if changed != token {
                assert!(verify(&changed, key.iter()).is_err(), "{at}");
            }
        }
        assert!(verify(&token[..token.len() - 2], key.iter()).is_err(), "a shorter signature");
    }

    #[test]
    fn the_head_chooses_no_algorithm() {
        let key = [Key::of("s")];
        assert_eq!(verify(&with_header(r#"{"alg":"HS256"}"#), key.iter()), Ok(b"{}".to_vec()));
        for other in ["none", "None", "hs256", "HS384", "HS512", "RS256", ""] {
            let token = with_header(&json!({ "alg": other }).to_string());
            assert_eq!(verify(&token, key.iter()), Err(Fault::Algorithm), "{other}");
        }
        let critical = with_header(r#"{"alg":"HS256","crit":["b64"],"b64":false}"#);
        assert_eq!(verify(&critical, key.iter()), Err(Fault::Algorithm));
        for none in ["", ".", "..", "a.b", "a.b.c", "a.b.c.d", "pk_page", &with_header("{}"), &with_header("[1]")] {
            assert_eq!(verify(none, key.iter()), Err(Fault::Malformed), "{none}");
        }
        let unsigned = with_header(r#"{"alg":"HS256"}"#);
        let unsigned = &unsigned[..=unsigned.rfind('.').unwrap()];
        assert_eq!(verify(unsigned, key.iter()), Err(Fault::Signature));
    }
}
