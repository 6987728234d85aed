//! Many shoppers at once in the demo shop: they look around, fill a cart, type a code, check out, pay or leave. What they
//! are told is checked: no answer is an error, and no coupon is used more often than it may be.
//!
//! A shopper waits between two steps, as people do; what is measured is how long each answer takes.

mod browser;
mod figures;
mod walk;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::rc::Rc;
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use clap::Parser;
use futures::future::join_all;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use self::browser::Browser;
use self::figures::Figures;
use self::walk::{Seen, walk};

/// The coupons that everybody wants: a code, what the answer of a coupon says its limits are.
const RUSH: [(&str, &str); 2] = [("RUSH-TOTAL", "total"), ("RUSH-EACH", "per_customer")];

/// What is judged, and what stands beside it: an answer that nothing is computed for, on the same connection a moment later.
const APPLY: &str = "APPLY A CODE";
const REFERENCE: &str = "the reference, GET /healthz";

/// Has shoppers walk through the demo shop.
#[derive(Clone, Debug, Parser)]
#[command(name = "tessera-shoppers")]
pub struct Arguments {
    /// The built product.
    #[arg(long, value_name = "PATH")]
    pub binary: PathBuf,
    /// Shoppers at once. Who is done begins anew as somebody else.
    #[arg(long, default_value_t = 200)]
    pub shoppers: usize,
    /// For so long.
    #[arg(long, default_value_t = 60)]
    pub seconds: u64,
    /// The pause between two steps of a shopper on average, in milliseconds; from none to twice as long.
    #[arg(long, default_value_t = 1_000)]
    pub pause: u64,
    /// Uses in all of the code that everybody wants.
    #[arg(long, default_value_t = 300)]
    pub uses: u64,
    /// People who buy: an order is of one of so many.
    #[arg(long, default_value_t = 500)]
    pub people: u64,
    /// Runs, one after another, each on a fresh shop.
    #[arg(long, default_value_t = 1)]
    pub rounds: usize,
    /// Decides what the shoppers do.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
}

/// What all shoppers share.
struct Street {
    arguments: Arguments,
    address: std::net::SocketAddr,
    publishable_key: String,
    until: Instant,
    figures: RefCell<Figures>,
    /// What shoppers were told of their orders.
    orders: RefCell<BTreeMap<String, Told>>,
    faults: RefCell<Vec<String>>,
}

/// An order as its page says it.
struct Told {
    /// Who bought.
    person: u64,
    /// The code that applied.
    code: Option<&'static str>,
    /// What it costs.
    total: i64,
}

/// Runs and tells, line by line.
///
/// # Errors
/// The shop does not start, an answer is an error, or a limit was passed.
pub async fn shop(arguments: &Arguments, tell: &(dyn Fn(&str) + Sync)) -> anyhow::Result<()> {
    for round in 1..=arguments.rounds {
        tell(&format!("round {round}: {} shoppers for {} s", arguments.shoppers, arguments.seconds));
        one_round(arguments, round, tell).await?;
    }
    Ok(())
}

