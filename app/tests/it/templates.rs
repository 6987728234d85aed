//! Templates: drafts in one call, what they lock, and the team's own.

use serde_json::{Value, json};
use tessera_app::templates::{DuplicateRequest, Goal, NewTemplate, Shown, UseRequest};
use tessera_app::{Caller, ErrorCode, Mutation, PageRequest, Problem};
use tessera_engine::{Currency, Locale, from_json};

use crate::shop::{Shop, cart, cart_of, reason, ten_percent};

fn french() -> Shown {
    Shown { locale: Locale::Fr, currency: Currency::parse("EUR").unwrap() }
}

impl Shop {
    async fn use_template(&self, id: &str, body: Value) -> Result<Value, Problem> {
        let request: UseRequest = from_json(body.to_string().as_bytes()).unwrap();
        let answer = self.app.use_template(Mutation::program("/"), id, request).await?;
        Ok(serde_json::from_slice(&answer.body).unwrap())
    }

    async fn template(&self, body: Value) -> Result<Value, Problem> {
        let new: NewTemplate = from_json(body.to_string().as_bytes()).map_err(Problem::from)?;
        let answer = self.app.create_template(Mutation::program("/"), new).await?;
        Ok(serde_json::from_slice(&answer.body).unwrap())
    }

    async fn patch_template(&self, id: &Value, patch: Value) -> Result<Value, Problem> {
        let mutation = Mutation { body: patch.to_string().into_bytes(), ..Mutation::program("/") };
        let answer = self.app.update_template(mutation, id.as_str().unwrap()).await?;
        Ok(serde_json::from_slice(&answer.body).unwrap())
    }

    async fn duplicate(&self, id: &str, body: Value) -> Value {
        let request: DuplicateRequest = from_json(body.to_string().as_bytes()).unwrap();
        let answer = self.app.duplicate_template(Mutation::program("/"), id, request).await.unwrap();
        serde_json::from_slice(&answer.body).unwrap()
    }

    async fn gallery(&self, goal: Option<Goal>, shown: Shown) -> Vec<Value> {
        let (mut all, mut page) = (Vec::new(), PageRequest { limit: 7, cursor: None });
        loop {
            let found = self.app.list_templates(&Caller::program(), goal, shown, page.clone()).await.unwrap();
            all.extend(found.data.into_iter().map(|template| json!(template)));
            if found.next_cursor.is_none() {
                return all;
            }
            page.cursor = found.next_cursor;
        }
    }

    /// Enables a coupon.
    async fn enable(&self, coupon: &Value) -> Result<(), Problem> {
        let id = coupon["id"].as_str().unwrap();
        self.app.enable_coupon(Mutation::program("/"), id).await.map(drop)
    }
}

