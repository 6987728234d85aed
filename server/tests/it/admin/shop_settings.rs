//! The store's settings, messages to shoppers, the audit log, webhooks, segments.

use serde_json::json;
use tessera_app::users::Role;

use super::{Browser, value_of};
use crate::face::Face;

/// The fields of the form as it is shown.
fn fields_of(page: &str) -> Vec<(String, String)> {
    let form = page.split("<form method=\"post\" action=\"/admin/settings/store\"").nth(1).unwrap();
    let form = form.split("</form>").next().unwrap();
    let attribute = |tag: &str, name: &str| {
        let value = tag.split(&format!(" {name}=\"")).nth(1)?.split('"').next()?;
        Some(value.to_owned())
    };
    let mut fields = Vec::new();
    for tag in form.split("<input").skip(1) {
        let tag = tag.split('>').next().unwrap();
        let Some(name) = attribute(tag, "name") else { continue };
        if !tag.contains("type=\"checkbox\"") || tag.contains(" checked") {
            fields.push((name, attribute(tag, "value").unwrap_or_default()));
        }
    }
    for select in form.split("<select").skip(1) {
        let name = attribute(select.split('>').next().unwrap(), "name").unwrap();
        let chosen = select.split("</select>").next().unwrap().split("<option").find(|it| it.contains(" selected"));
        fields.push((name, attribute(chosen.unwrap(), "value").unwrap()));
    }
    fields
}

fn with<'f>(fields: &'f [(String, String)], changed: &[(&'f str, &'f str)]) -> Vec<(&'f str, &'f str)> {
    let kept = fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let kept = kept.filter(|(name, _)| *name != "csrf" && !changed.iter().any(|(known, _)| known == name));
    kept.chain(changed.iter().copied()).collect()
}

#[tokio::test]
async fn settings_are_changed_in_plain_words() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    let here = "/admin/settings/store";
    let page = owner.page(here).await;
    assert!(page.contains("<option value=\"Europe/Paris\">"), "zones are suggested");
    let shown = fields_of(&page);
    let nothing = owner.done(here, &with(&shown, &[])).await;
    assert_eq!(value_of(&nothing, "version"), "0", "what is shown is what is in force");
    let changed = [
        ("store_name", "Acme"),
        ("time_zone", "Europe/Paris"),
        ("currency", "eur"),
        ("max_codes_per_order", "2"),
        ("hold_seconds", "1:30"),
        ("max_discount_percent", "33.5"),
        ("rounding_mode", "down"),
        ("refund_policy", "reprice"),
        ("date_only_end", "start_of_day"),
        ("storefront_url", "https://shop.example/"),
        ("storefront_origins", "https://shop.example\r\n https://www.shop.example:8443, http://localhost:3000"),
        ("code_alphabet", "ABCDEFGH2345"),
    ];
    let page = owner.done(here, &with(&shown, &changed)).await;
    assert!(page.contains("Your changes are saved.") && page.contains("Acme"), "{page}");
    let now = face.get("/v1/settings").await.json();
    assert_eq!(
        (&now["time_zone"], &now["currency"], &now["hold_seconds"]),
        (&json!("Europe/Paris"), &json!("EUR"), &json!(90))
    );
    assert_eq!((&now["rounding"]["mode"], &now["refund_policy"]), (&json!("down"), &json!("reprice")));
    assert_eq!((now["max_discount_percent"].to_string().as_str(), &now["show_code_field"]), ("33.5", &json!(true)));
    let origins = ["https://shop.example", "https://www.shop.example:8443", "http://localhost:3000"];
    assert_eq!(now["storefront_origins"], json!(origins));
    let page = owner.page(here).await;
    assert!(page.contains(&format!(">{}</textarea>", origins.join("\n"))), "one a line: {page}");
    let shown = fields_of(&page);
    let without: Vec<_> = shown.iter().filter(|(name, _)| name != "show_code_field").cloned().collect();
    owner.done(here, &with(&without, &[("max_discount_percent", "")])).await;
    let now = face.get("/v1/settings").await.json();
    assert_eq!((&now["show_code_field"], &now["max_discount_percent"]), (&json!(false), &json!(null)));

    let wrong = [
        ("time_zone", "Paris"),
        ("currency", "euro"),
        ("storefront_url", "shop"),
        ("storefront_origins", "https://shop.example/cart"),
        ("code_alphabet", "AA"),
        ("version", "2"),
    ];
    let got = owner.submit(here, &with(&shown, &wrong)).await;
    assert_eq!(got.status, 422);
    for field in ["time_zone", "currency", "storefront_url", "storefront_origins", "code_alphabet"] {
        assert!(got.text().contains(&format!("id=\"{field}-fault\"")), "{field}: {}", got.text());
    }
    assert!(got.text().contains("value=\"Paris\""), "nothing typed is lost");
    let got = owner.submit(here, &with(&shown, &[("reach", "101"), ("hold_seconds", "x")])).await;
    assert!(got.text().contains("href=\"#reach\"") && got.text().contains("href=\"#hold_seconds\""), "{}", got.text());

    let stale = owner.submit(here, &with(&shown, &[("store_name", "Mine"), ("version", "1")])).await;
    assert_eq!(stale.status, 412);
    let page = stale.text();
    assert!(page.contains("Somebody changed the settings") && page.contains("value=\"Mine\""), "{page}");
    assert!(page.contains("show_code_field") && page.contains("Save mine over it"), "{page}");
    let page =
        owner.done(here, &with(&shown, &[("store_name", "Mine"), ("version", &value_of(&page, "version"))])).await;
    assert!(page.contains("value=\"Mine\""));
}

