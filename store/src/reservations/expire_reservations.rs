//! Ends holds that are past their time. Whoever needs what they hold does it; a timer only saves that work.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::live_hold::LiveHold;
use super::read_reservation::{ReservationRecord, lock_reservation, read_reservation};
use super::release_reservation::{give_back_hold, release_reservation};
use crate::error::StoreError;
use crate::params;
use crate::planted;
use crate::tx::Tx;

/// Holds past their time, the oldest first. One that another process is ending is left to it.
pub(crate) const SELECT_DUE: &str = "SELECT id FROM reservations WHERE state = 'held' AND expires_at <= ?1 ORDER BY expires_at LIMIT ?2 \
     /*postgres: FOR UPDATE SKIP LOCKED*/";

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

/// What was found past its time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Due {
    /// Holds that were looked at. As many as were asked for at most: there may be more.
    pub looked_at: usize,
    /// Those of them that had not ended meanwhile, and have now.
    pub ended: Vec<ReservationRecord>,
    /// Those that could not be ended, by id, and why. They stay as they are, and hold what they hold.
    pub failed: Vec<(String, StoreError)>,
}

/// Ends holds that are past their time, `most` at most: those on a coupon among `coupon_ids`, or all where that is
/// empty; without those in `passed_over`, which failed before. One that fails keeps none of the others.
///
/// Each ends with rows of its own, in the order of their keys; several together touch rows in no order. Where
/// transactions run side by side `most` is 1.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn expire_reservations(
    tx: &mut Tx<'_>,
    coupon_ids: &[String],
    passed_over: &[String],
    most: usize,
) -> Result<Due, StoreError> {
    let now = if planted::node_clock() { Timestamp::now() } else { tx.now() };
    let limit = i64::try_from(most.saturating_add(passed_over.len())).unwrap_or(i64::MAX);
    let mut rows = Vec::new();
    if coupon_ids.is_empty() {
        let (unlocked, _) = SELECT_DUE.split_once("/*").unwrap_or((SELECT_DUE, ""));
        let select = if planted::sweep_without_lock() { unlocked } else { SELECT_DUE };
        rows = tx.query(select, params![now, limit]).await?;
    }
    for coupon_id in coupon_ids {
        rows.extend(tx.query(SELECT_DUE_OF, params![coupon_id, now, limit]).await?);
    }
    let mut ids: BTreeSet<String> = rows.into_iter().map(|mut row| row.text()).collect::<Result<_, _>>()?;
    ids.retain(|id| !passed_over.contains(id));
    let mut due = Due::default();
    if planted::sweep_without_lock() {
        return expire_as_read(tx, ids.into_iter().take(most)).await;
    }
    for id in ids.into_iter().take(most) {
        due.looked_at += 1;
        tx.begin_part().await?;
        let ended = match expire_one(tx, &id, now).await {
            Ok(held) => tx.keep_part().await.map(|()| held),
            Err(error) => Err(error),
        };
        match ended {
            Ok(held) => due.ended.extend(held),
            // It will not be better for the next one.
            Err(error @ (StoreError::Busy | StoreError::Unavailable(_))) => return Err(error),
            Err(error) => {
                tx.undo_part().await?;
                due.failed.push((id, error));
            }
        }
    }
    Ok(due)
}

/// Ends a hold if it is past its time and did not end meanwhile; answers it then.
async fn expire_one(tx: &mut Tx<'_>, id: &str, now: Timestamp) -> Result<Option<ReservationRecord>, StoreError> {
    let held = lock_reservation(tx, id).await?.filter(|held| held.state == "held" && held.expires_at <= now);
    if let Some(held) = &held {
        release_reservation(tx, held, "expired").await?;
    }
    Ok(held)
}

/// Planted: ends holds as they were read, whatever happened to them since.
async fn expire_as_read(tx: &mut Tx<'_>, ids: impl Iterator<Item = String>) -> Result<Due, StoreError> {
    let (mut due, mut read) = (Due::default(), Vec::new());
    for id in ids {
        due.looked_at += 1;
        let Some(held) = read_reservation(tx, &id).await? else { continue };
        read.push(LiveHold::of(tx, held).await?);
    }
    for live in read {
        give_back_hold(tx, &live, "expired").await?;
        due.ended.push(live.record);
    }
    Ok(due)
}
