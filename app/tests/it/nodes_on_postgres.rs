//! Two nodes on one PostgreSQL: what one was told holds on the other.

use std::time::Duration;

use futures::future::join_all;
use serde_json::{Value, json};
use tessera_app::products::Product;
use tessera_app::redemptions::RedemptionRequest;
use tessera_app::{Answer, ErrorCode, Mutation, Problem};
use tessera_engine::from_json;

use crate::cluster::Database;
use crate::shop::{Shop, cart, cart_of, reason, ten_percent};

struct Nodes {
    one: Shop,
    other: Shop,
    _database: Database,
}

impl Nodes {
    async fn open() -> Self {
        let database = Database::new();
        let one = Shop::open_on(&database.url).await;
        let other = Shop::open_on(&database.url).await;
        Self { one, other, _database: database }
    }
}

/// Sends a redemption with an idempotency key.
async fn send(shop: &Shop, key: &str, order_id: &str, codes: &[&str]) -> Result<Answer, Problem> {
    let body = json!({ "order_id": order_id, "cart": cart(5000), "discounts": { "codes": codes } }).to_string();
    let request: RedemptionRequest = from_json(body.as_bytes()).unwrap();
    let mutation = Mutation {
        idempotency_key: Some(key.to_owned()),
        body: body.into_bytes(),
        ..Mutation::program("/v1/redemptions")
    };
    shop.app.create_redemption(mutation, request).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_on_two_nodes_at_once_has_one_effect_and_one_answer() {
    let nodes = Nodes::open().await;
    let coupon = nodes.one.coupon(ten_percent("SAVE", json!({ "limits": { "total": 100 } }))).await;
    for round in 0..5 {
        let key = format!("key-{round}");
        let order_id = format!("order-{round}");
        let sent =
            [&nodes.one, &nodes.other, &nodes.one, &nodes.other].map(|shop| send(shop, &key, &order_id, &["SAVE"]));
        let answers: Vec<_> = join_all(sent).await.into_iter().map(Result::unwrap).collect();
        assert!(answers.iter().all(|answer| answer.body == answers[0].body && answer.status == answers[0].status));
        assert_eq!(answers.iter().filter(|answer| !answer.replayed).count(), 1);
    }
    assert_eq!(nodes.other.read(&coupon["id"]).await["uses"], 5);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refusal_with_a_key_is_the_same_on_the_other_node() {
    let nodes = Nodes::open().await;
    let refused = send(&nodes.one, "key", "order", &["NOWHERE"]).await.unwrap();
    let again = send(&nodes.other, "key", "order", &["NOWHERE"]).await.unwrap();
    assert_eq!((refused.status, again.status, again.replayed), (409, 409, true));
    assert_eq!(refused.body, again.body);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_coupon_that_one_node_paused_is_refused_by_the_other_at_once() {
    let nodes = Nodes::open().await;
    for round in 0..5 {
        let code = format!("SAVE{round}");
        let coupon = nodes.one.coupon(ten_percent(&code, json!({}))).await;
        nodes.other.redeem(cart(5000), &[&code]).await.unwrap();
        nodes.one.patch(&coupon["id"], json!({ "status": "paused" })).await.unwrap();
        let refused = nodes.other.redeem(cart(5000), &[&code]).await.unwrap_err();
        assert_eq!(refused.error, ErrorCode::DiscountNotAvailable);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn terms_that_one_node_changed_hold_on_the_other_at_once() {
    let nodes = Nodes::open().await;
    let coupon = nodes.one.coupon(ten_percent("SAVE", json!({}))).await;
    for percent in [20, 30, 40] {
        let patch = json!({ "benefits": [{ "kind": "percent_off", "percent": percent }] });
        nodes.one.patch(&coupon["id"], patch).await.unwrap();
        let placed = nodes.other.redeem(cart(5000), &["SAVE"]).await.unwrap();
        assert_eq!(placed["quote"]["totals"]["total"], 50 * (100 - percent));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_hundred_orders_over_two_nodes_twenty_take_the_twenty_uses() {
    let nodes = Nodes::open().await;
    let coupon = nodes.one.coupon(ten_percent("TWENTY", json!({ "limits": { "total": 20 } }))).await;
    let orders = (0..200).map(|number| {
        let shop = if number % 2 == 0 { nodes.one.clone() } else { nodes.other.clone() };
        tokio::spawn(async move { shop.redeem(cart_of(&format!("customer-{number}"), 5000), &["TWENTY"]).await })
    });
    let mut done = 0;
    for placed in join_all(orders).await {
        match placed.unwrap() {
            Ok(_) => done += 1,
            Err(refused) => {
                assert_eq!(refused.error, ErrorCode::DiscountNotAvailable, "{refused:?}");
                assert_eq!(reason(&refused.more["rejected"]), "discount_code_usage_limit_reached");
            }
        }
    }
    assert_eq!(done, 20);
    assert_eq!(nodes.other.read(&coupon["id"]).await["uses"], 20);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_first_holds_of_one_order_at_one_moment_the_last_stands_and_none_fails() {
    let nodes = Nodes::open().await;
    nodes.one.coupon(ten_percent("LAST", json!({ "limits": { "total": 10 } }))).await;
    for round in 0..10 {
        let order_id = format!("order-{round}");
        let holds = (0..6).map(|number| {
            let shop = if number % 2 == 0 { nodes.one.clone() } else { nodes.other.clone() };
            let order_id = order_id.clone();
            tokio::spawn(async move { shop.hold(&order_id, cart(5000), &["LAST"]).await })
        });
        for held in join_all(holds).await {
            assert_eq!(held.unwrap().unwrap()["state"], "held");
        }
    }
    // Each order holds one of the ten uses, so that there is none for another.
    let refused = nodes.one.hold("one-more", cart(5000), &["LAST"]).await.unwrap_err();
    assert_eq!(refused.error, ErrorCode::DiscountNotAvailable, "{refused:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn edits_on_two_nodes_come_one_after_the_other() {
    let nodes = Nodes::open().await;
    let coupon = nodes.one.coupon(ten_percent("SAVE", json!({}))).await;
    let edits = (0..20).map(|number| {
        let shop = if number % 2 == 0 { nodes.one.clone() } else { nodes.other.clone() };
        let id = coupon["id"].clone();
        let limit = if number % 3 == 0 { Value::Null } else { json!(number + 1) };
        tokio::spawn(async move { shop.patch(&id, json!({ "limits": { "total": limit } })).await })
    });
    for edit in join_all(edits).await {
        edit.unwrap().unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_product_that_one_node_changed_is_known_to_the_other_within_a_second() {
    let nodes = Nodes::open().await;
    let house = tokio::spawn({
        let app = nodes.other.app.clone();
        async move { app.keep_house().await }
    });
    nodes
        .one
        .coupon(json!({
            "name": "Shoes", "status": "enabled", "code": "SHOES",
            "benefits": [{ "kind": "percent_off", "percent": 10, "target": { "categories": ["shoes"] } }],
        }))
        .await;
    for (categories, total) in [(json!(["shoes"]), 4500), (json!(["hats"]), 5000), (json!(["shoes"]), 4500)] {
        let product: Product = from_json(json!({ "categories": categories }).to_string().as_bytes()).unwrap();
        nodes.one.app.put_product(Mutation::program("/v1/products"), "a", product).await.unwrap();
        let mut found = Value::Null;
        for _ in 0..40 {
            found = nodes.other.quote(cart(5000), &["SHOES"]).await["totals"]["total"].clone();
            if found == total {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert_eq!(found, total);
    }
    house.abort();
}
