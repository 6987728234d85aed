//! Codes and jobs over HTTP.

use axum::body::{Body, Bytes};
use serde_json::json;

use crate::face::{Face, Got};

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
async fn who_gets_a_code_is_said_in_one_way() {
    let face = Face::new().await;
    let coupon = face.create_coupon("SUMMER20").await;
    let path = format!("/v1/coupons/{coupon}/codes");
    let many: Vec<String> = (0..10_001).map(|number| number.to_string()).collect();
    for (body, pointer) in [
        (json!({ "generate": { "customer_ids": ["a"], "count": 5 } }), "/generate/count"),
        (json!({ "generate": { "customer_ids": ["a"], "segment_id": "seg_1" } }), "/generate/segment_id"),
        (json!({ "generate": { "customer_ids": ["a", "b", "a"] } }), "/generate/customer_ids/2"),
        (json!({ "generate": { "customer_ids": [] } }), "/generate/customer_ids"),
        (json!({ "generate": { "customer_ids": many } }), "/generate/customer_ids"),
        (json!({ "generate": { "customer_ids": ["a"] }, "customer_id": "b" }), "/customer_id"),
    ] {
        let got = face.post(&path, &body).await;
        got.is_problem(422, "invalid_body");
        assert_eq!(got.faults().len(), 1, "{}", got.text());
        assert_eq!(got.faults()[0].0, pointer);
    }
    let key = face.secret_key(&[tessera_app::Scope::CodesWrite]).await;
    let call = face.bare_call("POST", &path).header("authorization", &format!("Bearer {key}"));
    let body = json!({ "generate": { "segment_id": "seg_1" } });
    call.json(&body).send().await.is_problem(403, "scope_missing");
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

#[tokio::test]
async fn a_workbook_is_streamed_too() {
    let face = Face::new().await;
    let coupon = face.create_coupon("SUMMER20").await;
    let workbook = face.get(&format!("/v1/coupons/{coupon}/codes/export?format=xlsx")).await;
    assert_eq!(workbook.status, 200, "{}", workbook.text());
    assert!(workbook.header("content-type").ends_with("spreadsheetml.sheet"));
    assert!(workbook.header("content-disposition").contains("codes.xlsx"));
    assert!(workbook.body.starts_with(b"PK\x03\x04"));
}

async fn import(face: &Face, path: &str, table: &str) -> Got {
    face.call("POST", path).header("content-type", "text/csv").body(Body::from(table.to_owned())).send().await
}

#[tokio::test]
async fn a_table_is_imported_by_a_job() {
    let face = Face::new().await;
    let coupon = face.create_coupon("SUMMER20").await;
    let path = format!("/v1/coupons/{coupon}/codes/import");
    let tried = import(&face, &format!("{path}?dry_run=true"), "code,limit\nA1,2\nB2,none\n").await;
    assert_eq!(tried.status, 202, "{}", tried.text());
    let made = import(&face, &path, "code,limit\nA1,2\nB2,none\n").await;
    face.app.run_due_jobs().await.unwrap();
    for (got, is_dry_run) in [(&tried, true), (&made, false)] {
        let id = got.json()["id"].as_str().unwrap().to_owned();
        assert_eq!(got.header("location"), format!("/v1/jobs/{id}"));
        let job = face.get(&format!("/v1/jobs/{id}")).await.json();
        let result = &job["result"];
        assert_eq!(
            (&result["created"], &result["refused"], &result["dry_run"]),
            (&json!(1), &json!(1), &json!(is_dry_run))
        );
        assert_eq!((&job["errors"][0]["row"], &job["errors"][0]["code"]), (&json!(3), &json!("wrong_type")), "{job}");
    }
    let listed = face.get(&format!("/v1/coupons/{coupon}/codes?q=a1")).await.json();
    assert_eq!(listed["data"][0]["limit"], 2);
}

#[tokio::test]
async fn what_is_no_table_is_refused_precisely() {
    let face = Face::new().await;
    let coupon = face.create_coupon("SUMMER20").await;
    let path = format!("/v1/coupons/{coupon}/codes/import");
    let problem = import(&face, &path, "code,colour\nA1,red\n").await.is_problem(422, "invalid_table");
    assert!(problem["detail"].as_str().unwrap().contains("`colour`"));
    import(&face, &path, "").await.is_problem(422, "invalid_table");
    import(&face, &format!("{path}?dry_run=maybe"), "code\nA1\n").await.is_problem(400, "invalid_query");
    import(&face, &format!("{path}?dry=true"), "code\nA1\n").await.is_problem(400, "invalid_query");
    import(&face, "/v1/coupons/cpn_none/codes/import", "code\nA1\n").await.is_problem(404, "not_found");
    face.post(&path, &json!({ "code": "A1" })).await.is_problem(415, "media_type_unsupported");
    let large = face.call("POST", &path).header("content-type", "text/csv").header("content-length", "1073741825");
    large.send().await.is_problem(413, "body_too_large");
    let broken = futures::stream::iter([Ok(Bytes::from("code\nA1\n")), Err(std::io::Error::other("gone"))]);
    let call = face.call("POST", &path).header("content-type", "text/csv").body(Body::from_stream(broken));
    call.send().await.is_problem(422, "invalid_table");
    assert_eq!(face.get("/v1/jobs").await.json()["data"], json!([]));
}

/// A table of several MiB passes where any other body is too large, and is in no one's way.
#[tokio::test]
async fn a_table_is_larger_than_any_other_body() {
    let face = Face::new().await;
    let coupon = face.create_coupon("SUMMER20").await;
    let head = "code\n".to_owned();
    let pieces = (0..64).map(|piece| {
        let lines = (0..4_000).map(|line| format!("LARGE-{piece}-{line}\n"));
        Ok::<_, std::io::Error>(Bytes::from(lines.collect::<String>()))
    });
    let pieces: Vec<_> = std::iter::once(Ok(Bytes::from(head))).chain(pieces).collect();
    let path = format!("/v1/coupons/{coupon}/codes/import?dry_run=true");
    let call = face.call("POST", &path).header("content-type", "text/csv");
    let made = call.body(Body::from_stream(futures::stream::iter(pieces))).send().await;
    assert_eq!((made.status.as_u16(), &made.json()["total"]), (202, &json!(256_000)), "{}", made.text());
}

#[tokio::test]
async fn a_code_has_a_link_and_a_picture_of_it() {
    let face = Face::new().await;
    let coupon = face.create_coupon("SUMMER20").await;
    let made = face.post(&format!("/v1/coupons/{coupon}/codes"), &json!({ "code": "VIP-7_\u{c9}" })).await;
    assert_eq!((made.status.as_u16(), &made.json()["link"]), (201, &json!(null)));
    let path = format!("/v1/codes/{}", made.json()["id"].as_str().unwrap());
    let bare = face.get(&format!("{path}/qr")).await;
    assert_eq!((bare.status.as_u16(), bare.header("content-type")), (200, "image/svg+xml"));
    assert!(bare.text().contains("<title id=\"title\">QR code for VIP-7_\u{c9}</title>"), "{}", bare.text());
    let settings = json!({ "storefront_url": "https://shop.example/fr?utm=mail#/cart" });
    assert_eq!(face.call("PATCH", "/v1/settings").json(&settings).send().await.status, 200);
    let link = json!("https://shop.example/fr?utm=mail&coupon=VIP-7_%C3%89#/cart");
    assert_eq!(face.get(&path).await.json()["link"], link);
    let looked = face.post("/v1/codes/lookup", &json!({ "code": "vip7\u{e9}" })).await.json();
    let listed = face.get(&format!("/v1/coupons/{coupon}/codes?q=vip")).await.json();
    assert_eq!((&looked["link"], &listed["data"][0]["link"]), (&link, &link));
    let linked = face.get(&format!("{path}/qr?format=svg")).await;
    assert_ne!(linked.text(), bare.text());
    let png = face.get(&format!("{path}/qr?format=png&size=512")).await;
    assert_eq!((png.status.as_u16(), png.header("content-type")), (200, "image/png"));
    assert!(png.body.starts_with(b"\x89PNG\r\n\x1a\n"));
    for bad in ["size=63", "size=2049", "size=big", "format=gif", "colour=red"] {
        face.get(&format!("{path}/qr?{bad}")).await.is_problem(400, "invalid_query");
    }
    face.get("/v1/codes/cod_none/qr").await.is_problem(404, "not_found");
    for bad in ["http://shop.example", "shop.example", "https://a:b@shop.example", "https://x/?coupon=Y", ""] {
        let got = face.call("PATCH", "/v1/settings").json(&json!({ "storefront_url": bad })).send().await;
        got.is_problem(422, "invalid_body");
        assert_eq!(got.faults()[0].0, "/storefront_url");
    }
}

#[tokio::test]
async fn a_day_is_the_last_one_wherever_something_ends() {
    let face = Face::new().await;
    let coupon = face.create_coupon("SUMMER20").await;
    let codes = format!("/v1/coupons/{coupon}/codes");
    let claims = format!("/v1/coupons/{coupon}/claims");
    let code = face.post(&codes, &json!({ "code": "DAY-1", "expires_at": "2030-06-10" })).await.json();
    assert_eq!(code["expires_at"], "2030-06-11T00:00:00Z");
    let claim = json!({ "customer_id": "ana", "ends_at": "2030-06-10" });
    let claim = face.call("POST", &claims).header("idempotency-key", "k1").json(&claim).send().await.json();
    assert_eq!(claim["ends_at"], "2030-06-11T00:00:00Z", "{claim}");
    let spring = json!({ "name": "Spring", "starts_at": "2030-03-01", "ends_at": "2030-03-31" });
    let spring = face.post("/v1/campaigns", &spring).await.json();
    assert_eq!(
        (&spring["starts_at"], &spring["ends_at"]),
        (&json!("2030-03-01T00:00:00Z"), &json!("2030-04-01T00:00:00Z"))
    );
    let path = format!("/v1/campaigns/{}", spring["id"].as_str().unwrap());
    let longer = face.call("PATCH", &path).json(&json!({ "ends_at": "2030-04-30" })).send().await.json();
    assert_eq!(longer["ends_at"], "2030-05-01T00:00:00Z");
    face.call("PATCH", &format!("/v1/coupons/{coupon}"))
        .json(&json!({ "validity": { "ends_at": "2030-06-10" } }))
        .send()
        .await;
    for (query, found) in [("ends_before=2030-06-11", 0), ("ends_before=2030-06-12", 1), ("ends_after=2030-06-11", 1)] {
        let list = face.get(&format!("/v1/coupons?{query}")).await.json();
        assert_eq!(list["data"].as_array().unwrap().len(), found, "{query}");
    }
    assert_eq!(face.get("/v1/coupons?ends_before=2030-06-31").await.status, 400);
    let before = json!({ "date_only_end": "start_of_day" });
    assert_eq!(face.call("PATCH", "/v1/settings").json(&before).send().await.status, 200);
    let code = face.post(&codes, &json!({ "code": "DAY-2", "expires_at": "2030-06-10" })).await.json();
    assert_eq!(code["expires_at"], "2030-06-10T00:00:00Z");
}
