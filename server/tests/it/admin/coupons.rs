//! The list of coupons and what is done from it.

use serde_json::{Value, json};
use tessera_app::users::Role;

use super::Browser;
use crate::face::Face;

async fn make(face: &Face, body: Value) -> String {
    let got = face.post("/v1/coupons", &body).await;
    assert_eq!(got.status, 201, "{}", got.text());
    got.json()["id"].as_str().unwrap().to_owned()
}

fn coupon(name: &str, code: &str, more: Value) -> Value {
    let mut body = json!({
        "name": name, "code": code, "status": "enabled", "benefits": [{ "kind": "percent_off", "percent": 20 }]
    });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body
}

async fn state(face: &Face, id: &str) -> String {
    face.get(&format!("/v1/coupons/{id}")).await.json()["state"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn r013_the_list_says_what_a_coupon_is_and_finds_it() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    let over = json!({ "validity": { "ends_at": "2024-01-01T00:00:00Z" } });
    make(&face, coupon("Easter", "EASTER24", over)).await;
    make(&face, coupon("Winter", "XMAS2024", json!({ "limits": { "total": 100 } }))).await;
    let in_ten_days = face.app.now() + jiff::SignedDuration::from_hours(240);
    let soon = json!({
        "validity": { "ends_at": in_ten_days }, "limits": { "claims_total": 9 },
        "conditions": { "kind": "order_amount", "min": { "EUR": 10_000 } },
    });
    make(&face, coupon("Soon", "SOON", soon)).await;
    make(&face, coupon("Quiet", "QUIET", json!({ "status": "draft" }))).await;
    let automatic =
        json!({ "activation": "automatic", "code": null, "validity": { "starts_at": "2099-06-01T00:00:00Z" } });
    make(&face, coupon("Later", "X", automatic)).await;
    let page = owner.page("/admin/coupons").await;
    for words in [
        "EASTER24",
        "20% off the order",
        "0 of 100",
        "0, no limit",
        "Until 31 December 2023",
        "more than a year ago",
        "not published yet",
        "starts in more than a year",
        "no code",
        "<progress max=\"100\" value=\"0\"",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    for (query, there, not_there) in [
        ("q=xmas", "Winter", "Easter"),
        ("state=expired", "Easter", "Winter"),
        ("state=draft", "Quiet", "Winter"),
        ("state=scheduled", "Later", "Winter"),
        ("activation=automatic", "Later", "Easter"),
        ("ends=30", "Soon", "Easter"),
    ] {
        let page = owner.page(&format!("/admin/coupons?{query}")).await;
        let named = |name: &str| page.contains(&format!(">{name}</a>"));
        assert!(named(there) && !named(not_there), "{query}");
    }
    let page = owner.page("/admin/coupons?sort=name").await;
    let place = |name: &str| page.find(&format!(">{name}</a>")).unwrap();
    assert!(
        place("Easter") < place("Later")
            && place("Later") < place("Quiet")
            && place("Quiet") < place("Soon")
            && place("Soon") < place("Winter")
    );
    let none = owner.page("/admin/coupons?q=nothing&state=active").await;
    assert!(
        none.contains("No coupon fits") && none.contains("Search: nothing") && none.contains("Clear all"),
        "{none}"
    );
}

#[tokio::test]
async fn a_long_list_is_paged_in_its_address() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    for number in 0..51 {
        make(&face, coupon(&format!("Number {number:02}"), &format!("NUMBER{number:02}"), json!({}))).await;
    }
    let first = owner.page("/admin/coupons?sort=name&state=active").await;
    assert!(first.contains(">Number 49</a>") && !first.contains(">Number 50</a>"));
    let next = first.split("rel=\"next\"").next().unwrap().rsplit("href=\"").next().unwrap().split('"').next().unwrap();
    let next = next.replace("&#38;", "&").replace("&amp;", "&");
    assert!(next.contains("state=active") && next.contains("sort=name"), "{next}");
    let second = owner.page(&next).await;
    assert!(second.contains(">Number 50</a>") && !second.contains(">Number 49</a>") && second.contains("First page"));
}

#[tokio::test]
async fn names_are_words_and_never_markup() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    let name = "<script>alert(\"1\")</script> & 'co'";
    let id = make(&face, coupon(name, "MARKUP", json!({ "description": "<img src=x onerror=alert(1)>" }))).await;
    for path in [
        "/admin/coupons".to_owned(),
        format!("/admin/coupons/{id}"),
        format!("/admin/coupons/{id}/edit"),
        format!("/admin/coupons/{id}/versions"),
        "/admin/palette?q=%3Cscript".to_owned(),
        "/admin/coupons?q=%22%3E%3Cscript%3E".to_owned(),
    ] {
        let page = owner.page(&path).await;
        assert!(!page.contains("<script>") && !page.contains("<img src=x"), "{path}: {page}");
    }
    assert!(owner.page("/admin/coupons").await.contains("&#60;script&#62;"));
}

