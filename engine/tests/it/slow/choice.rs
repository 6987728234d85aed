//! Which coupons together (7): every set is run and compared.

use std::collections::BTreeMap;

use tessera_engine::cart::Cart;
use tessera_engine::coupon::{Activation, Coupon, Status};
use tessera_engine::evaluate::Categories;
use tessera_engine::settings::{Selection, Settings};
use tessera_engine::{Facts, UnsavedRequest};

use super::answer::Answer;
use super::benefit::{Place, has_currency, lane};
use super::set::{Outcome, Till, run};

/// A cart and those who want to give something off it, by ascending coupon id.
pub(crate) struct Market<'m> {
    pub(crate) cart: &'m Cart,
    pub(crate) settings: &'m Settings,
    pub(crate) categories: &'m Categories,
    pub(crate) entrants: Vec<Entrant<'m>>,
}

/// A coupon that is automatic or was presented.
pub(crate) struct Entrant<'m> {
    pub(crate) coupon: &'m Coupon,
    pub(crate) is_code: bool,
    /// Whether dates, status, limits, budget and currency let it apply.
    pub(crate) can_apply: bool,
    /// What its own money budget leaves.
    pub(crate) budget: Option<i128>,
    /// Its campaign, and what that one's budget leaves to all its coupons.
    pub(crate) campaign: Option<(&'m str, i128)>,
}

impl<'m> Market<'m> {
    pub(crate) fn of(request: &'m UnsavedRequest) -> Self {
        let mut entrants: Vec<Entrant<'m>> = Vec::new();
        for coupon in request.coupons.iter().map(|compiled| compiled.coupon()) {
            let typed = |code: &String| {
                coupon.terms.code.as_ref().is_some_and(|own| own.canonical() == tessera_engine::code::canonical(code))
            };
            let is_code = request.discounts.codes.iter().any(typed);
            let is_automatic =
                coupon.terms.activation == Activation::Automatic && !request.discounts.declined.contains(&coupon.id);
            if is_code || is_automatic {
                entrants.push(Entrant::of(coupon, is_code, request));
            }
        }
        entrants.sort_by(|a, b| a.coupon.id.cmp(&b.coupon.id));
        Self { cart: &request.cart, settings: &request.settings, categories: &request.categories, entrants }
    }

    /// What the cart costs, in the form both pricings have.
    pub(crate) fn answer(&self) -> Answer {
        let (chosen, runner_up) = match self.settings.selection {
            Selection::BestForCustomer => self.best(),
            Selection::Priority => (self.by_priority(), None),
        };
        let till = Till::open(self);
        let name = |place: &Place| match place {
            Place::Goods(line) => format!("line {}", till.line(*line).id),
            Place::Setup(line) => format!("setup {}", till.line(*line).id),
            Place::Shipping => "shipping".to_owned(),
        };
        let id = |entrant: &usize| self.entrants[*entrant].coupon.id.clone();
        let mut tax = BTreeMap::new();
        let mut total = 0;
        let mut due = |at: String, amount: i128, rate: Option<tessera_engine::Percent>| {
            let rate = i128::from(rate.unwrap_or_default().scaled());
            let of = if self.cart.prices_include_tax { 1_000_000 + rate } else { 1_000_000 };
            let tax_here = (2 * amount * rate + of) / (2 * of);
            total += amount + if self.cart.prices_include_tax { 0 } else { tax_here };
            tax.insert(at, tax_here);
        };
        for (line, left) in chosen.left.0.iter().enumerate() {
            due(format!("line {}", till.line(line).id), *left, till.line(line).tax_rate);
        }
        if let Some(shipping) = &self.cart.shipping {
            due("shipping".to_owned(), chosen.left.1, shipping.tax_rate);
        }
        for fee in &self.cart.fees {
            due(format!("fee {}", fee.id), fee.amount.minor().into(), fee.tax_rate);
        }
        Answer {
            shares: chosen.shares.iter().map(|((one, place), share)| ((id(one), name(place)), *share)).collect(),
            gifts: chosen.gifts.iter().map(|((one, product), units)| ((id(one), product.clone()), *units)).collect(),
            tax,
            lanes: chosen.lanes,
            total,
            runner_up,
        }
    }

    /// Whether two combine (7.1).
    pub(crate) fn combine(&self, a: usize, b: usize) -> bool {
        self.allows(a, b) && self.allows(b, a)
    }

    fn allows(&self, a: usize, b: usize) -> bool {
        let (a, b) = (&self.entrants[a], &self.entrants[b]);
        let stacking = &a.coupon.terms.stacking;
        let map = stacking.combines_with;
        let only_shipping = a.coupon.terms.benefits.iter().all(|benefit| lane(benefit) == 2);
        let in_lane = |at: usize| match at {
            0 => map.item.unwrap_or(only_shipping),
            1 => map.order.unwrap_or(only_shipping),
            _ => map.shipping.unwrap_or(!only_shipping),
        };
        let comes = if b.is_code { map.codes } else { map.automatic }.unwrap_or(true);
        !stacking.never_with.contains(&b.coupon.id)
            && (stacking.with.contains(&b.coupon.id)
                || (comes && b.coupon.terms.benefits.iter().all(|benefit| in_lane(lane(benefit)))))
    }

