//! `kill -9` under load, again and again; what was acknowledged last is asked for after every start.

use std::time::Duration;

use anyhow::bail;
use serde_json::Value;

use super::under_load;
use crate::client::Request;
use crate::draw::Draw;
use crate::faults::wait_until_well;
use crate::generator::Setting;
use crate::history::{Attempt, Call, Kind};
use crate::open_loop::Arrivals;
use crate::supervisor::World;

const STREAM: u64 = 2;
const PART: u64 = 3;
/// Numbers of the streams and of the parts that later rounds have.
const LATER_STREAMS: u64 = 64;
const LATER_PARTS: u64 = 64;
/// How many of the last acknowledged operations are asked for again.
const ASKED_AGAIN: usize = 20;
const CYCLES_BETWEEN_INTEGRITY_CHECKS: u64 = 10;

/// How often each was killed.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Killed {
    pub(crate) nodes: u64,
    pub(crate) database: u64,
}

/// Kills nodes and the database while shoppers come. A run may do so in several rounds.
pub(crate) async fn run(
    world: &World,
    setting: &Setting,
    arrivals: &mut Arrivals,
    rate: u64,
    wanted: Killed,
    round: u64,
) -> anyhow::Result<Killed> {
    let (name, part) = if round == 0 { ("K".to_owned(), PART) } else { (format!("K{round}R"), LATER_PARTS + round) };
    under_load(setting, arrivals, rate, (&name, part), kill_all(world, setting, wanted, round)).await
}

async fn kill_all(world: &World, setting: &Setting, wanted: Killed, round: u64) -> anyhow::Result<Killed> {
    let mut draw = Draw::new(setting.seed, if round == 0 { STREAM } else { LATER_STREAMS + round });
    let mut killed = Killed::default();
    let each = wanted.nodes / (wanted.database + 1);
    for cycle in 0..wanted.nodes {
        tokio::time::sleep(Duration::from_millis(draw.between(50, 600))).await;
        let node = draw.below(world.nodes());
        world.kill_node(node, Duration::from_millis(draw.between(0, 100))).await?;
        killed.nodes += 1;
        ask_for_the_last(world, setting, node).await;
        if cycle % CYCLES_BETWEEN_INTEGRITY_CHECKS == 0 {
            let faults = world.source.faults().await?;
            if !faults.is_empty() {
                bail!("the database is damaged after {} kills: {}", killed.nodes, faults.join("; "));
            }
        }
        if each > 0 && cycle % each == each - 1 && killed.database < wanted.database {
            world.kill_database().await?;
            killed.database += 1;
            for node in 0..world.nodes() {
                wait_until_well(world, &mut draw, node, &format!("database-{round}-{}-{node}", killed.database)).await;
            }
        }
    }
    Ok(killed)
}

/// Asks for the last acknowledged operations with their keys: the checker compares the answers, byte for byte.
async fn ask_for_the_last(world: &World, setting: &Setting, node: usize) {
    let last: Vec<(u64, Request, String)> = world.history.read(|events| {
        let is_acknowledged = |attempt: &Attempt| attempt.outcome.is_final();
        let is_keyed = |call: &&Call| !call.key.is_empty() && call.kind != Kind::KeyReuse;
        let acknowledged =
            events.calls.iter().rev().filter(is_keyed).filter(|call| call.attempts.iter().any(is_acknowledged));
        acknowledged.take(ASKED_AGAIN).map(again).collect()
    });
    for (op, request, key) in last {
        setting.client.ask_again(op, node, &request, &key).await;
    }
}

/// A call as it was sent.
pub(crate) fn again(call: &Call) -> (u64, Request, String) {
    let body: Value = call.body.clone();
    (call.op, Request { kind: call.kind, method: call.method, path: call.path.clone(), body }, call.key.clone())
}
