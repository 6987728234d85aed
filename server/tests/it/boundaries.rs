//! Every limit of a request: exactly at it the call is answered, one step outside it is refused with the field and the
//! bound in words.

use serde_json::{Map, Value, json};

use crate::face::{Face, Got};

const TRILLION: i64 = 1_000_000_000_000;
/// 2^53 - 1.
const LARGEST: i64 = 9_007_199_254_740_991;
const MEBIBYTE: usize = 1024 * 1024;

/// A request with every member that has a bound.
fn body() -> Value {
    json!({
        "cart": {
            "currency": "USD", "prices_include_tax": false,
            "line_items": [{
                "id": "l1", "product_id": "shirt", "sku": "s", "title": "t", "quantity": 1, "unit_price": 2000, "list_price": 2500,
                "categories": [], "groups": [], "brand": "acme", "tags": [], "attributes": {}, "tax_rate": 20,
                "weight_grams": 300, "unit_cost": 900, "min_unit_price": 0, "setup_fee": 0
            }],
            "shipping": { "service": "ground", "amount": 800, "tax_rate": 20 },
            "fees": [{ "id": "payment", "amount": 100, "tax_rate": 20 }],
            "customer": { "id": "ana", "email": "ana@shop.example", "segments": [], "orders_count": 3, "total_spent": 25000,
                          "attributes": {} },
            "context": { "channel": "web", "locale": "en" },
        },
        "coupons": [{
            "id": "cpn_a", "name": "A", "code": "TEN", "description": "d", "tags": [], "metadata": {},
            "benefits": [{ "kind": "percent_off", "percent": 10, "target": { "products": [] } }],
            "conditions": null, "stacking": { "never_with": [], "priority": 100 },
        }],
        "discounts": { "codes": [], "claims": [], "declined": [] },
    })
}

/// The request with another value at this pointer.
fn with(pointer: &str, value: &Value) -> Value {
    let mut body = body();
    *body.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer}")) = value.clone();
    body
}

async fn price(face: &Face, body: &Value) -> Got {
    face.post("/v1/quotes/unsaved", body).await
}

/// Refused with one fault at this pointer, whose words hold the bound.
fn is_refused(got: &Got, pointer: &str, bound: &str) {
    let problem = got.is_problem(422, "invalid_body");
    let faults = problem["errors"].as_array().unwrap();
    assert_eq!(faults.len(), 1, "{problem}");
    assert_eq!(faults[0]["pointer"], pointer, "{problem}");
    assert!(faults[0]["detail"].as_str().unwrap().contains(bound), "{pointer} names {bound}: {problem}");
}

fn text(length: usize) -> Value {
    Value::String("é".repeat(length))
}

fn names(count: usize) -> Value {
    (0..count).map(|number| Value::String(format!("n{number}"))).collect()
}

fn attributes(count: usize) -> Value {
    (0..count).map(|number| (format!("n{number}"), json!(1))).collect::<Map<String, Value>>().into()
}

fn lines(count: usize) -> Value {
    (0..count).map(|number| json!({ "product_id": format!("p{number}"), "quantity": 1, "unit_price": 1 })).collect()
}

fn fees(count: usize) -> Value {
    (0..count).map(|number| json!({ "id": format!("f{number}"), "amount": 1 })).collect()
}

/// `not` around a leaf, so many levels in all.
fn tree(levels: usize) -> Value {
    (1..levels).fold(json!({ "kind": "first_order" }), |node, _| json!({ "not": node }))
}

/// One list of leaves, so many nodes in all.
fn wide(nodes: usize) -> Value {
    json!({ "all": vec![json!({ "kind": "first_order" }); nodes - 1] })
}

fn expression(length: usize) -> Value {
    let mut text = "true".to_owned();
    text.push_str(&" ".repeat(length - text.len()));
    json!({ "kind": "expression", "expression": text })
}

/// The least or most of a number, and the first value outside; the words name the bound of that side.
async fn number(face: &Face, pointer: &str, at: &[Value], outside: &[(Value, &str)]) {
    for value in at {
        let got = price(face, &with(pointer, value)).await;
        assert_eq!(got.status, 200, "{pointer} = {value}: {}", got.text());
    }
    for (value, bound) in outside {
        is_refused(&price(face, &with(pointer, value)).await, pointer, bound);
    }
}

#[tokio::test]
async fn every_amount() {
    let face = Face::new().await;
    let most = TRILLION.to_string();
    let line = ["unit_price", "list_price", "unit_cost", "min_unit_price", "setup_fee", "weight_grams"];
    let pointers = line.map(|member| format!("/cart/line_items/0/{member}"));
    let others = ["/cart/shipping/amount", "/cart/fees/0/amount"].map(str::to_owned);
    for pointer in pointers.iter().chain(&others) {
        let outside = [(json!(-1), "0"), (json!(TRILLION + 1), most.as_str())];
        number(&face, pointer, &[json!(0), json!(TRILLION)], &outside).await;
    }
}

