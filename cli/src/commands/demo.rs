//! `tessera demo`: serves a fresh demo shop.

use std::net::{Ipv4Addr, SocketAddr};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, anyhow};
use clap::Args;
use tessera_app::store::{OpenOptions, Store};
use tessera_app::users::NewUser;
use tessera_app::{App, KeyKind, Mutation, Scope, Scopes, StartOptions};
use tessera_server::{HttpCourier, ServerOptions};
use tessera_shop::{Service, ShopOptions};
use tokio::net::TcpListener;

use crate::demo::{self, DemoClock};
use crate::logging::log_to_stderr;
use crate::signals::stop_requested;

/// The port that is taken when it is free.
const USUAL_PORT: u16 = 7410;

/// The demo's full-rights key. It is the same everywhere, so that the manual's examples can be pasted; the demo
/// listens on this machine only and holds nothing but invented data.
const DEMO_KEY: &str = "sk_demo_not_a_secret_0123456789";

/// Who signs in to its admin pages.
const DEMO_EMAIL: &str = "owner@demo.example";
const DEMO_PASSWORD: &str = "demo demo demo";

/// What the shop's server may do. Of the settings it reads whether there is a field for codes.
const SHOP_SCOPES: [Scope; 7] = [
    Scope::Quotes,
    Scope::Redemptions,
    Scope::Refunds,
    Scope::Claims,
    Scope::Catalogue,
    Scope::Customers,
    Scope::Settings,
];

/// Whom one can be in the shop.
const SHOPPERS: [&str; 5] = ["ana", "ben", "cleo", "dieter", "emma"];

/// Where to serve the demo.
#[derive(Debug, Args)]
pub(crate) struct DemoArgs {
    /// Port on 127.0.0.1; without it 7410, or a free one when that is taken.
    #[arg(long)]
    port: Option<u16>,
}

/// Runs the command.
pub(crate) async fn run(args: DemoArgs) -> anyhow::Result<ExitCode> {
    log_to_stderr();
    let listener = listen(args.port).await?;
    let address = listener.local_addr()?;
    let folder = tempfile::Builder::new()
        .prefix("tessera-demo-")
        .tempdir()
        .context("cannot make a folder for the demo's database")?;
    let path = folder.path().join("demo.db");
    say_line!("Tessera demo: filling a fresh shop in {} ...", path.display());

    let clock = Arc::new(DemoClock::default());
    let options =
        OpenOptions { exclusive: true, create: true, clock: Some(clock.for_store()), ..OpenOptions::default() };
    let store = Store::open(&format!("sqlite:{}", path.display()), options).await?;
    store.migrate().await?;
    let app = App::start(store.clone(), StartOptions { clock: clock.clone(), ..StartOptions::default() }).await?;
    let filled = demo::fill(&app, &clock).await?;
    app.install_operator_key(DEMO_KEY).await.map_err(|problem| anyhow!("{}", problem.detail))?;
    let publishable = app
        .create_key("demo page", KeyKind::Publishable, Scopes::default())
        .await
        .map_err(|problem| anyhow!("{}", problem.detail))?;

    let shop = tessera_shop::router(shop_options(&app, address, &publishable.secret, &filled).await?)?;

    app.create_owner("program", demo_owner()).await.map_err(|problem| anyhow!("{}", problem.detail))?;

    say!("{}", welcome(address, &publishable.secret, &filled));
    let house = tokio::spawn({
        let app = app.clone();
        async move { app.keep_house().await }
    });
    // The demo listens on this machine only, and so may what it tells.
    let courier = Arc::new(HttpCourier::new(true)?);
    let deliveries = tokio::spawn({
        let app = app.clone();
        async move { app.deliver_webhooks(courier).await }
    });
    let jobs = tokio::spawn({
        let app = app.clone();
        async move { app.run_jobs().await }
    });
    let options = ServerOptions { has_shop: true, ..ServerOptions::default() };
    let router = tessera_server::router(app, options.clone()).merge(shop);
    tessera_server::serve_router(listener, router, options, stop_requested()).await?;
    jobs.abort();
    deliveries.abort();
    house.abort();
    store.close().await;
    say_line!("The demo has stopped; its database is gone.");
    Ok(ExitCode::SUCCESS)
}

