//! Coupons that an order holds or has: priced at the version they were held with, whatever became of them since.
//! `docs/MODEL.md` section 9, "Holds".

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use tessera_engine::cart::PresentedDiscounts;
use tessera_engine::coupon::{Limits, Status, Validity};
use tessera_engine::facts::{Facts, Uses};
use tessera_engine::{Amounts, CompiledCoupon, Coupon, Currency, Money, Presented, Terms};
use tessera_store::redemptions::RedemptionRecord;
use tessera_store::{StoreError, coupons};

use super::moment::Moment;
use super::present::Candidates;
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

/// What an order holds or has.
#[derive(Default)]
pub(crate) struct Held {
    pub(crate) coupons: Vec<HeldCoupon>,
    /// Whether nothing else may be applied.
    pub(crate) is_alone: bool,
    /// Whether no coupon may give more than it did.
    pub(crate) is_capped: bool,
    /// Whether the lines that its cart names of a first order were looked at when it was held or placed.
    pub(crate) is_checked: bool,
}

/// One coupon of it.
pub(crate) struct HeldCoupon {
    /// At the version held, in force; with the limits of now.
    pub(crate) coupon: Arc<CompiledCoupon>,
    /// What was held.
    pub(crate) redemption: RedemptionRecord,
}

impl Held {
    /// The coupon of an id, if it is held.
    pub(crate) fn of(&self, coupon_id: &str) -> Option<&HeldCoupon> {
        self.coupons.iter().find(|held| held.coupon.id == coupon_id)
    }

    /// The one that a code unlocked: each code of a coupon is its own.
    pub(super) fn by_code(&self, coupon_id: &str, code_id: &str) -> Option<&HeldCoupon> {
        let is_it = |held: &&HeldCoupon| held.redemption.code_id.as_deref().is_none_or(|held| held == code_id);
        let of_it = |held: &&HeldCoupon| held.coupon.id == coupon_id && held.redemption.claim_id.is_none();
        self.coupons.iter().filter(of_it).find(is_it)
    }

    /// The one that a claim unlocked.
    pub(super) fn by_claim(&self, claim_id: &str) -> Option<&HeldCoupon> {
        self.coupons.iter().find(|held| held.redemption.claim_id.as_deref() == Some(claim_id))
    }

    /// What it pays from the balance of a code; `None` if it does not.
    pub(super) fn paid_by(&self, code_id: &str) -> Option<i64> {
        let pays = |held: &&HeldCoupon| held.redemption.pays && held.redemption.code_id.as_deref() == Some(code_id);
        self.coupons.iter().find(pays).map(|held| held.redemption.amount - held.redemption.returned)
    }

    /// With how many codes of a coupon it pays.
    pub(super) fn payments_of(&self, coupon_id: &str) -> u64 {
        let pays = |held: &&HeldCoupon| held.redemption.pays && held.coupon.id == coupon_id;
        u64::try_from(self.coupons.iter().filter(pays).count()).unwrap_or(u64::MAX)
    }

    /// Those that came by themselves.
    pub(crate) fn automatic(&self) -> impl Iterator<Item = Arc<CompiledCoupon>> {
        let by_itself = |held: &&HeldCoupon| held.redemption.code.is_none() && held.redemption.claim_id.is_none();
        self.coupons.iter().filter(by_itself).map(|held| Arc::clone(&held.coupon))
    }

    /// What unlocked them: codes as typed, and claims.
    pub(crate) fn presented(&self) -> PresentedDiscounts {
        let claims = self.coupons.iter().filter_map(|held| held.redemption.claim_id.clone()).collect();
        PresentedDiscounts { codes: self.codes(), claims, ..PresentedDiscounts::default() }
    }

    /// The codes they were unlocked with, as typed.
    pub(crate) fn codes(&self) -> Vec<String> {
        self.coupons.iter().filter_map(|held| held.redemption.code.clone()).collect()
    }
}

impl HeldCoupon {
    /// Whether it is the coupon of what was presented: by the same claim, or by the same code. Another code of its coupon
    /// is another use.
    fn came_with(&self, presented: &Presented, code_id: Option<&str>) -> bool {
        let held = self.redemption.code_id.as_deref();
        presented.claim_id == self.redemption.claim_id
            && held.zip(code_id).is_none_or(|(held, code_id)| held == code_id)
    }
}

