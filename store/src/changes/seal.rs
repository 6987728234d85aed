//! Gives committed events their place and chains committed rows of the audit trail.
//!
//! Whoever seals holds the sealer's row until the commit: positions become visible in their order, whatever
//! transactions run side by side, and the hot path has no counter to queue at.

use super::chain::link;
use super::record::{AuditRecord, audit_columns};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// How far it came, held still until the transaction ends.
pub(crate) const LOCK: &str =
    "SELECT event_position, audit_position, chain FROM sealer WHERE id = 1 /*postgres: FOR UPDATE*/";

/// How far it came now.
pub(crate) const ADVANCE: &str = "UPDATE sealer SET event_position = ?1, audit_position = ?2, chain = ?3 WHERE id = 1";

/// Events without a place. Times rise along an aggregate's sequence, so that this order keeps it.
pub(crate) const SELECT_EVENTS: &str =
    "SELECT aggregate, seq FROM events WHERE position IS NULL ORDER BY at, audit_id, number LIMIT ?1";

/// The place of an event.
pub(crate) const PLACE_EVENT: &str = "UPDATE events SET position = ?3 WHERE aggregate = ?1 AND seq = ?2";

/// Rows without a link.
pub(crate) const SELECT_AUDIT: &str =
    concat!("SELECT ", audit_columns!(), " FROM audit WHERE position IS NULL ORDER BY at, id LIMIT ?1");

/// The link of a row.
pub(crate) const CHAIN: &str = "UPDATE audit SET position = ?2, chain = ?3 WHERE id = ?1";

/// Whether there is anything to seal.
pub(crate) const HAS_UNSEALED: &str =
    "SELECT 1 FROM audit WHERE position IS NULL UNION ALL SELECT 1 FROM events WHERE position IS NULL LIMIT 1";

/// Whether there is anything to seal: a read, so that a store at rest writes nothing.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
pub async fn has_unsealed(tx: &mut Tx<'_>) -> Result<bool, StoreError> {
    Ok(tx.query_first(HAS_UNSEALED, &[]).await?.is_some())
}

/// Seals `most` events and `most` rows of the audit trail at most; answers whether more may wait.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn seal(tx: &mut Tx<'_>, most: u32) -> Result<bool, StoreError> {
    let row = tx.query_first(LOCK, &[]).await?;
    let mut row = row.ok_or_else(|| StoreError::Corrupt("the sealer's row is gone".to_owned()))?;
    let (mut event_position, mut audit_position, mut chain) = (row.unsigned()?, row.unsigned()?, row.text()?);
    let events = tx.query(SELECT_EVENTS, params![most]).await?;
    let rows = tx.query(SELECT_AUDIT, params![most]).await?;
    let full = usize::try_from(most).unwrap_or(usize::MAX);
    let (count, more) = (events.len() + rows.len(), events.len() >= full || rows.len() >= full);
    if count == 0 {
        return Ok(false);
    }
    for mut event in events {
        event_position += 1;
        let (aggregate, seq) = (event.text()?, event.unsigned()?);
        tx.execute(PLACE_EVENT, params![&aggregate, seq, event_position]).await?;
    }
    for mut row in rows {
        audit_position += 1;
        let row = AuditRecord::decode(&mut row)?;
        chain = link(&chain, audit_position, &row);
        tx.execute(CHAIN, params![&row.id, audit_position, &chain]).await?;
    }
    tx.execute(ADVANCE, params![event_position, audit_position, &chain]).await?;
    Ok(more)
}
