//! What holds of a coupon whatever is in the cart: its dates within its campaign's, and what of its limits is taken.

use jiff::Timestamp;
use tessera_engine::CompiledCoupon;
use tessera_engine::coupon::{Activation, Limits, Status};
use tessera_engine::facts::{Facts, Uses};

use super::create_quote::Priced;

/// How a coupon stands at the instant of a price.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// The coupon.
    pub coupon_id: String,
    /// What the team set.
    pub status: Status,
    /// How shoppers get it.
    pub activation: Activation,
    /// The first valid instant, of the coupon or of its campaign, whichever is later.
    pub starts_at: Option<Timestamp>,
    /// The first instant that is no longer valid, whichever is earlier.
    pub ends_at: Option<Timestamp>,
    /// Its limits.
    pub limits: Limits,
    /// What of them is taken.
    pub uses: Uses,
    /// Most uses of the code that was presented, in place of what the coupon says of each.
    pub code_limit: Option<u64>,
    /// When that code ends.
    pub code_ends_at: Option<Timestamp>,
}

impl Standing {
    /// How a coupon stands among what was priced.
    pub(super) fn of(coupon: &CompiledCoupon, priced: &Priced) -> Self {
        let (terms, facts) = (&coupon.terms, &priced.facts);
        let (starts_at, ends_at) = in_force(coupon, facts);
        let mut presented = priced.candidates.presented.iter();
        let presented =
            presented.find(|presented| presented.coupon.as_ref().is_some_and(|known| known.id == coupon.id));
        let mut uses = facts.uses.get(&coupon.id).copied().unwrap_or_default();
        uses.code = presented.and_then(|presented| presented.uses).unwrap_or(uses.code);
        Self {
            coupon_id: coupon.id.clone(),
            status: terms.status,
            activation: terms.activation,
            starts_at,
            ends_at,
            limits: terms.limits.clone(),
            uses,
            code_limit: presented.and_then(|presented| presented.limit).or(terms.limits.per_code),
            code_ends_at: presented.and_then(|presented| presented.ends_at),
        }
    }
}

/// From when to when it is in force, within its campaign.
fn in_force(coupon: &CompiledCoupon, facts: &Facts) -> (Option<Timestamp>, Option<Timestamp>) {
    let terms = &coupon.terms;
    let campaign = terms.campaign_id.as_ref().and_then(|id| facts.campaigns.get(id));
    let starts_at = terms.validity.starts_at.max(campaign.and_then(|campaign| campaign.starts_at));
    let ends = [terms.validity.ends_at, campaign.and_then(|campaign| campaign.ends_at)];
    (starts_at, ends.into_iter().flatten().min())
}