async fn one_round(arguments: &Arguments, round: usize, tell: &(dyn Fn(&str) + Sync)) -> anyhow::Result<()> {
    let demo = Demo::start(&arguments.binary).await?;
    let mut team = Browser::new(demo.address);
    let mut coupons = Vec::new();
    for (code, limit) in RUSH {
        let most = if limit == "total" { arguments.uses } else { 1 };
        let body = json!({
            "name": code, "code": code, "status": "enabled", "limits": { limit: most },
            "benefits": [{ "kind": "percent_off", "percent": 10 }],
        });
        let made = team.api("POST", "/v1/coupons", &demo.secret_key, None, &body.to_string()).await?;
        ensure!(made.status == 201, "the coupon {code} cannot be made: {}", made.text);
        let made: Value = serde_json::from_str(&made.text)?;
        coupons.push(made["id"].as_str().context("a coupon has an id")?.to_owned());
    }
    let street = Rc::new(Street {
        arguments: arguments.clone(),
        address: demo.address,
        publishable_key: demo.publishable_key.clone(),
        until: Instant::now() + Duration::from_secs(arguments.seconds),
        figures: RefCell::default(),
        orders: RefCell::default(),
        faults: RefCell::default(),
    });
    let round = u64::try_from(round)?;
    let walks = (0..arguments.shoppers).map(|shopper| {
        let street = Rc::clone(&street);
        async move { walk(&street, round, shopper).await }
    });
    let seen = join_all(walks).await.into_iter().fold(Seen::default(), Seen::and);
    street.figures.borrow_mut().tell(tell);
    street.figures.borrow().compare(APPLY, REFERENCE, tell);
    tell(&format!("  {seen}"));
    ensure!(seen.orders > 0 && seen.applied > 0, "nothing was sold, so that nothing is shown");
    compare_orders(&street, &mut team, &demo.secret_key, tell).await?;
    for (coupon, (code, limit)) in coupons.iter().zip(RUSH) {
        let uses = uses_of(&mut team, &demo.secret_key, coupon).await?;
        judge(&street, code, limit, &uses, tell)?;
    }
    let faults = street.faults.borrow();
    if let Some(first) = faults.first() {
        bail!("{} faults, the first: {first}", faults.len());
    }
    tell("  no error, no limit passed");
    Ok(())
}

/// The order of every use that counts.
async fn uses_of(team: &mut Browser, key: &str, coupon: &str) -> anyhow::Result<Vec<String>> {
    let (mut uses, mut cursor) = (Vec::new(), String::new());
    loop {
        let path = format!("/v1/redemptions?coupon_id={coupon}&state=committed&limit=200{cursor}");
        let answer = team.api("GET", &path, key, None, "").await?;
        ensure!(answer.status == 200, "{path}: {}", answer.text);
        let page: Value = serde_json::from_str(&answer.text)?;
        for use_of in page["data"].as_array().context("a list")? {
            uses.push(use_of["order_id"].as_str().context("a use has its order")?.to_owned());
        }
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return Ok(uses),
        }
    }
}

/// Every order that was told of is there, once, at the total that its shopper agreed to.
async fn compare_orders(
    street: &Street,
    team: &mut Browser,
    key: &str,
    tell: &(dyn Fn(&str) + Sync),
) -> anyhow::Result<()> {
    let all: Vec<(String, i64)> = street.orders.borrow().iter().map(|(id, told)| (id.clone(), told.total)).collect();
    for (id, total) in &all {
        let answer = team.api("GET", &format!("/v1/orders/{id}"), key, None, "").await?;
        ensure!(answer.status == 200, "the order {id} was told of and is not there: {}", answer.text);
        let order: Value = serde_json::from_str(&answer.text)?;
        ensure!(order["state"] == "placed", "the order {id} is {}", order["state"]);
        ensure!(order["total"] == *total, "the order {id} costs {} and {total} was agreed to", order["total"]);
    }
    let kept = placed_in_the_shop(team, key).await?;
    let untold: Vec<&String> = kept.iter().filter(|id| !street.orders.borrow().contains_key(*id)).collect();
    ensure!(untold.is_empty(), "{} orders were placed that nobody was told of, such as {}", untold.len(), untold[0]);
    tell(&format!("  {} orders are there, each at the total that was agreed to, and no other", all.len()));
    Ok(())
}

