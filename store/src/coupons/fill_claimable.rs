//! Marks the coupons that customers are shown to claim them. Part of the migration that made the column.

use futures::future::BoxFuture;
use serde_json::Value;

use super::fill_limits::SELECT_PAGE;
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// Marks one.
pub(crate) const UPDATE: &str = "UPDATE coupons SET claimable = 1 WHERE id = ?1";

/// Coupons read at a time.
const PAGE: u32 = 500;

/// Marks every coupon that needs a code or a claim and is not private, page by page.
pub(crate) fn fill_claimable<'t>(tx: &'t mut Tx<'_>) -> BoxFuture<'t, Result<(), StoreError>> {
    Box::pin(async move {
        let mut after = String::new();
        loop {
            let rows = tx.query(SELECT_PAGE, params![&after, PAGE]).await?;
            if rows.is_empty() {
                return Ok(());
            }
            for mut row in rows {
                after = row.text()?;
                if is_claimable(&row.text()?)? {
                    tx.execute(UPDATE, params![&after]).await?;
                }
            }
        }
    })
}

fn is_claimable(terms: &str) -> Result<bool, StoreError> {
    let terms: Value =
        serde_json::from_str(terms).map_err(|_| StoreError::Corrupt("a coupon's terms cannot be read".to_owned()))?;
    let is_shown = matches!(terms["visibility"].as_str(), Some("claimable" | "public"));
    Ok(is_shown && terms["activation"].as_str() != Some("automatic"))
}
