//! The code box as it is served: from any origin, small, not sent twice; and the page that shows it.

use crate::face::Face;

#[tokio::test]
async fn the_box_is_served_to_every_origin_and_not_sent_twice() {
    let face = Face::new().await;
    let script = face.bare_call("GET", "/widget/tessera.js").header("origin", "https://shop.example").send().await;
    assert_eq!(script.status, 200);
    assert_eq!(script.header("content-type"), "text/javascript; charset=utf-8");
    assert_eq!(script.header("access-control-allow-origin"), "*");
    assert_eq!(script.header("cross-origin-resource-policy"), "cross-origin");
    assert!(script.header("cache-control").starts_with("public, max-age=300"), "{}", script.header("cache-control"));
    assert!(script.text().contains("customElements.define(\"tessera-box\""));
    let etag = script.header("etag").to_owned();
    for known in [etag.clone(), format!("W/{etag}"), format!("\"other\", {etag}"), "*".to_owned()] {
        let again = face.bare_call("GET", "/widget/tessera.js").header("if-none-match", &known).send().await;
        assert_eq!((again.status.as_u16(), again.text().as_str()), (304, ""), "{known}");
        assert_eq!((again.header("etag"), again.header("access-control-allow-origin")), (etag.as_str(), "*"));
    }
    let other = face.bare_call("GET", "/widget/tessera.js").header("if-none-match", "\"other\"").send().await;
    assert_eq!(other.status, 200);
}

#[tokio::test]
async fn the_box_is_below_15_kb_on_the_wire() {
    let face = Face::new().await;
    let script = face.bare_call("GET", "/widget/tessera.js").header("accept-encoding", "gzip, br").send().await;
    assert_eq!((script.header("content-encoding"), script.header("vary")), ("gzip", "accept-encoding"));
    let size = script.body.len();
    assert!((8_000..15_000).contains(&size), "{size} bytes");
}

#[tokio::test]
async fn the_box_keeps_to_a_strict_policy() {
    let face = Face::new().await;
    let script = face.bare_call("GET", "/widget/tessera.js").send().await.text();
    for forbidden in
        ["eval(", "new Function", "innerHTML", "document.cookie", "style=", "document.write", "http://", "https://"]
    {
        // The name of a drawing's namespace is an address that nothing is loaded from.
        let script = script.replace("http://www.w3.org/2000/svg", "");
        assert!(!script.contains(forbidden), "{forbidden}");
    }
}

#[tokio::test]
async fn the_page_of_the_box_shows_it_for_a_publishable_key_alone() {
    let face = Face::new().await;
    let plain = face.bare_call("GET", "/docs/widget").header("host", "coupons.example").send().await;
    assert_eq!(plain.status, 200);
    assert!(plain.text().contains("http://coupons.example/widget/tessera.js"), "{}", plain.text());
    assert!(!plain.text().contains("<tessera-box"));
    assert!(plain.text().contains("href=\"/docs/widget/manual\""), "{}", plain.text());
    let manual = face.bare_call("GET", "/docs/widget/manual").send().await;
    assert!(manual.status == 200 && manual.text().contains("| `url-codes` |"), "{}", manual.text());
    let shown = face.bare_call("GET", "/docs/widget?key=pk_1%22%3E%3Cscript%3E").send().await;
    assert!(shown.text().contains("<tessera-box key=\"pk_1&#34;&#62;&#60;script&#62;\">"), "{}", shown.text());
    let policy = shown.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"), "{policy}");
    let secret = face.bare_call("GET", "/docs/widget?key=sk_1").send().await.text();
    assert!(!secret.contains("sk_1") && !secret.contains("<tessera-box"), "{secret}");
}
