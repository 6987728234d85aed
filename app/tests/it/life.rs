//! The life of a coupon: put away and taken back, gone back to an earlier version, copied, run again, deleted.

use serde_json::{Value, json};
use tessera_app::coupons::DeleteCoupon;
use tessera_app::{Answer, Caller, ErrorCode, Mutation, PageRequest, Problem};
use tessera_engine::Locale;

use crate::shop::{Shop, cart, cart_of, reason, ten_percent};

fn call(body: Value) -> Mutation {
    let body = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
    Mutation { body, ..Mutation::program("/v1/coupons") }
}

fn document(answer: Result<Answer, Problem>) -> Result<Value, Problem> {
    answer.map(|answer| serde_json::from_slice(&answer.body).unwrap())
}

fn id_of(coupon: &Value) -> &str {
    coupon["id"].as_str().unwrap()
}

async fn archive(shop: &Shop, coupon: &Value, body: Value) -> Value {
    document(shop.app.archive_coupon(call(body), id_of(coupon)).await).unwrap()
}

async fn run_again(shop: &Shop, coupon: &Value, body: Value) -> Result<Value, Problem> {
    document(shop.app.run_coupon_again(call(body), id_of(coupon)).await)
}

async fn delete(shop: &Shop, coupon: &Value, how: DeleteCoupon) -> Result<Value, Problem> {
    document(shop.app.delete_coupon(call(Value::Null), id_of(coupon), how).await)
}

fn confirmed(name: &str) -> DeleteCoupon {
    DeleteCoupon { confirm: name.to_owned(), ..DeleteCoupon::default() }
}

#[tokio::test]
async fn r231_an_archived_coupon_is_refused_and_comes_back_paused() {
    let shop = Shop::open().await;
    let coupon = shop.coupon(ten_percent("BACK", json!({}))).await;
    assert_eq!(archive(&shop, &coupon, Value::Null).await["state"], "archived");
    assert_eq!(reason(&shop.quote(cart(1000), &["BACK"]).await["discounts"]["rejected"]), "discount_code_invalid");
    let restored = document(shop.app.restore_coupon(call(Value::Null), id_of(&coupon)).await).unwrap();
    assert_eq!((&restored["state"], &restored["code"]), (&json!("paused"), &json!("BACK")));
    let again = shop.app.restore_coupon(call(Value::Null), id_of(&coupon)).await.unwrap_err();
    assert_eq!(again.error, ErrorCode::CouponNotArchived);
    shop.app.enable_coupon(call(Value::Null), id_of(&coupon)).await.unwrap();
    assert_eq!(shop.quote(cart(1000), &["BACK"]).await["totals"]["savings"], 100);
    let draft = shop.coupon(json!({ "name": "Later", "benefits": [] })).await;
    archive(&shop, &draft, Value::Null).await;
    let restored = document(shop.app.restore_coupon(call(Value::Null), id_of(&draft)).await).unwrap();
    assert_eq!(restored["state"], "draft");
}

#[tokio::test]
async fn an_archived_coupon_gives_its_code_up_only_when_asked() {
    let shop = Shop::open().await;
    let kept = shop.coupon(ten_percent("KEPT", json!({}))).await;
    archive(&shop, &kept, Value::Null).await;
    let terms = |code: &str| tessera_engine::from_json(ten_percent(code, json!({})).to_string().as_bytes()).unwrap();
    let taken = shop.app.create_coupon(call(Value::Null), terms("KEPT")).await.unwrap_err();
    assert_eq!(taken.error, ErrorCode::CodeTaken);
    let freed = shop.coupon(ten_percent("FREED", json!({}))).await;
    assert_eq!(archive(&shop, &freed, json!({ "free_code": true })).await["code"], Value::Null);
    shop.coupon(ten_percent("FREED", json!({}))).await;
    let fault = shop.app.archive_coupon(call(json!({ "free_codes": true })), id_of(&kept)).await.unwrap_err();
    assert_eq!(fault.errors[0].pointer, "/free_codes");
}

