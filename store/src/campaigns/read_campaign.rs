//! Reads a campaign.

use super::record::{CampaignRecord, Spent, campaign_columns};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// By id.
pub(crate) const SELECT: &str = concat!("SELECT ", campaign_columns!(), " FROM campaigns WHERE id = ?1");

/// What it gave of its budget.
pub(crate) const SELECT_SPENT: &str = "SELECT SUBSTR(resource, 8), used, held FROM counters \
     WHERE owner = ?1 AND resource LIKE 'budget:___' ORDER BY resource";

/// A campaign with what it gave of its budget, by currency.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(campaign_id = %id))]
pub async fn read_campaign(tx: &mut Tx<'_>, id: &str) -> Result<Option<(CampaignRecord, Vec<Spent>)>, StoreError> {
    let Some(mut row) = tx.query_first(SELECT, params![id]).await? else { return Ok(None) };
    let campaign = CampaignRecord::decode(&mut row)?;
    let rows = tx.query(SELECT_SPENT, params![id]).await?;
    let spent =
        |mut row: crate::value::Row| Ok(Spent { currency: row.text()?, used: row.integer()?, held: row.integer()? });
    let spent = rows.into_iter().map(spent).collect::<Result<_, StoreError>>()?;
    Ok(Some((campaign, spent)))
}
