//! Writes an order that was placed elsewhere: it becomes history and consumes nothing.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::cancel_order::placed;
use super::exchange::identities_text;
use super::record::OrderRecord;
use crate::error::StoreError;
use crate::history::BoughtLine;
use crate::history::record_order::{PlacedOrder, forget_order, record_order};
use crate::limits::moves::{Column, Moves};
use crate::params;
use crate::tx::Tx;

/// The order; nothing when there is one of this id.
pub(crate) const INSERT: &str = "INSERT INTO orders (order_id, reservation_id, customer_id, identities, currency, total, savings, cart, discounts, quote, key_id, placed_at, \
     priced, state, ended_at, is_past) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, '{}', '{\"discounts\":{\"applied\":[]}}', ?9, ?10, ?11, ?12, ?13, 1) ON CONFLICT (order_id) DO NOTHING";

/// The same told again.
pub(crate) const UPDATE: &str = "UPDATE orders SET customer_id = ?2, identities = ?3, currency = ?4, total = ?5, savings = ?6, cart = ?7, key_id = ?8, placed_at = ?9, \
     priced = ?10, state = ?11, ended_at = ?12 WHERE order_id = ?1 AND is_past = 1";

/// An order that was placed elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastOrder {
    /// The merchant's id.
    pub order_id: String,
    /// The merchant's id of the account.
    pub customer_id: Option<String>,
    /// Account and normalised e-mail, as far as known; two at most.
    pub identities: Vec<String>,
    /// Of all its amounts.
    pub currency: String,
    /// What was paid, in minor units.
    pub total: i64,
    /// What was saved, in minor units.
    pub savings: i64,
    /// The cart, as JSON.
    pub cart: String,
    /// What was bought.
    pub lines: Vec<BoughtLine>,
    /// The instant and the cart with what the store knew, as JSON.
    pub priced: String,
    /// The API key that told it.
    pub key_id: String,
    /// When it was placed.
    pub placed_at: Timestamp,
    /// `placed`, `cancelled` or `refunded`.
    pub state: String,
}

impl PastOrder {
    fn as_placed(&self) -> PlacedOrder<'_> {
        PlacedOrder {
            order_id: &self.order_id,
            identities: &self.identities,
            currency: &self.currency,
            spent: self.total,
            lines: &self.lines,
            placed_at: self.placed_at,
        }
    }

    fn is_as(&self, told: &OrderRecord) -> bool {
        let Self { order_id: _, customer_id, identities, currency, total, savings, cart, state, placed_at, .. } = self;
        *customer_id == told.customer_id
            && *identities == told.identities
            && *currency == told.currency
            && *total == told.total
            && *savings == told.savings
            && *cart == told.cart
            && *state == told.state
            && *placed_at == told.placed_at
    }
}

/// What came of telling a past order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordPastOrder {
    /// It is history now.
    Recorded,
    /// It was told before, and is now as told.
    Replaced,
    /// It was told before as it is. Nothing was written.
    Unchanged,
}

/// Writes a past order. `told` is the one of its id that was told before, which the caller has locked, with its lines; the
/// caller has seen that this one was not placed here.
///
/// # Errors
/// [`StoreError::Busy`] when one of its id came in between.
#[tracing::instrument(level = "debug", skip_all, fields(order_id = %order.order_id))]
pub async fn record_past_order(
    tx: &mut Tx<'_>,
    order: &PastOrder,
    told: Option<(&OrderRecord, &[BoughtLine])>,
) -> Result<RecordPastOrder, StoreError> {
    if told.is_some_and(|(told, _)| order.is_as(told)) {
        return Ok(RecordPastOrder::Unchanged);
    }
    let mut moves = Moves::default();
    write(tx, order, told.is_some()).await?;
    if let Some((told, lines)) = told.filter(|(told, _)| told.state == "placed") {
        moves.order(&told.identities, Column::Used, -1, false);
        forget_order(tx, &placed(told, lines, told.total)).await?;
    }
    if order.state == "placed" {
        moves.order(&order.identities, Column::Used, 1, false);
        record_order(tx, &order.as_placed()).await?;
    }
    moves.apply(tx, &order.order_id, &mut BTreeMap::new()).await?;
    Ok(if told.is_some() { RecordPastOrder::Replaced } else { RecordPastOrder::Recorded })
}

async fn write(tx: &mut Tx<'_>, order: &PastOrder, is_known: bool) -> Result<(), StoreError> {
    let identities = identities_text(&order.identities)?;
    let reservation_id = format!("past:{}", order.order_id);
    let ended_at = (order.state != "placed").then(|| tx.now());
    let written = if is_known {
        let values = params![
            &order.order_id,
            &order.customer_id,
            &identities,
            &order.currency,
            order.total,
            order.savings,
            &order.cart,
            &order.key_id,
            order.placed_at,
            &order.priced,
            &order.state,
            ended_at,
        ];
        tx.execute(UPDATE, values).await?
    } else {
        let values = params![
            &order.order_id,
            &reservation_id,
            &order.customer_id,
            &identities,
            &order.currency,
            order.total,
            order.savings,
            &order.cart,
            &order.key_id,
            order.placed_at,
            &order.priced,
            &order.state,
            ended_at,
        ];
        tx.execute(INSERT, values).await?
    };
    // Another one of its id was committed between the look and the write.
    if written == 0 { Err(StoreError::Busy) } else { Ok(()) }
}
