//! What stands in a token. RFC 7519: members that are not ours are left alone.

use tessera_engine::cart::decode_email;
use tessera_engine::decode::{Decode, Errors, Form, Node, codes, limits};

/// Bytes of a SHA-256.
pub(super) const DIGEST: usize = 32;

/// The claims of a token, as they were written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Claims {
    /// Whom it is for.
    pub(super) aud: Vec<String>,
    /// When it ends, in seconds since 1970.
    pub(super) exp: i64,
    /// When it begins.
    pub(super) nbf: Option<i64>,
    /// The merchant's id of the account.
    pub(super) sub: Option<String>,
    /// The e-mail the shop knows them by.
    pub(super) email: Option<String>,
    /// Whether the shop has verified who they are.
    pub(super) verified: Option<bool>,
    /// The segments they are in.
    pub(super) segments: Option<Vec<String>>,
    /// The order that the shop holds for them.
    pub(super) order_id: Option<String>,
    /// SHA-256 of the cart that the shop's server made.
    pub(super) cart_sha256: Option<[u8; DIGEST]>,
}

impl Decode for Claims {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let aud = object.required("aud", errors, audience);
        let exp = object.required("exp", errors, date);
        let nbf = object.optional("nbf", errors, date);
        let sub = object.optional("sub", errors, Node::name);
        let email = object.optional("email", errors, decode_email);
        let verified = object.optional("verified", errors, Node::bool);
        let segments = object.optional("segments", errors, |node, errors| node.names(limits::LIST, errors));
        let order_id = object.optional("order_id", errors, Node::name);
        let cart_sha256 = object.optional("cart_sha256", errors, digest);
        Some(Self { aud: aud?, exp: exp?, nbf, sub, email, verified, segments, order_id, cart_sha256 })
    }
}

/// One, or a list.
fn audience(node: &Node<'_>, errors: &mut Errors) -> Option<Vec<String>> {
    match node.form() {
        Form::Array => node.each(limits::LIST, errors, |node, errors| node.string(errors).map(Into::into)),
        _ => node.string(errors).map(|text| vec![text.into_owned()]),
    }
}

/// Seconds since 1970; a part of one does not matter.
fn date(node: &Node<'_>, errors: &mut Errors) -> Option<i64> {
    let written = node.text_as_written();
    let seconds = written.split_once('.').map_or(written, |(seconds, _)| seconds);
    let is_plain = node.form() == Form::Number && !written.contains(['e', 'E']);
    match seconds.parse().ok().filter(|_| is_plain) {
        Some(seconds) => Some(seconds),
        None => node.fault(errors, codes::WRONG_TYPE, "must be seconds since 1970, such as 1780000000"),
    }
}

fn digest(node: &Node<'_>, errors: &mut Errors) -> Option<[u8; DIGEST]> {
    let text = node.string(errors)?;
    let mut digest = [0; DIGEST];
    let digit = |digit: u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    };
    let pairs = text.as_bytes().chunks_exact(2).map(|pair| Some(digit(pair[0])? << 4 | digit(pair[1])?));
    let read: Option<Vec<u8>> = pairs.collect();
    match read.filter(|read| read.len() == DIGEST && text.len() == 2 * DIGEST) {
        Some(read) => {
            digest.copy_from_slice(&read);
            Some(digest)
        }
        None => node.fault(errors, codes::INVALID_VALUE, "must be 64 hexadecimal digits in lower case"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use tessera_engine::{DecodeError, from_json};

    use super::*;

    fn read(claims: &Value) -> Result<Claims, Vec<String>> {
        from_json(claims.to_string().as_bytes()).map_err(|error| match error {
            DecodeError::Fields(faults) => faults.into_iter().map(|fault| fault.pointer).collect(),
            other => panic!("{other:?}"),
        })
    }

    #[test]
    fn members_of_others_are_left_alone() {
        let claims =
            read(&json!({ "aud": "tessera", "exp": 1, "iat": 0, "jti": "x", "iss": "shop", "role": {} })).unwrap();
        assert_eq!((claims.aud, claims.exp, claims.sub), (vec!["tessera".to_owned()], 1, None));
        let claims = read(&json!({ "aud": ["other", "tessera"], "exp": 1_780_000_000.75, "nbf": -1.5 })).unwrap();
        assert_eq!((claims.aud.len(), claims.exp, claims.nbf), (2, 1_780_000_000, Some(-1)));
    }

    #[test]
    fn every_fault_is_named() {
        let mut pointers = read(&json!({
            "aud": 7, "exp": "soon", "nbf": true, "sub": "", "email": "ana", "verified": "yes", "segments": "vip",
            "cart_sha256": "AB", "order_id": "",
        }))
        .unwrap_err();
        pointers.sort_unstable();
        let all = ["/aud", "/cart_sha256", "/email", "/exp", "/nbf", "/order_id", "/segments", "/sub", "/verified"];
        assert_eq!(pointers, all);
        assert_eq!(read(&json!({})).unwrap_err(), ["/aud", "/exp"]);
    }

    #[test]
    fn a_digest_is_lower_case_and_whole() {
        let of = |text: String| read(&json!({ "aud": "tessera", "exp": 1, "cart_sha256": text }));
        let digest = of("0f".repeat(32)).unwrap().cart_sha256.unwrap();
        assert_eq!(digest, [0x0f; DIGEST]);
        for bad in ["0F".repeat(32), "0f".repeat(31), format!("{}0", "0f".repeat(32)), "é".repeat(32)] {
            assert!(of(bad.clone()).is_err(), "{bad}");
        }
    }
}
