//! Budgets of campaigns: each counter is what the redemptions of its coupons sum up to, and none is past its limit.

use std::collections::BTreeMap;

use super::{Looked, Verified};
use crate::campaigns::read_budget;
use crate::error::StoreError;
use crate::tx::Tx;

/// All campaigns.
pub(crate) const COUNT: &str = "SELECT COUNT(*) FROM campaigns";

/// A budget that is not what its coupons gave.
pub(crate) const FIND_MISCOUNTED: &str = "SELECT k.owner || ' ' || k.resource FROM counters k JOIN campaigns g ON g.id = k.owner LEFT JOIN \
     (SELECT campaign_id, currency, SUM(CASE WHEN state = 'held' THEN 0 ELSE amount END) AS used, \
     SUM(CASE WHEN state = 'held' THEN amount ELSE 0 END) AS held \
     FROM redemptions WHERE campaign_id IS NOT NULL AND in_budget = 1 GROUP BY campaign_id, currency) r \
     ON r.campaign_id = k.owner AND 'budget:' || r.currency = k.resource \
     WHERE k.used <> COALESCE(r.used, 0) OR k.held <> COALESCE(r.held, 0) ORDER BY k.owner, k.resource LIMIT 1";

/// A campaign that gave and whose budget has no counter of it.
pub(crate) const FIND_UNCOUNTED: &str = "SELECT r.campaign_id || ' budget:' || r.currency FROM redemptions r \
     LEFT JOIN campaigns g ON g.id = r.campaign_id \
     LEFT JOIN counters k ON k.owner = r.campaign_id AND k.resource = 'budget:' || r.currency \
     WHERE r.campaign_id IS NOT NULL AND (g.id IS NULL OR (r.in_budget = 1 AND r.amount > 0 AND g.budget IS NOT NULL AND k.owner IS NULL)) \
     ORDER BY r.id LIMIT 1";

/// A counter of a campaign without a budget.
pub(crate) const FIND_STRAY: &str = "SELECT k.owner || ' ' || k.resource FROM counters k JOIN campaigns g ON g.id = k.owner \
     WHERE g.budget IS NULL OR k.resource NOT LIKE 'budget:___' ORDER BY k.owner, k.resource LIMIT 1";

/// Budgets that gave, with every version of them.
pub(crate) const SELECT_GIVEN: &str = "SELECT k.owner, SUBSTR(k.resource, 8), k.used + k.held, v.budget FROM counters k \
     JOIN campaign_versions v ON v.campaign_id = k.owner ORDER BY k.owner, k.resource, v.version";

/// Looks at every campaign.
pub(super) async fn verify_campaigns(tx: &mut Tx<'_>) -> Result<Verified, StoreError> {
    let mut looked = Looked::default();
    if let Some(mut row) = tx.query_first(COUNT, &[]).await? {
        looked.at = row.unsigned()?;
    }
    looked.expect_none(tx, FIND_MISCOUNTED, "what is used and held is not what its coupons gave").await?;
    looked.expect_none(tx, FIND_UNCOUNTED, "what its coupons gave is counted nowhere").await?;
    looked.expect_none(tx, FIND_STRAY, "the campaign has no such limit").await?;
    verify_limits(tx, &mut looked).await?;
    Ok(looked.called("campaigns"))
}

/// What was given was allowed by a version: a budget that was lowered takes nothing back.
async fn verify_limits(tx: &mut Tx<'_>, looked: &mut Looked) -> Result<(), StoreError> {
    let mut given: BTreeMap<String, (i64, bool)> = BTreeMap::new();
    for mut row in tx.query(SELECT_GIVEN, &[]).await? {
        let (owner, currency, amount) = (row.text()?, row.text()?, row.integer()?);
        let budget = read_budget(row.optional_text()?.as_deref())?;
        let allows = budget.is_none_or(|budget| budget.get(&currency).copied().unwrap_or(0) >= amount);
        given.entry(format!("{owner} budget:{currency}")).or_insert((amount, false)).1 |= allows;
    }
    for (entry, (amount, was_allowed)) in given {
        looked.expect(was_allowed, || entry, || format!("{amount} was given; no budget it had allows that"));
    }
    Ok(())
}
