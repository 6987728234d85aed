//! Reads the settings.

use crate::error::StoreError;
use crate::tx::Tx;

/// The one row.
pub(crate) const SELECT: &str = "SELECT version, document FROM settings WHERE id = 1";

/// The settings as JSON with their version; `None` until they are first written.
///
/// # Errors
/// [`StoreError`] when they cannot be read.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn read_settings(tx: &mut Tx<'_>) -> Result<Option<(u64, String)>, StoreError> {
    let row = tx.query_first(SELECT, &[]).await?;
    row.map(|mut row| Ok((row.unsigned()?, row.text()?))).transpose()
}
