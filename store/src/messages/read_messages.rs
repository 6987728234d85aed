//! Reads the merchant's own words.

use crate::error::StoreError;
use crate::tx::Tx;

/// All languages; there are few.
pub(crate) const SELECT: &str = "SELECT locale, version, document FROM messages ORDER BY locale";

/// The merchant's own words in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessagesRecord {
    /// The language, such as `en`.
    pub locale: String,
    /// Rises by one each time they are written.
    pub version: u64,
    /// The words, as JSON.
    pub document: String,
}

/// The words of every language that has any of its own.
///
/// # Errors
/// [`StoreError`] when they cannot be read.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn read_messages(tx: &mut Tx<'_>) -> Result<Vec<MessagesRecord>, StoreError> {
    let rows = tx.query(SELECT, &[]).await?;
    let record = |mut row: crate::value::Row| {
        Ok(MessagesRecord { locale: row.text()?, version: row.unsigned()?, document: row.text()? })
    };
    rows.into_iter().map(record).collect()
}
