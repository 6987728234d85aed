//! Says of a coupon which run it is.

use super::read_coupon::read_coupon;
use super::record::CouponRecord;
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// The run and the coupon of the one before.
pub(crate) const UPDATE: &str = "UPDATE coupons SET run = ?2, previous_run_id = ?3 WHERE id = ?1";

/// The run that followed, deleted or not.
pub(crate) const SELECT_NEXT: &str = "SELECT id FROM coupons WHERE previous_run_id = ?1 LIMIT 1";

/// Makes a coupon that was just made the run after another one; answers it.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all, fields(coupon_id = %id))]
pub async fn begin_run(tx: &mut Tx<'_>, id: &str, previous: &CouponRecord) -> Result<CouponRecord, StoreError> {
    tx.execute(UPDATE, params![id, previous.run + 1, &previous.id]).await?;
    let made = read_coupon(tx, id).await?;
    made.ok_or_else(|| StoreError::Internal("a coupon was not written".to_owned()))
}

/// The id of the coupon that is the run after this one.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(coupon_id = %id))]
pub async fn find_next_run(tx: &mut Tx<'_>, id: &str) -> Result<Option<String>, StoreError> {
    tx.query_first(SELECT_NEXT, params![id]).await?.map(|mut row| row.text()).transpose()
}
