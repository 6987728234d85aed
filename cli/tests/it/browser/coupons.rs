//! Coupons made, changed, stopped and put away with the pages alone.

use serde_json::json;

use super::chromium::Chromium;
use super::shop::Shop;
use super::tab::Tab;

/// What the row of a coupon in the list says.
fn row(tab: &Tab, code: &str) -> String {
    let of_code = json!(code);
    tab.string(&format!(
        "[...document.querySelectorAll('tbody tr')].filter((row) => row.querySelector('th code')?.textContent === {of_code})\
         .map((row) => row.innerText.replace(/[\\s\\u00a0\\u202f]+/g, ' '))[0] || 'not there'"
    ))
}

#[test]
fn r045_coupons_are_made_with_the_form_and_stand_in_the_list() {
    let chromium = Chromium::start();
    let shop = Shop::new();
    let mut ana = shop.owner(&chromium);
    ana.go("/admin/coupons/new");
    ana.fill("Name", "Summer sale");
    ana.fill("Code", "SUMMER20");
    ana.fill("Percent off", "20");
    ana.fill("At most", "50");
    ana.fill("Uses in all", "500");
    ana.fill("Ends", "2099-06-30");
    // The words come while one types.
    ana.see("20% off the order, at most 50.00 USD");
    ana.click_on("Save and put in force");
    ana.see("The coupon is made.");
    ana.click_on("Copy");
    ana.see("Copied");
    assert_eq!(ana.string("navigator.clipboard.readText()"), "SUMMER20");

    ana.go("/admin/coupons/new");
    ana.see("Percent off");
    ana.click_on("Amount");
    ana.see_no("Percent off");
    ana.fill("Name", "Take five");
    ana.fill("Code", "TAKE5");
    ana.fill("Amount off", "5.00");
    ana.fill("Minimum order", "50");
    ana.click_on("Save and put in force");
    ana.see("The coupon is made.");

    ana.go("/admin/coupons/new?start=shipping");
    ana.expect("status of 422");
    ana.fill("Code", "TAKE5");
    ana.click_on("Save as a draft");
    ana.see("Another coupon has a code that reads the same.");
    ana.click_on("Generate a code");
    ana.until("document.getElementById('code').value.length > 5 && document.getElementById('code').value !== 'TAKE5'");
    ana.fill("Code", "SHIPFREE");
    ana.click_on("Save as a draft");
    ana.see("The coupon is made.");

    ana.click_on("Coupons");
    ana.see("SHIPFREE");
    for (code, words) in [
        ("SUMMER20", ["Summer sale", "Active", "20% off the order, at most 50.00 USD", "0 of 500", "30 June 2099"]),
        ("TAKE5", ["Take five", "Active", "5.00 USD off the order", "50.00", "No dates"]),
        ("SHIPFREE", ["Free shipping", "Draft", "not published yet", "50.00", "no limit"]),
    ] {
        let row = row(&ana, code);
        for words in words {
            assert!(row.contains(words), "{words}: {row}");
        }
    }
    assert_eq!(shop.coupon("SUMMER20")["limits"]["total"], 500);
    assert_eq!(shop.coupon("TAKE5")["benefits"][0]["amount"], json!({ "USD": 500 }));

    // Searched while one types, and the address says it.
    ana.fill("Search", "take");
    ana.until("location.search.includes('q=take')");
    ana.see_no("SUMMER20");
    ana.see("TAKE5");
    ana.fill("Search", "nothing at all");
    ana.see("No coupon fits");
    ana.click_on("Clear all");
    ana.see("SUMMER20");
}

