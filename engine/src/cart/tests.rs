//! The cart as a document: both readers, limits, writing.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::decode::{Decode, Errors, Node, codes, from_json, parse};

const CONTRACT: &str = r#"{
    "currency": "USD", "prices_include_tax": false,
    "line_items": [
        { "id": "l1", "product_id": "shirt", "sku": "shirt-m", "title": "Shirt", "quantity": 2, "unit_price": 2000,
          "list_price": 2500, "categories": ["clothing"], "groups": [], "brand": "acme", "tags": ["new"],
          "attributes": {"size": "M", "fit": 3, "eco": true, "none": null}, "on_sale": false, "in_stock": true,
          "discountable": true, "gift_card": false, "tax_rate": 20, "weight_grams": 300, "unit_cost": 900,
          "min_unit_price": null, "setup_fee": 0, "billing_period": null },
        { "product_id": "vps", "quantity": 1, "unit_price": 999, "tax_rate": 8.875, "billing_period": "monthly" }
    ],
    "shipping": { "service": "ground", "amount": 800, "tax_rate": 20 },
    "fees": [ { "id": "payment", "amount": 100, "tax_rate": 20 } ],
    "customer": { "id": "your-id", "email": "ana@shop.example", "segments": ["vip"], "country": "fr", "region": null,
        "orders_count": 3, "total_spent": 25000, "logged_in": true, "verified": false, "attributes": {} },
    "context": { "channel": "web", "device": "desktop", "device_id": null, "ip": null, "payment_method": null,
        "source": null, "locale": "en" },
    "billing": { "subscription_id": "s1", "first_order_id": "o1", "first_line_ids": ["l1"], "renewal_number": 2 }
}"#;

/// The slow reader alone.
fn slowly(body: &[u8]) -> Result<Cart, DecodeError> {
    let root = parse(body)?;
    let mut errors = Errors::new();
    let cart = slow::cart(&root, &mut errors);
    errors.check(cart)
}

/// What both readers say, which is the same.
fn read(body: &str) -> Result<Cart, DecodeError> {
    let slow = slowly(body.as_bytes());
    assert_eq!(fast::cart(body.as_bytes()).as_ref(), slow.as_ref().ok(), "{body}: {slow:?}");
    slow
}

fn faults(body: &Value) -> Vec<(String, &'static str)> {
    match read(&body.to_string()) {
        Err(DecodeError::Fields(errors)) => errors.into_iter().map(|error| (error.pointer, error.code)).collect(),
        other => panic!("{body}: {other:?}"),
    }
}

fn with(pointer: &str, value: Value) -> Value {
    let mut cart: Value = serde_json::from_str(CONTRACT).unwrap();
    let (parent, member) = pointer.rsplit_once('/').unwrap();
    match cart.pointer_mut(parent).unwrap() {
        Value::Object(members) => drop(members.insert(member.to_owned(), value)),
        Value::Array(entries) => entries[member.parse::<usize>().unwrap()] = value,
        _ => panic!("{pointer}"),
    }
    cart
}

#[test]
fn the_example_of_the_contract_reads_and_is_written_back() {
    let cart = read(CONTRACT).unwrap();
    assert_eq!(cart.line_items[1].id, "2");
    assert_eq!(cart.line_items[1].tax_rate.unwrap().to_string(), "8.875");
    assert_eq!(cart.line_items[0].attributes.as_ref().unwrap().len(), 3);
    assert_eq!(cart.customer.as_ref().unwrap().country.as_deref(), Some("FR"));
    let written = serde_json::to_string(&cart).unwrap();
    assert!(!written.contains("null"), "{written}");
    assert_eq!(read(&written).unwrap(), cart);
    assert_eq!(from_json::<Cart>(written.as_bytes()).unwrap(), cart);
    assert_eq!(Cart::from_json(written.as_bytes()).unwrap(), cart);
}

#[test]
fn a_currency_is_all_a_cart_needs() {
    let cart = read(r#"{"currency": "JPY"}"#).unwrap();
    assert!(cart.line_items.is_empty() && cart.shipping.is_none() && !cart.prices_include_tax);
    let nulls = r#"{"currency": "JPY", "line_items": null, "shipping": null, "fees": null, "customer": null,
        "context": null, "billing": null, "prices_include_tax": null}"#;
    assert_eq!(read(nulls).unwrap(), cart);
    assert_eq!(
        serde_json::to_string(&cart).unwrap(),
        r#"{"currency":"JPY","prices_include_tax":false,"line_items":[]}"#
    );
}

