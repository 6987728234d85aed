//! Two teams have ten thousand codes each made at once, all with one prefix and in a space so small that the same text is
//! often drawn twice, while orders are placed and a node is killed: every job ends, and no two codes are the same. Then
//! each of some codes is presented in several orders at once: it is used once.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use anyhow::{Context, bail};
use serde_json::json;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::tabs::{self, Single};
use super::under_load;
use crate::checker::Verdict;
use crate::client::{Request, read_all};
use crate::draw::Draw;
use crate::generator::Setting;
use crate::history::Kind;
use crate::open_loop::Arrivals;
use crate::shop::Coupon;
use crate::supervisor::World;

const PART: u64 = 12;
const STREAM: u64 = 1 << 26;
/// Codes that each team asks for.
const CODES: usize = 10_000;
const TEAMS: usize = 2;
/// Characters that are drawn for a code: of 20,000 codes in this space some 250 are drawn twice.
const LENGTH: u64 = 4;
/// A job that was cut off by a kill is taken up again when its lease is over.
const PATIENCE: Duration = Duration::from_secs(90);
/// Codes that are presented several times at once.
const TRIED: usize = 30;
/// What the coupons take off, minor units of USD.
const AMOUNT: i64 = 300;

/// Has the codes made and uses some of them.
pub(crate) async fn run(
    world: &World,
    setting: &Setting,
    arrivals: &mut Arrivals,
    rate: u64,
) -> anyhow::Result<Verdict> {
    let mut verdict = Verdict::new("of batches made at once every code is another, and is used once");
    let mut draw = Draw::new(setting.seed, STREAM);
    let mut coupons = Vec::new();
    for _ in 0..TEAMS {
        coupons.push(open(setting, &mut draw).await?);
    }
    let made = under_load(setting, arrivals, rate, ("G", PART), make(world, setting, &mut draw, &coupons)).await?;
    verdict.look();
    for (job, state) in made.iter().filter(|(_, state)| state.as_str() != "done") {
        verdict.find(format!("the job {job} is {state}"), []);
    }
    let codes = compare(setting, &coupons, &mut verdict).await?;
    let singles = codes.iter().step_by((codes.len() / TRIED).max(1)).map(|code| Single {
        name: format!("batch-{code}"),
        customer: None,
        discounts: json!({ "codes": [code] }),
    });
    tabs::race(setting, &mut draw, singles, &mut verdict).await?;
    Ok(verdict)
}

async fn open(setting: &Setting, draw: &mut Draw) -> anyhow::Result<String> {
    let body = json!({
        "name": "Batch", "status": "enabled", "activation": "code", "limits": { "per_code": 1 },
        "benefits": [{ "kind": "amount_off", "amount": { "USD": AMOUNT }, "per": "order" }],
    });
    let made = setting.client.ask(draw, Request::post(Kind::CreateCoupon, "/v1/coupons", body)).await;
    if setting.client.lacks_something() {
        bail!("the binary cannot do what this run asks of it; the history says which call");
    }
    let id = made.success().and_then(|body| body["id"].as_str()).context("the coupon is made")?.to_owned();
    // The judge knows of one code for each coupon: how often each of these is used is looked at here.
    setting.market.note(Coupon { id: id.clone(), amount: AMOUNT, ..Coupon::default() })?;
    Ok(id)
}

/// All teams ask at the same moment; then a node is killed. Answers how each job ended.
async fn make(
    world: &World,
    setting: &Setting,
    draw: &mut Draw,
    coupons: &[String],
) -> anyhow::Result<BTreeMap<String, String>> {
    let mut asked = JoinSet::new();
    for (team, coupon) in coupons.iter().enumerate() {
        let body = json!({
            "generate": { "count": CODES, "prefix": "BATCH-", "length": LENGTH, "confirm_dense": true }
        });
        let request = Request::post(Kind::GenerateCodes, format!("/v1/coupons/{coupon}/codes"), body);
        let (setting, mut draw) = (setting.clone(), Draw::new(draw.any(), u64::try_from(team)?));
        asked.spawn(async move { setting.client.ask(&mut draw, request).await });
    }
    let mut jobs = BTreeMap::new();
    for reply in asked.join_all().await {
        let id = reply.success().and_then(|job| job["id"].as_str()).context("a batch is accepted")?;
        jobs.insert(id.to_owned(), String::new());
    }
    tokio::time::sleep(Duration::from_millis(draw.between(0, 150))).await;
    let node = draw.below(world.nodes());
    world.kill_node(node, Duration::from_millis(draw.between(0, 100))).await?;
    let began = Instant::now();
    while jobs.values().any(|state| !matches!(state.as_str(), "done" | "failed" | "cancelled")) {
        if began.elapsed() > PATIENCE {
            break;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
        for (id, state) in &mut jobs {
            let reply = setting.client.read(draw.below(world.nodes()), &format!("/v1/jobs/{id}")).await;
            if let Some(job) = reply.success() {
                *state = job["state"].as_str().unwrap_or_default().to_owned();
            }
        }
    }
    Ok(jobs)
}

/// As many as were asked for, none of them like another one, and every node says so.
async fn compare(setting: &Setting, coupons: &[String], verdict: &mut Verdict) -> anyhow::Result<Vec<String>> {
    let mut all: Vec<String> = Vec::new();
    for node in 0..setting.client.nodes() {
        let mut there = Vec::new();
        for coupon in coupons {
            let listed = read_all(setting.client.node(node)?, &format!("/v1/coupons/{coupon}/codes")).await?;
            verdict.look();
            if listed.len() != CODES {
                verdict
                    .find(format!("node {node} lists {} codes of {coupon}, asked for were {CODES}", listed.len()), []);
            }
            there.extend(listed.iter().map(|code| code["code"].as_str().unwrap_or_default().to_owned()));
        }
        let distinct: BTreeSet<String> = there.iter().map(|code| canonical(code)).collect();
        verdict.looked_at += u64::try_from(there.len())?;
        if distinct.len() != there.len() {
            verdict.find(format!("node {node}: {} codes, {} of them distinct", there.len(), distinct.len()), []);
        }
        if node > 0 && there.iter().collect::<BTreeSet<_>>() != all.iter().collect() {
            verdict.find(format!("node {node} lists other codes than the first one"), []);
        }
        all = there;
    }
    Ok(all)
}

/// As the product reads what a shopper types.
fn canonical(code: &str) -> String {
    code.to_lowercase().replace('-', "")
}
