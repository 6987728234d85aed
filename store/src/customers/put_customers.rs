//! Writes many customers.

use std::collections::BTreeMap;

use super::put_customer::{searched, values};
use super::record::CustomerRecord;
use crate::error::StoreError;
use crate::put::Put;
use crate::tx::{Asked, Tx};

/// All of it, unless it is there as given.
pub(crate) const UPSERT: &str = "INSERT INTO customers (id, email, email_normalised, name, birthday, joined_at, segments, country, region, email_consent, attributes, search, \
     revision, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, 1, ?13, ?14) \
     ON CONFLICT (id) DO UPDATE SET email = excluded.email, email_normalised = excluded.email_normalised, name = excluded.name, birthday = excluded.birthday, \
     joined_at = excluded.joined_at, segments = excluded.segments, country = excluded.country, region = excluded.region, \
     email_consent = excluded.email_consent, attributes = excluded.attributes, search = excluded.search, \
     revision = customers.revision + 1, updated_at = excluded.updated_at \
     WHERE customers.email IS DISTINCT FROM excluded.email OR customers.email_normalised IS DISTINCT FROM excluded.email_normalised \
     OR customers.name IS DISTINCT FROM excluded.name OR customers.birthday IS DISTINCT FROM excluded.birthday \
     OR customers.joined_at IS DISTINCT FROM excluded.joined_at OR customers.segments <> excluded.segments \
     OR customers.country IS DISTINCT FROM excluded.country OR customers.region IS DISTINCT FROM excluded.region \
     OR customers.email_consent <> excluded.email_consent OR customers.attributes <> excluded.attributes RETURNING revision";

/// Writes customers, each once, in the order of their ids, so that two calls never wait for each other in a ring.
/// `created_at` of a known one stays as it was.
///
/// # Errors
/// [`StoreError`] when they cannot be written.
#[tracing::instrument(level = "debug", skip_all, fields(customers = customers.len()))]
pub async fn put_customers(tx: &mut Tx<'_>, customers: &[CustomerRecord]) -> Result<BTreeMap<String, Put>, StoreError> {
    let mut sorted: Vec<(&CustomerRecord, String)> =
        customers.iter().map(|customer| (customer, searched(customer))).collect();
    sorted.sort_unstable_by(|(a, _), (b, _)| a.id.cmp(&b.id));
    let asked: Vec<Asked<'_>> =
        sorted.iter().map(|(customer, search)| (UPSERT, values(customer, search).to_vec())).collect();
    let answers = tx.query_all(&asked).await?;
    let mut put = BTreeMap::new();
    for ((customer, _), rows) in sorted.iter().zip(answers) {
        let revision = rows.into_iter().next().map(|mut row| row.integer()).transpose()?;
        put.insert(customer.id.clone(), Put::of_revision(revision));
    }
    Ok(put)
}