#[test]
fn a_coupon_is_edited_copied_paused_put_away_and_brought_back() {
    let chromium = Chromium::start();
    let shop = Shop::new();
    let id = shop.make_coupon("Spring", "SPRING", &json!({}));
    let mut ana = shop.owner(&chromium);
    ana.go("/admin/coupons");
    ana.click_on("Actions for Spring");
    ana.click_in("SPRING", "Edit");
    ana.fill("Percent off", "25");
    ana.see("25% off");
    ana.click_on("Save");
    ana.see("Your changes are saved.");
    assert_eq!(shop.coupon("SPRING")["benefits"][0]["percent"], 25);
    ana.click_on("Versions");
    ana.see("Version 2");
    ana.click_on("Restore version 1");
    ana.see("The earlier version is the current one again.");
    assert_eq!(shop.coupon("SPRING")["benefits"][0]["percent"], 20);

    ana.go(&format!("/admin/coupons/{id}"));
    ana.click_on("Duplicate");
    ana.see("Here is the copy");
    ana.fill("Code", "SPRING2");
    ana.click_on("Save");
    ana.see("Your changes are saved.");
    assert_eq!(shop.coupon("SPRING2")["state"], "draft");

    ana.go(&format!("/admin/coupons/{id}"));
    ana.click_on("Pause");
    ana.see("The coupon is paused.");
    assert_eq!(shop.state(&id), "paused");
    ana.click_on("Undo");
    ana.see("It is as it was before.");
    assert_eq!(shop.state(&id), "active");
    ana.click_on("Archive");
    ana.see("The coupon is archived.");
    assert_eq!(shop.state(&id), "archived");
    ana.go("/admin/coupons");
    ana.click_on("Archived");
    ana.see("SPRING");
    ana.click_on("Actions for Spring");
    ana.click_in("SPRING", "Restore");
    ana.see("The coupon is back, and not in force yet.");
    assert_eq!(shop.state(&id), "paused");
}

#[test]
fn many_are_changed_at_once_after_a_look_and_undone() {
    let chromium = Chromium::start();
    let shop = Shop::new();
    shop.make_coupon("One", "ONE", &json!({}));
    shop.make_coupon("Two", "TWO", &json!({}));
    shop.make_coupon("Over", "OVER", &json!({ "validity": { "ends_at": "2024-01-01T00:00:00Z" } }));
    let mut ana = shop.owner(&chromium);
    ana.go("/admin/coupons");
    ana.click("thead input[type=checkbox]");
    ana.click_in("With the selected:", "Pause");
    ana.see("3 selected. 2 will be changed.");
    ana.see("Over: already expired");
    assert_eq!(shop.coupon("ONE")["state"], "active", "nothing is done before it is confirmed");
    ana.click_on("Do it");
    ana.see("2 coupons are paused.");
    assert_eq!((&shop.coupon("ONE")["state"], &shop.coupon("TWO")["state"]), (&json!("paused"), &json!("paused")));
    ana.click_on("Undo");
    ana.see("It is as it was before.");
    assert_eq!((&shop.coupon("ONE")["state"], &shop.coupon("TWO")["state"]), (&json!("active"), &json!("active")));
}

#[test]
fn many_are_extended_at_once_and_it_is_undone() {
    let chromium = Chromium::start();
    let shop = Shop::new();
    let until = |day: &str| json!({ "validity": { "ends_at": format!("{day}T00:00:00Z") } });
    shop.make_coupon("One", "ONE", &until("2099-06-01"));
    shop.make_coupon("Two", "TWO", &until("2099-07-01"));
    shop.make_coupon("Endless", "ENDLESS", &json!({}));
    let mut ana = shop.owner(&chromium);
    ana.go("/admin/coupons");
    ana.click("thead input[type=checkbox]");
    ana.click_in("With the selected:", "Extend");
    ana.see("3 selected. 2 will be changed.");
    ana.see("Endless: has no end");
    ana.fill("By how many days", "ten");
    ana.expect("status of 422");
    ana.click_on("Do it");
    ana.see("Write a number from 1 to 3,650.");
    ana.fill("By how many days", "10");
    ana.click_on("Do it");
    ana.see("2 coupons are extended.");
    let ends = |code: &str| shop.coupon(code)["validity"]["ends_at"].clone();
    assert_eq!((ends("ONE"), ends("TWO")), (json!("2099-06-11T00:00:00Z"), json!("2099-07-11T00:00:00Z")));
    ana.click_on("Undo");
    ana.see("It is as it was before.");
    assert_eq!((ends("ONE"), ends("TWO")), (json!("2099-06-01T00:00:00Z"), json!("2099-07-01T00:00:00Z")));
}
