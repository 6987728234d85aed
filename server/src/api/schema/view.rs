//! Saved views of lists: what goes in and what comes out.

use utoipa::ToSchema;

/// A view to be.
#[derive(ToSchema)]
#[schema(example = json!({
    "name": "Ending soon", "list": "coupons", "query": "state=active&sort=ends_at", "columns": ["name", "ends_at", "uses"], "shared": true
}))]
pub(crate) struct ViewBody {
    /// What you call it.
    #[schema(min_length = 1, max_length = 255)]
    name: String,
    /// Of which list.
    list: List,
    /// What is asked of the list, as the query of its URL.
    #[schema(max_length = 2000)]
    query: Option<String>,
    /// The columns that are shown, in their order; none: the usual ones.
    #[schema(required = false, max_items = 100)]
    columns: Vec<String>,
    /// Whether others than your key see it.
    #[schema(required = false, default = false)]
    shared: bool,
}

/// What to change of a view.
#[derive(ToSchema)]
#[schema(example = json!({ "columns": ["name", "uses"] }))]
pub(crate) struct ViewPatch {
    /// What you call it.
    #[schema(min_length = 1, max_length = 255)]
    name: Option<String>,
    /// Of which list.
    list: Option<List>,
    /// What is asked of the list; `null`: everything.
    #[schema(max_length = 2000)]
    query: Option<String>,
    /// The columns that are shown; `null`: the usual ones.
    #[schema(max_items = 100)]
    columns: Option<Vec<String>>,
    /// Whether others than your key see it.
    shared: Option<bool>,
}

/// A list that has views.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub(crate) enum List {
    /// `GET /v1/coupons`.
    Coupons,
    /// The codes of a coupon.
    Codes,
    /// `GET /v1/redemptions`.
    Redemptions,
    /// `GET /v1/customers`.
    Customers,
    /// `GET /v1/campaigns`.
    Campaigns,
}

/// A view of a list.
#[derive(ToSchema)]
pub(crate) struct SavedView {
    /// `viw_...`.
    id: String,
    /// Rises by one with every edit; the `ETag` is `"v<version>"`.
    #[schema(minimum = 1)]
    version: u64,
    /// What you call it.
    name: String,
    /// Of which list.
    list: List,
    /// What is asked of the list, as the query of its URL.
    query: Option<String>,
    /// The columns that are shown, in their order; empty: the usual ones.
    columns: Vec<String>,
    /// Whether others than the key that made it see it.
    shared: bool,
    /// When it was made.
    #[schema(format = DateTime)]
    created_at: String,
    /// When it was last changed.
    #[schema(format = DateTime)]
    updated_at: String,
}

/// A page of views.
#[derive(ToSchema)]
pub(crate) struct SavedViewPage {
    /// The views.
    data: Vec<SavedView>,
    /// Where the next page begins; `null` at the end.
    next_cursor: Option<String>,
}
