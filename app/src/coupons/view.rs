//! A coupon as answers show it.

use jiff::Timestamp;
use serde::Serialize;
use tessera_engine::coupon::State;
use tessera_engine::{Coupon, Terms};
use tessera_store::coupons::{CouponRecord, CouponVersionRecord};

use crate::problem::{ErrorCode, Problem};
use crate::seq::Seq;

/// A coupon: what identifies it, what is derived, and everything the merchant wrote.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CouponView {
    /// `cpn_...`.
    pub id: String,
    /// Rises by one with every edit; the `ETag` is `"v<version>"`.
    pub version: u64,
    /// `draft`, `scheduled`, `active`, `paused`, `used_up`, `expired` or `archived`; derived.
    pub state: &'static str,
    /// Everything the merchant wrote.
    #[serde(flatten)]
    pub terms: Terms,
    /// Redemptions that count against the total limit.
    pub uses: u64,
    /// The template it was made from.
    pub template_id: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Sequence numbers of what a change touched; only in the answer to a change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seq: Option<Seq>,
}

impl CouponView {
    /// The view of a record at an instant.
    pub(crate) fn of(record: CouponRecord, now: Timestamp) -> Result<Self, Problem> {
        let terms = stored_terms(&record.id, &record.terms)?;
        let coupon = Coupon { id: record.id, version: record.version, terms };
        let state = coupon.state(now, record.uses);
        Ok(Self {
            id: coupon.id,
            version: coupon.version,
            state: state_name(state),
            terms: coupon.terms,
            uses: record.uses,
            template_id: record.template_id,
            created_at: record.created_at,
            updated_at: record.updated_at,
            seq: None,
        })
    }

    /// The same as the answer to a change.
    pub(crate) fn changed(record: CouponRecord, now: Timestamp) -> Result<Self, Problem> {
        let seq = Seq::from([(record.id.clone(), record.seq)]);
        Ok(Self { seq: Some(seq), ..Self::of(record, now)? })
    }
}

/// The name of a state in answers.
const fn state_name(state: State) -> &'static str {
    match state {
        State::Archived => "archived",
        State::Draft => "draft",
        State::Expired => "expired",
        State::UsedUp => "used_up",
        State::Paused => "paused",
        State::Scheduled => "scheduled",
        State::Active => "active",
    }
}

/// One version of a coupon.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CouponVersionView {
    /// The coupon.
    pub coupon_id: String,
    /// The version.
    pub version: u64,
    /// When it was made.
    pub at: Timestamp,
    /// The key that made it.
    pub actor: String,
    /// What was done: `created`, `edited`, `enabled`, `paused`, `archived`.
    pub change: String,
    /// Everything the merchant wrote, as of this version.
    pub terms: Terms,
}

impl CouponVersionView {
    /// The view of a record.
    pub(crate) fn of(record: CouponVersionRecord) -> Result<Self, Problem> {
        let terms = stored_terms(&record.coupon_id, &record.terms)?;
        Ok(Self {
            coupon_id: record.coupon_id,
            version: record.version,
            at: record.at,
            actor: record.actor,
            change: record.change,
            terms,
        })
    }
}

/// The terms of a stored document. That it reads is an invariant: only what was read before is stored.
pub(crate) fn stored_terms(coupon_id: &str, document: &str) -> Result<Terms, Problem> {
    tessera_engine::from_json::<Terms>(document.as_bytes()).map_err(|error| {
        tracing::error!(coupon_id, %error, "a stored coupon cannot be read");
        Problem::of(ErrorCode::Internal)
    })
}
