//! What the team keeps for itself: views of lists and test baskets.

use serde_json::{Value, json};
use tessera_app::baskets::Basket;
use tessera_app::views::{List, ListView};
use tessera_app::{Caller, ErrorCode, Mutation, PageRequest, Problem};
use tessera_engine::from_json;

use crate::shop::{Shop, cart, ten_percent};

fn by(key: &str) -> Mutation {
    Mutation { caller: caller(key), ..Mutation::program("/") }
}

fn caller(key: &str) -> Caller {
    Caller { key_id: key.into(), ..Caller::program() }
}

async fn view(shop: &Shop, key: &str, body: Value) -> Value {
    let body: ListView = from_json(body.to_string().as_bytes()).unwrap();
    serde_json::from_slice(&shop.app.create_view(by(key), body).await.unwrap().body).unwrap()
}

async fn basket(shop: &Shop, body: Value) -> Result<Value, Problem> {
    let body: Basket = from_json(body.to_string().as_bytes()).map_err(Problem::from)?;
    let answer = shop.app.create_basket(Mutation::program("/"), body).await?;
    Ok(serde_json::from_slice(&answer.body).unwrap())
}

#[tokio::test]
async fn a_view_is_ones_own_until_it_is_shared() {
    let shop = Shop::open().await;
    let body = json!({ "name": "Ending", "list": "coupons", "query": "sort=ends_at", "columns": ["name", "uses"] });
    let own = view(&shop, "key_a", body).await;
    view(&shop, "key_a", json!({ "name": "Codes", "list": "codes", "shared": true })).await;
    let id = own["id"].as_str().unwrap();
    let seen = async |key: &str, list: Option<List>| {
        shop.app.list_views(&caller(key), list, PageRequest::default()).await.unwrap().data.len()
    };
    assert_eq!((seen("key_a", None).await, seen("key_b", None).await), (2, 1));
    assert_eq!((seen("key_a", Some(List::Coupons)).await, seen("key_b", Some(List::Coupons)).await), (1, 0));
    assert_eq!(shop.app.read_view(&caller("key_b"), id).await.unwrap_err().error, ErrorCode::NotFound);
    let patch = |key: &str, body: Value| Mutation { body: body.to_string().into_bytes(), ..by(key) };
    let refused = shop.app.update_view(patch("key_b", json!({ "shared": true })), id).await.unwrap_err();
    assert_eq!(refused.error, ErrorCode::NotFound);
    shop.app.update_view(patch("key_a", json!({ "shared": true, "columns": null })), id).await.unwrap();
    let shared = shop.app.read_view(&caller("key_b"), id).await.unwrap();
    assert_eq!((shared.version, shared.body.columns.len(), shared.body.query.as_deref()), (2, 0, Some("sort=ends_at")));
    let late = Mutation { if_match: Some(1), ..patch("key_b", json!({ "name": "Late" })) };
    assert_eq!(shop.app.update_view(late, id).await.unwrap_err().error, ErrorCode::VersionConflict);
    shop.app.delete_view(by("key_b"), id).await.unwrap();
    assert_eq!(shop.app.delete_view(by("key_a"), id).await.unwrap_err().error, ErrorCode::NotFound);
}

#[tokio::test]
async fn a_basket_is_priced_as_the_coupons_are_now() {
    let shop = Shop::open().await;
    let kept =
        basket(&shop, json!({ "name": "One", "cart": cart(1_000), "discounts": { "codes": ["TEN"] } })).await.unwrap();
    let id = kept["id"].as_str().unwrap();
    let savings =
        async || json!(shop.app.quote_basket(&Caller::program(), id).await.unwrap())["totals"]["savings"].clone();
    assert_eq!(savings().await, 0);
    shop.coupon(ten_percent("TEN", json!({}))).await;
    assert_eq!(savings().await, 100);
    let patch = json!({ "cart": { "line_items": [{ "product_id": "a", "quantity": 3, "unit_price": 1000 }] } });
    let patch = Mutation { body: patch.to_string().into_bytes(), ..Mutation::program("/") };
    shop.app.update_basket(patch, id).await.unwrap();
    assert_eq!(savings().await, 300);
    let patch = Mutation { body: br#"{"cart": {"currency": "XXX"}}"#.to_vec(), ..Mutation::program("/") };
    assert_eq!(shop.app.update_basket(patch, id).await.unwrap_err().errors[0].pointer, "/cart/currency");
    let refused =
        basket(&shop, json!({ "name": "One", "cart": { "currency": "USD" }, "discounts": [] })).await.unwrap_err();
    assert_eq!(refused.error, ErrorCode::InvalidBody);
    shop.app.delete_basket(Mutation::program("/"), id).await.unwrap();
    assert_eq!(shop.app.quote_basket(&Caller::program(), id).await.unwrap_err().error, ErrorCode::NotFound);
}