#[tokio::test]
async fn versions_tell_what_changed_and_an_earlier_one_comes_back() {
    let shop = Shop::open().await;
    let coupon = shop.coupon(ten_percent("OLD", json!({ "limits": { "total": 5 } }))).await;
    shop.patch(&coupon["id"], json!({ "limits": { "total": 6 }, "code": "NEW" })).await.unwrap();
    shop.app.pause_coupon(call(Value::Null), id_of(&coupon)).await.unwrap();
    let back = document(shop.app.restore_coupon_version(call(Value::Null), id_of(&coupon), 1).await).unwrap();
    assert_eq!((&back["version"], &back["code"], &back["limits"]["total"]), (&json!(4), &json!("OLD"), &json!(5)));
    assert_eq!(back["state"], "paused", "the status stays what it is");
    let page = PageRequest { limit: 3, cursor: None };
    let versions = shop.app.list_coupon_versions(&Caller::program(), id_of(&coupon), page).await.unwrap();
    let changes: Vec<Vec<_>> = versions
        .data
        .iter()
        .map(|version| version.changes.iter().map(|change| change.pointer.as_str()).collect())
        .collect();
    assert_eq!(changes, [vec!["/code", "/limits/total"], vec!["/status"], vec!["/code", "/limits/total"]]);
    assert_eq!((&versions.data[0].changes[1].from, &versions.data[0].changes[1].to), (&json!(6), &json!(5)));
    let rest = PageRequest { limit: 3, cursor: versions.next_cursor };
    let first = shop.app.list_coupon_versions(&Caller::program(), id_of(&coupon), rest).await.unwrap();
    assert_eq!((first.data.len(), first.data[0].changes.len()), (1, 0));
    let unknown = shop.app.restore_coupon_version(call(Value::Null), id_of(&coupon), 9).await.unwrap_err();
    assert_eq!((unknown.error, unknown.detail.contains("1 to 4")), (ErrorCode::NotFound, true));
}

#[tokio::test]
async fn a_copy_is_a_draft_without_the_code() {
    let shop = Shop::open().await;
    let coupon = shop.coupon(ten_percent("SPRING", json!({ "limits": { "total": 5 } }))).await;
    shop.redeem(cart(1000), &["SPRING"]).await.unwrap();
    let copy = document(shop.app.duplicate_coupon(call(Value::Null), id_of(&coupon)).await).unwrap();
    assert_eq!(
        (&copy["name"], &copy["state"], &copy["code"]),
        (&json!("SPRING (copy)"), &json!("draft"), &Value::Null)
    );
    assert_eq!((&copy["limits"]["total"], &copy["uses"]), (&json!(5), &json!(0)));
    let patch = json!({ "name": "Autumn", "code": "AUTUMN", "status": "enabled" });
    let named = document(shop.app.duplicate_coupon(call(patch), id_of(&coupon)).await).unwrap();
    assert_eq!((&named["name"], &named["state"]), (&json!("Autumn"), &json!("active")));
    assert_eq!(shop.quote(cart(1000), &["AUTUMN"]).await["totals"]["savings"], 100);
    let taken = shop.app.duplicate_coupon(call(json!({ "code": "SPRING" })), id_of(&coupon)).await.unwrap_err();
    assert_eq!(taken.error, ErrorCode::CodeTaken);
}

