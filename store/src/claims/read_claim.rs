//! Reads a claim.

use super::record::{ClaimRecord, claim_columns};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// By its id.
pub(crate) const SELECT: &str = concat!("SELECT ", claim_columns!(), " FROM claims c WHERE c.id = ?1");

/// What a customer claimed with a code.
pub(crate) const SELECT_BY_CODE: &str = concat!(
    "SELECT ",
    claim_columns!(),
    " FROM claims c WHERE c.code_id = ?1 AND c.customer_id = ?2 AND c.code_id IS NOT NULL AND c.customer_id <> ''"
);

/// A claim by its id, whatever became of it.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(claim_id = %id))]
pub async fn read_claim(tx: &mut Tx<'_>, id: &str) -> Result<Option<ClaimRecord>, StoreError> {
    tx.query_first(SELECT, params![id]).await?.map(|mut row| ClaimRecord::decode(&mut row)).transpose()
}

/// What a customer claimed with a code, whatever became of it.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(code_id = %code_id))]
pub async fn find_claim_by_code(
    tx: &mut Tx<'_>,
    code_id: &str,
    customer_id: &str,
) -> Result<Option<ClaimRecord>, StoreError> {
    let row = tx.query_first(SELECT_BY_CODE, params![code_id, customer_id]).await?;
    row.map(|mut row| ClaimRecord::decode(&mut row)).transpose()
}
