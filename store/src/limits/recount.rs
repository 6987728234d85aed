//! Makes the rows of a limit that comes, from the redemptions there are, and drops those of one that goes.

use super::CouponLimits;
use super::resource::read_identities;
use crate::codes::standing::mark_codes;
use crate::error::StoreError;
use crate::ledger::open_account::{close_account, open_account};
use crate::params;
use crate::tx::Tx;

/// Uses of each code.
pub(crate) const COUNT_CODES: &str = "INSERT INTO counters (owner, resource, used, held, seq) \
     SELECT r.coupon_id, 'code:' || r.code_id, SUM(CASE WHEN r.state = 'held' THEN 0 ELSE 1 END), SUM(CASE WHEN r.state = 'held' THEN 1 ELSE 0 END), 1 \
     FROM redemptions r WHERE r.coupon_id = ?1 AND r.code_id IS NOT NULL AND r.counts = 1 AND r.renews_id IS NULL \
     AND NOT EXISTS (SELECT 1 FROM codes d WHERE d.id = r.code_id AND d.use_limit IS NOT NULL) GROUP BY r.coupon_id, r.code_id";

/// Claims made with each code, which are uses of it too.
pub(crate) const COUNT_CODE_CLAIMS: &str = "INSERT INTO counters (owner, resource, used, held, seq) \
     SELECT c.coupon_id, 'code:' || c.code_id, COUNT(*), 0, 1 FROM claims c WHERE c.coupon_id = ?1 AND c.code_id IS NOT NULL \
     AND NOT EXISTS (SELECT 1 FROM codes d WHERE d.id = c.code_id AND d.use_limit IS NOT NULL) GROUP BY c.coupon_id, c.code_id \
     ON CONFLICT (owner, resource) DO UPDATE SET used = counters.used + excluded.used";

/// Claims.
pub(crate) const COUNT_CLAIMS: &str = "INSERT INTO counters (owner, resource, used, held, seq) \
     VALUES (?1, 'claims', (SELECT COUNT(*) FROM claims c WHERE c.coupon_id = ?1), 0, 1)";

/// Uses on each day.
pub(crate) const COUNT_DAYS: &str = "INSERT INTO counters (owner, resource, used, held, seq) \
     SELECT r.coupon_id, 'day:' || r.day, SUM(CASE WHEN r.state = 'held' THEN 0 ELSE 1 END), SUM(CASE WHEN r.state = 'held' THEN 1 ELSE 0 END), 1 \
     FROM redemptions r WHERE r.coupon_id = ?1 AND r.counts_on_day = 1 GROUP BY r.coupon_id, r.day";

/// Money given.
pub(crate) const COUNT_BUDGET: &str = "INSERT INTO counters (owner, resource, used, held, seq) \
     SELECT r.coupon_id, 'budget:' || r.currency, CAST(SUM(CASE WHEN r.state = 'held' THEN 0 ELSE r.amount END) AS BIGINT), \
     CAST(SUM(CASE WHEN r.state = 'held' THEN r.amount ELSE 0 END) AS BIGINT), 1 \
     FROM redemptions r WHERE r.coupon_id = ?1 AND r.in_budget = 1 GROUP BY r.coupon_id, r.currency";

/// Money given on each day.
pub(crate) const COUNT_BUDGET_DAYS: &str = "INSERT INTO counters (owner, resource, used, held, seq) \
     SELECT r.coupon_id, 'budget:' || r.currency || ':day:' || r.day, CAST(SUM(CASE WHEN r.state = 'held' THEN 0 ELSE r.amount END) AS BIGINT), \
     CAST(SUM(CASE WHEN r.state = 'held' THEN r.amount ELSE 0 END) AS BIGINT), 1 \
     FROM redemptions r WHERE r.coupon_id = ?1 AND r.in_budget = 1 GROUP BY r.coupon_id, r.currency, r.day";

/// Money given, by what the use counts against.
pub(crate) const SELECT_BUDGET_CUSTOMERS: &str = "SELECT r.identities, r.currency, CAST(SUM(CASE WHEN r.state = 'held' THEN 0 ELSE r.amount END) AS BIGINT), \
     CAST(SUM(CASE WHEN r.state = 'held' THEN r.amount ELSE 0 END) AS BIGINT) \
     FROM redemptions r WHERE r.coupon_id = ?1 AND r.in_budget = 1 GROUP BY r.identities, r.currency";

/// Adds to a resource.
pub(crate) const ADD: &str = "INSERT INTO counters (owner, resource, used, held, seq) VALUES (?1, ?2, ?3, ?4, 1) \
     ON CONFLICT (owner, resource) DO UPDATE SET used = counters.used + excluded.used, held = counters.held + excluded.held";

