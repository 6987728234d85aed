//! A coupon as answers show it.

use jiff::Timestamp;
use serde::Serialize;
use tessera_engine::Terms;
use tessera_engine::coupon::{State, Validity};
use tessera_store::campaigns::Calendar;
use tessera_store::coupons::{CouponRecord, CouponVersionRecord};

use crate::difference::{FieldChange, field_changes};
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
    /// Which run of the coupon it is, from 1.
    pub run: u64,
    /// The coupon that was the run before.
    pub previous_run_id: Option<String>,
    /// Claims made so far and left; `null` where they are not limited.
    pub claims: Option<ClaimsView>,
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
        let state = state_of(&record, &terms, now);
        let claims = terms.limits.claims_total.map(|total| ClaimsView::of(total, record.claims.unwrap_or(0)));
        Ok(Self {
            id: record.id,
            version: record.version,
            state: state_name(state),
            terms,
            uses: record.uses,
            run: record.run,
            previous_run_id: record.previous_run_id,
            claims,
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

/// The derived state of a coupon, within its campaign.
pub(super) fn state_of(record: &CouponRecord, terms: &Terms, now: Timestamp) -> State {
    let Calendar { starts_at, ends_at } = record.campaign;
    terms.state_within(&Validity { starts_at, ends_at, days_after_claim: None }, now, record.uses)
}

/// The stock of claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ClaimsView {
    /// Claims made so far, revoked ones included.
    pub issued: u64,
    /// Claims that can still be made.
    pub left: u64,
}

impl ClaimsView {
    const fn of(total: u64, issued: u64) -> Self {
        Self { issued, left: total.saturating_sub(issued) }
    }
}

/// The name of a state in answers.
pub(super) const fn state_name(state: State) -> &'static str {
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
    /// What differs from the version before; empty for the first.
    pub changes: Vec<FieldChange>,
    /// What it means for the claims made before: `keep`, they have the terms they had; `better`, they have these as well,
    /// whichever give more; `all`, they have these.
    pub apply_to_claims: String,
    /// Everything the merchant wrote, as of this version.
    pub terms: Terms,
}

impl CouponVersionView {
    /// The view of a record beside the one before it.
    pub(crate) fn of(record: CouponVersionRecord, before: Option<&CouponVersionRecord>) -> Result<Self, Problem> {
        let changes = before.map(|before| field_changes(&before.terms, &record.terms)).unwrap_or_default();
        let terms = stored_terms(&record.coupon_id, &record.terms)?;
        Ok(Self {
            coupon_id: record.coupon_id,
            version: record.version,
            at: record.at,
            actor: record.actor,
            change: record.change,
            changes,
            apply_to_claims: record.for_claims,
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
