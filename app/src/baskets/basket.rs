//! A test basket, as the team keeps it.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::value::RawValue;
use tessera_engine::DecodeError;
use tessera_engine::cart::{Cart, QuoteRequest};
use tessera_engine::decode::{Decode, Errors, Form, Node, codes};
use tessera_store::saved::SavedKind;

use crate::ids::IdKind;
use crate::saved::Saved;

/// What every test case is found by.
pub(super) const CASE: &str = "case";
/// Longest note, in characters.
const NOTE: usize = 2_000;

/// A cart with what is presented for it. Serialised it is what a merge patch applies to; every number keeps its digits.
#[derive(Clone, Debug, Serialize)]
pub struct Basket {
    /// What the team calls it.
    name: String,
    /// The cart, as the body of a quote has it.
    cart: Box<RawValue>,
    /// Codes and claims, as the body of a quote has them; `{}` is none.
    discounts: Box<RawValue>,
    /// What it is for.
    note: Option<String>,
    /// What is to come of it, where it is a test case of a coupon.
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<Expected>,
}

/// What a coupon is to give on a basket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Expected {
    /// The coupon.
    pub coupon_id: String,
    /// What it gives, in minor units of the cart's currency; 0 where it must not apply.
    pub discount: i64,
    /// The instant it is tried at; `None`: now.
    pub at: Option<Timestamp>,
}

impl Decode for Expected {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let coupon_id = object.required("coupon_id", errors, Node::name);
        let discount =
            object.required("discount", errors, |node, errors| node.integer(0..=Cart::LARGEST_AMOUNT, errors));
        let at = object.optional("at", errors, Node::timestamp);
        object.finish(errors);
        Some(Self { coupon_id: coupon_id?, discount: discount?, at })
    }
}

impl Basket {
    /// What the team calls it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What is to come of it.
    #[must_use]
    pub fn expected(&self) -> Option<&Expected> {
        self.expected.as_ref()
    }

    /// What is priced.
    ///
    /// # Errors
    /// Never for a basket that was read: its cart was looked at then.
    pub fn request(&self) -> Result<QuoteRequest, DecodeError> {
        let body = format!("{{\"cart\":{},\"discounts\":{}}}", self.cart, self.discounts);
        QuoteRequest::from_json(body.as_bytes())
    }
}

impl Decode for Basket {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let name = object.required("name", errors, Node::name);
        let cart = object.required("cart", errors, document);
        let discounts =
            object.optional("discounts", errors, document).or_else(|| RawValue::from_string("{}".to_owned()).ok());
        let note = object.optional("note", errors, |node, errors| node.prose(NOTE, errors));
        let expected = object.optional("expected", errors, Expected::decode);
        object.finish(errors);
        let note = note.filter(|note| !note.is_empty());
        // The cart is looked at even where the name is at fault: every fault is told at once.
        let basket =
            Self { name: name.clone().unwrap_or_default(), cart: cart?, discounts: discounts?, note, expected };
        match basket.request() {
            Ok(_) => {}
            // The members stand where they stand in the body of a quote, so that their pointers are right.
            Err(DecodeError::Fields(found)) => {
                found.into_iter().for_each(|error| errors.push(error.pointer, error.code, error.detail));
            }
            Err(other) => errors.push(node.pointer(), codes::INVALID_VALUE, other.to_string()),
        }
        name.map(|_| basket)
    }
}

/// An object, as it is written.
fn document(node: &Node<'_>, errors: &mut Errors) -> Option<Box<RawValue>> {
    if node.form() != Form::Object {
        return node.fault(errors, codes::WRONG_TYPE, "must be an object, as the body of a quote has it");
    }
    RawValue::from_string(node.text_as_written().to_owned()).ok()
}

impl Saved for Basket {
    const KIND: SavedKind = SavedKind::Basket;
    const ID: IdKind = IdKind::Basket;
    const NOUN: &'static str = "basket";
    const EVENTS: [&'static str; 3] = ["basket.created", "basket.updated", "basket.deleted"];

    /// A test case is found by its coupon, and among all.
    fn facets(&self) -> Vec<String> {
        self.expected.iter().flat_map(|expected| [CASE.to_owned(), expected.coupon_id.clone()]).collect()
    }
}

#[cfg(test)]
mod tests {
    use tessera_engine::from_json;

    use super::*;

    #[test]
    fn a_basket_keeps_its_digits_and_its_faults_are_named() {
        let body = br#"{"name":"Two shirts","cart":{"currency":"USD","line_items":[{"product_id":"a","quantity":2,"unit_price":1000,"tax_rate":19.60}]},"discounts":{"codes":["A"]},"note":null}"#;
        let basket: Basket = from_json(body).unwrap();
        assert_eq!(serde_json::to_string(&basket).unwrap().as_bytes(), body);
        assert!(basket.facets().is_empty());
        let case = br#"{"name":"One","cart":{"currency":"USD"},"expected":{"coupon_id":"cpn_1","discount":250}}"#;
        let case: Basket = from_json(case).unwrap();
        assert_eq!(case.facets(), ["case", "cpn_1"]);
        assert_eq!(case.expected().map(|expected| (expected.discount, expected.at)), Some((250, None)));
        assert!(from_json::<Expected>(br#"{"coupon_id":"cpn_1","discount":-1}"#).is_err());
        let DecodeError::Fields(errors) = from_json::<Basket>(
            br#"{"cart": {"currency": "USD", "line_items": [{"quantity": 0}]}, "discounts": {"codes": 1}}"#,
        )
        .unwrap_err() else {
            panic!("the fields are at fault")
        };
        let pointers: Vec<_> = errors.iter().map(|error| error.pointer.as_str()).collect();
        for pointer in ["/name", "/cart/line_items/0/product_id", "/cart/line_items/0/quantity", "/discounts/codes"] {
            assert!(pointers.contains(&pointer), "{pointer} is not in {pointers:?}");
        }
    }
}