#[test]
fn every_fault_comes_at_once() {
    let body = json!({
        "currency": "usd", "line_item": [],
        "line_items": [{ "product_id": "p", "quantity": 0, "unit_price": 10.5 }, { "quantity": 1, "unit_price": "10" }],
        "customer": { "email": "ana", "country": "FRA" }
    });
    assert_eq!(
        faults(&body),
        [
            ("/currency", codes::CURRENCY_UNKNOWN),
            ("/line_items/0/quantity", codes::OUT_OF_RANGE),
            ("/line_items/0/unit_price", codes::WRONG_TYPE),
            ("/line_items/1/product_id", codes::REQUIRED),
            ("/line_items/1/unit_price", codes::WRONG_TYPE),
            ("/customer/email", codes::INVALID_VALUE),
            ("/customer/country", codes::INVALID_VALUE),
            ("/line_item", codes::UNKNOWN_FIELD),
        ]
        .map(|(pointer, code)| (pointer.to_owned(), code))
    );
}

#[test]
fn single_values_are_bounded() {
    for (pointer, value, code) in [
        ("/line_items/0/quantity", json!(1_000_001), codes::OUT_OF_RANGE),
        ("/line_items/0/quantity", json!(1.0), codes::WRONG_TYPE),
        ("/line_items/0/unit_price", json!(1_000_000_000_001_i64), codes::AMOUNT_TOO_LARGE),
        ("/line_items/0/unit_price", json!(-1), codes::OUT_OF_RANGE),
        ("/line_items/0/unit_price", Value::Null, codes::REQUIRED),
        ("/line_items/0/tax_rate", json!(1000.5), codes::OUT_OF_RANGE),
        ("/line_items/0/tax_rate", json!("20"), codes::WRONG_TYPE),
        ("/line_items/0/tax_rate", json!(0.00001), codes::INVALID_VALUE),
        ("/line_items/0/billing_period", json!("fortnightly"), codes::INVALID_VALUE),
        ("/line_items/0/product_id", json!("x".repeat(256)), codes::TOO_LONG),
        ("/line_items/0/product_id", json!("a\u{7}"), codes::INVALID_VALUE),
        ("/line_items/0/id", json!(""), codes::INVALID_VALUE),
        ("/line_items/0/attributes/size", json!([1]), codes::WRONG_TYPE),
        ("/line_items/0/attributes/fit", json!(1.5), codes::WRONG_TYPE),
        ("/line_items/0/on_sale", json!("yes"), codes::WRONG_TYPE),
        ("/line_items/0/color", json!("red"), codes::UNKNOWN_FIELD),
        ("/customer/email", json!("a@b@c"), codes::INVALID_VALUE),
        ("/customer/email", json!("a b@c"), codes::INVALID_VALUE),
        ("/customer/email", json!(format!("{}@c", "a".repeat(253))), codes::TOO_LONG),
        ("/customer/orders_count", json!(9_007_199_254_740_992_i64), codes::OUT_OF_RANGE),
        ("/billing/renewal_number", json!(0), codes::OUT_OF_RANGE),
    ] {
        assert_eq!(faults(&with(pointer, value.clone())), [(pointer.to_owned(), code)], "{pointer} {value}");
    }
    let line = json!({ "product_id": "p", "quantity": 1, "unit_price": 1 });
    assert!(read(&with("/line_items", json!(vec![&line; 1000])).to_string()).is_ok());
    assert_eq!(faults(&with("/line_items", json!(vec![&line; 1001]))), [("/line_items".to_owned(), codes::TOO_MANY)]);
}

