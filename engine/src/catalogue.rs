//! The live coupons as an immutable snapshot, with an index from what a cart holds to the coupons it can touch.
//!
//! Looking up costs what matches, not what exists; putting one coupon costs the same among ten as among a million:
//! maps share their nodes between snapshots, and a name's coupons are a short list or a shared tree.

mod offered;

use std::sync::Arc;

use jiff::Timestamp;

use foldhash::fast::FixedState;
use imbl::OrdMap;
use imbl::shared_ptr::DefaultSharedPtr;

use self::offered::Offered;
use crate::cart::{Attribute, Cart, Line};
use crate::compiled::CompiledCoupon;
use crate::coupon::{Activation, Status};
use crate::evaluate::Categories;
use crate::target::{AttributeMatch, Selector};

/// Fixed seeds: nothing here may depend on the process it runs in. Maps are never walked, only asked.
type HashMap<K, V> = imbl::GenericHashMap<K, V, FixedState, DefaultSharedPtr>;

/// The live coupons. Cloning is cheap; an edit makes a new snapshot that shares what did not change.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    by_id: HashMap<Arc<str>, Arc<CompiledCoupon>>,
    /// Enabled automatic coupons by what a line must be for them to touch it.
    by_product: Index,
    by_category: Index,
    by_group: Index,
    by_brand: Index,
    by_tag: Index,
    /// By an attribute's name, or its name and value.
    by_attribute: Index,
    /// Enabled automatic coupons that may touch any cart.
    anything: Bucket,
    /// Enabled public coupons that need a code or a claim.
    offered: Offered,
}

impl Catalogue {
    /// Adds a coupon or replaces the version that is there. Only enabled automatic coupons are ever found for a cart;
    /// every other is found by its id alone, an archived one too.
    pub fn put(&mut self, coupon: Arc<CompiledCoupon>) {
        self.remove(&coupon.id);
        self.offered.put(&coupon);
        if is_found_for_carts(&coupon) {
            for key in keys_of(&coupon) {
                self.bucket(&key, |bucket| bucket.put(&coupon));
            }
        }
        self.by_id.insert(coupon.shared_id().clone(), coupon);
    }

    /// Takes a coupon out.
    pub fn remove(&mut self, coupon_id: &str) {
        let Some(coupon) = self.by_id.remove(coupon_id) else { return };
        self.offered.remove(&coupon);
        if is_found_for_carts(&coupon) {
            for key in keys_of(&coupon) {
                self.bucket(&key, |bucket| bucket.remove(coupon_id));
            }
        }
    }

    /// A coupon by id.
    #[must_use]
    pub fn get(&self, coupon_id: &str) -> Option<&Arc<CompiledCoupon>> {
        self.by_id.get(coupon_id)
    }

    /// Every coupon, by id ascending. Costs what exists: not for what is done for each cart.
    #[must_use]
    pub fn all(&self) -> Vec<Arc<CompiledCoupon>> {
        let mut all: Vec<_> = self.by_id.values().cloned().collect();
        all.sort_unstable_by(|a, b| a.cmp_id(b));
        all
    }

    /// How many coupons there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    /// Automatic coupons that can touch this cart, by id ascending. A selector of a category is for the lines of all
    /// the categories below it.
    #[must_use]
    pub fn automatic_for(&self, cart: &Cart, categories: &Categories) -> Vec<Arc<CompiledCoupon>> {
        let mut found: Vec<&Arc<CompiledCoupon>> = Vec::with_capacity(32);
        self.anything.collect(&mut found);
        for line in &cart.line_items {
            self.collect_line(line, categories, &mut found);
        }
        if found.is_sorted_by(|a, b| a.cmp_id(b).is_lt()) {
            return found.into_iter().cloned().collect();
        }
        // The heads stand beside each other, so that sorting hardly ever looks into a coupon.
        let mut by_id: Vec<(u128, &Arc<CompiledCoupon>)> =
            found.into_iter().map(|found| (found.id_head(), found)).collect();
        by_id.sort_unstable_by(|(head, a), (other, b)| head.cmp(other).then_with(|| a.cmp_id(b)));
        by_id.dedup_by(|(_, a), (_, b)| Arc::ptr_eq(a, b));
        by_id.into_iter().map(|(_, found)| Arc::clone(found)).collect()
    }

