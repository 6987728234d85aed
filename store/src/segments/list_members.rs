//! Lists and counts the members of a static segment.

use super::record::MemberRecord;
use crate::cursor::{self, Page, rows_wanted};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// A page by customer.
pub(crate) const SELECT_PAGE: &str = "SELECT customer_id, added_at FROM segment_members \
     WHERE segment_id = ?1 AND customer_id > ?2 ORDER BY customer_id LIMIT ?3";

/// How many there are.
pub(crate) const COUNT: &str = "SELECT COUNT(*) FROM segment_members WHERE segment_id = ?1";

const LIST: &str = "segment members";

/// A page of members by customer id.
///
/// # Errors
/// [`StoreError::InvalidCursor`].
#[tracing::instrument(level = "debug", skip_all, fields(segment_id = %segment_id))]
pub async fn list_members(
    tx: &mut Tx<'_>,
    segment_id: &str,
    limit: u32,
    cursor: Option<&str>,
) -> Result<Page<MemberRecord>, StoreError> {
    let [after] = cursor.map(|cursor| cursor::decode::<1>(LIST, cursor)).transpose()?.unwrap_or_default();
    let rows = tx.query(SELECT_PAGE, params![segment_id, &after, rows_wanted(limit)]).await?;
    let member = |mut row: crate::value::Row| Ok(MemberRecord { customer_id: row.text()?, added_at: row.time()? });
    let found = rows.into_iter().map(member).collect::<Result<_, StoreError>>()?;
    Ok(Page::cut(found, limit, |last: &MemberRecord| cursor::encode(LIST, &[&last.customer_id])))
}

/// How many members there are.
///
/// # Errors
/// [`StoreError`] when they cannot be counted.
#[tracing::instrument(level = "debug", skip_all, fields(segment_id = %segment_id))]
pub async fn count_members(tx: &mut Tx<'_>, segment_id: &str) -> Result<u64, StoreError> {
    tx.query_first(COUNT, params![segment_id]).await?.map_or(Ok(0), |mut row| row.unsigned())
}
