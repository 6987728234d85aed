//! Campaigns: what goes in and what comes out.

use std::collections::BTreeMap;

use utoipa::ToSchema;

/// A campaign to be.
#[derive(ToSchema)]
#[schema(example = json!({ "name": "Spring", "budget": { "USD": 100000 } }))]
pub(crate) struct CampaignBody {
    /// What you call it.
    #[schema(min_length = 1, max_length = 255)]
    name: String,
    /// Discount in all by currency, in minor units; absent is unlimited.
    budget: Option<BTreeMap<String, i64>>,
}

/// What to change of a campaign.
#[derive(ToSchema)]
#[schema(example = json!({ "budget": { "USD": 150000 } }))]
pub(crate) struct CampaignPatch {
    /// What you call it.
    #[schema(min_length = 1, max_length = 255)]
    name: Option<String>,
    /// Discount in all by currency, in minor units; `null`: unlimited.
    budget: Option<BTreeMap<String, i64>>,
}

/// Coupons that share a budget, and what they gave of it.
#[derive(ToSchema)]
pub(crate) struct Campaign {
    /// `cmp_...`.
    id: String,
    /// Rises by one with every edit; the `ETag` is `"v<version>"`.
    version: u64,
    /// What you call it.
    name: String,
    /// Discount in all by currency, in minor units; `null` is unlimited.
    budget: Option<BTreeMap<String, i64>>,
    /// What orders were given of it; `null` without a budget.
    budget_used: Option<BTreeMap<String, i64>>,
    /// What live reservations hold of it; `null` without a budget.
    budget_held: Option<BTreeMap<String, i64>>,
    /// When it was made.
    #[schema(format = DateTime)]
    created_at: String,
    /// When it was last changed.
    #[schema(format = DateTime)]
    updated_at: String,
}

/// A page of campaigns.
#[derive(ToSchema)]
pub(crate) struct CampaignPage {
    /// The campaigns.
    data: Vec<Campaign>,
    /// Where the next page begins; `null` at the end.
    next_cursor: Option<String>,
}
