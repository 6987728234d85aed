//! Lists the movements of a balance.

use super::record::BalanceEntry;
use crate::cursor::{self, Page, rows_wanted};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// A page, the newest first. `?2` is the number before which it begins.
pub(crate) const SELECT_PAGE: &str = "SELECT b.seq, o.account, b.amount, b.at FROM balance_entries b \
     JOIN balance_entries o ON o.code_id = b.code_id AND o.seq = b.seq AND o.account <> 'balance' \
     WHERE b.code_id = ?1 AND b.account = 'balance' AND b.seq < ?2 ORDER BY b.seq DESC LIMIT ?3";

const LIST: &str = "balance_entries";

/// The movements of a code's balance, the newest first.
///
/// # Errors
/// [`StoreError::InvalidCursor`].
#[tracing::instrument(level = "debug", skip_all, fields(code_id = %code_id))]
pub async fn list_balance_entries(
    tx: &mut Tx<'_>,
    code_id: &str,
    limit: u32,
    cursor: Option<&str>,
) -> Result<Page<BalanceEntry>, StoreError> {
    let before = match cursor.map(|cursor| cursor::decode::<1>(LIST, cursor)).transpose()? {
        Some([before]) => before.parse::<i64>().map_err(|_| StoreError::InvalidCursor)?,
        None => i64::MAX,
    };
    let rows = tx.query(SELECT_PAGE, params![code_id, before, rows_wanted(limit)]).await?;
    let entry = |mut row: crate::value::Row| {
        Ok(BalanceEntry { seq: row.unsigned()?, account: row.text()?, amount: row.integer()?, at: row.time()? })
    };
    let found = rows.into_iter().map(entry).collect::<Result<_, StoreError>>()?;
    Ok(Page::cut(found, limit, |last: &BalanceEntry| cursor::encode(LIST, &[&last.seq.to_string()])))
}
