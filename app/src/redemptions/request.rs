//! The body of `POST /v1/redemptions`.

use tessera_engine::Money;
use tessera_engine::cart::{Cart, PresentedDiscounts};
use tessera_engine::decode::{Decode, Errors, Node, Object};

/// An order to be placed with its discounts.
#[derive(Clone, Debug, PartialEq)]
pub struct RedemptionRequest {
    /// The merchant's id of the order.
    pub order_id: String,
    /// What is bought.
    pub cart: Cart,
    /// Codes and claims.
    pub discounts: PresentedDiscounts,
    /// The total the shopper agreed to; another one changes nothing.
    pub expected_total: Option<i64>,
    /// Whether a presented code may be lost without a refusal.
    pub partial: bool,
}

impl Decode for RedemptionRequest {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let request = Self::decode_members(&mut object, errors);
        object.finish(errors);
        request
    }
}

impl RedemptionRequest {
    /// Reads its members from an object that may have others.
    pub(crate) fn decode_members(object: &mut Object<'_>, errors: &mut Errors) -> Option<Self> {
        let order_id = object.required("order_id", errors, |node, errors| node.name(errors));
        let cart = object.required("cart", errors, Cart::decode);
        let discounts = object.optional("discounts", errors, PresentedDiscounts::decode).unwrap_or_default();
        let expected_total =
            object.optional("expected_total", errors, |node, errors| node.integer(0..=Money::MAX_MINOR, errors));
        let partial = object.optional("partial", errors, |node, errors| node.bool(errors)).unwrap_or_default();
        Some(Self { order_id: order_id?, cart: cart?, discounts, expected_total, partial })
    }
}
