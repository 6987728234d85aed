//! A run from beginning to end: start, load, storms, kills, calm, judgement, report.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context, bail};
use serde_json::Value;

use crate::arguments::{Arguments, Database, Operations, Part};
use crate::checker::{Entry, HOLDS, REFUNDS, Record, STORMS, Verdict, check};
use crate::client::Client;
use crate::draw::Draw;
use crate::faults::wait_until_well;
use crate::generator::{Market, Setting};
use crate::history::{History, Kind, Phase};
use crate::open_loop::Arrivals;
use crate::probe::Probe;
use crate::report::{Facts, write_report};
use crate::scenario::kills::{self, Killed, again};
use crate::scenario::load;
use crate::scenario::storm::{self, Expected};
use crate::supervisor::World;

const CALM_STREAM: u64 = 3;
/// How often an unknown outcome is asked for once all is calm.
const LAST_QUESTIONS: u32 = 5;

/// How it ended.
#[derive(Clone, Debug)]
pub struct Summary {
    /// For the terminal.
    pub text: String,
    /// How many things did not hold.
    pub violations: usize,
}

/// What the parts of a run did.
#[derive(Default)]
struct Done {
    arrivals: Arrivals,
    killed: Killed,
    storms: Vec<Expected>,
}

/// Runs the harness.
///
/// # Errors
/// The run could not be made: the binary does not start, does not come back or lacks what is asked of it.
pub async fn run(mut arguments: Arguments) -> anyhow::Result<Summary> {
    let seed = arguments.seed.unwrap_or_else(seed_of_the_time);
    let binary = fs::canonicalize(&arguments.binary);
    arguments.binary = binary.with_context(|| format!("there is no {}", arguments.binary.display()))?;
    let out = arguments
        .out
        .clone()
        .unwrap_or_else(|| PathBuf::from("target/harness").join(format!("{}-{seed}", arguments.database.name())));
    fs::create_dir_all(&out)?;
    let out = fs::canonicalize(out)?;
    for entry in fs::read_dir(&out)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "log") {
            fs::remove_file(path)?;
        }
    }
    let history = Arc::new(History::create(&out.join("history.jsonl"))?);
    let world = World::start(&arguments, out.clone(), Arc::clone(&history)).await?;
    let market = Arc::new(Market::default());
    let operations = Arc::new(arguments.operations.clone());
    let setting = Setting { client: world.client.clone(), market: Arc::clone(&market), operations, seed };
    let probe = Probe::start(world.source.clone(), Arc::clone(&world.gate), Arc::clone(&market));
    let done = run_parts(&arguments, &world, &setting).await;
    if world.client.lacks_something() {
        bail!("the binary lacks a call that this run needs; see {}", out.join("history.jsonl").display());
    }
    let done = done.with_context(|| format!("seed {seed}, history in {}", out.display()))?;
    calm_down(&world, &setting).await;
    let ledger = read_ledger(&world.client).await?;
    let damage = world.source.faults().await?;
    if !damage.is_empty() {
        bail!("the database is damaged: {}", damage.join("; "));
    }
    let seen = probe.stop().await?;
    let seconds = history.now() / 1_000_000_000;
    let events = history.take();
    let record = Record {
        coupons: market.all(),
        calls: events.calls,
        disturbances: events.disturbances,
        recoveries: events.recoveries,
        ledger,
        seen,
        exact: done.storms.iter().map(|one| (one.coupon_id.clone(), one.uses)).collect(),
    };
    let mut verdicts = check(&record);
    demand_evidence(&arguments, &mut verdicts);
    let facts = Facts {
        arguments: &arguments,
        seed,
        seconds,
        nodes: world.nodes(),
        killed: done.killed,
        arrivals: done.arrivals,
        running: world.running().await,
    };
    let text = write_report(&out, &facts, &record, &verdicts)?;
    Ok(Summary { text, violations: verdicts.iter().map(|verdict: &Verdict| verdict.violations.len()).sum() })
}

async fn run_parts(arguments: &Arguments, world: &World, setting: &Setting) -> anyhow::Result<Done> {
    let is_sqlite = arguments.database == Database::Sqlite;
    let mut done = Done::default();
    world.history.set_phase(Phase::Faults);
    for part in &arguments.parts {
        match part {
            Part::Load => {
                let seconds = arguments.seconds.unwrap_or(if is_sqlite { 60 } else { 150 });
                let time = Duration::from_secs(seconds);
                load::run(world, setting, &mut done.arrivals, arguments.rate, time).await?;
            }
            Part::Storm => {
                world.history.set_phase(Phase::Storm);
                done.storms = storm::run(setting).await?;
                world.history.set_phase(Phase::Faults);
            }
            Part::Kills => {
                let nodes = arguments.kills.unwrap_or(if is_sqlite { 100 } else { 50 });
                let database = if is_sqlite { 0 } else { arguments.database_kills };
                let wanted = Killed { nodes, database };
                done.killed = kills::run(world, setting, &mut done.arrivals, arguments.rate, wanted).await?;
            }
        }
    }
    Ok(done)
}

/// A promise that this run was to try and did not is not kept: a check that saw nothing proves nothing.
fn demand_evidence(arguments: &Arguments, verdicts: &mut [Verdict]) {
    let does = |operations| arguments.operations.contains(&operations);
    let has = |part| arguments.parts.contains(&part);
    for verdict in verdicts.iter_mut().filter(|verdict| verdict.looked_at == 0) {
        let is_demanded = match verdict.promise {
            promise if promise == HOLDS => does(Operations::Reservations) && (has(Part::Load) || has(Part::Kills)),
            promise if promise == REFUNDS => does(Operations::Refunds) && (has(Part::Load) || has(Part::Kills)),
            promise if promise == STORMS => has(Part::Storm),
            _ => has(Part::Load),
        };
        if is_demanded {
            verdict.find("nothing was looked at: the run did not try this", []);
        }
    }
}

/// No faults any more: every node takes mutations, and every unknown outcome is asked for once more with its key.
async fn calm_down(world: &World, setting: &Setting) {
    let mut draw = Draw::new(setting.seed, CALM_STREAM);
    for node in 0..world.nodes() {
        wait_until_well(world, &mut draw, node, &format!("calm-{node}")).await;
    }
    for _ in 0..LAST_QUESTIONS {
        let open: Vec<_> = world.history.read(|events| {
            let is_open = |call: &&crate::history::Call| {
                !matches!(call.kind, Kind::Read | Kind::KeyReuse)
                    && !call.attempts.iter().any(|attempt| attempt.outcome.is_final())
            };
            events.calls.iter().filter(is_open).map(again).collect()
        });
        if open.is_empty() {
            return;
        }
        for (op, request, key) in open {
            let node = draw.below(world.nodes());
            setting.client.ask_again(op, node, &request, &key).await;
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}

/// Every redemption, by the product's own list.
async fn read_ledger(client: &Client) -> anyhow::Result<Vec<Entry>> {
    let mut entries = Vec::new();
    let mut path = "/v1/redemptions?limit=200".to_owned();
    loop {
        let page = client.fetch(&path).await?;
        for one in page["data"].as_array().context("a list has data")? {
            let text = |name: &str| one[name].as_str().unwrap_or_default().to_owned();
            let (id, order_id) = (text("id"), text("order_id"));
            entries.push(Entry { id, order_id, coupon_id: text("coupon_id"), state: text("state") });
        }
        match &page["next_cursor"] {
            Value::String(cursor) => path = format!("/v1/redemptions?limit=200&cursor={cursor}"),
            _ => return Ok(entries),
        }
    }
}

fn seed_of_the_time() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(1, |since| since.as_secs())
}
