//! A backup that is made under load holds everything that was acknowledged before it, sums up, and can be served.

use std::collections::BTreeSet;
use std::time::Duration;

use anyhow::{Context, bail};

use super::under_load;
use crate::checker::Verdict;
use crate::client::read_ledger;
use crate::generator::Setting;
use crate::http::Http;
use crate::open_loop::Arrivals;
use crate::supervisor::World;

const PART: u64 = 5;
const BACKUPS: u64 = 3;
/// Calls whose redemptions are looked for in a backup.
const LAST_CALLS: usize = 2_000;

/// Makes backups under load, puts each into use and compares.
pub(crate) async fn run(
    world: &World,
    setting: &Setting,
    arrivals: &mut Arrivals,
    rate: u64,
) -> anyhow::Result<Verdict> {
    under_load(setting, arrivals, rate, ("B", PART), back_up(world)).await
}

async fn back_up(world: &World) -> anyhow::Result<Verdict> {
    let mut verdict = Verdict::new("a backup made under load is whole and can be served");
    for number in 0..BACKUPS {
        tokio::time::sleep(Duration::from_secs(2)).await;
        let acknowledged = last_redemptions(world);
        let copy = world.product.scratch.join(format!("backup-{number}.db"));
        let path = copy.to_str().context("a path is text")?;
        let output = world.product.run(&["backup", "--database", &world.product.database, path]).await?;
        verdict.look();
        if !output.status.success() {
            verdict.find(format!("no backup: {}", String::from_utf8_lossy(&output.stderr).trim()), []);
            continue;
        }
        let restored = format!("sqlite:{path}");
        if let Some(wrong) = world.product.verify(&restored).await? {
            verdict.find(format!("the backup does not sum up: {wrong}"), []);
        }
        let mut node = world.product.node("restored", restored.clone())?;
        node.start()?;
        node.wait_ready(Duration::from_secs(30)).await.context("a backup cannot be served")?;
        let ledger = read_ledger(&Http::new(node.address())).await?;
        node.kill().await?;
        let kept: BTreeSet<&str> = ledger.iter().map(|entry| entry.id.as_str()).collect();
        if kept.is_empty() || acknowledged.is_empty() {
            bail!("a backup was to be made of something");
        }
        for (op, id) in acknowledged.iter().filter(|(_, id)| !kept.contains(id.as_str())) {
            verdict.look();
            verdict.find(format!("redemption {id} was acknowledged before the backup and is not in it"), [*op]);
        }
        // Being put into use wrote a new epoch into it.
        if let Some(wrong) = world.product.verify(&restored).await? {
            verdict.find(format!("the backup does not sum up after it was served: {wrong}"), []);
        }
    }
    Ok(verdict)
}

/// Redemptions that the last answers have named.
fn last_redemptions(world: &World) -> Vec<(u64, String)> {
    world.history.read(|events| {
        let mut ids = Vec::new();
        for call in events.calls.iter().rev().take(LAST_CALLS) {
            // Looked at afresh: what the call itself remembers is for a history that is over.
            for attempt in call.attempts.iter().filter(|attempt| attempt.outcome.is_final()) {
                let crate::history::Outcome::Answer { status: 200..=299, body, .. } = &attempt.outcome else {
                    continue;
                };
                let body: serde_json::Value = serde_json::from_str(body).unwrap_or_default();
                let redemptions = body["redemptions"].as_array().into_iter().flatten();
                ids.extend(redemptions.filter_map(|one| Some((call.op, one["id"].as_str()?.to_owned()))));
            }
        }
        ids
    })
}
