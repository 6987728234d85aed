//! Deletes a coupon: nobody sees it any more, and what orders need of it stays.

use super::catalogue_change::{lock_catalogue, next_change};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// So many references are counted at most.
pub const REFERENCES_COUNTED: u64 = 1_000;

/// Marks it.
pub(crate) const DELETE: &str = "UPDATE coupons SET deleted_at = ?2, codes_freed = ?3, change_number = ?4, seq = seq + 1 \
     WHERE id = ?1 AND status = 'archived' AND deleted_at IS NULL";

/// Redemptions that are held, those of orders that are neither cancelled nor wholly refunded, and claims that are not
/// used; counted up to a bound.
pub(crate) const COUNT_REFERENCES: &str = "SELECT \
     (SELECT COUNT(*) FROM (SELECT 1 FROM redemptions r WHERE r.coupon_id = ?1 AND r.state = 'held' LIMIT ?2) AS h), \
     (SELECT COUNT(*) FROM (SELECT 1 FROM redemptions r WHERE r.coupon_id = ?1 AND r.state = 'committed' LIMIT ?2) AS u), \
     (SELECT COUNT(*) FROM (SELECT 1 FROM claims w WHERE w.coupon_id = ?1 AND w.state = 'available' LIMIT ?2) AS a)";

/// What refers to a coupon, each up to [`REFERENCES_COUNTED`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct References {
    /// Live reservations.
    pub held: u64,
    /// Placed orders, those of running subscriptions too.
    pub placed: u64,
    /// Claims in wallets.
    pub claimed: u64,
}

/// What refers to a coupon.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(coupon_id = %id))]
pub async fn count_references(tx: &mut Tx<'_>, id: &str) -> Result<References, StoreError> {
    let row = tx.query_first(COUNT_REFERENCES, params![id, REFERENCES_COUNTED]).await?;
    let mut row = row.ok_or_else(|| StoreError::Internal("a count gave no row".to_owned()))?;
    Ok(References { held: row.unsigned()?, placed: row.unsigned()?, claimed: row.unsigned()? })
}

/// Marks an archived coupon as deleted; answers whether it was there and archived. With `free_codes` others may take
/// its codes from now on.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all, fields(coupon_id = %id))]
pub async fn delete_coupon(tx: &mut Tx<'_>, id: &str, free_codes: bool) -> Result<bool, StoreError> {
    lock_catalogue(tx).await?;
    let (now, change) = (tx.now(), next_change(tx).await?);
    Ok(tx.execute(DELETE, params![id, now, i64::from(free_codes), change]).await? == 1)
}
