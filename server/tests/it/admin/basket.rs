//! The test basket, its test cases, the reality check and what shoppers see.

use serde_json::{Value, json};
use tessera_app::users::Role;

use super::{Browser, holds, order as place, ten_percent};
use crate::face::Face;

/// A coupon as it is being written.
const TEN: [(&str, &str); 6] = [
    ("name", ""),
    ("activation", "code"),
    ("code", "TEN"),
    ("kind", "percent_off"),
    ("percent", "10"),
    ("currency", "EUR"),
];
/// Two shirts and a mug: 62.50, with shipping 67.50.
const GOODS: [(&str, &str); 9] = [
    ("basket_product", "shirt"),
    ("basket_name", "Shirt"),
    ("basket_price", "25.00"),
    ("basket_quantity", "2"),
    ("basket_product", "mug"),
    ("basket_name", "Mug"),
    ("basket_price", "12.50"),
    ("basket_quantity", "1"),
    ("basket_shipping", "5.00"),
];

fn fields<'a>(parts: &[&[(&'a str, &'a str)]]) -> Vec<(&'a str, &'a str)> {
    parts.concat()
}

async fn shop() -> Face {
    let face = Face::new().await;
    let settings = json!({ "time_zone": "Europe/Paris", "currency": "EUR" });
    assert_eq!(face.call("PATCH", "/v1/settings").json(&settings).send().await.status, 200);
    face
}

async fn product(face: &Face, id: &str, title: &str, price: i64) {
    let body = json!({ "title": title, "unit_price": price });
    let put = face.call("PUT", &format!("/v1/products/{id}")).json(&body).send().await;
    assert!(put.status == 200 || put.status == 201, "{}", put.text());
}

async fn made(face: &Face, more: Value) -> String {
    ten_percent(face, json!({ "name": "Ten", "code": "TEN" }), more).await
}

#[tokio::test]
async fn an_unsaved_coupon_is_priced_to_the_cent() {
    let face = shop().await;
    let mut owner = Browser::owner(&face).await;
    let got = owner.submit("/admin/coupons/basket", &fields(&[&TEN, &GOODS])).await;
    assert_eq!(got.status, 200, "{}", got.text());
    let page = got.text();
    holds(
        &page,
        &[
            "This coupon gives €6.25.",
            "<s>€67.50</s>",
            "<strong>€61.25</strong>",
            "€50.00 <span class=\"saved\">-€5.00</span> <span class=\"line-total\">€45.00</span>",
            "€12.50 <span class=\"saved\">-€1.25</span> <span class=\"line-total\">€11.25</span>",
            "The basket holds what it is for",
            "No dates",
        ],
    );
    // Nothing typed is lost, and the way back leads to the form.
    holds(&page, &["name=\"percent\" value=\"10\"", "formaction=\"/admin/coupons/new\"", "value=\"12.50\""]);
    assert!(face.get("/v1/coupons").await.json()["data"].as_array().unwrap().is_empty(), "nothing is saved");
    let part = owner.csrf().await;
    let sent = fields(&[&TEN, &GOODS, &[("csrf", part.as_str()), ("basket_part", "result")]]);
    let part = owner.send_with("/admin/coupons/basket", &sent, &[("hx-request", "true")]).await.text();
    assert!(part.contains("€6.25") && !part.contains("<html") && !part.contains("basket_find"), "{part}");
}

