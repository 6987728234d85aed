//! Bad input: each kind is refused precisely, and nothing of it is ever a fault of ours.

use axum::body::{Body, Bytes};
use serde_json::{Value, json};

use crate::face::{Face, Got};
use crate::operations::{cart, coupon, quote};

/// A quote with one member of its cart's first line set to something else.
async fn quote_with_line(face: &Face, member: &str, value: Value) -> Got {
    let mut body = quote();
    body["cart"]["line_items"][0][member] = value;
    face.post("/v1/quotes", &body).await
}

#[tokio::test]
async fn an_unknown_member_is_named() {
    let face = Face::new().await;
    let mut body = quote();
    body["cart"]["colour"] = json!("red");
    body["nope"] = json!(1);
    let got = face.post("/v1/quotes", &body).await;
    got.is_problem(422, "invalid_body");
    let faults = got.faults();
    assert!(faults.contains(&("/cart/colour".into(), "unknown_field".into())), "{faults:?}");
    assert!(faults.contains(&("/nope".into(), "unknown_field".into())), "{faults:?}");
}

#[tokio::test]
async fn a_wrong_type_a_negative_price_no_quantity_and_a_fraction_are_named() {
    let face = Face::new().await;
    for (member, value, code) in [
        ("product_id", json!(7), "wrong_type"),
        ("quantity", json!("2"), "wrong_type"),
        ("quantity", json!(0), "out_of_range"),
        ("quantity", json!(1.5), "wrong_type"),
        ("quantity", json!(1_000_001), "out_of_range"),
        ("unit_price", json!(-1), "out_of_range"),
        ("unit_price", json!(19.99), "wrong_type"),
        ("unit_price", json!("19.99"), "wrong_type"),
        ("unit_price", json!(u64::MAX), "amount_too_large"),
    ] {
        let got = quote_with_line(&face, member, value.clone()).await;
        got.is_problem(422, "invalid_body");
        assert_eq!(got.faults(), [(format!("/cart/line_items/0/{member}"), code.to_owned())], "{member} = {value}");
    }
}

#[tokio::test]
async fn all_faults_are_told_at_once() {
    let face = Face::new().await;
    let body = json!({ "cart": { "currency": "usd", "line_items": [{ "quantity": 0 }] } });
    let got = face.post("/v1/quotes", &body).await;
    got.is_problem(422, "invalid_body");
    let pointers: Vec<_> = got.faults().into_iter().map(|(pointer, _)| pointer).collect();
    for pointer in [
        "/cart/currency",
        "/cart/line_items/0/product_id",
        "/cart/line_items/0/quantity",
        "/cart/line_items/0/unit_price",
    ] {
        assert!(pointers.iter().any(|there| there == pointer), "{pointer} in {pointers:?}");
    }
}

#[tokio::test]
async fn what_is_not_json_is_malformed() {
    let face = Face::new().await;
    for body in ["", " ", "{", "{\"cart\": }", "nonsense", "{} {}", "\u{feff}{}", "{\"cart\": \"\\ud800\"}", "[1,]"] {
        let got = face.call("POST", "/v1/quotes").text(body).send().await;
        got.is_problem(400, "malformed_json");
    }
    for body in ["[]", "null", "7", "\"text\"", "true"] {
        let got = face.call("POST", "/v1/quotes").text(body).send().await;
        got.is_problem(422, "invalid_body");
    }
    let got = face
        .call("POST", "/v1/quotes")
        .header("content-type", "application/json")
        .body(Body::from(vec![0xff, 0xfe]))
        .send()
        .await;
    got.is_problem(400, "malformed_json");
}

#[tokio::test]
async fn a_member_that_stands_twice_is_refused() {
    let face = Face::new().await;
    let got = face.call("POST", "/v1/quotes").text(r#"{"cart": {"currency": "USD", "currency": "EUR"}}"#).send().await;
    let problem = got.is_problem(400, "duplicate_member");
    assert!(problem["detail"].as_str().unwrap().contains("/cart/currency"), "{problem}");
}

#[tokio::test]
async fn deep_json_is_refused_and_does_no_harm() {
    let face = Face::new().await;
    for depth in [200, 5_000, 400_000] {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let body = format!("{}1{}", open.repeat(depth), close.repeat(depth));
            if body.len() < 1_000_000 {
                let got = face.call("POST", "/v1/quotes").text(&body).send().await;
                assert!(got.status.is_client_error(), "{depth}: {}", got.status);
                let problem = got.json();
                got.is_problem(got.status.as_u16(), problem["code"].as_str().unwrap());
            }
        }
    }
    let mut node = json!({ "kind": "order_amount", "min": { "USD": 1 } });
    for _ in 0..100 {
        node = json!({ "not": node });
    }
    let mut body = coupon("DEEP");
    body["conditions"] = node;
    let got = face.post("/v1/coupons", &body).await;
    assert!(got.status.is_client_error(), "{}", got.text());
}

