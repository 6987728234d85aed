//! Campaigns: the list, one with its coupons and budget, making and editing, the calendar.

use serde_json::json;
use tessera_app::users::Role;

use super::{Browser, value_of};
use crate::face::Face;

pub(crate) async fn create_campaign(face: &Face) -> String {
    let body = json!({ "name": "Summer <b>", "budget": { "EUR": 50_000 }, "starts_at": "2026-06-01T00:00:00Z",
        "ends_at": "2126-07-01T00:00:00Z", "channels": ["mail"] });
    let got = face.post("/v1/campaigns", &body).await;
    assert_eq!(got.status, 201, "{}", got.text());
    got.json()["id"].as_str().unwrap().to_owned()
}

async fn coupon_in(face: &Face, campaign: &str, code: &str) -> String {
    let id = face.create_coupon(code).await;
    let patch = json!({ "campaign_id": campaign });
    let got = face.call("PATCH", &format!("/v1/coupons/{id}")).json(&patch).send().await;
    assert_eq!(got.status, 200, "{}", got.text());
    id
}

#[tokio::test]
async fn a_campaign_is_made_shown_and_changed() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    assert!(owner.page("/admin/campaigns").await.contains("No campaign yet"));
    let wrong = [("name", ""), ("starts", "soon"), ("budget", "x"), ("currency", "EUR"), ("ends_time", "18:00")];
    let got = owner.submit("/admin/campaigns/new", &wrong).await;
    assert_eq!(got.status, 422);
    for field in ["name", "starts", "ends", "budget"] {
        assert!(got.text().contains(&format!("href=\"#{field}\"")), "{field}: {}", got.text());
    }
    assert!(got.text().contains("value=\"soon\""), "nothing typed is lost");
    let fields = [
        ("name", "Winter"),
        ("starts", "2026-12-01"),
        ("ends", "2026-12-24"),
        ("channels", "mail, shop window"),
        ("budget", "500,50"),
        ("currency", "eur"),
        ("once", "form-1"),
    ];
    let page = owner.done("/admin/campaigns/new", &fields).await;
    for words in
        ["The campaign is made.", "<h1>Winter</h1>", "€0.00 of €500.50", "mail, shop window", "24 December 2026"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    let got = owner.submit("/admin/campaigns/new", &fields).await;
    let id = got.header("location").rsplit('/').next().unwrap().to_owned();
    assert!(owner.page("/admin/campaigns").await.matches("href=\"/admin/campaigns/cmp_").count() == 1, "sent twice");
    let edit = format!("/admin/campaigns/{id}/edit");
    let form = owner.page(&edit).await;
    assert_eq!((value_of(&form, "version"), value_of(&form, "name")), ("1".to_owned(), "Winter".to_owned()));
    assert!(form.contains("value=\"500.50\"") && form.contains("value=\"2026-12-24\""), "{form}");
    let fields = [("version", "1"), ("name", "Winter"), ("ends", "2026-12-26"), ("budget", "60"), ("currency", "USD")];
    let page = owner.done(&edit, &fields).await;
    assert!(page.contains("26 December 2026") && page.contains("$60.00") && !page.contains('€'), "{page}");
    let stale = owner.submit(&edit, &[("version", "1"), ("name", "Mine")]).await;
    assert_eq!(stale.status, 412);
    assert!(stale.text().contains("Nothing you typed is lost") && stale.text().contains("value=\"Mine\""));
    assert_eq!(value_of(&stale.text(), "version"), "2");
}

#[tokio::test]
async fn a_campaign_shows_its_coupons_and_pauses_them() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    let campaign = create_campaign(&face).await;
    let path = format!("/admin/campaigns/{campaign}");
    assert!(owner.page(&path).await.contains("No coupon is in it yet."));
    let id = coupon_in(&face, &campaign, "SPRING").await;
    let page = owner.page(&path).await;
    assert!(page.contains("Summer &#60;b&#62;") && page.contains("SPRING") && page.contains("chip active"), "{page}");
    let got = owner.submit("/admin/coupons/bulk", &[("action", "pause"), ("id", &id), ("back", &path)]).await;
    assert!(got.text().contains("1 will be changed."), "{}", got.text());
}

#[tokio::test]
async fn what_is_in_force_is_the_publishers() {
    let face = Face::new().await;
    let campaign = create_campaign(&face).await;
    let id = coupon_in(&face, &campaign, "SPRING").await;
    face.app.create_owner("req_1", super::user("ana@shop.example", &[])).await.unwrap();
    let mut editor = Browser::member(&face, &[Role::Edit]).await;
    let edit = format!("/admin/campaigns/{campaign}/edit");
    let fields = [("version", "1"), ("name", "Longer")];
    assert_eq!(editor.submit(&edit, &fields).await.status, 403);
    let mut viewer = Browser::new(&face);
    assert_eq!(viewer.get(&edit).await.status, 303);
    assert_eq!(face.call("POST", &format!("/v1/coupons/{id}/pause")).send().await.status, 200);
    let page = editor.done(&edit, &fields).await;
    assert!(page.contains("<h1>Longer</h1>"), "{page}");
}

#[tokio::test]
async fn a_calendar_shows_what_begins_and_ends_by_weeks() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    create_campaign(&face).await;
    let mut coupon = crate::operations::coupon("JUNE");
    coupon["validity"] = json!({ "starts_at": "2026-06-10T00:00:00Z", "ends_at": "2026-06-21T00:00:00Z" });
    assert_eq!(face.post("/v1/coupons", &coupon).await.status, 201);
    let page = owner.page("/admin/campaigns/calendar?month=2026-06").await;
    assert!(page.contains("June 2026") && page.matches("<tr>").count() == 6, "{page}");
    let of_day = |day: &str| {
        let cell = page.split("<td").find(|cell| cell.contains(&format!("{day} June 2026"))).unwrap();
        cell.split("</td>").next().unwrap().to_owned()
    };
    assert!(of_day(">Monday 1").contains("Summer &#60;b&#62;") && of_day(">Monday 1").contains("Campaign"));
    assert!(of_day(">Wednesday 10").contains("class=\"begins\""), "{}", of_day(">Wednesday 10"));
    // What ends with the first instant of the 21st is over with the 20th.
    assert!(of_day(">Saturday 20").contains("class=\"ends\"") && !of_day(">Sunday 21").contains("href"));
    for link in ["month=2026-05", "month=2026-07"] {
        assert!(page.contains(link), "{link}");
    }
    let bare = owner.page("/admin/campaigns/calendar?month=2031-02").await;
    assert!(bare.contains("Nothing begins or ends in these weeks."));
    assert!(owner.page("/admin/campaigns/calendar?month=nope").await.contains("class=\" today"), "this month");
    owner.language = "fr";
    let page = owner.page("/admin/campaigns/calendar?month=2026-06").await;
    assert!(page.contains("Juin 2026") && page.contains("mercredi 10 juin 2026"), "{page}");
}
