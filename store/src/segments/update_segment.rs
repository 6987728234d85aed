//! Changes a segment.

use crate::coupons::catalogue_change::{lock_catalogue, next_change};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// What may be changed of it.
pub(crate) const UPDATE: &str = "UPDATE segments SET name = ?2, conditions = ?3, updated_at = ?4 WHERE id = ?1";

/// Changes name and conditions of a segment; answers whether there is one. It counts as an edit of the catalogue.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all, fields(segment_id = %id))]
pub async fn update_segment(
    tx: &mut Tx<'_>,
    id: &str,
    name: &str,
    conditions: Option<&str>,
) -> Result<bool, StoreError> {
    lock_catalogue(tx).await?;
    let now = tx.now();
    if tx.execute(UPDATE, params![id, name, conditions, now]).await? == 0 {
        return Ok(false);
    }
    next_change(tx).await?;
    Ok(true)
}
