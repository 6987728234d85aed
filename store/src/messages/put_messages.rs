//! Writes the merchant's own words.

use crate::coupons::catalogue_change::next_change;
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// The words of one language, whether there were any or not.
pub(crate) const UPSERT: &str = "INSERT INTO messages (locale, version, document, actor, updated_at) VALUES (?1, 1, ?2, ?3, ?4) \
     ON CONFLICT (locale) DO UPDATE SET version = messages.version + 1, document = excluded.document, actor = excluded.actor, \
     updated_at = excluded.updated_at RETURNING version";

/// Writes the words of one language whole, as the key `actor`; answers their version. It counts as an edit of the
/// catalogue.
///
/// # Errors
/// [`StoreError`] when they cannot be written.
#[tracing::instrument(level = "debug", skip_all, fields(locale = %locale))]
pub async fn put_messages(tx: &mut Tx<'_>, locale: &str, document: &str, actor: &str) -> Result<u64, StoreError> {
    next_change(tx).await?;
    let now = tx.now();
    let row = tx.query_first(UPSERT, params![locale, document, actor, now]).await?;
    row.ok_or_else(|| StoreError::Internal("the messages were not written".to_owned()))?.unsigned()
}
