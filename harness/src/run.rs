//! A run from beginning to end: start, load, storms, kills, calm, judgement, report.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context, bail};

use crate::arguments::{Arguments, Database, Operations, Part};
use crate::checker::{FLUSHES, HOLDS, REFUNDS, Record, STORMS, Step, Verdict, check};
use crate::client::read_ledger;
use crate::draw::Draw;
use crate::faults::wait_until_well;
use crate::feed::{read_audit, read_events};
use crate::generator::{Market, Setting};
use crate::history::{Events, History, Kind, Phase};
use crate::open_loop::Arrivals;
use crate::probe::{Probe, Seen};
use crate::report::{Facts, write_report};
use crate::scenario::kills::{self, Killed, again};
use crate::scenario::storm::{self, Expected};
use crate::scenario::{backup, batches, claims, clients, clocks, disk, flushes, freeze, links, load, second};
use crate::supervisor::{Clocks, World};

const CALM_STREAM: u64 = 3;
/// Kill cycles of a round.
const ROUND: u64 = 25;
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
    /// What came of the trials that judge for themselves.
    trials: Vec<Verdict>,
    /// What a traced process asked of the system.
    trace: Vec<Step>,
    /// What this machine or this database cannot try, and why.
    left_out: Vec<String>,
    /// Whether the run ended before its last part, as it was told to.
    is_cut_short: bool,
}

impl Done {
    fn note(&mut self, trial: Option<Verdict>, why_not: &str) {
        match trial {
            Some(verdict) => self.trials.push(verdict),
            None => self.left_out.push(why_not.to_owned()),
        }
    }
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
    let done = run_parts(&arguments, &world, &setting, &probe).await;
    if world.client.lacks_something() {
        bail!("the binary lacks a call that this run needs; see {}", out.join("history.jsonl").display());
    }
    let done = done.with_context(|| format!("seed {seed}, history in {}", out.display()))?;
    calm_down(&world, &setting).await;
    let record = take_record(&world, &market, &done, probe.stop().await?).await?;
    let running = world.running().await;
    let inside = look_inside(&world).await?;
    let seconds = history.now() / 1_000_000_000;
    let mut verdicts = check(&record);
    demand_evidence(&arguments, &done, &mut verdicts);
    verdicts.extend(done.trials);
    verdicts.push(inside);
    let facts = Facts {
        arguments: &arguments,
        seed,
        seconds,
        nodes: world.nodes(),
        killed: done.killed,
        arrivals: done.arrivals,
        running,
        database: world.source.version().await?,
        left_out: done.left_out,
    };
    let text = write_report(&out, &facts, &record, &verdicts)?;
    Ok(Summary { text, violations: verdicts.iter().map(|verdict: &Verdict| verdict.violations.len()).sum() })
}

/// All that is known now.
async fn take_record(world: &World, market: &Market, done: &Done, seen: Seen) -> anyhow::Result<Record> {
    let node = world.client.first()?;
    let (ledger, events, audit) = (read_ledger(node).await?, read_events(node).await?, read_audit(node).await?);
    let heard = world.history.read(Events::clone);
    Ok(Record {
        coupons: market.all(),
        calls: heard.calls,
        disturbances: heard.disturbances,
        recoveries: heard.recoveries,
        ledger,
        seen,
        exact: done.storms.iter().map(|one| (one.coupon_id.clone(), one.uses)).collect(),
        events,
        audit,
        trace: done.trace.clone(),
    })
}

/// Whether a promise that the run was to try until it breaks did break.
async fn is_over(arguments: &Arguments, world: &World, setting: &Setting, done: &Done, probe: &Probe) -> bool {
    if arguments.until.is_empty() {
        return false;
    }
    calm_down(world, setting).await;
    let Ok(record) = take_record(world, &setting.market, done, probe.seen()).await else { return false };
    let is_wanted = |verdict: &&Verdict| arguments.until.iter().any(|words| verdict.promise.contains(words.as_str()));
    let is_broken = |verdict: &Verdict| !verdict.violations.is_empty();
    check(&record).iter().chain(&done.trials).filter(is_wanted).any(is_broken)
}

async fn run_parts(arguments: &Arguments, world: &World, setting: &Setting, probe: &Probe) -> anyhow::Result<Done> {
    let is_sqlite = arguments.database == Database::Sqlite;
    let mut done = Done::default();
    world.history.set_phase(Phase::Faults);
    let mut parts = arguments.parts.clone();
    parts.sort_by_key(|part| Some(*part) != arguments.first);
    for part in &parts {
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
                // In rounds where the run may end between them.
                let rounds = if arguments.until.is_empty() { 1 } else { nodes.div_ceil(ROUND).max(1) };
                for round in 0..rounds {
                    let wanted = Killed { nodes: nodes.div_ceil(rounds), database: database.div_ceil(rounds) };
                    let rate = arguments.rate;
                    let killed = kills::run(world, setting, &mut done.arrivals, rate, wanted, round).await?;
                    done.killed.nodes += killed.nodes;
                    done.killed.database += killed.database;
                    if round + 1 < rounds && is_over(arguments, world, setting, &done, probe).await {
                        break;
                    }
                }
            }
            _ => try_one(*part, arguments, world, setting, &mut done).await?,
        }
        if is_over(arguments, world, setting, &done, probe).await {
            done.left_out
                .push("the parts that follow: a promise did not hold, which is what was waited for".to_owned());
            done.is_cut_short = true;
            break;
        }
    }
    Ok(done)
}

