//! A webhook as answers show it: never its secret, but once.

use jiff::Timestamp;
use serde::Serialize;
use tessera_store::webhooks::WebhookRecord;

use crate::change::Change;

/// An endpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WebhookView {
    /// `whk_...`.
    pub id: String,
    /// Where events are sent.
    pub url: String,
    /// What the team calls it.
    pub description: Option<String>,
    /// Types of events; empty for all.
    pub types: Vec<String>,
    /// `active`, `failing` while an event is sent again and again, or `disabled`.
    pub state: String,
    /// How often the next event was sent in vain.
    pub attempts: u32,
    /// Since when.
    pub failing_since: Option<Timestamp>,
    /// While it fails: when the event is sent again.
    pub next_attempt_at: Option<Timestamp>,
    /// The last attempt.
    pub last_attempt_at: Option<Timestamp>,
    /// What it was answered.
    pub last_status: Option<u64>,
    /// Why it was in vain.
    pub last_error: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

impl From<WebhookRecord> for WebhookView {
    fn from(record: WebhookRecord) -> Self {
        Self {
            next_attempt_at: (record.state == "failing").then_some(record.next_at),
            id: record.id,
            url: record.url,
            description: record.description,
            types: record.types,
            state: record.state,
            attempts: record.attempts,
            failing_since: record.failing_since,
            last_attempt_at: record.last_at,
            last_status: record.last_status,
            last_error: record.last_error,
            created_at: record.created_at,
            updated_at: record.updated_at,
        }
    }
}

/// An endpoint with its secret, shown this once.
#[derive(Clone, Debug, Serialize)]
pub struct CreatedWebhook {
    /// The endpoint.
    #[serde(flatten)]
    pub webhook: WebhookView,
    /// `whsec_...`.
    pub secret: String,
}

/// An event of a webhook.
pub(super) fn webhook_change(kind: &'static str, record: &WebhookRecord) -> Change {
    #[derive(Serialize)]
    struct Told<'a> {
        id: &'a str,
        state: &'a str,
        types: &'a [String],
    }
    Change::new(kind, &record.id, &Told { id: &record.id, state: &record.state, types: &record.types })
}
