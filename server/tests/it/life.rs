//! The life of a coupon over HTTP: what the wire adds to the use cases.

use serde_json::json;
use tessera_app::Scope;

use crate::face::Face;
use crate::operations::coupon;

#[tokio::test]
async fn a_coupon_is_deleted_by_its_name_and_by_who_may() {
    let face = Face::new().await;
    let id = face.create_coupon("GONE").await;
    face.call("POST", &format!("/v1/coupons/{id}/archive")).send().await;
    let writer = face.secret_key(&[Scope::CouponsWrite]).await;
    let path = format!("/v1/coupons/{id}");
    let call = face.bare_call("DELETE", &format!("{path}?confirm=Summer%20sale"));
    call.header("authorization", &format!("Bearer {writer}")).send().await.is_problem(403, "scope_missing");
    face.call("DELETE", &path).send().await.is_problem(409, "not_confirmed");
    face.call("DELETE", &format!("{path}?confirm=Summer%20sale&sure=1")).send().await.is_problem(400, "invalid_query");
    face.call("DELETE", &format!("{path}?confirm=Summer%20sale&force=yes"))
        .send()
        .await
        .is_problem(400, "invalid_query");
    let stale = face.call("DELETE", &format!("{path}?confirm=Summer%20sale")).header("if-match", "\"v1\"").send().await;
    stale.is_problem(412, "version_conflict");
    let gone =
        face.call("DELETE", &format!("{path}?confirm=Summer%20sale")).header("idempotency-key", "once").send().await;
    assert_eq!((gone.status.as_u16(), gone.json()), (200, json!({ "id": id, "deleted": true })));
    let again =
        face.call("DELETE", &format!("{path}?confirm=Summer%20sale")).header("idempotency-key", "once").send().await;
    assert_eq!((again.status.as_u16(), again.header("idempotency-replayed")), (200, "true"));
    face.get(&path).await.is_problem(404, "not_found");
    face.get(&format!("{path}/versions")).await.is_problem(404, "not_found");
    let archived = face.get("/v1/coupons?state=archived").await.json();
    assert_eq!(archived["data"], json!([]));
}

#[tokio::test]
async fn a_new_run_says_where_it_is_and_an_earlier_version_comes_back() {
    let face = Face::new().await;
    let id = face.create_coupon("SEASON").await;
    face.call("PATCH", &format!("/v1/coupons/{id}")).json(&json!({ "name": "Renamed" })).send().await;
    let back = face.call("POST", &format!("/v1/coupons/{id}/versions/1/restore")).send().await;
    assert_eq!((back.header("etag"), &back.json()["name"]), ("\"v3\"", &json!("Summer sale")));
    face.call("POST", &format!("/v1/coupons/{id}/versions/0/restore")).send().await.is_problem(422, "invalid_path");
    let versions = face.get(&format!("/v1/coupons/{id}/versions")).await.json();
    assert_eq!(versions["data"][0]["change"], "version_restored");
    assert_eq!(versions["data"][1]["changes"], json!([{ "pointer": "/name", "from": "Summer sale", "to": "Renamed" }]));
    face.call("POST", &format!("/v1/coupons/{id}/pause")).send().await;
    let run = face.post(&format!("/v1/coupons/{id}/run-again"), &json!({ "validity": {} })).await;
    assert_eq!(run.status, 201, "{}", run.text());
    let made = run.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(run.header("location"), format!("/v1/coupons/{made}"));
    assert_eq!((&run.json()["run"], &run.json()["previous_run_id"]), (&json!(2), &json!(id)));
}

#[tokio::test]
async fn summary_lint_and_calculator_speak_the_language_asked_for() {
    let face = Face::new().await;
    let id = face.create_coupon("WORDS").await;
    let summary = face.get(&format!("/v1/coupons/{id}/summary?locale=fr")).await.json();
    assert_eq!(summary["locale"], "fr");
    assert!(
        summary["summary"].as_str().unwrap().contains("avec le code WORDS")
            || summary["summary"].as_str().unwrap().contains("Avec le code WORDS"),
        "{summary}"
    );
    face.get(&format!("/v1/coupons/{id}/summary?locale=de")).await.is_problem(400, "invalid_query");
    let mut half = coupon("K7QWX2");
    half["benefits"] = json!([{ "kind": "percent_off", "percent": 60 }]);
    let english = face.post("/v1/coupons/lint", &half).await.json();
    let french = face.post("/v1/coupons/lint?locale=fr-FR", &half).await.json();
    assert_eq!(
        (&english["data"][0]["code"], &english["data"][0]["pointer"]),
        (&json!("unlimited_high_discount"), &json!("/limits"))
    );
    assert_ne!(english["data"][0]["message"], french["data"][0]["message"]);
    assert_eq!(face.get("/v1/coupons").await.json()["data"].as_array().unwrap().len(), 1, "nothing was stored");
    let ladder = json!({ "currency": "EUR", "base_price": 1000, "method": "amount", "ladder": { "quarterly": 10, "annual": 5 } });
    let proposal = face.post("/v1/calculator/billing-periods?locale=fr", &ladder).await.json();
    assert_eq!((&proposal["periods"][0]["discount"], &proposal["periods"][1]["price"]), (&json!(300), &json!(11_400)));
    assert!(proposal["warnings"][0]["message"].as_str().unwrap().starts_with("12 mois"), "{proposal}");
    // What is proposed is a benefit as it stands.
    let made = json!({ "name": "Plans", "status": "enabled", "code": "PLANS", "benefits": [proposal["benefit"]] });
    assert_eq!(face.post("/v1/coupons", &made).await.status, 201);
    face.post("/v1/calculator/billing-periods", &json!({ "base_price": 0 })).await.is_problem(422, "invalid_body");
}
