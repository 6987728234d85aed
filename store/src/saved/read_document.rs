//! Reads a saved document.

use super::record::{SavedKind, SavedRecord, saved_columns};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// By id.
pub(crate) const SELECT: &str =
    concat!("SELECT ", saved_columns!(), " FROM saved_documents WHERE kind = ?1 AND id = ?2");

/// The same, held still until the transaction ends.
pub(crate) const LOCK: &str =
    concat!("SELECT ", saved_columns!(), " FROM saved_documents WHERE kind = ?1 AND id = ?2 /*postgres: FOR UPDATE*/");

/// A document by its id.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(document_id = %id))]
pub async fn read_document(tx: &mut Tx<'_>, kind: SavedKind, id: &str) -> Result<Option<SavedRecord>, StoreError> {
    let row = tx.query_first(SELECT, params![kind.word(), id]).await?;
    row.map(|mut row| SavedRecord::decode(&mut row)).transpose()
}

/// A document by its id; whoever else changes it waits.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(document_id = %id))]
pub async fn lock_document(tx: &mut Tx<'_>, kind: SavedKind, id: &str) -> Result<Option<SavedRecord>, StoreError> {
    let row = tx.query_first(LOCK, params![kind.word(), id]).await?;
    row.map(|mut row| SavedRecord::decode(&mut row)).transpose()
}
