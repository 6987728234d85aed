//! How often coupons were used, in all and by one customer.

use crate::coupons::{coupon_tables, coupon_uses};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// In all.
pub(crate) const SELECT_TOTAL: &str =
    concat!("SELECT ", coupon_uses!(), " FROM ", coupon_tables!(), " WHERE c.id = ?1");

/// By an identity.
pub(crate) const SELECT_CUSTOMER: &str =
    "SELECT used + held FROM customer_counters WHERE coupon_id = ?1 AND identity = ?2";

/// Uses of coupons that count, held ones included: the id, all of them, and those of the identity that has most. In
/// the order of the ids given; an unknown coupon has none. Each is a few reads of one row by its key.
///
/// # Errors
/// [`StoreError`] when they cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(coupons = coupon_ids.len()))]
pub async fn read_uses(
    tx: &mut Tx<'_>,
    coupon_ids: &[String],
    identities: &[String],
) -> Result<Vec<(String, u64, u64)>, StoreError> {
    let mut uses = Vec::with_capacity(coupon_ids.len());
    for coupon_id in coupon_ids {
        let row = tx.query_first(SELECT_TOTAL, params![coupon_id]).await?;
        let total = row.map(|mut row| row.unsigned()).transpose()?.unwrap_or(0);
        let mut customer = 0;
        for identity in identities {
            let row = tx.query_first(SELECT_CUSTOMER, params![coupon_id, identity]).await?;
            customer = customer.max(row.map(|mut row| row.unsigned()).transpose()?.unwrap_or(0));
        }
        uses.push((coupon_id.clone(), total, customer));
    }
    Ok(uses)
}
