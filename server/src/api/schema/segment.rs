//! Segments.

use utoipa::ToSchema;
use utoipa::openapi::Ref;

/// A segment to be made.
#[derive(ToSchema)]
#[schema(example = json!({
    "key": "big-spenders", "name": "Spent 100 in a year", "kind": "dynamic",
    "conditions": { "kind": "total_spent", "min": { "USD": 10001 }, "within_days": 365 }
}))]
pub(crate) struct SegmentBody {
    /// What coupons and customers' own lists call it, beside its id; stays as it is made. Absent: its id.
    #[schema(min_length = 1, max_length = 255)]
    key: Option<String>,
    /// What you call it.
    #[schema(min_length = 1, max_length = 255)]
    name: String,
    /// Whether the members are written down or follow from conditions; stays as it is made.
    kind: SegmentKind,
    /// Who is in a dynamic segment; not for a static one.
    #[schema(schema_with = conditions, required = false)]
    conditions: (),
}

/// Whether the members are written down (`static`) or follow from conditions (`dynamic`).
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub(crate) enum SegmentKind {
    Static,
    Dynamic,
}

/// What to change of a segment.
#[derive(ToSchema)]
#[schema(example = json!({ "name": "Regulars" }))]
pub(crate) struct SegmentPatch {
    /// What you call it.
    #[schema(min_length = 1, max_length = 255)]
    name: Option<String>,
    /// Who is in a dynamic segment.
    #[schema(schema_with = conditions, required = false)]
    conditions: (),
}

/// A group of customers.
#[derive(ToSchema)]
pub(crate) struct Segment {
    /// `seg_...`.
    id: String,
    /// What coupons and customers' own lists call it, beside its id.
    key: String,
    /// What you call it.
    name: String,
    /// Whether the members are written down or follow from conditions.
    kind: SegmentKind,
    /// Who is in a dynamic segment; `null` for a static one.
    #[schema(required = true)]
    conditions: Option<serde_json::Value>,
    /// When it was made.
    #[schema(format = DateTime)]
    created_at: String,
    /// When it was last changed.
    #[schema(format = DateTime)]
    updated_at: String,
}

/// A page of segments.
#[derive(ToSchema)]
pub(crate) struct SegmentPage {
    /// The segments.
    data: Vec<Segment>,
    /// Where the next page begins; `null` at the end.
    next_cursor: Option<String>,
}

/// A segment that is gone.
#[derive(ToSchema)]
pub(crate) struct DeletedSegment {
    /// `seg_...`.
    id: String,
    /// Always true.
    deleted: bool,
}

/// Customers to be taken in or out.
#[derive(ToSchema)]
#[schema(example = json!({ "customer_ids": ["ana", "ben"] }))]
pub(crate) struct MembersBody {
    /// Your own ids.
    #[schema(max_items = 1000)]
    customer_ids: Vec<String>,
}

/// What became of it.
#[derive(ToSchema)]
pub(crate) struct MembersChanged {
    /// `seg_...`.
    id: String,
    /// Customers who were not in it before, or were.
    changed: u64,
}

/// A customer in a segment.
#[derive(ToSchema)]
pub(crate) struct Member {
    /// Your own id.
    customer_id: String,
    /// Since when; `null` in a dynamic segment.
    #[schema(format = DateTime, required = true)]
    added_at: Option<String>,
}

/// A page of members.
#[derive(ToSchema)]
pub(crate) struct MemberPage {
    /// The members, by customer id.
    data: Vec<Member>,
    /// Where the next page begins; `null` at the end.
    next_cursor: Option<String>,
}

/// How many customers are in a segment.
#[derive(ToSchema)]
pub(crate) struct SegmentCount {
    /// Those that this call counted.
    count: u64,
    /// Where the next call goes on; `null`: that was all of them.
    #[schema(required = true)]
    next_cursor: Option<String>,
    /// The instant the count is of.
    #[schema(format = DateTime)]
    as_of: String,
}

fn conditions() -> Ref {
    Ref::from_schema_name("Condition")
}
