//! The body of `POST /v1/quotes`: a cart and what is presented for it. HTTP contract section 2.

use jiff::Timestamp;
use serde::de::{Deserialize, Deserializer, Error};

use super::fast::{AsObject, CartFields, List, null_or, object, object_or_default};
use super::{Cart, fast};
use crate::decode::{Decode, DecodeError, Errors, Node, codes, from_json, limits, timestamp};

/// What is to be priced.
#[derive(Clone, Debug, PartialEq)]
pub struct QuoteRequest {
    /// The cart.
    pub cart: Cart,
    /// Codes and claims.
    pub discounts: PresentedDiscounts,
    /// Whether to report every candidate.
    pub explain: bool,
    /// Another instant than now.
    pub as_of: Option<Timestamp>,
    /// The order it is for: what that holds counts as free.
    pub order_id: Option<String>,
}

/// The codes and claims that are presented, and the automatic coupons that are not wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PresentedDiscounts {
    /// Codes as typed. Anything of at most 255 characters, also what can never be a code.
    #[serde(default, deserialize_with = "codes_fast")]
    pub codes: Vec<String>,
    /// Claims, by id.
    #[serde(default, deserialize_with = "claims_fast")]
    pub claims: Vec<String>,
    /// Automatic coupons the shopper does not want, by id.
    #[serde(default, deserialize_with = "names_fast")]
    pub declined: Vec<String>,
}

impl QuoteRequest {
    /// Reads the body of `POST /v1/quotes`.
    ///
    /// # Errors
    /// See [`DecodeError`]; all faults at once.
    pub fn from_json(body: &[u8]) -> Result<Self, DecodeError> {
        match fast(body) {
            Some(request) => Ok(request),
            None => from_json(body),
        }
    }
}

impl Decode for QuoteRequest {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        read(node, errors, Cart::decode)
    }
}

/// The slow reader, with the reader of the cart handed in.
pub(super) fn read(
    node: &Node<'_>,
    errors: &mut Errors,
    cart: fn(&Node<'_>, &mut Errors) -> Option<Cart>,
) -> Option<QuoteRequest> {
    let mut object = node.object(errors)?;
    let cart = object.required("cart", errors, cart);
    let discounts = object.optional("discounts", errors, PresentedDiscounts::decode);
    let explain = object.optional("explain", errors, Node::bool);
    let as_of = object.optional("as_of", errors, Node::timestamp);
    let order_id = object.optional("order_id", errors, Node::name);
    object.finish(errors);
    Some(QuoteRequest {
        cart: cart?,
        discounts: discounts.unwrap_or_default(),
        explain: explain.unwrap_or_default(),
        as_of,
        order_id,
    })
}

impl PresentedDiscounts {
    /// Codes, and claims, at most.
    pub const LIMIT: usize = 100;
}

impl Decode for PresentedDiscounts {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let codes = object.optional("codes", errors, |node, errors| node.each(Self::LIMIT, errors, typed));
        let claims = object.optional("claims", errors, |node, errors| node.names(Self::LIMIT, errors));
        let declined = object.optional("declined", errors, |node, errors| node.names(limits::LIST, errors));
        object.finish(errors);
        Some(Self {
            codes: codes.unwrap_or_default(),
            claims: claims.unwrap_or_default(),
            declined: declined.unwrap_or_default(),
        })
    }
}

/// A code as somebody typed it: what cannot be one is answered with a rejection, not with a fault.
fn typed(node: &Node<'_>, errors: &mut Errors) -> Option<String> {
    let text = node.string(errors)?;
    if text.chars().count() > limits::NAME {
        return node.fault(errors, codes::TOO_LONG, format!("has more than {} characters", limits::NAME));
    }
    Some(text.into_owned())
}

/// The fast reader.
pub(super) fn fast(body: &[u8]) -> Option<QuoteRequest> {
    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Fields {
        #[serde(deserialize_with = "object")]
        cart: CartFields,
        #[serde(default, deserialize_with = "object_or_default")]
        discounts: PresentedDiscounts,
        #[serde(default, deserialize_with = "null_or")]
        explain: bool,
        #[serde(default)]
        as_of: Option<Instant>,
        #[serde(default, deserialize_with = "fast::name_or_absent")]
        order_id: Option<String>,
    }
    let AsObject(fields) = serde_json::from_slice::<AsObject<Fields>>(body).ok()?;
    Some(QuoteRequest {
        cart: fields.cart.complete()?,
        discounts: fields.discounts,
        explain: fields.explain,
        as_of: fields.as_of.map(|instant| instant.0),
        order_id: fields.order_id,
    })
}

struct Instant(Timestamp);

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        timestamp(&text).map(Self).ok_or_else(|| D::Error::custom("not a time of RFC 3339"))
    }
}

fn codes_fast<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let codes: List<String> = null_or(deserializer)?;
    let fits = |code: &String| code.len() <= limits::NAME || code.chars().count() <= limits::NAME;
    if codes.0.len() > PresentedDiscounts::LIMIT || !codes.0.iter().all(fits) {
        return Err(Error::custom("too many or too long"));
    }
    Ok(codes.0)
}

fn claims_fast<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let claims = names_fast(deserializer)?;
    if claims.len() > PresentedDiscounts::LIMIT { Err(Error::custom("too many")) } else { Ok(claims) }
}

fn names_fast<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    fast::names_or_absent(deserializer).map(Option::unwrap_or_default)
}
