//! The first account, signing in and out, what is refused.

use tessera_app::users::Role;

use super::{Browser, PASSWORD, user};
use crate::face::Face;

#[tokio::test]
async fn a_fresh_shop_is_set_up_with_the_token_alone() {
    let face = Face::new().await;
    let mut browser = Browser::new(&face);
    for path in ["/admin/coupons", "/admin/sign-in"] {
        assert_eq!(browser.get(path).await.header("location"), "/admin/setup", "{path}");
    }
    let locked = browser.page("/admin/setup?token=guess").await;
    assert!(!locked.contains("name=\"password\""), "{locked}");
    let fields = |token| [("token", token), ("name", "Ana"), ("email", "ana@shop.example"), ("password", PASSWORD)];
    assert_eq!(browser.send("/admin/setup", &fields("guess")).await.status, 403);
    let token = face.app.setup_token().to_owned();
    let open = browser.page(&format!("/admin/setup?token={token}")).await;
    assert!(open.contains("name=\"password\""));
    let mut wrong = fields(&token);
    wrong[3].1 = "short";
    let got = browser.send("/admin/setup", &wrong).await;
    assert_eq!(got.status, 422);
    assert!(got.text().contains("href=\"#password\"") && got.text().contains("value=\"ana@shop.example\""));
    let got = browser.send("/admin/setup", &fields(&token)).await;
    assert_eq!((got.status.as_u16(), got.header("location")), (303, "/admin/coupons"));
    let page = browser.page("/admin/coupons").await;
    assert!(page.contains("Welcome. Your account is made") && page.contains("No coupons yet"), "{page}");
    assert!(!browser.page("/admin/coupons").await.contains("Welcome. Your account"), "it is said once");
    assert_eq!(browser.get("/admin/setup").await.header("location"), "/admin/sign-in");
    assert_eq!(Browser::new(&face).send("/admin/setup", &fields(&token)).await.status, 403);
}

#[tokio::test]
async fn who_is_not_signed_in_comes_back_to_where_they_wanted() {
    let face = Face::new().await;
    face.app.create_owner("req_1", user("ana@shop.example", &[])).await.unwrap();
    let mut browser = Browser::new(&face);
    let to = browser.get("/admin/coupons?state=active").await.header("location").to_owned();
    assert_eq!(to, "/admin/sign-in?next=%2Fadmin%2Fcoupons%3Fstate%3Dactive");
    let page = browser.page(&to).await;
    assert!(page.contains("name=\"next\" value=\"/admin/coupons?state=active\""), "{page}");
    let fields = |next, password| [("next", next), ("email", "ana@shop.example"), ("password", password)];
    let got = browser.send("/admin/sign-in", &fields("/admin/coupons?state=active", PASSWORD)).await;
    assert_eq!(got.header("location"), "/admin/coupons?state=active");
    let elsewhere = Browser::new(&face).send("/admin/sign-in", &fields("https://evil.example/", PASSWORD)).await;
    assert_eq!(elsewhere.header("location"), "/admin/coupons");
    browser.page("/admin/coupons").await;
    let csrf = browser.csrf().await;
    let got = browser.send("/admin/sign-out", &[("csrf", &csrf)]).await;
    assert_eq!(got.header("location"), "/admin/sign-in");
    assert_eq!(browser.get("/admin/coupons").await.status, 303);
}

#[tokio::test]
async fn a_wrong_password_is_told_and_throttled() {
    let face = Face::new().await;
    face.app.create_owner("req_1", user("ana@shop.example", &[])).await.unwrap();
    let mut browser = Browser::new(&face);
    for _ in 0..10 {
        let got = browser.send("/admin/sign-in", &[("email", "ana@shop.example"), ("password", "wrong <b>")]).await;
        assert_eq!(got.status, 401);
        assert!(got.text().contains("role=\"alert\"") && got.text().contains("value=\"ana@shop.example\""));
        assert!(!got.text().contains("wrong <b>"));
    }
    let got = browser.send("/admin/sign-in", &[("email", "ana@shop.example"), ("password", PASSWORD)]).await;
    assert_eq!(got.status, 429);
    assert!(got.text().contains("Wait 15 minutes"), "{}", got.text());
}

#[tokio::test]
async fn a_form_of_another_site_or_session_is_refused() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    let id = face.create_coupon("SPRING").await;
    let path = format!("/admin/coupons/{id}/do/pause");
    assert_eq!(owner.send(&path, &[]).await.status, 403, "no token");
    let other = Browser::member(&face, &[Role::Edit]).await.csrf().await;
    assert_eq!(owner.send(&path, &[("csrf", &other)]).await.status, 403, "another session's token");
    let csrf = owner.csrf().await;
    for headers in
        [[("sec-fetch-site", "cross-site")], [("sec-fetch-site", "same-site")], [("origin", "https://evil.example")]]
    {
        let got = owner.send_with(&path, &[("csrf", &csrf)], &headers).await;
        assert_eq!(got.status, 403, "{headers:?}");
        assert!(got.header("content-type").starts_with("text/html"));
    }
    let sign_in = [("email", "ana@shop.example"), ("password", PASSWORD)];
    let got = Browser::new(&face).send_with("/admin/sign-in", &sign_in, &[("sec-fetch-site", "cross-site")]).await;
    assert_eq!(got.status, 403, "nobody is signed in by another site");
    assert_eq!(face.get(&format!("/v1/coupons/{id}")).await.json()["state"], "active");
    let got = owner.send_with(&path, &[("csrf", &csrf)], &[("sec-fetch-site", "same-origin")]).await;
    assert_eq!(got.status, 303);
    assert_eq!(face.get(&format!("/v1/coupons/{id}")).await.json()["state"], "paused");
}
