//! Whether a coupon's conditions pass at its turn (3.4, 3.5, 5).

use std::collections::BTreeSet;

use tessera_engine::benefit::Benefit;
use tessera_engine::condition::order_amount::{Basis, Scope};
use tessera_engine::condition::{Condition, Leaf};
use tessera_engine::coupon::Coupon;
use tessera_engine::money::Amounts;
use tessera_engine::target::Selector;

use super::benefit::{lane, targets};
use super::set::Till;
use super::units::Unit;

/// One line as the conditions see it: without the units that the coupon itself gives (4.6).
struct Seen {
    line: usize,
    quantity: i128,
    before: i128,
    after: i128,
}

/// Whether the conditions pass.
pub(crate) fn passes(coupon: &Coupon, till: &Till<'_>) -> bool {
    let Some(tree) = &coupon.terms.conditions else { return true };
    let seen = without_own_gifts(coupon, till);
    judge(tree, coupon, till, &seen) == Some(true)
}

fn without_own_gifts(coupon: &Coupon, till: &Till<'_>) -> Vec<Seen> {
    let mut after_gifts = till.clone();
    let mut given = vec![0; till.goods.len()];
    for benefit in &coupon.terms.benefits {
        let Benefit::FreeProduct(kind) = benefit else { continue };
        let units = after_gifts.gift_units(&kind.product_id, kind.quantity);
        for (line, units) in units.into_iter().enumerate() {
            after_gifts.goods[line].consume(units, Unit::Gift);
            given[line] += units;
        }
    }
    let seen = |line: usize| Seen {
        line,
        quantity: till.quantity(line) - given[line],
        before: till.price(line) * (till.quantity(line) - given[line]),
        after: till.goods[line].left - till.goods[line].worth_of(given[line]),
    };
    (0..given.len()).map(seen).filter(|seen| seen.quantity > 0).collect()
}

/// Pass, fail or unknown.
fn judge(tree: &Condition, coupon: &Coupon, till: &Till<'_>, seen: &[Seen]) -> Option<bool> {
    let all = |children: &[Condition]| -> Vec<Option<bool>> {
        children.iter().map(|child| judge(child, coupon, till, seen)).collect()
    };
    match tree {
        Condition::All(children) => {
            let all = all(children);
            if all.contains(&Some(false)) {
                Some(false)
            } else if all.contains(&None) {
                None
            } else {
                Some(true)
            }
        }
        Condition::Any(children) => {
            let all = all(children);
            if all.contains(&Some(true)) {
                Some(true)
            } else if all.contains(&None) {
                None
            } else {
                Some(false)
            }
        }
        Condition::Not(child) => judge(child, coupon, till, seen).map(|passes| !passes),
        Condition::Leaf(leaf) => judge_leaf(leaf, coupon, till, seen),
    }
}

fn judge_leaf(leaf: &Leaf, coupon: &Coupon, till: &Till<'_>, seen: &[Seen]) -> Option<bool> {
    let is_card = |seen: &&Seen| till.line(seen.line).gift_card == Some(true);
    let goods: Vec<&Seen> = seen.iter().filter(|seen| !is_card(seen)).collect();
    match leaf {
        Leaf::OrderAmount(leaf) => {
            let currency = till.cart.currency;
            let bound = |amounts: &Option<Amounts>| match amounts {
                None => Some(None),
                Some(amounts) => amounts.get(&currency).map(|amount| Some(i128::from(amount.minor()))),
            };
            let (min, max) = (bound(&leaf.min)?, bound(&leaf.max)?);
            let only_shipping = coupon.terms.benefits.iter().all(|benefit| lane(benefit) == 2);
            let after = leaf.basis.map_or(only_shipping, |basis| basis == Basis::AfterDiscounts);
            let counts = |seen: &&Seen| match &leaf.scope {
                Scope::Cart => !is_card(seen),
                Scope::Eligible => is_eligible(coupon, till, seen.line),
                Scope::Selector(selector) => till.means(selector, seen.line),
            };
            let amount = |seen: &Seen| if after { seen.after } else { seen.before };
            let worth: i128 = seen.iter().filter(counts).map(amount).sum();
            Some(min.is_none_or(|min: i128| worth >= min) && max.is_none_or(|max: i128| worth <= max))
        }
        Leaf::OrderQuantity(leaf) => {
            let counted: i128 = match &leaf.selector {
                None => goods.iter().map(|seen| seen.quantity).sum(),
                Some(selector) => {
                    seen.iter().filter(|seen| till.means(selector, seen.line)).map(|seen| seen.quantity).sum()
                }
            };
            Some(
                leaf.units.min.is_none_or(|min| counted >= i128::from(min))
                    && leaf.units.max.is_none_or(|max| counted <= i128::from(max)),
            )
        }
        Leaf::OrderWeight(leaf) => {
            let mut grams = 0;
            for seen in goods {
                grams += i128::from(till.line(seen.line).weight_grams?) * seen.quantity;
            }
            Some(
                leaf.grams.min.is_none_or(|min| grams >= i128::from(min))
                    && leaf.grams.max.is_none_or(|max| grams <= i128::from(max)),
            )
        }
        Leaf::Contains(leaf) => {
            let there = |selector: &_| seen.iter().any(|seen| till.means(selector, seen.line));
            let named = |exclude: &_| seen.iter().any(|seen| till.names(exclude, seen.line));
            Some(
                leaf.all_of.iter().all(there)
                    && (leaf.any_of.is_empty() || leaf.any_of.iter().any(there))
                    && !leaf.none_of.iter().any(named),
            )
        }
        Leaf::DistinctProducts(leaf) => {
            let products: BTreeSet<&str> = goods.iter().map(|seen| till.line(seen.line).product_id.as_str()).collect();
            Some(products.len() as u64 >= leaf.min)
        }
        Leaf::CustomerIn(leaf) => {
            // Who is not signed in is in no segment; of who is, the segments may be unknown (11).
            let Some(customer) = &till.cart.customer else { return Some(false) };
            let segments = customer.segments.as_ref()?;
            Some(segments.iter().any(|segment| leaf.segments.contains(segment)))
        }
        Leaf::ShippingService(leaf) => {
            let service = till.cart.shipping.as_ref()?.service.as_ref()?;
            Some(leaf.services.contains(service))
        }
        other => unreachable!("{} is not compared", other.name()),
    }
}

/// Whether a line is in the union of the coupon's targets; a coupon without one is for every line.
fn is_eligible(coupon: &Coupon, till: &Till<'_>, line: usize) -> bool {
    let mut looks_at_lines = false;
    for benefit in &coupon.terms.benefits {
        let is_product = match benefit {
            // Its target is the product as a selector: a flagged line is not in it (4.2).
            Benefit::FreeProduct(kind) => {
                looks_at_lines = true;
                let only = Selector { products: vec![kind.product_id.clone()], ..Selector::default() };
                till.means(&only, line)
            }
            _ => false,
        };
        let targets = targets(benefit);
        looks_at_lines |= !targets.is_empty();
        if is_product || targets.iter().any(|target| till.means(target, line)) {
            return true;
        }
    }
    !looks_at_lines
}
