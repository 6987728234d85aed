//! Lists the audit trail in the order of its chain.

use super::record::{AuditRecord, audit_columns};
use crate::cursor::{self, Page, rows_wanted};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// Rows after a position.
pub(crate) const SELECT: &str =
    concat!("SELECT ", audit_columns!(), " FROM audit WHERE position > ?1 ORDER BY position LIMIT ?2");

const LIST: &str = "audit";

/// A page of the audit trail, the oldest first.
///
/// # Errors
/// [`StoreError::InvalidCursor`].
#[tracing::instrument(level = "debug", skip_all)]
pub async fn list_audit(tx: &mut Tx<'_>, limit: u32, cursor: Option<&str>) -> Result<Page<AuditRecord>, StoreError> {
    let after = match cursor {
        None => 0,
        Some(cursor) => {
            let [position] = cursor::decode::<1>(LIST, cursor)?;
            position.parse::<u64>().map_err(|_| StoreError::InvalidCursor)?
        }
    };
    let found = read_after(tx, after, rows_wanted(limit)).await?;
    Ok(Page::cut(found, limit, |last: &AuditRecord| {
        cursor::encode(LIST, &[&last.position.unwrap_or_default().to_string()])
    }))
}

/// Rows after a position, in their order.
pub(crate) async fn read_after(tx: &mut Tx<'_>, after: u64, most: u32) -> Result<Vec<AuditRecord>, StoreError> {
    let rows = tx.query(SELECT, params![after, most]).await?;
    rows.into_iter().map(|mut row| AuditRecord::decode(&mut row)).collect()
}
