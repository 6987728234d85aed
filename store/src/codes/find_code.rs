//! Finds the code that was typed, or one by its id.

use jiff::Timestamp;

use super::record::{CodeRecord, code_columns};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// The live code of a canonical form.
pub(crate) const SELECT: &str =
    concat!("SELECT ", code_columns!(), " FROM codes d WHERE d.canonical = ?1 AND d.state <> 'void'");

/// The code of a canonical form that was in force at an instant and was voided since; of several the last one made.
pub(crate) const SELECT_VOIDED: &str = concat!(
    "SELECT ",
    code_columns!(),
    " FROM codes d WHERE d.canonical = ?1 AND d.voided_at IS NOT NULL AND d.created_at <= ?2 AND d.voided_at > ?2 \
     ORDER BY d.created_at DESC LIMIT 1"
);

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

/// The code of a canonical form that was in force at an instant, voided since or not. A code that was void before the
/// time of that was kept is not found.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(%instant))]
pub async fn find_code_at(
    tx: &mut Tx<'_>,
    canonical: &str,
    instant: Timestamp,
) -> Result<Option<CodeRecord>, StoreError> {
    let live = find_code(tx, canonical).await?;
    if live.as_ref().is_some_and(|code| code.created_at <= instant) {
        return Ok(live);
    }
    let row = tx.query_first(SELECT_VOIDED, params![canonical, instant]).await?;
    row.map(|mut row| CodeRecord::decode(&mut row)).transpose()
}

/// A code by id, void or not.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(code_id = %id))]
pub async fn read_code(tx: &mut Tx<'_>, id: &str) -> Result<Option<CodeRecord>, StoreError> {
    tx.query_first(SELECT_BY_ID, params![id]).await?.map(|mut row| CodeRecord::decode(&mut row)).transpose()
}
