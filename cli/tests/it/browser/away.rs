//! Coupons put away for good.

use serde_json::json;

use super::chromium::Chromium;
use super::shop::Shop;

#[test]
fn r229_a_coupon_is_deleted_for_good_once_its_code_is_typed() {
    let chromium = Chromium::start();
    let shop = Shop::new();
    let id = shop.make_coupon("Spring", "SPRING", &json!({}));
    let mut ana = shop.owner(&chromium);
    ana.go("/admin/coupons");
    ana.click_on("Actions for Spring");
    ana.click_in("SPRING", "Delete");
    ana.see("Three ways to be rid of it");
    ana.click_on("Delete for good");
    ana.fill("To confirm, type SPRING", "SUMMER");
    ana.expect("status of 422");
    ana.click(".btn-danger");
    ana.see("This is not what has to be typed.");
    assert_eq!(shop.state(&id), "active", "nothing is done before the code is typed");
    ana.fill("To confirm, type SPRING", "SPRING");
    ana.click(".btn-danger");
    ana.see("The coupon is deleted for good.");
    let gone = shop.read(&format!("/v1/coupons/{id}"));
    assert_eq!(gone["code"], "not_found", "{gone}");
}
