//! Puts a coupon into a wallet.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};

use super::read_claim::{find_claim_by_code, read_claim};
use super::record::{ClaimRecord, NewClaim};
use crate::codes::own_terms::read_own_terms;
use crate::error::StoreError;
use crate::limits::moves::{LimitReached, Moves, Refusal};
use crate::limits::resource::Claimed;
use crate::params;
use crate::redemptions::exchange::identities_text;
use crate::redemptions::lock_coupons::lock_coupons;
use crate::tx::Tx;

/// The claim; nothing when the customer has one of the code.
pub(crate) const INSERT: &str = "INSERT INTO claims (customer_id, claimed_at, id, coupon_id, coupon_version, identities, state, redemption_id, own_ends_at, ends_at, \
     origin, code_id, key_id, reason, seq, updated_at) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'available', NULL, ?7, ?8, ?9, ?10, ?11, ?12, 1, ?2) ON CONFLICT DO NOTHING";

/// How many of a coupon were claimed, where that is limited.
pub(crate) const SELECT_CLAIMED: &str = "SELECT used + held FROM counters WHERE owner = ?1 AND resource = 'claims'";

/// What came of claiming.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CreateClaim {
    /// It is made; the sequence numbers of what was changed.
    Created(ClaimRecord, BTreeMap<String, u64>),
    /// The customer claimed with this code before. Nothing was written.
    ClaimedBefore(ClaimRecord),
    /// There is none left, for all or for the customer, or the coupon changed since. Nothing of the unit of work is
    /// kept, whatever it answers.
    Refused(Vec<Refusal>),
}

/// Makes a claim. It takes one of the coupon's stock, one of each identity's, and one of its code's uses.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all, fields(coupon_id = %new.coupon_id, claim_id = %new.id))]
pub async fn create_claim(tx: &mut Tx<'_>, new: &NewClaim) -> Result<CreateClaim, StoreError> {
    let outcome = claim(tx, new).await;
    if matches!(outcome, Ok(CreateClaim::Refused(_)) | Err(_)) {
        tx.undo();
    }
    outcome
}

/// How many of a coupon were claimed; 0 where that is not limited. Nobody waits for it.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(coupon_id = %coupon_id))]
pub async fn count_claimed(tx: &mut Tx<'_>, coupon_id: &str) -> Result<u64, StoreError> {
    tx.query_first(SELECT_CLAIMED, params![coupon_id]).await?.map_or(Ok(0), |mut row| row.unsigned())
}

async fn claim(tx: &mut Tx<'_>, new: &NewClaim) -> Result<CreateClaim, StoreError> {
    lock_wallet(tx, &new.customer_id).await?;
    let refused = |reason| CreateClaim::Refused(vec![Refusal { owner: new.coupon_id.clone(), reason }]);
    if let Some(code_id) = &new.code_id
        && let Some(before) = find_claim_by_code(tx, code_id, &new.customer_id).await?
    {
        return Ok(CreateClaim::ClaimedBefore(before));
    }
    let coupons = lock_coupons(tx, &BTreeSet::from([new.coupon_id.as_str()])).await?;
    let Some(coupon) = coupons.get(&new.coupon_id).filter(|coupon| coupon.is_enabled) else {
        return Ok(refused(LimitReached::NotLive));
    };
    if coupon.version != new.coupon_version {
        return Ok(refused(LimitReached::StaleVersion));
    }
    let own = read_own_terms(tx, &new.code_id.iter().map(String::as_str).collect()).await?;
    let own = new.code_id.as_ref().map(|code_id| own.get(code_id));
    // The code was voided, given to another account, or ended since it was looked up.
    if own.is_some_and(|own| own.is_none_or(|own| !own.serve(Some(&new.customer_id), tx.now()))) {
        return Ok(refused(LimitReached::StaleCode));
    }
    let code_limit = own.flatten().and_then(|own| own.limit);
    let (mut moves, mut seq) = (Moves::default(), BTreeMap::new());
    let code_id = new.code_id.as_deref();
    let claimed = Claimed { coupon_id: &new.coupon_id, code_id, code_limit, identities: &new.identities };
    moves.claim(&claimed, &coupon.limits);
    let refusals = moves.apply(tx, "", &mut seq).await?;
    if !refusals.is_empty() {
        return Ok(CreateClaim::Refused(refusals));
    }
    if !insert(tx, new).await? {
        // The same customer's other request with the code came first: it is found by the next attempt.
        return Ok(refused(LimitReached::StaleHistory));
    }
    let made = read_claim(tx, &new.id).await?;
    let made = made.ok_or_else(|| StoreError::Internal("a claim was not written".to_owned()))?;
    seq.insert(made.id.clone(), made.seq);
    Ok(CreateClaim::Created(made, seq))
}

/// Whoever erases the customer waits, or is waited for.
pub(super) async fn lock_wallet(tx: &mut Tx<'_>, customer_id: &str) -> Result<(), StoreError> {
    tx.lock(&format!("wallet of {customer_id}")).await
}

async fn insert(tx: &mut Tx<'_>, new: &NewClaim) -> Result<bool, StoreError> {
    let now = tx.now();
    let identities = identities_text(&new.identities)?;
    let values = params![
        &new.customer_id,
        now,
        &new.id,
        &new.coupon_id,
        new.coupon_version,
        &identities,
        new.own_ends_at,
        ends_at(new, now),
        new.origin,
        &new.code_id,
        &new.key_id,
        &new.reason,
    ];
    Ok(tx.execute(INSERT, values).await? > 0)
}

/// The earliest of its own end, its version's, and so many days from now.
fn ends_at(new: &NewClaim, now: Timestamp) -> Option<Timestamp> {
    let by_days = new.days_after_claim.and_then(|days| {
        let span = SignedDuration::from_hours(i64::from(days) * 24);
        now.checked_add(span).ok()
    });
    [new.own_ends_at, new.version_ends_at, by_days].into_iter().flatten().min()
}
