//! The number that rises with every edit of the catalogue, and what changed since one.

use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// The number now.
pub(crate) const SELECT: &str = "SELECT change_number FROM catalogue WHERE id = 1";

/// The next number. The row stays locked until the transaction ends, so that numbers become visible in their order.
pub(crate) const NEXT: &str =
    "UPDATE catalogue SET change_number = change_number + 1 WHERE id = 1 RETURNING change_number";

/// Locks the number without changing it.
pub(crate) const LOCK: &str = "UPDATE catalogue SET change_number = change_number WHERE id = 1";

/// Coupons edited after a number.
pub(crate) const CHANGED: &str = "SELECT id FROM coupons WHERE change_number > ?1 ORDER BY change_number, id";

/// Marks a coupon as changed.
pub(crate) const TOUCH: &str = "UPDATE coupons SET change_number = ?2 WHERE id = ?1";

/// The number of the last edit of a coupon, a written code, a category or the settings. Never 0.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn catalogue_change(tx: &mut Tx<'_>) -> Result<u64, StoreError> {
    let row = tx.query_first(SELECT, &[]).await?;
    row.ok_or_else(missing)?.unsigned()
}

/// The ids of coupons that were made or edited, or whose written codes were, after a change number; archived ones too.
///
/// # Errors
/// [`StoreError`] when they cannot be read.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn changed_since(tx: &mut Tx<'_>, change_number: u64) -> Result<Vec<String>, StoreError> {
    let rows = tx.query(CHANGED, params![change_number]).await?;
    rows.into_iter().map(|mut row| row.text()).collect()
}

/// Lets other edits of the catalogue wait until this transaction ends: to be called before what is edited is read.
///
/// # Errors
/// [`StoreError::Busy`] when another edit takes too long.
pub async fn lock_catalogue(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    tx.execute(LOCK, &[]).await.map(drop)
}

/// Takes the next change number.
pub(crate) async fn next_change(tx: &mut Tx<'_>) -> Result<u64, StoreError> {
    let row = tx.query_first(NEXT, &[]).await?;
    row.ok_or_else(missing)?.unsigned()
}

/// Takes the next change number for a coupon whose codes changed.
pub(crate) async fn touch_coupon(tx: &mut Tx<'_>, coupon_id: &str) -> Result<(), StoreError> {
    let number = next_change(tx).await?;
    tx.execute(TOUCH, params![coupon_id, number]).await.map(drop)
}

fn missing() -> StoreError {
    StoreError::Corrupt("the catalogue's change number is missing".to_owned())
}
