//! Making and editing a coupon, its versions and its codes.

use serde_json::{Value, json};

use super::{Browser, value_of};
use crate::face::Face;

const GOOD: [(&str, &str); 12] = [
    ("name", "Summer sale"),
    ("description", "Summer"),
    ("activation", "code"),
    ("code", "SUMMER-20"),
    ("kind", "percent_off"),
    ("percent", "12.5"),
    ("cap", "50"),
    ("currency", "eur"),
    ("minimum", "100.00"),
    ("starts", "2099-06-01"),
    ("ends", "2099-06-30"),
    ("per_customer", "1"),
];

fn with<'a>(fields: &[(&'a str, &'a str)], changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = fields.iter().filter(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
    kept.chain(changes).copied().collect()
}

async fn only_coupon(face: &Face) -> Value {
    let list = face.get("/v1/coupons").await.json();
    assert_eq!(list["data"].as_array().unwrap().len(), 1, "{list}");
    list["data"][0].clone()
}

#[tokio::test]
async fn a_coupon_is_made_with_the_form_and_prices_a_cart() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    let settings = json!({ "time_zone": "Europe/Paris" });
    assert_eq!(face.call("PATCH", "/v1/settings").json(&settings).send().await.status, 200);
    let page = owner.done("/admin/coupons/new", &with(&GOOD, &[("do", "live"), ("once", "x")])).await;
    for words in ["The coupon is made.", "Summer sale", "SUMMER-20", "12.5% off the order", "From 1 to 30 June 2099"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    owner.submit("/admin/coupons/new", &with(&GOOD, &[("do", "live"), ("once", "x")])).await;
    let made = only_coupon(&face).await;
    assert_eq!(
        (&made["state"], &made["code"], &made["description"]),
        (&json!("scheduled"), &json!("SUMMER-20"), &json!("Summer"))
    );
    assert_eq!(made["benefits"][0]["max_amount"], json!({ "EUR": 5000 }));
    assert_eq!(made["conditions"]["min"], json!({ "EUR": 10_000 }));
    assert_eq!(made["validity"]["starts_at"], "2099-05-31T22:00:00Z");
    assert_eq!(made["validity"]["ends_at"], "2099-06-30T22:00:00Z");
    assert_eq!((&made["limits"]["per_customer"], &made["limits"]["total"]), (&json!(1), &json!(null)));
    let versions = face.get(&format!("/v1/coupons/{}/versions", made["id"].as_str().unwrap())).await.json();
    assert!(versions["data"][0]["actor"].as_str().unwrap().starts_with("usr_"), "{versions}");
    let audit = face.get("/v1/audit?limit=200").await.json();
    let by = audit["data"].as_array().unwrap().iter().find(|entry| entry["action"] == "create_coupon").unwrap();
    assert!(by["actor"].as_str().unwrap().starts_with("usr_"), "{by}");
}

#[tokio::test]
async fn r030_faults_stand_at_their_fields_and_nothing_typed_is_lost() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    face.create_coupon("TAKEN").await;
    let wrong =
        with(&GOOD, &[("name", ""), ("code", "10%OFF"), ("percent", "120"), ("ends", "2099-05-01"), ("total", "many")]);
    let got = owner.submit("/admin/coupons/new", &wrong).await;
    assert_eq!(got.status, 422);
    let page = got.text();
    for field in ["name", "code", "percent", "ends", "total"] {
        assert!(page.contains(&format!("href=\"#{field}\"")), "{field}: {page}");
        assert!(page.contains(&format!("id=\"{field}-fault\"")), "{field}: {page}");
    }
    for typed in
        ["value=\"10%OFF\"", "value=\"120\"", "value=\"many\"", "value=\"2099-05-01\"", "value=\"100.00\"", "“%”"]
    {
        assert!(page.contains(typed), "{typed}: {page}");
    }
    // Under its key a refusal is kept and comes as an answer; sent again it is the same.
    for once in ["", "k", "k"] {
        let got = owner.submit("/admin/coupons/new", &with(&GOOD, &[("code", "taken"), ("once", once)])).await;
        assert_eq!(got.status, 422);
        assert!(got.text().contains("href=\"#code\"") && got.text().contains("reads the same"), "{}", got.text());
        assert!(got.text().contains("value=\"Summer sale\"") && !got.text().contains("value=\"k\""), "{}", got.text());
    }
    let mut french = owner.in_french();
    let page = french.submit("/admin/coupons/new", &with(&GOOD, &[("percent", "x")])).await.text();
    assert!(page.contains("Écrivez un taux de 0 à 100"), "{page}");
}

