//! Makes two requests with the same key wait for each other.

use super::StoredAnswer;
use super::read_answer::read_answer;
use crate::error::StoreError;
use crate::tx::Tx;

/// Waits until no other unit of work has this key, in whatever process it runs, has it until this one ends, and reads
/// what the other one recorded.
///
/// # Errors
/// [`StoreError::Busy`] when the other one takes too long.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn meet_answer(tx: &mut Tx<'_>, scope: &str, key: &str) -> Result<Option<StoredAnswer>, StoreError> {
    tx.lock(&format!("answer {scope}\n{key}")).await?;
    read_answer(tx, scope, key).await
}
