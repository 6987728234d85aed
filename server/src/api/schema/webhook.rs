//! Webhooks: what goes in and what comes out.

use utoipa::ToSchema;

/// An endpoint to be.
#[derive(ToSchema)]
#[schema(example = json!({ "url": "https://shop.example/hooks/coupons", "types": ["redemption.committed"] }))]
pub(crate) struct WebhookBody {
    /// Where events are sent: `https://`, without user and password.
    #[schema(min_length = 1, max_length = 2048)]
    url: String,
    /// What you call it.
    #[schema(min_length = 1, max_length = 255)]
    description: Option<String>,
    /// Types of events; absent or empty: all.
    #[schema(required = false)]
    types: Vec<String>,
}

/// What to change of an endpoint.
#[derive(ToSchema)]
#[schema(example = json!({ "enabled": true }))]
pub(crate) struct WebhookPatch {
    /// Where events are sent.
    #[schema(min_length = 1, max_length = 2048)]
    url: Option<String>,
    /// What you call it; `null`: nothing.
    #[schema(min_length = 1, max_length = 255)]
    description: Option<String>,
    /// Types of events; `null` or empty: all.
    types: Option<Vec<String>>,
    /// Whether events are sent.
    enabled: Option<bool>,
}

/// From where to send again.
#[derive(ToSchema)]
#[schema(example = json!({ "from": "2026-06-03T10:00:00Z" }))]
pub(crate) struct Replay {
    /// An instant, RFC 3339, or the id of an event.
    #[schema(min_length = 1, max_length = 255)]
    from: String,
}

/// An endpoint and how it does.
#[derive(ToSchema)]
pub(crate) struct Webhook {
    /// `whk_...`.
    id: String,
    /// Where events are sent.
    url: String,
    /// What you call it.
    description: Option<String>,
    /// Types of events; empty for all.
    types: Vec<String>,
    /// `active`, `failing` while an event is sent again and again, or `disabled`.
    state: String,
    /// How often the next event was sent in vain.
    attempts: u32,
    /// Since when.
    #[schema(format = DateTime)]
    failing_since: Option<String>,
    /// While it fails: when the event is sent again.
    #[schema(format = DateTime)]
    next_attempt_at: Option<String>,
    /// The last attempt.
    #[schema(format = DateTime)]
    last_attempt_at: Option<String>,
    /// What it was answered.
    last_status: Option<u64>,
    /// Why it was in vain.
    last_error: Option<String>,
    /// When it was made.
    #[schema(format = DateTime)]
    created_at: String,
    /// When it was last changed.
    #[schema(format = DateTime)]
    updated_at: String,
}

/// An endpoint with its secret, shown this once.
#[derive(ToSchema)]
pub(crate) struct CreatedWebhook {
    /// `whk_...`.
    id: String,
    /// Where events are sent.
    url: String,
    /// What you call it.
    description: Option<String>,
    /// Types of events; empty for all.
    types: Vec<String>,
    /// `active`, `failing` while an event is sent again and again, or `disabled`.
    state: String,
    /// How often the next event was sent in vain.
    attempts: u32,
    /// Since when.
    #[schema(format = DateTime)]
    failing_since: Option<String>,
    /// While it fails: when the event is sent again.
    #[schema(format = DateTime)]
    next_attempt_at: Option<String>,
    /// The last attempt.
    #[schema(format = DateTime)]
    last_attempt_at: Option<String>,
    /// What it was answered.
    last_status: Option<u64>,
    /// Why it was in vain.
    last_error: Option<String>,
    /// When it was made.
    #[schema(format = DateTime)]
    created_at: String,
    /// When it was last changed.
    #[schema(format = DateTime)]
    updated_at: String,
    /// `whsec_...`: verifies signatures.
    secret: String,
}

/// A page of endpoints.
#[derive(ToSchema)]
pub(crate) struct WebhookPage {
    /// The endpoints.
    data: Vec<Webhook>,
    /// Where the next page begins; `null` at the end.
    next_cursor: Option<String>,
}

/// An endpoint that is gone.
#[derive(ToSchema)]
pub(crate) struct DeletedWebhook {
    /// `whk_...`.
    id: String,
    /// Always `true`.
    deleted: bool,
}
