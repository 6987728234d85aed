//! A claim: a coupon in a customer's wallet, with terms frozen when it was claimed. `docs/MODEL.md` 9.6 and 9.7.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::compiled::CompiledCoupon;
use crate::coupon::{Coupon, FrozenTerms};
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
        let now = self.version(live.terms.clone(), live);
        let then = self.terms.as_ref().map(|frozen| self.version(frozen.over(&live.terms), live));
        let (coupon, other_terms) = match (self.apply_to_claims, then) {
            (ApplyToClaims::All, _) | (_, None) => (now, None),
            (ApplyToClaims::Keep, Some(then)) => (then, None),
            (ApplyToClaims::Better, Some(then)) => (then, Some(now)),
        };
        Presented { claim_id: Some(self.id.clone()), coupon: Some(coupon), other_terms, ..Presented::default() }
    }

    /// A claim ends at the earliest of its own end, the end in its terms, and its days after it was claimed.
    fn version(&self, mut terms: crate::coupon::Terms, live: &Coupon) -> Arc<CompiledCoupon> {
        let by_days = terms.validity.days_after_claim.and_then(|days| {
            let hours = i64::from(days) * 24;
            self.claimed_at.checked_add(SignedDuration::from_hours(hours)).ok()
        });
        terms.validity.ends_at = [terms.validity.ends_at, self.ends_at, by_days].into_iter().flatten().min();
        Arc::new(CompiledCoupon::new(Coupon { id: live.id.clone(), version: live.version, terms }))
    }
}