#[tokio::test]
async fn a_rule_that_fails_says_what_is_and_what_is_needed() {
    let face = shop().await;
    let mut owner = Browser::owner(&face).await;
    let page = owner.submit("/admin/coupons/basket", &fields(&[&TEN, &GOODS, &[("minimum", "100")]])).await.text();
    holds(
        &page,
        &[
            "This coupon gives nothing here. Spend €37.50 more to use this code.",
            "<li class=\"fail depth-0\">",
            "For orders from 100.00 EUR",
            "Is: €62.50",
            "Needed: €100.00",
        ],
    );
    assert!(!page.contains("<s>€67.50</s>"), "nothing is struck where nothing is saved");
    // A customer who is nobody cannot be counted; a new one can.
    let limited = fields(&[&TEN, &GOODS, &[("per_customer", "1")]]);
    let page = owner.submit("/admin/coupons/basket", &limited).await.text();
    holds(&page, &["Uses by this customer", "no customer is named", "<li class=\"unknown", "not known here"]);
    let page = owner.submit("/admin/coupons/basket", &fields(&[&limited, &[("basket_who", "new")]])).await.text();
    holds(&page, &["This coupon gives €6.25.", "Is: 0 of 1 used", "Needed: one left"]);
    // What is wrong with the coupon or the basket is said beside it.
    let begun = fields(&[&GOODS, &[("kind", "percent_off")]]);
    let page = owner.submit("/admin/coupons/basket", &begun).await.text();
    holds(&page, &["Say what the coupon gives. It is tried here as you type."]);
    assert!(!page.contains("First look at these fields"), "an empty field is not wrong");
    let page = owner.submit("/admin/coupons/basket", &fields(&[&begun, &[("percent", "150")]])).await.text();
    holds(&page, &["First look at these fields of the coupon:", "href=\"#percent\""]);
    let wrong = [("basket_product", "x"), ("basket_name", "Hat"), ("basket_price", "ten"), ("basket_quantity", "1")];
    let page = owner.submit("/admin/coupons/basket", &fields(&[&TEN, &wrong])).await.text();
    holds(&page, &["Write a price such as 10.00 and a whole quantity for Hat.", "value=\"ten\""]);
}

#[tokio::test]
async fn time_travel_shows_before_the_start_and_after_the_end() {
    let face = shop().await;
    let mut owner = Browser::owner(&face).await;
    let dated = fields(&[&TEN, &GOODS, &[("starts", "2099-06-01"), ("ends", "2099-06-30")]]);
    for (date, words) in [
        ("2099-05-31", "This code is valid from 1 June 2099"),
        ("2099-06-01", "This coupon gives €6.25."),
        ("2099-06-30", "This coupon gives €6.25."),
        ("2099-07-01", "This code expired on"),
        ("", "This code is valid from 1 June 2099"),
    ] {
        let page = owner.submit("/admin/coupons/basket", &fields(&[&dated, &[("basket_date", date)]])).await.text();
        holds(&page, &[words, "1 June 2099 to 30 June 2099"]);
        let fails = page.contains("<li class=\"fail depth-0\">");
        assert_eq!(fails, !words.contains("gives €"), "{date}: {page}");
    }
    let late = [("basket_date", "2099-06-30"), ("basket_time", "23:59")];
    holds(&owner.submit("/admin/coupons/basket", &fields(&[&dated, &late])).await.text(), &["gives €6.25."]);
    let page = owner.submit("/admin/coupons/basket", &fields(&[&dated, &[("basket_time", "10:00")]])).await.text();
    holds(&page, &["Give the day too."]);
}

#[tokio::test]
async fn a_basket_is_built_of_products_samples_and_what_is_kept() {
    let face = shop().await;
    let mut owner = Browser::owner(&face).await;
    let press = |button: &'static str| [("basket_do", button)];
    let page = owner.submit("/admin/coupons/basket", &fields(&[&TEN, &press("sample:1")])).await.text();
    holds(&page, &["Shirt", "Mug", "This coupon gives €6.50."]);
    product(&face, "shirt", "Linen shirt", 2_500).await;
    product(&face, "coat", "Winter coat", 8_000).await;
    let found = fields(&[&TEN, &GOODS, &press("find"), &[("basket_find", "coat")]]);
    let page = owner.submit("/admin/coupons/basket", &found).await.text();
    holds(&page, &["Winter coat", "value=\"add:coat\"", "80.00"]);
    assert!(!page.contains("Linen shirt") && !page.contains("sample:1"), "{page}");
    let page = owner.submit("/admin/coupons/basket", &fields(&[&TEN, &GOODS, &press("add:coat")])).await.text();
    holds(&page, &["This coupon gives €14.25.", "name=\"basket_product\" value=\"coat\""]);
    let page = owner.submit("/admin/coupons/basket", &fields(&[&TEN, &GOODS, &press("remove:0")])).await.text();
    holds(&page, &["This coupon gives €1.25."]);
    let typed = [("basket_new_name", "Gift"), ("basket_new_price", "10"), ("basket_do", "type")];
    let page = owner.submit("/admin/coupons/basket", &fields(&[&TEN, &GOODS, &typed])).await.text();
    holds(&page, &["This coupon gives €7.25.", "Gift"]);
    let kept = [("basket_do", "keep"), ("basket_keep_name", "Two shirts and a mug")];
    let page = owner.submit("/admin/coupons/basket", &fields(&[&TEN, &GOODS, &kept])).await.text();
    holds(&page, &["The basket is kept."]);
    let baskets = face.get("/v1/baskets").await.json();
    let basket = &baskets["data"][0];
    assert_eq!((&basket["name"], &basket["expected"]), (&json!("Two shirts and a mug"), &Value::Null));
    let id = basket["id"].as_str().unwrap();
    let chosen = [("basket_do", "saved"), ("basket_saved", id)];
    let page = owner.submit("/admin/coupons/basket", &fields(&[&TEN, &chosen])).await.text();
    holds(&page, &["This coupon gives €6.25.", "value=\"5.00\""]);
    let got = owner.submit("/admin/coupons/basket", &fields(&[&TEN, &press("add:none")])).await;
    assert_eq!(got.status, 404);
}