    /// At most `most` public coupons in force that need a code or a claim and can touch this cart, by id ascending: of many
    /// thresholds on the worth of the cart the next ones above it.
    #[must_use]
    pub fn offered_for(
        &self,
        cart: &Cart,
        categories: &Categories,
        now: Timestamp,
        most: usize,
    ) -> Vec<Arc<CompiledCoupon>> {
        self.offered.for_cart(cart, categories, now, most)
    }

    fn collect_line<'c>(&'c self, line: &Line, categories: &Categories, found: &mut Vec<&'c Arc<CompiledCoupon>>) {
        let mut look_up = |index: &'c Index, name: &str| {
            if let Some(bucket) = index.get(name) {
                bucket.collect(found);
            }
        };
        look_up(&self.by_product, &line.product_id);
        if categories.0.is_empty() {
            line.categories.iter().flatten().for_each(|id| look_up(&self.by_category, id));
        } else if !self.by_category.is_empty() {
            categories.of_line(line).iter().for_each(|id| look_up(&self.by_category, id));
        }
        line.groups.iter().flatten().for_each(|id| look_up(&self.by_group, id));
        line.brand.iter().for_each(|brand| look_up(&self.by_brand, brand));
        line.tags.iter().flatten().for_each(|tag| look_up(&self.by_tag, tag));
        if !self.by_attribute.is_empty() {
            for (name, value) in line.attributes.iter().flatten() {
                look_up(&self.by_attribute, name);
                look_up(&self.by_attribute, &attribute_key(name, value));
            }
        }
    }

    fn bucket(&mut self, key: &Key, change: impl FnOnce(&mut Bucket)) {
        let (index, name) = match key {
            Key::Product(name) => (&mut self.by_product, name),
            Key::Category(name) => (&mut self.by_category, name),
            Key::Group(name) => (&mut self.by_group, name),
            Key::Brand(name) => (&mut self.by_brand, name),
            Key::Tag(name) => (&mut self.by_tag, name),
            Key::Attribute(name) => (&mut self.by_attribute, name),
            Key::Anything => return change(&mut self.anything),
        };
        let mut bucket = index.remove(&**name).unwrap_or_default();
        change(&mut bucket);
        if !bucket.is_empty() {
            index.insert(name.clone(), bucket);
        }
    }
}

type Index = HashMap<Arc<str>, Bucket>;

/// What a line must have for a coupon to touch it.
#[derive(Debug)]
enum Key {
    Product(Arc<str>),
    Category(Arc<str>),
    Group(Arc<str>),
    Brand(Arc<str>),
    Tag(Arc<str>),
    Attribute(Arc<str>),
    Anything,
}

fn is_found_for_carts(coupon: &CompiledCoupon) -> bool {
    coupon.terms.activation == Activation::Automatic && coupon.terms.status == Status::Enabled
}

/// Every name under which a coupon is found: those of the targets of its benefits. A benefit that does not look at
/// lines, or whose target names nothing, may touch any cart; the coupon is then found under that alone.
fn keys_of(coupon: &CompiledCoupon) -> Vec<Key> {
    let mut keys = Vec::new();
    for benefit in coupon.benefits() {
        let computed = benefit.computed();
        match computed.target() {
            // A gift may be for a cart that does not hold it.
            Some(target) if !target.names_no_list() && computed.gift().is_none() => push_keys(target, &mut keys),
            _ => return vec![Key::Anything],
        }
    }
    keys
}

fn push_keys(target: &Selector, keys: &mut Vec<Key>) {
    fn shared(names: &[String]) -> impl Iterator<Item = Arc<str>> {
        names.iter().map(|name| Arc::from(name.as_str()))
    }
    keys.extend(shared(&target.products).map(Key::Product));
    keys.extend(shared(&target.categories).map(Key::Category));
    keys.extend(shared(&target.groups).map(Key::Group));
    keys.extend(shared(&target.brands).map(Key::Brand));
    keys.extend(shared(&target.tags).map(Key::Tag));
    // All attributes must fit, so that one of them finds every line that may.
    if let Some((name, needed)) = target.attributes.iter().next() {
        let key = match needed {
            AttributeMatch::Value(value) => attribute_key(name, value),
            AttributeMatch::Range { .. } => name.clone(),
        };
        keys.push(Key::Attribute(Arc::from(key)));
    }
}