#[tokio::test]
async fn r095_a_new_run_keeps_the_figures_of_the_old_one_apart() {
    let shop = Shop::open().await;
    let season =
        json!({ "validity": { "ends_at": "2026-06-04T00:00:00Z" }, "limits": { "total": 2, "per_customer": 1 } });
    let first = shop.coupon(ten_percent("XMAS2024", season)).await;
    shop.redeem(cart_of("ana", 1000), &["XMAS2024"]).await.unwrap();
    let dates = json!({ "validity": { "ends_at": "2027-01-01T00:00:00Z" } });
    let running = run_again(&shop, &first, dates.clone()).await.unwrap_err();
    assert_eq!(running.error, ErrorCode::CouponRunning);
    shop.at("2026-12-01T00:00:00Z");
    let undated = run_again(&shop, &first, json!({ "name": "Xmas" })).await.unwrap_err();
    assert_eq!(undated.errors[0].pointer, "/validity");
    let past =
        run_again(&shop, &first, json!({ "validity": { "ends_at": "2026-11-30T00:00:00Z" } })).await.unwrap_err();
    assert_eq!(past.errors[0].pointer, "/validity/ends_at");
    let second = run_again(&shop, &first, dates.clone()).await.unwrap();
    assert_eq!(
        (&second["run"], &second["previous_run_id"], &second["state"]),
        (&json!(2), &first["id"], &json!("active"))
    );
    assert_eq!((&second["uses"], &second["code"]), (&json!(0), &json!("XMAS2024")));
    let old = shop.read(&first["id"]).await;
    assert_eq!((&old["state"], &old["uses"], &old["code"]), (&json!("archived"), &json!(1), &Value::Null));
    // Who used the first run may use the second: it counts from nothing.
    shop.redeem(cart_of("ana", 1000), &["XMAS2024"]).await.unwrap();
    assert_eq!(
        (&shop.read(&second["id"]).await["uses"], &shop.read(&first["id"]).await["uses"]),
        (&json!(1), &json!(1))
    );
    let followed = run_again(&shop, &first, dates).await.unwrap_err();
    assert_eq!(followed.error, ErrorCode::RunFollowed);
    assert!(followed.detail.contains(id_of(&second)));
    shop.verify().await;
}

#[tokio::test]
async fn r230_r232_a_deleted_coupon_is_gone_and_its_orders_stay() {
    let shop = Shop::open().await;
    let coupon = shop.coupon(ten_percent("GONE", json!({}))).await;
    shop.redeem_as("o1", cart(1000), &["GONE"]).await.unwrap();
    let before = shop.order("o1").await;
    assert_eq!(delete(&shop, &coupon, confirmed("GONE")).await.unwrap_err().error, ErrorCode::CouponNotArchived);
    archive(&shop, &coupon, Value::Null).await;
    assert_eq!(delete(&shop, &coupon, confirmed("gone")).await.unwrap_err().error, ErrorCode::NotConfirmed);
    let used = delete(&shop, &coupon, confirmed("GONE")).await.unwrap_err();
    assert_eq!((used.error, &used.more["placed"], &used.more["held"]), (ErrorCode::CouponInUse, &json!(1), &json!(0)));
    let forced = DeleteCoupon { force: true, ..confirmed("GONE") };
    assert_eq!(delete(&shop, &coupon, forced).await.unwrap()["deleted"], true);
    let unknown = shop.app.read_coupon(&Caller::program(), id_of(&coupon)).await.unwrap_err();
    assert_eq!(unknown.error, ErrorCode::NotFound);
    let restored = shop.app.restore_coupon(call(Value::Null), id_of(&coupon)).await.unwrap_err();
    assert_eq!(restored.error, ErrorCode::NotFound);
    assert_eq!(reason(&shop.quote(cart(1000), &["GONE"]).await["discounts"]["rejected"]), "discount_code_invalid");
    assert_eq!(shop.order("o1").await, before);
    let refunded = shop.refund("o1", json!({ "full": true })).await.unwrap();
    assert_eq!(refunded["amount"], 900);
    shop.verify().await;
}

#[tokio::test]
async fn a_deleted_coupons_codes_are_free_only_when_asked() {
    let shop = Shop::open().await;
    for (code, free_codes) in [("STAYS", false), ("GOES", true)] {
        let coupon = shop.coupon(ten_percent(code, json!({}))).await;
        archive(&shop, &coupon, Value::Null).await;
        delete(&shop, &coupon, DeleteCoupon { free_codes, ..confirmed(code) }).await.unwrap();
    }
    let terms = |code: &str| tessera_engine::from_json(ten_percent(code, json!({})).to_string().as_bytes()).unwrap();
    let taken = shop.app.create_coupon(call(Value::Null), terms("STAYS")).await.unwrap_err();
    assert_eq!(taken.error, ErrorCode::CodeTaken);
    shop.coupon(ten_percent("GOES", json!({}))).await;
    assert_eq!(shop.quote(cart(1000), &["GOES"]).await["totals"]["savings"], 100);
    shop.verify().await;
}

