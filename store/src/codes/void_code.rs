//! Voids codes.

use crate::coupons::catalogue_change::{lock_catalogue, touch_coupon};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// Its coupon, while it is not void.
pub(crate) const SELECT_COUPON: &str = "SELECT coupon_id FROM codes WHERE id = ?1 AND state <> 'void'";

/// Its history stays.
pub(crate) const VOID: &str =
    "UPDATE codes SET state = 'void', standing = 'void', voided_at = ?2 WHERE id = ?1 AND state <> 'void'";

/// Codes of a batch that are not void.
pub(crate) const SELECT_BATCH: &str =
    "SELECT id FROM codes WHERE batch_id = ?1 AND standing = ?2 ORDER BY expires_key, id LIMIT ?3";

/// Voids a code: it unlocks nothing any more, and its text is free again. A code that is void already stays so. Orders that
/// are placed meanwhile come before or after it.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all, fields(code_id = %id))]
pub async fn void_code(tx: &mut Tx<'_>, id: &str) -> Result<(), StoreError> {
    lock_catalogue(tx).await?;
    let Some(mut row) = tx.query_first(SELECT_COUPON, params![id]).await? else { return Ok(()) };
    // The coupon's row before the code's: whoever places an order has the first when it reads the second.
    touch_coupon(tx, &row.text()?).await?;
    let now = tx.now();
    tx.execute(VOID, params![id, now]).await.map(drop)
}

/// Voids up to `most` codes of a batch; answers how many. None are left when it is fewer.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all, fields(batch_id = %batch_id))]
pub async fn void_some_of_batch(
    tx: &mut Tx<'_>,
    coupon_id: &str,
    batch_id: &str,
    most: u32,
) -> Result<u64, StoreError> {
    lock_catalogue(tx).await?;
    touch_coupon(tx, coupon_id).await?;
    let now = tx.now();
    let mut ids = Vec::new();
    for standing in ["live", "used"] {
        let rest = most.saturating_sub(u32::try_from(ids.len()).unwrap_or(most));
        for mut row in tx.query(SELECT_BATCH, params![batch_id, standing, rest]).await? {
            ids.push(row.text()?);
        }
    }
    for id in &ids {
        tx.push(VOID, params![id, now])?;
    }
    Ok(u64::try_from(ids.len()).unwrap_or(u64::MAX))
}
