//! A node that stands still for a while, with whatever locks it has: the others go on, and it comes back without harm.

use std::time::Duration;

use tokio::time::Instant;

use super::under_load;
use crate::checker::Verdict;
use crate::draw::Draw;
use crate::faults::{WELL_AGAIN, is_well, wait_until_well};
use crate::generator::Setting;
use crate::open_loop::Arrivals;
use crate::supervisor::{World, millis};

const PART: u64 = 4;
const STREAM: u64 = 4;
/// Longer than any time limit of the product and of its database.
const FROZEN: Duration = Duration::from_secs(12);

/// Freezes nodes, one after the other, under load.
pub(crate) async fn run(
    world: &World,
    setting: &Setting,
    arrivals: &mut Arrivals,
    rate: u64,
    times: u64,
) -> anyhow::Result<Verdict> {
    under_load(setting, arrivals, rate, ("Z", PART), freeze(world, setting.seed, times)).await
}

async fn freeze(world: &World, seed: u64, times: u64) -> anyhow::Result<Verdict> {
    let mut verdict = Verdict::new("one frozen node does not hold up the others");
    let mut draw = Draw::new(seed, STREAM);
    for round in 0..times {
        tokio::time::sleep(Duration::from_millis(draw.between(500, 1_500))).await;
        let frozen = draw.below(world.nodes());
        // Numbers of its own: a key that is drawn twice would be a key used for two requests.
        let mut others = Draw::new(draw.any(), 0);
        let (stood, ()) = tokio::join!(world.freeze_node(frozen, FROZEN), async {
            let end = Instant::now() + FROZEN;
            for number in 0.. {
                for node in (0..world.nodes()).filter(|node| *node != frozen) {
                    let began = Instant::now();
                    let is_well =
                        is_well(&world.client, &mut others, node, &format!("frozen-{round}-{number}-{node}")).await;
                    let took = began.elapsed();
                    verdict.look();
                    if !is_well || took > WELL_AGAIN {
                        let what =
                            format!("node {node} with node {frozen} frozen: done {is_well}, {} ms", millis(took));
                        verdict.find(what, []);
                    }
                }
                tokio::time::sleep(Duration::from_millis(200)).await;
                if Instant::now() >= end {
                    break;
                }
            }
        });
        stood?;
        wait_until_well(world, &mut draw, frozen, &format!("thawed-{round}")).await;
        if world.nodes() == 1 {
            verdict.look();
        }
    }
    Ok(verdict)
}
