//! Public coupons that need a code or a claim, so that a quote can hint at them. Looking up takes a bounded number,
//! the nearest thresholds first, however many there are.

use std::sync::Arc;

use jiff::Timestamp;

use imbl::OrdMap;

use super::{HashMap, Key, keys_of};
use crate::cart::Cart;
use crate::compiled::CompiledCoupon;
use crate::condition::order_amount::{Basis, OrderAmount, Scope};
use crate::condition::{Condition, Leaf};
use crate::coupon::{Activation, Status, Visibility};
use crate::evaluate::Categories;
use crate::money::Currency;

/// Coupons that one name gives at most, with a threshold and without one each.
const OF_A_NAME: usize = 8;
/// Coupons of a name that are looked at, those that are over among them.
const LOOKED_AT: usize = 256;

/// Public coupons by the names a line must have for them to touch it, and those that may touch any cart.
#[derive(Clone, Debug, Default)]
pub(super) struct Offered {
    /// By any name of a target, whatever it names: a coupon that is found by another thing's name finds no line there.
    by_name: HashMap<Arc<str>, Shelf>,
    anything: Shelf,
}

/// The coupons under one name, by the order amount they begin at. A coupon stands once for each currency of it.
type Shelf = OrdMap<(Rung, Arc<str>), Arc<CompiledCoupon>>;

/// From which order amount on: `None` where it is not the worth of the whole cart before discounts that decides.
type Rung = (Option<Currency>, i64);

impl Offered {
    /// Adds a coupon, if it is one to be hinted at.
    pub(super) fn put(&mut self, coupon: &Arc<CompiledCoupon>) {
        self.change(coupon, |shelf, place| drop(shelf.insert(place, Arc::clone(coupon))));
    }

    /// Takes a coupon out.
    pub(super) fn remove(&mut self, coupon: &Arc<CompiledCoupon>) {
        self.change(coupon, |shelf, place| drop(shelf.remove(&place)));
    }

    fn change(&mut self, coupon: &Arc<CompiledCoupon>, change: impl Fn(&mut Shelf, (Rung, Arc<str>))) {
        if !is_offered(coupon) {
            return;
        }
        let places: Vec<_> = rungs(coupon).into_iter().map(|rung| (rung, Arc::clone(coupon.shared_id()))).collect();
        for key in keys_of(coupon) {
            let Some(name) = key.into_name() else {
                places.iter().for_each(|place| change(&mut self.anything, place.clone()));
                continue;
            };
            let mut shelf = self.by_name.remove(&*name).unwrap_or_default();
            places.iter().for_each(|place| change(&mut shelf, place.clone()));
            if !shelf.is_empty() {
                self.by_name.insert(name, shelf);
            }
        }
    }

    /// At most `most` coupons that can touch a cart, those of the whole cart before those of its names, by id ascending.
    pub(super) fn for_cart(
        &self,
        cart: &Cart,
        categories: &Categories,
        now: Timestamp,
        most: usize,
    ) -> Vec<Arc<CompiledCoupon>> {
        let mut found = Vec::new();
        if self.anything.is_empty() && self.by_name.is_empty() {
            return found;
        }
        let counted = cart.line_items.iter().filter(|line| !line.gift_card.unwrap_or(false));
        let worth: i64 = counted.map(|line| line.unit_price.minor() * i64::from(line.quantity)).sum();
        take(&self.anything, (cart.currency, worth), now, &mut found);
        if !self.by_name.is_empty() {
            for name in names_of(cart, categories) {
                if found.len() >= most {
                    break;
                }
                if let Some(shelf) = self.by_name.get(&*name) {
                    take(shelf, (cart.currency, worth), now, &mut found);
                }
            }
        }
        found.truncate(most);
        found.sort_unstable_by(|a, b| a.cmp_id(b));
        found
    }
}

/// The next thresholds above what the cart is worth, and coupons without one.
fn take(shelf: &Shelf, (currency, worth): (Currency, i64), now: Timestamp, found: &mut Vec<Arc<CompiledCoupon>>) {
    let in_force = |(_, coupon): &(&_, &Arc<CompiledCoupon>)| {
        let validity = &coupon.terms.validity;
        validity.starts_at.is_none_or(|start| start <= now) && validity.ends_at.is_none_or(|end| now < end)
    };
    let none: Arc<str> = Arc::from("");
    let above = ((Some(currency), worth.saturating_add(1)), Arc::clone(&none));
    let near = shelf
        .range(above..)
        .take_while(|((rung, _), _)| rung.0 == Some(currency))
        .take(LOOKED_AT)
        .filter(in_force)
        .take(OF_A_NAME);
    let plain = shelf
        .range(((None, 0), none)..)
        .take_while(|((rung, _), _)| rung.0.is_none())
        .take(LOOKED_AT)
        .filter(in_force)
        .take(OF_A_NAME);
    for (_, coupon) in near.chain(plain) {
        if !found.iter().any(|other| Arc::ptr_eq(other, coupon)) {
            found.push(Arc::clone(coupon));
        }
    }
}

fn is_offered(coupon: &CompiledCoupon) -> bool {
    coupon.terms.visibility == Visibility::Public
        && coupon.terms.activation != Activation::Automatic
        && coupon.terms.status == Status::Enabled
}

