//! Makes a hold the order it is for.

use super::live_hold::LiveHold;
use super::read_reservation::ReservationRecord;
use crate::error::StoreError;
use crate::redemptions::create_redemption::{place_over, undo_unless_done};
use crate::redemptions::{NewOrder, NewRedemption, RedeemOutcome, RedemptionRecord};
use crate::tx::Tx;

/// Places the order of a hold. Without `changed` it is what was held, and no limit is asked; with it the order was
/// priced again, and what is dropped is given back. The caller has locked the reservation and seen that it is live.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all, fields(reservation_id = %held.id))]
pub async fn commit_reservation(
    tx: &mut Tx<'_>,
    held: &ReservationRecord,
    changed: Option<(&NewOrder, &[NewRedemption])>,
) -> Result<RedeemOutcome, StoreError> {
    let outcome = place(tx, held, changed).await;
    undo_unless_done(tx, outcome)
}

async fn place(
    tx: &mut Tx<'_>,
    held: &ReservationRecord,
    changed: Option<(&NewOrder, &[NewRedemption])>,
) -> Result<RedeemOutcome, StoreError> {
    let live = LiveHold::of(tx, held.clone()).await?;
    match changed {
        Some((order, redemptions)) => place_over(tx, order, redemptions, Some(&live), true).await,
        None => {
            let redemptions: Vec<NewRedemption> = live.redemptions.iter().map(again).collect();
            place_over(tx, &held.order, &redemptions, Some(&live), true).await
        }
    }
}

fn again(held: &RedemptionRecord) -> NewRedemption {
    NewRedemption {
        id: held.id.clone(),
        coupon_id: held.coupon_id.clone(),
        coupon_version: held.coupon_version,
        live_version: None,
        code_id: held.code_id.clone(),
        code: held.code.clone(),
        claim_id: held.claim_id.clone(),
        amount: held.amount,
        pays: held.pays,
        renews: held.renews.clone(),
    }
}
