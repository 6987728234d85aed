//! Counts a customer's claims of a coupon.

use crate::error::StoreError;
use crate::limits::resource::claims_of;
use crate::params;
use crate::redemptions::read_uses::SELECT;
use crate::tx::Tx;

/// How many claims of a coupon there are of the identity that has most, revoked ones included.
///
/// # Errors
/// [`StoreError`] when they cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(coupon_id = %coupon_id))]
pub async fn count_claims_of(tx: &mut Tx<'_>, coupon_id: &str, identities: &[String]) -> Result<u64, StoreError> {
    let mut most = 0;
    for name in claims_of(identities) {
        let row = tx.query_first(SELECT, params![coupon_id, &name]).await?;
        most = most.max(row.map(|mut row| row.unsigned()).transpose()?.unwrap_or(0));
    }
    Ok(most)
}
