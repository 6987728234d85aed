//! The box with a page around it: forms, figures, the keyboard, the clipboard, the wallet.

use serde_json::json;

use super::{anew, click, enter, look, once, open, see, see_no};
use crate::browser::chromium::Chromium;
use crate::browser::shop::Shop;

#[test]
fn it_is_a_field_of_its_form_and_takes_the_fallback_over() {
    let chromium = Chromium::start();
    let shop = Shop::demo();
    let mut tab = open(&shop, &chromium);
    tab.value(
        "box.outerHTML = `<form id='order'><tessera-box key='${box.getAttribute('key')}' name='codes'>\
           <label>Codes <input name='codes' value='welcome10'></label><button>Apply</button></tessera-box></form>`; \
         globalThis.box = document.querySelector('tessera-box'); box.cart = cart(1); true",
    );
    see(&tab, "Welcome: 10% off your order welcome10 −$4.66");
    assert_eq!(tab.value("[...new FormData(document.getElementById('order'))]"), json!([["codes", "welcome10"]]));
    click(&mut tab, "Remove Winter");
    see(&tab, "removed");
    let declined = tab.string("new FormData(document.getElementById('order')).get('codes-declined')");
    assert!(declined.starts_with("cpn_"), "{declined}");
    enter(&mut tab, "FREEGROUND");
    see(&tab, "FREEGROUND not applied");
    tab.value("document.getElementById('order').reset(); true");
    see_no(&tab, "FREEGROUND not applied");
    assert_eq!(tab.value("[...new FormData(document.getElementById('order'))][0]"), json!(["codes", ""]));
}

#[test]
fn figures_of_the_page_follow_the_quote() {
    let chromium = Chromium::start();
    let shop = Shop::demo();
    let mut tab = open(&shop, &chromium);
    tab.value(
        "box.insertAdjacentHTML('afterend', `<p>Shirt <span data-tessera-line='1'></span>, shipping <span data-tessera='shipping'></span>, \
           saved <span data-tessera='savings'></span>, discount <span data-tessera='discount'></span>, \
           total <strong data-tessera='total'></strong></p>`); true",
    );
    tab.value("for (const type of ['tessera-quote', 'tessera-codes']) document.addEventListener(type, (event) => (globalThis[type] = event.detail)); true");
    anew(&mut tab, &json!({ "bind": "" }), "{ ...cart(3), prices_include_tax: true }");
    enter(&mut tab, "FREEGROUND");
    see(&tab, "FREEGROUND −$8.00");
    tab.see("Shirt $147.00 $139.65, shipping $8.00 $0.00, saved $15.35, discount −$7.35, total $155.00 $139.65");
    assert_eq!(tab.value("globalThis['tessera-codes']"), json!(["FREEGROUND"]));
    assert_eq!(tab.value("globalThis['tessera-quote'].totals.savings"), 1_535);
    see(&tab, "Total $155.00 $139.65");
    look(&mut tab, "figures");
}

#[test]
fn pasted_lines_are_codes_of_their_own() {
    let chromium = Chromium::start();
    let shop = Shop::demo();
    let mut tab = open(&shop, &chromium);
    anew(&mut tab, &json!({}), "cart(3)");
    see(&tab, "automatic");
    tab.value(
        "box.focus(); const data = new DataTransfer(); data.setData('text', 'WELCOME10\\r\\nFREEGROUND\\n'); \
         field().dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true, composed: true })); true",
    );
    assert_eq!(tab.value("field().value"), "WELCOME10 FREEGROUND");
    tab.press("Enter");
    see(&tab, "WELCOME10 −$13.97");
    see(&tab, "FREEGROUND −$8.00");
}

