//! Backtests: what a coupon would have done to the orders there were.

use serde_json::{Value, json};
use tessera_app::backtests::{BacktestRequest, DraftBacktest};
use tessera_app::{Caller, Mutation};
use tessera_engine::from_json;

use crate::past_orders::{tell, told};
use crate::shop::{Shop, cart_of, ten_percent};

async fn wait(shop: &Shop, made: tessera_app::Answer) -> Value {
    assert_eq!(made.status, 202);
    let made: Value = serde_json::from_slice(&made.body).unwrap();
    shop.app.run_due_jobs().await.unwrap();
    let job = json!(shop.app.read_job(&Caller::program(), made["id"].as_str().unwrap()).await.unwrap());
    assert_eq!(job["state"], "done", "{job}");
    job["result"].clone()
}

async fn backtest(shop: &Shop, coupon: &Value, period: Value) -> Value {
    let period: BacktestRequest = from_json(period.to_string().as_bytes()).unwrap();
    let id = coupon["id"].as_str().unwrap();
    wait(shop, shop.app.create_backtest(Mutation::program("/"), id, period).await.unwrap()).await
}

async fn draft(shop: &Shop, coupon: Value) -> Value {
    let draft: DraftBacktest = from_json(json!({ "coupon": coupon }).to_string().as_bytes()).unwrap();
    wait(shop, shop.app.create_draft_backtest(Mutation::program("/"), draft).await.unwrap()).await
}

/// Ana in January and March, Ben in February, nobody known in March.
async fn three_months(shop: &Shop) {
    let mut nobody = told("o4", "x", 2_000, "2026-03-20T00:00:00Z");
    nobody["cart"].as_object_mut().unwrap().remove("customer");
    tell(
        shop,
        json!([
            told("o1", "ana", 10_000, "2026-01-10T00:00:00Z"),
            told("o2", "ben", 4_000, "2026-02-10T00:00:00Z"),
            told("o3", "ana", 6_000, "2026-03-10T00:00:00Z"),
            nobody
        ]),
    )
    .await;
}

#[tokio::test]
async fn a_draft_tells_what_it_would_have_given() {
    let shop = Shop::open().await;
    three_months(&shop).await;
    let result = draft(
        &shop,
        json!({
            "name": "From 50", "benefits": [{ "kind": "percent_off", "percent": 10 }],
            "conditions": { "kind": "order_amount", "min": { "USD": 5_000 } },
            "validity": { "starts_at": "2027-01-01T00:00:00Z" }
        }),
    )
    .await;
    assert_eq!((&result["orders"], &result["touched"]), (&json!(4), &json!(2)), "{result}");
    assert_eq!(result["discount"], json!({ "USD": 1_600 }));
    assert_eq!(result["average_discount"], json!({ "USD": 800 }));
    assert_eq!((&result["revenue_before"]["USD"], &result["revenue_after"]["USD"]), (&json!(16_000), &json!(14_400)));
    assert_eq!((&result["margin"], &result["orders_without_cost"]), (&Value::Null, &json!(2)));
    assert_eq!((&result["new_customers"], &result["returning_customers"]), (&json!(1), &json!(1)));
    assert_eq!(result["reasons"], json!([{ "reason": "discount_code_minimum_not_met", "orders": 2 }]));
    let months: Vec<_> = result["by_month"].as_array().unwrap().iter().map(|month| month["touched"].clone()).collect();
    assert_eq!(months, [1, 0, 1]);
    assert_eq!(result["by_month"][2]["month"], "2026-03");
    assert_eq!(result["facts_used"], json!({ "history": "not_asked", "segments": "not_asked" }));
}

#[tokio::test]
async fn limits_hold_within_it_in_the_order_of_time() {
    let shop = Shop::open().await;
    three_months(&shop).await;
    let with = async |limits: Value| draft(&shop, ten_percent("LIMITED", json!({ "limits": limits }))).await;
    let total = with(json!({ "total": 3 })).await;
    assert_eq!((&total["touched"], &total["discount"]["USD"]), (&json!(3), &json!(2_000)));
    assert_eq!(total["reasons"], json!([{ "reason": "discount_code_usage_limit_reached", "orders": 1 }]));
    let each = with(json!({ "per_customer": 1 })).await;
    let reasons: Vec<_> = each["reasons"].as_array().unwrap().iter().map(|one| one["reason"].clone()).collect();
    assert_eq!(each["touched"], 2, "Ana and Ben once");
    assert_eq!(reasons, ["discount_code_customer_limit_reached", "discount_code_information_missing"]);
    let budget = with(json!({ "budget": { "USD": 1_200 } })).await;
    assert_eq!(budget["discount"], json!({ "USD": 1_200 }), "the second order gets what is left");
}

