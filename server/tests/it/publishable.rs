//! Publishable keys over HTTP: tokens, wallets, cart tokens, pages of other origins. HTTP contract section 7.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tessera_app::tokens::sign;

use crate::face::{Call, Face, Got};

/// A face with a page's key and the secret of its shop's server.
struct Page {
    face: Face,
    key: String,
    secret: String,
}

impl Page {
    async fn new() -> Self {
        let face = Face::new().await;
        let (key, secret) = (face.publishable_key().await, face.app.token_secret().await.unwrap());
        Self { face, key, secret }
    }

    fn token(&self, more: Value) -> String {
        let mut claims = json!({ "aud": "tessera", "exp": self.face.app.now().as_second() + 3_600 });
        claims.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        sign(&self.secret, &claims)
    }

    /// A call of a page for nobody in particular.
    fn call(&self, method: &str, path: &str) -> Call {
        self.face.bare_call(method, path).header("authorization", &format!("Bearer {}", self.key))
    }

    /// The same of a page on which somebody is signed in.
    fn call_of(&self, customer: &str, method: &str, path: &str) -> Call {
        self.call(method, path).header("tessera-customer", &self.token(json!({ "sub": customer })))
    }

    async fn coupon(&self, more: Value) -> String {
        let mut body = json!({
            "name": "Ten off", "status": "enabled", "activation": "claim", "visibility": "claimable",
            "benefits": [{ "kind": "amount_off", "amount": { "USD": 1_000 }, "per": "order" }],
        });
        for (name, value) in more.as_object().unwrap() {
            body[name] = value.clone();
        }
        let made = self.face.post("/v1/coupons", &body).await;
        assert_eq!(made.status, 201, "{}", made.text());
        made.json()["id"].as_str().unwrap().to_owned()
    }
}

fn cart() -> Value {
    json!({ "currency": "USD", "line_items": [{ "product_id": "shirt", "quantity": 1, "unit_price": 4_000 }] })
}

fn problem_of(got: &Got, status: u16, code: &str) -> Value {
    got.is_problem(status, code)
}

#[tokio::test]
async fn a_token_goes_with_a_publishable_key_alone_and_is_believed_or_named_as_wrong() {
    let page = Page::new().await;
    let quote = json!({ "cart": cart() });
    let with = |token: &str| page.call("POST", "/v1/quotes").header("tessera-customer", token).json(&quote).send();
    assert_eq!(with(&page.token(json!({ "sub": "ana" }))).await.status, 200);
    assert_eq!(with("pk_x").await.is_problem(401, "customer_token_invalid")["reason"], "malformed");
    assert_eq!(
        with(&page.token(json!({ "aud": "x" }))).await.is_problem(401, "customer_token_invalid")["reason"],
        "audience"
    );
    let forged =
        sign("tks_forged", &json!({ "aud": "tessera", "exp": page.face.app.now().as_second() + 60, "sub": "ana" }));
    assert_eq!(with(&forged).await.is_problem(401, "customer_token_invalid")["reason"], "signature");
    with(&page.token(json!({ "exp": 1 }))).await.is_problem(401, "customer_token_expired");
    let token = page.token(json!({}));
    let twice = page.call("POST", "/v1/quotes").header("tessera-customer", &token).header("tessera-customer", &token);
    twice.json(&quote).send().await.is_problem(401, "customer_token_invalid");
    let server = page.face.call("POST", "/v1/quotes").header("tessera-customer", &token).json(&quote).send().await;
    assert!(problem_of(&server, 401, "customer_token_invalid")["detail"].as_str().unwrap().contains("publishable"));
}

