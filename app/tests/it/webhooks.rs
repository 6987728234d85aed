//! Events reach their endpoints: signed, in order, again until they are taken.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use futures::future::BoxFuture;
use serde_json::{Value, json};
use tessera_app::events::EventFilter;
use tessera_app::webhooks::{Courier, NewWebhook, Parcel, Replay, WebhookPatch, WebhookView};
use tessera_app::{Caller, Mutation, PageRequest};
use tessera_engine::from_json;

use crate::shop::{Shop, cart};

/// Answers as it was told and keeps what it was given; 200 when it was told nothing.
#[derive(Default)]
struct Fake {
    answers: Mutex<VecDeque<Result<u16, String>>>,
    seen: Mutex<Vec<Parcel>>,
}

impl Courier for Fake {
    fn deliver(&self, parcel: Parcel) -> BoxFuture<'static, Result<u16, String>> {
        self.seen.lock().unwrap().push(parcel);
        let answer = self.answers.lock().unwrap().pop_front().unwrap_or(Ok(200));
        Box::pin(async move { answer })
    }
}

impl Fake {
    fn told(answers: impl IntoIterator<Item = Result<u16, String>>) -> Arc<Self> {
        Arc::new(Self { answers: Mutex::new(answers.into_iter().collect()), seen: Mutex::default() })
    }

    fn events(&self) -> Vec<Value> {
        let seen = self.seen.lock().unwrap();
        seen.iter().map(|parcel| serde_json::from_slice(&parcel.body).unwrap()).collect()
    }

    fn types(&self) -> Vec<String> {
        self.events().iter().map(|event| event["type"].as_str().unwrap().to_owned()).collect()
    }

    fn headers(&self, name: &str) -> Vec<String> {
        let seen = self.seen.lock().unwrap();
        let of = |parcel: &Parcel| parcel.headers.iter().find(|(known, _)| *known == name).unwrap().1.clone();
        seen.iter().map(of).collect()
    }
}

async fn webhook(shop: &Shop, body: Value) -> Value {
    let new: NewWebhook = from_json(body.to_string().as_bytes()).unwrap();
    let made = shop.app.create_webhook(Mutation::program("/v1/webhooks"), new).await.unwrap();
    serde_json::from_slice(&made.body).unwrap()
}

async fn state(shop: &Shop, webhook: &Value) -> WebhookView {
    shop.app.read_webhook(&Caller::program(), webhook["id"].as_str().unwrap()).await.unwrap()
}

async fn deliver(shop: &Shop, courier: &Arc<Fake>) {
    shop.app.deliver_due_webhooks(courier.clone()).await.unwrap();
}

fn coupon(name: &str) -> Value {
    json!({ "name": name, "status": "enabled", "activation": "automatic", "benefits": [{ "kind": "percent_off", "percent": 10 }] })
}

#[tokio::test]
async fn what_happens_from_now_on_is_sent_in_order_and_once() {
    let shop = Shop::open().await;
    shop.coupon(coupon("before")).await;
    let made = webhook(&shop, json!({ "url": "https://shop.example/hook" })).await;
    assert!(made["secret"].as_str().unwrap().starts_with("whsec_"));
    shop.at("2026-06-03T12:00:01Z");
    shop.redeem_as("o1", cart(1_000), &[]).await.unwrap();
    let courier = Fake::told([]);
    deliver(&shop, &courier).await;
    assert_eq!(courier.types(), ["webhook.created", "order.placed", "redemption.committed"]);
    let events = courier.events();
    assert_eq!(
        courier.headers("webhook-id"),
        events.iter().map(|event| event["id"].as_str().unwrap()).collect::<Vec<_>>()
    );
    assert!(courier.headers("webhook-signature").iter().all(|signature| signature.starts_with("v1,")));
    assert_eq!(courier.seen.lock().unwrap()[0].url, "https://shop.example/hook");
    deliver(&shop, &courier).await;
    assert_eq!(courier.types().len(), 3, "nothing is sent twice");
    let listed = shop.app.list_webhooks(&Caller::program(), PageRequest::default()).await.unwrap().data;
    assert_eq!((listed.len(), listed[0].state.as_str(), listed[0].last_status), (1, "active", Some(200)));
    assert!(!json!(listed).to_string().contains("whsec_"));
}

