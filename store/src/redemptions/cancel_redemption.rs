//! Gives one use back. The order keeps its amounts.

use std::collections::{BTreeMap, BTreeSet};

use super::lock_coupons::lock_coupons;
use super::read_order::lock_order;
use super::record::{RedemptionRecord, redemption_columns};
use crate::claims::moves::ClaimMoves;
use crate::error::StoreError;
use crate::limits::moves::{Column, Moves};
use crate::limits::resource::Use;
use crate::params;
use crate::tx::Tx;

/// One redemption.
pub(crate) const SELECT: &str = concat!("SELECT ", redemption_columns!(), " FROM redemptions r WHERE r.id = ?1");

/// It does not count any more; the day's count and the budget stay.
pub(crate) const CANCEL: &str = "UPDATE redemptions SET state = 'cancelled', counts = 0 WHERE id = ?1";

/// What came of cancelling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CancelOutcome {
    /// It is cancelled, now or before; the sequence numbers of what was changed.
    Cancelled(RedemptionRecord, BTreeMap<String, u64>),
    /// There is no such redemption.
    NotFound,
    /// It is in a state that cannot be cancelled: held, released, expired or refunded.
    WrongState(RedemptionRecord),
    /// It is a payment from a balance: what it paid comes back with a refund or the end of its order.
    Payment(RedemptionRecord),
}

/// Cancels a redemption: its uses in all, of the customer and of the code go down by one.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all, fields(redemption_id = %id))]
pub async fn cancel_redemption(tx: &mut Tx<'_>, id: &str) -> Result<CancelOutcome, StoreError> {
    let Some(mut redemption) = lock_redemption(tx, id).await? else { return Ok(CancelOutcome::NotFound) };
    match redemption.state.as_str() {
        "cancelled" => return Ok(CancelOutcome::Cancelled(redemption, BTreeMap::new())),
        "committed" if redemption.pays => return Ok(CancelOutcome::Payment(redemption)),
        "committed" => {}
        _ => return Ok(CancelOutcome::WrongState(redemption)),
    }
    let coupons = lock_coupons(tx, &BTreeSet::from([redemption.coupon_id.as_str()])).await?;
    let (mut moves, mut seq) = (Moves::default(), BTreeMap::new());
    if let Some(coupon) = coupons.get(&redemption.coupon_id) {
        let used = Use { counts_on_day: false, in_budget: false, ..redemption.as_use() };
        moves.give(&used, &coupon.limits, Column::Used);
    }
    let mut claims = ClaimMoves::default();
    claims.give(&redemption);
    moves.apply(tx, &redemption.order_id, &mut seq).await?;
    claims.apply(tx, &mut seq).await?;
    tx.execute(CANCEL, params![id]).await?;
    "cancelled".clone_into(&mut redemption.state);
    redemption.counts = false;
    Ok(CancelOutcome::Cancelled(redemption, seq))
}

/// A redemption as it stays until the transaction ends: its order is what every change of it waits at.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
pub async fn lock_redemption(tx: &mut Tx<'_>, id: &str) -> Result<Option<RedemptionRecord>, StoreError> {
    let Some(found) = read_redemption(tx, id).await? else { return Ok(None) };
    lock_order(tx, &found.order_id).await?;
    read_redemption(tx, id).await
}

/// A redemption as it is now, not held still.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
pub async fn read_redemption(tx: &mut Tx<'_>, id: &str) -> Result<Option<RedemptionRecord>, StoreError> {
    tx.query_first(SELECT, params![id]).await?.map(|mut row| RedemptionRecord::decode(&mut row)).transpose()
}
