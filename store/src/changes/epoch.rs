//! Epochs: a backup that is put into use begins a new one.

use jiff::Timestamp;

use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// The newest.
pub(crate) const SELECT: &str =
    "SELECT number, began_at, event_position, audit_position, backed_up_at FROM epochs ORDER BY number DESC LIMIT 1";

/// Where the first epoch after a number began.
pub(crate) const SELECT_AFTER: &str = "SELECT COALESCE(MIN(event_position), -1) FROM epochs WHERE number > ?1";

/// Whether the database is a backup that was not in use yet.
pub(crate) const SELECT_MARK: &str = "SELECT taken_at FROM backup_marks WHERE id = 1";

/// The next epoch, from where the sealer is.
pub(crate) const INSERT: &str = "INSERT INTO epochs (number, began_at, event_position, audit_position, backed_up_at) \
     SELECT (SELECT MAX(number) + 1 FROM epochs), ?1, event_position, audit_position, ?2 FROM sealer WHERE id = 1";

/// It is in use now.
pub(crate) const DELETE_MARK: &str = "DELETE FROM backup_marks";

/// A time in which positions of events were given out once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Epoch {
    /// 1 for the first.
    pub number: u64,
    /// When it began; 1970 for the first.
    pub began_at: Timestamp,
    /// The last event before it.
    pub event_position: u64,
    /// The last row of the audit trail before it.
    pub audit_position: u64,
    /// When the backup was taken that it began with.
    pub backed_up_at: Option<Timestamp>,
}

/// The epoch of now.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
pub async fn current_epoch(tx: &mut Tx<'_>) -> Result<Epoch, StoreError> {
    let row = tx.query_first(SELECT, &[]).await?;
    let mut row = row.ok_or_else(|| StoreError::Corrupt("there is no epoch".to_owned()))?;
    Ok(Epoch {
        number: row.unsigned()?,
        began_at: row.time()?,
        event_position: row.unsigned()?,
        audit_position: row.unsigned()?,
        backed_up_at: row.optional_time()?,
    })
}

/// Begins the next epoch when the database is a backup that is put into use; answers it then.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
pub async fn begin_epoch(tx: &mut Tx<'_>) -> Result<Option<Epoch>, StoreError> {
    let Some(mut mark) = tx.query_first(SELECT_MARK, &[]).await? else { return Ok(None) };
    let taken_at = mark.time()?;
    let now = tx.now();
    tx.execute(INSERT, params![now, taken_at]).await?;
    tx.execute(DELETE_MARK, &[]).await?;
    current_epoch(tx).await.map(Some)
}

/// The last event that both an epoch and all later ones have: who read on after it in that epoch read what is gone.
pub(crate) async fn common_position(tx: &mut Tx<'_>, epoch: u64) -> Result<Option<u64>, StoreError> {
    let Some(mut row) = tx.query_first(SELECT_AFTER, params![epoch]).await? else { return Ok(None) };
    Ok(u64::try_from(row.integer()?).ok())
}
