//! Sharing a coupon, running it again, keeping it as a template, deleting it, comparing its versions.

use serde_json::{Value, json};
use tessera_app::users::Role;

use super::Browser;
use crate::face::Face;

async fn state(face: &Face, id: &str) -> Value {
    face.get(&format!("/v1/coupons/{id}")).await.json()["state"].clone()
}

async fn storefront(face: &Face) {
    let got = face.call("PATCH", "/v1/settings").json(&json!({ "storefront_url": "https://shop.example/fr/" })).send();
    assert_eq!(got.await.status, 200);
}

#[tokio::test]
async fn a_coupon_is_shared_by_link_picture_text_and_sheet() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    let id = face.create_coupon("SPRING").await;
    let path = format!("/admin/coupons/{id}/share");
    let bare = owner.page(&path).await;
    assert!(
        bare.contains("/admin/settings/store#storefront_url")
            && bare.contains("SPRING")
            && !bare.contains("id=\"link\""),
        "{bare}"
    );
    storefront(&face).await;
    let page = owner.page(&path).await;
    for words in
        ["https://shop.example/fr/?coupon=SPRING", "characters, 1 messages", "coupon-banner", "Your code: SPRING"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    let tagged = owner.page(&format!("{path}?target=shoes%2Fsale&source=news")).await.replace("&#38;", "&");
    assert!(tagged.contains("https://shop.example/fr/shoes/sale?coupon=SPRING&utm_source=news"), "{tagged}");
    for (size, class) in [("a6", "sheet a6"), ("a4", "sheet a4"), ("poster", "sheet a4")] {
        let sheet = owner.page(&format!("{path}/sheet?size={size}")).await;
        assert!(
            sheet.contains(class) && sheet.contains(">SPRING</code>") && sheet.contains("/qr?size=512"),
            "{size}: {sheet}"
        );
    }
    let automatic = json!({
        "name": "By itself", "activation": "automatic", "benefits": [{ "kind": "percent_off", "percent": 5 }],
    });
    let made = face.post("/v1/coupons", &automatic).await.json();
    let other = owner.page(&format!("/admin/coupons/{}/share", made["id"].as_str().unwrap())).await;
    assert!(other.contains("there is no code to type") && !other.contains("/qr"), "{other}");
    assert!(!other.contains("Your code:") && !other.contains("no code for everybody"), "{other}");
}

#[tokio::test]
async fn a_new_coupon_is_handed_over_at_once() {
    let face = Face::new().await;
    storefront(&face).await;
    let mut owner = Browser::owner(&face).await;
    let body = json!({
        "name": "Fresh", "code": "FRESH-1", "status": "enabled", "benefits": [{ "kind": "percent_off", "percent": 10 }],
    });
    let id = face.post("/v1/coupons", &body).await.json()["id"].as_str().unwrap().to_owned();
    // What the form says once it has made a coupon.
    owner.cookies.insert("tessera_flash".to_owned(), "created|1|".to_owned());
    let path = format!("/admin/coupons/{id}");
    let page = owner.page(&path).await;
    for words in
        ["It is ready.", "id=\"fresh-code\">FRESH-1", "https://shop.example/fr/?coupon=FRESH-1", "Copy the link"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!owner.page(&path).await.contains("It is ready."), "said once");
}

#[tokio::test]
async fn r228_r229_r233_deleting_names_what_is_milder_first() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    let id = face.create_coupon("SPRING").await;
    let cart = json!({ "currency": "EUR", "line_items": [{ "product_id": "a", "categories": ["clothing"], "quantity": 1, "unit_price": 1000 }] });
    let body = json!({ "order_id": "o-1", "cart": cart, "discounts": { "codes": ["SPRING"] } });
    let got = face.call("POST", "/v1/redemptions").header("idempotency-key", "k").json(&body).send().await;
    assert_eq!(got.status, 201, "{}", got.text());
    let path = format!("/admin/coupons/{id}/delete");
    let page = owner.page(&path).await;
    let place = |words: &str| page.find(words).unwrap_or_else(|| panic!("{words}: {page}"));
    assert!(place("do/pause\"") < place("do/archive\"") && place("do/archive\"") < place("Delete for good"));
    assert!(page.contains("type SPRING") && page.contains("1 orders with their amounts"), "{page}");
    let wrong = owner.submit(&path, &[("typed", "SPRIN")]).await;
    assert!(wrong.status == 422 && wrong.text().contains("value=\"SPRIN\""));
    assert_eq!(state(&face, &id).await, "active", "nothing is done");
    let mut editor = Browser::member(&face, &[Role::Edit, Role::Publish]).await;
    assert!(editor.page(&path).await.contains("needs the role “delete”"));
    assert_eq!(editor.submit(&path, &[("typed", "SPRING")]).await.status, 403);
    assert!(owner.done(&path, &[("typed", "SPRING"), ("free_codes", "on")]).await.contains("deleted for good"));
    assert_eq!(owner.get(&format!("/admin/coupons/{id}")).await.status, 404);
    assert_eq!(face.get("/v1/orders/o-1").await.json()["quote"]["totals"]["total"], 800, "the order stays");
    face.create_coupon("SPRING").await;
}

