//! Events: no place and no sequence number left out, each with its mutation.

use super::{Looked, Verified};
use crate::error::StoreError;
use crate::tx::Tx;

/// How many have a place, the last place, and how many the sealer gave out.
pub(crate) const COUNT: &str = "SELECT COUNT(*), COALESCE(MAX(position), 0), (SELECT event_position FROM sealer WHERE id = 1) FROM events WHERE position IS NOT NULL";

/// An aggregate whose sequence has a gap.
pub(crate) const FIND_GAP: &str =
    "SELECT aggregate FROM events GROUP BY aggregate HAVING COUNT(*) <> MAX(seq) ORDER BY aggregate LIMIT 1";

/// An event that is not after the one before it.
pub(crate) const FIND_BACKWARDS: &str = "SELECT n.id FROM events e JOIN events n ON n.aggregate = e.aggregate AND n.seq = e.seq + 1 \
     WHERE n.at <= e.at OR n.position <= e.position OR (n.position IS NOT NULL AND e.position IS NULL) ORDER BY n.id LIMIT 1";

/// An event without a mutation.
pub(crate) const FIND_ORPHAN: &str =
    "SELECT e.id FROM events e LEFT JOIN audit a ON a.id = e.audit_id WHERE a.id IS NULL ORDER BY e.id LIMIT 1";

/// Looks at places and sequences.
pub(super) async fn verify_events(tx: &mut Tx<'_>) -> Result<Verified, StoreError> {
    let mut looked = Looked::default();
    let row = tx.query_first(COUNT, &[]).await?;
    let mut row = row.ok_or_else(|| StoreError::Corrupt("a count answered nothing".to_owned()))?;
    let (count, last, given) = (row.unsigned()?, row.unsigned()?, row.unsigned()?);
    looked.at = count;
    let detail = || format!("{count} events have a place up to {last}, {given} places were given out");
    looked.expect(count == last && last == given, || "events".to_owned(), detail);
    looked.expect_none(tx, FIND_GAP, "an event of it is gone").await?;
    looked.expect_none(tx, FIND_BACKWARDS, "it is not after the event before it").await?;
    looked.expect_none(tx, FIND_ORPHAN, "the mutation it belongs to is not in the audit trail").await?;
    Ok(looked.called("events"))
}
