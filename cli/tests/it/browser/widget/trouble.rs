//! Slow, broken and absent networks: nothing is lost, and shoppers are told.

use serde_json::json;

use super::{anew, click, enter, look, once, open, put, see, see_no};
use crate::browser::chromium::Chromium;
use crate::browser::shop::Shop;
use crate::browser::tab::Tab;

fn network(tab: &Tab, is_offline: bool, latency: u32) {
    let conditions =
        json!({ "offline": is_offline, "latency": latency, "downloadThroughput": -1, "uploadThroughput": -1 });
    tab.call("Network.emulateNetworkConditions", conditions);
}

#[test]
fn a_slow_server_is_waited_for_in_the_field() {
    let chromium = Chromium::start();
    let shop = Shop::demo();
    let mut tab = open(&shop, &chromium);
    anew(&mut tab, &json!({}), "cart(1)");
    see(&tab, "automatic");
    let width = tab.value("named('Apply').getBoundingClientRect().width");
    network(&tab, false, 3_600);
    enter(&mut tab, "WELCOME10");
    once(&tab, "inside('.spin.now') && named('Apply').getAttribute('aria-busy') === 'true'");
    assert_eq!(tab.value("named('Apply').getBoundingClientRect().width"), width, "the button keeps its width");
    assert_eq!(tab.value("field().value"), "WELCOME10", "what was typed stays while it is checked");
    tab.picture("widget-checking");
    see(&tab, "Still checking. You can go on meanwhile.");
    tab.picture("widget-slow");
    see(&tab, "WELCOME10 −$4.66");
    see_no(&tab, "Still checking");
    network(&tab, false, 0);
}

#[test]
fn who_is_offline_keeps_the_codes_and_they_are_checked_afterwards() {
    let chromium = Chromium::start();
    let shop = Shop::demo();
    let mut tab = open(&shop, &chromium);
    tab.expect("ERR_INTERNET_DISCONNECTED");
    anew(&mut tab, &json!({ "name": "codes" }), "cart(1)");
    see(&tab, "automatic");
    network(&tab, true, 0);
    enter(&mut tab, "WELCOME10");
    see(&tab, "You are offline. Your codes are kept. Try again");
    assert_eq!(tab.value("[field().value, box.value]"), json!(["WELCOME10", "WELCOME10"]));
    look(&mut tab, "offline");
    network(&tab, false, 0);
    see(&tab, "WELCOME10 −$4.66");
    see_no(&tab, "offline");
    assert_eq!(tab.value("field().value"), "");
}

#[test]
fn a_server_that_is_busy_is_asked_again_by_itself_and_placing_is_not_held_up() {
    let chromium = Chromium::start();
    let shop = Shop::demo();
    let mut tab = open(&shop, &chromium);
    tab.expect("tessera-box:");
    tab.value(
        "globalThis.real = fetch; globalThis.fetch = () => Promise.resolve(new Response('{}', { status: 503 })); true",
    );
    tab.value("addEventListener('tessera-error', (event) => (globalThis.failure = event.detail)); true");
    anew(&mut tab, &json!({}), "cart(1)");
    enter(&mut tab, "WELCOME10");
    see(&tab, "Codes cannot be checked right now. They are kept. Try again");
    assert_eq!(tab.value("failure.status"), 503);
    look(&mut tab, "trouble");
    assert_eq!(tab.value("box.confirm()"), true, "the shop's server decides");
    tab.value("globalThis.fetch = real; true");
    see(&tab, "WELCOME10 −$4.66");
    see_no(&tab, "Codes cannot be checked");
}

#[test]
fn what_is_typed_while_a_code_is_checked_stays() {
    let chromium = Chromium::start();
    let shop = Shop::demo();
    let mut tab = open(&shop, &chromium);
    anew(&mut tab, &json!({}), "cart(1)");
    see(&tab, "automatic");
    network(&tab, false, 700);
    enter(&mut tab, "WELCOME10");
    tab.call("Input.insertText", json!({ "text": " FREEGR" }));
    see(&tab, "WELCOME10 −$4.66");
    assert_eq!(tab.value("[field().value, field().selectionStart]"), json!(["FREEGR", 6]));
    network(&tab, false, 0);
}

#[test]
fn the_last_cart_wins_and_a_pill_removed_meanwhile_stays_away() {
    let chromium = Chromium::start();
    let shop = Shop::demo();
    let mut tab = open(&shop, &chromium);
    anew(&mut tab, &json!({ "codes": "WELCOME10" }), "cart(1)");
    see(&tab, "WELCOME10 −$4.66");
    network(&tab, false, 600);
    for quantity in [2, 3, 4, 5, 6] {
        put(&mut tab, &format!("cart({quantity})"));
    }
    click(&mut tab, "Remove Welcome");
    put(&mut tab, "cart(2)");
    see(&tab, "Winter days: 5% off all clothing automatic −$4.90");
    see_no(&tab, "WELCOME10");
    assert_eq!(tab.value("box.quote.line_items[0].subtotal"), 9_800);
    network(&tab, false, 0);
}

#[test]
fn a_wrong_key_is_told_to_the_page_and_the_form_keeps_its_codes() {
    let chromium = Chromium::start();
    let shop = Shop::demo();
    let mut tab = open(&shop, &chromium);
    tab.expect("status of 401");
    tab.expect("The key is wrong or was revoked");
    tab.value("addEventListener('tessera-error', (event) => (globalThis.failure = event.detail)); true");
    anew(&mut tab, &json!({ "key": "pk_wrong", "name": "codes", "codes": "WELCOME10" }), "cart(1)");
    see(&tab, "Codes cannot be checked right now. They are kept.");
    assert_eq!(tab.value("[failure.status, failure.code]"), json!([401, "key_unknown"]));
    let sent = "(() => { const form = document.createElement('form'); box.replaceWith(form); form.append(box); \
         return new FormData(form).get('codes'); })()";
    assert_eq!(tab.value(sent), "WELCOME10");
}