#[tokio::test]
async fn quantities_and_rates() {
    let face = Face::new().await;
    let outside = [(json!(0), "1"), (json!(1_000_001), "1000000")];
    number(&face, "/cart/line_items/0/quantity", &[json!(1), json!(1_000_000)], &outside).await;
    for pointer in ["/cart/line_items/0/tax_rate", "/cart/shipping/tax_rate", "/cart/fees/0/tax_rate"] {
        let at = [json!(0), json!(0.0001), json!(999.9999), json!(1000)];
        let outside = [(json!(-1), "0"), (json!(1000.0001), "1000"), (json!(0.12345), "4 decimals")];
        number(&face, pointer, &at, &outside).await;
    }
    let at = [json!(0), json!(0.0001), json!(100)];
    let outside = [(json!(-1), "0"), (json!(100.0001), "100"), (json!(0.12345), "4 decimals")];
    number(&face, "/coupons/0/benefits/0/percent", &at, &outside).await;
}

#[tokio::test]
async fn every_text() {
    let face = Face::new().await;
    for pointer in [
        "/cart/line_items/0/id",
        "/cart/line_items/0/product_id",
        "/cart/line_items/0/sku",
        "/cart/line_items/0/title",
        "/cart/line_items/0/brand",
        "/cart/shipping/service",
        "/cart/fees/0/id",
        "/cart/customer/id",
        "/cart/context/channel",
        "/coupons/0/name",
    ] {
        number(&face, pointer, &[text(1), text(255)], &[(text(256), "255")]).await;
    }
    let email = |length: usize| json!(format!("{}@shop.example", "a".repeat(length - "@shop.example".len())));
    number(&face, "/cart/customer/email", &[email(254)], &[(email(255), "254")]).await;
    number(&face, "/coupons/0/description", &[text(5_000)], &[(text(5_001), "5000")]).await;
    number(&face, "/coupons/0/conditions", &[expression(2_000)], &[]).await;
    let long = price(&face, &with("/coupons/0/conditions", &expression(2_001))).await;
    is_refused(&long, "/coupons/0/conditions/expression", "2000");
}

#[tokio::test]
async fn every_list() {
    let face = Face::new().await;
    number(&face, "/cart/line_items", &[json!([]), lines(1_000)], &[(lines(1_001), "1000")]).await;
    number(&face, "/cart/fees", &[json!([]), fees(1_000)], &[(fees(1_001), "1000")]).await;
    for pointer in [
        "/cart/line_items/0/categories",
        "/cart/line_items/0/groups",
        "/cart/line_items/0/tags",
        "/cart/customer/segments",
        "/coupons/0/tags",
        "/coupons/0/stacking/never_with",
        "/discounts/declined",
    ] {
        number(&face, pointer, &[names(1_000)], &[(names(1_001), "1000")]).await;
    }
    for pointer in ["/cart/line_items/0/attributes", "/cart/customer/attributes"] {
        number(&face, pointer, &[attributes(1_000)], &[(attributes(1_001), "1000")]).await;
    }
    for pointer in ["/discounts/codes", "/discounts/claims"] {
        number(&face, pointer, &[names(100)], &[(names(101), "100")]).await;
    }
    let products = "/coupons/0/benefits/0/target/products";
    number(&face, products, &[names(10_000)], &[(names(10_001), "10000")]).await;
    number(&face, "/coupons/0/metadata", &[metadata(50, 500)], &[(metadata(51, 1), "50")]).await;
    let benefits = |count: usize| json!(vec![json!({ "kind": "percent_off", "percent": 1 }); count]);
    number(&face, "/coupons/0/benefits", &[benefits(20)], &[(benefits(21), "20")]).await;
}

fn metadata(count: usize, length: usize) -> Value {
    let value = "x".repeat(length);
    (0..count).map(|number| (format!("n{number}"), json!(value))).collect::<Map<String, Value>>().into()
}

#[tokio::test]
async fn trees_of_conditions() {
    let face = Face::new().await;
    for (at, outside, bound) in [(tree(8), tree(9), "8"), (wide(200), wide(201), "200")] {
        let got = price(&face, &with("/coupons/0/conditions", &at)).await;
        assert_eq!(got.status, 200, "{}", got.text());
        let got = price(&face, &with("/coupons/0/conditions", &outside)).await;
        let problem = got.is_problem(422, "invalid_body");
        let fault = &problem["errors"][0];
        assert!(fault["pointer"].as_str().unwrap().starts_with("/coupons/0/conditions"), "{problem}");
        assert!(fault["detail"].as_str().unwrap().contains(bound), "{problem}");
    }
}

/// Lines whose worth is exactly the largest number there may be.
fn largest_lines() -> [Value; 2] {
    let rest = LARGEST - 9_007 * TRILLION;
    [
        json!({ "id": "most", "product_id": "a", "quantity": 9_007, "unit_price": TRILLION }),
        json!({ "id": "rest", "product_id": "b", "quantity": 1, "unit_price": rest }),
    ]
}

