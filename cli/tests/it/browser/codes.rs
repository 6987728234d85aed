//! Codes by the batch.

use serde_json::json;

use super::chromium::Chromium;
use super::shop::Shop;

#[test]
fn codes_are_made_by_the_batch_and_found() {
    let chromium = Chromium::start();
    let shop = Shop::new();
    let id = shop.make_coupon("Letters", "LETTERS", &json!({}));
    let mut ana = shop.owner(&chromium);
    ana.go(&format!("/admin/coupons/{id}/codes"));
    ana.fill("They begin with", "POST-");
    ana.fill("How many", "many");
    ana.expect("status of 422");
    ana.click_in("They begin with", "Make codes");
    ana.see("Write a number from 1 to 100,000.");
    assert_eq!(ana.string("document.getElementById('prefix').value"), "POST-", "nothing typed is lost");
    ana.fill("How many", "60");
    ana.click_in("They begin with", "Make codes");
    ana.see("The codes are being made.");
    let path = format!("/admin/coupons/{id}/codes");
    ana.look_again(&path, "POST-");
    ana.click_on("Next page");
    ana.see("POST-");
    ana.fill("Begins with", "LETT");
    ana.press("Enter");
    ana.see("LETTERS");
    ana.see_no("POST-");
}
