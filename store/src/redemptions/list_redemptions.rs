//! Lists redemptions, newest first.

use jiff::Timestamp;

use super::record::{RedemptionRecord, redemption_columns};
use crate::cursor::{self, Page, rows_wanted};
use crate::error::StoreError;
use crate::select::Select;
use crate::tx::Tx;
use crate::value::Param;

const HEAD: &str = concat!("SELECT ", redemption_columns!(), " FROM redemptions r");

const LIST: &str = "redemptions";

/// Which redemptions. All that is said must fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RedemptionFilter {
    /// Of this coupon.
    pub coupon_id: Option<String>,
    /// Of this code.
    pub code_id: Option<String>,
    /// By this account.
    pub customer_id: Option<String>,
    /// On this order.
    pub order_id: Option<String>,
    /// In this state.
    pub state: Option<String>,
    /// Made at or after this.
    pub from: Option<Timestamp>,
    /// Made before this.
    pub to: Option<Timestamp>,
}

/// A page of redemptions, newest first.
///
/// # Errors
/// [`StoreError::InvalidCursor`].
#[tracing::instrument(level = "debug", skip_all)]
pub async fn list_redemptions(
    tx: &mut Tx<'_>,
    filter: &RedemptionFilter,
    limit: u32,
    cursor: Option<&str>,
) -> Result<Page<RedemptionRecord>, StoreError> {
    let after = cursor.map(|cursor| cursor::decode::<2>(LIST, cursor)).transpose()?;
    let rows = select(filter, after.as_ref(), limit)?.query(tx).await?;
    let found = rows.into_iter().map(|mut row| RedemptionRecord::decode(&mut row)).collect::<Result<_, _>>()?;
    Ok(Page::cut(found, limit, |last: &RedemptionRecord| {
        cursor::encode(LIST, &[&last.created_at.as_microsecond().to_string(), &last.id])
    }))
}

/// The statement for a filter.
pub(crate) fn select<'a>(
    filter: &'a RedemptionFilter,
    after: Option<&'a [String; 2]>,
    limit: u32,
) -> Result<Select<'a>, StoreError> {
    let mut select = Select::new(HEAD);
    let equal = [
        ("r.coupon_id = ?", &filter.coupon_id),
        ("r.code_id = ?", &filter.code_id),
        ("r.customer_id = ?", &filter.customer_id),
        ("r.order_id = ?", &filter.order_id),
        ("r.state = ?", &filter.state),
    ];
    for (condition, wanted) in equal {
        if wanted.is_some() {
            select.filter(condition, &[wanted.into()]);
        }
    }
    if let Some(from) = filter.from {
        select.filter("r.created_at >= ?", &[from.into()]);
    }
    if let Some(to) = filter.to {
        select.filter("r.created_at < ?", &[to.into()]);
    }
    if let Some([created_at, id]) = after {
        let created_at = Param::Integer(created_at.parse().map_err(|_| StoreError::InvalidCursor)?);
        select.filter("(r.created_at, r.id) < (?, ?)", &[created_at, id.into()]);
    }
    select.end("ORDER BY r.created_at DESC, r.id DESC LIMIT ?", &[rows_wanted(limit).into()]);
    Ok(select)
}
