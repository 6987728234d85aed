//! Campaigns: what goes in and what comes out.

use std::collections::BTreeMap;

use utoipa::ToSchema;

/// A campaign to be.
#[derive(ToSchema)]
#[schema(example = json!({ "name": "Spring", "budget": { "USD": 100000 }, "starts_at": "2027-03-01T00:00:00+01:00", "ends_at": "2027-06-01T00:00:00+02:00", "channels": ["newsletter"] }))]
pub(crate) struct CampaignBody {
    /// What you call it.
    #[schema(min_length = 1, max_length = 255)]
    name: String,
    /// Discount in all by currency, in minor units; absent is unlimited.
    budget: Option<BTreeMap<String, i64>>,
    /// From here on its coupons are in force, within their own dates.
    #[schema(format = DateTime)]
    starts_at: Option<String>,
    /// Before here its coupons are in force, within their own dates. A day, `2026-12-31`, is the last one.
    #[schema(format = DateTime)]
    ends_at: Option<String>,
    /// Where it is run, in your words.
    #[schema(max_items = 1_000)]
    channels: Option<Vec<String>>,
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
    /// From here on its coupons are in force; `null`: from the beginning.
    #[schema(format = DateTime)]
    starts_at: Option<String>,
    /// Before here its coupons are in force; `null`: without an end.
    #[schema(format = DateTime)]
    ends_at: Option<String>,
    /// Where it is run, in your words; replaced whole.
    #[schema(max_items = 1_000)]
    channels: Option<Vec<String>>,
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
    /// From here on its coupons are in force; `null`: from the beginning.
    #[schema(format = DateTime)]
    starts_at: Option<String>,
    /// Before here its coupons are in force; `null`: without an end.
    #[schema(format = DateTime)]
    ends_at: Option<String>,
    /// Where it is run, in your words.
    channels: Vec<String>,
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
