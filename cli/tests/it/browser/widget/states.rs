//! The states of the box, one after another.

use serde_json::json;

use super::{anew, click, enter, look, once, open, put, see, see_no, visit};
use crate::browser::chromium::Chromium;
use crate::browser::shop::Shop;

#[test]
fn from_the_quiet_link_to_an_applied_code_and_off_again() {
    let chromium = Chromium::start();
    let shop = Shop::demo();
    let mut tab = open(&shop, &chromium);
    anew(&mut tab, &json!({ "closed": "" }), "cart(1)");
    see(&tab, "Winter days: 5% off all clothing automatic −$2.45");
    see_no(&tab, "Apply");
    look(&mut tab, "closed");
    click(&mut tab, "Have a code?");
    once(&tab, "box.shadowRoot.activeElement === field()");
    look(&mut tab, "open");
    enter(&mut tab, " welcome10 ");
    see(&tab, "Welcome: 10% off your order welcome10 −$4.66");
    see(&tab, "You save $7.11");
    assert_eq!(tab.value("[field().value, box.value]"), json!(["", "welcome10"]));
    let said = tab.string("inside('.only').textContent");
    assert!(said.contains("is applied. You save $7.11. Total $"), "{said}");
    click(&mut tab, "Conditions of Welcome");
    see(&tab, "Given on: White Oxford shirt −$4.66");
    see(&tab, "10% off the whole order for everybody, once per customer.");
    look(&mut tab, "applied");
    click(&mut tab, "Remove Welcome");
    see(&tab, "You save $2.45");
    see_no(&tab, "welcome10");
    // Whoever works with the keyboard is not thrown out of the box.
    once(&tab, "box.shadowRoot.activeElement === field()");
    click(&mut tab, "Remove Winter days");
    see(&tab, "removed Use Winter days: 5% off all clothing");
    see_no(&tab, "You save");
    look(&mut tab, "declined");
    click(&mut tab, "Use Winter days");
    see(&tab, "You save $2.45");
}

#[test]
fn of_several_codes_each_says_what_became_of_it() {
    let chromium = Chromium::start();
    let shop = Shop::demo();
    let mut tab = open(&shop, &chromium);
    anew(&mut tab, &json!({ "name": "codes", "steps": "items" }), "cart(1)");
    see(&tab, "automatic");
    enter(&mut tab, "WELCOME10,FREEGROUND NOPE; SPRING2027");
    see(&tab, "NOPE This code is not valid. Check the spelling: O and 0, I and 1 look alike.");
    see(&tab, "SPRING2027 This code is valid from 1 March 2027. Try again from that date.");
    see(&tab, "Welcome: 10% off your order WELCOME10 −$4.66");
    see(&tab, "FREEGROUND not applied");
    see(&tab, "more to use this code. It then applies by itself.");
    assert_eq!(tab.value("[field().value, box.value]"), json!(["NOPE SPRING2027", "WELCOME10,FREEGROUND"]));
    assert_eq!(tab.value("field().getAttribute('aria-invalid')"), "true");
    tab.value("addEventListener('tessera-next', (event) => (globalThis.step = event.detail)); true");
    click(&mut tab, "Show the items");
    assert_eq!(
        tab.value("[step.step, step.code, step.reason]"),
        json!(["items", "FREEGROUND", "discount_code_minimum_not_met"])
    );
    look(&mut tab, "partly");
    put(&mut tab, "{ ...cart(1), context: { locale: 'fr' } }");
    tab.value("box.setAttribute('locale', 'fr'); true");
    see(&tab, "Bienvenue : 10 % sur votre commande WELCOME10 −4,66 $");
    see(&tab, "d'achats pour utiliser ce code. Il s'appliquera alors de lui-même.");
    look(&mut tab, "partly-french");
}

#[test]
fn a_code_that_the_cart_loses_waits_and_comes_back_and_its_loss_is_agreed_to() {
    let chromium = Chromium::start();
    let shop = Shop::demo();
    let mut tab = open(&shop, &chromium);
    anew(&mut tab, &json!({}), "cart(3)");
    enter(&mut tab, "FREEGROUND");
    see(&tab, "Free ground shipping from $100 FREEGROUND −$8.00");
    put(&mut tab, "cart(2)");
    see(&tab, "FREEGROUND not applied");
    see(&tab, "Spend $6.90 more to use this code.");
    look(&mut tab, "lost");
    tab.value("box.confirm().then((agreed) => (globalThis.agreed = agreed)); true");
    see(&tab, "The total has changed Free ground shipping from $100 does not apply any more.");
    see(&tab, "Old total $");
    look(&mut tab, "consent");
    tab.press("Escape");
    once(&tab, "globalThis.agreed === false");
    tab.value("box.confirm().then((agreed) => (globalThis.agreed = agreed)); true");
    click(&mut tab, "Go on with");
    once(&tab, "globalThis.agreed === true");
    // Agreed to once, it is not asked about again.
    assert_eq!(tab.value("box.confirm()"), true);
    put(&mut tab, "cart(3)");
    see(&tab, "Free ground shipping from $100 FREEGROUND −$8.00");
    assert_eq!(tab.value("box.value"), "FREEGROUND");
}

