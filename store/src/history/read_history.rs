//! What an account and an e-mail have ordered before, each order once.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::record_order::sorted_identities;
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;
use crate::value::Row;

/// Counts and sums of an identity, or of two at once, by currency.
pub(crate) const SELECT_COUNTERS: &str =
    "SELECT currency, orders, spent FROM order_counters WHERE identity = ?1 AND also = ?2";

/// What an identity has spent since an instant, without the orders that bear another one too.
pub(crate) const SELECT_SPENT: &str = "SELECT CAST(COALESCE(SUM(spent), 0) AS BIGINT) FROM order_identities \
     WHERE identity = ?1 AND currency = ?2 AND placed_at >= ?3 AND also <> ?4";

/// What an identity has bought since an instant.
pub(crate) const SELECT_PURCHASES: &str = "SELECT product_id, categories, quantity, last_at FROM purchases WHERE identity = ?1 AND last_at >= ?2 AND quantity > 0";

/// The purchases of one product by an identity.
pub(crate) const SELECT_PRODUCT: &str = "SELECT product_id, categories, quantity, last_at FROM purchases WHERE identity = ?1 AND product_id = ?2 AND quantity > 0";

/// What is asked for. Counts and sums come always: they cost a few reads by key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AskedHistory {
    /// The currency of the sums.
    pub currency: String,
    /// The instants from which on it is asked what was spent.
    pub spent_since: Vec<Timestamp>,
    /// What was bought; `None` when nobody asks.
    pub purchases: Option<AskedPurchases>,
}

/// Which purchases are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AskedPurchases {
    /// Those of these products, whenever they were.
    Products(Vec<String>),
    /// All from an instant on; `None`: all there are.
    Since(Option<Timestamp>),
}

/// What an account and an e-mail have ordered, each order once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// Orders in every currency.
    pub orders: u64,
    /// The sum of what was paid, in minor units of the currency asked for.
    pub spent: i64,
    /// The same since each instant asked for, in their order.
    pub spent_since: Vec<i64>,
    /// What was bought, by product; `None` when it was not asked for.
    pub purchases: Option<Vec<PurchaseRecord>>,
}

/// A product that was bought, in the categories it was in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PurchaseRecord {
    /// The merchant's id of the product.
    pub product_id: String,
    /// Its categories at that time, by id.
    pub categories: Vec<String>,
    /// Units over all orders of the identity that bought most.
    pub quantity: u64,
    /// When it was last bought.
    pub last_at: Timestamp,
}

impl PurchaseRecord {
    fn decode(row: &mut Row) -> Result<Self, StoreError> {
        let product_id = row.text()?;
        let categories = serde_json::from_str(&row.text()?).map_err(|_| {
            StoreError::Corrupt(format!("the categories of a purchase of `{product_id}` cannot be read"))
        })?;
        Ok(Self { product_id, categories, quantity: row.unsigned()?, last_at: row.time()? })
    }
}

/// Reads what an account and an e-mail have ordered before. Without identities there is nothing.
///
/// # Errors
/// [`StoreError`] when it cannot be read, or when there are more than two identities.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn read_history(tx: &mut Tx<'_>, identities: &[String], asked: &AskedHistory) -> Result<History, StoreError> {
    let identities = sorted_identities(identities)?;
    let mut history = History::default();
    for identity in &identities {
        let (orders, spent) = read_counters(tx, identity, "", &asked.currency).await?;
        history.orders += orders;
        history.spent = history.spent.saturating_add(spent);
    }
    if let [first, second] = identities[..] {
        let (orders, spent) = read_counters(tx, first, second, &asked.currency).await?;
        history.orders = history.orders.saturating_sub(orders);
        history.spent = history.spent.saturating_sub(spent);
    }
    for since in &asked.spent_since {
        let mut sum = 0_i64;
        for identity in &identities {
            // The orders of both are counted with the first, which never stands beside itself.
            let values = params![*identity, &asked.currency, *since, identities[0]];
            let row = tx.query_first(SELECT_SPENT, values).await?;
            sum = sum.saturating_add(row.map(|mut row| row.integer()).transpose()?.unwrap_or(0));
        }
        history.spent_since.push(sum);
    }
    if let Some(purchases) = &asked.purchases {
        history.purchases = Some(read_purchases(tx, &identities, purchases).await?);
    }
    Ok(history)
}

/// Orders in every currency and the sum in one.
async fn read_counters(tx: &mut Tx<'_>, identity: &str, also: &str, currency: &str) -> Result<(u64, i64), StoreError> {
    let (mut orders, mut spent) = (0, 0);
    for mut row in tx.query(SELECT_COUNTERS, params![identity, also]).await? {
        let is_asked = row.text()? == currency;
        orders += row.unsigned()?;
        if is_asked {
            spent = row.integer()?;
        }
    }
    Ok((orders, spent))
}

async fn read_purchases(
    tx: &mut Tx<'_>,
    identities: &[&str],
    asked: &AskedPurchases,
) -> Result<Vec<PurchaseRecord>, StoreError> {
    let mut found: BTreeMap<(String, Vec<String>), PurchaseRecord> = BTreeMap::new();
    for identity in identities {
        let mut rows = Vec::new();
        match asked {
            AskedPurchases::Products(products) => {
                for product_id in products {
                    rows.extend(tx.query(SELECT_PRODUCT, params![*identity, product_id]).await?);
                }
            }
            AskedPurchases::Since(since) => {
                let since = since.unwrap_or(Timestamp::MIN);
                rows = tx.query(SELECT_PURCHASES, params![*identity, since]).await?;
            }
        }
        for mut row in rows {
            let purchase = PurchaseRecord::decode(&mut row)?;
            let key = (purchase.product_id.clone(), purchase.categories.clone());
            let known = found.entry(key).or_insert_with(|| purchase.clone());
            known.quantity = known.quantity.max(purchase.quantity);
            known.last_at = known.last_at.max(purchase.last_at);
        }
    }
    Ok(found.into_values().collect())
}
