//! Pages: they render in each language, under a policy, without inline script.

use tessera_app::ErrorCode;

use crate::face::Face;
use crate::operations;

#[tokio::test]
async fn the_home_page_speaks_english_and_french() {
    let face = Face::new().await;
    let english = face.bare_call("GET", "/").send().await;
    assert!(english.text().contains("<html lang=\"en\">"), "{}", english.text());
    assert_eq!((english.header("content-language"), english.header("vary")), ("en", "accept-language"));
    for french in [
        face.bare_call("GET", "/").header("accept-language", "fr-CH, fr;q=0.9, en;q=0.8").send().await,
        face.bare_call("GET", "/?lang=fr").send().await,
    ] {
        assert!(french.text().contains("<html lang=\"fr\">"));
        assert!(french.text().contains("Créer une clé"));
    }
}

#[tokio::test]
async fn every_page_has_a_policy_and_no_inline_script() {
    let face = Face::new().await;
    for path in ["/", "/?lang=fr", "/docs", "/docs/errors"] {
        let page = face.bare_call("GET", path).send().await;
        assert_eq!(page.status, 200, "{path}");
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
        let policy = page.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none';"), "{path}: {policy}");
        let scripts = policy.split(';').find(|rule| rule.trim().starts_with("script-src"));
        assert!(scripts.is_none_or(|rule| rule.trim() == "script-src 'self'"), "{path}: {policy}");
        let html = page.text();
        for tag in html.split("<script").skip(1) {
            let (attributes, rest) = tag.split_once('>').unwrap();
            assert!(attributes.contains("src=\"/assets/"), "{path}: {attributes}");
            assert!(rest.starts_with("</script>"), "{path}: an inline script");
        }
        for inline in [" style=", " onclick=", " onload=", "javascript:", "<style"] {
            assert!(!html.contains(inline), "{path} holds {inline}");
        }
        assert!(!html.contains("http://") || path.starts_with("/?") || path == "/", "{path} loads from elsewhere");
        assert!(!html.contains("https://"), "{path} loads from elsewhere");
    }
}

#[tokio::test]
async fn what_a_page_links_to_is_there() {
    let face = Face::new().await;
    for path in ["/", "/docs", "/docs/errors"] {
        let html = face.get(path).await.text();
        for attribute in ["href=\"", "src=\""] {
            for link in html.split(attribute).skip(1).map(|rest| rest.split('"').next().unwrap()) {
                let target = link.split('#').next().unwrap();
                if target.is_empty() {
                    continue;
                }
                let got = face.bare_call("GET", target).send().await;
                assert_eq!(got.status, 200, "{path} links to {link}");
                if target.starts_with("/assets/") {
                    assert_eq!(got.header("cache-control"), "public, max-age=31536000, immutable");
                }
            }
        }
    }
}

#[tokio::test]
async fn the_docs_list_every_operation_and_every_error_without_script() {
    let face = Face::new().await;
    let docs = face.get("/docs").await.text();
    for operation in operations::all() {
        assert!(docs.contains(&format!("<code>{}</code>", operation.path)), "{}", operation.path);
    }
    let errors = face.get("/docs/errors").await.text();
    for error in ErrorCode::ALL {
        assert!(errors.contains(&format!("<tr id=\"{}\">", error.code())), "{}", error.code());
    }
}
