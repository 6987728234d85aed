//! Random coupons, settings, codes and facts.

use tessera_engine::condition::bounds::Bounds;
use tessera_engine::condition::contains::Contains;
use tessera_engine::condition::customer_in::CustomerIn;
use tessera_engine::condition::distinct_products::DistinctProducts;
use tessera_engine::condition::order_amount::{Basis, OrderAmount, Scope};
use tessera_engine::condition::order_quantity::OrderQuantity;
use tessera_engine::condition::order_weight::OrderWeight;
use tessera_engine::condition::shipping_service::ShippingService;
use tessera_engine::condition::{Condition, Leaf};
use tessera_engine::coupon::{Activation, CombinesWith, Coupon, Limits, Stacking, Status, Terms, Validity, Visibility};
use tessera_engine::facts::{Campaign, Uses};
use tessera_engine::settings::{
    MarginPolicy, PercentBase, Remainder, Rounding, RoundingMode, RoundingScope, Selection,
};
use tessera_engine::{Amounts, Code, Facts, Money, Settings, UnsavedRequest};

use super::Dice;
use super::benefit::{amounts, benefit, selector};
use super::cart::{SERVICES, dollars, rate, texts};

/// Most coupons of a campaign are in the first.
pub(crate) const CAMPAIGNS: [&str; 3] = ["cmp_0", "cmp_0", "cmp_1"];

/// Up to so many coupons; the ids do not stand in their order.
pub(crate) fn coupons(dice: &mut Dice, most: usize) -> Vec<Coupon> {
    let count = if dice.one_in(8) { 1 } else { 2 + dice.below(most - 1) };
    let mut ids: Vec<String> = (0..count).map(|index| format!("cpn_{index}")).collect();
    dice.shuffle(&mut ids);
    let (all_combine, in_campaigns) = (dice.one_in(3), dice.one_in(3));
    ids.iter().map(|id| coupon(dice, id, &ids, all_combine, in_campaigns)).collect()
}

fn coupon(dice: &mut Dice, id: &str, ids: &[String], all_combine: bool, in_campaigns: bool) -> Coupon {
    let is_code = dice.one_in(2);
    let benefits = (0..if dice.one_in(3) { 2 } else { 1 }).map(|_| benefit(dice)).collect();
    let mut terms = Terms {
        name: "c".to_owned(),
        title: None,
        description: None,
        campaign_id: None,
        status: if dice.one_in(40) { Status::Paused } else { Status::Enabled },
        activation: if is_code { Activation::Code } else { Activation::Automatic },
        code: is_code.then(|| Code::parse(&id.replace('_', "-")).expect("a code")),
        visibility: if dice.one_in(2) { Visibility::Public } else { Visibility::Private },
        benefits,
        conditions: dice.maybe(4, |dice| condition(dice, 0)),
        validity: Validity { ends_at: dice.maybe(40, |_| UnsavedRequest::DEFAULT_NOW), ..Validity::default() },
        limits: Limits {
            total: dice.maybe(20, |dice| u64::from(dice.within(0, 3))),
            budget: dice.maybe(8, amounts),
            ..Limits::default()
        },
        stacking: stacking(dice, ids, all_combine),
        renewals: Some(0),
        owner: None,
        tags: Vec::new(),
        metadata: std::collections::BTreeMap::default(),
    };
    terms.campaign_id = (in_campaigns && !dice.one_in(4)).then(|| dice.pick(&CAMPAIGNS).to_owned());
    Coupon { id: id.to_owned(), version: 1, terms }
}

fn stacking(dice: &mut Dice, ids: &[String], all_combine: bool) -> Stacking {
    let all = |yes| CombinesWith {
        item: Some(yes),
        order: Some(yes),
        shipping: Some(yes),
        codes: Some(yes),
        automatic: Some(yes),
    };
    let mut flag = || dice.pick(&[None, Some(true), Some(true), Some(true), Some(true), Some(false)]);
    let mixed = CombinesWith { item: flag(), order: flag(), shipping: flag(), codes: flag(), automatic: flag() };
    let combines_with = match dice.below(8) {
        _ if all_combine => all(true),
        0..=4 => all(true),
        5 | 6 => mixed,
        _ => all(false),
    };
    let priority = dice.pick(&[1, 2, 100, 100]);
    let mut named = || dice.maybe(8, |dice| dice.pick(ids)).into_iter().filter(|_| !all_combine).collect();
    Stacking { combines_with, with: named(), never_with: named(), priority }
}

fn bounds(dice: &mut Dice, least: u32, most: u32) -> Bounds {
    let bound = u64::from(dice.within(least, most));
    if dice.one_in(3) { Bounds { min: None, max: Some(bound) } } else { Bounds { min: Some(bound), max: None } }
}