#[tokio::test]
async fn an_endpoint_gets_the_types_it_asked_for() {
    let shop = Shop::open().await;
    let made = webhook(&shop, json!({ "url": "https://shop.example/", "types": ["coupon.paused"] })).await;
    let id = shop.coupon(coupon("A")).await["id"].clone();
    let courier = Fake::told([]);
    deliver(&shop, &courier).await;
    assert_eq!(courier.types(), Vec::<String>::new());
    shop.app.pause_coupon(Mutation::program("/v1/coupons"), id.as_str().unwrap()).await.unwrap();
    deliver(&shop, &courier).await;
    assert_eq!(courier.types(), ["coupon.paused"]);
    let id = made["id"].as_str().unwrap();
    let patch: WebhookPatch = from_json(br#"{"types": null, "description": "all"}"#).unwrap();
    shop.app.update_webhook(Mutation::program("/v1/webhooks"), id, patch).await.unwrap();
    deliver(&shop, &courier).await;
    assert_eq!(courier.types(), ["coupon.paused", "webhook.updated"]);
}

#[tokio::test]
async fn what_is_not_taken_is_sent_again_with_its_id_and_holds_up_the_rest() {
    let shop = Shop::open().await;
    let made = webhook(&shop, json!({ "url": "https://shop.example/" })).await;
    shop.at("2026-06-03T12:00:01Z");
    shop.coupon(coupon("A")).await;
    let courier = Fake::told([Ok(200), Ok(500), Err("no answer within 15 s".to_owned()), Ok(302)]);
    deliver(&shop, &courier).await;
    assert_eq!(courier.types(), ["webhook.created", "coupon.created"]);
    let failing = state(&shop, &made).await;
    assert_eq!((failing.state.as_str(), failing.attempts, failing.last_status), ("failing", 1, Some(500)));
    assert!(failing.next_attempt_at.unwrap() > failing.failing_since.unwrap());
    deliver(&shop, &courier).await;
    assert_eq!(courier.types().len(), 2, "it is not sent before its time");
    shop.coupon(coupon("B")).await;
    shop.at("2026-06-03T12:01:00Z");
    deliver(&shop, &courier).await;
    let failing = state(&shop, &made).await;
    assert_eq!(
        (failing.attempts, failing.last_status, failing.last_error.as_deref()),
        (2, None, Some("no answer within 15 s"))
    );
    shop.at("2026-06-03T12:10:00Z");
    deliver(&shop, &courier).await;
    assert_eq!(state(&shop, &made).await.last_error.as_deref(), Some("answered 302"));
    shop.at("2026-06-03T13:00:00Z");
    deliver(&shop, &courier).await;
    assert_eq!(courier.types()[2..], ["coupon.created"; 4]);
    let ids = courier.headers("webhook-id");
    assert!(ids[1..5].iter().all(|id| *id == ids[1]) && ids[5] != ids[1], "{ids:?}");
    let well = state(&shop, &made).await;
    assert_eq!((well.state.as_str(), well.attempts, well.failing_since), ("active", 0, None));
}

#[tokio::test]
async fn one_that_fails_for_days_or_is_gone_is_disabled_and_can_be_enabled() {
    let shop = Shop::open().await;
    let (slow, gone) = (
        webhook(&shop, json!({ "url": "https://slow.example/", "types": ["coupon.created"] })).await,
        webhook(&shop, json!({ "url": "https://gone.example/", "types": ["coupon.paused"] })).await,
    );
    let coupon_id = shop.coupon(coupon("A")).await["id"].clone();
    let courier = Fake::told(vec![Ok(500); 2]);
    deliver(&shop, &courier).await;
    assert_eq!(state(&shop, &slow).await.state, "failing");
    shop.at("2026-06-08T12:00:00Z");
    deliver(&shop, &courier).await;
    assert_eq!(state(&shop, &slow).await.state, "disabled");

    shop.app.pause_coupon(Mutation::program("/v1/coupons"), coupon_id.as_str().unwrap()).await.unwrap();
    deliver(&shop, &Fake::told([Ok(410)])).await;
    assert_eq!(state(&shop, &gone).await.state, "disabled");
    shop.at("2026-06-20T12:00:00Z");
    let silent = Fake::told([]);
    deliver(&shop, &silent).await;
    assert_eq!(silent.types(), Vec::<String>::new());

    let patch: WebhookPatch = from_json(br#"{"enabled": true}"#).unwrap();
    let id = slow["id"].as_str().unwrap();
    shop.app.update_webhook(Mutation::program("/v1/webhooks"), id, patch).await.unwrap();
    deliver(&shop, &silent).await;
    assert_eq!(silent.types(), ["coupon.created"], "it goes on where it stopped");
    let page = PageRequest { limit: 200, cursor: None };
    let told = shop.app.list_events(&Caller::program(), EventFilter::default(), page).await.unwrap().data;
    assert_eq!(told.iter().filter(|event| event.kind == "webhook.disabled").count(), 2);
}

#[tokio::test]
async fn events_are_sent_again_on_request_and_a_rotated_secret_overlaps() {
    let shop = Shop::open().await;
    shop.coupon(coupon("A")).await;
    shop.at("2026-06-04T12:00:00Z");
    let made = webhook(&shop, json!({ "url": "https://shop.example/", "types": ["coupon.created"] })).await;
    let id = made["id"].as_str().unwrap();
    shop.coupon(coupon("B")).await;
    let courier = Fake::told([]);
    deliver(&shop, &courier).await;
    let first = courier.events();
    assert_eq!(first.len(), 1);
    let replay = |from: Value| {
        let replay: Replay = from_json(json!({ "from": from }).to_string().as_bytes()).unwrap();
        shop.app.replay_webhook(Mutation::program("/v1/webhooks"), id, replay)
    };
    replay(json!("2026-06-01T00:00:00Z")).await.unwrap();
    deliver(&shop, &courier).await;
    assert_eq!(courier.events().len(), 3, "also what happened before there was an endpoint");
    replay(first[0]["id"].clone()).await.unwrap();
    deliver(&shop, &courier).await;
    assert_eq!(courier.events()[3], first[0]);
    assert_eq!(replay(json!("evt_none")).await.unwrap_err().error.code(), "not_found");

    let rotated = shop.app.rotate_webhook_secret(Mutation::program("/v1/webhooks"), id).await.unwrap();
    let rotated: Value = serde_json::from_slice(&rotated.body).unwrap();
    assert_ne!(rotated["secret"], made["secret"]);
    shop.coupon(coupon("C")).await;
    deliver(&shop, &courier).await;
    assert_eq!(courier.headers("webhook-signature")[4].split(' ').count(), 2);
    shop.at("2026-06-06T12:00:00Z");
    shop.coupon(coupon("D")).await;
    deliver(&shop, &courier).await;
    assert_eq!(courier.headers("webhook-signature")[5].split(' ').count(), 1);
    shop.app.delete_webhook(Mutation::program("/v1/webhooks"), id).await.unwrap();
    assert!(shop.app.read_webhook(&Caller::program(), id).await.is_err());
}

#[tokio::test]
async fn one_endpoint_is_sent_to_by_one_at_a_time() {
    let shop = Shop::open().await;
    webhook(&shop, json!({ "url": "https://shop.example/" })).await;
    let courier = Fake::told([]);
    let both = [deliver(&shop, &courier), deliver(&shop, &courier)];
    futures::future::join_all(both).await;
    assert_eq!(courier.types(), ["webhook.created"]);
}

#[tokio::test]
async fn a_wrong_address_or_type_is_named() {
    let faults = |body: Value| match from_json::<NewWebhook>(body.to_string().as_bytes()) {
        Err(tessera_engine::decode::DecodeError::Fields(faults)) => {
            faults.into_iter().map(|fault| fault.pointer).collect::<Vec<_>>()
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(faults(json!({ "url": "ftp://x" })), ["/url"]);
    assert_eq!(faults(json!({ "url": "https://a:b@x/", "types": ["coupon.nope"] })), ["/url", "/types/0"]);
    assert_eq!(faults(json!({ "types": [] })), ["/url"]);
}
