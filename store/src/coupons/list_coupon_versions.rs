//! The versions of a coupon.

use super::record::CouponVersionRecord;
use crate::cursor::{self, Page, rows_wanted};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// The columns of a [`CouponVersionRecord`], in its order.
macro_rules! version_columns {
    () => {
        "v.coupon_id, v.version, v.terms, v.status, v.name, v.actor, v.change, v.created_at, v.for_claims"
    };
}

pub(crate) use version_columns;

/// A page, newest first.
pub(crate) const SELECT_PAGE: &str = concat!(
    "SELECT ",
    version_columns!(),
    " FROM coupon_versions v WHERE v.coupon_id = ?1 AND v.version < ?2 ORDER BY v.version DESC LIMIT ?3"
);

/// One of them.
pub(crate) const SELECT: &str =
    concat!("SELECT ", version_columns!(), " FROM coupon_versions v WHERE v.coupon_id = ?1 AND v.version = ?2");

const LIST: &str = "coupon_versions";

/// The versions of a coupon, newest first.
///
/// # Errors
/// [`StoreError::InvalidCursor`].
#[tracing::instrument(level = "debug", skip_all, fields(coupon_id = %id))]
pub async fn list_coupon_versions(
    tx: &mut Tx<'_>,
    id: &str,
    limit: u32,
    cursor: Option<&str>,
) -> Result<Page<CouponVersionRecord>, StoreError> {
    let before = match cursor {
        None => u64::MAX,
        Some(cursor) => {
            let [version] = cursor::decode::<1>(LIST, cursor)?;
            version.parse().map_err(|_| StoreError::InvalidCursor)?
        }
    };
    let rows = tx.query(SELECT_PAGE, params![id, before, rows_wanted(limit)]).await?;
    let found = rows.into_iter().map(|mut row| CouponVersionRecord::decode(&mut row)).collect::<Result<_, _>>()?;
    Ok(Page::cut(found, limit, |last| cursor::encode(LIST, &[&last.version.to_string()])))
}

/// One version of a coupon.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(coupon_id = %id, version))]
pub async fn read_coupon_version(
    tx: &mut Tx<'_>,
    id: &str,
    version: u64,
) -> Result<Option<CouponVersionRecord>, StoreError> {
    let row = tx.query_first(SELECT, params![id, version]).await?;
    row.map(|mut row| CouponVersionRecord::decode(&mut row)).transpose()
}
