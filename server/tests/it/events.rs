//! What happened is told once, in order, and noted with who did it.

use serde_json::{Value, json};
use tessera_app::Scope;

use crate::face::{Face, Got};
use crate::operations::cart;

async fn do_once(face: &Face, path: &str, key: &str, body: &Value) -> Got {
    let got = face.call("POST", path).header("idempotency-key", key).json(body).send().await;
    assert!(got.status.is_success(), "{path}: {}", got.text());
    got
}

async fn events(face: &Face, query: &str) -> Vec<Value> {
    let got = face.get(&format!("/v1/events?limit=200{query}")).await;
    assert_eq!(got.status, 200, "{}", got.text());
    got.json()["data"].as_array().unwrap().clone()
}

fn types(events: &[Value]) -> Vec<&str> {
    events.iter().map(|event| event["type"].as_str().unwrap()).collect()
}

async fn audit(face: &Face) -> Vec<Value> {
    face.get("/v1/audit?limit=200").await.json()["data"].as_array().unwrap().clone()
}

fn order(id: &str) -> Value {
    json!({ "order_id": id, "cart": cart(), "discounts": { "codes": ["SUMMER20"] } })
}

#[tokio::test]
async fn the_life_of_an_order_is_told_in_order() {
    let face = Face::new().await;
    let coupon = face.create_coupon("SUMMER20").await;
    let held = do_once(&face, "/v1/reservations", "a", &order("o1")).await.json();
    let reservation = held["id"].as_str().unwrap().to_owned();
    let redemption = held["redemptions"][0]["id"].as_str().unwrap().to_owned();
    do_once(&face, &format!("/v1/reservations/{reservation}/extend"), "b", &json!({ "hold_seconds": 60 })).await;
    do_once(&face, &format!("/v1/reservations/{reservation}/commit"), "c", &json!({})).await;
    let refund = json!({ "lines": [{ "line_id": "2", "quantity": 1 }], "reason": "broken mug" });
    do_once(&face, "/v1/orders/o1/refunds", "d", &refund).await;
    do_once(&face, "/v1/orders/o1/cancel", "e", &json!({ "reason": "Ana changed her mind" })).await;

    let all = events(&face, "").await;
    assert_eq!(
        types(&all),
        [
            "key.created",
            "coupon.created",
            "code.created",
            "reservation.held",
            "reservation.extended",
            "reservation.committed",
            "order.placed",
            "redemption.committed",
            "refund.created",
            "order.cancelled",
            "redemption.cancelled",
        ]
    );
    let of = |aggregate: String| all.iter().filter(move |event| event["aggregate"] == aggregate).cloned();
    let orders: Vec<_> = of("order:o1".to_owned()).collect();
    assert_eq!(types(&orders), ["order.placed", "refund.created", "order.cancelled"]);
    assert_eq!(orders.iter().map(|event| event["seq"].as_u64().unwrap()).collect::<Vec<_>>(), [1, 2, 3]);
    let uses: Vec<_> = of(redemption.clone()).collect();
    assert_eq!(types(&uses), ["redemption.committed", "redemption.cancelled"]);
    assert_eq!((&uses[0]["data"]["coupon_id"], &uses[0]["data"]["amount"]), (&json!(coupon), &json!(800)));
    assert_eq!(uses[1]["data"]["state"], "cancelled");
    assert_eq!(of(reservation).count(), 3);
    let ids: std::collections::BTreeSet<_> = all.iter().map(|event| event["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), all.len());
    assert!(ids.iter().all(|id| id.starts_with("evt_")));

    let noted = audit(&face).await;
    let actions: Vec<_> = noted.iter().map(|entry| entry["action"].as_str().unwrap()).collect();
    let expected = [
        "create_key",
        "create_coupon",
        "create_reservation",
        "extend_reservation",
        "commit_reservation",
        "create_refund",
        "cancel_order",
    ];
    assert_eq!(actions, expected);
    assert_eq!((&noted[6]["reason"], &noted[6]["resource"]), (&json!("Ana changed her mind"), &json!("order:o1")));
    assert_eq!(noted[5]["reason"], "broken mug");
    assert!(noted[6]["actor"].as_str().unwrap().starts_with("key_"));
    assert_eq!(
        noted.iter().map(|entry| entry["position"].as_u64().unwrap()).collect::<Vec<_>>(),
        [1, 2, 3, 4, 5, 6, 7]
    );
}

#[tokio::test]
async fn no_code_no_email_and_no_reason_is_told() {
    let face = Face::new().await;
    let id = face.create_coupon("GIFT-SECRET-7").await;
    let put = json!({ "email": "ana@shop.example", "name": "Ana Private" });
    assert_eq!(face.call("PUT", "/v1/customers/ana").json(&put).send().await.status, 201);
    let mut body = order("o1");
    body["discounts"]["codes"] = json!(["GIFT-SECRET-7"]);
    body["cart"]["customer"] = json!({ "id": "ana", "email": "ana@shop.example" });
    do_once(&face, "/v1/redemptions", "a", &body).await;
    do_once(&face, "/v1/orders/o1/refunds", "b", &json!({ "full": true, "reason": "Ana Private was unhappy" })).await;
    let patch = face.call("PATCH", &format!("/v1/coupons/{id}")).json(&json!({ "code": "GIFT-SECRET-8" })).send().await;
    assert_eq!(patch.status, 200, "{}", patch.text());
    assert_eq!(face.call("DELETE", "/v1/customers/ana").send().await.status, 200);
    let feed = face.get("/v1/events?limit=200").await.text();
    for secret in ["SECRET", "shop.example", "Private"] {
        assert!(!feed.contains(secret), "{secret} in {feed}");
    }
    for kind in ["customer.put", "customer.deleted", "code.voided", "coupon.updated", "redemption.refunded"] {
        assert!(feed.contains(kind), "{kind} in {feed}");
    }
    // A person stands in the chain by a pseudonym, the same in every entry.
    let noted = audit(&face).await;
    let people: Vec<_> =
        noted.iter().filter(|entry| entry["resource"].as_str().unwrap().starts_with("customer:")).collect();
    assert_eq!(people.len(), 2);
    assert_eq!(people[0]["resource"], people[1]["resource"]);
    assert_ne!(people[0]["resource"], "customer:ana");
}

#[tokio::test]
async fn what_changes_nothing_is_not_told() {
    let face = Face::new().await;
    let id = face.create_coupon("SUMMER20").await;
    let pause = || async { face.call("POST", &format!("/v1/coupons/{id}/pause")).send().await };
    assert_eq!(pause().await.status, 200);
    let (told, noted) = (events(&face, "").await.len(), audit(&face).await.len());
    assert_eq!(pause().await.status, 200);
    assert_eq!(face.post("/v1/coupons", &crate::operations::coupon("SUMMER20")).await.status, 409);
    let placed = do_once(&face, "/v1/redemptions", "k", &json!({ "order_id": "o1", "cart": cart() })).await;
    let again = do_once(&face, "/v1/redemptions", "k", &json!({ "order_id": "o1", "cart": cart() })).await;
    assert_eq!((placed.body, again.header("idempotency-replayed")), (again.body.clone(), "true"));
    do_once(&face, "/v1/redemptions", "other", &json!({ "order_id": "o1", "cart": cart() })).await;
    // One order more, however often it was sent.
    assert_eq!((events(&face, "").await.len(), audit(&face).await.len()), (told + 1, noted + 1));
}

#[tokio::test]
async fn the_feed_is_read_once_from_where_the_reader_is() {
    let face = Face::new().await;
    for number in 0..5 {
        face.create_coupon(&format!("CODE-{number}")).await;
    }
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = face.get(&format!("/v1/events?limit=2{cursor}")).await.json();
        seen.extend(page["data"].as_array().unwrap().iter().map(|event| event["id"].as_str().unwrap().to_owned()));
        cursor = format!("&cursor={}", page["resume_cursor"].as_str().unwrap());
        if page["next_cursor"].is_null() {
            break;
        }
        assert_eq!(page["next_cursor"], page["resume_cursor"]);
    }
    assert_eq!(seen.len(), 11);
    let empty = face.get(&format!("/v1/events?{}", &cursor[1..])).await.json();
    assert_eq!((&empty["data"], &empty["next_cursor"]), (&json!([]), &Value::Null));
    face.create_coupon("CODE-6").await;
    let more = events(&face, &cursor).await;
    assert_eq!(types(&more), ["coupon.created", "code.created"]);
    assert!(!seen.contains(&more[0]["id"].as_str().unwrap().to_owned()));

    assert_eq!(events(&face, "&type=key.created").await.len(), 1);
    let coupon = more[0]["aggregate"].as_str().unwrap();
    assert_eq!(events(&face, &format!("&aggregate={coupon}")).await.len(), 1);
    face.get("/v1/events?cursor=nonsense").await.is_problem(400, "invalid_cursor");
    face.get("/v1/events?nope=1").await.is_problem(400, "invalid_query");
    let wrong = face.get("/v1/events?type=order.nope").await;
    assert!(wrong.text().contains("`order.placed`"), "a type that does not exist is refused with those that do");
    wrong.is_problem(400, "invalid_query");
    let reader = face.secret_key(&[Scope::Audit]).await;
    let call = face.bare_call("GET", "/v1/events").header("authorization", &format!("Bearer {reader}"));
    call.send().await.is_problem(403, "scope_missing");
}

#[tokio::test]
async fn an_edit_tells_what_differs() {
    let face = Face::new().await;
    let id = face.create_coupon("SUMMER20").await;
    let patch = json!({ "name": "Autumn sale", "limits": { "total": 5 } });
    assert_eq!(face.call("PATCH", &format!("/v1/coupons/{id}")).json(&patch).send().await.status, 200);
    assert_eq!(face.call("PATCH", "/v1/settings").json(&json!({ "store_name": "Shop" })).send().await.status, 200);
    let told = events(&face, &format!("&aggregate={id}&type=coupon.updated")).await;
    let data = &told[0]["data"];
    assert_eq!((&data["id"], &data["version"], &data["status"]), (&json!(id), &json!(2), &json!("enabled")));
    assert_eq!(data["changed"]["name"], "Autumn sale");
    assert_eq!(data["changed"].as_object().unwrap().len(), 2, "{data}");
    let settings = events(&face, "&type=settings.updated").await;
    assert_eq!(settings[0]["data"], json!({ "version": 1, "changed": { "store_name": "Shop" } }));
}
