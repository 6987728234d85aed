//! Edits a saved document.

use super::read_document::read_document;
use super::record::{NewSaved, SavedKind, SavedRecord};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// The edit.
pub(crate) const UPDATE: &str = "UPDATE saved_documents SET version = version + 1, shared = ?3, facets = ?4, document = ?5, updated_at = ?6 \
     WHERE kind = ?1 AND id = ?2";

/// Makes the next version of a document. The caller has locked it.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all, fields(document_id = %id))]
pub async fn update_document(
    tx: &mut Tx<'_>,
    kind: SavedKind,
    id: &str,
    new: &NewSaved,
) -> Result<SavedRecord, StoreError> {
    let (now, facets) = (tx.now(), new.facets_text());
    tx.execute(UPDATE, params![kind.word(), id, new.shared, &facets, &new.document, now]).await?;
    let updated = read_document(tx, kind, id).await?;
    updated.ok_or_else(|| StoreError::Internal("a locked document is gone".to_owned()))
}