#[test]
fn what_the_shops_server_answers_is_agreed_to_as_well() {
    let chromium = Chromium::start();
    let shop = Shop::demo();
    let mut tab = open(&shop, &chromium);
    anew(&mut tab, &json!({}), "cart(3)");
    enter(&mut tab, "WELCOME10");
    see(&tab, "WELCOME10 −$");
    let dearer = "(() => { const quote = structuredClone(box.quote); const [gone] = quote.discounts.applied.splice(1); \
         quote.discounts.applied = quote.discounts.applied.filter((one) => one.automatic); \
         quote.discounts.rejected = [{ code: 'WELCOME10', claim_id: null, coupon_id: null, \
           reason: 'discount_code_usage_limit_reached', message: 'This code is fully used.', details: {} }]; \
         quote.totals.total += 1467; return quote; })()";
    tab.value(&format!("box.confirm({dearer}).then((agreed) => (globalThis.agreed = agreed)); true"));
    see(&tab, "does not apply any more. This code is fully used.");
    click(&mut tab, "Back to the cart");
    once(&tab, "globalThis.agreed === false");
}

#[test]
fn two_codes_that_do_not_go_together_are_compared() {
    let chromium = Chromium::start();
    let shop = Shop::demo();
    let mut tab = open(&shop, &chromium);
    anew(&mut tab, &json!({}), "cart(3)");
    enter(&mut tab, "WELCOME10");
    see(&tab, "WELCOME10 −$13.97");
    enter(&mut tab, "TEN-FROM-100");
    see(&tab, "Welcome: 10% off your order and TEN-FROM-100 do not go together");
    let totals = tab.value("[...box.shadowRoot.querySelectorAll('.two .big')].map((one) => one.innerText)");
    assert_eq!(totals, json!(["$158.82", "$163.58"]), "both totals");
    look(&mut tab, "switch");
    click(&mut tab, "Keep Welcome");
    see(&tab, "TEN-FROM-100 not applied");
    see_no(&tab, "do not go together");
    click(&mut tab, "Switch to TEN-FROM-100");
    see(&tab, "$10 off from $100 TEN-FROM-100 −$10.00");
    see(&tab, "is used in its place.");
    assert_eq!(tab.value("box.value"), "TEN-FROM-100");
    look(&mut tab, "switched");
    click(&mut tab, "Remove $10 off");
    see(&tab, "WELCOME10 −$13.97");
}

#[test]
fn what_is_missing_for_more_is_shown_and_unlocks_by_itself() {
    let chromium = Chromium::start();
    let shop = Shop::demo();
    shop.make(
        "/v1/coupons",
        &json!({
            "name": "Tiers", "title": "Spend more, save more", "activation": "automatic", "visibility": "public", "status": "enabled",
            "stacking": { "combines_with": { "item": true, "order": true, "shipping": true, "codes": true, "automatic": true } },
            "benefits": [{ "kind": "tiered", "basis": "spend", "mode": "highest", "tiers": [
                { "from": { "USD": 20_000 }, "amount": { "USD": 500 } }, { "from": { "USD": 40_000 }, "amount": { "USD": 3_000 } }
            ] }]
        }),
    );
    let mut tab = open(&shop, &chromium);
    anew(&mut tab, &json!({}), "cart(4)");
    see(&tab, "Spend $4.00 more to get $5.00 off.");
    see(&tab, "Spend $54.00 more to get $25.00 off.");
    assert_eq!(tab.value("box.shadowRoot.querySelectorAll('.mark').length"), 2, "each step has a mark");
    look(&mut tab, "progress");
    put(&mut tab, "cart(5)");
    see(&tab, "Unlocked: Spend more, save more");
    see(&tab, "Spend more, save more automatic −$5.00");
    look(&mut tab, "unlocked");
}

#[test]
fn the_code_of_a_link_waits_until_it_applies() {
    let chromium = Chromium::start();
    let shop = Shop::demo();
    let mut tab = open(&shop, &chromium);
    visit(&mut tab, &shop, "&coupon=FREEGROUND");
    anew(&mut tab, &json!({ "url-codes": "" }), "cart(1)");
    see(&tab, "FREEGROUND is kept until it applies. Spend $53.45 more to use this code.");
    assert_eq!(
        tab.value("[location.search.includes('coupon'), sessionStorage.getItem('tessera-codes')]"),
        json!([false, "FREEGROUND"])
    );
    look(&mut tab, "link-waits");
    // It is there on the next page too.
    visit(&mut tab, &shop, "");
    anew(&mut tab, &json!({ "url-codes": "" }), "cart(3)");
    see(&tab, "FREEGROUND is applied.");
    look(&mut tab, "link-applied");
    click(&mut tab, "Remove Free ground");
    once(&tab, "!words().includes('FREEGROUND')");
    assert_eq!(tab.value("sessionStorage.getItem('tessera-codes')"), "");
    assert_eq!(tab.value("document.cookie"), "");
}

#[test]
fn money_on_a_code_pays_and_says_what_is_left() {
    let chromium = Chromium::start();
    let shop = Shop::demo();
    let card = json!({ "name": "Gift card", "status": "enabled", "activation": "code", "benefits": [{ "kind": "stored_value" }] });
    let id = shop.make("/v1/coupons", &card);
    let code = json!({ "code": "GIFT-5000", "balance": { "amount": 50_000, "currency": "USD" } });
    shop.make(&format!("/v1/coupons/{id}/codes"), &code);
    let mut tab = open(&shop, &chromium);
    anew(&mut tab, &json!({}), "cart(1)");
    enter(&mut tab, "GIFT-5000");
    see(&tab, "left on it");
    see(&tab, "Total $0.00");
    look(&mut tab, "balance");
}

#[test]
fn without_script_the_shops_own_form_is_there() {
    let chromium = Chromium::start();
    let shop = Shop::demo();
    let mut tab = shop.visitor(&chromium);
    tab.script(false);
    tab.go(&format!("/docs/widget?key={}", shop.publishable_key()));
    tab.see("without it a shop shows its own form here");
}
