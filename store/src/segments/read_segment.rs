//! Reads a segment.

use super::record::{SegmentRecord, segment_columns};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// By id.
pub(crate) const SELECT: &str = concat!("SELECT ", segment_columns!(), " FROM segments WHERE id = ?1");

/// A segment by id.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(segment_id = %id))]
pub async fn read_segment(tx: &mut Tx<'_>, id: &str) -> Result<Option<SegmentRecord>, StoreError> {
    tx.query_first(SELECT, params![id]).await?.map(|mut row| SegmentRecord::decode(&mut row)).transpose()
}
