//! What every page has: headers, language, colours, words that are escaped.

use serde_json::json;

use super::Browser;
use crate::face::Face;

async fn pages(face: &Face) -> Vec<String> {
    let id = face.create_coupon("SPRING").await;
    let parts = [
        "",
        "/edit",
        "/usages",
        "/attempts",
        "/basket",
        "/codes",
        "/codes/new",
        "/codes/import",
        "/codes/labels",
        "/share",
        "/share/sheet?size=a6",
        "/again",
        "/template",
        "/delete",
        "/quick",
        "/versions",
        "/versions/compare",
        "/activity",
        "/lint",
    ];
    let of_coupon = parts.map(|part| format!("/admin/coupons/{id}{part}"));
    let others = [
        "/admin",
        "/admin/overview/counts",
        "/admin/overview/checks",
        "/admin/help/why",
        "/admin/coupons",
        "/admin/coupons?state=expired",
        "/admin/coupons/new",
        "/admin/palette?q=spring",
        "/admin/settings/users",
        "/admin/settings/keys",
        "/admin/settings/sessions",
        "/admin/settings/two-step",
        "/admin/settings/store",
        "/admin/settings/messages",
        "/admin/settings/messages?locale=fr",
        "/admin/settings/audit",
        "/admin/settings/segments",
        "/admin/settings/webhooks",
        "/admin/templates",
        "/admin/templates?goal=clear_stock",
        "/admin/templates/tpl_welcome",
        "/admin/campaigns",
        "/admin/campaigns/new",
        "/admin/campaigns/calendar",
    ];
    let campaign = super::campaigns::create_campaign(face).await;
    let of_campaign = ["", "/edit"].map(|part| format!("/admin/campaigns/{campaign}{part}"));
    let webhook = face.post("/v1/webhooks", &json!({ "url": "https://shop.example/hook" })).await.json();
    let of_webhook = format!("/admin/settings/webhooks/{}", webhook["id"].as_str().unwrap());
    let others = others.map(str::to_owned).into_iter().chain(of_campaign).chain([of_webhook]);
    others.chain(of_coupon).collect()
}

#[tokio::test]
async fn every_page_is_safe_to_show_in_both_languages() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    for path in pages(&face).await {
        for language in ["en", "fr"] {
            owner.language = language;
            let got = owner.get(&path).await;
            assert_eq!(got.status, 200, "{path}: {}", got.text());
            let policy = got.header("content-security-policy");
            assert!(policy.contains("script-src 'self'; style-src 'self';"), "{policy}");
            assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"), "{policy}");
            assert_eq!(got.header("x-frame-options"), "DENY");
            // `no-referrer` would make the origin of our own forms `null` on plain HTTP.
            assert_eq!(got.header("referrer-policy"), "same-origin");
            assert_eq!((got.header("cache-control"), got.header("x-content-type-options")), ("no-store", "nosniff"));
            assert_eq!(got.header("cross-origin-opener-policy"), "same-origin");
            let html = got.text();
            assert!(html.contains(&format!("<html lang=\"{language}\"")), "{path}");
            assert_eq!(html.matches("<h1").count(), 1, "{path}");
            for inline in [" style=", " onclick=", "javascript:", "<style", "{0}", "{{"] {
                assert!(!html.contains(inline), "{path} holds {inline}");
            }
            for tag in html.split("<script").skip(1) {
                assert!(tag.contains("src=\"/assets/") && tag.contains("></script>"), "{path}: an inline script");
            }
            // Every form that is sent carries the token.
            for form in html.split("<form method=\"post\"").skip(1) {
                let form = form.split("</form>").next().unwrap();
                assert!(form.contains("name=\"csrf\""), "{path}: {form}");
            }
            // Every field has a label.
            for id in html.split("<input class=\"form-control").skip(1).filter_map(|rest| rest.split("id=\"").nth(1)) {
                let id = id.split('"').next().unwrap();
                assert!(html.contains(&format!("for=\"{id}\"")), "{path}: {id} has no label");
            }
        }
    }
}

#[tokio::test]
async fn what_a_page_links_to_is_there() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    for path in pages(&face).await {
        let html = owner.page(&path).await;
        for attribute in ["href=\"", "src=\"", "hx-get=\""] {
            for link in html.split(attribute).skip(1).map(|rest| rest.split('"').next().unwrap()) {
                let target = link.split('#').next().unwrap().replace("&#38;", "&").replace("&amp;", "&");
                if !target.is_empty() {
                    let got = owner.get(&target).await;
                    assert!(got.status == 200 || got.status == 303, "{path} links to {link}: {}", got.status);
                }
            }
        }
    }
}

#[tokio::test]
async fn a_french_page_is_french_and_the_choice_is_kept() {
    let face = Face::new().await;
    face.create_coupon("SPRING").await;
    let mut owner = Browser::owner(&face).await;
    let page = owner.page("/admin/coupons").await;
    assert!(page.contains("New coupon") && page.contains("data-theme=\"auto\""));
    let csrf = owner.csrf().await;
    let fields = [("csrf", csrf.as_str()), ("language", "fr"), ("theme", "dark"), ("here", "/admin/coupons?q=x")];
    assert_eq!(owner.send("/admin/preferences", &fields).await.header("location"), "/admin/coupons?q=x");
    let page = owner.page("/admin/coupons").await;
    for words in ["Nouveau coupon", "Utilisations", "sans fin", "20&#160;% sur", "data-theme=\"dark\"", "Actif"] {
        let page = page.replace('\u{a0}', "&#160;");
        assert!(page.contains(words), "{words}: {page}");
    }
    let mut other = Browser::new(&face).in_french();
    assert!(other.page("/admin/sign-in").await.contains("Se connecter"));
}

#[tokio::test]
async fn what_is_not_there_is_told_in_a_page() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    for path in
        ["/admin/nope", "/admin/coupons/cpn_none", "/admin/coupons/cpn_none/codes", "/admin/settings/users/usr_none"]
    {
        let got = owner.get(path).await;
        assert_eq!(got.status, 404, "{path}");
        assert!(got.text().contains("not here") && got.text().contains("req_"), "{}", got.text());
        assert_eq!(got.header("content-type"), "text/html; charset=utf-8");
    }
    assert_eq!(owner.get("/admin/coupons?cursor=broken").await.status, 400);
}

#[tokio::test]
async fn files_are_sent_compressed_to_who_takes_it() {
    let face = Face::new().await;
    let link = "/assets/vendor/tabler/tabler.min.css";
    let whole = face.bare_call("GET", link).send().await;
    let small = face.bare_call("GET", link).header("accept-encoding", "br;q=1, gzip").send().await;
    assert_eq!((whole.header("content-encoding"), small.header("content-encoding")), ("", "gzip"));
    assert_eq!((whole.header("vary"), small.header("vary")), ("accept-encoding", "accept-encoding"));
    assert!(small.body.len() < 120_000 && whole.body.len() > 500_000);
    let refused = face.bare_call("GET", link).header("accept-encoding", "gzip;q=0").send().await;
    assert_eq!(refused.body, whole.body);
}
