//! Many products, customers and categories at once.

use serde_json::{Value, json};

use crate::face::{Face, Got};

async fn put(face: &Face, what: &str, entries: &Value) -> Got {
    face.post(&format!("/v1/{what}/bulk"), &json!({ what: entries })).await
}

fn outcomes(got: &Got) -> Vec<(Option<String>, u64)> {
    assert_eq!(got.status, 200, "{}", got.text());
    let answer = got.json();
    let data = answer["data"].as_array().unwrap();
    data.iter().map(|entry| (entry["id"].as_str().map(str::to_owned), entry["status"].as_u64().unwrap())).collect()
}

fn of(id: &str, status: u64) -> (Option<String>, u64) {
    (Some(id.to_owned()), status)
}

#[tokio::test]
async fn each_product_is_put_or_refused_by_itself() {
    let face = Face::new().await;
    let entries = json!([
        { "id": "shirt", "title": "Shirt", "stock": 3 },
        { "id": "mug", "stock": -1, "nope": true },
        { "title": "no id" },
        7,
        { "id": "shirt", "title": "Again" }
    ]);
    let got = put(&face, "products", &entries).await;
    assert_eq!(outcomes(&got), [of("shirt", 201), of("mug", 422), (None, 422), (None, 422), of("shirt", 422)]);
    let answer = got.json();
    let pointers = |entry: usize| {
        let errors = answer["data"][entry]["problem"]["errors"].as_array().unwrap();
        errors.iter().map(|error| error["pointer"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!((pointers(1), pointers(2)), (vec!["/stock".to_owned(), "/nope".to_owned()], vec!["/id".to_owned()]));
    assert_eq!((pointers(3), pointers(4)), (vec![String::new()], vec!["/id".to_owned()]));
    assert!(answer["data"][0].get("problem").is_none());
    assert_eq!(answer["data"][1]["problem"]["request_id"].as_str(), Some(got.header("x-request-id")));
    assert_eq!(face.get("/v1/products/shirt").await.json()["title"], "Shirt");
    face.get("/v1/products/mug").await.is_problem(404, "not_found");
    let again = json!([{ "id": "shirt", "title": "Shirt", "stock": 2 }, { "id": "mug" }]);
    assert_eq!(outcomes(&put(&face, "products", &again).await), [of("shirt", 200), of("mug", 201)]);
}

#[tokio::test]
async fn events_tell_of_what_changed_and_of_nothing_else() {
    let face = Face::new().await;
    let customers = json!([{ "id": "ana", "email": "ana@shop.example", "segments": ["vip"] }, { "id": "ben" }]);
    put(&face, "customers", &customers).await;
    let mut changed = customers.clone();
    changed[1]["country"] = json!("FR");
    assert_eq!(outcomes(&put(&face, "customers", &changed).await), [of("ana", 200), of("ben", 200)]);
    let events = face.get("/v1/events?type=customer.put").await.json();
    let told: Vec<_> = events["data"].as_array().unwrap().iter().map(|event| event["aggregate"].clone()).collect();
    assert_eq!(told, ["customer:ana", "customer:ben", "customer:ben"]);
    assert!(!events.to_string().contains("shop.example"), "no e-mail address in events");
    let audit = face.get("/v1/audit").await.json();
    let bulk = audit["data"].as_array().unwrap().iter().filter(|entry| entry["action"] == "put_customers").count();
    assert_eq!(bulk, 2, "one entry for each call");
}

#[tokio::test]
async fn categories_stand_after_their_parents_and_make_no_ring() {
    let face = Face::new().await;
    let tree = json!([
        { "id": "shoes", "parent_id": "clothing" },
        { "id": "clothing", "name": "Clothing" },
        { "id": "boots", "parent_id": "clothing" },
        { "id": "clothing-2", "parent_id": "clothing-2" }
    ]);
    let got = put(&face, "categories", &tree).await;
    assert_eq!(outcomes(&got), [of("shoes", 422), of("clothing", 201), of("boots", 201), of("clothing-2", 409)]);
    let data = got.json()["data"].clone();
    assert_eq!(data[0]["problem"]["code"], "parent_unknown");
    assert_eq!(data[0]["problem"]["errors"][0]["pointer"], "/parent_id");
    assert_eq!(data[3]["problem"]["code"], "category_cycle");
    let got = put(&face, "categories", &json!([{ "id": "clothing", "parent_id": "boots" }])).await;
    assert_eq!(outcomes(&got), [of("clothing", 409)]);
}

#[tokio::test]
async fn a_repeat_gets_the_same_answer_and_writes_nothing() {
    let face = Face::new().await;
    let body = json!({ "products": [{ "id": "shirt", "title": "Shirt" }] });
    let send = || face.call("POST", "/v1/products/bulk").header("idempotency-key", "one").json(&body).send();
    let first = send().await;
    face.call("PUT", "/v1/products/shirt").json(&json!({ "title": "Other" })).send().await;
    let second = send().await;
    assert_eq!((first.text(), second.header("idempotency-replayed")), (second.text(), "true"));
    assert_eq!(face.get("/v1/products/shirt").await.json()["title"], "Other");
}

#[tokio::test]
async fn a_thousand_entries_in_eight_mebibytes_and_no_more() {
    let face = Face::new().await;
    let many = |count: usize| (0..count).map(|number| json!({ "id": format!("p{number}") })).collect::<Value>();
    assert_eq!(outcomes(&put(&face, "products", &many(1_000)).await).len(), 1_000);
    let over = put(&face, "products", &many(1_001)).await;
    over.is_problem(422, "invalid_body");
    assert_eq!(over.faults(), [("/products".to_owned(), "too_many".to_owned())]);
    let padded = |length: usize| format!("{}{}", " ".repeat(length - 16), r#"{"products": []}"#);
    const MIB: usize = 1024 * 1024;
    let send = async |length: usize| face.call("POST", "/v1/products/bulk").text(&padded(length)).send().await;
    assert_eq!(send(8 * MIB).await.status, 200);
    send(8 * MIB + 1).await.is_problem(413, "body_too_large");
    let one = face.call("PUT", "/v1/products/shirt").text(&padded(2 * MIB)).send().await;
    one.is_problem(413, "body_too_large");
}

#[tokio::test]
async fn r289_stock_zero_takes_a_product_out_of_the_next_quote() {
    let face = Face::new().await;
    face.create_coupon("SUMMER20").await;
    let shirt = json!({ "title": "Shirt", "in_stock": true });
    assert_eq!(face.call("PUT", "/v1/products/shirt").json(&shirt).send().await.status, 201);
    let savings =
        async || face.post("/v1/quotes", &crate::operations::quote()).await.json()["totals"]["savings"].clone();
    let stock = async |body: Value| face.call("PUT", "/v1/products/shirt/stock").json(&body).send().await;
    assert_eq!(savings().await, 800);
    assert_eq!(stock(json!({ "stock": 0 })).await.json()["stock"], 0);
    assert_eq!(savings().await, 0, "A=0: A stops being discounted");
    assert_eq!(stock(json!({ "stock": 5 })).await.status, 200);
    assert_eq!(savings().await, 800);
    stock(json!({ "stock": -1 })).await.is_problem(422, "invalid_body");
    stock(json!({})).await.is_problem(422, "invalid_body");
    let unknown = face.call("PUT", "/v1/products/nobody/stock").json(&json!({ "stock": 1 })).send().await;
    unknown.is_problem(404, "not_found");
}
