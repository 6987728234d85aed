//! A saved document as answers show it.

use jiff::Timestamp;
use serde::Serialize;
use tessera_store::saved::SavedRecord;

use super::{Saved, stored};
use crate::problem::Problem;

/// A saved document: what identifies it and everything that was written.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SavedView<T> {
    /// With the prefix of its kind.
    pub id: String,
    /// Rises by one with every edit; the `ETag` is `"v<version>"`.
    pub version: u64,
    /// Everything that was written.
    #[serde(flatten)]
    pub body: T,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// The view of a record.
pub(crate) fn view_of<T: Saved>(record: SavedRecord) -> Result<SavedView<T>, Problem> {
    let body = stored(&record)?;
    let SavedRecord { id, version, created_at, updated_at, .. } = record;
    Ok(SavedView { id, version, body, created_at, updated_at })
}