/// A name never holds U+0000, so that no name of an attribute looks like a name and a value.
fn attribute_key(name: &str, value: &Attribute) -> String {
    match value {
        Attribute::Text(text) => format!("{name}\0t{text}"),
        Attribute::Number(number) => format!("{name}\0n{number}"),
        Attribute::Flag(flag) => format!("{name}\0f{flag}"),
    }
}

/// The coupons under one name, by id. Few of them are one short list, which is copied on a change; many are a tree.
#[derive(Clone, Debug)]
enum Bucket {
    Few(Arc<[Arc<CompiledCoupon>]>),
    Many(OrdMap<Arc<str>, Arc<CompiledCoupon>>),
}

impl Default for Bucket {
    fn default() -> Self {
        Self::Few(Arc::from([]))
    }
}

impl Bucket {
    /// The longest list that is copied.
    const FEW: usize = 32;

    fn put(&mut self, coupon: &Arc<CompiledCoupon>) {
        self.remove(&coupon.id);
        match self {
            Self::Many(tree) => {
                tree.insert(coupon.shared_id().clone(), coupon.clone());
            }
            Self::Few(list) => {
                let at = list.partition_point(|other| other.id < coupon.id);
                let longer: Vec<_> =
                    list[..at].iter().chain(std::iter::once(coupon)).chain(&list[at..]).cloned().collect();
                *self = if longer.len() <= Self::FEW {
                    Self::Few(longer.into())
                } else {
                    Self::Many(longer.into_iter().map(|coupon| (coupon.shared_id().clone(), coupon)).collect())
                };
            }
        }
    }

    fn remove(&mut self, coupon_id: &str) {
        match self {
            Self::Many(tree) => {
                tree.remove(coupon_id);
            }
            Self::Few(list) => {
                if list.iter().any(|coupon| coupon.id == coupon_id) {
                    *list = list.iter().filter(|coupon| coupon.id != coupon_id).cloned().collect();
                }
            }
        }
    }

    fn is_empty(&self) -> bool {
        match self {
            Self::Few(list) => list.is_empty(),
            Self::Many(tree) => tree.is_empty(),
        }
    }

