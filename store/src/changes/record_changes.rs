//! Notes a mutation and tells what happened by it, in the transaction of its effect.

use super::digest::Secret;
use super::record::{NewAudit, NewEvent};
use crate::error::StoreError;
use crate::params;
use crate::planted;
use crate::tx::Tx;

/// The mutation, not yet chained.
pub(crate) const INSERT_AUDIT: &str = "INSERT INTO audit (id, at, actor, action, resource, request_id, digest, reason, reason_digest) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";

/// An event after the last one of its aggregate, not yet numbered. Times rise along the sequence, even when the clock
/// stands still or went back.
pub(crate) const INSERT_EVENT: &str = "INSERT INTO events (aggregate, seq, id, type, at, data, audit_id, number) \
     SELECT ?1, COALESCE(last.seq, 0) + 1, ?2, ?3, CASE WHEN last.at >= ?4 THEN last.at + 1 ELSE ?4 END, ?5, ?6, ?7 \
     FROM (SELECT 1 AS one) AS always LEFT JOIN (SELECT seq, at FROM events WHERE aggregate = ?1 ORDER BY seq DESC LIMIT 1) AS last ON 1 = 1";

/// Notes a mutation with its events. The effect has locked what it changed, so that events of one aggregate follow each
/// other.
///
/// # Errors
/// [`StoreError::Constraint`] when an id is taken.
#[tracing::instrument(level = "debug", skip_all, fields(action = %audit.action))]
pub async fn record_changes(
    tx: &mut Tx<'_>,
    secret: &Secret,
    audit: &NewAudit,
    events: &[NewEvent],
) -> Result<(), StoreError> {
    let now = tx.now();
    let told = events.iter().map(|event| [event.kind.as_str(), event.aggregate.as_str(), event.data.as_str()]);
    let digest = secret.digest_of_events(told);
    let reason_digest = audit.reason.as_deref().map(|reason| secret.digest(&["reason", &audit.id, reason]));
    let resource = secret.pseudonym(&audit.resource);
    let values = params![
        &audit.id,
        now,
        &audit.actor,
        &audit.action,
        &resource,
        &audit.request_id,
        &digest,
        &audit.reason,
        &reason_digest,
    ];
    // Planted: an entry that comes by itself comes without events.
    if !planted::audit_outside() || events.is_empty() {
        tx.push(INSERT_AUDIT, values)?;
    }
    for (event, number) in events.iter().zip(1_i64..) {
        let values = params![&event.aggregate, &event.id, &event.kind, now, &event.data, &audit.id, number];
        tx.push(INSERT_EVENT, values)?;
    }
    Ok(())
}
