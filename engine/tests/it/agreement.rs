//! The engine and the slow pricing agree on random carts of all kinds together, to the cent and to the share.

use std::cell::Cell;

use tessera_engine::benefit::Benefit;
use tessera_engine::coupon::CombinesWith;
use tessera_engine::target::Selector;
use tessera_engine::units::UnitLimit;

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
