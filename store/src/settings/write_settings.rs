//! Writes the settings.

use super::read_settings::read_settings;
use crate::coupons::catalogue_change::{lock_catalogue, next_change};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// The one row, whether it is there or not.
pub(crate) const UPSERT: &str = "INSERT INTO settings (id, version, document, updated_at) VALUES (1, 1, ?1, ?2) \
     ON CONFLICT (id) DO UPDATE SET version = settings.version + 1, document = excluded.document, updated_at = excluded.updated_at RETURNING version";

/// A version.
pub(crate) const RECORD: &str = "INSERT INTO settings_versions (version, document, actor, at) VALUES (?1, ?2, ?3, ?4)";

/// What came of writing the settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingsOutcome {
    /// Their version now.
    Written(u64),
    /// Another edit came first: version and document as it left them, 0 and empty when there are none. Nothing was changed.
    VersionConflict(u64, String),
}

/// Writes the settings. With `expected_version` only when that is the current one; it is 0 before the first. It counts
/// as an edit of the catalogue. `actor` is the key that does it; the version keeps it.
///
/// # Errors
/// [`StoreError`] when they cannot be written.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn write_settings(
    tx: &mut Tx<'_>,
    expected_version: Option<u64>,
    document: &str,
    actor: &str,
) -> Result<SettingsOutcome, StoreError> {
    lock_catalogue(tx).await?;
    if let Some(expected) = expected_version {
        let (version, found) = read_settings(tx).await?.unwrap_or_default();
        if version != expected {
            return Ok(SettingsOutcome::VersionConflict(version, found));
        }
    }
    next_change(tx).await?;
    let now = tx.now();
    let row = tx.query_first(UPSERT, params![document, now]).await?;
    let version = row.ok_or_else(|| StoreError::Internal("the settings were not written".to_owned()))?.unsigned()?;
    tx.execute(RECORD, params![version, document, actor, now]).await?;
    Ok(SettingsOutcome::Written(version))
}
