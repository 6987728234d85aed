//! `tessera health`: asks a running server whether it is well. For a supervisor that has no HTTP client, such as that of a
//! container. Exits with 1 when it is not.

use std::process::ExitCode;

use clap::Args;
use serde_json::Value;

use crate::as_code::api::Api;

/// Which server.
#[derive(Debug, Args)]
pub(crate) struct HealthArgs {
    /// The server's address.
    #[arg(default_value = "http://127.0.0.1:7410", value_name = "URL")]
    url: String,
}

/// Runs the command.
pub(crate) async fn run(args: HealthArgs) -> anyhow::Result<ExitCode> {
    let (is_ready, health) = match Api::new(&args.url, "")?.call("GET", "/readyz", None, None).await? {
        Ok(health) => (true, health),
        Err(refused) => (false, refused.problem),
    };
    let text = |promise: &Value, member: &str| promise[member].as_str().unwrap_or_default().to_owned();
    for promise in health["broken"].as_array().into_iter().flatten() {
        say_line!("FAIL  {:<20} {}", text(promise, "name"), text(promise, "detail"));
    }
    if is_ready {
        say_line!("{} is ready.", args.url);
        return Ok(ExitCode::SUCCESS);
    }
    say_line!("{} is not ready.", args.url);
    Ok(ExitCode::FAILURE)
}
