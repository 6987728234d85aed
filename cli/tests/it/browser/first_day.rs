//! A shop's first day: the owner's account, signing out and in, the language.

use super::chromium::Chromium;
use super::shop::{EMAIL, PASSWORD, Shop};

/// Clicks, filled fields and keys from an empty database to a coupon that is in force.
const MOST_ACTIONS: usize = 15;

#[test]
fn the_first_owner_is_set_up_signs_in_and_chooses_a_language() {
    let chromium = Chromium::start();
    let shop = Shop::empty();
    let mut ana = shop.visitor(&chromium);
    ana.go("/admin");
    ana.see("This page opens with the link that the server prints");
    ana.go(&shop.setup_path());
    ana.fill("Your name", "Ana");
    ana.fill("E-mail", EMAIL);
    ana.fill("Password", "short");
    ana.expect("status of 422");
    ana.click_on("Make the account");
    ana.see("Choose 10 to 200 characters");
    assert_eq!(ana.string("document.getElementById('email').value"), EMAIL, "nothing typed is lost");
    ana.fill("Password", PASSWORD);
    ana.click_on("Make the account");
    ana.see("Welcome. Your account is made");
    ana.see("No coupons yet");
    ana.go("/admin/coupons");
    ana.see_no("Welcome. Your account is made");

    ana.click_on("Ana");
    ana.click_on("Sign out");
    ana.see("The coupons of your shop, exact to the cent.");
    ana.go("/admin/settings/keys");
    ana.fill("E-mail", EMAIL);
    ana.fill("Password", "another password");
    ana.expect("status of 401");
    ana.click_on("Sign in");
    ana.see("do not belong together");
    ana.fill("Password", PASSWORD);
    ana.click_on("Sign in");
    ana.see("What your shop calls the API with.");
    assert_eq!(ana.path(), "/admin/settings/keys", "one comes to where one wanted to go");

    ana.click_on("Ana");
    ana.fill("Language", "Français");
    ana.fill("Colours", "Dark");
    ana.click_on("Apply");
    ana.see("Avec quoi votre boutique appelle l’API.");
    assert_eq!(ana.string("document.documentElement.lang + document.documentElement.dataset.theme"), "frdark");
    ana.click_on("Coupons");
    ana.see("Pas encore de coupon");
    ana.click_on("Ana");
    ana.fill("Langue", "English");
    ana.click_on("Appliquer");
    ana.see("No coupons yet");
}

#[test]
fn an_empty_shop_has_a_live_coupon_after_a_few_actions() {
    let chromium = Chromium::start();
    let shop = Shop::empty();
    let mut ana = shop.visitor(&chromium);
    ana.go(&shop.setup_path());
    ana.fill("Your name", "Ana");
    ana.fill("E-mail", EMAIL);
    ana.fill("Password", PASSWORD);
    ana.press("Enter");
    ana.see("make your first coupon next");
    ana.click_on("New coupon");
    ana.fill("Name", "Christmas");
    ana.fill("Code", "XMAS");
    ana.fill("Percent off", "15");
    ana.fill("Ends", "2099-12-31");
    ana.fill("Uses in all", "100");
    ana.click_on("Save and put in force");
    ana.see("The coupon is made.");
    let made = shop.coupon("XMAS");
    assert_eq!((&made["state"], &made["limits"]["total"]), (&"active".into(), &100.into()));
    assert_eq!(made["validity"]["ends_at"], "2100-01-01T00:00:00Z");
    assert!(ana.actions <= MOST_ACTIONS, "it took {} actions", ana.actions);
}