#[tokio::test]
async fn what_had_been_ordered_before_is_that_of_each_instant() {
    let shop = Shop::open().await;
    three_months(&shop).await;
    let of = async |conditions: Value| draft(&shop, ten_percent("HISTORY", json!({ "conditions": conditions }))).await;
    let first = of(json!({ "kind": "first_order" })).await;
    assert_eq!((&first["touched"], &first["new_customers"]), (&json!(2), &json!(2)));
    assert_eq!(first["facts_used"]["history"], "before_each_order");
    let spent = of(json!({ "kind": "total_spent", "min": { "USD": 10_000 }, "within_days": 60 })).await;
    assert_eq!(spent["touched"], 1, "Ana in March, 59 days after 100.00");
    let spent = of(json!({ "kind": "total_spent", "min": { "USD": 10_000 }, "within_days": 58 })).await;
    assert_eq!(spent["touched"], 0);
    let bought = of(json!({ "kind": "purchased", "selector": { "products": ["a"] } })).await;
    assert_eq!((&bought["touched"], &bought["returning_customers"]), (&json!(1), &json!(1)));
    let coupon =
        shop.coupon(ten_percent("RETURNING", json!({ "conditions": { "kind": "orders_count", "min": 1 } }))).await;
    let march = backtest(&shop, &coupon, json!({ "from": "2026-03-01T00:00:00Z", "to": "2026-03-15T00:00:00Z" })).await;
    assert_eq!((&march["orders"], &march["touched"]), (&json!(1), &json!(1)), "January counts as before");
}

#[tokio::test]
async fn other_coupons_and_the_margin_are_told() {
    let shop = Shop::open().await;
    let ten = shop.coupon(ten_percent("TEN", json!({}))).await;
    let mut cart = cart_of("ana", 10_000);
    cart["line_items"][0]["unit_cost"] = json!(6_000);
    shop.redeem_as("here", cart.clone(), &["TEN"]).await.unwrap();
    shop.redeem_as("gone", cart, &["TEN"]).await.unwrap();
    shop.cancel_order("gone").await.unwrap();
    let result = draft(&shop, json!({ "name": "20", "benefits": [{ "kind": "percent_off", "percent": 20 }] })).await;
    assert_eq!(result["orders"], 1, "what was cancelled was no order: {result}");
    assert_eq!(result["overlap"], json!([{ "coupon_id": ten["id"], "orders": 1, "discount": { "USD": 1_000 } }]));
    assert_eq!((&result["margin"], &result["orders_without_cost"]), (&json!({ "USD": 2_000 }), &json!(0)));
    let own = backtest(&shop, &ten, json!({})).await;
    assert_eq!((&own["touched"], &own["overlap"]), (&json!(1), &json!([])));
    shop.verify().await;
}

#[tokio::test]
async fn it_gives_what_a_redemption_gave() {
    let shop = Shop::open().await;
    let benefits = json!([{ "kind": "percent_off", "percent": 33.33, "max_amount": { "USD": 2_500 } }]);
    let coupon = shop.coupon(ten_percent("ODD", json!({ "benefits": benefits }))).await;
    let mut given = 0;
    for price in [999, 1_001, 7_777, 9_999] {
        let order = shop.redeem(cart_of("ana", price), &["ODD"]).await.unwrap();
        given += order["quote"]["totals"]["savings"].as_i64().unwrap();
    }
    let result = backtest(&shop, &coupon, json!({})).await;
    assert_eq!((&result["touched"], &result["discount"]["USD"]), (&json!(4), &json!(given)));
}

/// 297: a draft that matches none of the orders of the last 90 days.
#[tokio::test]
async fn r297_whether_a_draft_fits_any_order_of_late_is_found() {
    let shop = Shop::open().await;
    three_months(&shop).await;
    let matching = async |conditions: Value, at_most: u64| {
        let terms =
            from_json(ten_percent("MATCH", json!({ "conditions": conditions })).to_string().as_bytes()).unwrap();
        let (from, to) = ("2026-03-05T12:00:00Z".parse().unwrap(), "2026-06-03T12:00:00Z".parse().unwrap());
        shop.app.count_matching(terms, from, to, at_most).await.unwrap()
    };
    let none = matching(json!({ "kind": "order_amount", "min": { "USD": 7_000 } }), 1_000).await;
    assert_eq!((none.looked_at, none.orders, none.is_none()), (2, 0, true), "January's is too old");
    let one = matching(json!({ "kind": "order_amount", "min": { "USD": 5_000 } }), 1_000).await;
    assert_eq!((one.orders, one.is_none()), (1, false));
    let unknown = matching(json!({ "kind": "first_order" }), 1_000).await;
    assert!(unknown.unknown > 0 && !unknown.is_none(), "what is not known is no reason to warn");
    let stopped = matching(json!({ "kind": "order_amount", "min": { "USD": 7_000 } }), 1).await;
    assert_eq!((stopped.looked_at, stopped.is_all, stopped.is_none()), (1, false, false));
}
