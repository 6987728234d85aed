//! Lets a hold follow another cart.

use super::create_reservation::{document_of, hold_over};
use super::live_hold::LiveHold;
use super::read_reservation::ReservationRecord;
use crate::error::StoreError;
use crate::params;
use crate::redemptions::create_redemption::{stale_history, undo_unless_done};
use crate::redemptions::exchange::identities_text;
use crate::redemptions::{NewOrder, NewRedemption, RedeemOutcome};
use crate::tx::Tx;

/// The order as it will be placed now.
pub(crate) const UPDATE: &str =
    "UPDATE reservations SET document = ?2, identities = ?3, takes_first_order = ?4 WHERE id = ?1 AND state = 'held'";

/// Holds what another cart uses, until the same instant. What was held goes on whatever became of its coupon; what is
/// new must be live. The caller has locked the reservation and seen that it is live.
///
/// # Errors
/// [`StoreError::Constraint`] when a coupon is named twice or an amount is below zero.
#[tracing::instrument(level = "debug", skip_all, fields(reservation_id = %held.id))]
pub async fn update_reservation(
    tx: &mut Tx<'_>,
    held: &ReservationRecord,
    order: &NewOrder,
    redemptions: &[NewRedemption],
) -> Result<RedeemOutcome, StoreError> {
    let outcome = follow(tx, held, order, redemptions).await;
    undo_unless_done(tx, outcome)
}

async fn follow(
    tx: &mut Tx<'_>,
    held: &ReservationRecord,
    order: &NewOrder,
    redemptions: &[NewRedemption],
) -> Result<RedeemOutcome, StoreError> {
    if let Some(refused) = stale_history(tx, order, redemptions).await? {
        return Ok(RedeemOutcome::Refused(refused));
    }
    let (document, identities) = (document_of(order)?, identities_text(&order.identities)?);
    let values = params![&held.id, &document, &identities, order.takes_first_order];
    if tx.execute(UPDATE, values).await? == 0 {
        return Err(StoreError::Busy);
    }
    let (live, expires_at) = (LiveHold::of(tx, held.clone()).await?, held.expires_at);
    hold_over(tx, order, redemptions, Some(&live), expires_at, true).await
}
