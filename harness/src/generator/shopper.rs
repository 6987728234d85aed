//! One shopper from arrival to the end: every decision is drawn from the shopper's own stream.

use std::time::Duration;

use serde_json::{Value, json};

use super::Setting;
use super::cart::{cart, order_body};
use crate::arguments::Operations;
use crate::client::{Reply, Request};
use crate::draw::Draw;
use crate::history::Kind;

const CUSTOMERS: u64 = 30;

/// Shoppers draw from streams above those of the schedulers.
const FIRST_STREAM: u64 = 1 << 32;

struct Shopper {
    setting: Setting,
    draw: Draw,
    order_id: String,
    cart: Value,
    codes: Vec<String>,
}

/// Lives the life of a shopper.
pub(crate) async fn shop(setting: Setting, number: u64) {
    let mut draw = Draw::new(setting.seed, FIRST_STREAM + number);
    let wave = setting.market.wave();
    if wave.is_empty() {
        return;
    }
    let customer = format!("c{}", draw.below(usize::try_from(CUSTOMERS).unwrap_or(1)));
    let cart = cart(&mut draw, &customer);
    let count = if draw.chance(30) { 2 } else { 1 };
    let mut codes: Vec<String> = (0..count).map(|_| draw.pick(&wave).code.clone()).collect();
    codes.dedup();
    let order_id = format!("o{number}");
    let mut shopper = Shopper { setting, draw, order_id, cart, codes };
    if shopper.setting.does(Operations::Reservations) && shopper.draw.chance(60) {
        shopper.hold().await;
    } else {
        shopper.redeem().await;
    }
}

impl Shopper {
    async fn post(&mut self, kind: Kind, path: String, body: Value) -> Reply {
        self.setting.client.ask(&mut self.draw, Request::post(kind, path, body)).await
    }

    async fn redeem(&mut self) {
        let is_partial = self.draw.chance(20);
        let mut body = order_body(&self.order_id, &self.cart, &self.codes, is_partial);
        if self.draw.chance(5) {
            body["expected_total"] = json!(1);
        }
        let path = "/v1/redemptions".to_owned();
        let request = Request::post(Kind::Redeem, path, body.clone());
        let reply = self.post(request.kind, request.path.clone(), body.clone()).await;
        if self.draw.chance(15) {
            let node = self.draw.below(self.setting.client.nodes());
            self.setting.client.ask_again(reply.op, node, &request, &reply.key).await;
        }
        if let Some(order) = reply.success() {
            if self.draw.chance(3) {
                body["order_id"] = json!(format!("{}-reused", self.order_id));
                let node = self.draw.below(self.setting.client.nodes());
                let request = Request::post(Kind::Redeem, request.path, body);
                self.setting.client.reuse(node, request, &reply.key).await;
            }
            let order = order.clone();
            self.after(&order).await;
        }
    }

    async fn hold(&mut self) {
        let seconds = self.draw.between(2, 20);
        let is_partial = self.draw.chance(20);
        let mut body = order_body(&self.order_id, &self.cart, &self.codes, is_partial);
        body["hold_seconds"] = json!(seconds);
        let reply = self.post(Kind::Reserve, "/v1/reservations".to_owned(), body).await;
        let Some(held) = reply.success().cloned() else { return };
        let Some(id) = held["id"].as_str() else { return };
        let path = format!("/v1/reservations/{id}");
        tokio::time::sleep(Duration::from_millis(self.draw.between(0, 800))).await;
        if self.draw.chance(15) {
            let body = json!({"hold_seconds": self.draw.between(2, 10)});
            self.post(Kind::Extend, format!("{path}/extend"), body).await;
        }
        if self.draw.chance(15) {
            self.reprice(&path).await;
        }
        match self.draw.below(10) {
            0 => {}
            1 => self.commit_at_the_end(&path, seconds).await,
            2 | 3 => {
                self.post(Kind::Release, format!("{path}/release"), json!({})).await;
            }
            4 => self.race(&path, [Kind::Commit, Kind::Release]).await,
            5 => self.race(&path, [Kind::Commit, Kind::Commit]).await,
            _ => {
                let reply = self.post(Kind::Commit, format!("{path}/commit"), json!({})).await;
                if let Some(order) = reply.success().cloned() {
                    self.after(&order).await;
                }
            }
        }
    }

    async fn reprice(&mut self, path: &str) {
        let customer = self.cart["customer"]["id"].as_str().unwrap_or_default().to_owned();
        self.cart = cart(&mut self.draw, &customer);
        let body = json!({"cart": self.cart, "discounts": {"codes": self.codes}});
        let request = Request { kind: Kind::Reprice, method: "PUT", path: path.to_owned(), body };
        self.setting.client.ask(&mut self.draw, request).await;
    }

    /// Commits when the hold is about to expire, a moment before or after.
    async fn commit_at_the_end(&mut self, path: &str, seconds: u64) {
        tokio::time::sleep(Duration::from_millis(seconds * 1_000 - 900 + self.draw.between(0, 1_000))).await;
        self.post(Kind::Commit, format!("{path}/commit"), json!({})).await;
    }

    async fn race(&mut self, path: &str, kinds: [Kind; 2]) {
        let [first, second] = kinds.map(|kind| {
            let verb = if kind == Kind::Release { "release" } else { "commit" };
            Request::post(kind, format!("{path}/{verb}"), json!({}))
        });
        let client = self.setting.client.clone();
        let mut other = Draw::new(self.draw.any(), 0);
        tokio::join!(client.ask(&mut self.draw, first), client.ask(&mut other, second));
    }

    /// What becomes of an order.
    async fn after(&mut self, order: &Value) {
        if self.draw.chance(20) {
            let node = self.draw.below(self.setting.client.nodes());
            let path = format!("/v1/redemptions?order_id={}&limit=200", self.order_id);
            self.setting.client.read(node, &path).await;
        }
        let path = format!("/v1/orders/{}", self.order_id);
        let (refunds, cancels) = (self.setting.does(Operations::Refunds), self.setting.does(Operations::Cancels));
        match self.draw.below(20) {
            0..=2 if cancels => {
                for redemption in order["redemptions"].as_array().into_iter().flatten() {
                    let id = redemption["id"].as_str().unwrap_or_default();
                    let path = format!("/v1/redemptions/{id}/cancel");
                    self.post(Kind::CancelRedemption, path, json!({"reason": "changed their mind"})).await;
                }
            }
            3 if cancels => {
                self.post(Kind::CancelOrder, format!("{path}/cancel"), json!({"reason": "out of stock"})).await;
            }
            4 if cancels => {
                self.post(Kind::Amend, format!("{path}/amend"), json!({"cart": self.cart})).await;
            }
            5..=8 if refunds => self.refund(&path).await,
            _ => {}
        }
    }

    /// Several refunds at once, of one unit each, and at times of everything.
    async fn refund(&mut self, path: &str) {
        let client = self.setting.client.clone();
        let mut sent = tokio::task::JoinSet::new();
        for _ in 0..self.draw.between(1, 3) {
            let body = if self.draw.chance(30) {
                json!({"full": true, "reason": "returned"})
            } else {
                json!({"lines": [{"line_id": "1", "quantity": 1}], "reason": "returned"})
            };
            let request = Request::post(Kind::Refund, format!("{path}/refunds"), body);
            let (client, mut draw) = (client.clone(), Draw::new(self.draw.any(), 0));
            sent.spawn(async move { client.ask(&mut draw, request).await });
        }
        sent.join_all().await;
    }
}
