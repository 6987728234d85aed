//! Finds the code that was typed, or one by its id.

use super::record::{CodeRecord, code_columns};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// The live code of a canonical form.
pub(crate) const SELECT: &str =
    concat!("SELECT ", code_columns!(), " FROM codes d WHERE d.canonical = ?1 AND d.state <> 'void'");

/// By id.
pub(crate) const SELECT_BY_ID: &str = concat!("SELECT ", code_columns!(), " FROM codes d WHERE d.id = ?1");

/// The live code of a canonical form; there is at most one. Void codes are not found.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn find_code(tx: &mut Tx<'_>, canonical: &str) -> Result<Option<CodeRecord>, StoreError> {
    tx.query_first(SELECT, params![canonical]).await?.map(|mut row| CodeRecord::decode(&mut row)).transpose()
}

/// A code by id, void or not.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(code_id = %id))]
pub async fn read_code(tx: &mut Tx<'_>, id: &str) -> Result<Option<CodeRecord>, StoreError> {
    tx.query_first(SELECT_BY_ID, params![id]).await?.map(|mut row| CodeRecord::decode(&mut row)).transpose()
}
