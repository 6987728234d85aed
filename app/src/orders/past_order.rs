//! An order that was placed elsewhere, as a shop tells it.

use jiff::Timestamp;
use tessera_engine::cart::Cart;
use tessera_engine::decode::{Decode, Errors, Node};
use tessera_engine::{Money, Request, evaluate};
use tessera_store::redemptions::PastOrder;

use super::new_order::to_text;
use super::priced_document::{PricedDocument, bought_lines};
use crate::identity::identities;
use crate::live::Live;

/// An entry of `POST /v1/orders/bulk`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ToldOrder {
    /// The merchant's id.
    pub(super) order_id: String,
    /// When it was placed.
    pub(super) placed_at: Timestamp,
    /// What was bought, at the prices of then.
    pub(super) cart: Cart,
    /// What was taken off in all, in minor units.
    discount_total: i64,
    /// `placed`, `cancelled` or `refunded`.
    status: &'static str,
}

const STATUSES: [(&str, &str); 3] = [("placed", "placed"), ("cancelled", "cancelled"), ("refunded", "refunded")];

impl Decode for ToldOrder {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let order_id = object.required("order_id", errors, Node::name);
        let placed_at = object.required("placed_at", errors, Node::timestamp);
        let cart = object.required("cart", errors, Cart::decode);
        let discount_total =
            object.optional("discount_total", errors, |node, errors| node.integer(0..=Money::MAX_MINOR, errors));
        let status = object.required("status", errors, |node, errors| node.word(&STATUSES, errors));
        object.finish(errors);
        Some(Self {
            order_id: order_id?,
            placed_at: placed_at?,
            cart: cart?,
            discount_total: discount_total.unwrap_or_default(),
            status: status?,
        })
    }
}

impl ToldOrder {
    /// As the store keeps it. `filled` is the cart with what the store knows; what was paid is its price without coupons
    /// less what was taken off.
    pub(super) fn to_store(&self, filled: &Cart, live: &Live, key_id: &str) -> PastOrder {
        let quote = evaluate(&Request {
            cart: filled,
            now: self.placed_at,
            settings: &live.settings.pricing,
            automatic: &[],
            presented: &[],
            declined: &[],
            facts: &tessera_engine::Facts::default(),
            categories: &live.categories,
            explain: false,
            first_order: None,
        });
        let full = quote.totals.total;
        let savings = self.discount_total.min(full);
        let cart = to_text(&self.cart);
        let mut identities = identities(filled.customer.as_ref(), live.settings.normalise_email);
        identities.sort_unstable();
        identities.dedup();
        PastOrder {
            order_id: self.order_id.clone(),
            customer_id: filled.customer.as_ref().and_then(|customer| customer.id.clone()),
            identities,
            currency: filled.currency.to_string(),
            total: full - savings,
            savings,
            priced: to_text(&PricedDocument::of_past(self.placed_at, filled, &cart)),
            cart,
            lines: bought_lines(filled),
            key_id: key_id.to_owned(),
            placed_at: self.placed_at,
            state: self.status.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use tessera_engine::{DecodeError, from_json};

    use super::*;

    #[test]
    fn every_fault_of_an_entry_is_told_at_once() {
        let body = r#"{"order_id": "", "placed_at": "yesterday", "cart": {"currency": "USD", "line_items": [
            {"product_id": "a", "quantity": 0, "unit_price": 1}]}, "discount_total": -1, "status": "open", "total": 1}"#;
        let Err(DecodeError::Fields(errors)) = from_json::<ToldOrder>(body.as_bytes()) else { panic!("it is refused") };
        let pointers: Vec<_> = errors.iter().map(|fault| fault.pointer.as_str()).collect();
        for pointer in
            ["/order_id", "/placed_at", "/cart/line_items/0/quantity", "/discount_total", "/status", "/total"]
        {
            assert!(pointers.contains(&pointer), "{pointer} of {pointers:?}");
        }
    }
}
