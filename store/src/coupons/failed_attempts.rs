//! How often coupons were tried in vain, by day and cause.

use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// Adds to the count of a day.
pub(crate) const ADD: &str = "INSERT INTO failed_attempts (coupon_id, day, reason, attempts) VALUES (?1, ?2, ?3, ?4) \
     ON CONFLICT (coupon_id, day, reason) DO UPDATE SET attempts = failed_attempts.attempts + excluded.attempts";

/// Of one coupon since a day, the most frequent first.
pub(crate) const SUM: &str = "SELECT f.reason, CAST(SUM(f.attempts) AS BIGINT) AS attempts FROM failed_attempts f \
     WHERE f.coupon_id = ?1 AND f.day >= ?2 GROUP BY f.reason ORDER BY attempts DESC, f.reason";

/// What is older than a day.
pub(crate) const FORGET: &str = "DELETE FROM failed_attempts WHERE day < ?1";

/// So many attempts at a coupon failed for one reason on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedAttempts {
    /// The coupon.
    pub coupon_id: String,
    /// The date in the store's zone.
    pub day: String,
    /// The stable name of the reason.
    pub reason: String,
    /// How many.
    pub attempts: u64,
}

/// Adds attempts to what is counted.
///
/// # Errors
/// [`StoreError`] when they cannot be written.
#[tracing::instrument(level = "debug", skip_all, fields(counts = counts.len()))]
pub async fn add_failed_attempts(tx: &mut Tx<'_>, counts: &[FailedAttempts]) -> Result<(), StoreError> {
    for FailedAttempts { coupon_id, day, reason, attempts } in counts {
        tx.execute(ADD, params![coupon_id, day, reason, *attempts]).await?;
    }
    Ok(())
}

/// The failed attempts at a coupon from a day on: reason and number, the most frequent first.
///
/// # Errors
/// [`StoreError`] when they cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(coupon_id = %coupon_id))]
pub async fn sum_failed_attempts(
    tx: &mut Tx<'_>,
    coupon_id: &str,
    from: &str,
) -> Result<Vec<(String, u64)>, StoreError> {
    let rows = tx.query(SUM, params![coupon_id, from]).await?;
    rows.into_iter().map(|mut row| Ok((row.text()?, row.unsigned()?))).collect()
}

/// Forgets what was counted before a day.
///
/// # Errors
/// [`StoreError`] when it cannot be removed.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn forget_failed_attempts(tx: &mut Tx<'_>, before: &str) -> Result<u64, StoreError> {
    tx.execute(FORGET, params![before]).await
}
