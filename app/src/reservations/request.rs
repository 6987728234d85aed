//! The bodies of calls on reservations.

use tessera_engine::Money;
use tessera_engine::cart::{Cart, PresentedDiscounts};
use tessera_engine::decode::{Decode, Errors, Node};

use crate::redemptions::RedemptionRequest;

/// Seconds that fit a hold: the store's settings bound them further.
const HOLD_SECONDS: std::ops::RangeInclusive<i64> = 1..=604_800;

/// The body of `POST /v1/reservations`.
#[derive(Clone, Debug, PartialEq)]
pub struct ReservationRequest {
    /// What is to be ordered.
    pub order: RedemptionRequest,
    /// For how long; the store's setting unless told.
    pub hold_seconds: Option<i64>,
}

impl Decode for ReservationRequest {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let order = RedemptionRequest::decode_members(&mut object, errors);
        let hold_seconds = object.optional("hold_seconds", errors, |node, errors| node.integer(HOLD_SECONDS, errors));
        object.finish(errors);
        Some(Self { order: order?, hold_seconds })
    }
}

/// The body of `POST /v1/reservations/{id}/extend`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExtendRequest {
    /// For how long from now.
    pub hold_seconds: i64,
}

impl Decode for ExtendRequest {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let hold_seconds = object.required("hold_seconds", errors, |node, errors| node.integer(HOLD_SECONDS, errors));
        object.finish(errors);
        hold_seconds.map(|hold_seconds| Self { hold_seconds })
    }
}

/// The body of `PUT /v1/reservations/{id}`.
#[derive(Clone, Debug, PartialEq)]
pub struct UpdateRequest {
    /// What is bought now.
    pub cart: Cart,
    /// Codes and claims now.
    pub discounts: PresentedDiscounts,
    /// The total the shopper agreed to; another one changes nothing.
    pub expected_total: Option<i64>,
    /// Whether a presented code may be lost without a refusal.
    pub partial: bool,
}

impl Decode for UpdateRequest {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let cart = object.required("cart", errors, Cart::decode);
        let discounts = object.optional("discounts", errors, PresentedDiscounts::decode).unwrap_or_default();
        let expected_total =
            object.optional("expected_total", errors, |node, errors| node.integer(0..=Money::MAX_MINOR, errors));
        let partial = object.optional("partial", errors, Node::bool).unwrap_or_default();
        object.finish(errors);
        Some(Self { cart: cart?, discounts, expected_total, partial })
    }
}

/// The body of `POST /v1/reservations/{id}/commit`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CommitRequest {
    /// What is bought, when that is another cart than the one held for.
    pub cart: Option<Cart>,
    /// The total the shopper agreed to; another one changes nothing.
    pub expected_total: Option<i64>,
}

impl Decode for CommitRequest {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let cart = object.optional("cart", errors, Cart::decode);
        let expected_total =
            object.optional("expected_total", errors, |node, errors| node.integer(0..=Money::MAX_MINOR, errors));
        object.finish(errors);
        Some(Self { cart, expected_total })
    }
}