    fn collect<'c>(&'c self, found: &mut Vec<&'c Arc<CompiledCoupon>>) {
        match self {
            Self::Few(list) => found.extend(list.iter()),
            Self::Many(tree) => found.extend(tree.values()),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::coupon::Coupon;
    use crate::decode::from_json;

    fn coupon(id: &str, version: u64, more: Value) -> Arc<CompiledCoupon> {
        let mut terms = json!({ "name": id, "status": "enabled", "activation": "automatic" });
        let benefit = json!([{ "kind": "percent_off", "percent": 10, "target": more["target"] }]);
        terms["benefits"] = if more["benefits"].is_null() { benefit } else { more["benefits"].clone() };
        for member in ["status", "activation"] {
            if !more[member].is_null() {
                terms[member] = more[member].clone();
            }
        }
        let terms = from_json(terms.to_string().as_bytes()).unwrap();
        Arc::new(CompiledCoupon::new(Coupon { id: id.to_owned(), version, terms }))
    }

    fn cart(line: Value) -> Cart {
        let mut lines = json!([{ "product_id": "other", "quantity": 1, "unit_price": 1 }, line]);
        lines[1]["quantity"] = json!(1);
        lines[1]["unit_price"] = json!(1);
        Cart::from_json(json!({ "currency": "USD", "line_items": lines }).to_string().as_bytes()).unwrap()
    }

    fn found(catalogue: &Catalogue, cart: &Cart, categories: &Categories) -> Vec<String> {
        catalogue.automatic_for(cart, categories).iter().map(|coupon| coupon.id.clone()).collect()
    }

    #[test]
    fn every_way_a_selector_names_a_line_finds_the_coupon() {
        let mut catalogue = Catalogue::default();
        let number = json!({ "attributes": { "size": { "min": 40 } } });
        for (id, target) in [
            ("product", json!({ "products": ["shirt"] })),
            ("category", json!({ "categories": ["clothing"] })),
            ("group", json!({ "groups": ["vps"] })),
            ("brand", json!({ "brands": ["acme"] })),
            ("tag", json!({ "tags": ["new"] })),
            ("value", json!({ "attributes": { "color": "red" } })),
            ("number", number),
            ("anything", json!({ "exclude": { "products": ["shirt"] } })),
            ("included", json!({ "include": ["gift_cards"] })),
        ] {
            catalogue.put(coupon(id, 1, json!({ "target": target })));
        }
        catalogue.put(coupon("shipping", 1, json!({ "benefits": [{ "kind": "free_shipping" }] })));
        let none = Categories::default();
        let of = |line: Value| found(&catalogue, &cart(line), &none);
        let always = |id: &str| {
            let mut all = vec!["anything".to_owned(), "included".to_owned(), "shipping".to_owned()];
            all.extend((!id.is_empty()).then(|| id.to_owned()));
            all.sort();
            all
        };
        assert_eq!(of(json!({ "product_id": "hat" })), always(""));
        assert_eq!(of(json!({ "product_id": "shirt" })), always("product"));
        assert_eq!(of(json!({ "product_id": "x", "categories": ["clothing"] })), always("category"));
        assert_eq!(of(json!({ "product_id": "x", "groups": ["vps"] })), always("group"));
        assert_eq!(of(json!({ "product_id": "x", "brand": "acme" })), always("brand"));
        assert_eq!(of(json!({ "product_id": "x", "tags": ["old", "new"] })), always("tag"));
        assert_eq!(of(json!({ "product_id": "x", "attributes": { "color": "red" } })), always("value"));
        assert_eq!(of(json!({ "product_id": "x", "attributes": { "color": "blue" } })), always(""));
        assert_eq!(of(json!({ "product_id": "x", "attributes": { "size": 7 } })), always("number"), "judged later");
        let tree = Categories(
            [("boots", "shoes"), ("shoes", "clothing"), ("clothing", "boots")]
                .map(|(child, parent)| (child.to_owned(), parent.to_owned()))
                .into(),
        );
        let boots = cart(json!({ "product_id": "x", "categories": ["boots"] }));
        assert_eq!(found(&catalogue, &boots, &tree), always("category"), "the parents' parents, in a circle");
    }

    #[test]
    fn only_enabled_automatic_coupons_are_found_for_a_cart() {
        let mut catalogue = Catalogue::default();
        let any = json!({ "product_id": "x" });
        for (id, more) in [
            ("code", json!({ "activation": "code" })),
            ("claim", json!({ "activation": "claim" })),
            ("draft", json!({ "status": "draft" })),
            ("paused", json!({ "status": "paused" })),
            ("archived", json!({ "status": "archived" })),
        ] {
            catalogue.put(coupon(id, 1, more));
            assert_eq!(catalogue.get(id).map(|coupon| coupon.version), Some(1));
        }
        assert_eq!(found(&catalogue, &cart(any), &Categories::default()), [""; 0]);
        assert_eq!(catalogue.len(), 5);
        catalogue.remove("code");
        assert!(catalogue.get("code").is_none());
    }

    #[test]
    fn a_new_version_is_found_by_its_own_names_and_old_snapshots_stay() {
        let mut catalogue = Catalogue::default();
        // More than one list holds, so that the tree and the way to it and back are taken too.
        for n in 0..100 {
            catalogue.put(coupon(&format!("many_{n:03}"), 1, json!({ "target": { "products": ["shirt"] } })));
        }
        let before = catalogue.clone();
        catalogue.put(coupon("many_050", 2, json!({ "target": { "products": ["hat"] } })));
        catalogue.remove("many_051");
        let none = Categories::default();
        let (shirt, hat) = (cart(json!({ "product_id": "shirt" })), cart(json!({ "product_id": "hat" })));
        assert_eq!(before.automatic_for(&shirt, &none).len(), 100);
        assert!(before.automatic_for(&hat, &none).is_empty());
        let after = found(&catalogue, &shirt, &none);
        assert_eq!(after.len(), 98);
        assert!(after.is_sorted());
        assert_eq!(catalogue.automatic_for(&hat, &none)[0].version, 2);
        for n in 0..100 {
            catalogue.remove(&format!("many_{n:03}"));
        }
        assert!(catalogue.is_empty() && found(&catalogue, &shirt, &none).is_empty());
    }
}