#[tokio::test]
async fn a_body_of_two_mebibytes_is_too_large() {
    let face = Face::new().await;
    let large = "x".repeat(2 * 1024 * 1024);
    let known =
        face.call("POST", "/v1/quotes").header("content-length", &large.len().to_string()).text(&large).send().await;
    known.is_problem(413, "body_too_large");
    let pieces: Vec<Result<Bytes, std::io::Error>> = (0..32).map(|_| Ok(Bytes::from(vec![b'x'; 65_536]))).collect();
    let streamed = |length: Option<&str>| {
        let mut call = face.call("POST", "/v1/quotes").header("content-type", "application/json");
        if let Some(length) = length {
            call = call.header("content-length", length);
        }
        let pieces: Vec<_> =
            pieces.iter().map(|piece| Ok::<_, std::io::Error>(piece.as_ref().unwrap().clone())).collect();
        call.body(Body::from_stream(futures::stream::iter(pieces))).send()
    };
    streamed(None).await.is_problem(413, "body_too_large");
    streamed(Some("10")).await.is_problem(413, "body_too_large");
    streamed(Some("99999999999")).await.is_problem(413, "body_too_large");
    let most = format!("{{\"cart\": \"{}\"}}", "x".repeat(1024 * 1024 - 12));
    assert_eq!(most.len(), 1024 * 1024);
    face.call("POST", "/v1/quotes").text(&most).send().await.is_problem(422, "invalid_body");
}

#[tokio::test]
async fn a_body_that_is_not_json_by_its_header_is_refused() {
    let face = Face::new().await;
    for content_type in ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", "application/xml", ""]
    {
        let call =
            face.call("POST", "/v1/quotes").header("content-type", content_type).body(Body::from(quote().to_string()));
        call.send().await.is_problem(415, "media_type_unsupported");
    }
    face.call("POST", "/v1/quotes")
        .body(Body::from(quote().to_string()))
        .send()
        .await
        .is_problem(415, "media_type_unsupported");
    for content_type in ["application/json; charset=utf-8", "Application/JSON"] {
        let call =
            face.call("POST", "/v1/quotes").header("content-type", content_type).body(Body::from(quote().to_string()));
        assert_eq!(call.send().await.status, 200);
    }
}

#[tokio::test]
async fn an_unknown_coupon_is_not_found() {
    let face = Face::new().await;
    for (method, path) in [
        ("GET", "/v1/coupons/cpn_nope"),
        ("GET", "/v1/coupons/cpn_nope/versions"),
        ("POST", "/v1/coupons/cpn_nope/enable"),
        ("POST", "/v1/coupons/cpn_nope/pause"),
        ("POST", "/v1/coupons/cpn_nope/archive"),
    ] {
        face.call(method, path).send().await.is_problem(404, "not_found");
    }
    let patch = face.call("PATCH", "/v1/coupons/cpn_nope").json(&json!({ "name": "x" })).send().await;
    patch.is_problem(404, "not_found");
    face.get("/v1/products/nope").await.is_problem(404, "not_found");
    face.get("/v1/categories/nope").await.is_problem(404, "not_found");
    face.get("/v1/customers/nope").await.is_problem(404, "not_found");
    face.call("DELETE", "/v1/customers/nope").send().await.is_problem(404, "not_found");
}

#[tokio::test]
async fn a_malformed_id_is_refused() {
    let face = Face::new().await;
    for id in ["%00", "a%0Ab", "%ff%fe", &"x".repeat(256)] {
        face.get(&format!("/v1/products/{id}")).await.is_problem(422, "invalid_path");
        face.call("PUT", &format!("/v1/products/{id}")).json(&json!({})).send().await.is_problem(422, "invalid_path");
    }
    for id in ["a%2Fb", "caf%C3%A9", "a%20b", "..%2F..", &"x".repeat(255)] {
        let put = face.call("PUT", &format!("/v1/products/{id}")).json(&json!({})).send().await;
        assert_eq!(put.status, 201, "{id}: {}", put.text());
        assert_eq!(face.get(&format!("/v1/products/{id}")).await.status, 200);
    }
}

