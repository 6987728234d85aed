//! Codes and jobs over HTTP.

use serde_json::json;

use crate::face::Face;

#[tokio::test]
async fn a_batch_is_accepted_with_the_place_of_its_job() {
    let face = Face::new().await;
    let coupon = face.create_coupon("SUMMER20").await;
    let path = format!("/v1/coupons/{coupon}/codes");
    let made = face.post(&path, &json!({ "generate": { "count": 12_000, "prefix": "VIP-" } })).await;
    assert_eq!(made.status, 202, "{}", made.text());
    let id = made.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(made.header("location"), format!("/v1/jobs/{id}"));
    assert_eq!(made.json()["total"], 12_000);
    face.app.run_due_jobs().await.unwrap();
    let job = face.get(&format!("/v1/jobs/{id}")).await.json();
    assert_eq!((job["state"].as_str(), job["done"].as_u64()), (Some("done"), Some(12_000)));
    let page = face.get(&format!("{path}?batch_id={id}&q=vip&limit=200")).await.json();
    assert_eq!(page["data"].as_array().unwrap().len(), 200);
    assert!(page["data"][0]["code"].as_str().unwrap().starts_with("VIP-"));
    let jobs = face.get("/v1/jobs?kind=generate_codes&state=done").await.json();
    assert_eq!(jobs["data"][0]["id"], json!(id));
    face.post(&format!("/v1/jobs/{id}/cancel"), &json!({})).await.is_problem(409, "job_ended");
}

#[tokio::test]
async fn every_fault_of_a_batch_is_named_at_once() {
    let face = Face::new().await;
    let coupon = face.create_coupon("SUMMER20").await;
    let path = format!("/v1/coupons/{coupon}/codes");
    let got = face
        .post(
            &path,
            &json!({
                "generate": { "count": 10_000_001, "length": 0, "groups": [1, "x"], "alphabet": 7, "nope": 1 },
                "limit": 0, "customer_id": "", "expires_at": "soon"
            }),
        )
        .await;
    got.is_problem(422, "invalid_body");
    let mut pointers: Vec<String> = got.faults().into_iter().map(|(pointer, _)| pointer).collect();
    pointers.sort();
    assert_eq!(
        pointers,
        [
            "/customer_id",
            "/expires_at",
            "/generate/alphabet",
            "/generate/count",
            "/generate/groups/1",
            "/generate/length",
            "/generate/nope",
            "/limit"
        ]
    );
    let alphabet = json!({ "generate": { "count": 5, "alphabet": "ABCDEFGa" } });
    assert_eq!(face.post(&path, &alphabet).await.faults(), [("/generate/alphabet".into(), "invalid_value".into())]);
    let both = json!({ "code": "ONE", "generate": { "count": 5 } });
    assert_eq!(face.post(&path, &both).await.faults(), [("/generate".into(), "invalid_value".into())]);
    let neither = json!({ "limit": 1 });
    assert_eq!(face.post(&path, &neither).await.faults(), [("/code".into(), "required".into())]);
    face.post(&path, &json!({ "generate": { "count": 50_000, "length": 4 } })).await.is_problem(409, "codes_too_dense");
    face.post("/v1/codes/lookup", &json!({ "code": "nobody" })).await.is_problem(404, "not_found");
}

#[tokio::test]
async fn an_export_is_a_table_that_is_streamed() {
    let face = Face::new().await;
    let coupon = face.create_coupon("SUMMER20").await;
    let path = format!("/v1/coupons/{coupon}/codes");
    assert_eq!(face.post(&path, &json!({ "generate": { "count": 5_000 } })).await.status, 202);
    face.app.run_due_jobs().await.unwrap();
    let table = face.get(&format!("{path}/export?format=csv")).await;
    assert_eq!(table.status, 200, "{}", table.text());
    assert!(table.header("content-type").starts_with("text/csv"));
    assert!(table.header("content-disposition").contains("codes.csv"));
    assert_eq!(table.text().lines().count(), 1 + 5_001);
    face.get(&format!("{path}/export?format=ods")).await.is_problem(400, "invalid_query");
    face.get("/v1/coupons/cpn_none/codes/export").await.is_problem(404, "not_found");
}
