//! Reads the settings as one version left them.

use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// One version.
pub(crate) const SELECT: &str = "SELECT document FROM settings_versions WHERE version = ?1";

/// The settings as JSON, as a version left them; `None` when there is no such version.
///
/// # Errors
/// [`StoreError`] when they cannot be read.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn read_settings_version(tx: &mut Tx<'_>, version: u64) -> Result<Option<String>, StoreError> {
    let row = tx.query_first(SELECT, params![version]).await?;
    row.map(|mut row| row.text()).transpose()
}
