//! Lets a hold last longer, or shorter.

use jiff::Timestamp;

use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// The new end of the hold.
pub(crate) const EXTEND: &str = "UPDATE reservations SET expires_at = ?2 WHERE id = ?1 AND state = 'held'";

/// The new end of what it holds.
pub(crate) const EXTEND_REDEMPTIONS: &str =
    "UPDATE redemptions SET expires_at = ?3 WHERE order_id = ?1 AND reservation_id = ?2 AND state = 'held'";

/// Sets the end of a hold. The caller has locked the reservation and seen that it is live.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all, fields(reservation_id = %id))]
pub async fn extend_reservation(
    tx: &mut Tx<'_>,
    order_id: &str,
    id: &str,
    expires_at: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(EXTEND, params![id, expires_at]).await?;
    tx.execute(EXTEND_REDEMPTIONS, params![order_id, id, expires_at]).await.map(drop)
}
