//! `tessera serve`: serves the API on a database.

use std::net::SocketAddr;
use std::process::ExitCode;

use anyhow::{Context, anyhow};
use clap::Args;
use tessera_app::{App, StartOptions};
use tessera_server::ServerOptions;
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
    #[arg(long, env = "TESSERA_LISTEN", default_value = "127.0.0.1:7410", value_name = "ADDR")]
    listen: SocketAddr,
    /// A full-rights secret key to install at the start; at least 24 characters, beginning with `sk_`.
    #[arg(long, env = "TESSERA_SECRET_KEY", hide_env_values = true, value_name = "KEY")]
    secret_key: Option<String>,
}

/// Runs the command.
pub(crate) async fn run(args: ServeArgs) -> anyhow::Result<ExitCode> {
    log_to_stderr();
    let store = args.database.open(Purpose::Own).await?;
    let app = App::start(store.clone(), StartOptions::default()).await?;
    if let Some(secret) = &args.secret_key {
        app.install_operator_key(secret).await.map_err(|problem| anyhow!("{}", problem.detail))?;
    }
    let listener = TcpListener::bind(args.listen).await.with_context(|| format!("cannot listen on {}", args.listen))?;
    let address = listener.local_addr()?;
    println!("Tessera serves {} on http://{address}", args.database.shown());
    if app
        .list_keys()
        .await
        .map_err(|problem| anyhow!("{}", problem.detail))?
        .iter()
        .all(|key| key.revoked_at.is_some())
    {
        println!("There is no API key yet. Make the first one beside this process:");
        println!("  tessera keys --database {} create --name first --scopes all", args.database.shown());
    }
    let house = tokio::spawn({
        let app = app.clone();
        async move { app.keep_house().await }
    });
    tessera_server::serve(listener, app, ServerOptions::default(), stop_requested()).await?;
    house.abort();
    store.close().await;
    Ok(ExitCode::SUCCESS)
}
