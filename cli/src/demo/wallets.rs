//! Puts coupons into wallets, so that every state of one can be seen: to be used, nearly over, used, expired.

use std::collections::BTreeMap;

use anyhow::{Context, anyhow};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tessera_app::claims::ClaimRequest;
use tessera_app::redemptions::RedemptionRequest;
use tessera_app::{Answer, App, Mutation};
use tessera_engine::from_json;

use super::clock::DemoClock;
use super::data::{Data, Record};
use super::told;

/// Makes the claims of long ago, with the orders that used them, or those of today. Answers how many orders there were.
pub(super) async fn fill(
    app: &App,
    clock: &DemoClock,
    data: &Data,
    coupons: &BTreeMap<String, String>,
    are_old: bool,
) -> anyhow::Result<usize> {
    let mut orders = 0;
    for claim in data.claims.iter().filter(|claim| (claim.get("days_ago").as_i64() > Some(0)) == are_old) {
        let days = claim.get("days_ago").as_i64().unwrap_or_default();
        let at = Timestamp::now() - SignedDuration::from_hours(24 * days);
        if are_old {
            clock.set(at);
        }
        let id = make(app, claim, at, coupons).await?;
        if let Some(product) = claim.get("used_for").as_str() {
            order(app, data, claim, product, &id).await?;
            orders += 1;
        }
    }
    Ok(orders)
}

async fn make(app: &App, claim: &Record, at: Timestamp, coupons: &BTreeMap<String, String>) -> anyhow::Result<String> {
    let coupon = claim.get("coupon").as_str().unwrap_or_default();
    let coupon_id = coupons.get(coupon).with_context(|| format!("there is no demo coupon `{coupon}`"))?;
    let mut body = json!({ "customer_id": claim.get("customer"), "reason": claim.get("reason") });
    if let Some(hours) = claim.get("good_for_hours").as_i64() {
        body["ends_at"] = (at + SignedDuration::from_hours(hours)).to_string().into();
    }
    let request: ClaimRequest = from_json(&serde_json::to_vec(&body)?).map_err(|error| anyhow!("{error:?}"))?;
    let answer = app.create_claim(Mutation::program("/demo"), coupon_id, request).await;
    made_id(&answer.map_err(|problem| told(&claim.id, &problem))?)
}

/// The id in the answer to what makes something.
pub(super) fn made_id(answer: &Answer) -> anyhow::Result<String> {
    let made: Value = serde_json::from_slice(&answer.body)?;
    made["id"].as_str().map(str::to_owned).context("what is made has an id")
}

async fn order(app: &App, data: &Data, claim: &Record, product: &str, claim_id: &str) -> anyhow::Result<()> {
    let price = data.products.iter().find(|record| record.id == product).map(|record| record.get("unit_price"));
    let line = json!({ "product_id": product, "quantity": 1, "unit_price": price });
    let body = json!({
        "order_id": format!("order-{}", claim.id),
        "cart": { "currency": "USD", "line_items": [line], "customer": { "id": claim.get("customer") } },
        "discounts": { "claims": [claim_id] },
    });
    let request: RedemptionRequest = from_json(&serde_json::to_vec(&body)?).map_err(|error| anyhow!("{error:?}"))?;
    app.create_redemption(Mutation::program("/demo"), request).await.map_err(|problem| told(&claim.id, &problem))?;
    Ok(())
}
