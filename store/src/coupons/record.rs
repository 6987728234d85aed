//! What is kept of a coupon.

use jiff::Timestamp;

use crate::campaigns::Calendar;
use crate::error::StoreError;
use crate::limits::CouponLimits;
use crate::search::searchable;
use crate::value::Row;

/// A coupon as it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CouponRecord {
    /// `cpn_...`.
    pub id: String,
    /// Rises by one with each edit, from 1.
    pub version: u64,
    /// The whole coupon as canonical JSON. The fields below are those of it that statements need.
    pub terms: String,
    /// `draft`, `enabled`, `paused` or `archived`.
    pub status: String,
    /// What the merchant calls it.
    pub name: String,
    /// `code`, `automatic` or `claim`.
    pub activation: String,
    /// Its campaign.
    pub campaign_id: Option<String>,
    /// In force from here on.
    pub starts_at: Option<Timestamp>,
    /// In force before here.
    pub ends_at: Option<Timestamp>,
    /// How often and how much.
    pub limits: CouponLimits,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last edited.
    pub updated_at: Timestamp,
    /// When its campaign runs.
    pub campaign: Calendar,
    /// Which run of the coupon it is, from 1.
    pub run: u64,
    /// The coupon that was the run before.
    pub previous_run_id: Option<String>,
    /// The template it was made from.
    pub template_id: Option<String>,
    /// Rises by one with each edit and, where there is a total limit, with each change of its uses.
    pub seq: u64,
    /// Uses that count, held ones included.
    pub uses: u64,
    /// Claims made so far, where they are limited.
    pub claims: Option<u64>,
}

impl CouponRecord {
    /// Reads `coupon_columns`.
    pub(crate) fn decode(row: &mut Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.text()?,
            version: row.unsigned()?,
            terms: row.text()?,
            status: row.text()?,
            name: row.text()?,
            activation: row.text()?,
            campaign_id: row.optional_text()?,
            starts_at: row.optional_time()?,
            ends_at: row.optional_time()?,
            limits: CouponLimits::read(&row.text()?)?,
            created_at: row.time()?,
            updated_at: row.time()?,
            run: row.unsigned()?,
            previous_run_id: row.optional_text()?,
            campaign: Calendar::decode(row)?,
            template_id: row.optional_text()?,
            seq: row.unsigned()?,
            uses: row.unsigned()?,
            claims: row.optional_unsigned()?,
        })
    }
}

/// A version of a coupon. Versions are never changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CouponVersionRecord {
    /// `cpn_...`.
    pub coupon_id: String,
    /// From 1.
    pub version: u64,
    /// The whole coupon as canonical JSON.
    pub terms: String,
    /// Its status in this version.
    pub status: String,
    /// Its name in this version.
    pub name: String,
    /// Who made the version.
    pub actor: String,
    /// What was done, in the caller's words.
    pub change: String,
    /// From when on it was the current one.
    pub at: Timestamp,
    /// What it means for the claims made before: `keep`, `better` or `all`.
    pub for_claims: String,
}

impl CouponVersionRecord {
    pub(crate) fn decode(row: &mut Row) -> Result<Self, StoreError> {
        Ok(Self {
            coupon_id: row.text()?,
            version: row.unsigned()?,
            terms: row.text()?,
            status: row.text()?,
            name: row.text()?,
            actor: row.text()?,
            change: row.text()?,
            at: row.time()?,
            for_claims: row.text()?,
        })
    }
}

/// What a coupon is to be: the whole document, and the fields of it that statements need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTerms {
    /// The whole coupon as canonical JSON.
    pub terms: String,
    /// `draft`, `enabled`, `paused` or `archived`.
    pub status: String,
    /// What the merchant calls it.
    pub name: String,
    /// What the merchant says of it; searched in.
    pub description: Option<String>,
    /// `code`, `automatic` or `claim`.
    pub activation: String,
    /// Its campaign.
    pub campaign_id: Option<String>,
    /// In force from here on.
    pub starts_at: Option<Timestamp>,
    /// In force before here.
    pub ends_at: Option<Timestamp>,
    /// How often and how much. A lower limit stops new uses and undoes none.
    pub limits: CouponLimits,
    /// A claim ends this many times 24 hours after it was made.
    pub days_after_claim: Option<u32>,
    /// Whether customers are shown it to claim it.
    pub is_claimable: bool,
    /// What the edit means for the claims made before: `keep`, `better` or `all`.
    pub for_claims: &'static str,
}

/// What lists sort and search by.
pub(crate) struct ListKeys {
    pub(crate) name_key: String,
    pub(crate) ends_key: i64,
    pub(crate) search: String,
}

impl ListKeys {
    /// Derived from what is to be kept.
    pub(crate) fn of(terms: &NewTerms) -> Self {
        Self {
            name_key: terms.name.to_lowercase(),
            ends_key: terms.ends_at.map_or(i64::MAX, Timestamp::as_microsecond),
            search: searchable(&[&terms.name, terms.description.as_deref().unwrap_or_default()]),
        }
    }
}
