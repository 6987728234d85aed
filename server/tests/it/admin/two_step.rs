//! Two-step sign-in: the authenticator, recovery codes, an owner who helps out.

use jiff::{SignedDuration, Timestamp};
use tessera_app::two_step::shown_code;
use tessera_app::users::Role;

use super::{Browser, PASSWORD, value_of};
use crate::face::Face;

const HERE: &str = "/admin/settings/two-step";

/// Switches it on; the secret and the recovery codes.
async fn switch_on(browser: &mut Browser<'_>) -> (String, Vec<String>) {
    let got = browser.submit(&format!("{HERE}/begin"), &[("present", PASSWORD)]).await;
    assert_eq!((got.status.as_u16(), got.header("cache-control")), (200, "no-store"), "{}", got.text());
    let page = got.text();
    assert!(page.contains("src=\"data:image/png;base64,iVBOR"), "{page}");
    let secret = page.split("id=\"secret\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
    let unseen = browser.submit(&format!("{HERE}/confirm"), &[("code", "000 00")]).await;
    assert_eq!(
        (unseen.status.as_u16(), unseen.header("location")),
        (303, HERE),
        "who did not see the secret sees none"
    );
    let proof = value_of(&page, "proof");
    let got = browser.submit(&format!("{HERE}/confirm"), &[("code", "000 00"), ("proof", &proof)]).await;
    assert_eq!(got.status, 422);
    assert!(got.text().contains("href=\"#code\"") && got.text().contains(&secret), "{}", got.text());
    let code = shown_code(&secret, Timestamp::now()).unwrap();
    let got = browser.submit(&format!("{HERE}/confirm"), &[("code", &code)]).await;
    assert_eq!(got.status, 200, "{}", got.text());
    let page = got.text();
    let codes = page.split("id=\"codes\">").nth(1).unwrap().split("</pre>").next().unwrap();
    let codes: Vec<String> = codes.lines().map(str::to_owned).collect();
    assert_eq!(codes.len(), 10, "{page}");
    (secret, codes)
}

#[tokio::test]
async fn a_code_is_asked_for_after_the_password() {
    let face = Face::new().await;
    let mut ana = Browser::owner(&face).await;
    let got = ana.submit(&format!("{HERE}/begin"), &[("present", "wrong password")]).await;
    assert_eq!(got.status, 422);
    assert!(got.text().contains("This is not your present password."));
    let (secret, codes) = switch_on(&mut ana).await;
    let page = ana.page(HERE).await;
    assert!(page.contains("Recovery codes left: 10") && !page.contains(&codes[0]), "{page}");
    assert!(ana.page("/admin/settings/sessions").await.contains("On since"));

    let mut there = Browser::new(&face);
    assert_eq!(there.get("/admin/sign-in/code").await.header("location"), "/admin/sign-in");
    let fields = [("email", "ana@shop.example"), ("password", PASSWORD), ("next", "/admin/coupons?state=draft")];
    let got = there.send("/admin/sign-in", &fields).await;
    let to = got.header("location").to_owned();
    assert_eq!(to, "/admin/sign-in/code?next=%2Fadmin%2Fcoupons%3Fstate%3Ddraft");
    assert!(there.page(&to).await.contains("autocomplete=\"one-time-code\""));
    assert_eq!(there.get("/admin/coupons").await.status, 303, "the password alone does not sign in");
    let give = |code: &str| [("next", "/admin/coupons?state=draft".to_owned()), ("code", code.to_owned())];
    let wrong = give("000 00");
    let wrong: Vec<_> = wrong.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let got = there.send("/admin/sign-in/code", &wrong).await;
    assert_eq!(got.status, 401);
    assert!(got.text().contains("role=\"alert\"") && got.text().contains("This code is not right"), "{}", got.text());
    let next = shown_code(&secret, Timestamp::now() + SignedDuration::from_secs(30)).unwrap();
    let right = give(&next);
    let right: Vec<_> = right.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let got = there.send("/admin/sign-in/code", &right).await;
    assert_eq!(got.header("location"), "/admin/coupons?state=draft", "{}", got.text());
    assert_eq!(there.get("/admin/coupons").await.status, 200);

    let mut again = Browser::new(&face);
    again.send("/admin/sign-in", &fields[..2]).await;
    let got = again.send("/admin/sign-in/code", &[("code", &next)]).await;
    assert_eq!(got.status, 401, "a code is taken once");
    let got = again.send("/admin/sign-in/code", &[("code", &codes[0])]).await;
    assert_eq!(got.header("location"), "/admin/coupons");
    assert!(again.page(HERE).await.contains("Recovery codes left: 9"));
}

#[tokio::test]
async fn it_is_switched_off_with_password_and_code() {
    let face = Face::new().await;
    let mut ana = Browser::owner(&face).await;
    let (_, codes) = switch_on(&mut ana).await;
    let end = format!("{HERE}/end");
    let got = ana.submit(&end, &[("present", PASSWORD), ("code", "000000000")]).await;
    assert_eq!(got.status, 422);
    assert!(got.text().contains("href=\"#end-code\""), "{}", got.text());
    let got = ana.submit(&format!("{HERE}/codes"), &[("present", "wrong"), ("code", &codes[0])]).await;
    assert!(got.text().contains("href=\"#codes-present\""), "{}", got.text());
    let got = ana.submit(&format!("{HERE}/codes"), &[("present", PASSWORD), ("code", &codes[0])]).await;
    let page = got.text();
    let new = page.split("id=\"codes\">").nth(1).unwrap().lines().next().unwrap().to_owned();
    assert_eq!(ana.submit(&end, &[("present", PASSWORD), ("code", &codes[1])]).await.status, 422, "an old one");
    let page = ana.done(&end, &[("present", PASSWORD), ("code", &new)]).await;
    assert!(page.contains("Two-step sign-in is switched off.") && page.contains("Set it up"), "{page}");
    Browser::signed_in(&face, "ana@shop.example").await;
}

#[tokio::test]
async fn an_owner_helps_out_who_lost_everything() {
    let face = Face::new().await;
    let mut ana = Browser::owner(&face).await;
    let mut ben = Browser::member(&face, &[Role::Edit]).await;
    switch_on(&mut ben).await;
    let users = ana.page("/admin/settings/users").await;
    let of_ben = users.split("href=\"/admin/settings/users/").nth(2).unwrap().split('"').next().unwrap().to_owned();
    let path = format!("/admin/settings/users/{of_ben}");
    assert!(ana.page(&path).await.contains("Switch off two-step sign-in"));
    assert_eq!(ben.submit(&format!("{path}/two-step"), &[]).await.status, 403, "not oneself");
    let page = ana.done(&format!("{path}/two-step"), &[]).await;
    assert!(page.contains("Their two-step sign-in is switched off") && !page.contains("Switch off two-step"), "{page}");
    assert_eq!(ben.get("/admin/coupons").await.status, 303, "signed out");
    Browser::signed_in(&face, "ben@shop.example").await;
}
