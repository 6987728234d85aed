//! Lists segments.

use super::record::{SegmentRecord, segment_columns};
use crate::cursor::{self, Page, rows_wanted};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// A page by id, which is by time.
pub(crate) const SELECT_PAGE: &str =
    concat!("SELECT ", segment_columns!(), " FROM segments WHERE id > ?1 ORDER BY id LIMIT ?2");

/// All of them: there are not many.
pub(crate) const SELECT_ALL: &str = concat!("SELECT ", segment_columns!(), " FROM segments ORDER BY id");

const LIST: &str = "segments";

/// A page of segments, the oldest first.
///
/// # Errors
/// [`StoreError::InvalidCursor`].
#[tracing::instrument(level = "debug", skip_all)]
pub async fn list_segments(
    tx: &mut Tx<'_>,
    limit: u32,
    cursor: Option<&str>,
) -> Result<Page<SegmentRecord>, StoreError> {
    let [after] = cursor.map(|cursor| cursor::decode::<1>(LIST, cursor)).transpose()?.unwrap_or_default();
    let rows = tx.query(SELECT_PAGE, params![&after, rows_wanted(limit)]).await?;
    let found = rows.into_iter().map(|mut row| SegmentRecord::decode(&mut row)).collect::<Result<_, _>>()?;
    Ok(Page::cut(found, limit, |last: &SegmentRecord| cursor::encode(LIST, &[&last.id])))
}

/// Every segment, the oldest first. Their number is bounded where they are made.
///
/// # Errors
/// [`StoreError`] when they cannot be read.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn load_segments(tx: &mut Tx<'_>) -> Result<Vec<SegmentRecord>, StoreError> {
    let rows = tx.query(SELECT_ALL, &[]).await?;
    rows.into_iter().map(|mut row| SegmentRecord::decode(&mut row)).collect()
}
