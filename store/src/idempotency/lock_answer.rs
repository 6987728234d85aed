//! Makes two requests with the same key wait for each other.

use crate::error::StoreError;
use crate::tx::Tx;

/// Waits until no other unit of work has this key, in whatever process it runs, and has it until this one ends: to be
/// called before [`read_answer()`](super::read_answer()), which then finds what the other one recorded.
///
/// # Errors
/// [`StoreError::Busy`] when the other one takes too long.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn lock_answer(tx: &mut Tx<'_>, scope: &str, key: &str) -> Result<(), StoreError> {
    tx.lock(&format!("answer {scope}\n{key}")).await
}
