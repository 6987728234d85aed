//! What makes the list a tool: views, columns, quick edit, cards, pasted codes, further bulk actions, exports.

use serde_json::{Value, json};

use super::{Browser, value_of};
use crate::face::Face;

async fn make(face: &Face, name: &str, code: &str, more: Value) -> String {
    let mut body = json!({
        "name": name, "code": code, "status": "enabled", "benefits": [{ "kind": "percent_off", "percent": 20 }],
    });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let got = face.post("/v1/coupons", &body).await;
    assert_eq!(got.status, 201, "{}", got.text());
    got.json()["id"].as_str().unwrap().to_owned()
}

async fn read(face: &Face, id: &str) -> Value {
    face.get(&format!("/v1/coupons/{id}")).await.json()
}

#[tokio::test]
async fn a_view_is_kept_shown_and_deleted() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    make(&face, "Summer", "SUMMER", json!({})).await;
    make(&face, "Winter", "WINTER", json!({})).await;
    let back = "/admin/coupons?q=summer&sort=name";
    let fields = [("name", "Only <summer>"), ("back", back), ("columns", "uses.tags"), ("shared", "on"), ("once", "v")];
    let page = owner.done("/admin/coupons/views", &fields).await;
    assert!(page.contains("The view is kept.") && page.contains(">Only &#60;summer&#62;</a>"), "{page}");
    let view = face.get("/v1/views?list=coupons").await.json()["data"][0].clone();
    assert_eq!((&view["query"], &view["shared"]), (&json!("q=summer&sort=name"), &json!(true)), "{view}");
    let id = view["id"].as_str().unwrap();
    let link = format!("/admin/coupons?q=summer&sort=name&columns=uses.tags&view={id}");
    assert!(page.replace("&#38;", "&").contains(&link), "{page}");
    let shown = owner.page(&link).await;
    assert!(shown.contains(">Summer</a>") && !shown.contains(">Winter</a>"));
    assert!(
        shown.contains("<th scope=\"col\">Tags</th>") && !shown.contains("<th scope=\"col\">State</th>"),
        "{shown}"
    );
    assert!(shown.contains("aria-current=\"page\">Only &#60;summer") && shown.contains("Delete the view"));
    let gone = owner.done(&format!("/admin/coupons/views/{id}/delete"), &[]).await;
    assert!(gone.contains("The view is deleted.") && !gone.contains("Only &#60;summer"));
    let unnamed = owner.done("/admin/coupons/views", &[("name", ""), ("back", back)]).await;
    assert!(unnamed.contains("Give it a name"), "{unnamed}");
}

#[tokio::test]
async fn columns_are_chosen_and_kept() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    make(&face, "Summer", "SUMMER", json!({ "owner": "Ana", "tags": ["hot", "new"] })).await;
    let usual = owner.page("/admin/coupons").await;
    assert!(usual.contains("<th scope=\"col\">State</th>") && !usual.contains("hot, new"));
    let chosen = [("column", "owner"), ("column", "tags"), ("back", "/admin/coupons?sort=name")];
    let page = owner.done("/admin/coupons/columns", &chosen).await;
    assert!(
        page.contains("hot, new") && page.contains(">Ana</td>") && !page.contains("<th scope=\"col\">State</th>"),
        "{page}"
    );
    assert!(owner.page("/admin/coupons").await.contains("hot, new"), "kept");
    assert!(
        owner.page("/admin/coupons?columns=state").await.contains("<th scope=\"col\">State</th>"),
        "the address first"
    );
}

#[tokio::test]
async fn what_a_coupon_gave_lately_stands_in_its_row() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    make(&face, "Summer", "SUMMER", json!({})).await;
    make(&face, "Winter", "WINTER", json!({})).await;
    for (order, price) in [("o-1", 10_000), ("o-2", 5_000)] {
        let cart =
            json!({ "currency": "EUR", "line_items": [{ "product_id": "a", "quantity": 1, "unit_price": price }] });
        let body = json!({ "order_id": order, "cart": cart, "discounts": { "codes": ["SUMMER"] } });
        let got = face.call("POST", "/v1/redemptions").header("idempotency-key", order).json(&body).send().await;
        assert_eq!(got.status, 201, "{}", got.text());
    }
    let page = owner.page("/admin/coupons").await;
    assert!(page.contains("€30.00") && page.contains("2 uses") && page.contains("<polyline points=\"0,15 "), "{page}");
    assert_eq!(page.matches("<polyline").count(), 1, "one coupon was used");
}

