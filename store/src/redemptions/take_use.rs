//! Takes one use of one coupon. Here the limits hold: each is one conditional update of one row.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

use super::create_redemption::NewRedemption;
use super::fold_uses::{fold_uses, is_fold_due};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// What a coupon is at this moment.
pub(crate) const SELECT_COUPON: &str = "SELECT c.version, c.status, c.total_limit, f.through_at FROM coupons c \
     LEFT JOIN coupon_use_folds f ON f.coupon_id = c.id WHERE c.id = ?1";

/// One of the coupon's uses; nothing at the limit.
pub(crate) const TAKE_TOTAL: &str =
    "UPDATE coupon_counters SET used = used + 1, seq = seq + 1 WHERE coupon_id = ?1 AND used + held < ?2 RETURNING seq";

/// One of an identity's uses; nothing at the limit. The limit is at least 1 here, as the first use makes the row.
pub(crate) const TAKE_CUSTOMER: &str = "INSERT INTO customer_counters (coupon_id, identity, used, held, seq) VALUES (?1, ?2, 1, 0, 1) \
     ON CONFLICT (coupon_id, identity) DO UPDATE SET used = customer_counters.used + 1, seq = customer_counters.seq + 1 \
     WHERE customer_counters.used + customer_counters.held < ?3 RETURNING seq";

/// A use that was not to be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The coupon.
    pub coupon_id: String,
    /// Why.
    pub reason: LimitReached,
}

/// Why a use was not to be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitReached {
    /// All uses are taken.
    Total,
    /// An identity has taken all of its uses, or the order names none.
    Customer,
    /// The coupon was edited since it was priced.
    StaleVersion,
    /// There are more orders of the identities than it was priced with.
    StaleHistory,
    /// The coupon is not enabled, or there is none.
    NotLive,
}

/// Takes a use; answers when it counts as made. Sequence numbers of what it changed go into `seq`. When it is refused,
/// part of it may be written: the caller undoes that.
pub(crate) async fn take_use(
    tx: &mut Tx<'_>,
    redemption: &NewRedemption,
    identities: &[&str],
    seq: &mut BTreeMap<String, u64>,
) -> Result<Result<Timestamp, LimitReached>, StoreError> {
    let coupon_id = redemption.coupon_id.as_str();
    let Some(mut coupon) = tx.query_first(SELECT_COUPON, params![coupon_id]).await? else {
        return Ok(Err(LimitReached::NotLive));
    };
    let (version, status) = (coupon.unsigned()?, coupon.text()?);
    let (own_limit, folded_through) = (coupon.optional_unsigned()?, coupon.optional_time()?);
    if status != "enabled" {
        return Ok(Err(LimitReached::NotLive));
    }
    if version != redemption.coupon_version {
        return Ok(Err(LimitReached::StaleVersion));
    }
    if let Some(own_limit) = own_limit {
        let limit = redemption.total_limit.map_or(own_limit, |given| given.min(own_limit));
        let Some(mut row) = tx.query_first(TAKE_TOTAL, params![coupon_id, limit]).await? else {
            return Ok(Err(LimitReached::Total));
        };
        seq.insert(coupon_id.to_owned(), row.unsigned()?);
    } else if redemption.total_limit.is_some() {
        // A limit that the coupon of this version does not have: the caller priced something else.
        return Ok(Err(LimitReached::StaleVersion));
    } else if is_fold_due(folded_through, tx.now()) {
        fold_uses(tx, coupon_id, folded_through).await?;
    }
    if !take_of_customer(tx, redemption, identities, seq).await? {
        return Ok(Err(LimitReached::Customer));
    }
    Ok(Ok(after_fold(tx.now(), folded_through)))
}

/// Uses of a customer are counted whether there is a limit or not: a limit that comes later then holds from its first
/// moment, and the row is the customer's own.
async fn take_of_customer(
    tx: &mut Tx<'_>,
    redemption: &NewRedemption,
    identities: &[&str],
    seq: &mut BTreeMap<String, u64>,
) -> Result<bool, StoreError> {
    let limit = redemption.per_customer_limit;
    if limit == Some(0) || (limit.is_some() && identities.is_empty()) {
        return Ok(false);
    }
    for identity in identities {
        let values = params![&redemption.coupon_id, *identity, limit.unwrap_or(u64::MAX)];
        let Some(mut row) = tx.query_first(TAKE_CUSTOMER, values).await? else { return Ok(false) };
        if limit.is_some() {
            seq.insert(customer_resource(&redemption.coupon_id, identity), row.unsigned()?);
        }
    }
    Ok(true)
}

/// The name of an identity's uses of a coupon as a resource. An answer need not repeat an e-mail address.
fn customer_resource(coupon_id: &str, identity: &str) -> String {
    let digest = Sha256::digest(identity.as_bytes());
    digest[..8].iter().fold(format!("{coupon_id}/"), |mut name, byte| {
        let _ = write!(name, "{byte:02x}");
        name
    })
}

/// A redemption is made after what was folded, even when the clock went back: else it would not be counted.
fn after_fold(now: Timestamp, folded_through: Option<Timestamp>) -> Timestamp {
    let earliest = folded_through.and_then(|through| through.checked_add(SignedDuration::from_micros(1)).ok());
    earliest.map_or(now, |earliest| now.max(earliest))
}
