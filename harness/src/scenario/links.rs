//! The links between nodes and database, one after the other and each in every way that keeps a transaction open: slow,
//! without COMMIT or its answer, and silent for longer than most waits of the product.

use std::time::Duration;

use super::under_load;
use crate::draw::Draw;
use crate::faults::{Silence, break_link, lull, wait_until_well};
use crate::generator::Setting;
use crate::open_loop::Arrivals;
use crate::proxy::Mode;
use crate::supervisor::World;

const PART: u64 = 9;
const STREAM: u64 = 10;
/// How often commits are lost on each link, and their answers: each time one for every connection.
const LOST: u64 = 3;
const SLOW: Duration = Duration::from_millis(100);

/// Breaks every link in every way, under load.
pub(crate) async fn run(world: &World, setting: &Setting, arrivals: &mut Arrivals, rate: u64) -> anyhow::Result<()> {
    under_load(setting, arrivals, rate, ("L", PART), break_all(world, setting.seed)).await
}

async fn break_all(world: &World, seed: u64) -> anyhow::Result<()> {
    let mut draw = Draw::new(seed, STREAM);
    for (node, link) in world.database_links.iter().enumerate() {
        tokio::time::sleep(Duration::from_millis(draw.between(1_000, 2_000))).await;
        for _ in 0..LOST {
            let time = Duration::from_millis(draw.between(500, 1_000));
            break_link(world, link, Mode::SwallowCommitted, ("answers to COMMIT swallowed", node, false), time).await;
            tokio::time::sleep(Duration::from_millis(draw.between(200, 600))).await;
            break_link(world, link, Mode::LoseCommit, ("COMMIT lost on its way", node, false), time).await;
            tokio::time::sleep(Duration::from_millis(draw.between(200, 600))).await;
        }
        wait_until_well(world, &mut draw, node, &format!("links-commit-{node}")).await;
        let time = Duration::from_millis(draw.between(3_000, 5_000));
        break_link(world, link, Mode::Delay(SLOW), ("database link delayed", node, false), time).await;
        wait_until_well(world, &mut draw, node, &format!("links-slow-{node}")).await;
        for silence in [Silence::LongerThanAWait, Silence::LongerThanACall] {
            lull(world, &mut draw, node, silence).await;
            wait_until_well(world, &mut draw, node, &format!("links-{silence:?}-{node}")).await;
        }
    }
    Ok(())
}
