//! Many entries at once.

use utoipa::ToSchema;
use utoipa::openapi::schema::{Array, ArrayBuilder, ObjectBuilder, Type};

use super::problem::Problem;

/// Many products.
#[derive(ToSchema)]
#[schema(example = json!({ "products": [
    { "id": "shirt", "title": "Shirt", "categories": ["clothing"], "stock": 12 },
    { "id": "mug", "title": "Mug", "unit_cost": 300 }
] }))]
pub(crate) struct ProductsBulk {
    /// The products, each with its `id`; an id stands once.
    #[schema(schema_with = products)]
    products: (),
}

/// Many customers.
#[derive(ToSchema)]
#[schema(example = json!({ "customers": [
    { "id": "ana", "email": "ana@shop.example", "segments": ["vip"] },
    { "id": "ben", "country": "FR" }
] }))]
pub(crate) struct CustomersBulk {
    /// The customers, each with its `id`; an id stands once.
    #[schema(schema_with = customers)]
    customers: (),
}

/// Many categories.
#[derive(ToSchema)]
#[schema(example = json!({ "categories": [
    { "id": "clothing", "name": "Clothing" },
    { "id": "shoes", "name": "Shoes", "parent_id": "clothing" }
] }))]
pub(crate) struct CategoriesBulk {
    /// The categories, each with its `id`; an id stands once, a parent before its children.
    #[schema(schema_with = categories)]
    categories: (),
}

/// What became of many entries.
#[derive(ToSchema)]
pub(crate) struct BulkAnswer {
    /// What became of each, in their order.
    data: Vec<BulkEntry>,
}

/// What became of one entry.
#[derive(ToSchema)]
pub(crate) struct BulkEntry {
    /// Your own id; `null` where it cannot be read.
    #[schema(required = true)]
    id: Option<String>,
    /// The status it would have alone.
    #[schema(minimum = 200, maximum = 599)]
    status: u16,
    /// Why it was not written; pointers are those within the entry.
    #[schema(nullable = false)]
    problem: Option<Problem>,
}

fn products() -> Array {
    with_id("ProductBody")
}

fn customers() -> Array {
    with_id("CustomerBody")
}

fn categories() -> Array {
    with_id("CategoryBody")
}

/// A list of what is put alone, each with its id. Said as a whole: the schema of a body allows no further member.
fn with_id(body: &str) -> Array {
    let id = ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).max_length(Some(255));
    let entry = ObjectBuilder::new()
        .property("id", id)
        .required("id")
        .description(Some(format!("`id` and the members of `{body}`.")));
    ArrayBuilder::new().items(entry).max_items(Some(1_000)).build()
}
