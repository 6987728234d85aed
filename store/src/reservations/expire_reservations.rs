//! Ends holds that are past their time. Whoever needs what they hold does it; a timer only saves that work.

use std::collections::BTreeSet;

use super::live_hold::LiveHold;
use super::read_reservation::{ReservationRecord, lock_reservation, read_reservation};
use super::release_reservation::{give_back_hold, release_reservation};
use crate::error::StoreError;
use crate::params;
use crate::planted;
use crate::tx::Tx;

/// Holds past their time, the oldest first.
pub(crate) const SELECT_DUE: &str =
    "SELECT id FROM reservations WHERE state = 'held' AND expires_at <= ?1 ORDER BY expires_at LIMIT ?2";

/// Holds of one coupon past their time.
pub(crate) const SELECT_DUE_OF: &str = "SELECT reservation_id FROM redemptions WHERE coupon_id = ?1 AND state = 'held' AND expires_at <= ?2 ORDER BY expires_at LIMIT ?3";

/// Whether a hold on one of these coupons is past its time.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
pub async fn has_due(tx: &mut Tx<'_>, coupon_ids: &[String]) -> Result<bool, StoreError> {
    let now = tx.now();
    for coupon_id in coupon_ids {
        if tx.query_first(SELECT_DUE_OF, params![coupon_id, now, 1_i64]).await?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Ends holds that are past their time, `most` at most: those on a coupon among `coupon_ids`, or all where that is
/// empty. Answers those that ended.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn expire_reservations(
    tx: &mut Tx<'_>,
    coupon_ids: &[String],
    most: u32,
) -> Result<Vec<ReservationRecord>, StoreError> {
    let now = if planted::node_clock() { jiff::Timestamp::now() } else { tx.now() };
    let mut rows = Vec::new();
    if coupon_ids.is_empty() {
        rows = tx.query(SELECT_DUE, params![now, most]).await?;
    }
    for coupon_id in coupon_ids {
        rows.extend(tx.query(SELECT_DUE_OF, params![coupon_id, now, most]).await?);
    }
    let due: BTreeSet<String> = rows.into_iter().map(|mut row| row.text()).collect::<Result<_, _>>()?;
    let mut ended = Vec::new();
    if planted::sweep_without_lock() {
        return expire_as_read(tx, due).await;
    }
    for id in due {
        let Some(held) = lock_reservation(tx, &id).await? else { continue };
        if held.state == "held" && held.expires_at <= now {
            release_reservation(tx, &held, "expired").await?;
            ended.push(held);
        }
    }
    Ok(ended)
}

/// Planted: ends holds as they were read, whatever happened to them since.
async fn expire_as_read(tx: &mut Tx<'_>, due: BTreeSet<String>) -> Result<Vec<ReservationRecord>, StoreError> {
    let mut read = Vec::new();
    for id in due {
        let Some(held) = read_reservation(tx, &id).await? else { continue };
        read.push(LiveHold::of(tx, held).await?);
    }
    let mut ended = Vec::new();
    for live in read {
        give_back_hold(tx, &live, "expired").await?;
        ended.push(live.record);
    }
    Ok(ended)
}
