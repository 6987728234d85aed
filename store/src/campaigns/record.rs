//! What is kept of a campaign.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::error::StoreError;
use crate::value::Row;

/// Money by currency, in minor units.
pub(crate) type Budget = BTreeMap<String, i64>;

/// Coupons that share a budget.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CampaignRecord {
    /// `cmp_...`.
    pub id: String,
    /// Rises by one with every edit.
    pub version: u64,
    /// What the merchant calls it.
    pub name: String,
    /// Discount in all by currency, in minor units; `None` is unlimited.
    pub budget: Option<BTreeMap<String, i64>>,
    /// When it runs.
    pub calendar: Calendar,
    /// Where it is run, in the merchant's words.
    pub channels: Vec<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// When a campaign runs: its coupons are in force within it alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    /// First valid instant.
    pub starts_at: Option<Timestamp>,
    /// First instant that is no longer valid.
    pub ends_at: Option<Timestamp>,
}

impl Calendar {
    /// Whether an instant is within it.
    #[must_use]
    pub fn holds(self, instant: Timestamp) -> bool {
        self.starts_at.is_none_or(|start| start <= instant) && self.ends_at.is_none_or(|end| instant < end)
    }

    /// Reads the two columns.
    pub(crate) fn decode(row: &mut Row) -> Result<Self, StoreError> {
        Ok(Self { starts_at: row.optional_time()?, ends_at: row.optional_time()? })
    }
}

/// What a campaign gave of its budget in a currency, in minor units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spent {
    /// The currency.
    pub currency: String,
    /// By orders.
    pub used: i64,
    /// By live holds.
    pub held: i64,
}

/// The columns of a [`CampaignRecord`], in its order.
macro_rules! campaign_columns {
    () => {
        "id, version, name, budget, starts_at, ends_at, channels, created_at, updated_at"
    };
}

pub(crate) use campaign_columns;

impl CampaignRecord {
    /// Reads `campaign_columns`.
    pub(crate) fn decode(row: &mut Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.text()?,
            version: row.unsigned()?,
            name: row.text()?,
            budget: read_budget(row.optional_text()?.as_deref())?,
            calendar: Calendar::decode(row)?,
            channels: read_channels(&row.text()?)?,
            created_at: row.time()?,
            updated_at: row.time()?,
        })
    }
}

/// A budget as it is stored.
pub(crate) fn budget_text(budget: Option<&Budget>) -> Result<Option<String>, StoreError> {
    let text = budget.map(serde_json::to_string).transpose();
    text.map_err(|_| StoreError::Internal("a budget does not serialise".to_owned()))
}

/// A stored budget.
pub(crate) fn read_budget(text: Option<&str>) -> Result<Option<Budget>, StoreError> {
    let budget = text.map(serde_json::from_str).transpose();
    budget.map_err(|_| StoreError::Corrupt("a campaign's budget cannot be read".to_owned()))
}

/// Channels as they are stored.
pub(crate) fn channels_text(channels: &[String]) -> Result<String, StoreError> {
    serde_json::to_string(channels).map_err(|_| StoreError::Internal("channels do not serialise".to_owned()))
}

fn read_channels(text: &str) -> Result<Vec<String>, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Corrupt("a campaign's channels cannot be read".to_owned()))
}
