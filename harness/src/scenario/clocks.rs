//! Nodes whose wall clocks are hours off: every node decides by the database's clock, so that all decide alike.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::Context;
use serde_json::{Value, json};

use super::under_load;
use crate::checker::Verdict;
use crate::client::{Reply, Request};
use crate::draw::Draw;
use crate::generator::{Setting, cart, order_body, plain_order};
use crate::history::{Kind, Outcome};
use crate::http::{Http, Sending};
use crate::open_loop::Arrivals;
use crate::shop::Coupon;
use crate::supervisor::{Clocks, World};

const PART: u64 = 6;
const STREAM: u64 = 6;
const HOUR: i64 = 3_600;
/// How wrong the nodes are, in turn.
const OFFSETS: [i64; 3] = [2 * HOUR, -2 * HOUR, 0];
/// How long a hold of the trial lasts.
const HOLD_SECONDS: u64 = 4;
const ROUNDS: usize = 3;
/// Name of a window, its beginning and end in seconds from now, and whether it is open.
const WINDOWS: [(&str, i64, i64, bool); 3] =
    [("NOW", -HOUR, HOUR, true), ("LATER", HOUR, 3 * HOUR, false), ("OVER", -3 * HOUR, -HOUR, false)];

/// Starts the nodes anew with wrong clocks, tries windows and holds on each under load, lets clocks jump, and puts all right.
pub(crate) async fn run(
    world: &World,
    setting: &Setting,
    arrivals: &mut Arrivals,
    rate: u64,
    clocks: &Clocks,
) -> anyhow::Result<Verdict> {
    let mut wrong = Vec::new();
    for node in 0..world.nodes() {
        let clock = clocks.wrong_by(&node.to_string(), OFFSETS[node % OFFSETS.len()])?;
        world.restart_with_clock(node, Some(clock.clone())).await?;
        wrong.push(clock);
    }
    let trial = async {
        let mut verdict = Verdict::new("nodes with wrong clocks decide by the database's");
        let mut draw = Draw::new(setting.seed, STREAM);
        for node in (0..world.nodes()).filter(|node| OFFSETS[node % OFFSETS.len()] != 0) {
            verdict.look();
            if !names_its_clock(world, node).await {
                verdict.find(format!("node {node} does not say at /readyz that its clock is wrong"), []);
            }
        }
        for round in 0..ROUNDS {
            windows(world, setting, &mut draw, round, &mut verdict).await?;
            holds(world, setting, &mut draw, round, &mut verdict).await;
            // The first goes back an hour while it runs, then forward two, then back.
            wrong[0].set(OFFSETS[0] + [-HOUR, HOUR, 0][round % 3])?;
            wrong[world.nodes() - 1].set([HOUR, -HOUR, 0][round % 3])?;
        }
        Ok(verdict)
    };
    let verdict = under_load(setting, arrivals, rate, ("C", PART), trial).await?;
    for node in 0..world.nodes() {
        world.restart_with_clock(node, None).await?;
    }
    Ok(verdict)
}

/// Also the proof that the clock is wrong at all.
async fn names_its_clock(world: &World, node: usize) -> bool {
    let http = Http::new(world.client_links[node].address());
    let sending = Sending { method: "GET", path: "/readyz", key: "", body: &Value::Null };
    match http.send(sending).await {
        Outcome::Answer { body, .. } => body.contains("\"clock\""),
        Outcome::Unknown { .. } => false,
    }
}

/// A coupon that is in its window now, one whose window is to come and one whose window is over, on every node.
async fn windows(
    world: &World,
    setting: &Setting,
    draw: &mut Draw,
    round: usize,
    verdict: &mut Verdict,
) -> anyhow::Result<()> {
    for (name, from, to, is_open) in WINDOWS {
        let code = format!("CLOCK{name}{round}");
        let window = Some([instant(from)?, instant(to)?]);
        let coupon = Coupon { code: code.clone(), amount: 700, window, ..Coupon::default() };
        let made = setting.market.open(setting, draw, vec![coupon], false).await?;
        made.first().with_context(|| format!("the coupon {code} is refused"))?;
        for node in 0..world.nodes() {
            let order_id = format!("clock-{name}-{round}-{node}");
            let cart = cart(draw, "clock");
            let body = order_body(&order_id, &cart, std::slice::from_ref(&code), false);
            let reply =
                setting.client.ask_once(draw, node, &Request::post(Kind::Redeem, "/v1/redemptions", body)).await;
            verdict.look();
            if reply.success().is_some() != is_open {
                let done = if is_open { "does not redeem" } else { "redeems" };
                verdict.find(format!("node {node}, whose clock is wrong, {done} {code}"), [reply.op]);
            }
        }
    }
    Ok(())
}

/// A hold made on one node is committed on another while it lasts, and by none when it is over.
async fn holds(world: &World, setting: &Setting, draw: &mut Draw, round: usize, verdict: &mut Verdict) {
    let nodes = world.nodes();
    for node in 0..nodes {
        let other = (node + 1) % nodes;
        let (kept, lost) = (format!("clock-kept-{round}-{node}"), format!("clock-lost-{round}-{node}"));
        let [Some(kept), Some(lost)] = [hold(setting, draw, node, &kept).await, hold(setting, draw, node, &lost).await]
        else {
            continue;
        };
        let in_time = commit(setting, draw, other, &kept).await;
        verdict.look();
        if in_time.success().is_none() {
            verdict.find(format!("node {other} does not commit a hold of node {node} in time"), [in_time.op]);
        }
        tokio::time::sleep(Duration::from_millis(HOLD_SECONDS * 1_000 + 1_200)).await;
        let late = commit(setting, draw, other, &lost).await;
        verdict.look();
        if late.success().is_some() {
            verdict.find(format!("node {other} commits a hold of node {node} that is over"), [late.op]);
        }
    }
}

async fn hold(setting: &Setting, draw: &mut Draw, node: usize, order_id: &str) -> Option<String> {
    let mut body = plain_order(order_id);
    body["hold_seconds"] = json!(HOLD_SECONDS);
    let reply = setting.client.ask_once(draw, node, &Request::post(Kind::Reserve, "/v1/reservations", body)).await;
    Some(reply.success()?["id"].as_str()?.to_owned())
}

async fn commit(setting: &Setting, draw: &mut Draw, node: usize, id: &str) -> Reply {
    let request = Request::post(Kind::Commit, format!("/v1/reservations/{id}/commit"), json!({}));
    setting.client.ask_once(draw, node, &request).await
}

/// As the contract writes instants, so many seconds from now.
fn instant(from_now: i64) -> anyhow::Result<String> {
    let now = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs())?;
    Ok(utc(now + from_now))
}

/// RFC 3339 in UTC, of seconds since 1970.
fn utc(seconds: i64) -> String {
    let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    // Days since 0000-03-01, so that the leap day is the last of its year.
    let days = days + 719_468;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let (day, month) = (day - (153 * month + 2) / 5 + 1, if month < 10 { month + 3 } else { month - 9 });
    let year = year + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", second / 3_600, second / 60 % 60, second % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_written_as_the_contract_has_it() {
        assert_eq!(utc(0), "1970-01-01T00:00:00Z");
        assert_eq!(utc(951_782_399), "2000-02-28T23:59:59Z");
        assert_eq!(utc(951_782_400), "2000-02-29T00:00:00Z");
        assert_eq!(utc(1_772_323_200), "2026-03-01T00:00:00Z");
    }
}
