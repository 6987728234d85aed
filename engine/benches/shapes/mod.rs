//! Carts and coupons of the shapes that are measured.

use std::sync::Arc;

use serde_json::{Value, json};
use tessera_engine::{
    Cart, Catalogue, Categories, CompiledCoupon, Coupon, Facts, Quote, Request, Settings, Terms, UnsavedRequest,
    evaluate, from_json,
};

/// A request whose coupons are already prepared.
pub struct Shape(UnsavedRequest);

impl Shape {
    fn new(lines: &[Value], coupons: &[Value]) -> Self {
        let body = json!({ "cart": { "currency": "USD", "line_items": lines }, "coupons": coupons });
        Self(from_json(body.to_string().as_bytes()).expect("a request within limits"))
    }

    /// 30 lines of 200 pieces with three coupons that look at single units.
    pub fn many_pieces() -> Self {
        let lines: Vec<Value> = (0..30).map(|index| line(index, 200, 500 + 37 * index)).collect();
        let everything = json!({ "exclude_sale_items": true });
        Self::new(
            &lines,
            &[
                coupon(
                    0,
                    &json!({
                        "kind": "buy_x_get_y", "buy": { "quantity": 3, "target": everything },
                        "get": { "quantity": 1, "target": { "products": products(0..15) }, "percent": 50 },
                    }),
                ),
                coupon(
                    1,
                    &json!({
                        "kind": "buy_x_get_y", "buy": { "quantity": 2, "target": { "products": products(10..30) } },
                        "get": { "quantity": 2, "target": everything, "amount": { "USD": 100 } },
                        "reward": "dearest", "max_applications": 300,
                    }),
                ),
                coupon(
                    2,
                    &json!({
                        "kind": "bundle_price", "quantity": 7, "amount": { "USD": 4_000 }, "target": everything,
                    }),
                ),
            ],
        )
    }

    /// 1,000 lines with 50 automatic coupons, each on twenty products.
    pub fn many_lines() -> Self {
        let lines: Vec<Value> = (0..1_000).map(|index| line(index, 2, 1_000 + index)).collect();
        let coupons: Vec<Value> = (0..50)
            .map(|index| {
                let target = json!({ "products": products(20 * index..20 * index + 20) });
                coupon(index, &json!({ "kind": "percent_off", "percent": index % 20 + 1, "target": target }))
            })
            .collect();
        Self::new(&lines, &coupons)
    }

    /// Ten lines and twenty coupons of which no two combine.
    pub fn all_conflict() -> Self {
        let lines: Vec<Value> = (0..10).map(|index| line(index, 2, 1_000 + index)).collect();
        let coupons: Vec<Value> = (0..20)
            .map(|index| {
                let benefit = json!({ "kind": "percent_off", "percent": index + 1 });
                let alone = json!({ "combines_with": {
                    "item": false, "order": false, "shipping": false, "codes": false, "automatic": false,
                } });
                let mut coupon = coupon(index, &benefit);
                coupon["stacking"] = alone;
                coupon
            })
            .collect();
        Self::new(&lines, &coupons)
    }

    /// Three lines of so many pieces, with every kind that looks at single units.
    pub fn of_quantity(quantity: u32) -> Self {
        let lines: Vec<Value> = (0..3).map(|index| line(index, quantity, 500 + 100 * index)).collect();
        let all = json!({ "products": products(0..3) });
        let benefits = [
            json!({ "kind": "fixed_price", "amount": { "USD": 450 }, "max_units": 2, "target": all }),
            json!({ "kind": "bundle_price", "quantity": 3, "amount": { "USD": 1_500 }, "max_applications": 1, "target": all }),
            json!({ "kind": "buy_x_get_y", "buy": { "quantity": 2, "target": all },
                "get": { "quantity": 1, "target": all, "percent": 50 } }),
        ];
        let coupons: Vec<Value> = (0..).zip(&benefits).map(|(index, benefit)| coupon(index, benefit)).collect();
        Self::new(&lines, &coupons)
    }

    /// Prices the cart.
    pub fn price(&self) -> Quote {
        self.0.price()
    }
}

/// Ten lines among live coupons of which ten match, one on each line.
pub struct TenMatch {
    cart: Cart,
    catalogue: Catalogue,
    categories: Categories,
    settings: Settings,
    facts: Facts,
}

impl TenMatch {
    /// With so many live coupons in all.
    pub fn among(live: i64) -> Self {
        let lines: Vec<Value> = (0..10).map(|index| line(index, 1, 1_000 + index)).collect();
        let cart = json!({ "currency": "USD", "line_items": lines }).to_string();
        let mut catalogue = Catalogue::default();
        for index in 0..live {
            let target = json!({ "products": products(index..index + 1) });
            let benefit = json!({ "kind": "percent_off", "percent": 10, "target": target });
            let mut terms = coupon(index, &benefit);
            let id = terms["id"].as_str().expect("an id").to_owned();
            terms.as_object_mut().expect("an object").remove("id");
            let terms: Terms = from_json(terms.to_string().as_bytes()).expect("a coupon");
            catalogue.put(Arc::new(CompiledCoupon::new(Coupon { id, version: 1, terms })));
        }
        Self {
            cart: Cart::from_json(cart.as_bytes()).expect("a cart"),
            catalogue,
            categories: Categories::default(),
            settings: Settings::default(),
            facts: Facts::default(),
        }
    }

    /// Finds the coupons and prices the cart.
    pub fn price(&self) -> Quote {
        let automatic = self.catalogue.automatic_for(&self.cart, &self.categories);
        evaluate(&Request {
            cart: &self.cart,
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

fn line(index: i64, quantity: u32, unit_price: i64) -> Value {
    json!({ "id": format!("line_{index:04}"), "product_id": product(index), "quantity": quantity, "unit_price": unit_price })
}

fn product(index: i64) -> String {
    format!("product_{index}")
}

fn products(range: std::ops::Range<i64>) -> Vec<String> {
    range.map(product).collect()
}

/// An automatic coupon that combines with every other.
fn coupon(index: i64, benefit: &Value) -> Value {
    json!({
        "id": format!("cpn_{index:06}"), "name": format!("Coupon {index}"), "status": "enabled",
        "activation": "automatic", "benefits": [benefit],
        "stacking": { "combines_with": {
            "item": true, "order": true, "shipping": true, "codes": true, "automatic": true
        } },
    })
}
