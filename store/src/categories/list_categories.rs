//! Lists categories.

use super::record::{CategoryRecord, category_columns};
use crate::cursor::{self, Page, rows_wanted};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// A page by id.
pub(crate) const SELECT_PAGE: &str =
    concat!("SELECT ", category_columns!(), " FROM categories WHERE id > ?1 ORDER BY id LIMIT ?2");

const LIST: &str = "categories";

/// A page of categories by id.
///
/// # Errors
/// [`StoreError::InvalidCursor`].
#[tracing::instrument(level = "debug", skip_all)]
pub async fn list_categories(
    tx: &mut Tx<'_>,
    limit: u32,
    cursor: Option<&str>,
) -> Result<Page<CategoryRecord>, StoreError> {
    let [after] = cursor.map(|cursor| cursor::decode::<1>(LIST, cursor)).transpose()?.unwrap_or_default();
    let rows = tx.query(SELECT_PAGE, params![&after, rows_wanted(limit)]).await?;
    let found = rows.into_iter().map(|mut row| CategoryRecord::decode(&mut row)).collect::<Result<_, _>>()?;
    Ok(Page::cut(found, limit, |last: &CategoryRecord| cursor::encode(LIST, &[&last.id])))
}
