//! Looks through the audit trail from its end, for people: what fits, in a bounded stretch at a time.

use jiff::Timestamp;

use super::record::{AuditRecord, audit_columns};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// Rows before a position and not before another, the newest first; an empty text asks for nothing.
pub(crate) const SELECT: &str = concat!(
    "SELECT ",
    audit_columns!(),
    " FROM audit WHERE position < ?1 AND position >= ?2 AND (?3 = '' OR actor = ?3) AND (?4 = '' OR action = ?4) \
      AND (?5 = '' OR resource = ?5) AND at >= ?6 AND at < ?7 ORDER BY position DESC LIMIT ?8"
);

/// The newest place.
pub(crate) const SELECT_LAST: &str = "SELECT COALESCE(MAX(position), 0) FROM audit";

/// Places that one look goes through at most: no list waits for the whole trail.
pub const STRETCH: u64 = 100_000;

/// What is looked for; all members must fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Who, by id.
    pub actor: Option<String>,
    /// The use case.
    pub action: Option<String>,
    /// What was changed first.
    pub resource: Option<String>,
    /// Not before.
    pub from: Option<Timestamp>,
    /// Before.
    pub until: Option<Timestamp>,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditFound {
    /// The newest first.
    pub data: Vec<AuditRecord>,
    /// The place before which to look on; `None`: that was all.
    pub before: Option<u64>,
}

/// Looks through the trail before a place, or from its end.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn search_audit(
    tx: &mut Tx<'_>,
    filter: &AuditFilter,
    before: Option<u64>,
    most: u32,
) -> Result<AuditFound, StoreError> {
    let last = tx.query_first(SELECT_LAST, &[]).await?.map_or(Ok(0), |mut row| row.unsigned())?;
    let before = before.unwrap_or(u64::MAX).min(last + 1);
    let end = before.saturating_sub(STRETCH).max(1);
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let (actor, action, resource) = (text(&filter.actor), text(&filter.action), text(&filter.resource));
    let from = filter.from.unwrap_or(Timestamp::UNIX_EPOCH);
    let until = filter.until.unwrap_or(Timestamp::MAX);
    let values = params![before, end, &actor, &action, &resource, from, until, most];
    let rows = tx.query(SELECT, values).await?;
    let data: Vec<AuditRecord> =
        rows.into_iter().map(|mut row| AuditRecord::decode(&mut row)).collect::<Result<_, _>>()?;
    let is_full = u32::try_from(data.len()).is_ok_and(|found| found == most);
    let reached = if is_full { data.last().and_then(|last| last.position).unwrap_or(end) } else { end };
    Ok(AuditFound { data, before: (reached > 1).then_some(reached) })
}
