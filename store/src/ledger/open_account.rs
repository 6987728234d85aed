//! Opens a coupon's account when a budget comes, and closes it when the budget goes.

use super::{BUDGET, CLOSING, OPENING};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// The counters of a budget that comes go on from the last movement of an earlier budget.
pub(crate) const GO_ON: &str = "UPDATE counters SET seq = (SELECT COALESCE(MAX(e.seq), 0) + 1 FROM ledger_entries e \
     WHERE e.coupon_id = counters.owner AND 'budget:' || e.currency = counters.resource) \
     WHERE owner = ?1 AND resource LIKE 'budget:___'";

/// A currency that an earlier budget gave in goes on too, though nothing of it counts now.
pub(crate) const KNOW: &str = "INSERT INTO counters (owner, resource, used, held, seq) \
     SELECT DISTINCT e.coupon_id, 'budget:' || e.currency, 0, 0, 1 FROM ledger_entries e WHERE e.coupon_id = ?1 ON CONFLICT (owner, resource) DO NOTHING";

/// What was given before the budget came; `?3` is 1 or, for the other side, -1.
pub(crate) const OPEN: &str = "INSERT INTO ledger_entries (coupon_id, currency, seq, account, amount, at) \
     SELECT owner, SUBSTR(resource, 8), seq, ?2, (used + held) * ?3, ?4 FROM counters \
     WHERE owner = ?1 AND resource LIKE 'budget:___' AND used + held > 0";

/// The balance of a coupon's account at the end of its budget; `?3` is -1 or, for the other side, 1.
pub(crate) const CLOSE: &str = "INSERT INTO ledger_entries (coupon_id, currency, seq, account, amount, at) \
     SELECT owner, SUBSTR(resource, 8), seq + 1, ?2, (used + held) * ?3, ?4 FROM counters \
     WHERE owner = ?1 AND resource LIKE 'budget:___' AND used + held > 0";

/// Opens the accounts of a coupon or a campaign whose counters were just made.
pub(crate) async fn open_account(tx: &mut Tx<'_>, coupon_id: &str) -> Result<(), StoreError> {
    let now = tx.now();
    tx.execute(KNOW, params![coupon_id]).await?;
    tx.execute(GO_ON, params![coupon_id]).await?;
    tx.execute(OPEN, params![coupon_id, BUDGET, 1_i64, now]).await?;
    tx.execute(OPEN, params![coupon_id, OPENING, -1_i64, now]).await.map(drop)
}

/// Closes the accounts of a coupon or a campaign whose counters are about to go.
pub(crate) async fn close_account(tx: &mut Tx<'_>, coupon_id: &str) -> Result<(), StoreError> {
    let now = tx.now();
    tx.execute(CLOSE, params![coupon_id, BUDGET, -1_i64, now]).await?;
    tx.execute(CLOSE, params![coupon_id, CLOSING, 1_i64, now]).await.map(drop)
}
