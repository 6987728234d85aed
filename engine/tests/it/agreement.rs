//! The engine and the slow pricing agree on random carts of all kinds together, to the cent and to the share.

use std::cell::Cell;

use tessera_engine::benefit::Benefit;
use tessera_engine::coupon::CombinesWith;
use tessera_engine::facts::Campaign;
use tessera_engine::quote::Applied;
use tessera_engine::target::Selector;
use tessera_engine::units::UnitLimit;
use tessera_engine::{Amounts, Money, Quote};

use crate::random::{Case, Dice, Size, for_each_case};
use crate::slow::{Answer, Market};

/// What differs between the two.
fn difference(case: &Case) -> Option<String> {
    let request = case.request();
    let quote = request.price();
    let (engine, slow) = (Answer::of_engine(&quote, &request.cart), Market::of(&request).answer());
    if !quote.selection.optimal {
        return Some("a small search is not finished".to_owned());
    }
    (engine != slow).then(|| format!("engine\n{engine:#?}\nslow\n{slow:#?}"))
}

/// Coupons of one campaign that has less left than they would give.
fn with_a_short_rest(case: &Case, dice: &mut Dice) -> Case {
    let mut short = case.clone();
    for terms in short.coupons.iter_mut().map(|coupon| &mut coupon.terms) {
        terms.campaign_id = (!dice.one_in(6)).then(|| "cmp_0".to_owned());
    }
    short.facts.campaigns.clear();
    let most = u32::try_from(short.request().price().totals.savings).unwrap_or(u32::MAX);
    let left = Money::new(dice.within(1, most.max(1)).into()).unwrap();
    let budget = Some(Amounts::from([(short.cart.currency, left)]));
    short.facts.campaigns.insert("cmp_0".to_owned(), Campaign { budget, ..Campaign::default() });
    short
}

#[test]
fn what_a_campaign_has_left_is_shared_the_same() {
    let (shared, cases) = (Cell::new(0_u64), Cell::new(0_u64));
    for_each_case(5_000, Size::SMALL, |case, dice| {
        let case = with_a_short_rest(case, dice);
        cases.set(cases.get() + 1);
        shared.set(shared.get() + u64::from(is_shared(&case, &case.request().price())));
        difference(&case)
    });
    assert!(shared.get() * 20 > cases.get(), "{} of {} share a rest", shared.get(), cases.get());
}

/// Whether two coupons of one campaign were applied, and a budget cut one of them.
fn is_shared(case: &Case, quote: &Quote) -> bool {
    let campaign = |id: &str| {
        let coupon = case.coupons.iter().find(|coupon| coupon.id == id)?;
        coupon.terms.campaign_id.as_ref().filter(|id| case.facts.campaigns.contains_key(*id))
    };
    let applied = &quote.discounts.applied;
    let of = |id: &String| applied.iter().filter(|entry| campaign(&entry.coupon_id) == Some(id)).count();
    let is_cut = |entry: &Applied| entry.trims.iter().any(|trim| trim.by == "budget");
    applied.iter().any(|entry| is_cut(entry) && campaign(&entry.coupon_id).is_some_and(|id| of(id) > 1))
}

#[test]
fn the_slow_pricing_says_the_same() {
    let (conflicts, together, cases) = (Cell::new(0_u64), Cell::new(0_u64), Cell::new(0_u64));
    for_each_case(5_000, Size::SMALL, |case, _| {
        let request = case.request();
        let quote = request.price();
        cases.set(cases.get() + 1);
        conflicts.set(conflicts.get() + u64::from(Market::of(&request).has_conflict()));
        together.set(together.get() + u64::from(quote.discounts.applied.len() > 1));
        difference(case)
    });
    // What is compared must be worth comparing: many coupons together, many that conflict.
    assert!(together.get() * 8 > cases.get(), "{} of {} with two coupons", together.get(), cases.get());
    assert!(conflicts.get() * 4 > cases.get(), "{} of {} with a conflict", conflicts.get(), cases.get());
}

#[test]
fn the_best_set_of_ten_is_that_of_trying_every_set() {
    for_each_case(5_000, Size::WIDE, |case, _| difference(case));
}

/// Coupons that all combine, each for one line or for the shipping: where the engine needs no search.
fn without_a_search(case: &Case, dice: &mut Dice) -> Case {
    let mut plain = case.clone();
    let products: Vec<String> = plain.cart.line_items.iter().map(|line| format!("only {}", line.id)).collect();
    plain.cart.line_items.iter_mut().zip(&products).for_each(|(line, product)| line.product_id.clone_from(product));
    plain.settings.max_discount_percent = None;
    for terms in plain.coupons.iter_mut().map(|coupon| &mut coupon.terms) {
        terms.conditions = None;
        terms.limits.budget = None;
        terms.campaign_id = None;
        let all = Some(true);
        terms.stacking.combines_with =
            CombinesWith { item: all, order: all, shipping: all, codes: all, automatic: all };
        terms.stacking.never_with.clear();
        let mut target = || Selector {
            products: products.get(dice.below(products.len().max(1))).into_iter().cloned().collect(),
            ..Selector::default()
        };
        terms.benefits.retain_mut(|benefit| match benefit {
            Benefit::PercentOff(kind) => {
                (kind.limit, kind.target) = (UnitLimit::default(), target());
                true
            }
            Benefit::AmountOff(kind) => {
                (kind.limit, kind.target) = (UnitLimit::default(), target());
                true
            }
            Benefit::FreeShipping(_) | Benefit::ShippingOff(_) => true,
            _ => false,
        });
    }
    plain.coupons.retain(|coupon| !coupon.terms.benefits.is_empty());
    plain
}

#[test]
fn without_a_search_the_answer_is_the_same() {
    for_each_case(5_000, Size { lines: 2, coupons: 10 }, |case, dice| difference(&without_a_search(case, dice)));
}