impl Candidates {
    /// Lets what is held pass its limits: a use that is held is not asked for again, and a budget leaves at least what
    /// is held of it. A customer it was not held for, of those `who` names, has no part in that.
    pub(crate) fn honour(
        &mut self,
        held: &Held,
        mut facts: Facts,
        currency: Currency,
        who: impl FnOnce() -> Vec<String>,
    ) -> Facts {
        if held.coupons.is_empty() {
            return facts;
        }
        let who = who();
        for one in &held.coupons {
            if one.redemption.pays {
                self.honour_payment(one);
                continue;
            }
            // Another code of the coupon is another use: it comes at the version of now.
            if let Some(held_code) = one.redemption.code_id.as_deref()
                && !self.presented_codes.iter().any(|code_id| code_id.as_deref() == Some(held_code))
            {
                continue;
            }
            if let Some(claim_id) = &one.redemption.claim_id
                && !self.presented.iter().any(|presented| presented.claim_id.as_ref() == Some(claim_id))
            {
                continue;
            }
            let limits = limits_of(one, &facts, currency, &who, held.is_capped);
            let id = &one.coupon.id;
            if let Some(uses) = facts.uses.get_mut(id) {
                *uses = Uses { customer: uses.customer, ..Uses::default() };
            }
            facts.budget_used.remove(id);
            facts.budget_used_today.remove(id);
            facts.budget_used_by_customer.remove(id);
            self.put(one, &compile(&one.coupon, limits, one.redemption.campaign_id.clone()));
        }
        self.share_campaigns(held, &mut facts, currency);
        facts
    }

    /// The coupons of a campaign that are not held; one that is held by another code neither.
    fn others_of_campaign(&mut self, held: &Held, campaign_id: &str) -> impl Iterator<Item = &mut Arc<CompiledCoupon>> {
        let automatic = self.automatic.iter_mut().filter(|coupon| held.of(&coupon.id).is_none());
        let presented = self.presented.iter_mut().zip(&self.presented_codes).flat_map(|(presented, code_id)| {
            let came = held.coupons.iter().filter(|one| one.came_with(presented, code_id.as_deref()));
            let came: Vec<&str> = came.map(|one| one.coupon.id.as_str()).collect();
            let coupons = presented.coupon.iter_mut().chain(&mut presented.other_terms);
            coupons.filter(move |coupon| !came.contains(&coupon.id.as_str()))
        });
        automatic.chain(presented).filter(move |coupon| coupon.terms.campaign_id.as_deref() == Some(campaign_id))
    }

    /// A hold is honoured though its campaign is over by now; coupons of it that are not held keep to its dates.
    fn keep_others_within(
        &mut self,
        held: &Held,
        campaign_id: &str,
        (starts_at, ends_at): (Option<Timestamp>, Option<Timestamp>),
    ) {
        for coupon in self.others_of_campaign(held, campaign_id) {
            let mut within = Coupon::clone(coupon.coupon());
            let validity = &mut within.terms.validity;
            validity.starts_at = validity.starts_at.max(starts_at);
            validity.ends_at = [validity.ends_at, ends_at].into_iter().flatten().min();
            *coupon = Arc::new(CompiledCoupon::new(within));
        }
    }

    /// What is held of a campaign's budget is there for the coupons that hold it, together, though the campaign has no
    /// more by now; for others there is what it has.
    fn share_campaigns(&mut self, held: &Held, facts: &mut Facts, currency: Currency) {
        let mut own: BTreeMap<&str, i64> = BTreeMap::new();
        for one in held.coupons.iter().filter(|one| !one.redemption.pays) {
            if let Some(id) = &one.redemption.campaign_id {
                *own.entry(id).or_default() += one.amount_in(currency);
            }
        }
        for (id, own) in own {
            let Some(campaign) = facts.campaigns.get_mut(id) else { continue };
            let calendar = (campaign.starts_at.take(), campaign.ends_at.take());
            if calendar != (None, None) {
                self.keep_others_within(held, id, calendar);
            }
            let Some(budget) = campaign.budget.as_mut() else { continue };
            let used = in_currency(Some(&campaign.budget_used), currency);
            let left = in_currency(Some(budget), currency) - used;
            if left < own {
                budget.extend(Money::new(used.saturating_add(own)).map(|most| (currency, most)));
                self.limit_others(held, id, left.max(0), &facts.budget_used, currency);
            }
        }
    }

    /// Lets coupons of a campaign that are not held give no more than `left`.
    fn limit_others(
        &mut self,
        held: &Held,
        campaign_id: &str,
        left: i64,
        used: &BTreeMap<String, Amounts>,
        currency: Currency,
    ) {
        for coupon in self.others_of_campaign(held, campaign_id) {
            let mut limits = coupon.terms.limits.clone();
            let most = in_currency(used.get(&coupon.id), currency).saturating_add(left);
            let budget = limits.budget.get_or_insert_default();
            let most = budget.get(&currency).map_or(most, |budget| budget.minor().min(most));
            budget.extend(Money::new(most).map(|most| (currency, most)));
            *coupon = compile(coupon, limits, Some(campaign_id.to_owned()));
        }
    }

    /// Puts a held coupon in the place of itself as it was found.
    fn put(&mut self, held: &HeldCoupon, coupon: &Arc<CompiledCoupon>) {
        let presented = self.presented.iter_mut().zip(&self.presented_codes);
        let presented = presented.filter(|(presented, code_id)| held.came_with(presented, code_id.as_deref()));
        let presented = presented.filter_map(|(presented, _)| presented.coupon.as_mut());
        for found in self.automatic.iter_mut().chain(presented).filter(|found| found.id == coupon.id) {
            *found = Arc::clone(coupon);
        }
    }