/// Every order that was placed in the demo shop; those that the demo began with have other ids.
async fn placed_in_the_shop(team: &mut Browser, key: &str) -> anyhow::Result<Vec<String>> {
    let (mut orders, mut cursor) = (Vec::new(), String::new());
    loop {
        let path = format!("/v1/events?type=order.placed&limit=200{cursor}");
        let answer = team.api("GET", &path, key, None, "").await?;
        ensure!(answer.status == 200, "{path}: {}", answer.text);
        let page: Value = serde_json::from_str(&answer.text)?;
        let named = page["data"].as_array().context("a list")?.iter().filter_map(|event| event["aggregate"].as_str());
        let ids = named.filter_map(|aggregate| aggregate.strip_prefix("order:"));
        orders.extend(ids.filter(|id| id.starts_with("W-")).map(str::to_owned));
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return Ok(orders),
        }
    }
}

/// What the shop keeps is what shoppers were told, and within the limit.
fn judge(
    street: &Street,
    code: &str,
    limit: &str,
    uses: &[String],
    tell: &(dyn Fn(&str) + Sync),
) -> anyhow::Result<()> {
    let orders = street.orders.borrow();
    let told = orders.iter().filter(|(_, told)| told.code == Some(code)).map(|(order, _)| order);
    let kept: BTreeSet<&String> = uses.iter().collect();
    let lost: Vec<&String> = told.clone().filter(|order| !kept.contains(order)).collect();
    ensure!(lost.is_empty(), "{code}: {} orders were told of a use that is not kept, such as {}", lost.len(), lost[0]);
    let is_told = |order: &&&String| orders.get(**order).is_some_and(|told| told.code == Some(code));
    let untold = kept.iter().find(|order| !is_told(order));
    ensure!(untold.is_none(), "{code}: a use of which no order page tells, by {untold:?}");
    ensure!(kept.len() == uses.len(), "{code}: an order used it more than once");
    let most = if limit == "total" { street.arguments.uses } else { street.arguments.people };
    let used = u64::try_from(uses.len())?;
    ensure!(used <= most, "{code}: used {used} times, and {most} are allowed");
    if limit == "total" {
        ensure!(
            used == most,
            "{code}: used {used} times of {most}, so that nothing is shown: run longer, or with fewer uses"
        );
    }
    if limit == "per_customer" {
        let mut people = BTreeSet::new();
        let twice =
            uses.iter().filter_map(|order| Some(orders.get(order)?.person)).find(|person| !people.insert(*person));
        ensure!(twice.is_none(), "{code}: used twice by {twice:?}");
    }
    tell(&format!("  {code}: {used} uses of at most {most}, {} told of by an order page", told.count()));
    Ok(())
}

/// A running demo; it ends with this.
struct Demo {
    address: std::net::SocketAddr,
    publishable_key: String,
    secret_key: String,
    _child: Child,
    _folder: TempDir,
}

impl Demo {
    async fn start(binary: &Path) -> anyhow::Result<Self> {
        // It is killed, and takes nothing away itself.
        let folder = TempDir::with_prefix("tessera-shoppers-").context("a folder for the demo")?;
        let mut child = Command::new(binary)
            .args(["demo", "--port", "0"])
            .env("TMPDIR", folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("cannot start {}", binary.display()))?;
        let mut lines = BufReader::new(child.stdout.take().context("its output is piped")?).lines();
        let mut printed = String::new();
        while let Some(line) = lines.next_line().await? {
            printed.push_str(&line);
            printed.push('\n');
            if line.contains("Ctrl-C stops") {
                break;
            }
        }
        let word = |begins: &str| {
            let at = printed.find(begins).with_context(|| format!("the demo prints nothing with {begins}"))?;
            anyhow::Ok(printed[at..].split(|one: char| one.is_whitespace()).next().unwrap_or_default().to_owned())
        };
        let (publishable_key, secret_key) = (word("pk_")?, word("sk_")?);
        let authority = word("http://")?.trim_start_matches("http://").trim_end_matches('/').to_owned();
        let address = authority.parse().with_context(|| format!("no address: {authority}"))?;
        tokio::spawn(async move { while matches!(lines.next_line().await, Ok(Some(_))) {} });
        Ok(Self { address, publishable_key, secret_key, _child: child, _folder: folder })
    }
}
