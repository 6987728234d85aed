//! Edits a campaign: a new version of it, and its counters when a budget comes or goes.

use super::create_campaign::{INSERT_VERSION, NewCampaign};
use super::read_campaign::read_campaign;
use super::record::{Calendar, CampaignRecord, budget_text, channels_text};
use crate::error::StoreError;
use crate::ledger::open_account::{close_account, open_account};
use crate::limits::recount::DROP_BUDGET;
use crate::params;
use crate::tx::Tx;

/// Waits for the redemptions that hold the campaign as it is, and lets later ones wait.
pub(crate) const LOCK: &str = "UPDATE campaigns SET version = version WHERE id = ?1";

/// The edit.
pub(crate) const UPDATE: &str = "UPDATE campaigns SET version = version + 1, name = ?2, budget = ?3, updated_at = ?4, starts_at = ?5, ends_at = ?6, channels = ?7 WHERE id = ?1";

/// What its coupons gave so far.
pub(crate) const COUNT: &str = "INSERT INTO counters (owner, resource, used, held, seq) \
     SELECT r.campaign_id, 'budget:' || r.currency, CAST(SUM(CASE WHEN r.state = 'held' THEN 0 ELSE r.amount END) AS BIGINT), \
     CAST(SUM(CASE WHEN r.state = 'held' THEN r.amount ELSE 0 END) AS BIGINT), 1 \
     FROM redemptions r WHERE r.campaign_id = ?1 AND r.in_budget = 1 GROUP BY r.campaign_id, r.currency";

/// What came of an edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UpdateCampaign {
    /// The campaign as it is now.
    Updated(CampaignRecord),
    /// There is no such campaign.
    NotFound,
    /// Another edit came first: the campaign as that left it. Nothing was changed.
    VersionConflict(CampaignRecord),
}

/// Makes the next version of a campaign. With `expected_version` only when that is the current one.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all, fields(campaign_id = %id))]
pub async fn update_campaign(
    tx: &mut Tx<'_>,
    id: &str,
    expected_version: Option<u64>,
    campaign: &NewCampaign,
    actor: &str,
) -> Result<UpdateCampaign, StoreError> {
    // Nothing is taken under the old budget from here on.
    tx.execute(LOCK, params![id]).await?;
    let Some((before, _)) = read_campaign(tx, id).await? else { return Ok(UpdateCampaign::NotFound) };
    if expected_version.is_some_and(|expected| expected != before.version) {
        return Ok(UpdateCampaign::VersionConflict(before));
    }
    match (&before.budget, &campaign.budget) {
        (None, Some(_)) => {
            tx.execute(COUNT, params![id]).await?;
            open_account(tx, id).await?;
        }
        (Some(_), None) => {
            close_account(tx, id).await?;
            tx.execute(DROP_BUDGET, params![id]).await?;
        }
        _ => {}
    }
    let (now, budget) = (tx.now(), budget_text(campaign.budget.as_ref())?);
    let NewCampaign { name, calendar: Calendar { starts_at, ends_at }, channels, .. } = campaign;
    let channels = channels_text(channels)?;
    tx.execute(UPDATE, params![id, name, &budget, now, *starts_at, *ends_at, &channels]).await?;
    let version = params![id, before.version + 1, name, &budget, actor, now, *starts_at, *ends_at, &channels];
    tx.execute(INSERT_VERSION, version).await?;
    let after = read_campaign(tx, id).await?;
    let after = after.ok_or_else(|| StoreError::Internal("an edited campaign is gone".to_owned()))?;
    Ok(UpdateCampaign::Updated(after.0))
}
