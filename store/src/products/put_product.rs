//! Writes a product, new or known.

use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// All of it; of a known product only the creation stays.
pub(crate) const UPSERT: &str = "INSERT INTO products (id, document, stock, revision, created_at, updated_at) VALUES (?1, ?2, ?3, 1, ?4, ?4) \
     ON CONFLICT (id) DO UPDATE SET document = excluded.document, stock = excluded.stock, revision = products.revision + 1, \
     updated_at = excluded.updated_at RETURNING revision";

/// Writes a product; answers whether it is new. `stock: None` stops tracking its stock.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all, fields(product_id = %id))]
pub async fn put_product(tx: &mut Tx<'_>, id: &str, document: &str, stock: Option<i64>) -> Result<bool, StoreError> {
    let now = tx.now();
    let row = tx.query_first(UPSERT, params![id, document, stock, now]).await?;
    let revision = row.ok_or_else(|| StoreError::Internal("a product was not written".to_owned()))?.integer()?;
    Ok(revision == 1)
}
