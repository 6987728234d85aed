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
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
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
        "id, version, name, budget, created_at, updated_at"
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
