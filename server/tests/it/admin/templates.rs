//! The gallery of templates: by goal, making a draft, the team's own.

use tessera_app::users::Role;

use super::{Browser, value_of};
use crate::face::Face;

#[tokio::test]
async fn the_gallery_is_by_goal_and_says_why_and_what_can_go_wrong() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    let page = owner.page("/admin/templates").await;
    assert_eq!(page.matches("class=\"panel recipe\"").count(), 18);
    assert!(page.contains("10% off") && page.contains("Risk") && page.contains("A first order is the hardest to win"));
    let stock = owner.page("/admin/templates?goal=clear_stock").await;
    assert!(stock.contains("Specific product") && !stock.contains("Member birthday"), "{stock}");
    owner.language = "fr";
    let page = owner.page("/admin/templates").await;
    assert!(page.contains("Bienvenue") && page.contains("Une première commande est la plus difficile"), "{page}");
}

#[tokio::test]
async fn a_draft_needs_only_a_code_and_dates() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    let page = owner.page("/admin/templates/tpl_welcome").await;
    assert_eq!(value_of(&page, "once").len(), 24, "{page}");
    assert!(page.contains("value=\"WELCOME10\"") && page.contains("10% off"), "{page}");
    let here = "/admin/templates/tpl_welcome/use";
    let got = owner.submit(here, &[("code", "10% off"), ("starts", "soon"), ("ends", "")]).await;
    assert_eq!(got.status, 422);
    assert!(got.text().contains("href=\"#starts\"") && got.text().contains("value=\"soon\""), "{}", got.text());
    let got = owner.submit(here, &[("code", "10% off"), ("starts", ""), ("ends", "")]).await;
    assert!(got.text().contains("href=\"#code\""), "{}", got.text());
    let got = owner.submit(here, &[("starts", "2026-07-02"), ("ends", "2026-07-01")]).await;
    assert!(got.text().contains("href=\"#ends\""), "{}", got.text());
    let fields = [("code", "HELLO"), ("starts", "2026-12-01"), ("ends", "2026-12-24"), ("once", "form-1")];
    let got = owner.submit(here, &fields).await;
    let edit = got.header("location").to_owned();
    assert!(edit.starts_with("/admin/coupons/cpn_") && edit.ends_with("/edit"), "{edit} {}", got.text());
    assert!(owner.page(&edit).await.contains("Here is your draft."));
    assert_eq!(owner.submit(here, &fields).await.header("location"), edit, "sent twice it is made once");
    let id = edit.split('/').nth(3).unwrap();
    let coupon = face.get(&format!("/v1/coupons/{id}")).await.json();
    assert_eq!((&coupon["status"], &coupon["code"]), (&"draft".into(), &"HELLO".into()));
    assert_eq!(coupon["validity"]["ends_at"], "2026-12-25T00:00:00Z", "the last day counts whole");
    assert_eq!(coupon["template_id"], "tpl_welcome");
    let taken = owner.submit(here, &[("code", "HELLO"), ("starts", ""), ("ends", "")]).await;
    assert!(taken.text().contains("Another coupon has a code"), "{}", taken.text());
}

#[tokio::test]
async fn a_proposed_code_that_is_taken_gets_a_number() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    face.create_coupon("WELCOME10").await;
    let fields = [("code", "WELCOME10"), ("starts", ""), ("ends", "")];
    let got = owner.submit("/admin/templates/tpl_welcome/use", &fields).await;
    let id = got.header("location").split('/').nth(3).unwrap().to_owned();
    assert_eq!(face.get(&format!("/v1/coupons/{id}")).await.json()["code"], "WELCOME10-2");
}

#[tokio::test]
async fn a_team_keeps_copies_locks_and_deletes_its_own() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    let coupon = face.create_coupon("SPRING").await;
    owner.done(&format!("/admin/coupons/{coupon}/template"), &[("name", "Team <b>")]).await;
    let gallery = owner.page("/admin/templates").await;
    assert!(gallery.contains("Team &#60;b&#62;") && gallery.contains("Your own"), "{gallery}");
    let path = gallery.rsplit("href=\"/admin/templates/tpl_").next().unwrap().split('"').next().unwrap();
    let path = format!("/admin/templates/tpl_{path}");
    let fields = [("version", "1"), ("name", ""), ("days", "0")];
    let got = owner.submit(&path, &fields).await;
    assert_eq!(got.status, 422);
    assert!(got.text().contains("href=\"#name\"") && got.text().contains("href=\"#days\""), "{}", got.text());
    let fields = [
        ("version", "1"),
        ("name", "Team"),
        ("days", "14"),
        ("goal", "loyalty"),
        ("lock", "/benefits"),
        ("lock", "/nope"),
    ];
    let page = owner.done(&path, &fields).await;
    assert!(
        page.contains("<h1>Team</h1>") && page.contains("Locked: What it gives") && page.contains("14 days"),
        "{page}"
    );
    assert_eq!(owner.submit(&path, &fields).await.status, 412, "version 1 is gone");
    assert!(owner.page("/admin/templates?goal=loyalty").await.contains(&path));

    let got = owner
        .submit(&format!("{path}/use"), &[("code", "TEAM"), ("starts", "2026-07-01"), ("ends", "2026-07-14")])
        .await;
    let id = got.header("location").split('/').nth(3).unwrap().to_owned();
    let patch = serde_json::json!({ "benefits": [{ "kind": "percent_off", "percent": 90 }] });
    let locked = face.call("PATCH", &format!("/v1/coupons/{id}")).json(&patch).send().await;
    locked.is_problem(409, "field_locked");

    let page = owner.done(&format!("{path}/copy"), &[("once", "copy-1")]).await;
    assert!(page.contains("<h1>Team (copy)</h1>"), "{page}");
    let page = owner.done(&format!("{path}/delete"), &[]).await;
    assert!(page.contains("The template is deleted.") && page.contains("Team (copy)"), "{page}");
    assert_eq!(owner.get(&path).await.status, 404);
    assert_eq!(owner.submit("/admin/templates/tpl_welcome/delete", &[]).await.status, 409, "built in");
    let page = owner.done("/admin/templates/tpl_welcome/copy", &[("once", "copy-2")]).await;
    assert!(page.contains("<h1>Welcome (copy)</h1>"), "{page}");
}

#[tokio::test]
async fn who_may_only_look_makes_nothing() {
    let face = Face::new().await;
    face.app.create_owner("req_1", super::user("ana@shop.example", &[])).await.unwrap();
    let mut viewer = Browser::member(&face, &[Role::View]).await;
    let page = viewer.page("/admin/templates/tpl_welcome").await;
    assert!(!page.contains("name=\"once\"") && page.contains("What the draft says"), "{page}");
    assert_eq!(viewer.submit("/admin/templates/tpl_welcome/use", &[]).await.status, 403);
    assert_eq!(viewer.submit("/admin/templates/tpl_welcome/copy", &[]).await.status, 403);
}