    /// Lets a code that is held pay whatever its coupon's limits say; other codes of the coupon are asked.
    fn honour_payment(&mut self, held: &HeldCoupon) {
        let code_id = held.redemption.code_id.as_deref();
        for (presented, id) in self.presented.iter_mut().zip(&self.presented_codes) {
            if id.is_some() && id.as_deref() == code_id && presented.coupon.is_some() {
                presented.coupon = Some(compile(&held.coupon, Limits::default(), None));
            }
        }
    }
}

impl Candidates {
    /// Presents every code and claim that is held, though it may be void or revoked by now: what was placed with it is
    /// priced with it.
    pub(crate) fn present_held(&mut self, held: &Held) {
        for one in &held.coupons {
            let (code, claim_id) = (&one.redemption.code, &one.redemption.claim_id);
            if code.is_none() && claim_id.is_none() {
                continue;
            }
            let is_it = |presented: &&mut Presented| presented.code == *code && presented.claim_id == *claim_id;
            let presented = self.presented.iter_mut().find(is_it);
            if let Some(presented) = presented {
                presented.coupon = Some(Arc::clone(&one.coupon));
            }
        }
    }

    /// Lets what is held pass without any limit.
    pub(crate) fn honour_freely(&mut self, held: &Held, facts: Facts) -> Facts {
        for one in &held.coupons {
            self.put(one, &compile(&one.coupon, Limits::default(), None));
        }
        facts
    }
}

impl HeldCoupon {
    /// What is held in a currency.
    fn amount_in(&self, currency: Currency) -> i64 {
        if self.redemption.currency == currency.to_string() { self.redemption.amount } else { 0 }
    }
}

fn limits_of(held: &HeldCoupon, facts: &Facts, currency: Currency, who: &[String], is_capped: bool) -> Limits {
    let (limits, id) = (&held.coupon.terms.limits, &held.coupon.id);
    let amount = held.amount_in(currency);
    // Somebody it is not held for takes a use of their own.
    let is_for_others = who.iter().any(|identity| !held.redemption.identities.contains(identity));
    let left = |budget: &Option<Amounts>, used: Option<&Amounts>| {
        budget.as_ref().map(|budget| in_currency(Some(budget), currency) - in_currency(used, currency))
    };
    let of_customer = left(&limits.budget_per_customer, facts.budget_used_by_customer.get(id));
    let budgets = [
        left(&limits.budget, facts.budget_used.get(id)),
        left(&limits.budget_per_day, facts.budget_used_today.get(id)),
        of_customer.filter(|_| !is_for_others),
    ];
    let most = match budgets.into_iter().flatten().min() {
        _ if is_capped => Some(amount),
        left => left.map(|left| left.max(amount)),
    };
    let most = most.into_iter().chain(of_customer.filter(|_| is_for_others).map(|left| left.max(0))).min();
    let budget = most.and_then(Money::new).map(|most| Amounts::from([(currency, most)]));
    Limits { budget, per_customer: limits.per_customer.filter(|_| is_for_others), ..Limits::default() }
}

fn in_currency(amounts: Option<&Amounts>, currency: Currency) -> i64 {
    amounts.and_then(|amounts| amounts.get(&currency)).map_or(0, |amount| amount.minor())
}

/// A coupon with other limits, in a campaign or in none.
pub(super) fn compile(coupon: &CompiledCoupon, limits: Limits, campaign_id: Option<String>) -> Arc<CompiledCoupon> {
    let terms = Terms { limits, campaign_id, ..coupon.terms.clone() };
    Arc::new(CompiledCoupon::new(Coupon { id: coupon.id.clone(), version: coupon.version, terms }))
}

impl App {
    /// The coupons of redemptions at the versions they were made with.
    pub(crate) async fn load_held(&self, moment: &Moment, redemptions: Vec<RedemptionRecord>) -> Result<Held, Problem> {
        let read = self.inner.store.read(move |tx| {
            Box::pin(async move {
                let mut found = Vec::with_capacity(redemptions.len());
                for redemption in redemptions {
                    let version =
                        coupons::read_coupon_version(tx, &redemption.coupon_id, redemption.coupon_version).await?;
                    found.push((redemption, version));
                }
                Ok::<_, StoreError>(found)
            })
        });
        let mut held = Held::default();
        for (redemption, version) in read.await? {
            let damaged = || {
                tracing::error!(coupon_id = %redemption.coupon_id, "the version of a redemption cannot be read");
                Problem::of(ErrorCode::Internal)
            };
            let terms = tessera_engine::from_json::<Terms>(version.ok_or_else(damaged)?.terms.as_bytes())
                .map_err(|_| damaged())?;
            let now = moment.live.catalogue.get(&redemption.coupon_id);
            let terms = Terms {
                status: Status::Enabled,
                validity: Validity::default(),
                campaign_id: redemption.campaign_id.clone(),
                limits: now.map(|coupon| coupon.terms.limits.clone()).unwrap_or_default(),
                ..terms
            };
            let coupon = Coupon { id: redemption.coupon_id.clone(), version: redemption.coupon_version, terms };
            held.coupons.push(HeldCoupon { coupon: Arc::new(CompiledCoupon::new(coupon)), redemption });
        }
        Ok(held)
    }
}
