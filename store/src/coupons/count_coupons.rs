//! Counts coupons by their derived state.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// The states in their order: the first that holds. `docs/MODEL.md` section 9, "Validity".
pub(crate) const COUNT_STATES: &str = "SELECT CASE \
     WHEN c.status = 'archived' THEN 'archived' \
     WHEN c.status = 'draft' THEN 'draft' \
     WHEN c.ends_at <= ?1 OR g.ends_at <= ?1 THEN 'expired' \
     WHEN c.total_limit IS NOT NULL AND k.used + k.held >= c.total_limit THEN 'used_up' \
     WHEN c.status = 'paused' THEN 'paused' \
     WHEN c.starts_at > ?1 OR g.starts_at > ?1 THEN 'scheduled' \
     ELSE 'active' END AS state, COUNT(*) \
     FROM coupons c LEFT JOIN counters k ON k.owner = c.id AND k.resource = 'uses' \
     LEFT JOIN campaigns g ON g.id = c.campaign_id WHERE c.deleted_at IS NULL GROUP BY 1";

/// How many coupons are in each state at an instant; a state of none is absent. Reads all of them.
///
/// # Errors
/// [`StoreError`] when they cannot be read.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn count_coupons(tx: &mut Tx<'_>, now: Timestamp) -> Result<BTreeMap<String, u64>, StoreError> {
    let rows = tx.query(COUNT_STATES, params![now]).await?;
    rows.into_iter().map(|mut row| Ok((row.text()?, row.unsigned()?))).collect()
}
