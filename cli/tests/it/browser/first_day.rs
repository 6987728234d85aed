//! A shop's first day: the owner's account, signing out and in, the language.

use super::chromium::Chromium;
use super::pages::look_at;
use super::shop::{EMAIL, PASSWORD, Shop};

/// Clicks, filled fields and keys from an empty database to a coupon that was tried in the test basket and is in force.
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
    ana.click_on("Medium basket");
    ana.see("This coupon gives $9.75");
    ana.click_on("Save and put in force");
    ana.see("The coupon is made.");
    let made = shop.coupon("XMAS");
    assert_eq!((&made["state"], &made["limits"]["total"]), (&"active".into(), &100.into()));
    assert_eq!(made["validity"]["ends_at"], "2100-01-01T00:00:00Z");
    assert!(ana.actions <= MOST_ACTIONS, "it took {} actions", ana.actions);
}

/// The six digits that an authenticator shows now for the secret on the page.
const DIGITS: &str = r#"(async () => {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const secret = document.getElementById("secret").textContent.replace(/[^A-Z2-7]/g, "");
  const bits = [...secret].map((letter) => letters.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const bytes = Uint8Array.from(bits.match(/.{8}/g), (byte) => parseInt(byte, 2));
  const key = await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-1" }, false, ["sign"]);
  const counter = new DataView(new ArrayBuffer(8));
  counter.setUint32(4, Math.floor(Date.now() / 30000));
  const mac = new DataView(await crypto.subtle.sign("HMAC", key, counter.buffer));
  return String((mac.getUint32(mac.getUint8(19) & 15) & 0x7fffffff) % 1000000).padStart(6, "0");
})()"#;

#[test]
fn a_second_step_is_set_up_asked_for_and_replaced_by_a_recovery_code() {
    let chromium = Chromium::start();
    let shop = Shop::new();
    let mut ana = shop.owner(&chromium);
    ana.go("/admin/settings/two-step");
    ana.fill("Present password", PASSWORD);
    ana.click_on("Continue");
    ana.see("Scan this with your authenticator");
    assert_eq!(ana.value("document.querySelector('.enrolment img').naturalWidth > 100"), true, "the picture is there");
    let digits = ana.string(DIGITS);
    ana.fill("Then write the six digits it shows.", &digits);
    ana.click_on("Switch on");
    ana.see("Your recovery codes");
    let recovery = ana.string("document.getElementById('codes').textContent.trim().split(/\\s+/)[0]");
    ana.click_on("I have kept them");
    ana.see("On since");

    ana.click_on("Ana");
    ana.click_on("Sign out");
    ana.fill("E-mail", EMAIL);
    ana.fill("Password", PASSWORD);
    ana.click_on("Sign in");
    ana.see("Your password is right.");
    let path = ana.path();
    assert_eq!(look_at(&mut ana, "sign-in-code", &path), Vec::<String>::new());
    ana.go(&path);
    ana.expect("status of 401");
    ana.fill("Code", "000000");
    ana.click_on("Sign in");
    ana.until("document.querySelector('[role=alert]') !== null");
    ana.fill("Code", &recovery);
    ana.click_on("Sign in");
    ana.see("No coupons yet");
}