fn ids(templates: &[Value]) -> Vec<&str> {
    templates.iter().map(|template| template["id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn r268_r272_every_preset_makes_a_valid_draft_in_one_call_and_says_what_it_is_for() {
    let shop = Shop::open().await;
    let gallery = shop.gallery(None, Shown::default()).await;
    let named = |id: &str| gallery.iter().find(|template| template["id"] == id).unwrap_or_else(|| panic!("no {id}"));
    for id in ["tpl_new_user", "tpl_member_birthday", "tpl_holiday", "tpl_spend_threshold", "tpl_repurchase"] {
        named(id);
    }
    for (id, words) in [
        ("tpl_welcome", "For new customers (first order)."),
        ("tpl_loyalty", "To reward regular customers."),
        ("tpl_seasonal", "For promotional periods."),
        ("tpl_specific_product", "To clear stock or promote a novelty."),
    ] {
        assert_eq!(named(id)["description"], words);
    }
    for template in &gallery {
        let draft = shop.use_template(template["id"].as_str().unwrap(), json!({})).await.unwrap();
        assert_eq!((&draft["state"], &draft["template_id"]), (&json!("draft"), &template["id"]));
        assert_eq!(draft["benefits"], template["terms"]["benefits"]);
    }
    assert_eq!(shop.gallery(None, french()).await[0]["name"], "Bienvenue");
}

#[tokio::test]
async fn r006_the_gallery_is_filtered_by_goal() {
    let shop = Shop::open().await;
    let own = json!({ "name": "Attic", "goals": ["clear_stock"], "terms": { "name": "Attic" } });
    let own = shop.template(own).await.unwrap();
    let clear = shop.gallery(Some(Goal::ClearStock), Shown::default()).await;
    assert!(ids(&clear).contains(&"tpl_clearance_past_buyers") && ids(&clear).contains(&own["id"].as_str().unwrap()));
    assert!(clear.iter().all(|template| template["goals"].as_array().unwrap().contains(&json!("clear_stock"))));
    let loyalty = shop.gallery(Some(Goal::Loyalty), Shown::default()).await;
    assert!(!loyalty.is_empty() && !ids(&loyalty).contains(&own["id"].as_str().unwrap()));
}

#[tokio::test]
async fn r035_the_proposed_code_is_of_the_language() {
    let shop = Shop::open().await;
    let french = shop.app.read_template(&Caller::program(), "tpl_welcome", french()).await.unwrap();
    assert_eq!(json!(french)["terms"]["code"], "BIENVENUE10");
    let draft = shop.use_template("tpl_welcome", json!({ "locale": "fr-CA" })).await.unwrap();
    assert_eq!(draft["code"], "BIENVENUE10");
    // The next one gets a number; one that is sent is that one or none.
    assert_eq!(shop.use_template("tpl_welcome", json!({ "locale": "fr" })).await.unwrap()["code"], "BIENVENUE10-2");
    let taken = shop.use_template("tpl_welcome", json!({ "patch": { "code": "bienvenue-10" } })).await.unwrap_err();
    assert_eq!(taken.error, ErrorCode::CodeTaken);
    assert_eq!(shop.use_template("tpl_seasonal", json!({ "locale": "fr" })).await.unwrap()["code"], "NOEL2026");
}

#[tokio::test]
async fn r273_every_recipe_has_its_numbers() {
    let shop = Shop::open().await;
    let euros = json!({ "currency": "EUR" });
    let draft = async |id: &str| shop.use_template(id, euros.clone()).await.unwrap();
    let spenders = draft("tpl_bigger_spenders").await;
    assert_eq!(spenders["benefits"][0]["percent"], 10);
    assert_eq!(spenders["conditions"]["min"], json!({ "EUR": 7500 }));
    assert_eq!(draft("tpl_corporate").await["benefits"][0]["percent"], 10);
    let repeat = draft("tpl_repeat_customers").await;
    assert_eq!((&repeat["benefits"][0]["amount"], &repeat["conditions"]["min"]), (&json!({ "EUR": 1000 }), &json!(1)));
    assert_eq!(draft("tpl_preferred_customers").await["conditions"]["kind"], "customer_is");
    let shipping = draft("tpl_free_shipping_first_order").await;
    assert_eq!(shipping["benefits"][0]["kind"], "free_shipping");
    assert_eq!(shipping["conditions"]["any"][0]["kind"], "first_order");
    assert_eq!(shipping["conditions"]["any"][1]["min"], json!({ "EUR": 7500 }));
    let clearance = draft("tpl_clearance_past_buyers").await;
    assert_eq!(
        (&clearance["benefits"][0]["percent"], &clearance["conditions"]["kind"]),
        (&json!(50), &json!("purchased"))
    );
    let gift = draft("tpl_gift_card_big_purchasers").await;
    assert_eq!(gift["benefits"][0]["amount"], json!({ "EUR": 1000 }));
    assert_eq!(gift["conditions"]["min"], json!({ "EUR": 10_000 }));
    assert_eq!((&gift["conditions"]["within_days"], &gift["limits"]["per_customer"]), (&json!(365), &json!(1)));
}

#[tokio::test]
async fn r275_a_gift_of_one_code_for_all_is_used_once_each_and_what_is_left_is_lost() {
    let shop = Shop::open().await;
    shop.redeem(cart_of("ana", 12_000), &[]).await.unwrap();
    let gift = shop.use_template("tpl_gift_card_big_purchasers", json!({ "patch": { "status": "enabled" } })).await;
    assert_eq!(gift.unwrap()["state"], "active");
    let placed = shop.redeem(cart_of("ana", 600), &["GIFT10"]).await.unwrap();
    assert_eq!(placed["quote"]["totals"]["savings"], 600);
    let again = shop.redeem(cart_of("ana", 600), &["GIFT10"]).await.unwrap_err();
    assert_eq!(reason(&again.more["rejected"]), "discount_code_customer_limit_reached");
    // With a balance what is left stays.
    let card =
        shop.coupon(json!({ "name": "Card", "status": "enabled", "benefits": [{ "kind": "stored_value" }] })).await;
    let body = json!({ "code": "CARD10", "balance": { "amount": 1000, "currency": "USD" } });
    let code = shop.code(card["id"].as_str().unwrap(), body).await.unwrap();
    shop.redeem(cart_of("ana", 600), &["CARD10"]).await.unwrap();
    let code = shop.app.read_code(&Caller::program(), code["id"].as_str().unwrap()).await.unwrap();
    assert_eq!(json!(code)["balance"]["amount"], 400);
}

#[tokio::test]
async fn r304_a_launch_is_limited_to_its_products_for_fourteen_days() {
    let shop = Shop::open().await;
    shop.settings(json!({ "time_zone": "Europe/Paris" })).await;
    let patch =
        json!({ "patch": { "benefits": [{ "kind": "percent_off", "percent": 10, "target": { "products": ["n"] } }] } });
    let draft = shop.use_template("tpl_product_launch", patch).await.unwrap();
    assert_eq!(draft["benefits"][0]["target"]["products"], json!(["n"]));
    assert_eq!(draft["validity"]["starts_at"], "2026-06-02T22:00:00Z");
    assert_eq!(draft["validity"]["ends_at"], "2026-06-16T22:00:00Z");
    shop.enable(&draft).await.unwrap();
    let priced = shop.quote(cart(1_000), &["LAUNCH10"]).await;
    assert_eq!(priced["totals"]["savings"], 0);
    let mut of_n = cart(1_000);
    of_n["line_items"][0]["product_id"] = json!("n");
    assert_eq!(shop.quote(of_n.clone(), &["LAUNCH10"]).await["totals"]["savings"], 100);
    shop.at("2026-06-16T22:00:00Z");
    assert_eq!(reason(&shop.quote(of_n, &["LAUNCH10"]).await["discounts"]["rejected"]), "discount_code_expired");
}

#[tokio::test]
async fn r305_a_site_wide_sale_needs_no_code_between_its_dates() {
    let shop = Shop::open().await;
    let dates = json!({ "starts_at": "2026-06-04T00:00:00Z", "ends_at": "2026-06-06T00:00:00Z" });
    let sale = shop.use_template("tpl_site_wide_sale", json!({ "patch": { "validity": dates } })).await.unwrap();
    shop.enable(&sale).await.unwrap();
    for (at, saved) in [
        ("2026-06-03T23:59:59Z", 0),
        ("2026-06-04T00:00:00Z", 150),
        ("2026-06-05T23:59:59Z", 150),
        ("2026-06-06T00:00:00Z", 0),
    ] {
        shop.at(at);
        assert_eq!(shop.quote(cart(1_000), &[]).await["totals"]["savings"], saved, "{at}");
    }
}

#[tokio::test]
async fn r269_r270_a_coupon_kept_as_a_template_asks_only_for_code_and_dates() {
    let shop = Shop::open().await;
    let validity = json!({ "ends_at": "2026-07-01T00:00:00Z" });
    let coupon =
        shop.coupon(ten_percent("SPRING", json!({ "validity": validity, "limits": { "per_customer": 1 } }))).await;
    let body = json!({ "name": "Season", "coupon_id": coupon["id"], "goals": ["conversion"] });
    let template = shop.template(body).await.unwrap();
    assert!(ids(&shop.gallery(None, Shown::default()).await).contains(&template["id"].as_str().unwrap()));
    let asked: Vec<_> = template["inputs"].as_array().unwrap().iter().map(|input| &input["pointer"]).collect();
    assert_eq!(asked, ["/code", "/validity"]);
    assert_eq!((&template["terms"]["code"], &template["terms"]["status"]), (&Value::Null, &json!("draft")));
    let patch = json!({ "code": "SUMMER", "validity": { "ends_at": "2026-10-01T00:00:00Z" } });
    let made = shop.use_template(template["id"].as_str().unwrap(), json!({ "patch": patch })).await.unwrap();
    assert_eq!((&made["benefits"], &made["limits"]), (&coupon["benefits"], &coupon["limits"]));
    assert_eq!((&made["code"], &made["state"]), (&json!("SUMMER"), &json!("draft")));
    let unknown = shop.template(json!({ "name": "X", "coupon_id": "cpn_none" })).await.unwrap_err();
    assert_eq!(unknown.errors[0].pointer, "/coupon_id");
    let neither = shop.template(json!({ "name": "X" })).await.unwrap_err();
    assert_eq!(neither.errors[0].code, "required");
}

#[tokio::test]
async fn r271_an_edited_copy_leaves_the_original() {
    let shop = Shop::open().await;
    let copy = shop.duplicate("tpl_holiday", json!({ "locale": "fr", "currency": "EUR" })).await;
    assert_eq!((&copy["name"], &copy["built_in"]), (&json!("Promotion de fête (copie)"), &json!(false)));
    let patch = json!({ "terms": { "benefits": [{ "kind": "percent_off", "percent": 25 }] }, "days": 3 });
    let edited = shop.patch_template(&copy["id"], patch).await.unwrap();
    assert_eq!((&edited["version"], &edited["terms"]["benefits"][0]["percent"]), (&json!(2), &json!(25)));
    let again = shop.duplicate(copy["id"].as_str().unwrap(), json!({ "name": "Third" })).await;
    shop.patch_template(&again["id"], json!({ "terms": { "benefits": [] } })).await.unwrap();
    for (id, percent) in [("tpl_holiday", 10), (copy["id"].as_str().unwrap(), 25)] {
        let original = shop.app.read_template(&Caller::program(), id, Shown::default()).await.unwrap();
        assert_eq!(json!(original)["terms"]["benefits"][0]["percent"], percent);
    }
    for refused in [
        shop.patch_template(&json!("tpl_holiday"), json!({ "days": 3 })).await.unwrap_err(),
        shop.app.delete_template(Mutation::program("/"), "tpl_holiday").await.unwrap_err(),
    ] {
        assert_eq!(refused.error, ErrorCode::TemplateBuiltIn);
    }
}

#[tokio::test]
async fn what_a_template_locks_stays_as_long_as_it_says_so() {
    let shop = Shop::open().await;
    let template = json!({
        "name": "Fair", "locked": ["/limits/per_customer", "/benefits/0/percent"],
        "terms": { "name": "Fair", "benefits": [{ "kind": "percent_off", "percent": 10 }], "limits": { "per_customer": 1 } },
    });
    let template = shop.template(template).await.unwrap();
    let id = template["id"].as_str().unwrap();
    let locked =
        shop.use_template(id, json!({ "patch": { "limits": { "per_customer": 5, "total": 9 } } })).await.unwrap_err();
    assert_eq!((locked.error, &locked.more["locked"]), (ErrorCode::FieldLocked, &json!(["/limits/per_customer"])));
    let draft = shop.use_template(id, json!({ "patch": { "limits": { "total": 9 }, "code": "FAIR" } })).await.unwrap();
    let patch = json!({ "name": "Fairer", "benefits": [{ "kind": "percent_off", "percent": 90 }] });
    let refused = shop.patch(&draft["id"], patch.clone()).await.unwrap_err();
    assert_eq!((refused.error, &refused.more["locked"]), (ErrorCode::FieldLocked, &json!(["/benefits/0/percent"])));
    assert_eq!(shop.read(&draft["id"]).await["version"], 1);
    shop.patch(&draft["id"], json!({ "name": "Fairer", "limits": { "total": 10 } })).await.unwrap();
    shop.enable(&draft).await.unwrap();
    // The template says less, then nothing.
    shop.patch_template(&template["id"], json!({ "locked": ["/limits/per_customer"] })).await.unwrap();
    shop.patch(&draft["id"], patch).await.unwrap();
    shop.patch(&draft["id"], json!({ "limits": { "per_customer": 2 } })).await.unwrap_err();
    shop.app.delete_template(Mutation::program("/"), id).await.unwrap();
    let free = shop.patch(&draft["id"], json!({ "limits": { "per_customer": 2 } })).await.unwrap();
    assert_eq!(free["template_id"], template["id"]);
}

#[tokio::test]
async fn a_coupon_is_not_enabled_while_a_required_input_is_empty() {
    let shop = Shop::open().await;
    let draft = shop.use_template("tpl_specific_product", json!({})).await.unwrap();
    let refused = shop.enable(&draft).await.unwrap_err();
    assert_eq!(
        (refused.error, &refused.more["missing"]),
        (ErrorCode::CouponIncomplete, &json!(["/benefits/0/target/products"]))
    );
    let at_once = json!({ "patch": { "status": "enabled" } });
    assert_eq!(
        shop.use_template("tpl_specific_product", at_once).await.unwrap_err().error,
        ErrorCode::CouponIncomplete
    );
    let target = json!({ "benefits": [{ "kind": "percent_off", "percent": 20, "target": { "products": ["a"] } }] });
    shop.patch(&draft["id"], target).await.unwrap();
    shop.enable(&draft).await.unwrap();
    assert_eq!(shop.read(&draft["id"]).await["state"], "active");
}
