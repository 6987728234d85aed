//! Budgets that the coupons of a campaign share: what one of them gives leaves less for the next. `docs/MODEL.md` 6.1.

use super::refusals::campaign_of;
use super::{CandidateIndex, Field};
use crate::compiled::CompiledCoupon;
use crate::evaluate::Request;

/// Which of the shared budgets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pool(usize);

/// The shared budgets of a quote, by campaign.
#[derive(Debug, Default)]
pub(super) struct Pools(Vec<(String, i64)>);

impl Pools {
    /// The budget a coupon shares; `None` without a campaign that has one in the cart's currency.
    pub(super) fn enter(&mut self, coupon: &CompiledCoupon, request: &Request<'_>) -> Option<Pool> {
        let left = campaign_of(coupon, request)?.left(request.cart.currency)?;
        let id = coupon.terms.campaign_id.as_ref()?;
        let known = self.0.iter().position(|(known, _)| known == id);
        Some(Pool(known.unwrap_or_else(|| {
            self.0.push((id.clone(), left));
            self.0.len() - 1
        })))
    }
}

impl Field<'_> {
    /// What the money budgets leave a candidate at its turn, beside what it and the others `gave` in this run; `None`
    /// without a budget.
    pub(crate) fn budget_left(&self, candidate: CandidateIndex, gave: &[i64]) -> Option<i64> {
        let entry = &self.candidates[candidate];
        let own = entry.budget_left? - gave[candidate];
        let Some(pool) = entry.pool else { return Some(own) };
        let sharing = self.candidates.iter().zip(gave).filter(|(other, _)| other.pool == Some(pool));
        let given: i64 = sharing.map(|(_, gave)| gave).sum();
        Some(own.min(self.pools.0[pool.0].1 - given))
    }
}
