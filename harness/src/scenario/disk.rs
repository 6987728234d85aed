//! A disk that is full and a disk that fails: both are answered with 503, survived, and nothing acknowledged is lost.
//!
//! Each trial has a shop of its own, with one shopper at a time, so that the order of what was answered is known.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, bail};
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::checker::Verdict;
use crate::client::read_ledger;
use crate::draw::Draw;
use crate::faults::WELL_AGAIN;
use crate::generator::{cart, order_body};
use crate::history::Outcome;
use crate::http::{Http, Sending};
use crate::shop::Coupon;
use crate::supervisor::{Node, READY_BOUND, World};

const STREAM: u64 = 8;
const TIMES_FULL: u64 = 3;
const TIMES_BROKEN: u64 = 5;
/// How large the disk of the trial is.
const SIZE: &str = "160m";
/// Orders that are tried until the trouble shows.
const MOST_ORDERS: u64 = 4_000;
const CODE: &str = "DISK";

/// A shop on a file of its own, and everything that it answered.
struct Shop<'w> {
    world: &'w World,
    node: Node,
    http: Http,
    database: String,
    draw: Draw,
    next: u64,
    /// Body of every order, and the redemptions that were acknowledged with it.
    asked: BTreeMap<String, (Value, Option<BTreeSet<String>>)>,
}

impl<'w> Shop<'w> {
    async fn open(world: &'w World, file: &Path, name: &str, draw: Draw) -> anyhow::Result<Self> {
        let database = format!("sqlite:{}", file.display());
        let mut node = world.product.node(name, database.clone())?;
        node.start()?;
        node.wait_ready(READY_BOUND * 2).await?;
        let http = Http::new(node.address());
        let coupon = Coupon { code: CODE.to_owned(), amount: 700, ..Coupon::default() };
        let mut shop = Self { world, node, http, database, draw, next: 0, asked: BTreeMap::new() };
        match shop.post("/v1/coupons", "coupon", &coupon.body()).await {
            (201, _) => Ok(shop),
            (status, body) => bail!("the coupon of the trial is refused with {status}: {body}"),
        }
    }

    async fn post(&mut self, path: &str, key: &str, body: &Value) -> (u16, Value) {
        match self.http.send(Sending { method: "POST", path, key, body }).await {
            Outcome::Answer { status, body, .. } => (status, serde_json::from_str(&body).unwrap_or_default()),
            Outcome::Unknown { reason } => (0, json!({"reason": reason})),
        }
    }

    /// A new order; answers with the status.
    async fn order(&mut self) -> u16 {
        let order_id = format!("disk-{}", self.next);
        self.next += 1;
        let cart = cart(&mut self.draw, "disk");
        let body = order_body(&order_id, &cart, &[CODE.to_owned()], false);
        self.asked.insert(order_id.clone(), (body, None));
        self.ask(&order_id).await
    }

    /// An order that was asked for, with its key.
    async fn ask(&mut self, order_id: &str) -> u16 {
        let Some((body, _)) = self.asked.get(order_id).cloned() else { return 0 };
        let (status, answer) = self.post("/v1/redemptions", order_id, &body).await;
        if status == 201 {
            let ids = answer["redemptions"].as_array().into_iter().flatten();
            let ids = ids.filter_map(|one| Some(one["id"].as_str()?.to_owned())).collect();
            self.asked.insert(order_id.to_owned(), (body, Some(ids)));
        }
        status
    }

    async fn reads(&self) -> bool {
        let sending = Sending { method: "GET", path: "/v1/redemptions?limit=1", key: "", body: &Value::Null };
        matches!(self.http.send(sending).await, Outcome::Answer { status: 200, .. })
    }

    /// Ends the shop at once, opens it again, asks again for what is unknown and compares all with the ledger.
    async fn settle(mut self, verdict: &mut Verdict) -> anyhow::Result<()> {
        self.node.kill().await?;
        self.node.run_below(Vec::new());
        self.node.start()?;
        self.node.wait_ready(READY_BOUND * 2).await.context("a node does not come back")?;
        self.http = Http::new(self.node.address());
        let open = self.asked.iter().filter(|(_, (_, ids))| ids.is_none()).map(|(order_id, _)| order_id.clone());
        for order_id in open.collect::<Vec<_>>() {
            verdict.look();
            let status = self.ask(&order_id).await;
            if status != 201 {
                verdict.find(format!("{order_id} is answered with {status} when all is well again"), []);
            }
        }
        let mut ledger: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for entry in read_ledger(&self.http).await? {
            ledger.entry(entry.order_id).or_default().insert(entry.id);
        }
        for (order_id, (_, ids)) in &self.asked {
            verdict.look();
            let kept = ledger.get(order_id);
            if ids.as_ref().is_some_and(|ids| kept != Some(ids)) {
                verdict.find(format!("{order_id}: {ids:?} were acknowledged, {kept:?} are kept"), []);
            }
        }
        self.node.kill().await?;
        if let Some(wrong) = self.world.product.verify(&self.database).await? {
            verdict.find(format!("the database does not sum up: {wrong}"), []);
        }
        Ok(())
    }
}

