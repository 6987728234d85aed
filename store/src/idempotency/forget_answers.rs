//! Forgets answers that need not be kept any longer.

use jiff::Timestamp;

use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// A batch, oldest first: the writer is not kept from other work for long.
pub(crate) const DELETE: &str = "DELETE FROM idempotency_answers WHERE (scope, idempotency_key) IN \
     (SELECT scope, idempotency_key FROM idempotency_answers WHERE created_at < ?1 ORDER BY created_at LIMIT 5000)";

/// Forgets up to 5,000 answers recorded before an instant; answers how many. Call again until it is 0.
///
/// # Errors
/// [`StoreError`] when they cannot be deleted.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn forget_answers_before(tx: &mut Tx<'_>, before: Timestamp) -> Result<u64, StoreError> {
    tx.execute(DELETE, params![before]).await
}
