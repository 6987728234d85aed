//! Writes a customer, new or known.

use super::record::CustomerRecord;
use crate::error::StoreError;
use crate::search::searchable;
use crate::tx::Tx;
use crate::value::Param;

/// All of it; of a known customer only the creation stays.
pub(crate) const UPSERT: &str = "INSERT INTO customers (id, email, email_normalised, name, birthday, joined_at, segments, country, region, email_consent, attributes, search, \
     revision, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, 1, ?13, ?14) \
     ON CONFLICT (id) DO UPDATE SET email = excluded.email, email_normalised = excluded.email_normalised, name = excluded.name, birthday = excluded.birthday, \
     joined_at = excluded.joined_at, segments = excluded.segments, country = excluded.country, region = excluded.region, \
     email_consent = excluded.email_consent, attributes = excluded.attributes, search = excluded.search, \
     revision = customers.revision + 1, updated_at = excluded.updated_at RETURNING revision";

/// Writes a customer; answers whether it is new. `created_at` of a known one stays as it was.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn put_customer(tx: &mut Tx<'_>, customer: &CustomerRecord) -> Result<bool, StoreError> {
    let search = searched(customer);
    let row = tx.query_first(UPSERT, &values(customer, &search)).await?;
    let revision = row.ok_or_else(|| StoreError::Internal("a customer was not written".to_owned()))?.integer()?;
    Ok(revision == 1)
}

/// What a search looks at.
pub(super) fn searched(customer: &CustomerRecord) -> String {
    let CustomerRecord { id, email, name, .. } = customer;
    searchable(&[id, email.as_deref().unwrap_or_default(), name.as_deref().unwrap_or_default()])
}

/// The values of a customer's row.
pub(super) fn values<'a>(customer: &'a CustomerRecord, search: &'a str) -> [Param<'a>; 14] {
    [
        (&customer.id).into(),
        (&customer.email).into(),
        (&customer.email_normalised).into(),
        (&customer.name).into(),
        (&customer.birthday).into(),
        customer.joined_at.into(),
        (&customer.segments).into(),
        (&customer.country).into(),
        (&customer.region).into(),
        customer.email_consent.into(),
        (&customer.attributes).into(),
        search.into(),
        customer.created_at.into(),
        customer.updated_at.into(),
    ]
}
