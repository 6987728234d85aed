//! The demo shop: what `cli/demo/*.json` says, loaded through the same use cases as everything else.

mod clock;
mod data;
mod draw;
mod orders;

use anyhow::{Context, anyhow};
use tessera_app::categories::Category;
use tessera_app::customers::Customer;
use tessera_app::products::Product;
use tessera_app::{App, Mutation};
use tessera_engine::{Terms, from_json};

pub(crate) use clock::DemoClock;

/// What the demo shop holds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Filled {
    /// Products.
    pub(crate) products: usize,
    /// Customers.
    pub(crate) customers: usize,
    /// Past orders.
    pub(crate) orders: usize,
    /// Coupons.
    pub(crate) coupons: usize,
}

/// Fills an empty store: catalogue, customers and coupons as of thirteen months ago, then the orders in the order
/// of their time. Afterwards the clock is that of the machine.
pub(crate) async fn fill(app: &App, clock: &DemoClock) -> anyhow::Result<Filled> {
    let data = data::Data::read()?;
    clock.set_months_ago(13);
    let shop = br#"{"store_name": "Demo shop", "time_zone": "Europe/Paris", "currency": "USD"}"#.to_vec();
    let settings = Mutation { body: shop, ..Mutation::program("/demo") };
    app.update_settings(settings).await.map_err(|problem| told("settings", &problem))?;
    for record in &data.categories {
        let category: Category = body(record, &["id"])?;
        app.put_category(Mutation::program("/demo"), &record.id, category)
            .await
            .map_err(|problem| told(&record.id, &problem))?;
    }
    for record in &data.products {
        let product: Product = body(record, &["id"])?;
        app.put_product(Mutation::program("/demo"), &record.id, product)
            .await
            .map_err(|problem| told(&record.id, &problem))?;
    }
    for record in &data.customers {
        let customer: Customer = body(record, &["id"])?;
        app.put_customer(Mutation::program("/demo"), &record.id, customer)
            .await
            .map_err(|problem| told(&record.id, &problem))?;
    }
    for record in &data.coupons {
        let terms: Terms = body(record, &[])?;
        app.create_coupon(Mutation::program("/demo"), terms).await.map_err(|problem| told(&record.id, &problem))?;
    }
    let orders = orders::place(app, clock, &data).await?;
    clock.follow_machine();
    Ok(Filled { products: data.products.len(), customers: data.customers.len(), orders, coupons: data.coupons.len() })
}

/// The body of a record: its members without those the path names.
fn body<T: tessera_engine::decode::Decode>(record: &data::Record, without: &[&str]) -> anyhow::Result<T> {
    let text = record.text_without(without)?;
    from_json(text.as_bytes())
        .map_err(|error| anyhow!("{error:?}"))
        .with_context(|| format!("the demo record `{}`", record.id))
}

fn told(id: &str, problem: &tessera_app::Problem) -> anyhow::Error {
    anyhow!("the demo record `{id}`: {} {:?}", problem.detail, problem.errors)
}
