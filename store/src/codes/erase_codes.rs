//! Takes a customer's name off their codes.

use std::collections::BTreeSet;

use super::void_code::VOID;
use crate::coupons::catalogue_change::{lock_catalogue, touch_coupon};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// The codes that are one account's alone.
pub(crate) const SELECT: &str = "SELECT id, coupon_id, state FROM codes WHERE customer_id = ?1 ORDER BY coupon_id, id";

/// Nobody's: only a code that is void may be.
pub(crate) const FORGET: &str = "UPDATE codes SET customer_id = NULL WHERE customer_id = ?1";

/// Voids the codes of one account and forgets whose they were; answers those that were not void before,
/// each with its coupon, and how many there were. Their history and what is left on them stay in the books.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn erase_codes(tx: &mut Tx<'_>, customer_id: &str) -> Result<(Vec<(String, String)>, u64), StoreError> {
    lock_catalogue(tx).await?;
    let (mut found, mut voided) = (Vec::new(), Vec::new());
    for mut row in tx.query(SELECT, params![customer_id]).await? {
        let code = (row.text()?, row.text()?);
        if row.text()? != "void" {
            voided.push(code.clone());
        }
        found.push(code);
    }
    // The coupons' rows before the codes': whoever places an order has the first when it reads the second.
    let coupons: BTreeSet<&str> = found.iter().map(|(_, coupon_id)| coupon_id.as_str()).collect();
    for coupon_id in coupons {
        touch_coupon(tx, coupon_id).await?;
    }
    let now = tx.now();
    for (id, _) in &voided {
        tx.push(VOID, params![id, now])?;
    }
    if !found.is_empty() {
        tx.execute(FORGET, params![customer_id]).await?;
    }
    Ok((voided, u64::try_from(found.len()).unwrap_or(u64::MAX)))
}