#[test]
fn an_object_is_an_object_and_a_word_is_a_text() {
    for (pointer, value) in [
        ("/context", json!([])),
        ("/customer", json!([null, "ana@shop.example"])),
        ("/shipping", json!(["ground", 800, 20])),
        ("/fees/0", json!(["payment", 100, 20])),
        ("/line_items/0", json!(["l1", "shirt"])),
        ("/line_items/0/billing_period", json!({ "monthly": null })),
        ("/line_items/0/attributes", json!([])),
    ] {
        assert_eq!(faults(&with(pointer, value)), [(pointer.to_owned(), codes::WRONG_TYPE)], "{pointer}");
    }
    assert!(request(r#"[{"currency": "USD"}]"#).is_err());
    assert!(request(r#"{"cart": ["USD"]}"#).is_err());
    assert!(request(r#"{"cart": {"currency": "USD"}, "discounts": [["A"]]}"#).is_err());
}

#[test]
fn line_ids_are_unique_and_missing_ones_are_positions() {
    let line = |id: Value| json!({ "id": id, "product_id": "p", "quantity": 1, "unit_price": 1 });
    let cart = read(&with("/line_items", json!([line(Value::Null), line(json!("x")), line(Value::Null)])).to_string());
    let ids: Vec<String> = cart.unwrap().line_items.into_iter().map(|line| line.id).collect();
    assert_eq!(ids, ["1", "x", "3"]);
    let clash = with("/line_items", json!([line(json!("2")), line(Value::Null)]));
    assert_eq!(faults(&clash), [("/line_items/1/id".to_owned(), codes::NOT_UNIQUE)]);
    let fees = with("/fees", json!([{ "id": "f", "amount": 1 }, { "id": "f", "amount": 1 }]));
    assert_eq!(faults(&fees), [("/fees/1/id".to_owned(), codes::NOT_UNIQUE)]);
}

#[test]
fn products_and_sums_are_bounded() {
    let line = |price: i64, quantity: i64| json!({ "product_id": "p", "quantity": quantity, "unit_price": price });
    let cart = |lines: Value| json!({ "currency": "USD", "line_items": lines });
    assert!(read(&cart(json!([line(9_007_199_254, 1_000_000)])).to_string()).is_ok());
    let too_large = |lines: Value, pointer: &str| {
        let found = faults(&cart(lines));
        assert_eq!(found[0], (pointer.to_owned(), codes::AMOUNT_TOO_LARGE), "{found:?}");
    };
    too_large(json!([line(1, 1), line(9_007_199_255, 1_000_000)]), "/line_items/1/unit_price");
    too_large(json!([line(9_000_000_000, 1_000_000), line(9_000_000_000, 1_000_000)]), "/line_items/1");
    let mut setup = line(0, 1_000_000);
    setup["setup_fee"] = json!(1_000_000_000_000_i64);
    too_large(json!([setup]), "/line_items/0/setup_fee");
    let mut taxed = line(9_000_000_000, 1_000_000);
    taxed["tax_rate"] = json!(20);
    too_large(json!([taxed]), "/line_items/0");
    let mut included = cart(json!([taxed]));
    included["prices_include_tax"] = json!(true);
    assert!(read(&included.to_string()).is_ok());
    let message = match read(&cart(json!([line(9_007_199_255, 1_000_000)])).to_string()) {
        Err(DecodeError::Fields(errors)) => errors[0].detail.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(message, "`unit_price` times the quantity of the line `1` is beyond 9007199254740991 minor units");
}

#[test]
fn a_duplicate_member_is_no_cart() {
    for body in [
        r#"{"currency": "USD", "currency": "EUR"}"#,
        r#"{"currency": "USD", "line_items": [{"product_id": "p", "quantity": 1, "unit_price": 1,
            "attributes": {"a": null, "a": 1}}]}"#,
    ] {
        assert!(matches!(read(body), Err(DecodeError::DuplicateMember { .. })), "{body}");
    }
}

/// What both readers say of a quote request.
fn request(body: &str) -> Result<QuoteRequest, DecodeError> {
    fn slow_request(node: &Node<'_>, errors: &mut Errors) -> Option<QuoteRequest> {
        request::read(node, errors, slow::cart)
    }
    let slow = parse(body.as_bytes()).and_then(|root| {
        let mut errors = Errors::new();
        let request = slow_request(&root, &mut errors);
        errors.check(request)
    });
    assert_eq!(request::fast(body.as_bytes()).as_ref(), slow.as_ref().ok(), "{body}: {slow:?}");
    assert_eq!(QuoteRequest::from_json(body.as_bytes()), slow);
    slow
}

#[test]
fn a_quote_request_holds_a_cart_and_what_is_presented() {
    let body = format!(
        r#"{{"cart": {CONTRACT}, "discounts": {{"codes": ["SUMMER20", "", " ' or 1=1"], "claims": ["clm_1"],
        "declined": ["cpn_1"]}}, "explain": true, "as_of": "2026-06-03T10:00:00+02:00", "order_id": "W-1"}}"#
    );
    let read = request(&body).unwrap();
    assert_eq!(read.discounts.codes.len(), 3);
    assert_eq!(read.as_of.unwrap().to_string(), "2026-06-03T08:00:00Z");
    assert_eq!(read.order_id.as_deref(), Some("W-1"));
    let bare = request(r#"{"cart": {"currency": "USD"}, "discounts": null, "explain": null, "as_of": null}"#).unwrap();
    assert_eq!((bare.discounts, bare.explain, bare.as_of), (PresentedDiscounts::default(), false, None));
}

#[test]
fn the_faults_of_a_quote_request_have_pointers_from_its_root() {
    let codes: Vec<String> = (0..101).map(|number| number.to_string()).collect();
    let body = json!({
        "cart": { "currency": "USD", "line_items": [{ "product_id": "p", "quantity": 1, "unit_price": 1.5 }] },
        "discounts": { "codes": codes, "code": "X" }, "as_of": "yesterday"
    });
    let Err(DecodeError::Fields(errors)) = request(&body.to_string()) else { panic!() };
    let pointers: Vec<&str> = errors.iter().map(|error| error.pointer.as_str()).collect();
    assert_eq!(pointers, ["/cart/line_items/0/unit_price", "/discounts/codes", "/discounts/code", "/as_of"]);
    let Err(DecodeError::Fields(errors)) = request("{}") else { panic!() };
    assert_eq!((errors[0].pointer.as_str(), errors[0].code), ("/cart", codes::REQUIRED));
    let clash = r#"{"cart": {"currency": "USD", "fees": [{"id": "f", "amount": 1}, {"id": "f", "amount": 1}]}}"#;
    let Err(DecodeError::Fields(errors)) = request(clash) else { panic!() };
    assert_eq!(errors[0].pointer, "/cart/fees/1/id");
}

/// Every pointer into a document.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(name, value)| pointers(value, &format!("{at}/{name}"), found))
        }
        Value::Array(entries) => {
            entries
                .iter()
                .enumerate()
                .for_each(|(position, value)| pointers(value, &format!("{at}/{position}"), found));
        }
        _ => {}
    }
}

