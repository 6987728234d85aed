//! What lists and changes have in common.

use utoipa::{IntoParams, ToSchema};

/// How many entries a page has.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Limit {
    /// Entries on the page.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
}

/// Which page.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Cursor {
    /// `next_cursor` of the page before, unchanged; none: the first page.
    cursor: Option<String>,
}

/// Guards an edit.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
pub(crate) struct IfMatch {
    /// The `ETag` the change is meant for, such as `"v3"`; another version changes nothing and is refused.
    #[param(rename = "If-Match")]
    if_match: Option<String>,
}

/// An object without members.
#[derive(ToSchema)]
#[schema(title = "Nothing")]
pub(crate) struct Nothing {}

/// It is gone.
#[derive(ToSchema)]
pub(crate) struct Deleted {
    /// What was deleted.
    id: String,
    /// Always `true`.
    deleted: bool,
}