#[tokio::test]
async fn a_code_is_drawn_and_the_terms_are_said_in_words_without_saving() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    let got = owner.submit("/admin/coupons/new", &with(&GOOD, &[("code", ""), ("do", "generate")])).await;
    assert_eq!(got.status, 200);
    let code = value_of(&got.text(), "code");
    assert!(code.len() >= 6 && got.text().contains("value=\"Summer sale\""), "{code}");
    let got = owner.submit("/admin/coupons/new", &with(&GOOD, &[("do", "words")])).await;
    assert!(got.text().contains("12.5% off the order") && got.text().contains("Once per customer."), "{}", got.text());
    let part = owner.submit("/admin/coupons/preview", &GOOD).await.text();
    assert!(part.contains("12.5% off") && !part.contains("<html"), "{part}");
    assert!(face.get("/v1/coupons").await.json()["data"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn a_coupon_is_edited_and_a_second_editor_is_told() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    owner.done("/admin/coupons/new", &with(&GOOD, &[("do", "draft")])).await;
    let id = only_coupon(&face).await["id"].as_str().unwrap().to_owned();
    let path = format!("/admin/coupons/{id}/edit");
    let form = owner.page(&path).await;
    for (name, value) in [
        ("percent", "12.5"),
        ("cap", "50.00"),
        ("minimum", "100.00"),
        ("starts", "2099-06-01"),
        ("ends", "2099-06-30"),
        ("currency", "EUR"),
        ("version", "1"),
    ] {
        assert!(form.contains(&format!("name=\"{name}\" value=\"{value}\"")), "{name}: {form}");
    }
    let unchanged = owner.done(&path, &with(&GOOD, &[("version", "1"), ("do", "save")])).await;
    assert!(unchanged.contains("Your changes are saved."));
    assert_eq!(only_coupon(&face).await["version"], 1, "saving what is there makes no version");
    let changes = [("version", "1"), ("do", "save"), ("percent", "15"), ("currency", "USD"), ("ends", "")];
    owner.done(&path, &with(&GOOD, &changes)).await;
    let edited = only_coupon(&face).await;
    assert_eq!((&edited["benefits"][0]["percent"], &edited["validity"]["ends_at"]), (&json!(15), &json!(null)));
    assert_eq!(edited["conditions"]["min"], json!({ "USD": 10_000 }), "the other currency is gone");
    let got = owner.submit(&path, &with(&GOOD, &[("version", "1"), ("name", "Mine")])).await;
    assert_eq!(got.status, 412);
    let page = got.text();
    assert!(page.contains("Somebody changed this coupon") && page.contains("value=\"Mine\""), "{page}");
    assert!(page.contains("name=\"version\" value=\"2\"") && page.contains("Save mine over it"), "{page}");
    let versions = owner.page(&format!("/admin/coupons/{id}/versions")).await;
    for words in [
        "Version 2",
        "What it gives",
        "12.5% off the order, at most 50.00 EUR",
        "Ends",
        "30 June 2099",
        "by ana",
        "Restore version 1",
    ] {
        assert!(versions.contains(words), "{words}: {versions}");
    }
    owner.done(&format!("/admin/coupons/{id}/versions/1/restore"), &[("version", "2")]).await;
    assert_eq!(only_coupon(&face).await["benefits"][0]["percent"], json!(12.5));
    assert!(owner.page(&format!("/admin/coupons/{id}/activity")).await.contains("The coupon was edited"));
}

#[tokio::test]
async fn a_part_of_the_form_that_is_not_sent_stays() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    let body = json!({
        "name": "Tiers", "code": "TIERS1", "tags": ["a"], "stacking": { "priority": 5 },
        "benefits": [{ "kind": "free_shipping", "services": ["ground"] }, { "kind": "percent_off", "percent": 5 }],
        "conditions": { "any": [{ "kind": "first_order" }, { "kind": "order_amount", "min": { "EUR": 100 } }] },
        "limits": { "per_day": 7 },
    });
    let got = face.post("/v1/coupons", &body).await;
    assert_eq!(got.status, 201, "{}", got.text());
    let before = only_coupon(&face).await;
    let path = format!("/admin/coupons/{}/edit", before["id"].as_str().unwrap());
    let fields = [("version", "1"), ("do", "save"), ("name", "Tiers, renamed"), ("total", "9")];
    owner.done(&path, &fields).await;
    let after = only_coupon(&face).await;
    for kept in ["benefits", "conditions", "tags", "stacking", "code"] {
        assert_eq!(after[kept], before[kept], "{kept}");
    }
    assert_eq!(
        (&after["name"], &after["limits"]["per_day"], &after["limits"]["total"]),
        (&json!("Tiers, renamed"), &json!(7), &json!(9))
    );
}

