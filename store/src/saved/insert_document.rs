//! Saves a document.

use super::read_document::read_document;
use super::record::{NewSaved, SavedKind, SavedRecord};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// How many there are of a kind.
pub(crate) const COUNT: &str = "SELECT COUNT(*) FROM saved_documents WHERE kind = ?1";

/// The document.
pub(crate) const INSERT: &str = "INSERT INTO saved_documents (kind, id, version, owner, shared, facets, document, created_at, updated_at) \
     VALUES (?1, ?2, 1, ?3, ?4, ?5, ?6, ?7, ?7)";

/// What came of saving a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InsertDocument {
    /// The document.
    Inserted(SavedRecord),
    /// There are as many of its kind as there may be. Nothing was changed.
    Full,
}

/// Saves a document at version 1, where there are fewer than `most` of its kind. Whoever else saves one of the kind waits.
///
/// # Errors
/// [`StoreError::Constraint`] when the id is taken.
#[tracing::instrument(level = "debug", skip_all, fields(document_id = %id))]
pub async fn insert_document(
    tx: &mut Tx<'_>,
    kind: SavedKind,
    id: &str,
    owner: &str,
    new: &NewSaved,
    most: u64,
) -> Result<InsertDocument, StoreError> {
    tx.lock(&format!("saved:{}", kind.word())).await?;
    let counted = tx.query_first(COUNT, params![kind.word()]).await?;
    if counted.map_or(Ok(0), |mut row| row.unsigned())? >= most {
        return Ok(InsertDocument::Full);
    }
    let (now, facets) = (tx.now(), new.facets_text());
    tx.execute(INSERT, params![kind.word(), id, owner, new.shared, &facets, &new.document, now]).await?;
    let made = read_document(tx, kind, id).await?;
    made.map(InsertDocument::Inserted).ok_or_else(|| StoreError::Internal("a document was not written".to_owned()))
}
