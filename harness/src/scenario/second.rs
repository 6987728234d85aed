//! A second process on the same SQLite file is refused in words, and the first goes on.

use std::time::Duration;

use crate::checker::Verdict;
use crate::draw::Draw;
use crate::faults::is_well;
use crate::supervisor::World;

const STREAM: u64 = 5;
/// Longer than the second may take to find out.
const PATIENCE: Duration = Duration::from_secs(15);

/// Starts a second one.
pub(crate) async fn run(world: &World, seed: u64) -> anyhow::Result<Verdict> {
    let mut verdict = Verdict::new("a second process on the same file is refused");
    let command = ["serve", "--database", &world.product.database, "--listen", "127.0.0.1:0"];
    verdict.look();
    match tokio::time::timeout(PATIENCE, world.product.run(&command)).await {
        Err(_) => verdict.find("it serves", []),
        Ok(output) => {
            let output = output?;
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            if output.status.success() || !said.contains("in use by another process") {
                verdict.find(format!("it ends with {} and says: {}", output.status, said.trim()), []);
            }
        }
    }
    if !is_well(&world.client, &mut Draw::new(seed, STREAM), 0, "beside-a-second").await {
        verdict.find("the first takes no mutation any more", []);
    }
    Ok(verdict)
}