#[tokio::test]
async fn many_are_changed_at_once_after_a_look_and_it_can_be_undone() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    let one = make(&face, coupon("One", "ONE1", json!({}))).await;
    let two = make(&face, coupon("Two", "TWO2", json!({}))).await;
    let over = make(&face, coupon("Over", "OVER", json!({ "validity": { "ends_at": "2024-01-01T00:00:00Z" } }))).await;
    let fields = [("action", "pause"), ("back", "/admin/coupons"), ("id", one.as_str()), ("id", &two), ("id", &over)];
    let got = owner.submit("/admin/coupons/bulk", &fields).await;
    let preview = got.text();
    for words in ["3 selected. 2 will be changed.", "1 cannot:", "Over: already expired"] {
        assert!(preview.contains(words), "{words}: {preview}");
    }
    assert_eq!(state(&face, &one).await, "active", "nothing is done before it is confirmed");
    let (first, second) = (format!("{one}.1"), format!("{two}.1"));
    let fields = [
        ("action", "pause"),
        ("back", "/admin/coupons"),
        ("confirmed", "yes"),
        ("coupon", &first),
        ("coupon", &second),
    ];
    let csrf = owner.csrf().await;
    let fields: Vec<_> = fields.into_iter().chain([("csrf", csrf.as_str())]).collect();
    assert_eq!(owner.send("/admin/coupons/bulk", &fields).await.status, 303);
    let page = owner.page("/admin/coupons").await;
    assert!(page.contains("2 coupons are paused.") && page.contains("action=\"/admin/coupons/undo\""), "{page}");
    assert_eq!((state(&face, &one).await, state(&face, &two).await), ("paused".to_owned(), "paused".to_owned()));
    let undo = [("undo", format!("{one}.enabled.2")), ("undo", format!("{two}.enabled.2"))];
    let undo: Vec<_> = undo.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let page = owner.done("/admin/coupons/undo", &undo).await;
    assert!(page.contains("It is as it was before."));
    assert_eq!((state(&face, &one).await, state(&face, &two).await), ("active".to_owned(), "active".to_owned()));
    let none = owner.submit("/admin/coupons/bulk", &[("action", "pause")]).await.text();
    assert!(none.contains("Nothing was selected"));
}

