//! The overview: what needs attention.

use serde_json::{Value, json};

use super::{Browser, holds, order as place, ten_percent};
use crate::face::Face;

async fn made(face: &Face, name: &str, more: Value) -> String {
    ten_percent(face, json!({ "name": name, "code": name.to_uppercase() }), more).await
}

#[tokio::test]
async fn an_empty_shop_is_told_where_to_begin() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    let page = owner.page("/admin").await;
    holds(&page, &["Nothing to look after yet", "Make the first coupon", "href=\"/admin\" aria-current=\"page\""]);
    assert_eq!(owner.get("/admin/").await.header("location"), "/admin");
    let mut french = owner.in_french();
    holds(&french.page("/admin").await, &["Rien à surveiller pour l’instant", "Vue d’ensemble"]);
}

#[tokio::test]
async fn what_ends_soon_and_what_is_nearly_used_up_stands_first() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    let soon = face.app.now() + jiff::SignedDuration::from_hours(60);
    made(&face, "Soon", json!({ "validity": { "ends_at": soon } })).await;
    made(&face, "Later", json!({ "validity": { "ends_at": "2099-01-01T00:00:00Z" } })).await;
    made(&face, "Short", json!({ "limits": { "total": 2 } })).await;
    made(&face, "Plain", json!({ "status": "draft" })).await;
    let nearly = made(&face, "Nearly", json!({ "limits": { "total": 10 } })).await;
    for number in 0..9 {
        let cart =
            json!({ "currency": "USD", "line_items": [{ "product_id": "a", "quantity": 1, "unit_price": 1000 }] });
        let order = json!({ "order_id": format!("o{number}"), "cart": cart, "discounts": { "codes": ["NEARLY"] } });
        place(&face, &order).await;
    }
    let page = owner.page("/admin").await;
    let section =
        |id: &str| page.split(&format!("<h3 id=\"{id}\"")).nth(1).unwrap().split("</section>").next().unwrap();
    holds(section("ending"), &[">Soon</a>", "ends in"]);
    assert!(!section("ending").contains("Later"));
    holds(section("nearly"), &[&format!("href=\"/admin/coupons/{nearly}\">Nearly</a>"), "9 of 10"]);
    assert!(!section("nearly").contains("Short"));
    holds(section("jobs"), &["No job has failed."]);
    holds(&page, &["Orders with a coupon, last 7 days", ">9</dd>", "$9.00"]);
    holds(&page, &["hx-get=\"/admin/overview/counts\"", "hx-get=\"/admin/overview/checks\""]);
    let counts = owner.page("/admin/overview/counts").await;
    holds(&counts, &["<strong class=\"number\">4</strong> Active", "<strong class=\"number\">1</strong> Draft"]);
    holds(&owner.page("/admin/overview/checks").await, &["Every test case gives what was expected."]);
    let mut reader = Browser::member(&face, &[]).await;
    let page = reader.page("/admin").await;
    assert!(!page.contains("last 7 days") && page.contains("Nearly used up"), "{page}");
}
