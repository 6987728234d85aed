//! The common workload W(N): a cart of ten lines and N automatic coupons that all combine, of which a few touch it.
//! The benchmark beside measures it; here its figures are checked.

use std::sync::Arc;

use serde_json::{Value, json};
use tessera_engine::decode::from_json;
use tessera_engine::{
    Cart, Catalogue, Categories, CompiledCoupon, Coupon, Facts, Quote, Request, Settings, Terms, UnsavedRequest,
    evaluate,
};

/// The catalogue of W(N) and what a request needs beside the cart.
pub(crate) struct Workload {
    pub(crate) catalogue: Catalogue,
    pub(crate) categories: Categories,
    settings: Settings,
    facts: Facts,
}

/// The cart as JSON.
pub(crate) fn cart_json() -> Vec<u8> {
    let lines: Vec<Value> = (0..10)
        .map(|k| {
            json!({
                "id": format!("line_{k}"), "product_id": format!("prod_{:04}", 7 * k),
                "categories": [format!("cat_{:03}", 7 * k % 100)], "quantity": k % 3 + 1, "unit_price": 1_999 + 100 * k,
            })
        })
        .collect();
    json!({ "currency": "USD", "line_items": lines, "customer": { "segments": ["group_3"] } }).to_string().into_bytes()
}

/// The cart.
pub(crate) fn cart() -> Cart {
    Cart::from_json(&cart_json()).expect("the cart of the workload")
}

/// Coupon `i` of the workload.
pub(crate) fn coupon(i: usize) -> Arc<CompiledCoupon> {
    let target = match i % 3 {
        0 => json!({ "products": [format!("prod_{i:04}")] }),
        _ => json!({ "categories": [format!("cat_{:03}", i % 100)] }),
    };
    let conditions = match i % 3 {
        2 => json!({ "kind": "customer_in", "segments": [format!("group_{}", i % 10)] }),
        _ => Value::Null,
    };
    let terms = json!({
        "name": format!("Coupon {i}"), "status": "enabled", "activation": "automatic", "conditions": conditions,
        "benefits": [{ "kind": "percent_off", "percent": i % 20 + 1, "target": target }],
        "stacking": { "combines_with": {
            "item": true, "order": true, "shipping": true, "codes": true, "automatic": true
        } },
    });
    let terms: Terms = from_json(terms.to_string().as_bytes()).expect("a coupon of the workload");
    Arc::new(CompiledCoupon::new(Coupon { id: format!("cpn_{i:06}"), version: 1, terms }))
}

impl Workload {
    /// W(N).
    pub(crate) fn new(coupons: usize) -> Self {
        let mut catalogue = Catalogue::default();
        (0..coupons).for_each(|i| catalogue.put(coupon(i)));
        Self { catalogue, categories: Categories::default(), settings: Settings::default(), facts: Facts::default() }
    }

    /// W(N) among so many live coupons in all: the others are for products that nobody buys.
    pub(crate) fn among(coupons: usize, live: usize) -> Self {
        let mut workload = Self::new(coupons);
        (coupons..live).for_each(|i| workload.catalogue.put(coupon(3 * (i + 100))));
        workload
    }

    /// Finds the coupons and prices the cart.
    pub(crate) fn price(&self, cart: &Cart) -> Quote {
        let automatic = self.catalogue.automatic_for(cart, &self.categories);
        evaluate(&Request {
            cart,
            now: UnsavedRequest::DEFAULT_NOW,
            settings: &self.settings,
            automatic: &automatic,
            presented: &[],
            declined: &[],
            facts: &self.facts,
            categories: &self.categories,
            explain: false,
            first_order: None,
        })
    }
}

#[cfg(test)]
#[test]
fn the_figures_of_the_workload() {
    let cart = cart();
    for (coupons, touching, saving) in [(10, 2, 356), (100, 7, 0), (1_000, 40, 0)] {
        let workload = Workload::new(coupons);
        let quote = workload.price(&cart);
        assert_eq!(quote.totals.subtotal, 46_681);
        assert_eq!(quote.discounts.applied.len(), touching, "of {coupons}");
        assert!(quote.selection.optimal);
        assert_eq!(quote.selection.evaluated as usize, 1 + touching, "the full set, and each without one: no search");
        assert!(saving == 0 || quote.totals.savings == saving, "{}", quote.totals.savings);
    }
    assert_eq!(Workload::new(10).price(&cart).totals.total, 46_325);
    assert_eq!(Workload::among(10, 500).price(&cart).totals.total, 46_325);
}