/// Drops the resources of a coupon whose names lie between two texts.
pub(crate) const DROP: &str = "DELETE FROM counters WHERE owner = ?1 AND resource >= ?2 AND resource < ?3";

/// Drops the uses of a coupon's codes that have no limit of their own.
pub(crate) const DROP_CODES: &str = "DELETE FROM counters WHERE owner = ?1 AND resource >= 'code:' AND resource < 'code;' \
     AND NOT EXISTS (SELECT 1 FROM codes d WHERE d.id = SUBSTR(counters.resource, 6) AND d.use_limit IS NOT NULL)";

/// Drops the resources of a coupon whose names lie between two texts and hold a word.
pub(crate) const DROP_LIKE: &str =
    "DELETE FROM counters WHERE owner = ?1 AND resource >= ?2 AND resource < ?3 AND resource LIKE ?4";

/// Drops a coupon's money rows that are neither by day nor by customer.
pub(crate) const DROP_BUDGET: &str = "DELETE FROM counters WHERE owner = ?1 AND resource >= 'budget:' AND resource < 'budget;' \
     AND resource NOT LIKE '%:day:%' AND resource NOT LIKE '%:customer:%'";

/// Lets the rows follow an edit. Uses in all have a statement of their own, as the coupon's sequence number is theirs.
/// The coupon's row is locked by the edit, so that nothing is taken meanwhile.
pub(crate) async fn follow_limits(
    tx: &mut Tx<'_>,
    coupon_id: &str,
    before: &CouponLimits,
    after: &CouponLimits,
) -> Result<(), StoreError> {
    match (before.per_code, after.per_code) {
        (None, Some(_)) => {
            tx.execute(COUNT_CODES, params![coupon_id]).await?;
            tx.execute(COUNT_CODE_CLAIMS, params![coupon_id]).await?;
        }
        (Some(_), None) => drop(tx.execute(DROP_CODES, params![coupon_id]).await?),
        _ => {}
    }
    if before.per_code != after.per_code {
        mark_codes(tx, coupon_id, after.per_code).await?;
    }
    match (before.claims_total, after.claims_total) {
        (None, Some(_)) => {
            tx.execute(COUNT_CLAIMS, params![coupon_id]).await?;
        }
        // Those of each customer are named `claims:customer:...`.
        (Some(_), None) => drop(tx.execute(DROP, params![coupon_id, "claims", "claims:"]).await?),
        _ => {}
    }
    match (before.per_day, after.per_day) {
        (None, Some(_)) => {
            tx.execute(COUNT_DAYS, params![coupon_id]).await?;
        }
        (Some(_), None) => drop(tx.execute(DROP, params![coupon_id, "day:", "day;"]).await?),
        _ => {}
    }
    match (&before.budget, &after.budget) {
        (None, Some(_)) => {
            tx.execute(COUNT_BUDGET, params![coupon_id]).await?;
            open_account(tx, coupon_id).await?;
        }
        (Some(_), None) => {
            close_account(tx, coupon_id).await?;
            tx.execute(DROP_BUDGET, params![coupon_id]).await?;
        }
        _ => {}
    }
    match (&before.budget_per_day, &after.budget_per_day) {
        (None, Some(_)) => {
            tx.execute(COUNT_BUDGET_DAYS, params![coupon_id]).await?;
        }
        (Some(_), None) => {
            tx.execute(DROP_LIKE, params![coupon_id, "budget:", "budget;", "budget:___:day:%"]).await?;
        }
        _ => {}
    }
    match (&before.budget_per_customer, &after.budget_per_customer) {
        (None, Some(_)) => count_budget_customers(tx, coupon_id).await?,
        (Some(_), None) => {
            tx.execute(DROP_LIKE, params![coupon_id, "budget:", "budget;", "budget:___:customer:%"]).await?;
        }
        _ => {}
    }
    Ok(())
}

async fn count_budget_customers(tx: &mut Tx<'_>, coupon_id: &str) -> Result<(), StoreError> {
    for mut row in tx.query(SELECT_BUDGET_CUSTOMERS, params![coupon_id]).await? {
        let identities = read_identities(&row.text()?)?;
        let (currency, used, held) = (row.text()?, row.integer()?, row.integer()?);
        for identity in identities {
            let name = format!("budget:{currency}:customer:{identity}");
            tx.execute(ADD, params![coupon_id, &name, used, held]).await?;
        }
    }
    Ok(())
}