#[tokio::test]
async fn products_and_sums_of_amounts() {
    let face = Face::new().await;
    let cart = |lines: &[Value]| json!({ "cart": { "currency": "USD", "line_items": lines } });
    let mut lines = largest_lines();
    let got = price(&face, &cart(&lines)).await;
    assert_eq!(got.status, 200, "{}", got.text());
    assert_eq!(got.json()["totals"]["total"], LARGEST);
    lines[1]["unit_price"] = json!(lines[1]["unit_price"].as_i64().unwrap() + 1);
    is_refused(&price(&face, &cart(&lines)).await, "/cart/line_items/1", &LARGEST.to_string());
    lines[0]["quantity"] = json!(9_008);
    let got = price(&face, &cart(&lines[..1])).await;
    let faults = got.faults();
    assert!(faults.contains(&("/cart/line_items/0/unit_price".into(), "amount_too_large".into())), "{faults:?}");
    for member in ["list_price", "unit_cost", "min_unit_price", "setup_fee", "weight_grams"] {
        let mut line = json!({ "id": "a", "product_id": "a", "quantity": 9_007, "unit_price": 0 });
        line[member] = json!(TRILLION);
        assert_eq!(price(&face, &cart(std::slice::from_ref(&line))).await.status, 200, "{member}");
        line["quantity"] = json!(9_008);
        let faults = price(&face, &cart(&[line])).await.faults();
        let pointer = format!("/cart/line_items/0/{member}");
        assert!(faults.contains(&(pointer, "amount_too_large".into())), "{member}: {faults:?}");
    }
}

/// The body as text, filled with white space to this length.
fn filled(body: &Value, length: usize) -> String {
    let mut text = body.to_string();
    text.push_str(&" ".repeat(length - text.len()));
    text
}

#[tokio::test]
async fn a_body_of_exactly_one_mebibyte() {
    let face = Face::new().await;
    for path in ["/v1/quotes", "/v1/quotes/unsaved"] {
        let cart = json!({ "cart": body()["cart"] });
        let got = face.call("POST", path).text(&filled(&cart, MEBIBYTE)).send().await;
        assert_eq!(got.status, 200, "{path}: {}", got.text());
        let got = face.call("POST", path).text(&filled(&cart, MEBIBYTE + 1)).send().await;
        let problem = got.is_problem(413, "body_too_large");
        assert!(!problem["detail"].as_str().unwrap().is_empty());
    }
}

/// Everything at its bound at once: 1,000 lines, of which one has the largest quantity, one the largest price and one
/// every text and list at its longest; 1,000 fees, 100 codes, the largest sum, the largest body.
#[tokio::test]
async fn every_boundary_in_one_cart() {
    let face = Face::new().await;
    let mut items = lines(1_000).as_array().unwrap().clone();
    items[0] = largest_lines()[0].clone();
    items[1] = json!({
        "id": text(255), "product_id": text(255), "sku": text(255), "title": text(255), "brand": text(255),
        "categories": names(1_000), "groups": names(1_000), "tags": names(1_000), "attributes": attributes(1_000),
        "quantity": 1_000_000, "unit_price": 1, "list_price": LARGEST / 1_000_000, "unit_cost": LARGEST / 1_000_000,
        "min_unit_price": 0, "weight_grams": LARGEST / 1_000_000, "tax_rate": 0
    });
    items[2] =
        json!({ "product_id": "free", "quantity": 1, "unit_price": 0, "tax_rate": 1000, "list_price": TRILLION });
    let others = 1_000_000 + 996 + 1_000;
    items[3]["unit_price"] = json!(LARGEST - 9_007 * TRILLION - others);
    let mut whole = json!({
        "cart": {
            "currency": "USD", "line_items": items, "fees": fees(1_000),
            "shipping": { "service": text(255), "amount": 0, "tax_rate": 1000 },
            "customer": { "id": text(255), "segments": names(1_000), "attributes": attributes(1_000) },
        },
        "discounts": { "codes": names(100), "declined": names(1_000) },
    });
    let got = face.call("POST", "/v1/quotes").text(&filled(&whole, MEBIBYTE)).send().await;
    assert_eq!(got.status, 200, "{}", got.text());
    let quote = got.json();
    assert_eq!(quote["totals"]["total"], LARGEST, "to the last minor unit");
    assert_eq!(quote["discounts"]["rejected"].as_array().unwrap().len(), 100);
    whole["cart"]["shipping"]["amount"] = json!(1);
    let got = face.call("POST", "/v1/quotes").json(&whole).send().await;
    got.is_problem(422, "invalid_body");
    let faults = got.faults();
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert_eq!(faults[0].1, "amount_too_large", "one unit more is refused: {faults:?}");
}
