//! Checks of the requirements list that are about requests following each other. `rNNN` is the item.

use serde_json::{Value, json};

use crate::face::Face;

async fn quote(face: &Face, products: &[&str], code: &str) -> Value {
    let lines: Vec<Value> =
        products.iter().map(|product| json!({ "product_id": product, "quantity": 1, "unit_price": 10_000 })).collect();
    let body = json!({ "cart": { "currency": "USD", "line_items": lines }, "discounts": { "codes": [code] } });
    let got = face.post("/v1/quotes", &body).await;
    assert_eq!(got.status, 200, "{}", got.text());
    got.json()
}

#[tokio::test]
async fn r134_a_product_added_to_a_group_later_is_eligible_too() {
    let face = Face::new().await;
    let coupon = json!({
        "name": "Servers", "status": "enabled", "activation": "code", "code": "SERVERS",
        "benefits": [{ "kind": "percent_off", "percent": 10, "target": { "groups": ["VPS", "Dedicated"] } }]
    });
    assert_eq!(face.post("/v1/coupons", &coupon).await.status, 201);
    let before = quote(&face, &["vps-new"], "SERVERS").await;
    assert_eq!(before["discounts"]["rejected"][0]["reason"], "discount_code_items_ineligible");
    for (product, group) in [("vps-new", "VPS"), ("metal", "Dedicated"), ("mail", "Hosting")] {
        let put = face.call("PUT", &format!("/v1/products/{product}")).json(&json!({ "groups": [group] })).send().await;
        assert!(put.status.is_success(), "{}", put.text());
    }
    let after = quote(&face, &["vps-new", "metal", "mail"], "SERVERS").await;
    let discounts: Vec<i64> =
        after["line_items"].as_array().unwrap().iter().map(|line| line["discount"].as_i64().unwrap()).collect();
    assert_eq!(discounts, [1_000, 1_000, 0], "both groups, nothing else");
}

#[tokio::test]
async fn r051_an_amount_with_a_sign_and_a_percentage_with_one_are_refused_with_the_way_out() {
    let face = Face::new().await;
    let with = |benefit: Value| json!({ "name": "Typed", "code": "TYPED", "benefits": [benefit] });
    let refused = |benefit: Value| {
        let body = with(benefit);
        let face = &face;
        async move {
            let got = face.post("/v1/coupons", &body).await;
            assert_eq!(got.status, 422, "{}", got.text());
            let error = got.json()["errors"][0].clone();
            (error["pointer"].as_str().unwrap().to_owned(), error["detail"].as_str().unwrap().to_owned())
        }
    };
    let (pointer, detail) = refused(json!({ "kind": "amount_off", "amount": { "USD": "$10" } })).await;
    assert_eq!(pointer, "/benefits/0/amount/USD");
    assert!(detail.contains("whole number of minor units, such as 1000 for 10.00"), "{detail}");
    let (pointer, detail) = refused(json!({ "kind": "percent_off", "percent": "10%" })).await;
    assert_eq!(pointer, "/benefits/0/percent");
    assert!(detail.contains("such as"), "{detail}");
    let none: Value = face.get("/v1/coupons").await.json();
    assert_eq!(none["data"], json!([]), "nothing is stored as text");
}
