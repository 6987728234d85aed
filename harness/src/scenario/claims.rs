//! Ten units, one for each, a thousand customers with three tries each at once: ten distinct customers have one each, and
//! everybody else is told for good that there is none. More stock, more winners. Of two tabs with one claim one has it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use anyhow::{Context, bail};
use serde_json::{Value, json};
use tokio::sync::Barrier;
use tokio::task::JoinSet;

use super::tabs::{self, Single};
use crate::checker::Verdict;
use crate::client::{Reply, Request};
use crate::draw::Draw;
use crate::generator::Setting;
use crate::history::Kind;
use crate::shop::{Coupon, Limits};

const STREAM: u64 = 1 << 25;
const CUSTOMERS: u64 = 1_000;
const TRIES: u64 = 3;
const STOCK: u64 = 10;
/// What the stock is raised by.
const MORE: u64 = 5;
/// What the coupon takes off, minor units of USD.
const AMOUNT: i64 = 700;

/// What customers hold, as they were told.
#[derive(Default)]
struct Won {
    /// Customer to claim.
    by_customer: BTreeMap<String, String>,
    claims: BTreeSet<String>,
}

/// Runs the rush, the raised stock and the tabs.
pub(crate) async fn run(setting: &Setting) -> anyhow::Result<Verdict> {
    let mut verdict = Verdict::new("of a rush for claims as many win as there are, one each");
    let mut draw = Draw::new(setting.seed, STREAM);
    let coupon_id = open(setting, &mut draw).await?;
    let mut won = Won::default();
    rush(setting, &mut draw, (&coupon_id, "first"), CUSTOMERS, &mut won, &mut verdict).await?;
    expect(setting, &coupon_id, STOCK, &won, &mut verdict).await?;
    let raised = json!({ "limits": { "claims_total": STOCK + MORE } });
    let request =
        Request { kind: Kind::EditCoupon, method: "PATCH", path: format!("/v1/coupons/{coupon_id}"), body: raised };
    setting.client.ask(&mut draw, request).await.success().context("the stock can be raised")?;
    rush(setting, &mut draw, (&coupon_id, "more"), CUSTOMERS / 10, &mut won, &mut verdict).await?;
    expect(setting, &coupon_id, STOCK + MORE, &won, &mut verdict).await?;
    again(setting, &mut draw, &coupon_id, &won, &mut verdict).await;
    // Every winner sends an order with the claim from several tabs at once.
    let singles = won.by_customer.iter().map(|(customer, claim)| Single {
        name: format!("claim-{claim}"),
        customer: Some(customer.clone()),
        discounts: json!({ "claims": [claim] }),
    });
    tabs::race(setting, &mut draw, singles, &mut verdict).await?;
    Ok(verdict)
}

async fn open(setting: &Setting, draw: &mut Draw) -> anyhow::Result<String> {
    let body = json!({
        "name": "Rush", "status": "enabled", "activation": "claim", "visibility": "claimable",
        "limits": { "claims_total": STOCK, "claims_per_customer": 1 },
        "benefits": [{ "kind": "amount_off", "amount": { "USD": AMOUNT }, "per": "order" }],
    });
    let made = setting.client.ask(draw, Request::post(Kind::CreateCoupon, "/v1/coupons", body)).await;
    if setting.client.lacks_something() {
        bail!("the binary cannot do what this run asks of it; the history says which call");
    }
    let id = made.success().and_then(|body| body["id"].as_str()).context("the coupon is made")?.to_owned();
    // More than the raised stock there never are; that there are no more before it is raised is expected below.
    let limits =
        Limits { claims_total: i64::try_from(STOCK + MORE).ok(), claims_per_customer: Some(1), ..Limits::default() };
    setting.market.note(Coupon { id: id.clone(), amount: AMOUNT, limits, ..Coupon::default() })?;
    Ok(id)
}

fn claim(coupon_id: &str, customer: &str) -> Request {
    Request::post(Kind::Claim, format!("/v1/coupons/{coupon_id}/claims"), json!({ "customer_id": customer }))
}

/// Customers who come at the same moment, each with several tries.
async fn rush(
    setting: &Setting,
    draw: &mut Draw,
    (coupon_id, name): (&str, &str),
    customers: u64,
    won: &mut Won,
    verdict: &mut Verdict,
) -> anyhow::Result<()> {
    let together = Arc::new(Barrier::new(usize::try_from(customers * TRIES)?));
    let mut tries = JoinSet::new();
    for number in 0..customers * TRIES {
        let customer = format!("{name}-{}", number / TRIES);
        let request = claim(coupon_id, &customer);
        let (setting, together, mut draw) = (setting.clone(), Arc::clone(&together), Draw::new(draw.any(), number));
        tries.spawn(async move {
            together.wait().await;
            (customer, setting.client.ask(&mut draw, request).await)
        });
    }
    while let Some(tried) = tries.join_next().await {
        let (customer, reply) = tried?;
        verdict.look();
        note(customer, &reply, won, verdict);
    }
    if setting.client.lacks_something() {
        bail!("the binary cannot do what this run asks of it; the history says which call");
    }
    Ok(())
}

fn note(customer: String, reply: &Reply, won: &mut Won, verdict: &mut Verdict) {
    match (reply.success(), reply.refused()) {
        (Some(body), _) => {
            let id = body["id"].as_str().unwrap_or_default().to_owned();
            if !won.claims.insert(id.clone()) {
                verdict.find(format!("the claim {id} was given twice"), [reply.op]);
            }
            if let Some(before) = won.by_customer.insert(customer.clone(), id) {
                verdict.find(format!("{customer} has {before} and another one"), [reply.op]);
            }
        }
        (None, Some("claims_exhausted" | "claim_limit_reached")) => {}
        (None, Some(code)) => verdict.find(format!("{customer} is refused with {code}"), [reply.op]),
        (None, None) => verdict.find(format!("{customer} has no final answer"), [reply.op]),
    }
}

/// As many as there are were given, no more, and the product's own list says the same.
async fn expect(
    setting: &Setting,
    coupon_id: &str,
    stock: u64,
    won: &Won,
    verdict: &mut Verdict,
) -> anyhow::Result<()> {
    verdict.look();
    if u64::try_from(won.claims.len())? != stock {
        verdict.find(format!("{} won, there are {stock}", won.claims.len()), []);
    }
    for node in 0..setting.client.nodes() {
        let list = setting.client.read(node, &format!("/v1/coupons/{coupon_id}/claims?limit=200")).await;
        let list = list.success().context("the claims of a coupon can be listed")?;
        let entries = list["data"].as_array().context("a list has data")?;
        let told = |one: &Value| {
            let text = |name: &str| one[name].as_str().unwrap_or_default().to_owned();
            (text("customer_id"), text("id"))
        };
        let listed: BTreeMap<String, String> = entries.iter().map(told).collect();
        verdict.look();
        if listed != won.by_customer || entries.len() != listed.len() {
            verdict.find(format!("node {node} lists {} claims, other than were given", entries.len()), []);
        }
    }
    Ok(())
}

/// Nobody who has one gets another.
async fn again(setting: &Setting, draw: &mut Draw, coupon_id: &str, won: &Won, verdict: &mut Verdict) {
    for customer in won.by_customer.keys() {
        let reply = setting.client.ask(draw, claim(coupon_id, customer)).await;
        verdict.look();
        if reply.refused() != Some("claim_limit_reached") {
            verdict.find(format!("{customer}, who has one, is answered {:?}", reply.refused()), [reply.op]);
        }
    }
}
