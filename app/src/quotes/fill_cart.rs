//! What the store knows of a product fills what the cart's line leaves out; what the cart says wins.

use std::sync::Arc;

use tessera_engine::cart::{Cart, Line};
use tessera_store::products;

use crate::problem::Problem;
use crate::products::Product;
use crate::start::App;

impl App {
    /// Fills the lines of a cart from the products of the store.
    ///
    /// # Errors
    /// `invalid_body` naming the line when a filled-in amount times its quantity is too large.
    pub(crate) async fn fill_cart(&self, cart: &mut Cart) -> Result<(), Problem> {
        let cache = &self.inner.products;
        let mut unknown: Vec<String> = Vec::new();
        for line in &mut cart.line_items {
            match cache.get(&line.product_id) {
                Some(Some(product)) => fill_line(line, &product),
                Some(None) => {}
                None => unknown.push(line.product_id.clone()),
            }
        }
        if unknown.is_empty() {
            return check(cart);
        }
        unknown.sort_unstable();
        unknown.dedup();
        let asked = unknown.clone();
        let epoch = cache.epoch();
        let records = self
            .inner
            .store
            .read(move |tx| Box::pin(async move { products::read_products(tx, &asked).await.map_err(Problem::from) }))
            .await?;
        let mut found: Vec<Arc<Product>> = records.iter().filter_map(Product::of_record).map(Arc::new).collect();
        found.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        for id in &unknown {
            let product = found
                .binary_search_by(|product| product.id.as_str().cmp(id))
                .ok()
                .map(|index| Arc::clone(&found[index]));
            cache.remember(id, product, epoch);
        }
        for line in &mut cart.line_items {
            if let Ok(index) = found.binary_search_by(|product| product.id.as_str().cmp(&line.product_id)) {
                fill_line(line, &found[index]);
            }
        }
        check(cart)
    }
}

/// What was filled in counts as what was said: the limits on amounts hold for both.
fn check(cart: &Cart) -> Result<(), Problem> {
    match cart.amounts_too_large() {
        errors if errors.is_empty() => Ok(()),
        errors => Err(Problem::fields(errors)),
    }
}

/// Fills one line from its product.
pub(crate) fn fill_line(line: &mut Line, product: &Product) {
    fn fill<T: Clone>(said: &mut Option<T>, known: &Option<T>) {
        if said.is_none() {
            said.clone_from(known);
        }
    }
    fill(&mut line.sku, &product.sku);
    fill(&mut line.title, &product.title);
    fill(&mut line.list_price, &product.list_price);
    fill(&mut line.categories, &product.categories);
    fill(&mut line.groups, &product.groups);
    fill(&mut line.brand, &product.brand);
    fill(&mut line.tags, &product.tags);
    fill(&mut line.attributes, &product.attributes);
    fill(&mut line.on_sale, &product.on_sale);
    fill(&mut line.in_stock, &product.in_stock_now());
    fill(&mut line.discountable, &product.discountable);
    fill(&mut line.gift_card, &product.gift_card);
    fill(&mut line.tax_rate, &product.tax_rate);
    fill(&mut line.weight_grams, &product.weight_grams);
    fill(&mut line.unit_cost, &product.unit_cost);
    fill(&mut line.min_unit_price, &product.min_unit_price);
    fill(&mut line.setup_fee, &product.setup_fee);
    fill(&mut line.billing_period, &product.billing_period);
}
