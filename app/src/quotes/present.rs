//! Finds the coupons that can have a say in a cart: automatic ones that can touch it and those its codes unlock.

use std::collections::BTreeMap;
use std::sync::Arc;

use tessera_engine::cart::{Cart, PresentedDiscounts};
use tessera_engine::compiled::CompiledCoupon;
use tessera_engine::{Code, Presented, code};
use tessera_store::codes;

use crate::live::{Live, LiveCode};
use crate::problem::Problem;
use crate::start::App;

/// The coupons that can have a say in a cart.
#[derive(Default)]
pub(crate) struct Candidates {
    /// Automatic coupons that can touch the cart.
    pub(crate) automatic: Vec<Arc<CompiledCoupon>>,
    /// Codes and claims, in the order they were presented.
    pub(crate) presented: Vec<Presented>,
    /// Coupon id to the code that unlocked it.
    pub(crate) code_ids: BTreeMap<String, Arc<str>>,
}

impl Candidates {
    /// Every coupon among the candidates.
    pub(crate) fn coupons(&self) -> impl Iterator<Item = &Arc<CompiledCoupon>> {
        self.automatic.iter().chain(self.presented.iter().filter_map(|presented| presented.coupon.as_ref()))
    }
}

impl App {
    /// Finds the candidates for a cart.
    pub(crate) async fn find_candidates(
        &self,
        live: &Live,
        cart: &Cart,
        discounts: &PresentedDiscounts,
    ) -> Result<Candidates, Problem> {
        let mut candidates =
            Candidates { automatic: live.catalogue.automatic_for(cart, &live.categories), ..Candidates::default() };
        for typed in &discounts.codes {
            let coupon = match self.find_code(live, typed).await? {
                Some(found) => {
                    candidates.code_ids.entry(found.coupon_id.to_string()).or_insert(found.code_id);
                    live.catalogue.get(&found.coupon_id).cloned()
                }
                None => None,
            };
            candidates.presented.push(Presented { code: Some(typed.clone()), coupon, ..Presented::default() });
        }
        for claim_id in &discounts.claims {
            candidates.presented.push(Presented { claim_id: Some(claim_id.clone()), ..Presented::default() });
        }
        Ok(candidates)
    }

    /// What a typed code unlocks: the snapshot knows the first code of every coupon, the store all others.
    async fn find_code(&self, live: &Live, typed: &str) -> Result<Option<LiveCode>, Problem> {
        let canonical = code::canonical(typed);
        if canonical.is_empty() || canonical.chars().count() > Code::LONGEST {
            return Ok(None);
        }
        if let Some(found) = live.codes.get(canonical.as_str()) {
            return Ok(Some(found.clone()));
        }
        if self.inner.unknown_codes.holds(&canonical, live.change) {
            return Ok(None);
        }
        let asked = canonical.clone();
        let record = self
            .inner
            .store
            .read(move |tx| Box::pin(async move { codes::find_code(tx, &asked).await.map_err(Problem::from) }))
            .await?;
        match record.filter(|record| record.state == "live") {
            Some(record) => Ok(Some(LiveCode { code_id: record.id.into(), coupon_id: record.coupon_id.into() })),
            None => {
                self.inner.unknown_codes.remember(canonical, live.change);
                Ok(None)
            }
        }
    }
}