#[tokio::test]
async fn a_held_coupon_is_in_use() {
    let shop = Shop::open().await;
    let coupon = shop.coupon(ten_percent("HELD", json!({}))).await;
    let held = shop.hold("o1", cart(1000), &["HELD"]).await.unwrap();
    archive(&shop, &coupon, Value::Null).await;
    let refused = delete(&shop, &coupon, confirmed("HELD")).await.unwrap_err();
    assert_eq!((refused.error, &refused.more["held"]), (ErrorCode::CouponInUse, &json!(1)));
    delete(&shop, &coupon, DeleteCoupon { force: true, ..confirmed("HELD") }).await.unwrap();
    // A live hold is honoured whatever happened to the coupon since.
    assert_eq!(shop.commit(&held, json!({})).await.unwrap()["quote"]["totals"]["savings"], 100);
    shop.verify().await;
}

#[tokio::test]
async fn r090_a_date_without_a_time_ends_as_the_settings_say() {
    let shop = Shop::open().await;
    let made = async |code: &str| {
        let body = ten_percent(code, json!({ "validity": { "ends_at": "2026-06-10" } })).to_string();
        let terms = tessera_engine::from_json(&shop.app.with_instants(body.as_bytes())).unwrap();
        document(shop.app.create_coupon(call(Value::Null), terms).await).unwrap()["validity"]["ends_at"].clone()
    };
    assert_eq!(made("FIRST").await, "2026-06-11T00:00:00Z");
    shop.settings(json!({ "date_only_end": "start_of_day" })).await;
    assert_eq!(made("SECOND").await, "2026-06-10T00:00:00Z");
    shop.at("2026-06-10T00:00:00Z");
    assert_eq!(reason(&shop.quote(cart(1000), &["SECOND"]).await["discounts"]["rejected"]), "discount_code_expired");
    assert_eq!(shop.quote(cart(1000), &["FIRST"]).await["totals"]["savings"], 100);
}

#[tokio::test]
async fn lint_knows_the_shops_products_coupons_and_settings() {
    let shop = Shop::open().await;
    shop.settings(json!({ "currency": "USD", "show_code_field": false })).await;
    let put = |id: &'static str, price: i64| {
        let body = json!({ "unit_price": price, "title": id }).to_string();
        let product = tessera_engine::from_json::<tessera_app::products::Product>(body.as_bytes()).unwrap();
        shop.app.put_product(call(Value::Null), id, product)
    };
    put("mug", 600).await.unwrap();
    put("lamp", 4000).await.unwrap();
    let automatic = json!({ "activation": "automatic", "code": null, "name": "Always" });
    let other = shop.coupon(ten_percent("X", automatic.clone())).await;
    let amount = json!([{ "kind": "amount_off", "amount": { "USD": 1000 }, "per": "order", "target": { "products": ["mug", "lamp"] } }]);
    let mut own = automatic;
    own["benefits"] = amount;
    let own = shop.coupon(ten_percent("Y", own)).await;
    let lint = async |coupon: &Value| {
        let found = shop.app.lint_coupon(&Caller::program(), id_of(coupon), Locale::En).await.unwrap();
        found.into_iter().map(|warning| warning.code).collect::<Vec<_>>()
    };
    assert_eq!(lint(&own).await, ["amount_above_price", "automatic_conflict", "no_end"]);
    assert_eq!(lint(&other).await, ["automatic_conflict", "no_end"]);
    let draft = tessera_engine::from_json(
        ten_percent(
            "K7QX9",
            json!({ "benefits": [{ "kind": "percent_off", "percent": 5, "target": { "products": ["none"] } }] }),
        )
        .to_string()
        .as_bytes(),
    );
    let found = shop.app.lint_draft(&Caller::program(), draft.unwrap(), None, Locale::Fr).await.unwrap();
    let codes: Vec<_> = found.iter().map(|warning| warning.code).collect();
    assert_eq!(codes, ["never_applicable", "code_field_hidden", "no_end"]);
    assert!(found[1].message.contains("masquent"), "{}", found[1].message);
}

