//! Reads webhooks.

use super::record::{WebhookRecord, webhook_columns};
use crate::cursor::{self, Page, rows_wanted};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// A page by id.
pub(crate) const SELECT_PAGE: &str =
    concat!("SELECT ", webhook_columns!(), " FROM webhooks WHERE id > ?1 ORDER BY id LIMIT ?2");

/// One.
pub(crate) const SELECT: &str = concat!("SELECT ", webhook_columns!(), " FROM webhooks WHERE id = ?1");

/// The same, held still until the transaction ends.
pub(crate) const LOCK: &str =
    concat!("SELECT ", webhook_columns!(), " FROM webhooks WHERE id = ?1 /*postgres: FOR UPDATE*/");

const LIST: &str = "webhooks";

/// A page of webhooks, the oldest first.
///
/// # Errors
/// [`StoreError::InvalidCursor`].
#[tracing::instrument(level = "debug", skip_all)]
pub async fn list_webhooks(
    tx: &mut Tx<'_>,
    limit: u32,
    cursor: Option<&str>,
) -> Result<Page<WebhookRecord>, StoreError> {
    let [after] = cursor.map(|cursor| cursor::decode::<1>(LIST, cursor)).transpose()?.unwrap_or_default();
    let rows = tx.query(SELECT_PAGE, params![&after, rows_wanted(limit)]).await?;
    let found = rows.into_iter().map(|mut row| WebhookRecord::decode(&mut row)).collect::<Result<_, _>>()?;
    Ok(Page::cut(found, limit, |last: &WebhookRecord| cursor::encode(LIST, &[&last.id])))
}

/// A webhook by its id.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(webhook_id = %id))]
pub async fn read_webhook(tx: &mut Tx<'_>, id: &str) -> Result<Option<WebhookRecord>, StoreError> {
    tx.query_first(SELECT, params![id]).await?.map(|mut row| WebhookRecord::decode(&mut row)).transpose()
}

/// A webhook by its id; whoever else changes it waits.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(webhook_id = %id))]
pub async fn lock_webhook(tx: &mut Tx<'_>, id: &str) -> Result<Option<WebhookRecord>, StoreError> {
    tx.query_first(LOCK, params![id]).await?.map(|mut row| WebhookRecord::decode(&mut row)).transpose()
}
