//! Goes through the orders that count, in the order of time.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::error::StoreError;
use crate::limits::resource::read_identities;
use crate::params;
use crate::tx::Tx;
use crate::value::Row;

/// A page by time, without what was in the carts.
pub(crate) const SELECT_SLIM: &str = "SELECT order_id, placed_at, identities, currency, total - refunded FROM orders \
     WHERE (placed_at, order_id) > (?1, ?2) AND placed_at < ?3 AND state = 'placed' ORDER BY placed_at, order_id LIMIT ?4";

/// A page by time.
pub(crate) const SELECT_WHOLE: &str = "SELECT order_id, placed_at, identities, currency, total - refunded, cart, priced FROM orders \
     WHERE (placed_at, order_id) > (?1, ?2) AND placed_at < ?3 AND state = 'placed' ORDER BY placed_at, order_id LIMIT ?4";

/// A page by time, the newest first.
pub(crate) const SELECT_NEWEST: &str = "SELECT order_id, placed_at, identities, currency, total - refunded, cart, priced FROM orders \
     WHERE (placed_at, order_id) < (?1, ?2) AND placed_at >= ?3 AND state = 'placed' ORDER BY placed_at DESC, order_id DESC LIMIT ?4";

/// What coupons gave on the orders of a stretch of time.
pub(crate) const SELECT_GIVEN: &str = "SELECT r.order_id, r.coupon_id, r.amount FROM orders o JOIN redemptions r ON r.order_id = o.order_id \
     WHERE (o.placed_at, o.order_id) >= (?1, ?2) AND (o.placed_at, o.order_id) <= (?3, ?4) AND o.state = 'placed' \
     AND r.reservation_id = o.reservation_id AND r.state = 'committed' AND r.pays = 0 AND r.renews_id IS NULL";

/// How many there are in a stretch of time.
pub(crate) const COUNT: &str =
    "SELECT COUNT(*) FROM orders WHERE placed_at >= ?1 AND placed_at < ?2 AND state = 'placed'";

/// An order by time, as far as history asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedOrderRecord {
    /// The merchant's id.
    pub order_id: String,
    /// When it was placed.
    pub placed_at: Timestamp,
    /// Account and normalised e-mail, as far as known.
    pub identities: Vec<String>,
    /// Of its amounts.
    pub currency: String,
    /// What was paid and did not come back, in minor units.
    pub spent: i64,
    /// The cart as the shop sent it, JSON, and what the order was priced with; `None` where they were not asked for.
    pub document: Option<OrderDocument>,
}

/// What was in an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderDocument {
    /// The cart as the shop sent it, JSON.
    pub cart: String,
    /// What it was priced with, JSON.
    pub priced: Option<String>,
}

/// A place among the orders in the order of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderPlace {
    /// When the order was placed.
    pub placed_at: Timestamp,
    /// The merchant's id.
    pub order_id: String,
}

impl OrderPlace {
    /// Before every order from this instant on.
    #[must_use]
    pub fn before(instant: Timestamp) -> Self {
        // No order has an empty id: every order of the instant comes after this.
        Self { placed_at: instant, order_id: String::new() }
    }
}

impl PlacedOrderRecord {
    /// Where it stands.
    #[must_use]
    pub fn place(&self) -> OrderPlace {
        OrderPlace { placed_at: self.placed_at, order_id: self.order_id.clone() }
    }

    fn decode(row: &mut Row, is_whole: bool) -> Result<Self, StoreError> {
        let (order_id, placed_at, identities) = (row.text()?, row.time()?, read_identities(&row.text()?)?);
        let (currency, spent) = (row.text()?, row.integer()?);
        let document = match is_whole {
            true => Some(OrderDocument { cart: row.text()?, priced: row.optional_text()? }),
            false => None,
        };
        Ok(Self { order_id, placed_at, identities, currency, spent, document })
    }
}

/// The orders that are neither cancelled nor wholly refunded after a place and before an instant, the oldest first. With
/// `is_whole` their carts come too.
///
/// # Errors
/// [`StoreError`] when they cannot be read.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn list_placed_orders(
    tx: &mut Tx<'_>,
    after: &OrderPlace,
    until: Timestamp,
    is_whole: bool,
    limit: u32,
) -> Result<Vec<PlacedOrderRecord>, StoreError> {
    let sql = if is_whole { SELECT_WHOLE } else { SELECT_SLIM };
    let rows = tx.query(sql, params![after.placed_at, &after.order_id, until, limit]).await?;
    rows.into_iter().map(|mut row| PlacedOrderRecord::decode(&mut row, is_whole)).collect()
}

/// The same with their carts, before a place and from an instant on, the newest first.
///
/// # Errors
/// [`StoreError`] when they cannot be read.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn list_newest_orders(
    tx: &mut Tx<'_>,
    before: &OrderPlace,
    from: Timestamp,
    limit: u32,
) -> Result<Vec<PlacedOrderRecord>, StoreError> {
    let rows = tx.query(SELECT_NEWEST, params![before.placed_at, &before.order_id, from, limit]).await?;
    rows.into_iter().map(|mut row| PlacedOrderRecord::decode(&mut row, true)).collect()
}

/// What discounts gave on the orders from one place to another, both included: coupon and amount, by order.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn read_given(
    tx: &mut Tx<'_>,
    first: &OrderPlace,
    last: &OrderPlace,
) -> Result<BTreeMap<String, Vec<(String, i64)>>, StoreError> {
    let values = params![first.placed_at, &first.order_id, last.placed_at, &last.order_id];
    let mut given: BTreeMap<String, Vec<(String, i64)>> = BTreeMap::new();
    for mut row in tx.query(SELECT_GIVEN, values).await? {
        given.entry(row.text()?).or_default().push((row.text()?, row.integer()?));
    }
    Ok(given)
}

/// How many orders that count lie between two instants.
///
/// # Errors
/// [`StoreError`] when they cannot be counted.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn count_placed_orders(tx: &mut Tx<'_>, from: Timestamp, until: Timestamp) -> Result<u64, StoreError> {
    tx.query_first(COUNT, params![from, until]).await?.map_or(Ok(0), |mut row| row.unsigned())
}