    fn effect_alone(&self) -> Vec<bool> {
        (0..self.entrants.len()).map(|one| run(self, &[one]).has_effect(one)).collect()
    }

    /// The best legal set, and what the next best one saves that gives something else.
    fn best(&self) -> (Outcome, Option<i128>) {
        let count = self.entrants.len();
        let alone = self.effect_alone();
        let mut found: Vec<(Outcome, Vec<usize>)> = Vec::new();
        for set in 0..1_usize << count {
            let members: Vec<usize> = (0..count).filter(|one| set & (1 << one) != 0).collect();
            if members.iter().any(|a| members.iter().any(|b| a < b && !self.combine(*a, *b))) {
                continue;
            }
            let outcome = run(self, &members);
            if self.is_legal(&members, &outcome, &alone) {
                let gave = members.into_iter().filter(|one| outcome.has_effect(*one)).collect();
                found.push((outcome, gave));
            }
        }
        found.sort_by_cached_key(|(outcome, gave)| {
            let mut priorities: Vec<u32> =
                gave.iter().map(|one| self.entrants[*one].coupon.terms.stacking.priority).collect();
            priorities.sort_unstable();
            (-outcome.saving(), -outcome.gifts.values().sum::<i128>(), gave.len(), priorities, gave.clone())
        });
        let (best, gave) = found[0].clone();
        let second = found.iter().find(|(_, other)| *other != gave).map(|(outcome, _)| outcome.saving());
        (best, second.filter(|saving| *saving > 0))
    }

    /// Whether a set of coupons that combine is legal (7.3).
    fn is_legal(&self, members: &[usize], outcome: &Outcome, alone: &[bool]) -> bool {
        let most = self.settings.max_codes_per_order as usize;
        let codes =
            |able: bool| members.iter().filter(|one| self.entrants[**one].is_code && (!able || alone[**one])).count();
        let missing =
            (0..self.entrants.len()).filter(|one| self.entrants[*one].is_code && alone[*one] && !members.contains(one));
        let excused = |missing: usize| {
            let excuses = |one: &usize| {
                let counts = if self.entrants[*one].is_code { alone[*one] } else { outcome.has_effect(*one) };
                counts && !self.combine(*one, missing)
            };
            members.iter().any(excuses) || codes(true) >= most
        };
        codes(false) <= most && missing.into_iter().all(excused)
    }

    /// One after another by priority, then id (7.6).
    fn by_priority(&self) -> Outcome {
        let mut order: Vec<usize> = (0..self.entrants.len()).collect();
        order.sort_by_key(|one| self.entrants[*one].coupon.terms.stacking.priority);
        let mut taken: Vec<usize> = Vec::new();
        for one in order {
            let codes = taken.iter().filter(|other| self.entrants[**other].is_code).count();
            let is_full = self.entrants[one].is_code && codes >= self.settings.max_codes_per_order as usize;
            if is_full || taken.iter().any(|other| !self.combine(*other, one)) {
                continue;
            }
            taken.push(one);
            if !run(self, &taken).has_effect(one) {
                taken.pop();
            }
        }
        run(self, &taken)
    }

    /// Whether two entrants do not combine.
    pub(crate) fn has_conflict(&self) -> bool {
        let count = self.entrants.len();
        (0..count).any(|a| (0..a).any(|b| !self.combine(a, b)))
    }
}

impl<'m> Entrant<'m> {
    fn of(coupon: &'m Coupon, is_code: bool, request: &UnsavedRequest) -> Self {
        let (terms, facts): (_, &Facts) = (&coupon.terms, &request.facts);
        let currency = request.cart.currency;
        let has = |amounts: &tessera_engine::Amounts| amounts.contains_key(&currency);
        let uses = facts.uses.get(&coupon.id).copied().unwrap_or_default();
        let in_time = terms.validity.starts_at.is_none_or(|start| start <= request.now)
            && terms.validity.ends_at.is_none_or(|end| request.now < end);
        let budget = terms.limits.budget.as_ref().filter(|amounts| has(amounts)).map(|amounts| {
            let used = facts.budget_used.get(&coupon.id).and_then(|used| used.get(&currency));
            i128::from(amounts[&currency].minor() - used.map_or(0, |used| used.minor()))
        });
        let campaign_id = terms.campaign_id.as_deref();
        let shared = campaign_id.and_then(|id| Some((id, facts.campaigns.get(id)?)));
        let campaign = shared.and_then(|(id, shared)| {
            let most = shared.budget.as_ref()?.get(&currency)?.minor();
            Some((id, i128::from(most - shared.budget_used.get(&currency).map_or(0, |used| used.minor()))))
        });
        let can_apply = in_time
            && terms.status == Status::Enabled
            && terms.limits.total.is_none_or(|limit| uses.total < limit)
            && terms.limits.budget.as_ref().is_none_or(has)
            && budget.is_none_or(|budget| budget > 0)
            && shared.and_then(|(_, shared)| shared.budget.as_ref()).is_none_or(has)
            && campaign.is_none_or(|(_, left)| left > 0)
            && terms.benefits.iter().all(|benefit| has_currency(benefit, &has));
        Self { coupon, is_code, can_apply, budget, campaign }
    }
}
