//! Voids a code.

use crate::coupons::catalogue_change::{lock_catalogue, touch_coupon};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// Its history stays.
pub(crate) const VOID: &str =
    "UPDATE codes SET state = 'void', voided_at = ?2 WHERE id = ?1 AND state <> 'void' RETURNING coupon_id";

/// Voids a code: it unlocks nothing any more, and its text is free again. A code that is void already stays so.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all, fields(code_id = %id))]
pub async fn void_code(tx: &mut Tx<'_>, id: &str) -> Result<(), StoreError> {
    lock_catalogue(tx).await?;
    let now = tx.now();
    match tx.query_first(VOID, params![id, now]).await? {
        Some(mut row) => touch_coupon(tx, &row.text()?).await,
        None => Ok(()),
    }
}
