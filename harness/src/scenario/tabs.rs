//! What can be used once is presented in several orders at the same moment: one is placed, the others are told that there
//! is none left.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::checker::Verdict;
use crate::client::Request;
use crate::draw::Draw;
use crate::generator::Setting;
use crate::history::Kind;

/// Orders at once with each of them.
const TABS: u64 = 4;

/// Something that can be used once.
pub(super) struct Single {
    /// Begins the ids of its orders.
    pub(super) name: String,
    /// Whose orders they are; each order has a customer of its own without one.
    pub(super) customer: Option<String>,
    /// As an order presents it.
    pub(super) discounts: Value,
}

/// Places the orders of all of them.
pub(super) async fn race(
    setting: &Setting,
    draw: &mut Draw,
    singles: impl IntoIterator<Item = Single>,
    verdict: &mut Verdict,
) -> anyhow::Result<()> {
    let mut orders = JoinSet::new();
    for single in singles {
        for tab in 0..TABS {
            let body = order(&single, tab);
            let (setting, name, mut draw) = (setting.clone(), single.name.clone(), Draw::new(draw.any(), tab));
            orders.spawn(async move {
                let request = Request::post(Kind::Redeem, "/v1/redemptions", body);
                (name, setting.client.ask(&mut draw, request).await)
            });
        }
    }
    let mut placed: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    while let Some(tried) = orders.join_next().await {
        let (name, reply) = tried?;
        verdict.look();
        let ops = placed.entry(name).or_default();
        match (reply.success(), reply.refused()) {
            (Some(_), _) => ops.push(reply.op),
            (None, Some("discount_not_available")) => {}
            (None, other) => verdict.find(format!("an order with it is answered {other:?}"), [reply.op]),
        }
    }
    for (name, ops) in placed.into_iter().filter(|(_, ops)| ops.len() != 1) {
        verdict.find(format!("{} orders were placed with {name}", ops.len()), ops);
    }
    Ok(())
}

fn order(single: &Single, tab: u64) -> Value {
    let order_id = format!("{}-{tab}", single.name);
    let customer = single.customer.as_ref().unwrap_or(&order_id);
    json!({
        "order_id": order_id,
        "cart": {
            "currency": "USD", "prices_include_tax": true, "customer": { "id": customer },
            "line_items": [{ "id": "1", "product_id": "base", "quantity": 1, "unit_price": 5_000 }],
        },
        "discounts": single.discounts,
    })
}
