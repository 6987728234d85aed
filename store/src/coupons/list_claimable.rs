//! Lists the coupons that customers are shown to claim them.

use super::record::CouponRecord;
use crate::cursor::{self, Page, rows_wanted};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// A page of those in force, by id.
pub(crate) const SELECT_PAGE: &str = concat!(
    "SELECT ",
    coupon_columns!(),
    " FROM ",
    coupon_tables!(),
    " WHERE c.claimable = 1 AND c.status = 'enabled' AND (c.starts_at IS NULL OR c.starts_at <= ?1) \
     AND (c.ends_at IS NULL OR c.ends_at > ?1) AND c.id > ?2 ORDER BY c.id LIMIT ?3"
);

const LIST: &str = "claimable";

/// Coupons in force that need a code or a claim and are not private, the oldest first.
///
/// # Errors
/// [`StoreError::InvalidCursor`].
#[tracing::instrument(level = "debug", skip_all)]
pub async fn list_claimable(
    tx: &mut Tx<'_>,
    limit: u32,
    cursor: Option<&str>,
) -> Result<Page<CouponRecord>, StoreError> {
    let [after] = match cursor {
        None => [String::new()],
        Some(cursor) => cursor::decode::<1>(LIST, cursor)?,
    };
    let now = tx.now();
    let rows = tx.query(SELECT_PAGE, params![now, &after, rows_wanted(limit)]).await?;
    let found = rows.into_iter().map(|mut row| CouponRecord::decode(&mut row)).collect::<Result<_, _>>()?;
    Ok(Page::cut(found, limit, |last: &CouponRecord| cursor::encode(LIST, &[&last.id])))
}
