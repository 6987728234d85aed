//! Takes customers into a static segment, or out of it.

use crate::error::StoreError;
use crate::params;
use crate::tx::{Asked, Tx};

/// A member more, unless it is one.
pub(crate) const INSERT: &str = "INSERT INTO segment_members (segment_id, customer_id, added_at) VALUES (?1, ?2, ?3) \
     ON CONFLICT (segment_id, customer_id) DO NOTHING RETURNING customer_id";

/// A member less.
pub(crate) const DELETE: &str =
    "DELETE FROM segment_members WHERE segment_id = ?1 AND customer_id = ?2 RETURNING customer_id";

/// Which way members are changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MembersChange {
    /// They are taken in.
    Add,
    /// They are taken out.
    Remove,
}

/// Changes members, each once, in the order of their ids; answers those that were none before, or were some.
///
/// # Errors
/// [`StoreError::Constraint`] when there is no such segment.
#[tracing::instrument(level = "debug", skip_all, fields(segment_id = %segment_id, customers = customer_ids.len()))]
pub async fn change_members(
    tx: &mut Tx<'_>,
    segment_id: &str,
    customer_ids: &[String],
    change: MembersChange,
) -> Result<Vec<String>, StoreError> {
    let now = tx.now();
    let mut sorted: Vec<&str> = customer_ids.iter().map(String::as_str).collect();
    sorted.sort_unstable();
    sorted.dedup();
    let mut asked: Vec<Asked<'_>> = Vec::with_capacity(sorted.len());
    for customer_id in sorted {
        asked.push(match change {
            MembersChange::Add => (INSERT, params![segment_id, customer_id, now].to_vec()),
            MembersChange::Remove => (DELETE, params![segment_id, customer_id].to_vec()),
        });
    }
    let answers = tx.query_all(&asked).await?;
    let changed = answers.into_iter().filter_map(|rows| rows.into_iter().next());
    changed.map(|mut row| row.text()).collect()
}
