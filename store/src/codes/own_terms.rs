//! What a code says itself about its use, read in the transaction of an order.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::record::read_expiry;
use crate::error::StoreError;
use crate::params;
use crate::tx::{Asked, Tx};

/// One code. Who voids or reassigns it waits for its coupon's row, which the reader has.
pub(crate) const SELECT: &str = "SELECT id, state, use_limit, customer_id, expires_key FROM codes WHERE id = ?1";

/// What a code says itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OwnTerms {
    /// Most uses, in place of what its coupon says.
    pub(crate) limit: Option<u64>,
    is_void: bool,
    customer_id: Option<String>,
    expires_at: Option<Timestamp>,
}

impl OwnTerms {
    /// Whether an account may use it at an instant.
    pub(crate) fn serve(&self, customer_id: Option<&str>, now: Timestamp) -> bool {
        !self.is_void
            && self.customer_id.as_deref().is_none_or(|owner| customer_id == Some(owner))
            && self.expires_at.is_none_or(|end| now < end)
    }
}

/// What codes say themselves, by id; one that is not known says nothing.
pub(crate) async fn read_own_terms(
    tx: &mut Tx<'_>,
    ids: &BTreeSet<&str>,
) -> Result<BTreeMap<String, OwnTerms>, StoreError> {
    let mut found = BTreeMap::new();
    if ids.is_empty() {
        return Ok(found);
    }
    let asked: Vec<Asked<'_>> = ids.iter().map(|id| (SELECT, params![*id].to_vec())).collect();
    for rows in tx.query_all(&asked).await? {
        for mut row in rows {
            let (id, state) = (row.text()?, row.text()?);
            let (limit, customer_id) = (row.optional_unsigned()?, row.optional_text()?);
            let expires_at = read_expiry(&mut row)?;
            found.insert(id, OwnTerms { limit, is_void: state == "void", customer_id, expires_at });
        }
    }
    Ok(found)
}
