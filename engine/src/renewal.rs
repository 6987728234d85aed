//! A renewal of a subscription: the frozen benefits of what the first order redeemed, for the subscription's lines.
//! `docs/MODEL.md` section 8.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::benefit::Benefit;
use crate::benefit::amount_off::Per;
use crate::cart::Billing;
use crate::compiled::CompiledCoupon;
use crate::evaluate::Presented;
use crate::settle::Limit;
use crate::trims::Cut;

/// What is known of the order that began a subscription.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FirstOrder {
    /// What it redeemed.
    pub redemptions: Vec<FirstRedemption>,
}

/// One coupon that the first order redeemed.
#[derive(Clone, Debug, PartialEq)]
pub struct FirstRedemption {
    /// The coupon at the version it was redeemed at.
    pub coupon: Arc<CompiledCoupon>,
    /// The code it came with.
    pub code: Option<String>,
    /// The claim it came from.
    pub claim_id: Option<String>,
    /// What it gave to lines.
    pub allocations: Vec<FirstAllocation>,
}

/// What one benefit of a coupon gave to one line of the first order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstAllocation {
    /// The line, by its id in that order.
    pub line_id: String,
    /// Position of the benefit in the coupon.
    pub benefit: usize,
    /// How much, in minor units.
    pub amount: i64,
}

/// A redemption that has renewals left, ready to be priced.
#[derive(Debug)]
pub(crate) struct Renewed {
    pub(crate) coupon: Arc<CompiledCoupon>,
    /// What it comes with; `None` is automatic.
    pub(crate) came_as: Option<Presented>,
    /// For each benefit, what the first order gave by it to the subscription's lines.
    given: Vec<i64>,
}

impl Renewed {
    /// Whether each of its benefits is limited to what the first order gave, and that is nothing.
    pub(crate) fn gave_nothing(&self, coupon: &CompiledCoupon) -> bool {
        (0..coupon.benefits().len()).all(|benefit| self.limit_of(benefit, coupon).is_some_and(|limit| limit.left == 0))
    }

    /// What a benefit gives at most: an amount off the order what the first order allocated, others anything.
    pub(crate) fn limit_of(&self, benefit: usize, coupon: &CompiledCoupon) -> Option<Limit> {
        match &coupon.benefits()[benefit] {
            Benefit::AmountOff(off) if off.per == Per::Order => {
                Some(Limit { left: self.given[benefit], by: Cut::FirstOrder })
            }
            _ => None,
        }
    }
}

/// Whether a redemption has renewals left for this one. A balance is spent, not renewed.
pub(crate) fn covers(redemption: &FirstRedemption, billing: &Billing) -> bool {
    !redemption.coupon.is_stored_value()
        && redemption.coupon.terms.renewals.is_none_or(|covered| billing.renewal_number <= covered)
}

/// What the first order redeemed and this renewal still covers; by coupon id, each coupon once. A balance is spent, not
/// renewed.
pub(crate) fn renewed(first: &FirstOrder, billing: &Billing) -> Vec<Renewed> {
    let lines: BTreeSet<&str> = billing.first_line_ids.iter().map(String::as_str).collect();
    let mut renewed: Vec<Renewed> = first
        .redemptions
        .iter()
        .filter(|redemption| covers(redemption, billing))
        .map(|redemption| {
            let mut given = vec![0_i64; redemption.coupon.benefits().len()];
            for allocation in redemption.allocations.iter().filter(|share| lines.contains(share.line_id.as_str())) {
                if let Some(sum) = given.get_mut(allocation.benefit) {
                    *sum = sum.saturating_add(allocation.amount);
                }
            }
            let came_by_itself = redemption.code.is_none() && redemption.claim_id.is_none();
            let came_as = (!came_by_itself).then(|| Presented {
                code: redemption.code.clone(),
                claim_id: redemption.claim_id.clone(),
                ..Presented::default()
            });
            Renewed { coupon: Arc::clone(&redemption.coupon), came_as, given }
        })
        .collect();
    renewed.sort_by(|a, b| a.coupon.cmp_id(&b.coupon));
    renewed.dedup_by(|later, kept| later.coupon.id == kept.coupon.id);
    renewed
}
