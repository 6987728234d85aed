//! `tessera serve`: serves the API on a database.

use std::io;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::anyhow;
use clap::Args;
use tessera_app::store::{OpenOptions, Store};
use tessera_app::{App, StartOptions};
use tessera_server::{HttpCourier, ServerOptions, TrustedProxies};
use tokio::net::TcpListener;

use crate::logging::log_to_stderr;
use crate::open::{DatabaseArgs, Purpose};
use crate::signals::stop_requested;

/// Where to serve what.
#[derive(Debug, Args)]
pub(crate) struct ServeArgs {
    #[command(flatten)]
    database: DatabaseArgs,
    /// Address and port.
    #[arg(long, env = "TESSERA_LISTEN", default_value = "127.0.0.1:7410", value_name = "ADDR", value_parser = parse_listen)]
    listen: SocketAddr,
    /// A full-rights secret key to install at the start; at least 24 characters, beginning with `sk_`.
    #[arg(long, env = "TESSERA_SECRET_KEY", hide_env_values = true, value_name = "KEY")]
    secret_key: Option<String>,
    /// Send events also to endpoints in private networks and on this machine, and without TLS.
    #[arg(long, env = "TESSERA_ALLOW_PRIVATE_WEBHOOKS")]
    allow_private_webhooks: bool,
    /// Proxies in front whose X-Forwarded-For and X-Forwarded-Proto are believed: addresses and networks such as
    /// 10.0.0.0/8, separated by commas, or none.
    #[arg(long, env = "TESSERA_TRUSTED_PROXIES", default_value_t, value_name = "LIST")]
    trusted_proxies: TrustedProxies,
}

fn parse_listen(text: &str) -> Result<SocketAddr, &'static str> {
    text.parse().map_err(|_| "write an IP address and a port, such as 127.0.0.1:7410")
}

/// Installs the key in a database of its own, in memory.
async fn try_operator_key(secret: &str) -> anyhow::Result<()> {
    let store = Store::open("sqlite::memory:", OpenOptions::default()).await?;
    store.migrate().await?;
    let app = App::start(store.clone(), StartOptions::default()).await?;
    let tried = app.install_operator_key(secret).await;
    store.close().await;
    tried.map_err(|problem| anyhow!("{}", problem.detail))
}

async fn listen(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => anyhow!(
            "cannot listen on {address}: it is in use; is another Tessera running? Choose another address with --listen"
        ),
        _ => anyhow!("cannot listen on {address}: {error}"),
    })
}

/// Runs the command.
pub(crate) async fn run(args: ServeArgs) -> anyhow::Result<ExitCode> {
    log_to_stderr();
    // What can be refused is refused before a database is made or migrated.
    if let Some(secret) = &args.secret_key {
        try_operator_key(secret).await?;
    }
    let listener = listen(args.listen).await?;
    let store = args.database.open(Purpose::Own).await?;
    for check in store.readiness().await?.iter().filter(|check| !check.ok) {
        tracing::error!(promise = check.name, detail = %check.detail, "the database does not keep a promise; /readyz says so too");
    }
    let app = App::start(store.clone(), StartOptions::with_clock_of(&store)).await?;
    if let Some(secret) = &args.secret_key {
        app.install_operator_key(secret).await.map_err(|problem| anyhow!("{}", problem.detail))?;
    }
    let address = listener.local_addr()?;
    say_line!("Tessera serves {} on http://{address}", args.database.shown());
    if app
        .list_keys()
        .await
        .map_err(|problem| anyhow!("{}", problem.detail))?
        .iter()
        .all(|key| key.revoked_at.is_some())
    {
        say_line!("There is no API key yet. Make the first one beside this process:");
        say_line!("  tessera keys create --database {} --name first --scopes all", args.database.shown());
    }
    if app.needs_setup().await.map_err(|problem| anyhow!("{}", problem.detail))? {
        say_line!("There is no account for the admin pages yet. Make the owner's, with this link and soon:");
        say_line!("  http://{address}/admin/setup?token={}", app.setup_token());
    } else {
        say_line!("Admin: http://{address}/admin");
    }
    let house = tokio::spawn({
        let app = app.clone();
        async move { app.keep_house().await }
    });
    let courier = Arc::new(HttpCourier::new(args.allow_private_webhooks)?);
    let deliveries = tokio::spawn({
        let app = app.clone();
        async move { app.deliver_webhooks(courier).await }
    });
    let jobs = tokio::spawn({
        let app = app.clone();
        async move { app.run_jobs().await }
    });
    let options = ServerOptions { trusted_proxies: args.trusted_proxies, ..ServerOptions::default() };
    tessera_server::serve(listener, app, options, stop_requested()).await?;
    jobs.abort();
    deliveries.abort();
    house.abort();
    store.close().await;
    Ok(ExitCode::SUCCESS)
}
