//! Holds what an order will use.

use jiff::{SignedDuration, Timestamp};

use super::live_hold::{LiveHold, end_hold, lock_live_hold};
use crate::error::StoreError;
use crate::limits::moves::{Column, LimitReached, Moves, Refusal};
use crate::params;
use crate::redemptions::create_redemption::{replaced_by, stale_history, undo_unless_done};
use crate::redemptions::exchange::{Exchange, Exchanged, MOST_HOLDS, exchange, identities_text};
use crate::redemptions::{NewOrder, NewRedemption, RedeemOutcome, read_order};
use crate::tx::Tx;

/// A hold.
pub(crate) const INSERT: &str = "INSERT INTO reservations (id, order_id, state, held_at, expires_at, document, identities, takes_first_order) \
     VALUES (?1, ?2, 'held', ?3, ?4, ?5, ?6, ?7)";

/// Holds what an order will use, for a time from [`Tx::now`]. An earlier hold of the same order becomes free with it.
///
/// # Errors
/// [`StoreError::Constraint`] when a coupon is named twice or an amount is below zero.
#[tracing::instrument(level = "debug", skip_all, fields(order_id = %order.order_id, redemptions = redemptions.len()))]
pub async fn create_reservation(
    tx: &mut Tx<'_>,
    order: &NewOrder,
    redemptions: &[NewRedemption],
    hold: SignedDuration,
) -> Result<RedeemOutcome, StoreError> {
    let outcome = hold_order(tx, order, redemptions, hold).await;
    undo_unless_done(tx, outcome)
}

async fn hold_order(
    tx: &mut Tx<'_>,
    order: &NewOrder,
    redemptions: &[NewRedemption],
    hold: SignedDuration,
) -> Result<RedeemOutcome, StoreError> {
    // Two first holds of one order have no row to wait at yet.
    tx.lock(&format!("hold of {}", order.order_id)).await?;
    let held = lock_live_hold(tx, &order.order_id).await?;
    if let Some(placed) = read_order(tx, &order.order_id).await? {
        return Ok(RedeemOutcome::OrderExists(placed));
    }
    if let Some(refused) = stale_history(tx, order, redemptions).await? {
        return Ok(RedeemOutcome::Refused(refused));
    }
    if let Some(held) = &held {
        end_hold(tx, &held.id, "released").await?;
    }
    let now = tx.now();
    let expires_at = ends_at(now, hold);
    let (document, identities) = (document_of(order)?, identities_text(&order.identities)?);
    let first = order.takes_first_order;
    let values = params![&order.reservation_id, &order.order_id, now, expires_at, &document, &identities, first];
    match tx.execute(INSERT, values).await {
        // Another hold of the order came at the same moment and stands now: the order is to be looked at anew, and this
        // hold then takes its place like any later one.
        Err(StoreError::Constraint { .. }) => {
            let raced = Refusal { owner: order.order_id.clone(), reason: LimitReached::StaleHistory };
            return Ok(RedeemOutcome::Refused(vec![raced]));
        }
        written => written?,
    };
    hold_over(tx, order, redemptions, held.as_ref(), expires_at, false).await
}

/// Holds uses in the place of an earlier hold's.
pub(crate) async fn hold_over(
    tx: &mut Tx<'_>,
    order: &NewOrder,
    redemptions: &[NewRedemption],
    held: Option<&LiveHold>,
    expires_at: Timestamp,
    honours_holds: bool,
) -> Result<RedeemOutcome, StoreError> {
    let mut moves = Moves::default();
    if let Some(held) = held {
        held.give_back(&mut moves);
    }
    moves.hold(&order.identities, 1, MOST_HOLDS);
    if order.takes_first_order {
        moves.order(&order.identities, Column::Held, 1, true);
    }
    let exchanged = exchange(
        tx,
        Exchange {
            back: held.map(|held| held.redemptions.as_slice()).unwrap_or_default(),
            forth: redemptions,
            honours_holds,
            hold_until: Some(expires_at),
            moves,
            ..Exchange::of(order)
        },
    );
    Ok(match exchanged.await? {
        Exchanged::Refused(refused) => RedeemOutcome::Refused(refused),
        Exchanged::Done { seq, redemptions } => {
            RedeemOutcome::Done { seq, redemptions, replaced: replaced_by(order, held) }
        }
    })
}

/// The order as a reservation keeps it.
pub(crate) fn document_of(order: &NewOrder) -> Result<String, StoreError> {
    serde_json::to_string(order).map_err(|_| StoreError::Internal("an order does not serialise".to_owned()))
}

/// When a hold ends, in whole microseconds as it is stored.
pub(crate) fn ends_at(now: Timestamp, hold: SignedDuration) -> Timestamp {
    now.checked_add(hold).unwrap_or(Timestamp::MAX)
}
