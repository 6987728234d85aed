//! Conditions that cannot hold together, and a calendar that its campaign leaves no time.

use super::{Found, LintContext};
use crate::condition::bounds::Bounds;
use crate::condition::customer_type::Type;
use crate::condition::{Condition, Leaf};
use crate::coupon::Terms;
use crate::money::Amounts;

pub(super) fn look(terms: &Terms, context: &LintContext<'_>, found: &mut Found) {
    if let Some(conditions) = &terms.conditions {
        let mut needed = Vec::new();
        gather(conditions, "/conditions".to_owned(), &mut needed);
        for (index, (pointer, node)) in needed.iter().enumerate() {
            if let Some((other, _)) = needed[..index].iter().find(|(_, other)| contradict(node, other)) {
                found.add(
                    "never_applicable",
                    pointer.as_str(),
                    "This condition can never hold together with another one that is needed too. Change one of them, or need only one with `any`.",
                    "Cette condition ne peut jamais être remplie en même temps qu'une autre également requise. Modifiez l'une d'elles, ou n'en exigez qu'une avec « any ».",
                );
                found.with("with", other.as_str());
            }
        }
    }
    let Some(campaign) = context.campaign else { return };
    let validity = &terms.validity;
    let begins_late = validity.starts_at.zip(campaign.ends_at).is_some_and(|(start, end)| start >= end);
    let ends_early = validity.ends_at.zip(campaign.starts_at).is_some_and(|(end, start)| end <= start);
    if begins_late || ends_early || campaign.ends_at.is_some_and(|end| end <= context.now) {
        found.add(
            "never_applicable",
            if begins_late { "/validity/starts_at" } else { "/validity/ends_at" },
            "The coupon's time and its campaign's have no instant in common. Change one of them.",
            "La période du coupon et celle de sa campagne n'ont aucun instant en commun. Modifiez l'une d'elles.",
        );
    }
}

/// The nodes that all have to pass, each with its pointer: `all` is looked into, `any` and `not` are not.
fn gather<'a>(node: &'a Condition, pointer: String, needed: &mut Vec<(String, &'a Condition)>) {
    match node {
        Condition::All(children) => {
            for (index, child) in children.iter().enumerate() {
                gather(child, format!("{pointer}/all/{index}"), needed);
            }
        }
        _ => needed.push((pointer, node)),
    }
}

fn contradict(one: &Condition, other: &Condition) -> bool {
    match (one, other) {
        (Condition::Not(one), other) | (other, Condition::Not(one)) => **one == *other,
        (Condition::Leaf(one), Condition::Leaf(other)) => {
            leaves_contradict(one, other) || leaves_contradict(other, one)
        }
        _ => false,
    }
}

/// Whether what the first asks excludes what the second asks.
fn leaves_contradict(one: &Leaf, other: &Leaf) -> bool {
    match (one, other) {
        (Leaf::OrderAmount(a), Leaf::OrderAmount(b)) => {
            a.scope == b.scope && a.basis == b.basis && is_above(a.min.as_ref(), b.max.as_ref())
        }
        (Leaf::OrderQuantity(a), Leaf::OrderQuantity(b)) => a.selector == b.selector && apart(a.units, b.units),
        (Leaf::OrdersCount(a), Leaf::OrdersCount(b)) => apart(a.orders, b.orders),
        (Leaf::Channel(a), Leaf::Channel(b)) => disjoint(&a.channels, &b.channels),
        (Leaf::Device(a), Leaf::Device(b)) => disjoint(&a.devices, &b.devices),
        (Leaf::PaymentMethod(a), Leaf::PaymentMethod(b)) => disjoint(&a.methods, &b.methods),
        (Leaf::ShippingService(a), Leaf::ShippingService(b)) => disjoint(&a.services, &b.services),
        (Leaf::CustomerIs(a), Leaf::CustomerIs(b)) => disjoint(&a.ids, &b.ids),
        (Leaf::Region(a), Leaf::Region(b)) => disjoint(&a.countries, &b.countries) || disjoint(&a.regions, &b.regions),
        (Leaf::CustomerType(a), Leaf::CustomerType(b)) => a.is != b.is,
        (new, orders) if is_for_new(new) => asks_orders(orders),
        _ => false,
    }
}

fn is_for_new(leaf: &Leaf) -> bool {
    match leaf {
        Leaf::FirstOrder(_) => true,
        Leaf::CustomerType(kind) => kind.is == Type::New,
        _ => false,
    }
}

/// Whether only who ordered before can pass.
fn asks_orders(leaf: &Leaf) -> bool {
    match leaf {
        Leaf::CustomerType(kind) => kind.is == Type::Existing,
        Leaf::OrdersCount(count) => count.orders.min.is_some_and(|least| least > 0),
        Leaf::Purchased(_) => true,
        _ => false,
    }
}

/// Whether the least in every currency is above the most.
fn is_above(min: Option<&Amounts>, max: Option<&Amounts>) -> bool {
    let (Some(min), Some(max)) = (min, max) else { return false };
    !min.is_empty() && min.iter().all(|(currency, least)| max.get(currency).is_some_and(|most| least > most))
}

fn apart(one: Bounds, other: Bounds) -> bool {
    one.min.zip(other.max).is_some_and(|(least, most)| least > most)
}

fn disjoint(one: &[String], other: &[String]) -> bool {
    !one.is_empty() && !other.is_empty() && !one.iter().any(|name| other.contains(name))
}