#[tokio::test]
async fn a_test_case_is_run_again_at_each_edit() {
    let face = shop().await;
    let mut owner = Browser::owner(&face).await;
    let id = made(&face, json!({ "limits": { "total": 1 } })).await;
    let tab = format!("/admin/coupons/{id}/basket");
    holds(&owner.page(&tab).await, &["No test cases yet.", "aria-current=\"page\">Test</a>"]);
    let keep = [("basket_do", "keep"), ("basket_keep_name", "A medium basket")];
    let page = owner.submit(&tab, &fields(&[&GOODS, &keep])).await.text();
    holds(&page, &["The test case is saved.", "Gives €6.25, as expected."]);
    let unlike = [("basket_do", "keep"), ("basket_keep_name", "Not with this"), ("basket_expected", "0")];
    let page = owner.submit(&tab, &fields(&[&GOODS, &unlike])).await.text();
    holds(&page, &["Gives €6.25, expected was €0.00."]);
    let expected = face.get("/v1/baskets").await.json()["data"][0]["expected"].clone();
    assert_eq!(expected, json!({ "coupon_id": id, "discount": 625, "at": null }));
    // What is typed and not saved is tried as well.
    let csrf = owner.csrf().await;
    let typed = fields(&[&TEN, &[("basket_of", id.as_str()), ("csrf", csrf.as_str()), ("total", "1")]]);
    let part = owner.send("/admin/coupons/cases", &typed).await.text();
    holds(&part, &["Gives €6.25, as expected."]);
    let less: Vec<_> =
        typed.iter().map(|(name, value)| (*name, if *name == "percent" { "5" } else { *value })).collect();
    holds(&owner.send("/admin/coupons/cases", &less).await.text(), &["Gives €3.13, expected was €6.25."]);
    // Once it is saved the overview names the case.
    assert!(!owner.page("/admin/overview/checks").await.contains("A medium basket"));
    let patch = json!({ "conditions": { "kind": "order_amount", "min": { "EUR": 10_000 } } });
    assert_eq!(face.call("PATCH", &format!("/v1/coupons/{id}")).json(&patch).send().await.status, 200);
    let checks = owner.page("/admin/overview/checks").await;
    holds(&checks, &["A medium basket", "Gives €0.00, expected was €6.25. Spend €37.50 more to use this code."]);
    let mut reader = Browser::member(&face, &[]).await;
    assert!(!reader.page(&tab).await.contains("basket_keep_name"));
    assert_eq!(reader.submit(&tab, &fields(&[&GOODS, &keep])).await.status, 403);
    let mut editor = Browser::member_called(&face, "eva@shop.example", &[Role::Edit]).await;
    holds(&editor.submit(&tab, &GOODS).await.text(), &["This coupon gives nothing here."]);
}

#[tokio::test]
async fn a_used_up_coupon_says_so_and_its_test_cases_are_about_terms() {
    let face = shop().await;
    let mut owner = Browser::owner(&face).await;
    let id = made(&face, json!({ "limits": { "total": 1 } })).await;
    let tab = format!("/admin/coupons/{id}/basket");
    owner.submit(&tab, &fields(&[&GOODS, &[("basket_do", "keep"), ("basket_keep_name", "Case")]])).await;
    let cart = json!({ "currency": "EUR", "line_items": [{ "product_id": "a", "quantity": 1, "unit_price": 1000 }] });
    let order = json!({ "order_id": "o1", "cart": cart, "discounts": { "codes": ["TEN"] } });
    place(&face, &order).await;
    let page = owner.submit(&tab, &GOODS).await.text();
    holds(
        &page,
        &["This coupon gives nothing here.", "Is: 1 of 1 used", "Needed: one left", "Gives €6.25, as expected."],
    );
}

