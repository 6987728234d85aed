//! A claim: a coupon in a customer's wallet, with terms frozen when it was claimed. `docs/MODEL.md` 9.6 and 9.7.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::compiled::CompiledCoupon;
use crate::coupon::{Coupon, FrozenTerms, Terms, Validity};
use crate::evaluate::Presented;
use crate::words::words;

/// A claim as the engine needs it.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// `clm_...`.
    pub id: String,
    /// The coupon.
    pub coupon_id: String,
    /// When it was claimed.
    pub claimed_at: Timestamp,
    /// An end of its own.
    pub ends_at: Option<Timestamp>,
    /// The terms of that moment; `None`: those of now.
    pub terms: Option<FrozenTerms>,
    /// What edits since mean for it.
    pub apply_to_claims: ApplyToClaims,
}

/// What an edit of a coupon means for claims made before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ApplyToClaims {
    /// They keep their terms.
    #[default]
    Keep,
    /// The old and the new terms are candidates, at most one of them in a set.
    Better,
    /// They get the new terms.
    All,
}

words! {
    ApplyToClaims { Keep = "keep", Better = "better", All = "all" }
}

impl Claim {
    /// The claim as it is presented, with what it unlocks; `live` is its coupon as it is now.
    #[must_use]
    pub fn presented(&self, live: &Coupon) -> Presented {
        let now = self.version(live.version, live.terms.clone(), live);
        let then = self.terms.as_ref().map(|frozen| self.version(live.version, frozen.over(&live.terms), live));
        let (coupon, other_terms) = match (self.apply_to_claims, then) {
            (ApplyToClaims::All, _) | (_, None) => (now, Vec::new()),
            (ApplyToClaims::Keep, Some(then)) => (then, Vec::new()),
            (ApplyToClaims::Better, Some(then)) => (then, vec![now]),
        };
        Presented { claim_id: Some(self.id.clone()), coupon: Some(coupon), other_terms, ..Presented::default() }
    }

    /// The coupon as the claim has it at the terms of one of its versions; `live` is the coupon as it is now.
    #[must_use]
    pub fn at_version(&self, version: u64, frozen: &FrozenTerms, live: &Coupon) -> Arc<CompiledCoupon> {
        self.version(version, frozen.over(&live.terms), live)
    }

    /// When the claim ends at such terms: the earliest of its own end, the end in the terms, and its days after it was
    /// claimed. `None`: never.
    #[must_use]
    pub fn end_of(&self, validity: &Validity) -> Option<Timestamp> {
        let by_days = validity.days_after_claim.and_then(|days| {
            let hours = i64::from(days) * 24;
            self.claimed_at.checked_add(SignedDuration::from_hours(hours)).ok()
        });
        [validity.ends_at, self.ends_at, by_days].into_iter().flatten().min()
    }

    fn version(&self, version: u64, mut terms: Terms, live: &Coupon) -> Arc<CompiledCoupon> {
        terms.validity.ends_at = self.end_of(&terms.validity);
        Arc::new(CompiledCoupon::new(Coupon { id: live.id.clone(), version, terms }))
    }
}
