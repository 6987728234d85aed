//! Makes a coupon with its first version.

use super::catalogue_change::next_change;
use super::read_coupon::read_coupon;
use super::record::{CouponRecord, ListKeys, NewTerms};
use super::used_up::mark_where_used_up;
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// The coupon itself.
pub(crate) const INSERT: &str = "INSERT INTO coupons (id, version, terms, status, name, activation, campaign_id, starts_at, ends_at, total_limit, \
     created_at, updated_at, seq, change_number, number, name_key, ends_key, search, limits, claimable) \
     VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10, 1, ?11, ?11, ?12, ?13, ?14, ?15, ?16)";

/// A version of it.
pub(crate) const INSERT_VERSION: &str = "INSERT INTO coupon_versions (coupon_id, version, terms, status, name, actor, change, created_at, for_claims, ends_at, days_after_claim) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";

/// A counter when it is made with a limit.
pub(crate) const INSERT_COUNTER: &str =
    "INSERT INTO counters (owner, resource, used, held, seq) VALUES (?1, ?2, 0, 0, 1)";

/// A coupon to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCoupon {
    /// `cpn_...`.
    pub id: String,
    /// What it is to be.
    pub terms: NewTerms,
    /// Who makes it.
    pub actor: String,
}

/// Makes a coupon: version 1, sequence number 1.
///
/// # Errors
/// [`StoreError::Constraint`] when the id is taken or a word is not one of those allowed.
#[tracing::instrument(level = "debug", skip_all, fields(coupon_id = %coupon.id))]
pub async fn create_coupon(tx: &mut Tx<'_>, coupon: &NewCoupon) -> Result<CouponRecord, StoreError> {
    let now = tx.now();
    let change = next_change(tx).await?;
    let NewCoupon { id, terms, actor } = coupon;
    let keys = ListKeys::of(terms);
    let limits = terms.limits.to_text()?;
    let values = params![
        id,
        &terms.terms,
        &terms.status,
        &terms.name,
        &terms.activation,
        &terms.campaign_id,
        terms.starts_at,
        terms.ends_at,
        terms.limits.total,
        now,
        change,
        &keys.name_key,
        keys.ends_key,
        &keys.search,
        &limits,
        terms.is_claimable,
    ];
    tx.execute(INSERT, values).await?;
    insert_version(tx, id, 1, terms, actor, "created").await?;
    if terms.limits.total.is_some() {
        tx.execute(INSERT_COUNTER, params![id, "uses"]).await?;
        mark_where_used_up(tx, id)?;
    }
    if terms.limits.claims_total.is_some() {
        tx.execute(INSERT_COUNTER, params![id, "claims"]).await?;
    }
    let made = read_coupon(tx, id).await?;
    made.ok_or_else(|| StoreError::Internal("a coupon was not written".to_owned()))
}

/// Writes a version of a coupon.
pub(super) async fn insert_version(
    tx: &mut Tx<'_>,
    id: &str,
    version: u64,
    terms: &NewTerms,
    actor: &str,
    change: &str,
) -> Result<(), StoreError> {
    let now = tx.now();
    let values = params![
        id,
        version,
        &terms.terms,
        &terms.status,
        &terms.name,
        actor,
        change,
        now,
        terms.for_claims,
        terms.ends_at,
        terms.days_after_claim,
    ];
    tx.execute(INSERT_VERSION, values).await.map(drop)
}