#[tokio::test]
async fn what_is_over_runs_again_and_what_runs_is_copied() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    let id = face.create_coupon("SPRING").await;
    let path = format!("/admin/coupons/{id}/again");
    let running = owner.page(&path).await;
    assert!(running.contains("It is not over") && !running.contains("value=\"run\""), "{running}");
    for (fields, words) in [
        ([("starts", "2099-06-02"), ("ends", "2099-06-01")], "The end must come after the start."),
        ([("starts", "soon"), ("ends", "")], "Write a date"),
    ] {
        let got = owner.submit(&path, &fields).await;
        assert!(got.status == 422 && got.text().contains(words), "{words}");
    }
    let copy =
        owner.done(&path, &[("starts", "2099-06-01"), ("ends", "2099-06-30"), ("do", "copy"), ("once", "c")]).await;
    assert!(copy.contains("2099-06-01") && copy.contains("Here is the copy"), "{copy}");
    owner.done(&format!("/admin/coupons/{id}/do/archive"), &[]).await;
    let fields = [("starts", ""), ("ends", "2099-12-31"), ("do", "run"), ("once", "r")];
    let again = owner.done(&path, &fields).await;
    for words in ["It runs again, counted from nothing.", ">SPRING</code>", "Until 31 December 2099", ">2<"] {
        assert!(again.contains(words), "{words}: {again}");
    }
    let twice = owner.submit(&path, &[("ends", "2099-12-31"), ("do", "run"), ("once", "other")]).await;
    assert!(twice.status == 422 && twice.text().contains("run again already"), "{}", twice.text());
}

#[tokio::test]
async fn r269_a_coupon_is_kept_as_a_template() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    let id = face.create_coupon("SPRING").await;
    let path = format!("/admin/coupons/{id}/template");
    assert!(owner.page(&path).await.contains("value=\"Summer sale\""));
    assert_eq!(owner.submit(&path, &[("name", "")]).await.status, 422);
    let fields = [("name", "Twenty off"), ("description", "For quiet weeks"), ("goal", "loyalty"), ("once", "t")];
    assert!(owner.done(&path, &fields).await.contains("The template is kept."));
    let templates = face.get("/v1/templates?limit=200").await.json();
    let found = templates["data"].as_array().unwrap().iter().find(|one| one["name"] == "Twenty off").unwrap();
    assert_eq!((&found["description"], &found["goals"][0]), (&json!("For quiet weeks"), &json!("loyalty")));
}

#[tokio::test]
async fn any_two_versions_are_compared() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    let id = face.create_coupon("SPRING").await;
    for percent in [30, 40] {
        let more = json!({ "benefits": [{ "kind": "percent_off", "percent": percent }] });
        assert_eq!(face.call("PATCH", &format!("/v1/coupons/{id}")).json(&more).send().await.status, 200);
    }
    let path = format!("/admin/coupons/{id}/versions/compare");
    let page = owner.page(&format!("{path}?from=1&to=3")).await;
    assert!(page.contains("<del>20% off") && page.contains("<ins>40% off"), "{page}");
    let last = owner.page(&path).await;
    assert!(last.contains("<del>30% off") && last.contains("<ins>40% off"), "{last}");
    assert!(owner.page(&format!("{path}?from=2&to=2")).await.contains("The two are the same."));
    let activity = owner.page(&format!("/admin/coupons/{id}/activity")).await;
    assert!(activity.contains("versions/compare?from=1") && activity.contains("by the key full"), "{activity}");
}