/// Fills the disk under a shop, again and again. `None`: this machine lets nobody make a small disk.
pub(crate) async fn fill(world: &World, seed: u64) -> anyhow::Result<Option<Verdict>> {
    let Some(disk) = Disk::mount(&world.product.scratch.join("small-disk"))? else { return Ok(None) };
    let mut verdict = Verdict::new("a full disk is answered with 503 and survived");
    let filler = disk.0.join("filler");
    let mut shop = Shop::open(world, &disk.0.join("shop.db"), "small-disk", Draw::new(seed, STREAM)).await?;
    for round in 0..TIMES_FULL {
        for _ in 0..30 {
            let status = shop.order().await;
            if status != 201 {
                bail!("an order is answered with {status} before the disk is full");
            }
        }
        fill_up(&filler)?;
        let mut refused = 0;
        let mut began = shop.next;
        while refused < 20 && shop.next - began < MOST_ORDERS {
            verdict.look();
            match shop.order().await {
                201 => {}
                503 => refused += 1,
                status => verdict.find(format!("status {status} on a full disk"), []),
            }
        }
        if refused == 0 {
            verdict.find(format!("round {round}: {MOST_ORDERS} orders and the disk was never full"), []);
        }
        if !shop.reads().await {
            verdict.find("nothing can be read while the disk is full", []);
        }
        fs::remove_file(&filler)?;
        began = shop.next;
        let freed = Instant::now();
        while shop.order().await != 201 {
            tokio::time::sleep(Duration::from_millis(50)).await;
            if freed.elapsed() > WELL_AGAIN {
                verdict.find(format!("no mutation 5 s after there was room again ({} tries)", shop.next - began), []);
                break;
            }
        }
    }
    shop.settle(&mut verdict).await?;
    Ok(Some(verdict))
}

/// Flushes and writes fail from some call on. `None`: there is no strace that can make them fail.
pub(crate) async fn fail(world: &World, seed: u64) -> anyhow::Result<Option<Verdict>> {
    let can = Command::new("strace").args(["-D", "-qq", "-o", "/dev/null", "-e", "trace=fsync", "true"]).status();
    if !can.is_ok_and(|status| status.success()) {
        return Ok(None);
    }
    let mut verdict = Verdict::new("after a failed flush nothing is acknowledged, and nothing acknowledged is lost");
    let mut draw = Draw::new(seed, STREAM + 1);
    for round in 0..TIMES_BROKEN {
        let file = world.product.scratch.join(format!("broken-disk-{round}.db"));
        let mut shop = Shop::open(world, &file, "broken-disk", draw.clone()).await?;
        for _ in 0..20 {
            shop.order().await;
        }
        shop.node.kill().await?;
        let from = draw.between(5, 80);
        let (calls, error) = if round % 2 == 0 { ("fsync,fdatasync", "EIO") } else { ("fsync,fdatasync", "ENOSPC") };
        let inject = format!("inject={calls}:error={error}:when={from}+");
        let strace = ["strace", "-D", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync,fdatasync", "-e", &inject];
        shop.node.run_below(strace.map(str::to_owned).to_vec());
        shop.node.start()?;
        let is_ready = shop.node.wait_ready(READY_BOUND * 2).await.is_ok();
        shop.http = Http::new(shop.node.address());
        let (mut refused, mut tried) = (0, 0);
        while is_ready && refused < 20 && tried < MOST_ORDERS {
            tried += 1;
            verdict.look();
            match shop.order().await {
                201 if refused > 0 => verdict.find("an order is acknowledged after a flush had failed", []),
                201 => {}
                503 => refused += 1,
                // A node that ends itself is as good.
                0 if !shop.node.is_running() => break,
                status => verdict.find(format!("status {status} on a failing disk"), []),
            }
        }
        if is_ready && refused == 0 && shop.node.is_running() {
            verdict.find(format!("{tried} orders and no flush failed from call {from} on"), []);
        }
        if is_ready && shop.node.is_running() && !shop.reads().await {
            verdict.find("nothing can be read after a flush has failed", []);
        }
        shop.settle(&mut verdict).await?;
    }
    Ok(Some(verdict))
}

/// Writes until there is no room.
fn fill_up(filler: &Path) -> anyhow::Result<()> {
    let mut file = fs::File::create(filler)?;
    for size in [64 * 1024, 4 * 1024, 512] {
        let piece = vec![1; size];
        while file.write_all(&piece).is_ok() {}
    }
    Ok(())
}

/// A small disk in memory. Dropping it takes it away.
struct Disk(PathBuf);

impl Disk {
    fn mount(at: &Path) -> anyhow::Result<Option<Self>> {
        fs::create_dir_all(at)?;
        let mounted =
            Command::new("mount").args(["-t", "tmpfs", "-o", &format!("size={SIZE}"), "tmpfs"]).arg(at).output();
        Ok(mounted.is_ok_and(|output| output.status.success()).then(|| Self(at.to_owned())))
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // What still has a file open keeps it until it ends.
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).output();
    }
}
