//! A campaign as answers show it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;
use tessera_store::campaigns::{CampaignRecord, Spent};

/// Coupons that share a budget, and what they gave of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CampaignView {
    /// `cmp_...`.
    pub id: String,
    /// Rises by one with every edit; the `ETag` is `"v<version>"`.
    pub version: u64,
    /// What the merchant calls it.
    pub name: String,
    /// Discount in all by currency, in minor units; `null` is unlimited.
    pub budget: Option<BTreeMap<String, i64>>,
    /// What orders were given of it; `null` without a budget.
    pub budget_used: Option<BTreeMap<String, i64>>,
    /// What live reservations hold of it; `null` without a budget.
    pub budget_held: Option<BTreeMap<String, i64>>,
    /// From here on its coupons are in force; `null`: from the beginning.
    pub starts_at: Option<Timestamp>,
    /// Before here its coupons are in force; `null`: without an end.
    pub ends_at: Option<Timestamp>,
    /// Where it is run, in the merchant's words.
    pub channels: Vec<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

impl CampaignView {
    /// The view of a record and what it gave.
    pub(super) fn of(record: CampaignRecord, spent: &[Spent]) -> Self {
        let has_budget = record.budget.is_some();
        let sum = |amount: fn(&Spent) -> i64| {
            has_budget.then(|| spent.iter().map(|one| (one.currency.clone(), amount(one))).collect())
        };
        Self {
            id: record.id,
            version: record.version,
            name: record.name,
            budget_used: sum(|one| one.used),
            budget_held: sum(|one| one.held),
            budget: record.budget,
            starts_at: record.calendar.starts_at,
            ends_at: record.calendar.ends_at,
            channels: record.channels,
            created_at: record.created_at,
            updated_at: record.updated_at,
        }
    }
}
