//! The ledger of budgets: every movement sums to zero, every balance is what its counter holds.

use super::{Looked, Verified};
use crate::error::StoreError;
use crate::tx::Tx;

/// All entries.
pub(crate) const COUNT: &str = "SELECT COUNT(*) FROM ledger_entries";

/// A movement whose sides differ.
pub(crate) const FIND_ONE_SIDED: &str = "SELECT coupon_id || ' ' || currency || ' ' || CAST(seq AS TEXT) FROM ledger_entries \
     GROUP BY coupon_id, currency, seq HAVING SUM(amount) <> 0 OR COUNT(*) <> 2 ORDER BY coupon_id, currency, seq LIMIT 1";

/// A budget whose balance is not what its counter holds.
pub(crate) const FIND_UNBALANCED: &str = "SELECT b.coupon_id || ' budget:' || b.currency FROM \
     (SELECT coupon_id, currency, SUM(amount) AS balance FROM ledger_entries WHERE account = 'budget' GROUP BY coupon_id, currency) b \
     LEFT JOIN counters k ON k.owner = b.coupon_id AND k.resource = 'budget:' || b.currency \
     WHERE b.balance <> COALESCE(k.used + k.held, 0) ORDER BY b.coupon_id, b.currency LIMIT 1";

/// A budget that gave and has no entry.
pub(crate) const FIND_UNWRITTEN: &str = "SELECT k.owner || ' ' || k.resource FROM counters k WHERE k.resource LIKE 'budget:___' AND k.used + k.held > 0 \
     AND NOT EXISTS (SELECT 1 FROM ledger_entries e WHERE e.coupon_id = k.owner AND 'budget:' || e.currency = k.resource) \
     ORDER BY k.owner, k.resource LIMIT 1";

/// Sums up.
pub(super) async fn verify_ledger(tx: &mut Tx<'_>) -> Result<Verified, StoreError> {
    let mut looked = Looked::default();
    if let Some(mut row) = tx.query_first(COUNT, &[]).await? {
        looked.at = row.unsigned()?;
    }
    looked.expect_none(tx, FIND_ONE_SIDED, "the sides of the movement do not sum to zero").await?;
    looked.expect_none(tx, FIND_UNBALANCED, "the ledger's balance is not what the counter holds").await?;
    looked.expect_none(tx, FIND_UNWRITTEN, "the budget gave and the ledger has no entry of it").await?;
    Ok(looked.called("ledger"))
}