#[tokio::test]
async fn a_row_is_paused_archived_restored_and_copied() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    let id = make(&face, coupon("One", "ONE1", json!({}))).await;
    let act = |action: &str| format!("/admin/coupons/{id}/do/{action}");
    assert!(owner.done(&act("archive"), &[("back", "/admin/coupons")]).await.contains("The coupon is archived."));
    let undo = format!("{id}.enabled.2");
    owner.done("/admin/coupons/undo", &[("undo", &undo)]).await;
    assert_eq!(state(&face, &id).await, "active", "restored and in force, as it was");
    assert!(owner.done(&act("pause"), &[]).await.contains("The coupon is paused."));
    let csrf = owner.csrf().await;
    let stale = owner.send(&act("enable"), &[("csrf", &csrf), ("version", "1")]).await;
    assert_eq!(stale.status, 412, "somebody changed it since");
    owner.done(&act("enable"), &[]).await;
    let copy = owner.done(&act("duplicate"), &[("once", "a")]).await;
    assert!(copy.contains("value=\"One (copy)\"") && copy.contains("Here is the copy"), "{copy}");
    owner.submit(&act("duplicate"), &[("once", "a")]).await;
    assert_eq!(
        owner.page("/admin/coupons?state=draft").await.matches(">One (copy)</a>").count(),
        1,
        "sent twice, made once"
    );
    assert_eq!(owner.submit(&act("explode"), &[]).await.status, 404);
}

#[tokio::test]
async fn who_may_not_is_refused_and_sees_no_button() {
    let face = Face::new().await;
    Browser::owner(&face).await;
    let id = make(&face, coupon("One", "ONE1", json!({}))).await;
    let mut reader = Browser::member(&face, &[]).await;
    let page = reader.page("/admin/coupons").await;
    assert!(
        page.contains(">One</a>")
            && !page.contains("New coupon")
            && !page.contains("do/pause")
            && !page.contains("API keys")
    );
    let page = reader.page(&format!("/admin/coupons/{id}")).await;
    assert!(!page.contains("do/pause") && !page.contains("/edit\"") && !page.contains("/activity"));
    for path in ["/admin/coupons/new", "/admin/settings/users", "/admin/settings/keys"] {
        assert_eq!(reader.get(path).await.status, 403, "{path}");
    }
    assert_eq!(reader.get(&format!("/admin/coupons/{id}/activity")).await.status, 403);
    assert_eq!(reader.submit(&format!("/admin/coupons/{id}/do/pause"), &[]).await.status, 403);
    assert_eq!(reader.submit("/admin/settings/users", &[("name", "x")]).await.status, 403);
    assert_eq!(state(&face, &id).await, "active");
}

#[tokio::test]
async fn an_editor_does_not_touch_what_is_in_force() {
    let face = Face::new().await;
    Browser::owner(&face).await;
    let id = make(&face, coupon("One", "ONE1", json!({}))).await;
    let mut editor = Browser::member(&face, &[Role::Edit]).await;
    assert_eq!(editor.submit(&format!("/admin/coupons/{id}/do/pause"), &[]).await.status, 403);
    let fields = [("action", "archive"), ("id", id.as_str())];
    let preview = editor.submit("/admin/coupons/bulk", &fields).await.text();
    assert!(preview.contains("needs the role “publish”"), "{preview}");
    let form = editor.page("/admin/coupons/new").await;
    assert!(form.contains("Save as a draft") && !form.contains("Save and put in force"));
}

#[tokio::test]
async fn what_a_row_does_it_does_to_what_the_row_shows() {
    let face = Face::new().await;
    let id = face.create_coupon("SPRING").await;
    let mut owner = Browser::owner(&face).await;
    let list = owner.page("/admin/coupons").await;
    let button = format!("name=\"version\" value=\"1\" formaction=\"/admin/coupons/{id}/do/pause\"");
    assert!(list.contains(&button), "{list}");
    // Meanwhile somebody else makes it another coupon.
    let more = serde_json::json!({ "benefits": [{ "kind": "percent_off", "percent": 90 }] });
    assert_eq!(face.call("PATCH", &format!("/v1/coupons/{id}")).json(&more).send().await.status, 200);
    let path = format!("/admin/coupons/{id}/do/pause");
    assert_eq!(owner.submit(&path, &[("version", "1")]).await.status, 412);
    assert_eq!(owner.submit(&path, &[("version", "2")]).await.status, 303);
}
