//! Notes the template a new coupon is made from.

use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// The note.
pub(crate) const UPDATE: &str = "UPDATE coupons SET template_id = ?2 WHERE id = ?1";

/// Notes it, in the transaction that makes the coupon.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all, fields(coupon_id = %id))]
pub async fn mark_template(tx: &mut Tx<'_>, id: &str, template_id: &str) -> Result<(), StoreError> {
    tx.execute(UPDATE, params![id, template_id]).await.map(drop)
}
