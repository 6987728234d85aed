//! Categories.

use utoipa::ToSchema;

/// A category to be written.
#[derive(ToSchema)]
#[schema(example = json!({ "name": "Shoes", "parent_id": "clothing" }))]
pub(crate) struct CategoryBody {
    /// Display name.
    #[schema(min_length = 1, max_length = 255)]
    name: Option<String>,
    /// The category it is in; none: a root.
    #[schema(min_length = 1, max_length = 255)]
    parent_id: Option<String>,
}

/// A category.
#[derive(ToSchema)]
pub(crate) struct Category {
    /// Your own id.
    id: String,
    /// Display name.
    name: Option<String>,
    /// The category it is in.
    parent_id: Option<String>,
}

/// A page of categories.
#[derive(ToSchema)]
pub(crate) struct CategoryPage {
    /// The categories, by id.
    data: Vec<Category>,
    /// Where the next page begins; `null` at the end.
    next_cursor: Option<String>,
}
