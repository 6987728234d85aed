//! Gives a code to another account.

use crate::coupons::catalogue_change::{lock_catalogue, touch_coupon};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// The account, or nobody in particular.
pub(crate) const REASSIGN: &str = "UPDATE codes SET customer_id = ?2 WHERE id = ?1";

/// Makes a code that of one account alone, or of anybody. Orders that are placed meanwhile come before or after it.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all, fields(code_id = %id))]
pub async fn reassign_code(
    tx: &mut Tx<'_>,
    coupon_id: &str,
    id: &str,
    customer_id: Option<&str>,
) -> Result<(), StoreError> {
    lock_catalogue(tx).await?;
    // The coupon's row before the code's: whoever places an order has the first when it reads the second.
    touch_coupon(tx, coupon_id).await?;
    tx.execute(REASSIGN, params![id, customer_id]).await.map(drop)
}
