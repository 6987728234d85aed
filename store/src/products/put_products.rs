//! Writes many products.

use std::collections::BTreeMap;

use crate::error::StoreError;
use crate::params;
use crate::put::Put;
use crate::tx::{Asked, Tx};

/// All of it, unless it is there as given.
pub(crate) const UPSERT: &str = "INSERT INTO products (id, document, stock, revision, created_at, updated_at) VALUES (?1, ?2, ?3, 1, ?4, ?4) \
     ON CONFLICT (id) DO UPDATE SET document = excluded.document, stock = excluded.stock, revision = products.revision + 1, \
     updated_at = excluded.updated_at \
     WHERE products.document <> excluded.document OR products.stock IS DISTINCT FROM excluded.stock RETURNING revision";

/// A product to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductToPut {
    /// The merchant's id.
    pub id: String,
    /// The fields of a cart's line, as JSON.
    pub document: String,
    /// Units in stock; `None` when that is not tracked.
    pub stock: Option<i64>,
}

/// Writes products, each once, in the order of their ids, so that two calls never wait for each other in a ring.
///
/// # Errors
/// [`StoreError`] when they cannot be written.
#[tracing::instrument(level = "debug", skip_all, fields(products = products.len()))]
pub async fn put_products(tx: &mut Tx<'_>, products: &[ProductToPut]) -> Result<BTreeMap<String, Put>, StoreError> {
    let now = tx.now();
    let mut sorted: Vec<&ProductToPut> = products.iter().collect();
    sorted.sort_unstable_by(|a, b| a.id.cmp(&b.id));
    let mut asked: Vec<Asked<'_>> = Vec::with_capacity(sorted.len());
    for ProductToPut { id, document, stock } in sorted.iter().copied() {
        asked.push((UPSERT, params![id, document, *stock, now].to_vec()));
    }
    let answers = tx.query_all(&asked).await?;
    let mut put = BTreeMap::new();
    for (product, rows) in sorted.into_iter().zip(answers) {
        let revision = rows.into_iter().next().map(|mut row| row.integer()).transpose()?;
        put.insert(product.id.clone(), Put::of_revision(revision));
    }
    Ok(put)
}
