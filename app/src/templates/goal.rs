//! What a coupon is to bring about: what the gallery is filtered by.

use serde::{Deserialize, Serialize};
use tessera_engine::decode::{Errors, Node};

/// What a coupon is to bring about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Goal {
    /// Customers come again.
    Loyalty,
    /// New customers come.
    NewCustomers,
    /// What lies in stock is sold.
    ClearStock,
    /// First buyers are thanked.
    RewardFirstBuyers,
    /// A cart becomes an order.
    Conversion,
}

impl Goal {
    /// All of them, each with its word.
    pub const WORDS: [(&'static str, Self); 5] = [
        ("loyalty", Self::Loyalty),
        ("new_customers", Self::NewCustomers),
        ("clear_stock", Self::ClearStock),
        ("reward_first_buyers", Self::RewardFirstBuyers),
        ("conversion", Self::Conversion),
    ];

    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, goal)| *goal == self).map_or("", |(word, _)| word)
    }

    pub(super) fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        node.word(&Self::WORDS, errors)
    }
}
