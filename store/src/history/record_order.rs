//! Notes an order in the history of its identities, in the order's own transaction.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// One order more of an identity, or of two at once.
pub(crate) const COUNT: &str = "INSERT INTO order_counters (identity, also, currency, orders, spent) VALUES (?1, ?2, ?3, 1, ?4) \
     ON CONFLICT (identity, also, currency) DO UPDATE SET orders = order_counters.orders + 1, spent = order_counters.spent + excluded.spent";

/// The order by its time.
pub(crate) const INSERT: &str = "INSERT INTO order_identities (identity, currency, placed_at, order_id, also, spent) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";

/// A product that was bought, again or for the first time.
pub(crate) const BUY: &str = "INSERT INTO purchases (identity, product_id, categories, quantity, last_at) VALUES (?1, ?2, ?3, ?4, ?5) \
     ON CONFLICT (identity, product_id, categories) DO UPDATE SET quantity = purchases.quantity + excluded.quantity, \
     last_at = CASE WHEN purchases.last_at > excluded.last_at THEN purchases.last_at ELSE excluded.last_at END";

/// So many orders and so much money less of an identity, or of two at once.
pub(crate) const UNCOUNT: &str = "UPDATE order_counters SET orders = orders - ?4, spent = CASE WHEN spent > ?5 THEN spent - ?5 ELSE 0 END \
     WHERE identity = ?1 AND also = ?2 AND currency = ?3";

/// The order by its time is gone.
pub(crate) const DELETE: &str =
    "DELETE FROM order_identities WHERE identity = ?1 AND currency = ?2 AND placed_at = ?3 AND order_id = ?4";

/// So much less was spent on an order.
pub(crate) const UNSPEND: &str = "UPDATE order_identities SET spent = CASE WHEN spent > ?5 THEN spent - ?5 ELSE 0 END \
     WHERE identity = ?1 AND currency = ?2 AND placed_at = ?3 AND order_id = ?4";

/// Units of a product that were not bought after all.
pub(crate) const UNBUY: &str = "UPDATE purchases SET quantity = CASE WHEN quantity > ?4 THEN quantity - ?4 ELSE 0 END \
     WHERE identity = ?1 AND product_id = ?2 AND categories = ?3";

/// A line of an order, as far as conditions on history ask of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoughtLine {
    /// The merchant's id of the product.
    pub product_id: String,
    /// The categories it was in, by id.
    pub categories: Vec<String>,
    /// Units.
    pub quantity: u64,
}

/// An order that becomes history.
pub(crate) struct PlacedOrder<'a> {
    pub(crate) order_id: &'a str,
    /// Account and normalised e-mail, as far as known; two at most.
    pub(crate) identities: &'a [String],
    pub(crate) currency: &'a str,
    /// What was paid, in minor units.
    pub(crate) spent: i64,
    pub(crate) lines: &'a [BoughtLine],
    pub(crate) placed_at: Timestamp,
}

/// Notes an order. Rows are touched in the order of their keys, so that two orders never wait for each other in a ring.
pub(crate) async fn record_order(tx: &mut Tx<'_>, order: &PlacedOrder<'_>) -> Result<(), StoreError> {
    let identities = sorted_identities(order.identities)?;
    for (position, identity) in identities.iter().enumerate() {
        let other = identities.get(1 - position).copied().unwrap_or_default();
        tx.push(COUNT, params![*identity, "", order.currency, order.spent])?;
        let values = params![*identity, order.currency, order.placed_at, order.order_id, other, order.spent];
        tx.push(INSERT, values)?;
    }
    if let [first, second] = identities[..] {
        tx.push(COUNT, params![first, second, order.currency, order.spent])?;
    }
    let bought = by_product(order.lines)?;
    for identity in identities {
        for ((product_id, categories), quantity) in &bought {
            tx.push(BUY, params![identity, *product_id, categories, *quantity, order.placed_at])?;
        }
    }
    Ok(())
}

/// Takes an order out of the history of its identities: cancelled or wholly refunded, it was none. When a product was
/// last bought stays as it is.
pub(crate) async fn forget_order(tx: &mut Tx<'_>, order: &PlacedOrder<'_>) -> Result<(), StoreError> {
    let identities = sorted_identities(order.identities)?;
    for (position, identity) in identities.iter().enumerate() {
        tx.push(UNCOUNT, params![*identity, "", order.currency, 1_i64, order.spent])?;
        if let (0, Some(other)) = (position, identities.get(1)) {
            tx.push(UNCOUNT, params![*identity, *other, order.currency, 1_i64, order.spent])?;
        }
        tx.push(DELETE, params![*identity, order.currency, order.placed_at, order.order_id])?;
    }
    let bought = by_product(order.lines)?;
    for identity in identities {
        for ((product_id, categories), quantity) in &bought {
            tx.push(UNBUY, params![identity, *product_id, categories, *quantity])?;
        }
    }
    Ok(())
}

/// Takes what was refunded off what the identities have spent. An order that is no history any more, because it came back
/// whole, took all it cost with it.
pub(crate) async fn unspend(tx: &mut Tx<'_>, order: &PlacedOrder<'_>, amount: i64) -> Result<(), StoreError> {
    let identities = sorted_identities(order.identities)?;
    for (position, identity) in identities.iter().enumerate() {
        let values = params![*identity, order.currency, order.placed_at, order.order_id, amount];
        if tx.execute(UNSPEND, values).await? == 0 {
            continue;
        }
        tx.push(UNCOUNT, params![*identity, "", order.currency, 0_i64, amount])?;
        if let (0, Some(other)) = (position, identities.get(1)) {
            tx.push(UNCOUNT, params![*identity, *other, order.currency, 0_i64, amount])?;
        }
    }
    Ok(())
}

/// The identities in the order of their keys, each once: an account and an e-mail, so that there are never three.
pub(crate) fn sorted_identities(identities: &[String]) -> Result<Vec<&str>, StoreError> {
    let mut sorted: Vec<&str> = identities.iter().map(String::as_str).collect();
    sorted.sort_unstable();
    sorted.dedup();
    match sorted.len() {
        0..=2 => Ok(sorted),
        more => Err(StoreError::Internal(format!("an order has {more} identities; an account and an e-mail are two"))),
    }
}

/// Units by product and its categories as JSON.
fn by_product(lines: &[BoughtLine]) -> Result<BTreeMap<(&str, String), u64>, StoreError> {
    let mut bought = BTreeMap::new();
    for line in lines {
        let mut categories: Vec<&str> = line.categories.iter().map(String::as_str).collect();
        categories.sort_unstable();
        categories.dedup();
        let categories = serde_json::to_string(&categories)
            .map_err(|_| StoreError::Internal("categories do not serialise".to_owned()))?;
        *bought.entry((line.product_id.as_str(), categories)).or_insert(0) += line.quantity;
    }
    Ok(bought)
}