/// The places of a coupon on a shelf.
fn rungs(coupon: &CompiledCoupon) -> Vec<Rung> {
    let leaf = coupon.terms.conditions.as_ref().and_then(threshold);
    let before = |leaf: &&OrderAmount| match leaf.basis {
        Some(basis) => basis == Basis::BeforeDiscounts,
        None => !coupon.only_shipping(),
    };
    match leaf.filter(before).and_then(|leaf| leaf.min.as_ref()) {
        Some(min) => min.iter().map(|(currency, amount)| (Some(*currency), amount.minor())).collect(),
        None => vec![(None, 0)],
    }
}

/// The leaf on the worth of the whole cart that must pass, if there is one.
fn threshold(tree: &Condition) -> Option<&OrderAmount> {
    match tree {
        Condition::Leaf(Leaf::OrderAmount(leaf)) if leaf.scope == Scope::Cart && leaf.min.is_some() => Some(leaf),
        Condition::All(children) => children.iter().find_map(threshold),
        Condition::Leaf(_) | Condition::Any(_) | Condition::Not(_) => None,
    }
}

/// Every name of a cart's lines that a target may hold, each once, in byte order: the order of lines changes nothing.
fn names_of(cart: &Cart, categories: &Categories) -> Vec<Arc<str>> {
    let mut names: Vec<Arc<str>> = Vec::new();
    for line in &cart.line_items {
        names.push(Arc::from(line.product_id.as_str()));
        names.extend(categories.of_line(line).iter().map(|id| Arc::from(&**id)));
        let lists = [&line.groups, &line.tags];
        names.extend(lists.into_iter().flatten().flatten().map(|name| Arc::from(name.as_str())));
        names.extend(line.brand.iter().map(|brand| Arc::from(brand.as_str())));
        for (name, value) in line.attributes.iter().flatten() {
            names.push(Arc::from(name.as_str()));
            names.push(Arc::from(super::attribute_key(name, value)));
        }
    }
    names.sort_unstable();
    names.dedup();
    names
}

impl Key {
    /// The name; `None` for what may touch any cart.
    fn into_name(self) -> Option<Arc<str>> {
        match self {
            Self::Product(name)
            | Self::Category(name)
            | Self::Group(name)
            | Self::Brand(name)
            | Self::Tag(name)
            | Self::Attribute(name) => Some(name),
            Self::Anything => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::catalogue::Catalogue;
    use crate::coupon::Coupon;
    use crate::decode::from_json;

    fn public(id: &str, more: &Value) -> Arc<CompiledCoupon> {
        let mut terms = json!({
            "name": id, "status": "enabled", "code": id, "visibility": "public",
            "benefits": [{ "kind": "percent_off", "percent": 10, "target": more["target"] }],
        });
        for (name, member) in more.as_object().unwrap().iter().filter(|(name, _)| *name != "target") {
            terms[name] = member.clone();
        }
        let terms = from_json(terms.to_string().as_bytes()).unwrap();
        Arc::new(CompiledCoupon::new(Coupon { id: id.to_owned(), version: 1, terms }))
    }

    fn from(min: &Value) -> Value {
        json!({ "conditions": { "kind": "order_amount", "min": min } })
    }

    fn cart(unit_price: i64) -> Cart {
        let line = json!({ "product_id": "boot", "quantity": 1, "unit_price": unit_price, "categories": ["shoes"] });
        from_json(json!({ "currency": "USD", "line_items": [line] }).to_string().as_bytes()).unwrap()
    }

    fn found(catalogue: &Catalogue, cart: &Cart, most: usize) -> Vec<String> {
        let tree = Categories([("shoes".to_owned(), "clothing".to_owned())].into());
        catalogue
            .offered_for(cart, &tree, crate::UnsavedRequest::DEFAULT_NOW, most)
            .iter()
            .map(|coupon| coupon.id.clone())
            .collect()
    }

    #[test]
    fn the_next_thresholds_are_found_among_many() {
        let mut catalogue = Catalogue::default();
        for step in 0..1_000 {
            catalogue.put(public(&format!("C{step:03}"), &from(&json!({ "USD": step * 100, "EUR": 1 }))));
        }
        let near: Vec<String> = (501..509).map(|step| format!("C{step:03}")).collect();
        assert_eq!(found(&catalogue, &cart(50_000), 20), near);
        assert_eq!(found(&catalogue, &cart(50_000), 3), near[..3]);
        catalogue.remove("C501");
        catalogue.put(public("C502", &json!({ "status": "paused", "conditions": null })));
        assert_eq!(found(&catalogue, &cart(50_000), 2), near[2..4]);
    }

    #[test]
    fn coupons_of_what_the_cart_holds_are_found_and_no_others() {
        let mut catalogue = Catalogue::default();
        for (id, more) in [
            ("product", json!({ "target": { "products": ["boot"] } })),
            ("parent", json!({ "target": { "categories": ["clothing"] } })),
            ("other", json!({ "target": { "products": ["hat"] } })),
            ("private", json!({ "visibility": "private" })),
            ("claimable", json!({ "visibility": "claimable" })),
            ("automatic", json!({ "activation": "automatic", "code": null })),
            (
                "shipping",
                json!({ "benefits": [{ "kind": "free_shipping" }], "conditions": from(&json!({ "USD": 1 }))["conditions"] }),
            ),
        ] {
            catalogue.put(public(id, &more));
        }
        assert_eq!(found(&catalogue, &cart(1_000), 20), ["parent", "product", "shipping"]);
        assert_eq!(catalogue.get("product").map(|coupon| coupon.version), Some(1));
        assert!(found(&Catalogue::default(), &cart(1_000), 20).is_empty());
    }
}