#[test]
fn all_of_it_is_reached_with_the_keyboard() {
    let chromium = Chromium::start();
    let shop = Shop::demo();
    let mut tab = open(&shop, &chromium);
    anew(&mut tab, &json!({ "codes": "WELCOME10" }), "cart(1)");
    see(&tab, "WELCOME10 −$4.66");
    tab.value("box.focus(); true");
    let mut reached = Vec::new();
    for _ in 0..5 {
        tab.press("Tab");
        reached.push(tab.string("(box.shadowRoot.activeElement?.getAttribute('aria-label') ?? box.shadowRoot.activeElement?.innerText ?? '')"));
    }
    assert_eq!(
        reached,
        [
            "Apply",
            "Conditions of Welcome: 10% off your order",
            "Remove Welcome: 10% off your order",
            "Conditions of Winter days: 5% off all clothing",
            "Remove Winter days: 5% off all clothing",
        ]
    );
    tab.press("Enter");
    once(&tab, "box.shadowRoot.activeElement");
    see(&tab, "Use Winter days");
}

#[test]
fn the_wallet_is_picked_from_best_first() {
    let chromium = Chromium::start();
    let shop = Shop::demo();
    let mut tab = open(&shop, &chromium);
    // What the wallet answers is what `server/tests/it/claims.rs` holds it to.
    tab.value(
        "globalThis.real = fetch; const claim = (id, title, more) => ({ claim: { id, coupon_id: 'cpn_' + id, ends_at: null, \
           coupon: { title, description: null, summary: 'For you alone.' } }, ...more }); \
         const wallet = { currency: 'USD', total: 20000, more: false, \
           usable: [claim('clm_1', 'Fifteen off', { saving: 1500, total: 12000 }), claim('clm_2', 'Loyalty 5%', { saving: 700, total: 13900 })], \
           unusable: [claim('clm_3', 'Shoes 20%', { reason: 'discount_code_items_ineligible', message: 'This code does not apply to the items in the cart.', details: {} })] }; \
         globalThis.asked = []; \
         globalThis.fetch = (url, options) => { asked.push([url, options.body, options.headers['Tessera-Customer']]); \
           if (url.includes('/wallet/best')) return Promise.resolve(new Response(JSON.stringify(wallet))); \
           const body = JSON.parse(options.body); const claims = body.discounts.claims; delete body.discounts.claims; \
           const { 'Tessera-Customer': _, ...headers } = options.headers; \
           return real(url, { ...options, headers, body: JSON.stringify(body) }).then((answer) => answer.json()).then((quote) => { \
             for (const id of claims) { quote.discounts.applied.push({ coupon_id: 'cpn_' + id, claim_id: id, code: null, title: 'Fifteen off', amount: 1500, automatic: false, allocations: [] }); \
               quote.totals.total -= 1500; quote.totals.savings += 1500; } \
             return new Response(JSON.stringify(quote)); }); }; true",
    );
    anew(&mut tab, &json!({ "wallet": "", "token": "a.b.c" }), "cart(3)");
    see(&tab, "You have a coupon: $15.00 off. Fifteen off");
    enter(&mut tab, "WELCOME10");
    see(&tab, "You have a better coupon: $15.00 off.");
    look(&mut tab, "better");
    click(&mut tab, "Your coupons (3)");
    let names = tab.value("[...box.shadowRoot.querySelectorAll('.ticket b')].map((one) => one.innerText)");
    assert_eq!(names, json!(["Fifteen off", "Loyalty 5%", "Shoes 20%"]), "best first, what cannot be used last");
    see(&tab, "Shoes 20% This code does not apply to the items in the cart.");
    look(&mut tab, "wallet");
    click(&mut tab, "Use it: Fifteen off");
    see(&tab, "Fifteen off −$15.00");
    see_no(&tab, "better coupon");
    assert_eq!(tab.value("box.discounts"), json!({ "codes": ["WELCOME10"], "claims": ["clm_1"], "declined": [] }));
    assert_eq!(tab.value("asked.filter(([url]) => url.includes('/wallet/best')).length"), 1, "asked once for a cart");
    assert_eq!(tab.value("asked[0][2]"), "a.b.c");
}
