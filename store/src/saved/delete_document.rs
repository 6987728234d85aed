//! Deletes a saved document.

use super::record::SavedKind;
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// It is gone.
pub(crate) const DELETE: &str = "DELETE FROM saved_documents WHERE kind = ?1 AND id = ?2";

/// Deletes a document; answers whether there was one.
///
/// # Errors
/// [`StoreError`] when it cannot be deleted.
#[tracing::instrument(level = "debug", skip_all, fields(document_id = %id))]
pub async fn delete_document(tx: &mut Tx<'_>, kind: SavedKind, id: &str) -> Result<bool, StoreError> {
    Ok(tx.execute(DELETE, params![kind.word(), id]).await? > 0)
}
