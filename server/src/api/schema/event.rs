//! Events and the audit trail.

use std::collections::BTreeMap;

use serde_json::Value;
use utoipa::ToSchema;

/// Something that happened.
#[derive(ToSchema)]
pub(crate) struct Event {
    /// `evt_...`; the same on every delivery.
    id: String,
    /// `<noun>.<past verb>`, such as `coupon.paused`. New types may come.
    r#type: String,
    /// When it happened.
    #[schema(format = DateTime)]
    at: String,
    /// What it happened to: one of our ids, or `order:`, `customer:`, `product:`, `category:`, `messages:` with yours.
    aggregate: String,
    /// Rises by one with each event of the aggregate.
    seq: u64,
    /// What became of it.
    data: BTreeMap<String, Value>,
}

/// A page of events, the oldest first.
#[derive(ToSchema)]
pub(crate) struct EventPage {
    /// The events.
    data: Vec<Event>,
    /// Where the next page begins; `null` when there is no other now.
    next_cursor: Option<String>,
    /// Where to read on later; always there.
    resume_cursor: String,
}

/// A change and who made it.
#[derive(ToSchema)]
pub(crate) struct AuditEntry {
    /// `aud_...`.
    id: String,
    /// Its place in the chain, from 1.
    position: u64,
    /// When it was done.
    #[schema(format = DateTime)]
    at: String,
    /// The API key, or `program`.
    actor: String,
    /// The use case, such as `pause_coupon`.
    action: String,
    /// What was changed first; a customer by a pseudonym.
    resource: String,
    /// Why, in the caller's words.
    reason: Option<String>,
    /// The request.
    request_id: String,
    /// Digest of the events that belong to it, keyed with the store's secret.
    digest: String,
    /// SHA-256 of the entry before's and this one.
    chain: String,
}

/// A page of the audit trail, the oldest first.
#[derive(ToSchema)]
pub(crate) struct AuditPage {
    /// The entries.
    data: Vec<AuditEntry>,
    /// Where the next page begins; `null` at the end.
    next_cursor: Option<String>,
}
