//! The bodies of calls on orders.

use tessera_engine::Money;
use tessera_engine::cart::Cart;
use tessera_engine::decode::{Decode, Errors, Node};

/// Why something is done, in the caller's words: 1 to 255 characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason(pub String);

impl Decode for Reason {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let reason = object.required("reason", errors, |node, errors| node.name(errors));
        object.finish(errors);
        reason.map(Self)
    }
}

/// The body of `POST /v1/orders/{order_id}/amend`.
#[derive(Clone, Debug, PartialEq)]
pub struct AmendRequest {
    /// What is bought now.
    pub cart: Cart,
    /// The total the shopper agreed to; another one changes nothing.
    pub expected_total: Option<i64>,
    /// Whether the discount may rise.
    pub allow_more: bool,
}

impl Decode for AmendRequest {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let cart = object.required("cart", errors, Cart::decode);
        let expected_total =
            object.optional("expected_total", errors, |node, errors| node.integer(0..=Money::MAX_MINOR, errors));
        let allow_more = object.optional("allow_more", errors, Node::bool).unwrap_or_default();
        object.finish(errors);
        Some(Self { cart: cart?, expected_total, allow_more })
    }
}
