//! Lists campaigns.

use super::record::{CampaignRecord, campaign_columns};
use crate::cursor::{self, Page, rows_wanted};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// A page by id, which is the order of their making.
pub(crate) const SELECT_PAGE: &str =
    concat!("SELECT ", campaign_columns!(), " FROM campaigns WHERE id > ?1 ORDER BY id LIMIT ?2");

const LIST: &str = "campaigns";

/// A page of campaigns, the oldest first.
///
/// # Errors
/// [`StoreError::InvalidCursor`].
#[tracing::instrument(level = "debug", skip_all)]
pub async fn list_campaigns(
    tx: &mut Tx<'_>,
    limit: u32,
    cursor: Option<&str>,
) -> Result<Page<CampaignRecord>, StoreError> {
    let [after] = cursor.map(|cursor| cursor::decode::<1>(LIST, cursor)).transpose()?.unwrap_or_default();
    let rows = tx.query(SELECT_PAGE, params![&after, rows_wanted(limit)]).await?;
    let found = rows.into_iter().map(|mut row| CampaignRecord::decode(&mut row)).collect::<Result<_, _>>()?;
    Ok(Page::cut(found, limit, |last: &CampaignRecord| cursor::encode(LIST, &[&last.id])))
}
