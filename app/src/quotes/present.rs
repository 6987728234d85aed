//! Finds the coupons that can have a say in a cart: automatic ones that can touch it and those its codes unlock.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use tessera_engine::cart::{Cart, PresentedDiscounts};
use tessera_engine::compiled::CompiledCoupon;
use tessera_engine::{Code, Presented, code};
use tessera_store::codes;

use super::create_quote::{PriceFor, Purpose};
use super::held::Held;
use super::moment::Moment;
use crate::live::{LiveCode, OwnTerms};
use crate::problem::Problem;
use crate::start::App;

/// Public coupons that a quote looks at for hints at most.
const OFFERED: usize = 16;

/// The coupons that can have a say in a cart.
#[derive(Clone, Default)]
pub(crate) struct Candidates {
    /// Automatic coupons that can touch the cart.
    pub(crate) automatic: Vec<Arc<CompiledCoupon>>,
    /// Codes and claims, in the order they were presented.
    pub(crate) presented: Vec<Presented>,
    /// Public coupons that were not presented and may be hinted at.
    pub(crate) offered: Vec<Arc<CompiledCoupon>>,
    /// The id of each code in `presented`; `None` for a claim and for what is no code of ours.
    pub(crate) presented_codes: Vec<Option<Arc<str>>>,
    /// The current version of each claim's coupon, by the claim: it is priced at another.
    pub(crate) live_versions: BTreeMap<String, u64>,
}

impl Candidates {
    /// Every coupon that history may be asked about: the candidates and those hinted at.
    pub(crate) fn asking(&self) -> impl Iterator<Item = &Arc<CompiledCoupon>> {
        self.coupons().chain(&self.offered)
    }

    /// The id of a code as it was typed.
    pub(crate) fn code_id_of(&self, typed: &str) -> Option<&Arc<str>> {
        let mut codes = self.presented.iter().zip(&self.presented_codes);
        codes.find(|(presented, _)| presented.code.as_deref() == Some(typed)).and_then(|(_, id)| id.as_ref())
    }

    /// Every coupon among the candidates.
    pub(crate) fn coupons(&self) -> impl Iterator<Item = &Arc<CompiledCoupon>> {
        self.automatic.iter().chain(self.presented.iter().flat_map(Presented::versions))
    }
}

/// Lets a presented code be what it says itself. To anybody but its owner it is no code at all, and to a browser it is one
/// only once a token says that it is its owner's.
fn own_terms(presented: &mut Presented, own: &OwnTerms, cart: &Cart, purpose: Purpose) {
    (presented.limit, presented.ends_at) = (own.limit, own.expires_at);
    let Some(owner) = own.customer_id.as_deref() else { return };
    let account = cart.customer.as_ref().filter(|customer| customer.logged_in != Some(false));
    match account.and_then(|customer| customer.id.as_deref()) {
        None if purpose.is_browser() => presented.coupon = None,
        None => presented.needs_account = true,
        Some(account) if account == owner => {}
        Some(_) => presented.coupon = None,
    }
}

impl App {
    /// Finds the candidates for a cart.
    pub(crate) async fn find_candidates(
        &self,
        moment: &Moment,
        cart: &Cart,
        discounts: &PresentedDiscounts,
        what_for: PriceFor<'_>,
        held: &Held,
    ) -> Result<Candidates, Problem> {
        let live = &moment.live;
        let mut candidates = Candidates::default();
        if !held.is_alone {
            candidates.automatic = live.catalogue.automatic_for(cart, &live.categories);
        }
        candidates.automatic.retain(|coupon| held.of(&coupon.id).is_none());
        candidates.automatic.extend(held.automatic());
        if what_for.purpose != Purpose::Order {
            candidates.offered = live.catalogue.offered_for(cart, &live.categories, moment.at, OFFERED);
        }
        for typed in &discounts.codes {
            let mut presented = Presented { code: Some(typed.clone()), ..Presented::default() };
            let mut code_id = None;
            if let Some(found) = self.find_code(moment, typed).await? {
                match held.by_code(&found.coupon_id, &found.code_id) {
                    // What is held goes on whatever the code says by now.
                    Some(held) => presented.coupon = Some(Arc::clone(&held.coupon)),
                    None if held.is_alone => {}
                    None => {
                        presented.coupon = live.catalogue.get(&found.coupon_id).cloned();
                        own_terms(&mut presented, &found.own, cart, what_for.purpose);
                    }
                }
                code_id = Some(found.code_id);
            }
            candidates.presented_codes.push(code_id);
            candidates.presented.push(presented);
        }
        self.present_claims(&mut candidates, moment, cart, &discounts.claims, what_for.order_id, held).await?;
        Ok(candidates)
    }

    /// What a typed code unlocks: the snapshot knows the first code of every coupon, the store all others.
    pub(crate) async fn find_code(&self, moment: &Moment, typed: &str) -> Result<Option<LiveCode>, Problem> {
        let canonical = code::canonical(typed);
        if canonical.is_empty() || canonical.chars().count() > Code::LONGEST {
            return Ok(None);
        }
        if moment.is_past {
            return self.find_code_at(canonical, moment.at).await;
        }
        let live = &moment.live;
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
            Some(record) => Ok(Some(LiveCode::of(record))),
            None => {
                self.inner.unknown_codes.remember(canonical, live.change);
                Ok(None)
            }
        }
    }

    /// What a typed code unlocked at an instant that is past.
    async fn find_code_at(&self, canonical: String, at: Timestamp) -> Result<Option<LiveCode>, Problem> {
        let record = self
            .inner
            .store
            .read(move |tx| {
                Box::pin(async move { codes::find_code_at(tx, &canonical, at).await.map_err(Problem::from) })
            })
            .await?;
        Ok(record.map(LiveCode::of))
    }
}