#[tokio::test]
async fn settings_are_the_owners() {
    let face = Face::new().await;
    face.app.create_owner("req_1", super::user("ana@shop.example", &[])).await.unwrap();
    let mut ben = Browser::member(&face, &Role::ALL).await;
    for page in ["store", "messages", "audit", "webhooks", "segments"] {
        assert_eq!(ben.get(&format!("/admin/settings/{page}")).await.status, 403, "{page}");
    }
    assert!(!ben.page("/admin/coupons").await.contains("/admin/settings/audit"));
    let mut anybody = Browser::new(&face);
    assert_eq!(anybody.get("/admin/settings/store").await.status, 303);
}

#[tokio::test]
async fn messages_are_written_previewed_and_brought_back() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    let here = "/admin/settings/messages";
    let page = owner.page(&format!("{here}?locale=fr")).await;
    assert!(page.contains("Ce code a expiré le 1er juin 2026.") && page.contains("<code>{ended_at}</code>"), "{page}");
    assert_eq!(page.matches("<textarea").count(), 38);
    let expired = "m-discount_code_expired";
    let fields = [("locale", "fr"), ("version", "0"), (expired, "Fini <b> {ended_at}"), ("do", "preview")];
    let got = owner.submit(here, &fields).await;
    assert!(got.text().contains("Fini &#60;b&#62; 1er juin 2026"), "{}", got.text());
    assert_eq!(face.get("/v1/messages/fr").await.json()["version"], 0, "nothing is written");
    let part = [("locale", "fr"), ("of", expired), (expired, "Fini {ended_at}")];
    let got = owner.submit(&format!("{here}/preview"), &part).await;
    assert!(got.text().contains("Fini 1er juin 2026") && !got.text().contains("<html"), "{}", got.text());
    let wrong = [("locale", "fr"), ("of", expired), (expired, "Fini {moon}")];
    assert!(owner.submit(&format!("{here}/preview"), &wrong).await.text().contains("class=\"fault\""));
    let wrong = [("locale", "fr"), ("version", "0"), (expired, "Fini {moon}"), ("do", "save")];
    let got = owner.submit(here, &wrong).await;
    assert_eq!(got.status, 422);
    assert!(
        got.text().contains(&format!("href=\"#{expired}\"")) && got.text().contains("Fini {moon}"),
        "{}",
        got.text()
    );
    let fields = [("locale", "fr"), ("version", "0"), (expired, "Fini {ended_at}"), ("do", "save")];
    assert!(owner.done(here, &fields).await.contains("Your changes are saved."));
    assert_eq!(owner.submit(here, &fields).await.status, 412, "version 0 is gone");
    let reset = format!("reset {expired}");
    let fields = [("locale", "fr"), ("version", "1"), (expired, "Fini {ended_at}"), ("do", reset.as_str())];
    let got = owner.submit(here, &fields).await;
    assert!(got.text().contains("Ce code a expiré le 1er juin 2026."), "{}", got.text());
    let fields = [("locale", "fr"), ("version", "1"), (expired, ""), ("do", "save")];
    owner.done(here, &fields).await;
    let now = face.get("/v1/messages/fr").await.json();
    assert!(now["messages"].as_array().unwrap().iter().all(|message| message["text"].is_null()), "{now}");
}