#[tokio::test]
async fn who_somebody_is_comes_from_the_token_and_not_from_the_body() {
    let page = Page::new().await;
    let forged = json!({
        "currency": "USD",
        "line_items": [{ "product_id": "shirt", "quantity": 1, "unit_price": 4_000, "unit_cost": 1, "min_unit_price": 1 }],
        "customer": { "id": "ana", "segments": ["vip"], "orders_count": 3, "total_spent": 1, "logged_in": true,
            "verified": true, "attributes": {}, "email": "ana@shop.example", "country": "FR", "region": "FR-75" },
    });
    let paths = ["/v1/quotes", "/v1/customers/me/wallet/best"];
    for path in paths {
        let got = page.call_of("ana", "POST", path).json(&json!({ "cart": forged })).send().await;
        let problem = got.is_problem(422, "invalid_body");
        let mut pointers: Vec<_> =
            problem["errors"].as_array().unwrap().iter().map(|error| error["pointer"].as_str().unwrap()).collect();
        pointers.sort_unstable();
        let customer = ["attributes", "id", "logged_in", "orders_count", "segments", "total_spent", "verified"];
        let mut all: Vec<String> = customer.iter().map(|name| format!("/cart/customer/{name}")).collect();
        all.extend(["/cart/line_items/0/min_unit_price".to_owned(), "/cart/line_items/0/unit_cost".to_owned()]);
        assert_eq!(pointers, all, "{path}");
        let mut allowed = cart();
        allowed["customer"] = json!({ "email": "ana@shop.example", "country": "FR", "region": "FR-75" });
        assert_eq!(page.call_of("ana", "POST", path).json(&json!({ "cart": allowed })).send().await.status, 200);
    }
    for (member, said) in
        [("explain", json!(true)), ("as_of", json!("2026-01-01T00:00:00Z")), ("order_id", json!("w-1"))]
    {
        let body = json!({ "cart": cart(), member: said });
        page.call("POST", "/v1/quotes").json(&body).send().await.is_problem(403, "publishable_key");
    }
    for path in ["/v1/quotes/batch", "/v1/quotes/unsaved"] {
        page.call_of("ana", "POST", path).json(&json!({})).send().await.is_problem(403, "publishable_key");
    }
}