#[tokio::test]
async fn the_reality_check_runs_over_past_orders() {
    let face = shop().await;
    let mut owner = Browser::owner(&face).await;
    for (number, price) in [5_000, 15_000, 20_000].into_iter().enumerate() {
        let cart =
            json!({ "currency": "EUR", "line_items": [{ "product_id": "a", "quantity": 1, "unit_price": price }] });
        let order = json!({ "order_id": format!("o{number}"), "cart": cart });
        place(&face, &order).await;
    }
    let typed = fields(&[&TEN, &[("minimum", "100")]]);
    let csrf = owner.csrf().await;
    let sent = fields(&[&typed, &[("csrf", csrf.as_str())]]);
    let first = owner.submit("/admin/coupons/reality", &sent).await;
    assert_eq!(first.status, 200, "{}", first.text());
    let page = first.text();
    holds(&page, &["Going through the orders.", "Worth a second look", "formaction=\"/admin/coupons/new\""]);
    let job = super::value_of(&page, "basket_job");
    let path = format!("/admin/coupons/reality/{job}");
    holds(&owner.page(&path).await, &["hx-trigger=\"every 1s\"", "Look again"]);
    face.app.run_due_jobs().await.unwrap();
    let part = owner.page(&path).await;
    assert!(!part.contains("every 1s"), "what is done is not asked for again: {part}");
    let shown = ["It would have applied to 2 of 3 orders.", "€35.00", "€17.50", "€175.00", "€157.50", "1 of them"];
    holds(&part, &shown);
    // Asked again with the form, without script, the answer stands with the way back.
    let again = fields(&[&sent, &[("basket_job", job.as_str())]]);
    holds(&owner.send("/admin/coupons/reality", &again).await.text(), &["2 of 3 orders", "Back to the form"]);
    let wrong = owner.submit("/admin/coupons/reality", &[("kind", "percent_off"), ("percent", "x")]).await.text();
    holds(&wrong, &["First look at these fields of the coupon:"]);
}

#[tokio::test]
async fn shoppers_see_the_coupon_in_both_languages() {
    let face = shop().await;
    let mut owner = Browser::owner(&face).await;
    let typed = fields(&[&TEN, &[("description", "Autumn treat"), ("minimum", "50"), ("ends", "2099-06-30")]]);
    let page = owner.submit("/admin/coupons/shopper", &typed).await.text();
    holds(
        &page,
        &[
            "lang=\"en\"",
            "lang=\"fr\"",
            "Autumn treat",
            "10% off the order",
            "10 % sur",
            "with the code TEN",
            "avec le code TEN",
            "Until 30 June 2099",
            "Use now",
            "Utiliser",
        ],
    );
    let claimed: Vec<_> =
        typed.iter().map(|(name, value)| (*name, if *name == "activation" { "claim" } else { *value })).collect();
    let page = owner.submit("/admin/coupons/shopper", &claimed).await.text();
    assert!(!page.contains("with the code TEN"), "a code that opens a wallet is not for a banner: {page}");
}

#[tokio::test]
async fn the_tools_stand_beside_the_form_and_load_after_it() {
    let face = shop().await;
    let mut owner = Browser::owner(&face).await;
    let form = owner.page("/admin/coupons/new").await;
    holds(
        &form,
        &["hx-post=\"/admin/coupons/basket\" hx-trigger=\"load\"", "name=\"basket_of\" value=\"\"", "Reality check"],
    );
    assert!(!form.contains("id=\"cases\""), "a coupon that is not saved has no test cases");
    let id = made(&face, json!({})).await;
    let form = owner.page(&format!("/admin/coupons/{id}/edit")).await;
    holds(&form, &[&format!("name=\"basket_of\" value=\"{id}\""), "id=\"cases\""]);
    let mut french = owner.in_french();
    let page = french.submit("/admin/coupons/basket", &fields(&[&TEN, &GOODS, &[("minimum", "100,00")]])).await.text();
    holds(&page, &["Ce coupon ne donne rien ici.", "Constaté : 62,50 €", "Demandé : 100,00 €", "Panier d’essai"]);
}