fn condition(dice: &mut Dice, depth: usize) -> Condition {
    if depth < 2 && dice.one_in(4) {
        let children = |dice: &mut Dice| (0..1 + dice.below(2)).map(|_| condition(dice, depth + 1)).collect();
        return match dice.below(3) {
            0 => Condition::All(children(dice)),
            1 => Condition::Any(children(dice)),
            _ => Condition::Not(Box::new(condition(dice, depth + 1))),
        };
    }
    Condition::Leaf(match dice.below(12) {
        0..=5 => {
            let (bound, is_max) = (Some(amounts(dice)), dice.one_in(4));
            Leaf::OrderAmount(OrderAmount {
                min: bound.clone().filter(|_| !is_max),
                max: bound.filter(|_| is_max),
                basis: dice.pick(&[None, Some(Basis::AfterDiscounts), Some(Basis::BeforeDiscounts)]),
                scope: match dice.below(4) {
                    0 => Scope::Eligible,
                    1 => Scope::Selector(Box::new(selector(dice))),
                    _ => Scope::Cart,
                },
            })
        }
        6 | 7 => Leaf::OrderQuantity(OrderQuantity { units: bounds(dice, 1, 8), selector: dice.maybe(2, selector) }),
        8 => Leaf::OrderWeight(OrderWeight { grams: bounds(dice, 0, 1_000) }),
        9 => Leaf::Contains(Contains {
            all_of: dice.maybe(2, selector).into_iter().collect(),
            any_of: vec![selector(dice), selector(dice)],
            none_of: dice.maybe(4, selector).into_iter().collect(),
        }),
        10 => Leaf::DistinctProducts(DistinctProducts { min: u64::from(dice.within(1, 3)) }),
        _ if dice.one_in(2) => Leaf::CustomerIn(CustomerIn { segments: texts(&["s0"]) }),
        _ => Leaf::ShippingService(ShippingService { services: texts(&[dice.pick(&SERVICES)]) }),
    })
}

/// Settings; all default in one case of four.
pub(crate) fn settings(dice: &mut Dice) -> Settings {
    if dice.one_in(4) {
        return Settings::default();
    }
    Settings {
        selection: if dice.one_in(8) { Selection::Priority } else { Selection::BestForCustomer },
        percent_base: if dice.one_in(4) { PercentBase::Original } else { PercentBase::Running },
        max_codes_per_order: dice.pick(&[5, 5, 5, 100, 2, 1, 0]),
        max_discount_percent: dice.maybe(4, |dice| rate(dice.pick(&[0, 333_300, 500_000, 1_000_000]))),
        min_margin_percent: dice.maybe(4, |dice| rate(dice.pick(&[0, 100_000, 500_000, 999_900]))),
        margin_policy: if dice.one_in(4) { MarginPolicy::Warn } else { MarginPolicy::Trim },
        rounding: Rounding {
            mode: dice.pick(&[RoundingMode::HalfUp, RoundingMode::HalfEven, RoundingMode::Down]),
            scope: dice.pick(&[RoundingScope::Coupon, RoundingScope::Line, RoundingScope::Unit]),
            remainder: dice.pick(&[Remainder::Largest, Remainder::First, Remainder::Last]),
        },
        ..Settings::default()
    }
}

/// Most of the codes there are, in any order, some of them twice, and now and then one that nobody knows.
pub(crate) fn codes(dice: &mut Dice, coupons: &[Coupon]) -> Vec<String> {
    let own = coupons.iter().filter_map(|coupon| coupon.terms.code.as_ref());
    let mut codes: Vec<String> =
        own.filter(|_| !dice.one_in(8)).map(|code| code.typed().to_owned()).collect::<Vec<_>>();
    if let Some(again) = codes.first().filter(|_| dice.one_in(10)) {
        codes.push(again.to_uppercase());
    }
    if dice.one_in(10) {
        codes.push("nobody".to_owned());
    }
    dice.shuffle(&mut codes);
    codes
}

/// Uses and spent budgets of some coupons, and campaigns with a budget of which something may be spent.
pub(crate) fn facts(dice: &mut Dice, coupons: &[Coupon]) -> Facts {
    let mut facts = Facts::default();
    for coupon in coupons {
        if coupon.terms.limits.total.is_some() {
            facts.uses.insert(coupon.id.clone(), Uses { total: u64::from(dice.within(0, 2)), ..Uses::default() });
        }
        if coupon.terms.limits.budget.is_some() && dice.one_in(2) {
            facts.budget_used.insert(coupon.id.clone(), amounts(dice));
        }
    }
    for id in ["cmp_0", "cmp_1"] {
        if !dice.one_in(6) {
            let (budget, nothing) = (amounts(dice), Amounts::from([(dollars(), Money::ZERO)]));
            let budget_used = dice.maybe(6, amounts).unwrap_or(nothing);
            let campaign = Campaign { budget: Some(budget), budget_used, ..Campaign::default() };
            facts.campaigns.insert(id.to_owned(), campaign);
        }
    }
    facts
}
