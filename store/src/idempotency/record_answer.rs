//! Records the answer to a request.

use super::StoredAnswer;
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// Nothing when there is one.
pub(crate) const INSERT: &str = "INSERT INTO idempotency_answers (scope, idempotency_key, fingerprint, status, body, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6) \
     ON CONFLICT (scope, idempotency_key) DO NOTHING";

/// Records an answer in the transaction of its effect; answers `false` when one is there already, in which case the
/// caller's effect is a second one and must be rolled back.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn record_answer(tx: &mut Tx<'_>, scope: &str, key: &str, answer: StoredAnswer) -> Result<bool, StoreError> {
    let now = tx.now();
    let values = params![scope, key, &answer.fingerprint, i64::from(answer.status), answer.body.as_slice(), now];
    Ok(tx.execute(INSERT, values).await? > 0)
}
