//! Keeps the count of a coupon's redemptions up to an instant, so that counting them does not grow with their number.
//! A redemption does it now and then for a coupon without a total limit; such a coupon has no other row to queue at.

use jiff::{SignedDuration, Timestamp};

use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// Adds what came since the last time. Rows up to `?2` must be all there: nothing is written before it any more.
pub(crate) const FOLD: &str = "INSERT INTO coupon_use_folds (coupon_id, through_at, counted) \
     VALUES (?1, ?2, (SELECT COUNT(*) FROM redemptions r WHERE r.coupon_id = ?1 AND r.renews_id IS NULL AND r.created_at > ?3 AND r.created_at <= ?2)) \
     ON CONFLICT (coupon_id) DO UPDATE SET through_at = excluded.through_at, counted = coupon_use_folds.counted + excluded.counted \
     WHERE coupon_use_folds.through_at = ?3";

/// How far behind the present the count ends: longer than any transaction may run, as every call ends within 10 s.
const BEHIND: SignedDuration = SignedDuration::from_secs(12);

/// How much may have come since before it is counted.
const EVERY: SignedDuration = SignedDuration::from_secs(20);

/// Before every redemption.
const BEGINNING: i64 = -9_000_000_000_000_000_000;

/// Whether enough has come since the last time.
pub(crate) fn is_fold_due(folded_through: Option<Timestamp>, now: Timestamp) -> bool {
    folded_through.is_none_or(|through| now.duration_since(through) > EVERY)
}

/// Counts a coupon's redemptions up to a little before now, unless another unit of work is about to: nobody waits.
pub(crate) async fn fold_uses(
    tx: &mut Tx<'_>,
    coupon_id: &str,
    folded_through: Option<Timestamp>,
) -> Result<(), StoreError> {
    let Ok(through) = tx.now().checked_sub(BEHIND) else { return Ok(()) };
    if !tx.try_lock(&format!("uses of {coupon_id}")).await? {
        return Ok(());
    }
    let before = folded_through.map_or(BEGINNING, Timestamp::as_microsecond);
    tx.push(FOLD, params![coupon_id, through, before])
}