#[tokio::test]
async fn without_a_key_or_with_a_wrong_one_nothing_is_done() {
    let face = Face::new().await;
    let bare = face.bare_call("POST", "/v1/quotes").json(&quote()).send().await;
    bare.is_problem(401, "key_missing");
    assert_eq!(bare.header("www-authenticate"), "Bearer");
    for header in ["Basic abc", "Bearer", "Bearer ", face.key.as_str()] {
        let got = face.bare_call("POST", "/v1/quotes").header("authorization", header).json(&quote()).send().await;
        got.is_problem(401, "key_missing");
    }
    for secret in ["sk_nope", &face.key[..face.key.len() - 1], &format!("{}x", face.key), &"k".repeat(10_000)] {
        let got = face
            .bare_call("POST", "/v1/quotes")
            .header("authorization", &format!("Bearer {secret}"))
            .json(&quote())
            .send()
            .await;
        got.is_problem(401, "key_unknown");
    }
    let twice = face
        .call("POST", "/v1/quotes")
        .header("authorization", &format!("Bearer {}", face.key))
        .json(&quote())
        .send()
        .await;
    twice.is_problem(401, "key_unknown");
    let any_case = face
        .bare_call("POST", "/v1/quotes")
        .header("authorization", &format!("bearer {}", face.key))
        .json(&quote())
        .send()
        .await;
    assert_eq!(any_case.status, 200);
}

#[tokio::test]
async fn an_unknown_repeated_or_wrong_parameter_is_named() {
    let face = Face::new().await;
    let id = face.create_coupon("QUERY").await;
    for (path, names) in [
        ("/v1/coupons?nope=1".to_owned(), "nope"),
        ("/v1/coupons?limit=1&limit=2".to_owned(), "limit"),
        ("/v1/coupons?limit=0".to_owned(), "limit"),
        ("/v1/coupons?limit=201".to_owned(), "limit"),
        ("/v1/coupons?limit=ten".to_owned(), "limit"),
        ("/v1/coupons?state=enabled".to_owned(), "state"),
        ("/v1/coupons?activation=magic".to_owned(), "activation"),
        ("/v1/coupons?sort=random".to_owned(), "sort"),
        ("/v1/coupons?ends_before=tomorrow".to_owned(), "ends_before"),
        ("/v1/redemptions?state=done".to_owned(), "state"),
        ("/v1/redemptions?from=2026-06-01".to_owned(), "from"),
        (format!("/v1/coupons/{id}?limit=1"), "limit"),
        ("/v1/products?q=shirt".to_owned(), "q"),
    ] {
        let problem = face.get(&path).await.is_problem(400, "invalid_query");
        assert!(problem["detail"].as_str().unwrap().contains(&format!("`{names}`")), "{path}: {problem}");
    }
    face.call("POST", "/v1/quotes?debug=1").json(&quote()).send().await.is_problem(400, "invalid_query");
    face.call("POST", &format!("/v1/coupons/{id}/pause?now=1")).send().await.is_problem(400, "invalid_query");
    for cursor in ["nonsense", "%00", "eyJhIjoxfQ"] {
        let got = face.get(&format!("/v1/coupons?cursor={cursor}")).await;
        assert_eq!(got.status, 400, "{cursor}: {}", got.text());
    }
}

#[tokio::test]
async fn an_idempotency_key_is_checked() {
    let face = Face::new().await;
    let body = json!({ "order_id": "o1", "cart": cart() });
    face.post("/v1/redemptions", &body).await.is_problem(400, "idempotency_key_missing");
    for key in ["", "with space", &"k".repeat(256)] {
        let got = face.call("POST", "/v1/redemptions").header("idempotency-key", key).json(&body).send().await;
        got.is_problem(400, "idempotency_key_invalid");
    }
    let twice = face
        .call("POST", "/v1/redemptions")
        .header("idempotency-key", "a")
        .header("idempotency-key", "b")
        .json(&body)
        .send()
        .await;
    twice.is_problem(400, "idempotency_key_invalid");
}

#[tokio::test]
async fn an_action_takes_no_content() {
    let face = Face::new().await;
    let id = face.create_coupon("ACTION").await;
    let got = face.post(&format!("/v1/coupons/{id}/pause"), &json!({ "why": "because" })).await;
    got.is_problem(422, "invalid_body");
    assert_eq!(got.faults(), [("/why".to_owned(), "unknown_field".to_owned())]);
    assert_eq!(face.call("POST", &format!("/v1/coupons/{id}/pause")).send().await.status, 200);
    assert_eq!(face.post(&format!("/v1/coupons/{id}/enable"), &json!({})).await.status, 200);
}
