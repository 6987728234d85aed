//! Lists the codes of a coupon.

use super::record::{CodeRecord, code_columns};
use crate::cursor::{self, Page, rows_wanted};
use crate::error::StoreError;
use crate::search::end_of_prefix;
use crate::select::Select;
use crate::tx::Tx;

const HEAD: &str = concat!("SELECT ", code_columns!(), " FROM codes d");

const LIST: &str = "codes";

/// Which codes. All that is said must fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodeFilter {
    /// `live` or `void`.
    pub state: Option<String>,
    /// The canonical start of the code.
    pub prefix: Option<String>,
}

/// The codes of a coupon in the order of their ids, which is that of their making.
///
/// # Errors
/// [`StoreError::InvalidCursor`].
#[tracing::instrument(level = "debug", skip_all, fields(coupon_id = %coupon_id))]
pub async fn list_codes(
    tx: &mut Tx<'_>,
    coupon_id: &str,
    filter: &CodeFilter,
    limit: u32,
    cursor: Option<&str>,
) -> Result<Page<CodeRecord>, StoreError> {
    let after = cursor.map(|cursor| cursor::decode::<1>(LIST, cursor)).transpose()?;
    let end = filter.prefix.as_deref().map(end_of_prefix).unwrap_or_default();
    let rows = select(coupon_id, filter, &end, after.as_ref(), limit).query(tx).await?;
    let found = rows.into_iter().map(|mut row| CodeRecord::decode(&mut row)).collect::<Result<_, _>>()?;
    Ok(Page::cut(found, limit, |last: &CodeRecord| cursor::encode(LIST, &[&last.id])))
}

/// The statement for a filter; `end` is where the filter's prefix ends.
pub(crate) fn select<'a>(
    coupon_id: &'a str,
    filter: &'a CodeFilter,
    end: &'a str,
    after: Option<&'a [String; 1]>,
    limit: u32,
) -> Select<'a> {
    let mut select = Select::new(HEAD);
    select.filter("d.coupon_id = ?", &[coupon_id.into()]);
    if let Some(state) = &filter.state {
        select.filter("d.state = ?", &[state.into()]);
    }
    if let Some(prefix) = &filter.prefix {
        select.filter("d.canonical >= ? AND d.canonical < ?", &[prefix.into(), end.into()]);
    }
    if let Some([id]) = after {
        select.filter("d.id > ?", &[id.into()]);
    }
    select.end("ORDER BY d.id LIMIT ?", &[rows_wanted(limit).into()]);
    select
}
