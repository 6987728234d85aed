//! Places an order with its redemptions: every use is taken and every row written, or nothing is.

use std::collections::BTreeMap;

use super::exchange::{Exchange, Exchanged, exchange, identities_text};
use super::read_order::read_order;
use super::record::{NewOrder, NewRedemption, OrderRecord, RedemptionRecord};
use crate::error::StoreError;
use crate::history::record_order::{PlacedOrder, record_order};
use crate::history::{AskedHistory, read_history};
use crate::limits::moves::{Column, LimitReached, Moves, Refusal};
use crate::limits::resource::distinct;
use crate::params;
use crate::reservations::live_hold::{LiveHold, end_hold, lock_live_hold};
use crate::tx::Tx;

/// The order; nothing when there is one of this id.
pub(crate) const INSERT_ORDER: &str = "INSERT INTO orders (order_id, reservation_id, customer_id, identities, currency, total, savings, cart, discounts, quote, key_id, placed_at, priced) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) ON CONFLICT (order_id) DO NOTHING";

/// What came of placing or holding an order.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "made once for an order and taken apart at once")]
pub enum RedeemOutcome {
    /// It is done.
    Done {
        /// The sequence number of every limited resource it changed: `<coupon id>` for a total limit, and
        /// `<coupon id>/...` for others.
        seq: BTreeMap<String, u64>,
        /// The redemptions as they are now.
        redemptions: Vec<RedemptionRecord>,
        /// An earlier hold of the order that was released for it.
        replaced: Option<String>,
    },
    /// There is an order of this id. Nothing was written.
    OrderExists(OrderRecord),
    /// At least one use is not to be had. Nothing of the unit of work is kept, whatever it answers.
    Refused(Vec<Refusal>),
}

/// Places an order. A live hold of the same order becomes free with it.
///
/// # Errors
/// [`StoreError::Constraint`] when a coupon is named twice or an amount is below zero.
#[tracing::instrument(level = "debug", skip_all, fields(order_id = %order.order_id, redemptions = redemptions.len()))]
pub async fn create_redemption(
    tx: &mut Tx<'_>,
    order: &NewOrder,
    redemptions: &[NewRedemption],
) -> Result<RedeemOutcome, StoreError> {
    let outcome = place(tx, order, redemptions).await;
    undo_unless_done(tx, outcome)
}

/// Of what was refused or failed part may be written: nothing of the unit of work is kept.
pub(crate) fn undo_unless_done(
    tx: &mut Tx<'_>,
    outcome: Result<RedeemOutcome, StoreError>,
) -> Result<RedeemOutcome, StoreError> {
    if matches!(outcome, Ok(RedeemOutcome::Refused(_)) | Err(_)) {
        tx.undo();
    }
    outcome
}

async fn place(tx: &mut Tx<'_>, order: &NewOrder, redemptions: &[NewRedemption]) -> Result<RedeemOutcome, StoreError> {
    // One that is held at the same moment waits, or is waited for.
    tx.lock(&format!("hold of {}", order.order_id)).await?;
    let held = lock_live_hold(tx, &order.order_id).await?;
    place_over(tx, order, redemptions, held.as_ref(), false).await
}

/// Places an order over its live hold.
pub(crate) async fn place_over(
    tx: &mut Tx<'_>,
    order: &NewOrder,
    redemptions: &[NewRedemption],
    held: Option<&LiveHold>,
    honours_holds: bool,
) -> Result<RedeemOutcome, StoreError> {
    if !insert_order(tx, order).await? {
        let order = read_order(tx, &order.order_id).await?;
        return order.map(RedeemOutcome::OrderExists).ok_or(StoreError::Busy);
    }
    if !honours_holds && let Some(refused) = stale_history(tx, order, redemptions).await? {
        return Ok(RedeemOutcome::Refused(refused));
    }
    let mut moves = Moves::default();
    let owes_first = order.takes_first_order;
    if let Some(held) = held {
        held.give_back(&mut moves);
        let state = if held.id == order.reservation_id { "committed" } else { "released" };
        end_hold(tx, &held.id, state).await?;
    }
    moves.order(&order.identities, Column::Used, 1, owes_first);
    let exchanged = exchange(
        tx,
        Exchange {
            back: held.map(|held| held.redemptions.as_slice()).unwrap_or_default(),
            forth: redemptions,
            honours_holds,
            moves,
            ..Exchange::of(order)
        },
    );
    match exchanged.await? {
        Exchanged::Refused(refused) => Ok(RedeemOutcome::Refused(refused)),
        Exchanged::Done { seq, redemptions } => {
            note(tx, order).await?;
            Ok(RedeemOutcome::Done { seq, redemptions, replaced: replaced_by(order, held) })
        }
    }
}

/// The earlier hold that gave way: not the one that becomes the order or follows another cart.
pub(crate) fn replaced_by(order: &NewOrder, held: Option<&LiveHold>) -> Option<String> {
    held.filter(|held| held.id != order.reservation_id).map(|held| held.id.clone())
}

/// Whether it was written; not when there is one of this id.
async fn insert_order(tx: &mut Tx<'_>, order: &NewOrder) -> Result<bool, StoreError> {
    let identities = identities_text(&order.identities)?;
    let values = params![
        &order.order_id,
        &order.reservation_id,
        &order.customer_id,
        &identities,
        &order.currency,
        order.total,
        order.savings,
        &order.cart,
        &order.discounts,
        &order.quote,
        &order.key_id,
        tx.now(),
        &order.priced,
    ];
    Ok(tx.execute(INSERT_ORDER, values).await? > 0)
}

/// Every coupon refused when there are other orders of the identities than it was priced with.
pub(crate) async fn stale_history(
    tx: &mut Tx<'_>,
    order: &NewOrder,
    redemptions: &[NewRedemption],
) -> Result<Option<Vec<Refusal>>, StoreError> {
    let Some(seen) = order.seen_orders else { return Ok(None) };
    // Two first orders of one customer cannot both be the first.
    for identity in distinct(&order.identities) {
        tx.lock(&format!("orders of {identity}")).await?;
    }
    let now = read_history(tx, &order.identities, &AskedHistory::default()).await?.orders;
    if now == seen || redemptions.is_empty() {
        return Ok(None);
    }
    let stale = |redemption: &NewRedemption| Refusal {
        owner: redemption.coupon_id.clone(),
        reason: LimitReached::StaleHistory,
    };
    Ok(Some(redemptions.iter().map(stale).collect()))
}

/// Makes the order part of its customer's history.
async fn note(tx: &mut Tx<'_>, order: &NewOrder) -> Result<(), StoreError> {
    let placed_at = tx.now();
    let placed = PlacedOrder {
        order_id: &order.order_id,
        identities: &order.identities,
        currency: &order.currency,
        spent: order.total,
        lines: &order.lines,
        placed_at,
    };
    record_order(tx, &placed).await
}
