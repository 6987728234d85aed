//! What presented claims unlock: each the coupon at the terms it was claimed at, or at those that edits since gave it.
//! `docs/MODEL.md` 9.7.

use std::sync::Arc;

use tessera_engine::cart::Cart;
use tessera_engine::coupon::FrozenTerms;
use tessera_engine::{Claim, CompiledCoupon, Coupon, Presented};
use tessera_store::claims::{self, ClaimRecord, ClaimVersions};
use tessera_store::coupons::CouponVersionRecord;
use tessera_store::{StoreError, redemptions, reservations};

use super::held::Held;
use super::moment::Moment;
use super::present::Candidates;
use crate::coupons::stored_terms;
use crate::problem::Problem;
use crate::start::App;

/// A claim as it is stored, with the terms it has.
pub(crate) struct FoundClaim {
    /// The claim.
    pub(crate) record: ClaimRecord,
    /// The versions whose terms it has.
    pub(crate) versions: ClaimVersions,
    /// The order that holds or has it.
    pub(crate) order_id: Option<String>,
}

impl FoundClaim {
    /// The claim as the engine knows it.
    pub(crate) fn claim(&self) -> Claim {
        Claim {
            id: self.record.id.clone(),
            coupon_id: self.record.coupon_id.clone(),
            claimed_at: self.record.claimed_at,
            ends_at: self.record.own_ends_at,
            terms: None,
            apply_to_claims: tessera_engine::claim::ApplyToClaims::Keep,
        }
    }

    /// The coupon as the claim has it: at the version it has, and at those it may have as well. `live` is the coupon as it
    /// is now.
    pub(crate) fn coupons(&self, live: &Coupon) -> Result<(Arc<CompiledCoupon>, Vec<Arc<CompiledCoupon>>), Problem> {
        let claim = self.claim();
        let at = |version: &CouponVersionRecord| {
            let frozen = FrozenTerms::of(stored_terms(&version.coupon_id, &version.terms)?);
            Ok::<_, Problem>(claim.at_version(version.version, &frozen, live))
        };
        let better = self.versions.better.iter().map(at).collect::<Result<_, _>>()?;
        Ok((at(&self.versions.base)?, better))
    }
}

impl App {
    /// Adds what presented claims unlock to the candidates. Those of others unlock nothing, and neither do revoked ones.
    pub(super) async fn present_claims(
        &self,
        candidates: &mut Candidates,
        moment: &Moment,
        cart: &Cart,
        claim_ids: &[String],
        order_id: Option<&str>,
        held: &Held,
    ) -> Result<(), Problem> {
        if claim_ids.is_empty() {
            return Ok(());
        }
        let owner = cart.customer.as_ref().and_then(|customer| customer.id.as_deref());
        let is_guest = cart.customer.as_ref().is_some_and(|customer| customer.logged_in == Some(false));
        let found = self.find_claims(claim_ids.to_vec()).await?;
        for (claim_id, found) in claim_ids.iter().zip(found) {
            let found = found.filter(|found| found.record.state != "revoked");
            let mut presented = Presented { claim_id: Some(claim_id.clone()), ..Presented::default() };
            match (held.by_claim(claim_id), found) {
                // What was placed stays placed though its customer was erased.
                (Some(held), Some(found)) if found.record.customer_id.is_none() || is_owner(&found.record, owner) => {
                    presented.coupon = Some(Arc::clone(&held.coupon));
                }
                (None, Some(found)) if !held.is_alone && is_owner(&found.record, owner) => {
                    present(&mut presented, &found, moment, order_id)?;
                    presented.needs_account |= is_guest;
                    let live = moment.live.catalogue.get(&found.record.coupon_id);
                    candidates.live_versions.extend(live.map(|live| (claim_id.clone(), live.version)));
                }
                _ => {}
            }
            candidates.presented_codes.push(None);
            candidates.presented.push(presented);
        }
        Ok(())
    }

    /// Claims by their ids, in that order. Holds on them that are past their time are ended first.
    pub(crate) async fn find_claims(&self, ids: Vec<String>) -> Result<Vec<Option<FoundClaim>>, Problem> {
        loop {
            let ids = ids.clone();
            let found = self.inner.store.read(move |tx| {
                Box::pin(async move {
                    let (mut found, mut held) = (Vec::with_capacity(ids.len()), Vec::new());
                    for id in &ids {
                        let Some(record) = claims::read_claim(tx, id).await? else {
                            found.push(None);
                            continue;
                        };
                        if record.state == "held" {
                            held.push(record.coupon_id.clone());
                        }
                        let versions = claims::read_versions(tx, &record).await?;
                        let order_id = match &record.redemption_id {
                            Some(id) => redemptions::read_redemption(tx, id).await?.map(|one| one.order_id),
                            None => None,
                        };
                        found.push(Some(FoundClaim { record, versions, order_id }));
                    }
                    let is_due = reservations::has_due(tx, &held).await?;
                    Ok::<_, StoreError>(if is_due { Err(held) } else { Ok(found) })
                })
            });
            match found.await? {
                Ok(found) => return Ok(found),
                Err(due) => self.expire_reservations(due).await?,
            }
        }
    }
}

fn is_owner(claim: &ClaimRecord, customer_id: Option<&str>) -> bool {
    customer_id.is_some() && claim.customer_id.as_deref() == customer_id
}

/// What a claim unlocks for its owner; nothing where its coupon is put away or it was not made yet. One that another
/// order has is at its limit.
fn present(
    presented: &mut Presented,
    found: &FoundClaim,
    moment: &Moment,
    order_id: Option<&str>,
) -> Result<(), Problem> {
    let Some(live) = moment.live.catalogue.get(&found.record.coupon_id) else { return Ok(()) };
    if found.record.claimed_at > moment.at {
        return Ok(());
    }
    let mut live = Coupon::clone(live.coupon());
    let is_taken =
        found.record.state != "available" && (found.order_id.is_none() || found.order_id.as_deref() != order_id);
    live.terms.limits.per_code = is_taken.then_some(1);
    presented.uses = is_taken.then_some(1);
    let (coupon, better) = found.coupons(&live)?;
    (presented.coupon, presented.other_terms) = (Some(coupon), better);
    Ok(())
}