#[tokio::test]
async fn what_ends_soon_has_a_tab() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    let at = |days: i64| face.app.now() + jiff::SignedDuration::from_hours(24 * days);
    make(&face, "Soon", "SOON", json!({ "validity": { "ends_at": at(3) } })).await;
    make(&face, "Later", "LATER", json!({ "validity": { "ends_at": at(30) } })).await;
    let list = owner.page("/admin/coupons").await;
    let link =
        list.split(">Ending soon</a>").next().unwrap().rsplit("href=\"").next().unwrap().split('"').next().unwrap();
    let soon = owner.page(&link.replace("&#38;", "&")).await;
    assert!(
        soon.contains(">Soon</a>")
            && !soon.contains(">Later</a>")
            && soon.contains("aria-current=\"page\">Ending soon"),
        "{soon}"
    );
}

#[tokio::test]
async fn a_row_is_edited_in_place_and_that_is_undone() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    let id = make(&face, "Summer", "SUMMER", json!({ "limits": { "total": 10 } })).await;
    let path = format!("/admin/coupons/{id}/quick");
    let form = owner.page(&path).await;
    assert_eq!(value_of(&form, "total"), "10");
    let fields = [("version", "1"), ("ends", "2099-06-30"), ("total", "25"), ("back", "/admin/coupons?state=paused")];
    let page = owner.done(&path, &fields).await;
    assert!(page.contains("Your changes are saved.") && page.contains(&format!("{id}.terms.2")), "{page}");
    let coupon = read(&face, &id).await;
    assert_eq!((&coupon["limits"]["total"], &coupon["status"]), (&json!(25), &json!("paused")));
    assert_eq!(coupon["validity"]["ends_at"], "2099-07-01T00:00:00Z");
    let undo = format!("{id}.terms.2");
    assert!(owner.done("/admin/coupons/undo", &[("undo", &undo)]).await.contains("It is as it was before."));
    assert_eq!(read(&face, &id).await["limits"]["total"], 10);
    // The hour of an end is shown and kept, and what is not touched stays to the second.
    let hour = json!({ "validity": { "ends_at": "2099-06-30T18:30:45Z" } });
    let patched =
        face.call("PATCH", &format!("/v1/coupons/{id}")).header("if-match", "\"v3\"").json(&hour).send().await;
    assert_eq!(patched.status, 200, "{}", patched.text());
    let form = owner.page(&path).await;
    let (ends, time, was) = (value_of(&form, "ends"), value_of(&form, "ends_time"), value_of(&form, "ends_was"));
    let typed = |total: &'static str, day: &str| {
        let dates = [("ends", day.to_owned()), ("ends_time", time.clone()), ("ends_was", was.clone())];
        let mut fields = vec![("total", total.to_owned())];
        fields.extend(dates);
        fields
    };
    for (version, total, day, kept) in
        [("4", "11", &*ends, "2099-06-30T18:30:45Z"), ("5", "12", "2099-07-31", "2099-07-31T18:30:45Z")]
    {
        let typed = typed(total, day);
        let mut fields: Vec<(&str, &str)> = typed.iter().map(|(name, text)| (*name, text.as_str())).collect();
        fields.push(("version", version));
        owner.done(&path, &fields).await;
        assert_eq!(read(&face, &id).await["validity"]["ends_at"], kept);
    }
    let wrong = owner.submit(&path, &[("version", "6"), ("ends", "soon"), ("total", "many"), ("enabled", "on")]).await;
    assert!(wrong.status == 422 && wrong.text().contains("value=\"many\"") && wrong.text().contains("Write a date"));
    let stale = owner.submit(&path, &[("version", "1"), ("total", "9"), ("enabled", "on")]).await;
    assert!(stale.status == 422 && stale.text().contains("Somebody else was faster"), "{}", stale.text());
}

#[tokio::test]
async fn a_card_says_a_coupon_in_short() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    let id = make(&face, "Summer", "SUMMER", json!({})).await;
    let path = format!("/admin/coupons/{id}/card");
    assert_eq!(owner.get(&path).await.header("location"), format!("/admin/coupons/{id}"));
    let card = owner.part(&path).await;
    assert!(card.contains("20% off") && card.contains("/qr?size=96") && !card.contains("<html"), "{card}");
}