#[tokio::test]
async fn the_audit_log_says_who_did_what() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    let coupon = face.create_coupon("SPRING").await;
    owner.done(&format!("/admin/coupons/{coupon}/do/pause"), &[]).await;
    let page = owner.page("/admin/settings/audit").await;
    let pause = page.find("<code>pause_coupon</code>").unwrap();
    assert!(page.find("<code>create_coupon</code>").is_some_and(|create| pause < create), "the newest first: {page}");
    assert!(page.contains(&format!("href=\"/admin/coupons/{coupon}\"")) && page.contains("sealed"), "{page}");
    let page = owner.page("/admin/settings/audit?what=pause_coupon").await;
    assert!(page.contains("<code>pause_coupon</code>") && !page.contains("create_coupon"), "{page}");
    let page = owner.page("/admin/settings/audit?who=program").await;
    assert!(page.contains("<code>set_up</code>") && !page.contains("<code>pause_coupon"), "{page}");
    let page = owner.page(&format!("/admin/settings/audit?of={coupon}&from=2020-01-01&until=2020-12-31")).await;
    assert!(page.contains("No entry fits."), "{page}");
    for strange in ["before=x", "from=soon", "who=%3Cb%3E"] {
        owner.page(&format!("/admin/settings/audit?{strange}")).await;
    }
    for _ in 0..30 {
        for action in ["enable", "pause"] {
            face.call("POST", &format!("/v1/coupons/{coupon}/{action}")).send().await;
        }
    }
    let page = owner.page("/admin/settings/audit").await;
    assert_eq!(page.matches("<tr><th scope=\"row\"").count(), 50);
    let older = page.split("rel=\"next\"").next().unwrap().rsplit("href=\"").next().unwrap();
    let older = older.split('"').next().unwrap().replace("&#38;", "&");
    let page = owner.page(&older).await;
    assert!(page.contains("<code>set_up</code>") && !page.contains("rel=\"next\""), "{page}");
}

#[tokio::test]
async fn a_webhook_is_made_changed_and_deleted() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    let here = "/admin/settings/webhooks";
    let got = owner.submit(here, &[("url", "shop"), ("description", "The shop")]).await;
    assert_eq!(got.status, 422);
    assert!(got.text().contains("id=\"url-fault\"") && got.text().contains("value=\"The shop\""), "{}", got.text());
    let fields = [("url", "https://shop.example/hook?<b>"), ("description", "Shop"), ("type", "coupon.created")];
    let got = owner.submit(here, &[("url", "https://shop.example/hook"), fields[1], fields[2]]).await;
    assert_eq!((got.status.as_u16(), got.header("cache-control")), (200, "no-store"), "{}", got.text());
    let page = got.text();
    let secret = page.split("id=\"secret\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
    assert!(secret.starts_with("whsec_"));
    let list = owner.page(here).await;
    assert!(list.contains("coupon.created") && list.contains("Nothing sent yet") && !list.contains(&secret), "{list}");
    let path = list.split("class=\"name\" href=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let page = owner.page(&path).await;
    assert!(page.contains("value=\"coupon.created\" checked") && page.contains("chip active"), "{page}");
    assert!(owner.done(&path, &[("do", "disable")]).await.contains("Switched off"));
    assert!(owner.done(&path, &[("do", "enable")]).await.contains("chip active"));
    let page = owner.done(&path, &[("url", "https://shop.example/new"), ("do", "save")]).await;
    assert!(page.contains("<h1>https://shop.example/new</h1>") && !page.contains(" checked"), "{page}");
    let got = owner.submit(&format!("{path}/secret"), &[]).await;
    assert!(got.text().contains("whsec_") && !got.text().contains(&secret));
    assert!(owner.submit(&format!("{path}/replay"), &[("from", "")]).await.text().contains("id=\"from-fault\""));
    assert!(owner.done(&format!("{path}/replay"), &[("from", "2026-01-01")]).await.contains("being sent again"));
    assert!(owner.done(&format!("{path}/delete"), &[]).await.contains("The endpoint is deleted."));
    assert_eq!(owner.get(&path).await.status, 404);
}

#[tokio::test]
async fn segments_are_listed_with_their_counts() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    assert!(owner.page("/admin/settings/segments").await.contains("There are no segments yet."));
    let list = face.post("/v1/segments", &json!({ "name": "VIP <b>", "kind": "static", "key": "vip" })).await.json();
    let body = json!({ "customer_ids": ["ana", "ben"] });
    let path = format!("/v1/segments/{}/members", list["id"].as_str().unwrap());
    let got = face.call("PUT", &path).json(&body).send().await;
    assert_eq!(got.json()["changed"], 2, "{}", got.text());
    let new = json!({ "name": "New", "kind": "dynamic", "conditions": { "kind": "first_order" } });
    let new = face.post("/v1/segments", &new).await.json()["id"].as_str().unwrap().to_owned();
    let page = owner.page("/admin/settings/segments").await;
    assert!(page.contains("VIP &#60;b&#62;") && page.contains("<span class=\"number\">2</span>"), "{page}");
    let count = format!("/admin/settings/segments?count={new}");
    assert!(page.contains(&format!("href=\"{count}\"")), "{page}");
    assert_eq!(owner.part(&count).await.trim(), "<span class=\"number\">0</span>");
    assert!(owner.page(&count).await.contains("<span class=\"number\">0</span>"));
}