/// Who signs in to the demo's admin pages; the same everywhere, as the key is.
fn demo_owner() -> NewUser {
    NewUser {
        email: DEMO_EMAIL.to_owned(),
        name: "Dana Demo".to_owned(),
        password: DEMO_PASSWORD.to_owned(),
        is_owner: true,
        roles: Vec::new(),
    }
}

/// What the demo shop is told: its keys, and where things are. Links with a code lead to it.
async fn shop_options(
    app: &App,
    address: SocketAddr,
    publishable_key: &str,
    filled: &demo::Filled,
) -> anyhow::Result<ShopOptions> {
    let body = format!(r#"{{"storefront_url": "http://{address}/shop"}}"#).into_bytes();
    let settings = Mutation { body, ..Mutation::program("/demo") };
    app.update_settings(settings).await.map_err(|problem| anyhow!("{}", problem.detail))?;
    let key = app.create_key("demo shop", KeyKind::Secret, SHOP_SCOPES.into_iter().collect()).await;
    Ok(ShopOptions {
        api: format!("http://{address}"),
        browser_api: None,
        publishable_key: publishable_key.to_owned(),
        secret_key: key.map_err(|problem| anyhow!("{}", problem.detail))?.secret,
        token_secret: app.token_secret().await.map_err(|problem| anyhow!("{}", problem.detail))?,
        name: "Demo shop".to_owned(),
        currency: "USD".to_owned(),
        prices_include_tax: false,
        services: vec![
            Service::new("ground", "Ground, 3 to 5 days", "Standard, 3 à 5 jours", 800),
            Service::new("express", "Express, next day", "Express, le lendemain", 1_800),
        ],
        advertised_codes: filled.public_codes.clone(),
        customers: SHOPPERS.map(str::to_owned).to_vec(),
    })
}

async fn listen(port: Option<u16>) -> anyhow::Result<TcpListener> {
    let at = |port| SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    if let Some(port) = port {
        return TcpListener::bind(at(port)).await.with_context(|| format!("cannot listen on port {port}"));
    }
    match TcpListener::bind(at(USUAL_PORT)).await {
        Ok(listener) => Ok(listener),
        Err(_) => Ok(TcpListener::bind(at(0)).await?),
    }
}

fn welcome(address: SocketAddr, publishable: &str, filled: &demo::Filled) -> String {
    let cart = r#"{"cart":{"currency":"USD","line_items":[{"product_id":"shirt-oxford-white","quantity":3,"unit_price":4900}],"shipping":{"service":"ground","amount":800,"tax_rate":20},"customer":{"id":"ben"}},"discounts":{"codes":["welcome10","freeground"]}}"#;
    format!(
        "\n  {} products, {} customers, {} past orders, {} coupons\n\n  Home      http://{address}/\n  Shop      http://{address}/shop\n  Admin     http://{address}/admin   ({DEMO_EMAIL}, password: {DEMO_PASSWORD})\n  API       http://{address}/docs\n  OpenAPI   http://{address}/openapi.json\n\n  Secret key       {DEMO_KEY}   (all rights, for a server)\n  Publishable key  {publishable}   (for a page)\n\n\
         Try it:\n\n\
         curl -s http://{address}/v1/quotes -H 'Authorization: Bearer {DEMO_KEY}' -H 'Content-Type: application/json' \\\n  -d '{cart}'\n\n\
         curl -s 'http://{address}/v1/coupons?state=active&limit=5' -H 'Authorization: Bearer {DEMO_KEY}'\n\n\
         curl -s 'http://{address}/v1/redemptions?customer_id=ana' -H 'Authorization: Bearer {DEMO_KEY}'\n\n\
         Ctrl-C stops the demo and removes its database.\n",
        filled.products, filled.customers, filled.orders, filled.coupons
    )
}
