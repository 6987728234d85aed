//! How far an endpoint came: leased to one node at a time, noted with each attempt.

use jiff::Timestamp;

use super::record::{WebhookRecord, webhook_columns};
use crate::changes::EventRecord;
use crate::changes::list_events::{EventFilter, select};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// Endpoints that have something to get now and that nobody has.
pub(crate) const SELECT_DUE: &str = "SELECT id FROM webhooks WHERE state <> 'disabled' AND next_at <= ?1 AND leased_until <= ?1 \
     AND position < (SELECT event_position FROM sealer WHERE id = 1) ORDER BY next_at, id LIMIT ?2";

/// Takes an endpoint for a time; nothing when another node has it.
pub(crate) const LEASE: &str = concat!(
    "UPDATE webhooks SET leased_until = ?3 WHERE id = ?1 AND state <> 'disabled' AND next_at <= ?2 AND leased_until <= ?2 RETURNING ",
    webhook_columns!()
);

/// What came of sending. Only where the position is still the one that was sent from: a replay or another node may have
/// moved it.
pub(crate) const NOTE: &str = "UPDATE webhooks SET position = ?3, state = ?4, attempts = ?5, failing_since = ?6, next_at = ?7, last_at = COALESCE(?8, last_at), \
     last_status = ?9, last_error = ?10, leased_until = ?11 WHERE id = ?1 AND position = ?2 AND state <> 'disabled'";

/// What came of sending up to a position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The position that was sent from.
    pub from: u64,
    /// The last event that is dealt with.
    pub position: u64,
    /// `active`, `failing` or `disabled`.
    pub state: &'static str,
    /// How often the next event was sent in vain.
    pub attempts: u32,
    /// Since when.
    pub failing_since: Option<Timestamp>,
    /// When it is sent again.
    pub next_at: Timestamp,
    /// The attempt; `None` when nothing was to be sent.
    pub last_at: Option<Timestamp>,
    /// What it was answered.
    pub last_status: Option<u64>,
    /// Why it was in vain.
    pub last_error: Option<String>,
    /// Until when the endpoint stays leased; the past gives it back.
    pub leased_until: Timestamp,
}

/// Ids of endpoints that have something to get now, those that wait longest first.
///
/// # Errors
/// [`StoreError`] when they cannot be read.
pub async fn list_due(tx: &mut Tx<'_>, most: u32) -> Result<Vec<String>, StoreError> {
    let now = tx.now();
    let rows = tx.query(SELECT_DUE, params![now, most]).await?;
    rows.into_iter().map(|mut row| row.text()).collect()
}

/// Takes an endpoint until an instant; `None` when another node has it or it is not due.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
pub async fn lease_webhook(tx: &mut Tx<'_>, id: &str, until: Timestamp) -> Result<Option<WebhookRecord>, StoreError> {
    let now = tx.now();
    let row = tx.query_first(LEASE, params![id, now, until]).await?;
    row.map(|mut row| WebhookRecord::decode(&mut row)).transpose()
}

/// Events after a position, of every type.
///
/// # Errors
/// [`StoreError`] when they cannot be read.
pub async fn read_events_after(tx: &mut Tx<'_>, after: u64, most: u32) -> Result<Vec<EventRecord>, StoreError> {
    let filter = EventFilter::default();
    let rows = select(&filter, after, most).query(tx).await?;
    let mut events = rows.into_iter().map(|mut row| EventRecord::decode(&mut row)).collect::<Result<Vec<_>, _>>()?;
    events.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    Ok(events)
}

/// Notes what came of sending; answers `false` when the endpoint was changed meanwhile, in which case it counts for
/// nothing.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all, fields(webhook_id = %id))]
pub async fn note_delivery(tx: &mut Tx<'_>, id: &str, outcome: &Outcome) -> Result<bool, StoreError> {
    let values = params![
        id,
        outcome.from,
        outcome.position,
        outcome.state,
        outcome.attempts,
        outcome.failing_since,
        outcome.next_at,
        outcome.last_at,
        outcome.last_status,
        outcome.last_error.as_deref(),
        outcome.leased_until,
    ];
    Ok(tx.execute(NOTE, values).await? > 0)
}
