//! Makes a campaign with its first version.

use std::collections::BTreeMap;

use super::read_campaign::read_campaign;
use super::record::{Calendar, CampaignRecord, budget_text, channels_text};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// The campaign.
pub(crate) const INSERT: &str = "INSERT INTO campaigns (id, version, name, budget, created_at, updated_at, starts_at, ends_at, channels) VALUES (?1, 1, ?2, ?3, ?4, ?4, ?5, ?6, ?7)";

/// A version of it.
pub(crate) const INSERT_VERSION: &str = "INSERT INTO campaign_versions (campaign_id, version, name, budget, actor, created_at, starts_at, ends_at, channels) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";

/// What a campaign is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCampaign {
    /// What the merchant calls it.
    pub name: String,
    /// Discount in all by currency, in minor units; `None` is unlimited.
    pub budget: Option<BTreeMap<String, i64>>,
    /// When it runs.
    pub calendar: Calendar,
    /// Where it is run.
    pub channels: Vec<String>,
}

/// Makes a campaign at version 1.
///
/// # Errors
/// [`StoreError::Constraint`] when the id is taken.
#[tracing::instrument(level = "debug", skip_all, fields(campaign_id = %id))]
pub async fn create_campaign(
    tx: &mut Tx<'_>,
    id: &str,
    campaign: &NewCampaign,
    actor: &str,
) -> Result<CampaignRecord, StoreError> {
    let (now, budget) = (tx.now(), budget_text(campaign.budget.as_ref())?);
    let NewCampaign { name, calendar: Calendar { starts_at, ends_at }, channels, .. } = campaign;
    let channels = channels_text(channels)?;
    tx.execute(INSERT, params![id, name, &budget, now, *starts_at, *ends_at, &channels]).await?;
    let version = params![id, 1_i64, name, &budget, actor, now, *starts_at, *ends_at, &channels];
    tx.execute(INSERT_VERSION, version).await?;
    let made = read_campaign(tx, id).await?;
    made.map(|(made, _)| made).ok_or_else(|| StoreError::Internal("a campaign was not written".to_owned()))
}
