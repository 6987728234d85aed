//! What a coupon asks, as the form writes it: one entry for each kind of condition, by what it is about.

mod cart;
mod customer;
mod order;
mod time;

use super::draft::field::Words;
use super::draft::kind::Kind;

/// Every kind, under what it is about.
pub(super) static GROUPS: [(Words, &[Kind]); 4] = [
    (|t| t.asks_cart, cart::KINDS),
    (|t| t.asks_customer, customer::KINDS),
    (|t| t.asks_order, order::KINDS),
    (|t| t.asks_time, time::KINDS),
];

/// A kind by its name.
pub(super) fn kind(name: &str) -> Option<&'static Kind> {
    GROUPS.iter().flat_map(|(_, kinds)| kinds.iter()).find(|kind| kind.name == name)
}
