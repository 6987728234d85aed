//! Makes a segment.

use super::record::SegmentRecord;
use crate::coupons::catalogue_change::{lock_catalogue, next_change};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// The segment; nothing when another has its key.
pub(crate) const INSERT: &str = "INSERT INTO segments (id, key, name, kind, conditions, created_at, updated_at) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (key) DO NOTHING";

/// How many there are.
pub(crate) const COUNT: &str = "SELECT COUNT(*) FROM segments WHERE kind = ?1";

/// What came of making a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CreateSegment {
    /// It is there.
    Created,
    /// Another has its key. Nothing was written.
    KeyTaken,
    /// There are so many of its kind already. Nothing was written.
    TooMany,
}

/// Makes a segment. It counts as an edit of the catalogue.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all, fields(segment_id = %segment.id))]
pub async fn create_segment(
    tx: &mut Tx<'_>,
    segment: &SegmentRecord,
    at_most: u64,
) -> Result<CreateSegment, StoreError> {
    lock_catalogue(tx).await?;
    let SegmentRecord { id, key, name, kind, conditions, created_at, updated_at } = segment;
    let row = tx.query_first(COUNT, params![kind]).await?;
    if row.map_or(Ok(0), |mut row| row.unsigned())? >= at_most {
        return Ok(CreateSegment::TooMany);
    }
    let values = params![id, key, name, kind, conditions, *created_at, *updated_at];
    if tx.execute(INSERT, values).await? == 0 {
        return Ok(CreateSegment::KeyTaken);
    }
    next_change(tx).await?;
    Ok(CreateSegment::Created)
}
