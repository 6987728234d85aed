//! A code with 100 uses, a thousand shoppers at once, ten times: exactly 100 get it.

use std::sync::Arc;

use anyhow::{Context, bail};
use serde_json::json;
use tokio::sync::Barrier;
use tokio::task::JoinSet;

use crate::client::Request;
use crate::draw::Draw;
use crate::generator::{Setting, order_body};
use crate::history::Kind;
use crate::shop::{Coupon, Limits};

const ROUNDS: u64 = 10;
const SHOPPERS: u64 = 1_000;
const USES: i64 = 100;
const STREAM: u64 = 1 << 24;

/// A code, and how many of those who asked for it have to get it.
#[derive(Clone, Debug)]
pub(crate) struct Expected {
    pub(crate) coupon_id: String,
    pub(crate) uses: i64,
}

/// Runs all rounds.
pub(crate) async fn run(setting: &Setting) -> anyhow::Result<Vec<Expected>> {
    let mut expected = Vec::new();
    for round in 0..ROUNDS {
        let mut draw = Draw::new(setting.seed, STREAM + round);
        let limits = Limits { total: Some(USES), ..Limits::default() };
        let coupon = Coupon { code: format!("STORM{round}"), amount: 700, limits, ..Coupon::default() };
        let made = setting.market.open(setting, &mut draw, vec![coupon], false).await?;
        let coupon = made.first().context("one coupon was asked for")?;
        expected.push(Expected { coupon_id: coupon.id.clone(), uses: USES });
        let together = Arc::new(Barrier::new(usize::try_from(SHOPPERS)?));
        let mut shoppers = JoinSet::new();
        for number in 0..SHOPPERS {
            let body = body(&format!("storm-{round}-{number}"), &coupon.code);
            let (setting, together, mut draw) = (setting.clone(), Arc::clone(&together), Draw::new(draw.any(), number));
            shoppers.spawn(async move {
                together.wait().await;
                let request = Request::post(Kind::Redeem, "/v1/redemptions", body);
                setting.client.ask(&mut draw, request).await
            });
        }
        while shoppers.join_next().await.is_some() {}
        if setting.client.lacks_something() {
            bail!("the binary cannot do what this run asks of it; the history says which call");
        }
    }
    Ok(expected)
}

fn body(order_id: &str, code: &str) -> serde_json::Value {
    let lines = json!([{"id": "1", "product_id": "base", "quantity": 1, "unit_price": 5_000}]);
    let cart = json!({"currency": "USD", "prices_include_tax": true, "line_items": lines});
    order_body(order_id, &cart, &[code.to_owned()], false)
}
