//! The demo shop: what `cli/demo/*.json` says, loaded through the same use cases as everything else.

mod clock;
mod data;
mod draw;
mod orders;
mod wallets;

use std::collections::BTreeMap;

use anyhow::{Context, anyhow};
use tessera_app::campaigns::CampaignBody;
use tessera_app::categories::Category;
use tessera_app::customers::Customer;
use tessera_app::products::Product;
use tessera_app::{App, Mutation};
use tessera_engine::{Terms, from_json};

pub(crate) use clock::DemoClock;

/// What the demo shop holds.
#[derive(Clone, Debug)]
pub(crate) struct Filled {
    /// Products.
    pub(crate) products: usize,
    /// Customers.
    pub(crate) customers: usize,
    /// Past orders.
    pub(crate) orders: usize,
    /// Coupons.
    pub(crate) coupons: usize,
    /// The codes that everybody may know.
    pub(crate) public_codes: Vec<String>,
}

/// Fills an empty store: catalogue, customers and coupons as of thirteen months ago, then the orders in the order
/// of their time. Afterwards the clock is that of the machine.
pub(crate) async fn fill(app: &App, clock: &DemoClock) -> anyhow::Result<Filled> {
    let mut data = data::Data::read()?;
    clock.set_months_ago(13);
    // The example shop of clients/example-shop is served on this port.
    let shop = br#"{"store_name": "Demo shop", "time_zone": "Europe/Paris", "currency": "USD", "storefront_origins": ["http://127.0.0.1:8000", "http://localhost:8000"]}"#.to_vec();
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
    let mut campaigns = BTreeMap::new();
    for record in &data.campaigns {
        let campaign: CampaignBody = body(record, &[])?;
        let made = app.create_campaign(Mutation::program("/demo"), campaign).await;
        let made = made.map_err(|problem| told(&record.id, &problem))?;
        campaigns.insert(record.id.clone(), wallets::made_id(&made)?);
    }
    let mut coupons = BTreeMap::new();
    for record in &mut data.coupons {
        if let Some(campaign) = record.get("campaign").as_str() {
            let id = campaigns.get(campaign).with_context(|| format!("there is no demo campaign `{campaign}`"))?;
            record.set("campaign_id", id.as_str().into());
        }
        let terms: Terms = body(record, &["campaign"])?;
        let made = app.create_coupon(Mutation::program("/demo"), terms).await;
        coupons.insert(record.id.clone(), wallets::made_id(&made.map_err(|problem| told(&record.id, &problem))?)?);
    }
    let used = wallets::fill(app, clock, &data, &coupons, true).await?;
    let orders = used + orders::place(app, clock, &data).await?;
    clock.follow_machine();
    wallets::fill(app, clock, &data, &coupons, false).await?;
    let is_public = |record: &&data::Record| record.get("visibility") == "public";
    let public_codes = data.coupons.iter().filter(is_public).filter_map(|record| record.get("code").as_str());
    Ok(Filled {
        products: data.products.len(),
        customers: data.customers.len(),
        orders,
        coupons: data.coupons.len(),
        public_codes: public_codes.map(str::to_owned).collect(),
    })
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