#[tokio::test]
async fn what_an_order_holds_is_free_to_its_own_quotes_alone() {
    let page = Page::new().await;
    let once = json!({
        "activation": "code", "visibility": "private", "code": "ONCE", "limits": { "total": 1, "per_customer": 1 },
    });
    page.coupon(once).await;
    let mut of_ana = cart();
    of_ana["customer"] = json!({ "id": "ana" });
    let codes = json!({ "codes": ["ONCE"] });
    let body = json!({ "order_id": "w-1", "cart": of_ana, "discounts": codes });
    let held = page.face.call("POST", "/v1/reservations").header("idempotency-key", "h1").json(&body).send().await;
    assert_eq!(held.status, 201, "{}", held.text());
    let applies = |got: &Got| {
        let answer = got.json();
        let applied = answer["discounts"]["applied"].as_array().unwrap().len();
        assert_eq!(applied + answer["discounts"]["rejected"].as_array().unwrap().len(), 1, "{answer}");
        applied == 1
    };

    let of_server = |order: Value| {
        let body = json!({ "cart": of_ana, "discounts": codes, "order_id": order });
        page.face.call("POST", "/v1/quotes").json(&body).send()
    };
    assert!(applies(&of_server(json!("w-1")).await), "its own");
    assert!(!applies(&of_server(json!("w-2")).await), "another order's");
    assert!(!applies(&of_server(Value::Null).await), "no order's");
    of_server(json!("")).await.is_problem(422, "invalid_body");

    let of_page = |claims: Value| {
        let call = page.call("POST", "/v1/quotes").header("tessera-customer", &page.token(claims));
        call.json(&json!({ "cart": cart(), "discounts": codes })).send()
    };
    assert!(applies(&of_page(json!({ "sub": "ana", "order_id": "w-1" })).await), "its own, as the shop's server says");
    assert!(!applies(&of_page(json!({ "sub": "ana", "order_id": "w-2" })).await));
    assert!(!applies(&of_page(json!({ "sub": "ana" })).await));
    // The wallet follows, and what is placed is used.
    let id = page.coupon(json!({})).await;
    let granted = page.face.call("POST", &format!("/v1/coupons/{id}/claims")).header("idempotency-key", "k1");
    let claim = granted.json(&json!({ "customer_id": "ana" })).send().await.json()["id"].clone();
    let body = json!({ "order_id": "w-3", "cart": of_ana, "discounts": { "claims": [claim] } });
    let kept = page.face.call("POST", "/v1/reservations").header("idempotency-key", "h2").json(&body).send().await;
    assert_eq!(kept.status, 201, "{}", kept.text());
    let best = |order: &str| {
        let body = json!({ "cart": cart(), "order_id": order });
        page.face.call("POST", "/v1/customers/ana/wallet/best").json(&body).send()
    };
    let usable = |got: &Got| got.json()["usable"].as_array().unwrap().len();
    assert_eq!((usable(&best("w-3").await), usable(&best("w-1").await)), (1, 0));
    let body = json!({ "cart": cart() });
    let of_token = |claims: Value| {
        let call = page.call("POST", "/v1/customers/me/wallet/best").header("tessera-customer", &page.token(claims));
        call.json(&body).send()
    };
    assert_eq!(usable(&of_token(json!({ "sub": "ana", "order_id": "w-3" })).await), 1);
    assert_eq!(usable(&of_token(json!({ "sub": "ana" })).await), 0);
    let said = page.call_of("ana", "POST", "/v1/customers/me/wallet/best");
    said.json(&json!({ "cart": cart(), "order_id": "w-3" })).send().await.is_problem(403, "publishable_key");
    let path = format!("/v1/reservations/{}/commit", held.json()["id"].as_str().unwrap());
    let placed = page.face.call("POST", &path).header("idempotency-key", "c1").json(&json!({})).send().await;
    assert_eq!(placed.status, 200, "{}", placed.text());
    assert!(!applies(&of_server(json!("w-1")).await), "an order that is placed holds nothing");
    assert!(!applies(&of_page(json!({ "sub": "ana", "order_id": "w-1" })).await));
    assert_eq!(
        of_page(json!({ "sub": "ana", "order_id": 1 })).await.is_problem(401, "customer_token_invalid")["status"],
        401
    );
}

