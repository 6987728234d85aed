//! What is kept of a claim.

use jiff::Timestamp;

use crate::error::StoreError;
use crate::limits::resource::read_identities;
use crate::value::Row;

/// A coupon in a wallet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimRecord {
    /// `clm_...`.
    pub id: String,
    /// The merchant's id of the account; `None` once the customer was erased.
    pub customer_id: Option<String>,
    /// The coupon.
    pub coupon_id: String,
    /// The version whose terms it has.
    pub coupon_version: u64,
    /// What it counts against.
    pub identities: Vec<String>,
    /// `available`, `held`, `used` or `revoked`. One that is over may still say `available`.
    pub state: String,
    /// `rdm_...`: what holds or has it.
    pub redemption_id: Option<String>,
    /// An end of its own.
    pub own_ends_at: Option<Timestamp>,
    /// The earliest of its own end and those of its version.
    pub ends_at: Option<Timestamp>,
    /// `claim`, `code`, `staff` or `distribution`.
    pub origin: String,
    /// `cod_...` of the code it was claimed with.
    pub code_id: Option<String>,
    /// The API key that made it.
    pub key_id: String,
    /// Why, in the caller's words.
    pub reason: Option<String>,
    /// Rises by one with every change.
    pub seq: u64,
    /// When it was claimed.
    pub claimed_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// The columns of a [`ClaimRecord`], in its order. Needs `c`.
macro_rules! claim_columns {
    () => {
        "c.id, c.customer_id, c.coupon_id, c.coupon_version, c.identities, c.state, c.redemption_id, c.own_ends_at, c.ends_at, c.origin, c.code_id, \
         c.key_id, c.reason, c.seq, c.claimed_at, c.updated_at"
    };
}

/// Whether a claim is not over at an instant: by its version, or by a later one that says it is for claims too. Needs
/// `c`; `$now` stands four times.
macro_rules! is_alive {
    ($now:literal) => {
        concat!(
            "(((c.ends_at IS NULL OR c.ends_at > ",
            $now,
            ") AND NOT EXISTS (SELECT 1 FROM coupon_versions a WHERE a.coupon_id = c.coupon_id AND a.version > c.coupon_version AND a.for_claims <> 'keep' AND a.for_claims = 'all')) \
             OR EXISTS (SELECT 1 FROM coupon_versions v WHERE v.coupon_id = c.coupon_id AND v.version > c.coupon_version AND v.for_claims <> 'keep' \
             AND NOT EXISTS (SELECT 1 FROM coupon_versions l WHERE l.coupon_id = c.coupon_id AND l.version > v.version AND l.for_claims <> 'keep' AND l.for_claims = 'all') \
             AND (v.ends_at IS NULL OR v.ends_at > ",
            $now,
            ") AND (v.days_after_claim IS NULL OR c.claimed_at + v.days_after_claim * 86400000000 > ",
            $now,
            ") AND (c.own_ends_at IS NULL OR c.own_ends_at > ",
            $now,
            ")))"
        )
    };
}

pub(crate) use {claim_columns, is_alive};

impl ClaimRecord {
    /// Reads `claim_columns`.
    pub(crate) fn decode(row: &mut Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.text()?,
            customer_id: Some(row.text()?).filter(|id| !id.is_empty()),
            coupon_id: row.text()?,
            coupon_version: row.unsigned()?,
            identities: read_identities(&row.text()?)?,
            state: row.text()?,
            redemption_id: row.optional_text()?,
            own_ends_at: row.optional_time()?,
            ends_at: row.optional_time()?,
            origin: row.text()?,
            code_id: row.optional_text()?,
            key_id: row.text()?,
            reason: row.optional_text()?,
            seq: row.unsigned()?,
            claimed_at: row.time()?,
            updated_at: row.time()?,
        })
    }
}

/// A claim to be made. It is made at [`Tx::now`](crate::Tx::now).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewClaim {
    /// `clm_...`.
    pub id: String,
    /// The merchant's id of the account.
    pub customer_id: String,
    /// The coupon.
    pub coupon_id: String,
    /// The version it is claimed at; refused when that is not the current one.
    pub coupon_version: u64,
    /// What it counts against; either at its limit refuses.
    pub identities: Vec<String>,
    /// An end of its own.
    pub own_ends_at: Option<Timestamp>,
    /// The end in its version.
    pub version_ends_at: Option<Timestamp>,
    /// It ends this many times 24 hours after it is made.
    pub days_after_claim: Option<u32>,
    /// `claim`, `code`, `staff` or `distribution`.
    pub origin: &'static str,
    /// `cod_...` of the code it is claimed with.
    pub code_id: Option<String>,
    /// The API key that makes it.
    pub key_id: String,
    /// Why, in the caller's words.
    pub reason: Option<String>,
}
