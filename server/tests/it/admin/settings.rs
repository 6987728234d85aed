//! Accounts, keys, sessions.

use super::{Browser, PASSWORD};
use crate::face::Face;

#[tokio::test]
async fn an_owner_takes_people_in_and_changes_what_they_may() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    let here = "/admin/settings/users";
    let fields = [("name", "Ben <b>"), ("email", "ben@shop.example"), ("password", PASSWORD), ("role", "edit")];
    let page = owner.done(here, &fields).await;
    assert!(
        page.contains("The account is made.") && page.contains("Ben &#60;b&#62;") && page.contains("View, Edit"),
        "{page}"
    );
    let got = owner.submit(here, &fields).await;
    assert_eq!(got.status, 422);
    assert!(got.text().contains("Somebody has an account with this e-mail."), "{}", got.text());
    let got = owner.submit(here, &[("name", ""), ("email", "nobody"), ("password", "short")]).await;
    for field in ["name", "email", "password"] {
        assert!(got.text().contains(&format!("href=\"#{field}\"")), "{}", got.text());
    }
    let mut ben = Browser::signed_in(&face, "ben@shop.example").await;
    assert_eq!(ben.get(here).await.status, 403);
    let of_ben = page.split("href=\"/admin/settings/users/").nth(2).unwrap().split('"').next().unwrap().to_owned();
    let path = format!("{here}/{of_ben}");
    assert!(owner.page(&path).await.contains("value=\"edit\" checked"));
    let stale = owner.submit(&path, &[("version", "9"), ("name", "Ben")]).await;
    assert_eq!(stale.status, 422);
    owner
        .done(&path, &[("version", "1"), ("name", "Ben"), ("role", "edit"), ("role", "publish"), ("do", "save")])
        .await;
    assert!(ben.page("/admin/coupons/new").await.contains("Save and put in force"), "at once");
    let page = owner.done(&path, &[("version", "2"), ("do", "disable")]).await;
    assert!(page.contains("Switched off"));
    assert_eq!(ben.get("/admin/coupons").await.status, 303, "signed out at once");
    let of_owner = page.split("href=\"/admin/settings/users/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let got = owner.submit(&format!("{here}/{of_owner}"), &[("version", "1"), ("do", "disable")]).await;
    assert!(got.text().contains("A shop needs an owner"), "{}", got.text());
}

#[tokio::test]
async fn a_key_is_shown_once_and_revoked() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    let here = "/admin/settings/keys";
    let got = owner.submit(here, &[("name", "Checkout"), ("kind", "secret")]).await;
    assert_eq!(got.status, 422);
    assert!(got.text().contains("Choose at least one right."));
    let fields = [("name", "Checkout"), ("kind", "secret"), ("scope", "quotes"), ("scope", "coupons:read")];
    let got = owner.submit(here, &fields).await;
    assert_eq!((got.status.as_u16(), got.header("cache-control")), (200, "no-store"));
    let page = got.text();
    let secret = page.split("id=\"secret\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
    assert!(secret.starts_with("sk_"));
    let bearer = format!("Bearer {secret}");
    let read = face.bare_call("GET", "/v1/coupons").header("authorization", &bearer).send().await;
    assert_eq!(read.status, 200);
    assert_eq!(owner.submit(here, &[("name", "Shop window"), ("kind", "publishable")]).await.status, 200);
    let list = owner.page(here).await;
    assert!(list.contains("<span class=\"value\">Price carts</span>"), "a publishable key prices: {list}");
    assert!(list.contains("Checkout") && list.contains("quotes, coupons:read") && !list.contains(&secret));
    let checkout = list.split("Checkout").nth(1).unwrap();
    let revoke = checkout.split("href=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert!(owner.page(&revoke).await.contains("Revoke Checkout"));
    assert!(owner.done(&revoke, &[]).await.contains("The key is revoked."));
    let read = face.bare_call("GET", "/v1/coupons").header("authorization", &bearer).send().await;
    assert_eq!(read.status, 401);
}

#[tokio::test]
async fn sessions_are_listed_and_ended_and_a_password_changed() {
    let face = Face::new().await;
    let mut here = Browser::owner(&face).await;
    let mut there = Browser::signed_in(&face, "ana@shop.example").await;
    let page = here.page("/admin/settings/sessions").await;
    assert!(page.contains("(this one)"), "{page}");
    let end = page.split("action=\"/admin/settings/sessions/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    here.done(&format!("/admin/settings/sessions/{end}"), &[]).await;
    assert_eq!(there.get("/admin/coupons").await.status, 303);
    let got = here.submit("/admin/settings/password", &[("present", "wrong"), ("password", "another password")]).await;
    assert_eq!(got.status, 422);
    assert!(got.text().contains("href=\"#present\""));
    let fields = [("present", PASSWORD), ("password", "another password")];
    assert!(here.done("/admin/settings/password", &fields).await.contains("Your password is changed"));
    let mut again = Browser::new(&face);
    let sign_in = [("email", "ana@shop.example"), ("password", "another password")];
    assert_eq!(again.send("/admin/sign-in", &sign_in).await.status, 303);
}

#[tokio::test]
async fn nobody_gives_themselves_a_password_without_the_present_one() {
    let face = Face::new().await;
    let mut here = Browser::owner(&face).await;
    let list = here.page("/admin/settings/users").await;
    let own = list.split("href=\"/admin/settings/users/usr_").nth(1).unwrap().split('"').next().unwrap();
    let own = format!("/admin/settings/users/usr_{own}");
    let page = here.page(&own).await;
    assert!(!page.contains("type=\"password\"") && page.contains("href=\"/admin/settings/sessions\""), "{page}");
    let version = page.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let fields = [("name", "Ana"), ("owner", "yes"), ("version", &version), ("password", "another password")];
    assert_eq!(here.submit(&own, &fields).await.status, 422);
    let mut again = Browser::new(&face);
    let sign_in = |password| [("email", "ana@shop.example"), ("password", password)];
    assert_eq!(again.send("/admin/sign-in", &sign_in("another password")).await.status, 401);
    assert_eq!(again.send("/admin/sign-in", &sign_in(PASSWORD)).await.status, 303);
}
