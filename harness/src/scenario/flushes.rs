//! A process under trace, with one mutation at a time: what it asked of the system between a request and its reply.

use std::fs;
use std::process::Command;

use anyhow::bail;

use crate::checker::{Step, read_trace};
use crate::generator::plain_order;
use crate::history::Outcome;
use crate::http::{Http, Sending};
use crate::supervisor::{READY_BOUND, World};

const ORDERS: u64 = 150;
const CALLS: &str = "trace=recvfrom,sendto,sendmsg,write,writev,pwrite64,fsync,fdatasync";

/// Traces a shop of its own. `None`: there is no strace that may trace.
pub(crate) async fn run(world: &World) -> anyhow::Result<Option<Vec<Step>>> {
    let can = Command::new("strace").args(["-D", "-qq", "-o", "/dev/null", "-e", CALLS, "true"]).status();
    if !can.is_ok_and(|status| status.success()) {
        return Ok(None);
    }
    let (file, trace) = (world.product.scratch.join("traced.db"), world.product.logs.join("flushes.trace"));
    let mut node = world.product.node("traced", format!("sqlite:{}", file.display()))?;
    let strace = ["strace", "-D", "-f", "-y", "-qq", "-s", "32", "-e", CALLS, "-o"];
    node.run_below(strace.map(str::to_owned).into_iter().chain([trace.display().to_string()]).collect());
    node.start()?;
    node.wait_ready(READY_BOUND * 4).await?;
    let http = Http::new(node.address());
    for number in 0..ORDERS {
        let (key, body) = (format!("flush-{number}"), plain_order(&format!("flush-{number}")));
        let sending = Sending { method: "POST", path: "/v1/redemptions", key: &key, body: &body };
        match http.send(sending).await {
            Outcome::Answer { status: 201, .. } => {}
            other => bail!("an order under trace is answered with {other:?}"),
        }
    }
    node.kill().await?;
    Ok(Some(read_trace(&fs::read_to_string(&trace)?)))
}
