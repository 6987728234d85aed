//! All that matters works with script switched off.

use serde_json::json;

use super::chromium::Chromium;
use super::shop::Shop;

#[test]
fn list_search_and_a_simple_coupon_work_without_script() {
    let chromium = Chromium::start();
    let shop = Shop::new();
    shop.make_coupon("Winter sale", "XMAS", &json!({}));
    shop.make_coupon("Spring", "SPRING", &json!({}));
    let mut ana = shop.visitor(&chromium);
    ana.script(false);
    ana.go("/admin/sign-in");
    shop.sign_in(&mut ana);
    assert_eq!(ana.value("typeof htmx"), "undefined", "script is off");
    ana.fill("Search", "wint");
    ana.press("Enter");
    ana.see_no("SPRING");
    ana.see("XMAS");
    assert!(ana.path().contains("q=wint"), "{}", ana.path());
    ana.go("/admin/coupons?state=paused");
    ana.see("No coupon fits");
    ana.click_on("Clear all");

    ana.click_on("New coupon");
    ana.fill("Name", "Plain");
    ana.fill("Percent off", "12.5");
    ana.click_on("Generate a code");
    ana.fill("Code", "PLAIN");
    ana.click_on("Show in words");
    ana.see("12.5% off the order.");
    ana.click_on("Save and put in force");
    ana.see("The coupon is made.");
    assert_eq!(shop.coupon("PLAIN")["state"], "active");
    ana.click_on("Check this coupon");
    ana.see("Worth a second look");
    ana.click_on("Pause");
    ana.see("The coupon is paused.");
    ana.click_on("Undo");
    ana.see("It is as it was before.");

    ana.click_on("Coupons");
    ana.click_on("Actions for Plain");
    ana.click_in("PLAIN", "Archive");
    ana.see("The coupon is archived.");
    ana.click_on("Go to");
    ana.fill("A coupon’s name or code, or a page", "spring");
    ana.press("Enter");
    ana.click_on("Spring");
    ana.see("20% off the order.");
}
