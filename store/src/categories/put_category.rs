//! Writes a category, new or known, and keeps the forest a forest.

use super::read_category::read_category;
use crate::coupons::catalogue_change::{lock_catalogue, next_change};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// Whether a category is another or above it.
pub(crate) const IS_ABOVE: &str = "WITH RECURSIVE above (id, parent_id) AS (SELECT id, parent_id FROM categories WHERE id = ?2 \
     UNION SELECT c.id, c.parent_id FROM categories c JOIN above ON c.id = above.parent_id) SELECT 1 FROM above WHERE id = ?1";

/// All of it; of a known category only the creation stays.
pub(crate) const UPSERT: &str = "INSERT INTO categories (id, parent_id, name, revision, created_at, updated_at) VALUES (?1, ?2, ?3, 1, ?4, ?4) \
     ON CONFLICT (id) DO UPDATE SET parent_id = excluded.parent_id, name = excluded.name, revision = categories.revision + 1, \
     updated_at = excluded.updated_at RETURNING revision";

/// What came of writing a category.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PutCategory {
    /// It is new.
    Created,
    /// It was there and is now as given.
    Replaced,
    /// It was there as given. Nothing was written; only of one of many.
    Unchanged,
    /// There is no category of the parent's id. Nothing was written.
    ParentUnknown,
    /// The parent is the category itself or below it. Nothing was written.
    Cycle,
}

/// Writes a category. It counts as an edit of the catalogue.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all, fields(category_id = %id))]
pub async fn put_category(
    tx: &mut Tx<'_>,
    id: &str,
    parent_id: Option<&str>,
    name: Option<&str>,
) -> Result<PutCategory, StoreError> {
    // The catalogue's row is locked first: it makes edits of the forest wait for each other, so that two of them
    // cannot close a ring together.
    lock_catalogue(tx).await?;
    if let Some(refused) = find_refusal(tx, id, parent_id).await? {
        return Ok(refused);
    }
    next_change(tx).await?;
    write(tx, id, parent_id, name).await
}

/// Why it cannot have this parent. The catalogue is locked.
pub(super) async fn find_refusal(
    tx: &mut Tx<'_>,
    id: &str,
    parent_id: Option<&str>,
) -> Result<Option<PutCategory>, StoreError> {
    let Some(parent_id) = parent_id else { return Ok(None) };
    if parent_id == id || !tx.query(IS_ABOVE, params![id, parent_id]).await?.is_empty() {
        return Ok(Some(PutCategory::Cycle));
    }
    let is_known = read_category(tx, parent_id).await?.is_some();
    Ok((!is_known).then_some(PutCategory::ParentUnknown))
}

/// Writes it.
pub(super) async fn write(
    tx: &mut Tx<'_>,
    id: &str,
    parent_id: Option<&str>,
    name: Option<&str>,
) -> Result<PutCategory, StoreError> {
    let now = tx.now();
    let row = tx.query_first(UPSERT, params![id, parent_id, name, now]).await?;
    let revision = row.ok_or_else(|| StoreError::Internal("a category was not written".to_owned()))?.integer()?;
    Ok(if revision == 1 { PutCategory::Created } else { PutCategory::Replaced })
}
