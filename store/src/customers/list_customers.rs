//! Lists customers.

use super::record::{CustomerRecord, customer_columns};
use crate::cursor::{self, Page, rows_wanted};
use crate::error::StoreError;
use crate::search::contains;
use crate::select::Select;
use crate::tx::Tx;

const HEAD: &str = concat!("SELECT ", customer_columns!(), " FROM customers");

const LIST: &str = "customers";

/// A page of customers by id; with `q` those with it in the id, the e-mail address or the name, in any case.
///
/// # Errors
/// [`StoreError::InvalidCursor`].
#[tracing::instrument(level = "debug", skip_all)]
pub async fn list_customers(
    tx: &mut Tx<'_>,
    q: Option<&str>,
    limit: u32,
    cursor: Option<&str>,
) -> Result<Page<CustomerRecord>, StoreError> {
    let after = cursor.map(|cursor| cursor::decode::<1>(LIST, cursor)).transpose()?;
    let pattern = q.map(str::trim).filter(|q| !q.is_empty()).map(contains);
    let rows = select(pattern.as_deref(), after.as_ref(), limit).query(tx).await?;
    let found = rows.into_iter().map(|mut row| CustomerRecord::decode(&mut row)).collect::<Result<_, _>>()?;
    Ok(Page::cut(found, limit, |last: &CustomerRecord| cursor::encode(LIST, &[&last.id])))
}

/// The cursor of a page that begins after a customer.
#[must_use]
pub fn cursor_after(id: &str) -> String {
    cursor::encode(LIST, &[id])
}

/// The statement for a search.
pub(crate) fn select<'a>(pattern: Option<&'a str>, after: Option<&'a [String; 1]>, limit: u32) -> Select<'a> {
    let mut select = Select::new(HEAD);
    if let Some(pattern) = pattern {
        select.filter("search LIKE ? ESCAPE '\\'", &[pattern.into()]);
    }
    if let Some([id]) = after {
        select.filter("id > ?", &[id.into()]);
    }
    select.end("ORDER BY id LIMIT ?", &[rows_wanted(limit).into()]);
    select
}
