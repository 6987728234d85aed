//! What is kept of a webhook.

use std::fmt;

use jiff::Timestamp;

use crate::error::StoreError;
use crate::value::Row;

/// An endpoint.
#[derive(Clone, PartialEq, Eq)]
pub struct WebhookRecord {
    /// `whk_...`.
    pub id: String,
    /// Where events are sent.
    pub url: String,
    /// What the team calls it.
    pub description: Option<String>,
    /// Types of events; empty for all.
    pub types: Vec<String>,
    /// `whsec_...`.
    pub secret: String,
    /// The secret before, and until when it signs too.
    pub previous_secret: Option<(String, Timestamp)>,
    /// `active`, `failing` or `disabled`.
    pub state: String,
    /// The last event it was sent or that is none of its types.
    pub position: u64,
    /// How often the next event was sent in vain.
    pub attempts: u32,
    /// Since when.
    pub failing_since: Option<Timestamp>,
    /// When it is sent again.
    pub next_at: Timestamp,
    /// The last attempt.
    pub last_at: Option<Timestamp>,
    /// What it was answered.
    pub last_status: Option<u64>,
    /// Why it was in vain.
    pub last_error: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

impl fmt::Debug for WebhookRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookRecord")
            .field("id", &self.id)
            .field("state", &self.state)
            .field("position", &self.position)
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}

/// The columns of a [`WebhookRecord`], in its order.
macro_rules! webhook_columns {
    () => {
        "id, url, description, types, secret, previous_secret, previous_until, state, position, attempts, failing_since, next_at, last_at, last_status, \
         last_error, created_at, updated_at"
    };
}

pub(crate) use webhook_columns;

impl WebhookRecord {
    pub(crate) fn decode(row: &mut Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.text()?,
            url: row.text()?,
            description: row.optional_text()?,
            types: serde_json::from_str(&row.text()?)
                .map_err(|_| StoreError::Corrupt("the types of a webhook cannot be read".to_owned()))?,
            secret: row.text()?,
            previous_secret: row.optional_text()?.zip(row.optional_time()?),
            state: row.text()?,
            position: row.unsigned()?,
            attempts: u32::try_from(row.unsigned()?).unwrap_or(u32::MAX),
            failing_since: row.optional_time()?,
            next_at: row.time()?,
            last_at: row.optional_time()?,
            last_status: row.optional_unsigned()?,
            last_error: row.optional_text()?,
            created_at: row.time()?,
            updated_at: row.time()?,
        })
    }

    pub(crate) fn types_text(&self) -> Result<String, StoreError> {
        serde_json::to_string(&self.types).map_err(|_| StoreError::Internal("types do not serialise".to_owned()))
    }
}
