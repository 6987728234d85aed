//! Codes by the batch.

use serde_json::json;

use super::chromium::Chromium;
use super::shop::Shop;

#[test]
fn ten_thousand_codes_are_made_while_one_watches() {
    let chromium = Chromium::start();
    let shop = Shop::new();
    let id = shop.make_coupon("Letters", "LETTERS", &json!({}));
    let mut ana = shop.owner(&chromium);
    ana.go(&format!("/admin/coupons/{id}/codes"));
    ana.click_on("Make codes");
    ana.fill("They begin with", "POST-");
    ana.fill("How many", "many");
    ana.expect("status of 422");
    ana.click_in("They begin with", "Make codes");
    ana.see("Please look at this again");
    assert_eq!(ana.string("document.getElementById('prefix').value"), "POST-", "nothing typed is lost");
    ana.fill("How many", "10000");
    ana.see("One guess in");
    ana.click_in("They begin with", "Make codes");
    // The page says by itself how far it is.
    ana.until("location.pathname.includes('/codes/jobs/')");
    ana.value("window.isTheSame = true");
    ana.see("10000 codes are made.");
    assert_eq!(ana.value("window.isTheSame && document.querySelector('progress').position"), 1);
    ana.click_on("See these codes");
    ana.see("POST-");
    ana.click_on("Next page");
    ana.see("POST-");
    ana.click_on("Codes");
    ana.fill("Begins with", "LETT");
    ana.press("Enter");
    ana.see("LETTERS");
    ana.see_no("POST-");
}
