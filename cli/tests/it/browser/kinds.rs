//! Every kind of coupon, made with the form and tried in the test basket before it is saved.

use serde_json::json;

use super::chromium::Chromium;
use super::shop::Shop;

/// A kind, the fields that are filled by their ids, and what the test basket says: two shirts at 25.00 and a mug at 15.00,
/// with shipping for 5.00.
type Kind = (&'static str, &'static [(&'static str, &'static str)], &'static str);

const KINDS: [Kind; 12] = [
    ("percent_off", &[("percent", "20")], "This coupon gives $13.00"),
    ("amount_off", &[("amount", "5.00")], "This coupon gives $5.00"),
    ("free_shipping", &[], "This coupon gives $5.00"),
    (
        "buy_x_get_y",
        &[("buy.target.products", "sample-0"), ("get.target.products", "sample-1")],
        "This coupon gives $15.00",
    ),
    ("tiered", &[("tiers.0.from", "50"), ("tiers.0.off", "10")], "This coupon gives $6.50"),
    ("fixed_price", &[("amount", "10.00"), ("target.products", "sample-1")], "This coupon gives $5.00"),
    ("bundle_price", &[("amount", "50.00"), ("target.products", "sample-0\nsample-1")], "This coupon gives $15.00"),
    ("free_product", &[("product_id", "sample-2")], "This coupon applies"),
    ("shipping_off", &[("off", "2.00")], "This coupon gives $3.00"),
    ("by_billing_period", &[("periods.one_time.price", "10")], "This coupon gives $6.50"),
    ("setup_fee_off", &[], "This coupon gives nothing here"),
    ("stored_value", &[("basket_balance", "20.00")], "This coupon gives $20.00"),
];

#[test]
fn every_kind_is_made_with_the_form_and_prices_a_cart_in_the_test_basket() {
    let chromium = Chromium::start();
    let shop = Shop::new();
    let mut ana = shop.owner(&chromium);
    for (kind, fields, verdict) in KINDS {
        ana.go("/admin/coupons/new");
        let code = format!("KIND-{}", kind.replace('_', "-").to_uppercase());
        ana.fill("Name", kind);
        ana.fill("Code", &code);
        let card = format!("button[value='kind::{kind}']");
        if ana.value(&format!("document.querySelector(\"{card}\").checkVisibility()")) == false {
            ana.click("details.kinds > summary");
        }
        ana.click(&card);
        ana.until(&format!("document.querySelector('[name=kind]').value === '{kind}'"));
        ana.until("document.querySelector('[value=\"sample:1\"]') !== null");
        ana.click_on("Medium basket");
        ana.see("In the basket");
        for (id, text) in fields {
            ana.fill_at(id, text);
        }
        ana.click_on("Try it");
        ana.see(verdict);
        ana.click_on("Save and put in force");
        ana.see("The coupon is made.");
        assert_eq!(shop.coupon(&code)["benefits"][0]["kind"], json!(kind));
    }
}
