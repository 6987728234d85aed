//! What campaigns have left, for a price.

use super::record::{Budget, Calendar, read_budget};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// A campaign's budget and what was given of it in a currency.
pub(crate) const SELECT: &str = "SELECT g.budget, COALESCE(k.used + k.held, 0), g.starts_at, g.ends_at FROM campaigns g \
     LEFT JOIN counters k ON k.owner = g.id AND k.resource = 'budget:' || ?2 WHERE g.id = ?1";

/// What an order holds or has of it.
pub(crate) const SELECT_OWN: &str = "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM redemptions \
     WHERE order_id = ?1 AND campaign_id = ?2 AND currency = ?3 AND state IN ('held', 'committed') AND in_budget = 1";

/// Coupons with holds of a campaign past their time.
pub(crate) const SELECT_DUE: &str = "SELECT coupon_id FROM redemptions WHERE campaign_id = ?1 AND state = 'held' AND expires_at <= ?2 ORDER BY expires_at LIMIT 100";

/// What is left of a campaign's budget, in minor units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CampaignBudget {
    /// `cmp_...`.
    pub id: String,
    /// Discount in all by currency; `None` is unlimited.
    pub budget: Option<Budget>,
    /// What was given in the currency that was asked for, held included, but for what the asking order holds or has.
    pub used: i64,
    /// When it runs.
    pub calendar: Calendar,
}

/// The budgets of campaigns for an order in a currency. One that is not there is left out.
///
/// # Errors
/// [`StoreError`] when they cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(campaigns = ids.len()))]
pub async fn read_budgets(
    tx: &mut Tx<'_>,
    ids: &[String],
    currency: &str,
    order_id: Option<&str>,
) -> Result<Vec<CampaignBudget>, StoreError> {
    let mut budgets = Vec::with_capacity(ids.len());
    for id in ids {
        let Some(mut row) = tx.query_first(SELECT, params![id, currency]).await? else { continue };
        let (budget, mut used) = (read_budget(row.optional_text()?.as_deref())?, row.integer()?);
        let calendar = Calendar::decode(&mut row)?;
        if let (Some(_), Some(order_id)) = (&budget, order_id) {
            let own = tx.query_first(SELECT_OWN, params![order_id, id, currency]).await?;
            used -= own.map(|mut row| row.integer()).transpose()?.unwrap_or(0);
        }
        budgets.push(CampaignBudget { id: id.clone(), budget, used: used.max(0), calendar });
    }
    Ok(budgets)
}

/// Coupons of these campaigns with holds that are past their time.
///
/// # Errors
/// [`StoreError`] when they cannot be read.
pub async fn due_coupons(tx: &mut Tx<'_>, ids: &[String]) -> Result<Vec<String>, StoreError> {
    let (now, mut due) = (tx.now(), Vec::new());
    for id in ids {
        for mut row in tx.query(SELECT_DUE, params![id, now]).await? {
            due.push(row.text()?);
        }
    }
    due.sort_unstable();
    due.dedup();
    Ok(due)
}
