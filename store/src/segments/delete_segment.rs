//! Deletes a segment, and finds the coupons that name one.

use crate::coupons::catalogue_change::{lock_catalogue, next_change};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// The segment.
pub(crate) const DELETE: &str = "DELETE FROM segments WHERE id = ?1";

/// Its members.
pub(crate) const DELETE_MEMBERS: &str = "DELETE FROM segment_members WHERE segment_id = ?1";

/// Coupons whose terms hold a text. A look at all of them: segments are hardly ever deleted.
pub(crate) const SELECT_NAMING: &str = "SELECT id, terms FROM coupons WHERE id > ?1 AND status <> 'archived' \
     AND REPLACE(terms, CAST(?2 AS TEXT), '') <> terms ORDER BY id LIMIT ?3";

/// Deletes a segment with its list of members; answers whether there was one. It counts as an edit of the catalogue.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all, fields(segment_id = %id))]
pub async fn delete_segment(tx: &mut Tx<'_>, id: &str) -> Result<bool, StoreError> {
    lock_catalogue(tx).await?;
    tx.execute(DELETE_MEMBERS, params![id]).await?;
    if tx.execute(DELETE, params![id]).await? == 0 {
        return Ok(false);
    }
    next_change(tx).await?;
    Ok(true)
}

/// Coupons that are not archived and whose terms hold a text, with their terms, by id. What the text means there is told
/// by the engine.
///
/// # Errors
/// [`StoreError`] when they cannot be read.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn coupons_naming(
    tx: &mut Tx<'_>,
    text: &str,
    after: &str,
    limit: u32,
) -> Result<Vec<(String, String)>, StoreError> {
    let rows = tx.query(SELECT_NAMING, params![after, text, limit]).await?;
    rows.into_iter().map(|mut row| Ok((row.text()?, row.text()?))).collect()
}
