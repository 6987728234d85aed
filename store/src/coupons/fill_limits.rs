//! Writes the limits of the coupons there are into their rows. Part of the migration that made the column.

use futures::future::BoxFuture;
use serde_json::Value;

use crate::error::StoreError;
use crate::limits::CouponLimits;
use crate::params;
use crate::tx::Tx;

/// A page of coupons by id.
pub(crate) const SELECT_PAGE: &str = "SELECT id, terms FROM coupons WHERE id > ?1 ORDER BY id LIMIT ?2";

/// The limits of one.
pub(crate) const UPDATE: &str = "UPDATE coupons SET limits = ?2 WHERE id = ?1";

/// Coupons read at a time.
const PAGE: u32 = 500;

/// Writes the limits of every coupon, page by page.
pub(crate) fn fill_limits<'t>(tx: &'t mut Tx<'_>) -> BoxFuture<'t, Result<(), StoreError>> {
    Box::pin(async move {
        let mut after = String::new();
        loop {
            let rows = tx.query(SELECT_PAGE, params![&after, PAGE]).await?;
            if rows.is_empty() {
                return Ok(());
            }
            for mut row in rows {
                after = row.text()?;
                let limits = limits_of(&row.text()?)?;
                tx.execute(UPDATE, params![&after, &limits.to_text()?]).await?;
            }
        }
    })
}

/// The limits in a coupon's terms.
pub(crate) fn limits_of(terms: &str) -> Result<CouponLimits, StoreError> {
    let damaged = || StoreError::Corrupt("a coupon's terms cannot be read".to_owned());
    let terms: Value = serde_json::from_str(terms).map_err(|_| damaged())?;
    match &terms["limits"] {
        Value::Null => Ok(CouponLimits::default()),
        limits => serde_json::from_value(limits.clone()).map_err(|_| damaged()),
    }
}
