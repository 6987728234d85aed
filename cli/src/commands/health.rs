//! `tessera health`: asks a running server whether it is well. For a supervisor that has no HTTP client, such as that of a
//! container. Exits with 1 when it is not.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::process::ExitCode;

use clap::Args;
use serde_json::Value;

use crate::as_code::api::Api;

/// Which server.
#[derive(Debug, Args)]
pub(crate) struct HealthArgs {
    /// The server's address; without it the one that `serve` listens on, by `TESSERA_LISTEN`.
    #[arg(value_name = "URL")]
    url: Option<String>,
    /// Where `serve` listens.
    #[arg(long, env = "TESSERA_LISTEN", default_value = "127.0.0.1:7410", value_name = "ADDRESS")]
    listen: SocketAddr,
}

impl HealthArgs {
    /// Where to ask: what listens everywhere is asked on this machine.
    fn address(&self) -> String {
        let mut listen = self.listen;
        if listen.ip().is_unspecified() {
            listen.set_ip(if listen.is_ipv4() { Ipv4Addr::LOCALHOST.into() } else { Ipv6Addr::LOCALHOST.into() });
        }
        self.url.clone().unwrap_or_else(|| format!("http://{listen}"))
    }
}

/// Runs the command.
pub(crate) async fn run(args: HealthArgs) -> anyhow::Result<ExitCode> {
    let url = args.address();
    let (is_ready, health) = match Api::new(&url, "")?.call("GET", "/readyz", None, None).await? {
        Ok(health) => (true, health),
        Err(refused) => (false, refused.problem),
    };
    let text = |promise: &Value, member: &str| promise[member].as_str().unwrap_or_default().to_owned();
    for promise in health["broken"].as_array().into_iter().flatten() {
        say_line!("FAIL  {:<20} {}", text(promise, "name"), text(promise, "detail"));
    }
    if is_ready {
        say_line!("{url} is ready.");
        return Ok(ExitCode::SUCCESS);
    }
    say_line!("{url} is not ready.");
    Ok(ExitCode::FAILURE)
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Named {
        #[command(flatten)]
        health: HealthArgs,
    }

    #[test]
    fn what_listens_everywhere_is_asked_on_this_machine() {
        let of = |listen: &str| HealthArgs { url: None, listen: listen.parse().unwrap() }.address();
        assert_eq!(of("0.0.0.0:7410"), "http://127.0.0.1:7410");
        assert_eq!(of("[::]:80"), "http://[::1]:80");
        assert_eq!(of("10.0.0.5:7410"), "http://10.0.0.5:7410");
        // What the surroundings set is no word against an address that is given.
        let parsed = Named::try_parse_from(["health", "http://shop.example", "--listen", "10.0.0.5:1"]).unwrap();
        assert_eq!(parsed.health.address(), "http://shop.example");
        let named = HealthArgs { url: Some("http://shop.example".to_owned()), listen: "10.0.0.5:1".parse().unwrap() };
        assert_eq!(named.address(), "http://shop.example");
    }
}
