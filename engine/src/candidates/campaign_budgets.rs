//! Budgets that the coupons of a campaign share: what one of them gives leaves less for the next. `docs/MODEL.md` 6.2.

use super::refusals::campaign_of;
use super::{CandidateIndex, Field};
use crate::compiled::CompiledCoupon;
use crate::evaluate::Request;

/// Which of the campaigns' budgets.
pub(super) type CampaignBudgetIndex = usize;

/// A budget with the candidates that share it.
#[derive(Debug)]
struct CampaignBudget<'a> {
    campaign_id: &'a str,
    left: i64,
    candidates: Vec<CandidateIndex>,
}

/// The budgets of campaigns that candidates of a quote are in.
#[derive(Debug, Default)]
pub(super) struct CampaignBudgets<'a>(Vec<CampaignBudget<'a>>);

impl<'a> CampaignBudgets<'a> {
    /// The budget a candidate shares; `None` without a campaign that has one in the cart's currency.
    pub(super) fn enter(
        &mut self,
        candidate: CandidateIndex,
        coupon: &'a CompiledCoupon,
        request: &Request<'_>,
    ) -> Option<CampaignBudgetIndex> {
        let left = campaign_of(coupon, request)?.left(request.cart.currency)?;
        let campaign_id = coupon.terms.campaign_id.as_deref()?;
        let known = self.0.iter().position(|known| known.campaign_id == campaign_id);
        let index = known.unwrap_or_else(|| {
            self.0.push(CampaignBudget { campaign_id, left, candidates: Vec::new() });
            self.0.len() - 1
        });
        self.0[index].candidates.push(candidate);
        Some(index)
    }
}

impl Field<'_> {
    /// What the money budgets leave a candidate at its turn, beside what it and the others `gave` in this run; `None`
    /// without a budget.
    pub(crate) fn budget_left(&self, candidate: CandidateIndex, gave: &[i64]) -> Option<i64> {
        let entry = &self.candidates[candidate];
        let own = entry.budget_left? - gave[candidate];
        let Some(index) = entry.campaign_budget else { return Some(own) };
        let shared = &self.campaign_budgets.0[index];
        let given: i64 = shared.candidates.iter().map(|sharing| gave[*sharing]).sum();
        Some(own.min(shared.left - given))
    }
}