fn odd_values() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (0_u64..3_000_000).prop_map(Value::from),
        (-10_i64..2_000).prop_map(|number| json!(number)),
        prop_oneof![Just(json!(0.5)), Just(json!(12.3456)), Just(json!(1e-9)), Just(json!(1e300)), Just(json!(2.0))],
        "[a-zA-Z0-9@. \\-]{0,6}".prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        prop_oneof![Just(json!([])), Just(json!({})), Just(json!([1, "a"])), Just(json!({"a": {}}))],
        prop_oneof![Just("USD"), Just("KWD"), Just("XXX"), Just("monthly"), Just("a@b"), Just("FR")]
            .prop_map(Value::from),
    ]
}

fn good_lines() -> impl Strategy<Value = Value> {
    let line = (1_u32..=1_000_000, 0_i64..=1_000_000_000_000, proptest::option::of("[a-z]{1,2}"), 0_u32..=1_000);
    proptest::collection::vec(line, 0..6).prop_map(|lines| {
        let line = |(quantity, price, id, rate): (u32, i64, Option<String>, u32)| {
            json!({ "id": id, "product_id": "p", "quantity": quantity, "unit_price": price, "tax_rate": rate })
        };
        Value::Array(lines.into_iter().map(line).collect())
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

    #[test]
    fn both_readers_agree_on_good_and_large_carts(lines in good_lines()) {
        if let Ok(cart) = read(&with("/line_items", lines).to_string()) {
            let written = serde_json::to_string(&cart).unwrap();
            prop_assert_eq!(read(&written).unwrap(), cart);
        }
    }

    #[test]
    fn both_readers_agree_on_changed_carts(changes in proptest::collection::vec((any::<usize>(), odd_values()), 1..3)) {
        let mut cart: Value = serde_json::from_str(CONTRACT).unwrap();
        for (place, value) in changes {
            let mut places = Vec::new();
            pointers(&cart, "", &mut places);
            *cart.pointer_mut(&places[place % places.len()]).unwrap() = value;
        }
        let _ = read(&cart.to_string());
    }

    #[test]
    fn both_readers_agree_on_broken_text(place in any::<usize>(), cut in 0_usize..4, put in "[\\[\\]{}\",:0-9eE.+\\-\\\\ualn]{0,3}") {
        let compact = serde_json::from_str::<Value>(CONTRACT).unwrap().to_string();
        let place = place % compact.len();
        let end = (place + cut).min(compact.len());
        let _ = read(&format!("{}{put}{}", &compact[..place], &compact[end..]));
    }

    #[test]
    fn both_readers_agree_on_members_that_stand_twice(place in any::<usize>()) {
        let compact = serde_json::from_str::<Value>(CONTRACT).unwrap().to_string();
        let starts: Vec<usize> = compact.match_indices("\":").map(|(at, _)| at).collect();
        let end = starts[place % starts.len()];
        let start = compact[..end].rfind('"').unwrap();
        let name = &compact[start..=end];
        let _ = read(&format!("{}{name}:null,{}", &compact[..start], &compact[start..]));
    }
}

#[test]
fn a_cart_inside_another_document_is_read_from_its_place() {
    struct Reservation(Cart);
    impl Decode for Reservation {
        fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
            let mut object = node.object(errors)?;
            let cart = object.required("cart", errors, Cart::decode);
            object.finish(errors);
            cart.map(Self)
        }
    }
    let good: Reservation = from_json(format!(r#"{{"cart": {CONTRACT}}}"#).as_bytes()).unwrap();
    assert_eq!(good.0, read(CONTRACT).unwrap());
    let Err(DecodeError::Fields(errors)) = from_json::<Reservation>(br#"{"cart": {"currency": 1}}"#) else { panic!() };
    assert_eq!(errors[0].pointer, "/cart/currency");
}
