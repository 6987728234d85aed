//! What a later price of an order needs: the cart with what the store knew, the facts, the instant.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use tessera_engine::Money;
use tessera_engine::cart::{Cart, Line};
use tessera_engine::facts::{Facts, Purchase};
use tessera_store::history::BoughtLine;
use tessera_store::redemptions::OrderRecord;

use crate::problem::{ErrorCode, Problem};
use crate::quotes::Priced;

/// The document. Serialised it is the `priced` of an order's row.
#[derive(Serialize, Deserialize)]
pub(crate) struct PricedDocument {
    /// The instant it was priced for.
    pub(crate) at: Timestamp,
    /// The cart with what the store knew filled in; absent when that was nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    cart: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    orders_count: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    total_spent: Option<i64>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    spent_within: BTreeMap<u32, i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    purchased: Option<Vec<StoredPurchase>>,
}

#[derive(Serialize, Deserialize)]
struct StoredPurchase {
    product_id: String,
    categories: Vec<String>,
    quantity: u64,
    at: Timestamp,
}

impl PricedDocument {
    /// Of a price; `sent` is the cart as the shop sent it.
    pub(super) fn of(priced: &Priced, sent: &str) -> Self {
        let filled = serde_json::to_string(&priced.cart).expect("carts serialise");
        let purchase = |bought: &Purchase| StoredPurchase {
            product_id: bought.product_id.clone(),
            categories: bought.categories.clone(),
            quantity: bought.quantity,
            at: bought.at,
        };
        Self {
            at: priced.at,
            cart: (filled != sent).then(|| RawValue::from_string(filled).expect("a cart is JSON")),
            orders_count: priced.facts.orders_count,
            total_spent: priced.facts.total_spent.map(Money::minor),
            spent_within: priced.facts.spent_within.iter().map(|(days, spent)| (*days, spent.minor())).collect(),
            purchased: priced.facts.purchased.as_ref().map(|all| all.iter().map(purchase).collect()),
        }
    }

    /// Of an order that was placed elsewhere; `sent` is the cart as the shop sent it.
    pub(super) fn of_past(at: Timestamp, filled: &Cart, sent: &str) -> Self {
        let filled = serde_json::to_string(filled).expect("carts serialise");
        let cart = (filled != sent).then(|| RawValue::from_string(filled).expect("a cart is JSON"));
        Self { cart, ..Self::without_more(at) }
    }

    /// Of a stored order.
    ///
    /// # Errors
    /// `internal` when it cannot be read.
    pub(crate) fn read(order: &OrderRecord) -> Result<Self, Problem> {
        Self::parse(&order.order_id, order.priced.as_deref(), order.placed_at)
    }

    /// The same of its parts.
    ///
    /// # Errors
    /// `internal` when it cannot be read.
    pub(crate) fn parse(order_id: &str, priced: Option<&str>, placed_at: Timestamp) -> Result<Self, Problem> {
        match priced {
            Some(text) => serde_json::from_str(text).map_err(|error| damaged(order_id, &error)),
            None => Ok(Self::without_more(placed_at)),
        }
    }

    fn without_more(at: Timestamp) -> Self {
        Self { at, cart: None, orders_count: None, total_spent: None, spent_within: BTreeMap::new(), purchased: None }
    }

    /// The cart it was priced with.
    pub(crate) fn cart(&self, order: &OrderRecord) -> Result<Cart, Problem> {
        self.cart_or(&order.order_id, &order.cart)
    }

    /// The same of a stored order's parts, without what else it was priced with.
    ///
    /// # Errors
    /// `internal` when it cannot be read.
    pub(crate) fn cart_of(order_id: &str, sent: &str, priced: Option<&str>) -> Result<Cart, Problem> {
        Self::parse(order_id, priced, Timestamp::UNIX_EPOCH)?.cart_or(order_id, sent)
    }

    fn cart_or(&self, order_id: &str, sent: &str) -> Result<Cart, Problem> {
        let text = self.cart.as_deref().map_or(sent, RawValue::get);
        Cart::from_json(text.as_bytes()).map_err(|error| damaged(order_id, &error))
    }

    /// The facts it was priced with.
    pub(crate) fn facts(&self) -> Facts {
        let money = |minor: i64| Money::new(minor).unwrap_or(Money::ZERO);
        let purchase = |bought: &StoredPurchase| Purchase {
            product_id: bought.product_id.clone(),
            categories: bought.categories.clone(),
            quantity: bought.quantity,
            at: bought.at,
        };
        Facts {
            orders_count: self.orders_count,
            total_spent: self.total_spent.map(money),
            spent_within: self.spent_within.iter().map(|(days, spent)| (*days, money(*spent))).collect(),
            purchased: self.purchased.as_ref().map(|all| all.iter().map(purchase).collect()),
            ..Facts::default()
        }
    }
}

/// What is bought, as history keeps it: with the categories the store knows of each product.
pub(crate) fn bought_lines(cart: &Cart) -> Vec<BoughtLine> {
    let bought = |line: &Line| BoughtLine {
        product_id: line.product_id.clone(),
        categories: line.categories.clone().unwrap_or_default(),
        quantity: line.quantity.into(),
    };
    cart.line_items.iter().map(bought).collect()
}

fn damaged(order_id: &str, error: &dyn std::fmt::Display) -> Problem {
    tracing::error!(%error, order_id, "a stored order cannot be read");
    Problem::of(ErrorCode::Internal)
}
