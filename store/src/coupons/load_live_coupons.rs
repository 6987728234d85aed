//! Loads coupons in bulk, for the snapshot that quotes are priced from.

use super::record::CouponRecord;
use crate::codes::first_code::select_first_code;
use crate::codes::record::{CodeRecord, code_columns};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// A page by id, each coupon beside its first code.
pub(crate) const SELECT: &str = concat!(
    "SELECT ",
    coupon_columns!(),
    ", CASE WHEN d.id IS NULL THEN 0 ELSE 1 END, ",
    code_columns!(),
    " FROM ",
    coupon_tables!(),
    " LEFT JOIN codes d ON d.id = (",
    select_first_code!("c.id"),
    ") WHERE c.status <> 'archived' AND c.id > ?1 ORDER BY c.id LIMIT ?2"
);

/// Coupons that are not archived, by id, each with its first code where it has one. `after_id` is the last id of the
/// page before.
///
/// # Errors
/// [`StoreError`] when they cannot be read.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn load_live_coupons(
    tx: &mut Tx<'_>,
    after_id: Option<&str>,
    limit: u32,
) -> Result<Vec<(CouponRecord, Vec<CodeRecord>)>, StoreError> {
    let rows = tx.query(SELECT, params![after_id.unwrap_or_default(), limit]).await?;
    rows.into_iter()
        .map(|mut row| {
            let coupon = CouponRecord::decode(&mut row)?;
            let code = if row.flag()? { vec![CodeRecord::decode(&mut row)?] } else { Vec::new() };
            Ok((coupon, code))
        })
        .collect()
}
