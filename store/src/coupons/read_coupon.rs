//! Reads one coupon.

use super::record::CouponRecord;
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// By id.
pub(crate) const SELECT: &str =
    concat!("SELECT ", coupon_columns!(), " FROM ", coupon_tables!(), " WHERE c.id = ?1 AND c.deleted_at IS NULL");

/// A coupon by id, archived or not. One that was deleted is not found.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(coupon_id = %id))]
pub async fn read_coupon(tx: &mut Tx<'_>, id: &str) -> Result<Option<CouponRecord>, StoreError> {
    tx.query_first(SELECT, params![id]).await?.map(|mut row| CouponRecord::decode(&mut row)).transpose()
}
