//! Lists saved documents.

use super::record::{SavedKind, SavedRecord, saved_columns};
use crate::cursor::{self, Page, rows_wanted};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// A page by id, which is the order of their making: those of a reader and those that are shared, of a facet or of all.
pub(crate) const SELECT_PAGE: &str = concat!(
    "SELECT ",
    saved_columns!(),
    " FROM saved_documents WHERE kind = ?1 AND id > ?2 AND (shared = 1 OR owner = ?3) \
     AND (?4 = '' OR facets LIKE '% ' || ?4 || ' %') ORDER BY id LIMIT ?5"
);

/// Which documents are asked for.
#[derive(Clone, Debug)]
pub struct SavedFilter {
    /// Of this kind.
    pub kind: SavedKind,
    /// What this key made, and what is shared.
    pub reader: String,
    /// With this word among its facets; letters and `_` only.
    pub facet: Option<String>,
}

/// A page of documents, the oldest first.
///
/// # Errors
/// [`StoreError::InvalidCursor`].
#[tracing::instrument(level = "debug", skip_all)]
pub async fn list_documents(
    tx: &mut Tx<'_>,
    filter: &SavedFilter,
    limit: u32,
    cursor: Option<&str>,
) -> Result<Page<SavedRecord>, StoreError> {
    let list = filter.kind.word();
    let [after] = cursor.map(|cursor| cursor::decode::<1>(list, cursor)).transpose()?.unwrap_or_default();
    let facet = filter.facet.as_deref().unwrap_or_default();
    let values = params![list, &after, &filter.reader, facet, rows_wanted(limit)];
    let rows = tx.query(SELECT_PAGE, values).await?;
    let found = rows.into_iter().map(|mut row| SavedRecord::decode(&mut row)).collect::<Result<_, _>>()?;
    Ok(Page::cut(found, limit, |last: &SavedRecord| cursor::encode(list, &[&last.id])))
}