#[tokio::test]
async fn codes_are_listed_and_made() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    let id = face.create_coupon("SPRING").await;
    let path = format!("/admin/coupons/{id}/codes");
    assert!(owner.page(&path).await.contains("SPRING"));
    let page = owner.done(&path, &[("count", "1"), ("prefix", "EXTRA-"), ("once", "c")]).await;
    assert!(page.contains("The code is made.") && page.contains("EXTRA-"), "{page}");
    let found = owner.page(&format!("{path}?q=extra")).await;
    assert!(found.contains(">EXTRA-") && !found.contains("<code class=\"code\">SPRING</code></a>"), "{found}");
    assert!(owner.done(&path, &[("count", "20")]).await.contains("The codes are being made."));
    for (count, prefix) in [("0", ""), ("x", ""), ("100001", ""), ("1", "a b%")] {
        let got = owner.submit(&path, &[("count", count), ("prefix", prefix)]).await;
        assert_eq!(got.status, 422, "{count} {prefix}");
        assert!(got.text().contains("role=\"alert\""));
    }
}

#[tokio::test]
async fn titles_tags_and_the_campaign_are_in_the_form() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    let campaign = face.post("/v1/campaigns", &json!({ "name": "Winter push" })).await.json();
    let campaign = campaign["id"].as_str().unwrap().to_owned();
    let title = json!({ "title": { "en": "10% off", "de": "10 % weniger" }, "tags": ["vip", "summer, 2026"] });
    let id = super::ten_percent(&face, json!({ "name": "Welcome" }), title).await;
    let path = format!("/admin/coupons/{id}/edit");
    let form = owner.page(&path).await;
    for words in ["value=\"10% off\"", "value=\"10 % weniger\"", "value=\"vip, summer, 2026\"", "Winter push</option>"]
    {
        assert!(form.contains(words), "{words}: {form}");
    }
    let fields = [
        ("name", "Welcome"),
        ("title.en", "12% off"),
        ("title.fr", "12 % de moins"),
        ("tags", "vip, summer, 2026"),
        ("tags_was", "vip"),
        ("tags_was", "summer, 2026"),
        ("campaign_id", &*campaign),
        ("kind", "percent_off"),
        ("percent", "12"),
        ("version", "1"),
        ("do", "save"),
    ];
    owner.done(&path, &fields).await;
    let coupon = face.get(&format!("/v1/coupons/{id}")).await.json();
    let title = json!({ "en": "12% off", "fr": "12 % de moins", "de": "10 % weniger" });
    assert_eq!((&coupon["title"], &coupon["tags"]), (&title, &json!(["vip", "summer, 2026"])));
    assert_eq!(coupon["campaign_id"], *campaign);
    assert!(owner.page(&path).await.contains(&format!("value=\"{campaign}\" selected")));
    let gone = [
        ("name", "Welcome"),
        ("title.en", ""),
        ("title.fr", ""),
        ("title.de", ""),
        ("tags", "vip, winter, vip"),
        ("campaign_id", ""),
    ];
    let mut fields = gone.to_vec();
    fields.extend([("kind", "percent_off"), ("percent", "12"), ("version", "2"), ("do", "save")]);
    owner.done(&path, &fields).await;
    let coupon = face.get(&format!("/v1/coupons/{id}")).await.json();
    assert_eq!(
        (&coupon["title"], &coupon["tags"], &coupon["campaign_id"]),
        (&json!(null), &json!(["vip", "winter"]), &json!(null))
    );
}