#[tokio::test]
async fn lint_knows_whose_a_code_is_and_which_are_in_force() {
    let shop = Shop::open().await;
    let summer = shop.coupon(ten_percent("SUMMER-X7K", json!({ "name": "Summer" }))).await;
    let codes = |found: Vec<tessera_engine::lint::Warning>| -> Vec<_> {
        let about_codes = |code: &&str| code.starts_with("code_");
        found.into_iter().map(|warning| warning.code).filter(about_codes).collect()
    };
    let draft = async |code: Value, id: Option<&Value>| {
        let body = ten_percent("X", json!({ "code": code })).to_string();
        let terms = tessera_engine::from_json(body.as_bytes()).unwrap();
        let id = id.map(|coupon| id_of(coupon).to_owned());
        codes(shop.app.lint_draft(&Caller::program(), terms, id, Locale::En).await.unwrap())
    };
    assert_eq!(draft(json!("summer_x7k"), None).await, ["code_taken"]);
    assert_eq!(draft(json!("SUMMER-X7K"), Some(&summer)).await, [""; 0], "its own");
    assert_eq!(draft(Value::Null, None).await, ["code_missing"]);
    assert_eq!(draft(Value::Null, Some(&summer)).await, [""; 0], "it has one in force");
    // Its only code is taken off it: nobody can enter the coupon any more, and the code is nobody's.
    shop.app.update_coupon(call(json!({ "code": null })), id_of(&summer)).await.unwrap();
    let found = shop.app.lint_coupon(&Caller::program(), id_of(&summer), Locale::En).await.unwrap();
    assert_eq!(codes(found), ["code_missing"]);
    assert_eq!(draft(json!("SUMMER-X7K"), None).await, [""; 0]);
}

#[tokio::test]
async fn r297_lint_says_that_none_of_the_late_orders_would_have_had_a_coupon() {
    let shop = Shop::open().await;
    let fits = shop.coupon(ten_percent("FITS1", json!({ "validity": { "ends_at": "2027-01-01T00:00:00Z" } }))).await;
    let conditions = json!({ "kind": "order_amount", "min": { "USD": 5_000 } });
    let never = json!({ "validity": { "ends_at": "2027-01-01T00:00:00Z" }, "conditions": conditions });
    let never = shop.coupon(ten_percent("NEVER", never)).await;
    shop.redeem(cart(4_000), &[]).await.unwrap();
    shop.at("2026-06-20T00:00:00Z");
    let lint = async |coupon: &Value| {
        let found = shop.app.lint_coupon(&Caller::program(), id_of(coupon), Locale::En).await.unwrap();
        found.into_iter().map(|warning| warning.code).collect::<Vec<_>>()
    };
    assert_eq!(lint(&fits).await, [""; 0]);
    assert_eq!(lint(&never).await, ["too_restrictive"]);
    shop.at("2026-12-20T00:00:00Z");
    assert_eq!(lint(&never).await, [""; 0], "those were the orders of spring");
}

#[tokio::test]
async fn what_a_template_asks_for_is_asked_of_a_copy_and_of_a_new_run_too() {
    let shop = Shop::open().await;
    let draft = document(
        shop.app
            .use_template(
                call(Value::Null),
                "tpl_specific_product",
                tessera_engine::from_json::<tessera_app::templates::UseRequest>(b"{}").unwrap(),
            )
            .await,
    )
    .unwrap();
    let enabled = json!({ "status": "enabled", "code": "OTHER1" });
    let copied = shop.app.duplicate_coupon(call(enabled), id_of(&draft)).await.unwrap_err();
    assert_eq!(copied.error, ErrorCode::CouponIncomplete);
    archive(&shop, &draft, Value::Null).await;
    let again = run_again(&shop, &draft, json!({ "validity": {} })).await.unwrap_err();
    assert_eq!(again.error, ErrorCode::CouponIncomplete);
    let kept = document(shop.app.duplicate_coupon(call(Value::Null), id_of(&draft)).await).unwrap();
    assert_eq!(kept["template_id"], "tpl_specific_product");
}