/// The parts that judge for themselves.
async fn try_one(
    part: Part,
    arguments: &Arguments,
    world: &World,
    setting: &Setting,
    done: &mut Done,
) -> anyhow::Result<()> {
    let is_sqlite = arguments.database == Database::Sqlite;
    let (rate, seed) = (arguments.rate, setting.seed);
    match part {
        Part::Freeze => {
            let times = if is_sqlite { 1 } else { 2 };
            done.trials.push(freeze::run(world, setting, &mut done.arrivals, rate, times).await?);
        }
        Part::Clients => done.trials.push(clients::run(world, setting, &mut done.arrivals, rate).await?),
        Part::Clocks if !is_sqlite => match Clocks::compile(&world.product.scratch) {
            Ok(clocks) => done.trials.push(clocks::run(world, setting, &mut done.arrivals, rate, &clocks).await?),
            Err(error) => done.left_out.push(format!("wrong clocks: {error:#}")),
        },
        Part::Clocks => {
            done.left_out.push("wrong clocks: one process on SQLite has one clock, the machine's".to_owned())
        }
        Part::Second if is_sqlite => done.trials.push(second::run(world, seed).await?),
        Part::Backup if is_sqlite => {
            done.trials.push(backup::run(world, setting, &mut done.arrivals, rate).await?);
        }
        Part::Disk if is_sqlite => {
            let filled = disk::fill(world, seed).await?;
            done.note(filled, "a full disk: no small one can be mounted here");
            let failed = disk::fail(world, seed).await?;
            done.note(failed, "a failing disk: there is no strace that may trace");
        }
        Part::Links if !is_sqlite => links::run(world, setting, &mut done.arrivals, rate).await?,
        Part::Links => done.left_out.push("links to the database: SQLite has none".to_owned()),
        Part::Flushes if is_sqlite => match flushes::run(world).await? {
            Some(trace) => done.trace = trace,
            None => {
                done.left_out.push("the order of flushes and replies: there is no strace that may trace".to_owned())
            }
        },
        Part::Flushes => done.left_out.push("the order of flushes: PostgreSQL's own is not traced".to_owned()),
        Part::Backup => done.left_out.push("backup: PostgreSQL has tools of its own".to_owned()),
        Part::Disk => done.left_out.push("a full disk: PostgreSQL's own is not filled".to_owned()),
        Part::Claims => {
            world.history.set_phase(Phase::Storm);
            done.trials.push(claims::run(setting).await?);
            world.history.set_phase(Phase::Faults);
        }
        Part::Batches => {
            done.trials.push(batches::run(world, setting, &mut done.arrivals, rate).await?);
        }
        Part::Second | Part::Load | Part::Storm | Part::Kills => {}
    }
    Ok(())
}

/// `tessera verify`, while the nodes run and after they were ended, and the database's own look at itself.
async fn look_inside(world: &World) -> anyhow::Result<Verdict> {
    let mut verdict = Verdict::new("`tessera verify` finds that everything sums up");
    for when in ["while the nodes run", "after they were killed"] {
        verdict.look();
        if let Some(wrong) = world.product.verify(&world.product.database).await? {
            verdict.find(format!("{when}: {wrong}"), []);
        }
        world.end_nodes().await?;
    }
    for fault in world.source.faults().await? {
        verdict.find(format!("the database is damaged: {fault}"), []);
    }
    Ok(verdict)
}

/// A promise that this run was to try and did not is not kept: a check that saw nothing proves nothing.
fn demand_evidence(arguments: &Arguments, done: &Done, verdicts: &mut [Verdict]) {
    if done.is_cut_short {
        return;
    }
    let does = |operations| arguments.operations.contains(&operations);
    let has = |part| arguments.parts.contains(&part);
    for verdict in verdicts.iter_mut().filter(|verdict| verdict.looked_at == 0) {
        let is_demanded = match verdict.promise {
            promise if promise == HOLDS => does(Operations::Reservations) && (has(Part::Load) || has(Part::Kills)),
            promise if promise == REFUNDS => does(Operations::Refunds) && (has(Part::Load) || has(Part::Kills)),
            promise if promise == STORMS => has(Part::Storm),
            promise if promise == FLUSHES => false,
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

fn seed_of_the_time() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(1, |since| since.as_secs())
}