#[tokio::test]
async fn a_cart_token_vouches_for_the_bytes_of_the_cart() {
    let page = Page::new().await;
    let signed = r#"{"currency":"USD", "line_items":[{"product_id":"shirt","quantity":1,"unit_price":4000}]}"#;
    let digest: String = Sha256::digest(signed.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    let token = page.token(json!({ "cart_sha256": digest }));
    let ask = |body: String, token: Option<&str>| {
        let call = page.call("POST", "/v1/quotes");
        let call = match token {
            Some(token) => call.header("tessera-customer", token),
            None => call,
        };
        call.text(&body).send()
    };
    let body = format!("{{ \"discounts\": {{}}, \"cart\" :  {signed} }}");
    assert_eq!(ask(body.clone(), Some(&token)).await.json()["verified"], true);
    assert_eq!(ask(body.clone(), None).await.json()["verified"], false);
    let of_ana = page.token(json!({ "sub": "ana" }));
    assert_eq!(
        ask(body.clone(), Some(&of_ana)).await.json()["verified"],
        false,
        "a customer token says nothing of a cart"
    );
    for other in [body.replace("4000", "1"), body.replace("\", \"line", "\",\"line")] {
        ask(other, Some(&token)).await.is_problem(422, "cart_token_mismatch");
    }
    let both = page.token(json!({ "sub": "ana", "cart_sha256": digest }));
    let best = page.call("POST", "/v1/customers/me/wallet/best").header("tessera-customer", &both);
    assert_eq!(best.text(&format!("{{\"cart\":{signed}}}")).send().await.status, 200);
    let best = page.call("POST", "/v1/customers/me/wallet/best").header("tessera-customer", &both);
    best.json(&json!({ "cart": cart() })).send().await.is_problem(422, "cart_token_mismatch");
    let secret = page.face.post("/v1/quotes", &json!({ "cart": cart() })).await.json();
    assert_eq!(secret.get("verified"), None, "a secret key needs nobody's word");
}

#[tokio::test]
async fn a_customer_reaches_their_own_wallet_and_no_other() {
    let page = Page::new().await;
    let id = page
        .coupon(json!({ "conditions": { "all": [
            { "kind": "customer_is", "ids": ["ana", "ben-the-other"] }, { "kind": "order_amount", "min": { "USD": 2_000 } },
        ] } }))
        .await;
    let granted = page.face.call("POST", &format!("/v1/coupons/{id}/claims")).header("idempotency-key", "k1");
    let granted = granted.json(&json!({ "customer_id": "ana", "reason": "Complained a lot" })).send().await;
    assert_eq!(granted.status, 201, "{}", granted.text());
    for own in ["me", "ana"] {
        let wallet = page.call_of("ana", "GET", &format!("/v1/customers/{own}/wallet?locale=fr")).send().await;
        assert_eq!(wallet.status, 200, "{}", wallet.text());
        let claim = &wallet.json()["data"][0];
        assert_eq!((&claim["customer_id"], &claim["reason"]), (&json!("ana"), &json!(null)));
        assert_eq!(claim["coupon"]["conditions"]["all"].as_array().unwrap().len(), 1);
        let best = page.call_of("ana", "POST", &format!("/v1/customers/{own}/wallet/best"));
        let best = best.json(&json!({ "cart": cart() })).send().await;
        assert_eq!(best.json()["usable"][0]["saving"], 1_000, "{}", best.text());
        for text in [wallet.text(), best.text()] {
            assert!(!text.contains("ben-the-other") && !text.contains("Complained"), "{text}");
        }
    }
    page.call_of("ben", "GET", "/v1/customers/ana/wallet").send().await.is_problem(403, "customer_token_other");
    page.call("GET", "/v1/customers/me/wallet").send().await.is_problem(401, "customer_token_missing");
    let best = page.call_of("ben", "POST", "/v1/customers/ana/wallet/best").json(&json!({ "cart": cart() }));
    best.send().await.is_problem(403, "customer_token_other");
    let nobody = page.token(json!({ "email": "ana@shop.example" }));
    let call = page.call("GET", "/v1/customers/me/wallet").header("tessera-customer", &nobody);
    call.send().await.is_problem(401, "customer_token_missing");
    assert_eq!(page.face.get("/v1/customers/me/wallet").await.json()["counts"]["available"], 0, "an id like any other");
}

#[tokio::test]
async fn a_customer_claims_for_themselves_what_is_shown_to_shoppers() {
    let page = Page::new().await;
    let shown = page.coupon(json!({ "limits": { "claims_per_customer": 1 } })).await;
    let private = page.coupon(json!({ "visibility": "private", "code": "GIFT-1" })).await;
    let draft = page.coupon(json!({ "status": "draft" })).await;
    let claim = |customer: &str, path: &str, key: &str, body: Value| {
        page.call_of(customer, "POST", path).header("idempotency-key", key).json(&body).send()
    };
    let path = format!("/v1/coupons/{shown}/claims");
    let made = claim("ana", &path, "k1", json!({})).await;
    assert_eq!((made.status.as_u16(), &made.json()["customer_id"]), (201, &json!("ana")), "{}", made.text());
    // One key serves many: the repeat of another customer is another claim.
    let of_ben = claim("ben", &path, "k1", json!({})).await;
    assert_eq!((of_ben.status.as_u16(), &of_ben.json()["customer_id"]), (201, &json!("ben")), "{}", of_ben.text());
    assert_eq!(claim("ana", &path, "k1", json!({})).await.json()["id"], made.json()["id"]);
    claim("ana", &path, "k2", json!({ "customer_id": "me" })).await.is_problem(409, "claim_limit_reached");
    claim("ana", &path, "k3", json!({ "customer_id": "ben" })).await.is_problem(403, "customer_token_other");
    let team = claim("ana", &path, "k4", json!({ "reason": "x", "ends_at": "2030-01-01" })).await;
    let problem = team.is_problem(422, "invalid_body");
    assert_eq!(
        (&problem["errors"][0]["pointer"], &problem["errors"][1]["pointer"]),
        (&json!("/reason"), &json!("/ends_at"))
    );
    for (key, hidden) in [("k5", private.as_str()), ("k6", &draft), ("k7", "cpn_none")] {
        let got = claim("ana", &format!("/v1/coupons/{hidden}/claims"), key, json!({})).await;
        got.is_problem(404, "not_found");
    }
    let call = page.call("POST", &path).header("idempotency-key", "k8").json(&json!({ "customer_id": "ana" }));
    call.send().await.is_problem(401, "customer_token_missing");

    let with_code = claim("ana", "/v1/claims", "k9", json!({ "code": "gift 1" })).await;
    assert_eq!((with_code.status.as_u16(), &with_code.json()["origin"]), (201, &json!("code")), "{}", with_code.text());
    claim("ana", "/v1/claims", "k10", json!({ "code": "GIFT-1", "customer_id": "ben" }))
        .await
        .is_problem(403, "customer_token_other");
    for number in 0..20 {
        let got = claim("ana", "/v1/claims", &format!("g{number}"), json!({ "code": format!("GUESS{number}") })).await;
        got.is_problem(404, "code_unknown");
    }
    let waits = claim("ana", "/v1/claims", "g20", json!({ "code": "GUESS20" })).await;
    waits.is_problem(429, "rate_limited");
    let seconds: u64 = waits.header("retry-after").parse().unwrap();
    assert!((1..=601).contains(&seconds) && waits.header("ratelimit").contains("r=0"), "{:?}", waits.headers);
    page.call_of("ana", "POST", &format!("{path}/revoke"))
        .json(&json!({}))
        .send()
        .await
        .is_problem(404, "path_unknown");
    page.call_of("ana", "GET", &path).send().await.is_problem(403, "publishable_key");
}

#[tokio::test]
async fn another_email_for_each_guess_is_no_count_of_its_own() {
    let page = Page::new().await;
    let guess = |number: u32| {
        let token = page.token(json!({ "email": format!("g{number}@shop.example") }));
        let body = json!({ "cart": cart(), "discounts": { "codes": [format!("GUESS{number}")] } });
        page.call("POST", "/v1/quotes").header("tessera-customer", &token).json(&body).send()
    };
    for number in 0..60 {
        assert_eq!(guess(number).await.status, 200, "guess {number}");
    }
    guess(60).await.is_problem(429, "rate_limited");
    let of_ana = page.call_of("ana", "POST", "/v1/quotes").json(&json!({ "cart": cart() }));
    assert_eq!(of_ana.send().await.status, 200, "an account has its own");
}

#[tokio::test]
async fn what_can_be_claimed_is_listed_for_the_customer_of_the_token() {
    let page = Page::new().await;
    let for_ana =
        page.coupon(json!({ "name": "For her", "conditions": { "kind": "customer_is", "ids": ["ana"] } })).await;
    let for_all = page
        .coupon(json!({ "name": "For all", "conditions": { "kind": "order_amount", "min": { "USD": 5_000 } } }))
        .await;
    let list = |call: Call| async {
        let listed = call.send().await;
        assert_eq!(listed.status, 200, "{}", listed.text());
        let ids =
            listed.json()["data"].as_array().unwrap().iter().map(|one| one["coupon_id"].clone()).collect::<Vec<_>>();
        (ids, listed.text())
    };
    let (ids, text) = list(page.call_of("ana", "GET", "/v1/claimable")).await;
    assert_eq!(ids.len(), 2);
    assert!(text.contains("50.00 USD") && !text.contains("\"ana\""), "{text}");
    assert_eq!(list(page.call_of("ana", "GET", "/v1/claimable?customer_id=me")).await.0, ids);
    assert_eq!(list(page.call_of("ben", "GET", "/v1/claimable")).await.0, [json!(for_all)]);
    assert_eq!(list(page.call("GET", "/v1/claimable")).await.0, [json!(for_all)]);
    assert!(ids.contains(&json!(for_ana)));
    page.call_of("ben", "GET", "/v1/claimable?customer_id=ana").send().await.is_problem(403, "customer_token_other");
}

/// Every answer that a page of the shop can get.
#[tokio::test]
async fn r044_a_private_code_is_in_nothing_that_a_page_gets() {
    let page = Page::new().await;
    let private = page
        .coupon(json!({ "activation": "code", "visibility": "private", "code": "SECRET99", "name": "Hidden" }))
        .await;
    let claimed = page.coupon(json!({ "visibility": "private", "code": "WALLET77" })).await;
    page.coupon(json!({ "activation": "automatic", "visibility": "private", "name": "Quiet" })).await;
    page.coupon(json!({ "visibility": "public", "activation": "code", "code": "SHOWN55",
        "conditions": { "kind": "order_amount", "min": { "USD": 5_000 } } }))
        .await;
    let grant = page.face.call("POST", &format!("/v1/coupons/{claimed}/claims")).header("idempotency-key", "k1");
    assert_eq!(grant.json(&json!({ "customer_id": "ana" })).send().await.status, 201);
    let mut texts = Vec::new();
    for tab in ["available", "used", "expired"] {
        texts.push(page.call_of("ana", "GET", &format!("/v1/customers/me/wallet?tab={tab}")).send().await.text());
    }
    for call in [page.call("GET", "/v1/claimable"), page.call_of("ana", "GET", "/v1/claimable")] {
        texts.push(call.send().await.text());
    }
    for code in ["NOBODY", "SHOWN55"] {
        let body = json!({ "cart": cart(), "discounts": { "codes": [code] } });
        texts.push(page.call("POST", "/v1/quotes").json(&body).send().await.text());
        texts.push(page.call_of("ana", "POST", "/v1/quotes").json(&body).send().await.text());
    }
    let best = page.call_of("ana", "POST", "/v1/customers/me/wallet/best").json(&json!({ "cart": cart() }));
    texts.push(best.send().await.text());
    let claim = page.call_of("ana", "POST", &format!("/v1/coupons/{private}/claims")).header("idempotency-key", "k2");
    texts.push(claim.json(&json!({})).send().await.text());
    for path in
        ["/v1/coupons", "/v1/codes/lookup", &format!("/v1/coupons/{private}/codes"), &format!("/v1/coupons/{private}")]
    {
        texts.push(page.call_of("ana", "GET", path).send().await.text());
    }
    assert!(texts.len() > 12 && texts.iter().any(|text| text.contains("50.00 USD")), "{texts:?}");
    for text in texts {
        assert!(!text.contains("SECRET99") && !text.contains("WALLET77"), "{text}");
    }
}

#[tokio::test]
async fn pages_of_known_origins_may_call_what_a_browser_may_and_read_refusals() {
    let page = Page::new().await;
    let shop = "https://shop.example";
    let patch = page.face.call("PATCH", "/v1/settings");
    assert_eq!(patch.json(&json!({ "storefront_origins": [shop] })).send().await.status, 200);
    let preflight = |origin: &str, method: &str, path: &str| {
        let call = page.face.bare_call("OPTIONS", path).header("origin", origin);
        call.header("access-control-request-method", method)
            .header("access-control-request-headers", "authorization,content-type,tessera-customer")
            .send()
    };
    for (method, path) in [
        ("POST", "/v1/quotes"),
        ("GET", "/v1/claimable"),
        ("POST", "/v1/claims"),
        ("POST", "/v1/coupons/cpn_1/claims"),
        ("GET", "/v1/customers/me/wallet"),
        ("POST", "/v1/customers/me/wallet/best"),
    ] {
        let asked = preflight(shop, method, path).await;
        assert_eq!((asked.status.as_u16(), asked.header("access-control-allow-origin")), (204, shop), "{path}");
        assert_eq!(asked.header("access-control-allow-methods"), method);
        assert!(asked.header("access-control-allow-headers").contains("tessera-customer"));
        assert_eq!((asked.header("vary"), asked.header("access-control-allow-credentials")), ("Origin", ""));
        let stranger = preflight("https://evil.example", method, path).await;
        assert_eq!((stranger.header("access-control-allow-origin"), stranger.header("vary")), ("", "Origin"), "{path}");
        // A refusal can be read too.
        let refused = page.face.bare_call(method, path).header("origin", shop).send().await;
        assert_eq!((refused.status.as_u16(), refused.header("access-control-allow-origin")), (401, shop), "{path}");
        assert!(refused.header("access-control-expose-headers").contains("retry-after"));
        let stranger = page.face.bare_call(method, path).header("origin", "https://shop.example.evil").send().await;
        assert_eq!(stranger.header("access-control-allow-origin"), "", "{path}");
    }
    for (method, path) in [
        ("POST", "/v1/quotes/batch"),
        ("POST", "/v1/redemptions"),
        ("GET", "/v1/coupons"),
        ("GET", "/v1/coupons/cpn_1/claims"),
        ("PATCH", "/v1/settings"),
        ("DELETE", "/v1/quotes"),
        ("GET", "/healthz"),
        ("GET", "/admin"),
        ("GET", "/nowhere"),
    ] {
        assert_eq!(preflight(shop, method, path).await.header("access-control-allow-origin"), "", "{method} {path}");
        let call = page.face.call(method, path).header("origin", shop).send().await;
        assert_eq!(call.header("access-control-allow-origin"), "", "{method} {path}");
    }
    let quote = page.call("POST", "/v1/quotes").header("origin", shop).json(&json!({ "cart": cart() })).send().await;
    assert_eq!((quote.status.as_u16(), quote.header("access-control-allow-origin")), (200, shop));
    let wrong = page.call("GET", "/v1/claimable?locale=fr&nope=1").header("origin", shop).send().await;
    assert_eq!((wrong.status.as_u16(), wrong.header("access-control-allow-origin")), (400, shop));
    let ours = page.call("POST", "/v1/quotes").json(&json!({ "cart": cart() })).send().await;
    assert_eq!((ours.header("access-control-allow-origin"), ours.header("vary")), ("", ""));
}

#[tokio::test]
async fn origins_are_checked_when_they_are_set() {
    let face = Face::new().await;
    let set =
        |origins: Value| face.call("PATCH", "/v1/settings").json(&json!({ "storefront_origins": origins })).send();
    let problem = set(json!(["https://shop.example", "https://shop.example/", "*", 7, "https://shop.example"])).await;
    let problem = problem.is_problem(422, "invalid_body");
    let pointers: Vec<_> = problem["errors"].as_array().unwrap().iter().map(|error| error["pointer"].clone()).collect();
    assert_eq!(pointers, [1, 2, 3, 4].map(|at| json!(format!("/storefront_origins/{at}"))));
    assert_eq!(
        set(json!(["https://shop.example"])).await.json()["storefront_origins"],
        json!(["https://shop.example"])
    );
    assert_eq!(set(json!(null)).await.json()["storefront_origins"], json!([]));
}
