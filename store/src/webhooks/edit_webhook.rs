//! Adds, changes and deletes webhooks.

use jiff::Timestamp;

use super::record::WebhookRecord;
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// A new one.
pub(crate) const INSERT: &str = "INSERT INTO webhooks (id, url, description, types, secret, state, position, next_at, created_at, updated_at) \
     VALUES (?1, ?2, ?3, ?4, ?5, 'active', ?6, ?7, ?7, ?7)";

/// What the merchant decides, and how far it came.
pub(crate) const UPDATE: &str = "UPDATE webhooks SET url = ?2, description = ?3, types = ?4, secret = ?5, previous_secret = ?6, previous_until = ?7, state = ?8, \
     position = ?9, attempts = ?10, failing_since = ?11, next_at = ?12, updated_at = ?13 WHERE id = ?1";

/// It is gone.
pub(crate) const DELETE: &str = "DELETE FROM webhooks WHERE id = ?1";

/// The last event that has a place.
pub(crate) const SELECT_LAST: &str = "SELECT event_position FROM sealer WHERE id = 1";

/// The place of an event by its id.
pub(crate) const SELECT_BY_ID: &str = "SELECT position FROM events WHERE id = ?1 AND position IS NOT NULL";

/// The first event at or after an instant.
pub(crate) const SELECT_BY_TIME: &str = "SELECT MIN(position) FROM events WHERE at >= ?1 AND position IS NOT NULL";

/// Adds a webhook as it is, active and not yet sent anything after its position.
///
/// # Errors
/// [`StoreError::Constraint`] when the id is taken.
#[tracing::instrument(level = "debug", skip_all, fields(webhook_id = %webhook.id))]
pub async fn insert_webhook(tx: &mut Tx<'_>, webhook: &WebhookRecord) -> Result<(), StoreError> {
    let (types, now) = (webhook.types_text()?, tx.now());
    let WebhookRecord { id, url, description, secret, position, .. } = webhook;
    tx.execute(INSERT, params![id, url, description, &types, secret, *position, now]).await.map(drop)
}

/// Writes a webhook that was changed. The caller has locked it.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all, fields(webhook_id = %webhook.id))]
pub async fn update_webhook(tx: &mut Tx<'_>, webhook: &WebhookRecord) -> Result<(), StoreError> {
    let (types, now) = (webhook.types_text()?, tx.now());
    let previous = webhook.previous_secret.as_ref();
    let values = params![
        &webhook.id,
        &webhook.url,
        &webhook.description,
        &types,
        &webhook.secret,
        previous.map(|(secret, _)| secret.as_str()),
        previous.map(|(_, until)| *until),
        &webhook.state,
        webhook.position,
        webhook.attempts,
        webhook.failing_since,
        webhook.next_at,
        now,
    ];
    tx.execute(UPDATE, values).await.map(drop)
}

/// Deletes a webhook; answers whether there was one.
///
/// # Errors
/// [`StoreError`] when it cannot be deleted.
#[tracing::instrument(level = "debug", skip_all, fields(webhook_id = %id))]
pub async fn delete_webhook(tx: &mut Tx<'_>, id: &str) -> Result<bool, StoreError> {
    Ok(tx.execute(DELETE, params![id]).await? > 0)
}

/// The last event that has a place; 0 before the first.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
pub async fn last_position(tx: &mut Tx<'_>) -> Result<u64, StoreError> {
    tx.query_first(SELECT_LAST, &[]).await?.map_or(Ok(0), |mut row| row.unsigned())
}

/// The place of an event by its id, or of the first at or after an instant.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
pub async fn first_position(tx: &mut Tx<'_>, from: Result<Timestamp, &str>) -> Result<Option<u64>, StoreError> {
    let row = match from {
        Ok(at) => tx.query_first(SELECT_BY_TIME, params![at]).await?,
        Err(id) => tx.query_first(SELECT_BY_ID, params![id]).await?,
    };
    row.map_or(Ok(None), |mut row| row.optional_unsigned())
}