#[tokio::test]
async fn a_pasted_list_of_codes_finds_their_coupons() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    make(&face, "Summer", "SUMMER", json!({})).await;
    make(&face, "Winter", "WINTER", json!({})).await;
    make(&face, "Spring", "SPRING", json!({})).await;
    let page = owner.page("/admin/coupons?q=winter%2C%20NOBODY-1%2CSUMMER").await;
    assert!(page.contains(">Summer</a>") && page.contains(">Winter</a>") && !page.contains(">Spring</a>"), "{page}");
    assert!(page.contains("Nobody has these codes:") && page.contains(">NOBODY-1</code>"));
    assert!(page.find(">Winter</a>") < page.find(">Summer</a>"), "in their order");
    let table = owner.get("/admin/coupons/export?q=winter%2CSUMMER").await.text();
    assert_eq!(table.lines().count(), 3, "{table}");
}

#[tokio::test]
async fn many_are_extended_tagged_copied_and_exported() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    let ends = json!({ "validity": { "ends_at": "2099-06-30T00:00:00Z" }, "tags": ["old"] });
    let one = make(&face, "One", "ONE1", ends).await;
    let two = make(&face, "Two", "TWO2", json!({})).await;
    let bulk = "/admin/coupons/bulk";
    let preview = owner.submit(bulk, &[("action", "extend"), ("id", &one), ("id", &two)]).await.text();
    assert!(
        preview.contains("Two: has no end")
            && preview.contains("name=\"days\"")
            && preview.contains("1 will be changed."),
        "{preview}"
    );
    let first = format!("{one}.1");
    let wrong =
        owner.submit(bulk, &[("action", "extend"), ("confirmed", "yes"), ("coupon", &first), ("days", "0")]).await;
    assert!(wrong.status == 422 && wrong.text().contains("from 1 to 3,650") && wrong.text().contains(&first));
    let page = owner.done(bulk, &[("action", "extend"), ("confirmed", "yes"), ("coupon", &first), ("days", "7")]).await;
    assert!(page.contains("The coupon is extended."), "{page}");
    assert_eq!(read(&face, &one).await["validity"]["ends_at"], "2099-07-07T00:00:00Z");
    let undo = format!("{one}.terms.2");
    owner.done("/admin/coupons/undo", &[("undo", &undo)]).await;
    assert_eq!(read(&face, &one).await["validity"]["ends_at"], "2099-06-30T00:00:00Z", "undone");
    let (first, second) = (format!("{one}.3"), format!("{two}.1"));
    let both = [("confirmed", "yes"), ("coupon", first.as_str()), ("coupon", second.as_str())];
    let tag: Vec<_> = both.into_iter().chain([("action", "tag"), ("tags", "hot, old")]).collect();
    assert!(owner.done(bulk, &tag).await.contains("2 coupons are tagged."));
    assert_eq!(read(&face, &one).await["tags"], json!(["old", "hot"]));
    assert_eq!(read(&face, &two).await["tags"], json!(["hot", "old"]));
    let copy = [("action", "duplicate"), ("starts", "2099-08-01"), ("ends", "2099-08-31")];
    let copy: Vec<_> = both.into_iter().chain(copy).collect();
    assert!(owner.done(bulk, &copy).await.contains("2 copies are made, drafts without codes."));
    let drafts = face.get("/v1/coupons?state=draft").await.json();
    assert!(
        drafts["data"].as_array().unwrap().iter().all(|one| one["validity"]["starts_at"] == "2099-08-01T00:00:00Z"),
        "{drafts}"
    );
    let chosen = owner.submit(bulk, &[("action", "export"), ("id", &one)]).await;
    assert_eq!(chosen.header("content-disposition"), "attachment; filename=\"coupons.csv\"");
    assert!(chosen.text().lines().count() == 2 && chosen.text().contains(",One,ONE1,"), "{}", chosen.text());
    let all = owner.get("/admin/coupons/export?state=draft").await.text();
    assert_eq!(all.lines().count(), 3, "{all}");
}

#[tokio::test]
async fn r016_a_row_leads_to_its_coupon_its_uses_and_its_deletion() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    let id = make(&face, "Summer", "SUMMER", json!({})).await;
    let page = owner.page("/admin/coupons").await;
    let menu = page.split("class=\"menu-body\">").find(|part| part.contains(&format!("{id}/edit\""))).unwrap();
    for part in ["edit", "quick", "usages", "share", "delete"] {
        assert!(menu.contains(&format!("href=\"/admin/coupons/{id}/{part}\"")), "{part}: {menu}");
    }
}
