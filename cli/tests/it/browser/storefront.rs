//! The demo shop as people use it, with and without script: from a coupon that is claimed to the order that is sent back.

use serde_json::{Value, json};

use super::chromium::Chromium;
use super::pages::look_at;
use super::shop::Shop;
use super::tab::Tab;
use crate::http::send;

const SCARF: &str = "/shop/products/scarf-lambswool-red";
const SHIRT: &str = "/shop/products/shirt-oxford-white";
const JUMPER: &str = "/shop/products/knit-merino-crew-grey";

fn with_script(is_on: bool, chromium: &Chromium, shop: &Shop) -> Tab {
    let mut tab = shop.visitor(chromium);
    tab.script(is_on);
    tab
}

fn buy(tab: &mut Tab, path: &str, quantity: &str) {
    tab.go(path);
    tab.fill("Quantity", quantity);
    tab.click_on("Add to cart");
    tab.see("is in your cart");
}

fn sign_in(tab: &mut Tab, name: &str) {
    tab.go("/shop/account");
    tab.click_on(name);
    tab.see("Sign out");
}

fn fill_address(tab: &mut Tab) {
    tab.fill("Name", "Ana Moreau");
    tab.fill("E-mail", "ana.moreau@courrier.example");
    tab.fill("Street and number", "1 rue de la Paix");
    tab.fill("Postcode", "75002");
    tab.fill("City", "Paris");
    tab.fill("Country", "France");
}

/// What the checkout says the order costs, as its button has it.
fn total(tab: &Tab) -> String {
    tab.string("document.querySelector('[data-place]').innerText.split(':').pop().trim()")
}

fn order_id(tab: &Tab) -> String {
    tab.path().rsplit('/').next().unwrap().to_owned()
}

/// Claim, view, choose at the order, validate, compute, pay.
fn six_steps(tab: &mut Tab, shop: &Shop) {
    sign_in(tab, "Dieter");
    tab.go("/shop/wallet");
    tab.click_in("15% off your next knitwear", "Claim");
    tab.see("In your wallet: 15% off your next knitwear");
    tab.until("document.querySelector('.ticket h2').textContent.endsWith('new')");
    tab.see("−15%");
    tab.click_on("Use now: 15% off your next knitwear");
    assert_eq!(tab.path(), "/shop?category=knitwear", "use now leads to what it is for");
    tab.see("Knitwear");
    buy(tab, JUMPER, "1");
    tab.see("15% off your next knitwear");
    tab.see("You save");
    tab.click_on("Go to checkout");
    tab.see("Your discounts are kept for you until");
    fill_address(tab);
    let agreed = total(tab);
    tab.click("[data-place]");
    tab.see("Thank you! Your order is placed.");
    let order = shop.read(&format!("/v1/orders/{}", order_id(tab)));
    assert_eq!(order["state"], "placed");
    assert_eq!(order["customer_id"], "dieter");
    let applied = &order["quote"]["discounts"]["applied"][0];
    assert_eq!(
        (&applied["title"], &applied["amount"]),
        (&json!("15% off your next knitwear"), &json!(1_335)),
        "{order}"
    );
    tab.see(&agreed);
    tab.go("/shop/wallet?tab=used");
    tab.see("15% off your next knitwear");
}

#[test]
fn r215_the_six_steps_of_a_coupon_with_script() {
    let (chromium, shop) = (Chromium::start(), Shop::demo());
    six_steps(&mut with_script(true, &chromium, &shop), &shop);
}

#[test]
fn r215_the_six_steps_of_a_coupon_without_script() {
    let (chromium, shop) = (Chromium::start(), Shop::demo());
    let mut tab = with_script(false, &chromium, &shop);
    six_steps(&mut tab, &shop);

    // What was bought goes back, through the API, once.
    tab.go("/shop/account");
    tab.click_on("W-");
    tab.click_on("Send something back");
    tab.fill("Merino crew neck, grey", "1");
    tab.click_on("Ask for a refund");
    tab.see("Paid back:");
    let order = shop.read(&format!("/v1/orders/{}", order_id(&tab)));
    assert_eq!(order["refunds"].as_array().unwrap().len(), 1, "{order}");
}

#[test]
fn r177_r205_r208_r209_r210_r213_codes_are_put_in_taken_off_and_refused_without_script() {
    let (chromium, shop) = (Chromium::start(), Shop::demo());
    let mut tab = with_script(false, &chromium, &shop);
    buy(&mut tab, SHIRT, "3");
    tab.click_on("Have a code?");
    // Several at once, one that nobody knows, one that is over.
    tab.fill("Coupon codes", "ten-from-100, freeground nonsense SUMMER2026");
    tab.click_on("Apply");
    tab.see("$10 off from $100");
    tab.see("Free ground shipping from $100");
    tab.see("nonsense:");
    tab.see("This code expired on 1 September 2026.");
    assert_eq!(tab.string("document.getElementById('codes').value"), "nonsense, SUMMER2026", "what was typed stays");
    let struck = tab.string("document.querySelector('.sums .shipping dd').innerText.replace(/\\s+/g, ' ')");
    assert_eq!(struck, "Before: $8.00 $0.00", "r208: the old price struck and zero");
    // An automatic coupon is a chip and goes too.
    tab.see("Winter days: 5% off all clothing");
    tab.click_on("Remove Winter days");
    tab.see_no("Winter days");
    tab.click_on("Put the automatic discounts back");
    tab.see("Winter days: 5% off all clothing");
    let before = tab.string("document.querySelector('.sums .total dd').innerText");
    tab.click_on("Remove $10 off from $100");
    tab.see_no("$10 off from $100");
    assert_ne!(tab.string("document.querySelector('.sums .total dd').innerText"), before, "r213: the total returns");

    // What does not fit any more waits with its reason, and comes back by itself.
    tab.fill("Quantity of Oxford shirt, white", "1");
    tab.click_on("Update the cart");
    tab.see("to use this code");
    tab.fill("Quantity of Oxford shirt, white", "4");
    tab.click_on("Update the cart");
    tab.see("$0.00");
}

#[test]
fn r218_a_coupon_that_is_paused_meanwhile_is_told_and_agreed_to() {
    let (chromium, shop) = (Chromium::start(), Shop::demo());
    let id = shop.make_coupon("Summer Sale", "S1", &json!({}));
    let mut tab = with_script(false, &chromium, &shop);
    buy(&mut tab, SCARF, "1");
    tab.click_on("Have a code?");
    tab.fill("Coupon codes", "S1");
    tab.click_on("Apply");
    tab.see("Summer Sale");
    shop.make(&format!("/v1/coupons/{id}/pause"), &json!({}));
    tab.click_on("Go to checkout");
    tab.see("No longer part of your order: Summer Sale");
    fill_address(&mut tab);
    tab.click("[data-place]");
    tab.see("Thank you! Your order is placed.");
    let order = shop.read(&format!("/v1/orders/{}", order_id(&tab)));
    let applied = order["quote"]["discounts"]["applied"].as_array().unwrap().clone();
    assert!(applied.iter().all(|one| one["title"] != "Summer Sale"), "{order}");
}

#[test]
fn two_who_want_the_last_use_one_gets_it_and_the_other_goes_on() {
    let (chromium, shop) = (Chromium::start(), Shop::demo());
    shop.make_coupon("The last one", "LAST1", &json!({ "limits": { "total": 1 } }));
    let mut tabs = [with_script(false, &chromium, &shop), with_script(true, &chromium, &shop)];
    for tab in &mut tabs {
        buy(tab, SCARF, "1");
        tab.go("/shop/cart?coupon=LAST1");
        tab.see("The last one");
    }
    let [first, second] = &mut tabs;
    first.click_on("Go to checkout");
    first.see("The last one");
    second.click_on("Go to checkout");
    second.see("No longer part of your order: The last one");
    second.see("Somebody may be paying with the last one just now");
    for (tab, has_it) in [(second, false), (first, true)] {
        fill_address(tab);
        tab.click("[data-place]");
        tab.see("Thank you! Your order is placed.");
        let order = shop.read(&format!("/v1/orders/{}", order_id(tab)));
        let applied = order["quote"]["discounts"]["applied"].to_string();
        assert_eq!(applied.contains("The last one"), has_it, "{applied}");
    }
}

#[test]
fn a_hold_that_ran_out_is_taken_anew_or_told() {
    let (chromium, shop) = (Chromium::start(), Shop::demo());
    shop.change("/v1/settings", &json!({ "hold_seconds": 1 }));
    let coupon = shop.make_coupon("The last one", "LAST1", &json!({ "limits": { "total": 1 } }));
    let mut tab = with_script(false, &chromium, &shop);
    buy(&mut tab, SCARF, "1");
    tab.go("/shop/cart?coupon=LAST1");
    tab.click_on("Go to checkout");
    fill_address(&mut tab);
    until_no_hold(&shop, &coupon);
    // Nobody took it meanwhile: nothing changed for the shopper.
    tab.click("[data-place]");
    tab.see("Thank you! Your order is placed.");
    tab.see("The last one");

    // Somebody did: the shopper is told, and agrees to the price without it.
    let other = shop.make_coupon("Another last one", "LAST2", &json!({ "limits": { "total": 1 } }));
    buy(&mut tab, SCARF, "1");
    tab.go("/shop/cart?coupon=LAST2");
    tab.click_on("Go to checkout");
    tab.see("Another last one");
    until_no_hold(&shop, &other);
    let line = json!({ "product_id": "scarf-lambswool-red", "quantity": 1, "unit_price": 4_500 });
    let body = json!({ "order_id": "elsewhere", "cart": { "currency": "USD", "line_items": [line] }, "discounts": { "codes": ["LAST2"] } });
    shop.make("/v1/redemptions", &body);
    tab.click("[data-place]");
    tab.see("Nothing was ordered: look at the new total");
    tab.see("No longer part of your order: Another last one");
    tab.click("[data-place]");
    tab.see("Thank you! Your order is placed.");
    tab.see_no("Another last one");
}

/// Waits until nothing of a coupon is held any more.
fn until_no_hold(shop: &Shop, coupon: &str) {
    let end = std::time::Instant::now() + super::chromium::PATIENCE;
    loop {
        let held = shop.read(&format!("/v1/redemptions?coupon_id={coupon}&state=held"));
        if held["data"].as_array().is_some_and(Vec::is_empty) {
            return;
        }
        assert!(std::time::Instant::now() < end, "the hold does not end: {held}");
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
}

#[test]
fn whoever_leaves_the_checkout_gives_back_what_it_held() {
    let (chromium, shop) = (Chromium::start(), Shop::demo());
    let coupon = shop.make_coupon("The last one", "LAST1", &json!({ "limits": { "total": 1 } }));
    for has_script in [false, true] {
        let mut tab = with_script(has_script, &chromium, &shop);
        buy(&mut tab, SCARF, "1");
        tab.go("/shop/cart?coupon=LAST1");
        tab.click_on("Go to checkout");
        tab.until("location.pathname === '/shop/checkout'");
        tab.see("The last one");
        let held = shop.read(&format!("/v1/redemptions?coupon_id={coupon}&state=held"));
        assert_eq!(held["data"].as_array().unwrap().len(), 1, "{held}");
        // With script any page gives it back, without one the cart.
        tab.go(if has_script { "/shop" } else { "/shop/cart" });
        until_no_hold(&shop, &coupon);
    }
}

#[test]
fn what_the_own_order_holds_is_not_refused_in_the_box_beside_it() {
    let (chromium, shop) = (Chromium::start(), Shop::demo());
    shop.make_coupon("Once for each", "ONCE1", &json!({ "limits": { "per_customer": 1, "total": 1 } }));
    let mut tab = with_script(true, &chromium, &shop);
    sign_in(&mut tab, "Dieter");
    buy(&mut tab, SCARF, "1");
    tab.go("/shop/cart?coupon=ONCE1");
    tab.click_on("Go to checkout");
    for _ in 0..2 {
        tab.until("location.pathname === '/shop/checkout'");
        tab.see("Your discounts are kept for you until");
        tab.see("Once for each");
        let of_box = "document.querySelector('tessera-box').shadowRoot.textContent";
        tab.until(&format!("{of_box}.includes('Once for each')"));
        let agreed = total(&tab);
        let minor: String = agreed.chars().filter(char::is_ascii_digit).collect();
        tab.until(&format!("document.querySelector('tessera-box').quote?.totals.total === {minor}"));
        let words = tab.string(of_box);
        assert!(!words.contains("ended") && !words.contains("already used"), "{words}");
        // A page that is loaded again holds it still.
        tab.go("/shop/checkout");
    }
    fill_address(&mut tab);
    tab.click("[data-place]");
    tab.see("Thank you! Your order is placed.");
    let order = shop.read(&format!("/v1/orders/{}", order_id(&tab)));
    assert_eq!(order["quote"]["discounts"]["applied"][0]["title"], "Once for each", "{order}");
}

/// Waits until the box at the checkout has a price with a code applied or refused, and compares what it says with the page.
fn agrees_with_its_box(tab: &mut Tab, code: &str, is_applied: bool) {
    let list = if is_applied { "applied" } else { "rejected" };
    let quote = "document.querySelector('tessera-box').quote";
    tab.until(&format!("{quote}?.discounts.{list}.some((one) => one.code === '{code}')"));
    // The page has its price from the server, which is asked as the box is.
    tab.until("!document.querySelector('.is-busy')");
    let minor: String = total(tab).chars().filter(char::is_ascii_digit).collect();
    tab.until(&format!("{quote}.totals.total === {minor}"));
    assert_eq!(tab.string("document.querySelector('[name=expected_total]').value"), minor);
    let shown = tab.string("document.querySelector('[data-tessera=total]').innerText");
    assert!(shown.ends_with(&total(tab)), "{shown} and {}", total(tab));
}

#[test]
fn the_box_at_the_checkout_and_the_page_beside_it_come_to_one_total() {
    let (chromium, shop) = (Chromium::start(), Shop::demo());
    let conditions = json!({ "kind": "payment_method", "methods": ["card"] });
    shop.make_coupon("By card", "BYCARD", &json!({ "conditions": conditions }));
    let line = json!({ "product_id": "scarf-lambswool-red", "quantity": 1, "unit_price": 4_900 });
    let cart = json!({ "currency": "USD", "line_items": [line], "customer": { "email": "guest@courrier.example" } });
    shop.make("/v1/redemptions", &json!({ "order_id": "G-1", "cart": cart, "discounts": { "codes": ["WELCOME10"] } }));

    // A guest of whom only the e-mail says that the code is used up.
    let mut tab = with_script(true, &chromium, &shop);
    buy(&mut tab, SCARF, "1");
    tab.go("/shop/cart?coupon=WELCOME10");
    tab.click_on("Go to checkout");
    agrees_with_its_box(&mut tab, "WELCOME10", false);
    tab.fill("E-mail", "another@courrier.example");
    tab.press("Tab");
    agrees_with_its_box(&mut tab, "WELCOME10", true);
    tab.fill("E-mail", "guest@courrier.example");
    tab.press("Tab");
    agrees_with_its_box(&mut tab, "WELCOME10", false);
    tab.go("/shop/checkout");
    agrees_with_its_box(&mut tab, "WELCOME10", false);

    // The way to pay is chosen beside the box.
    tab.go("/shop/cart?coupon=BYCARD");
    tab.click_on("Go to checkout");
    tab.until("location.pathname === '/shop/checkout'");
    agrees_with_its_box(&mut tab, "BYCARD", true);
    tab.click("input[value=transfer]");
    agrees_with_its_box(&mut tab, "BYCARD", false);
    tab.click("input[value=card]");
    agrees_with_its_box(&mut tab, "BYCARD", true);
}

#[test]
fn r042_r203_a_link_applies_its_code_waits_with_it_and_says_where_the_order_came_from() {
    let (chromium, shop) = (Chromium::start(), Shop::demo());
    let mut tab = with_script(false, &chromium, &shop);
    tab.go("/shop?coupon=ten-from-100&channel=popup");
    assert_eq!(tab.path(), "/shop", "the address is clean again");
    tab.see("The code ten-from-100 is noted.");
    buy(&mut tab, SCARF, "1");
    tab.see("ten-from-100");
    tab.fill("Quantity of Lambswool scarf, red", "3");
    tab.press("Enter");
    tab.see("$10 off from $100");
    tab.click_on("Go to checkout");
    fill_address(&mut tab);
    tab.click("[data-place]");
    tab.see("Thank you! Your order is placed.");
    let order = shop.read(&format!("/v1/orders/{}", order_id(&tab)));
    assert_eq!(order["cart"]["context"]["channel"], "popup", "{order}");

    // Item 42: the mail has the description and the amount.
    tab.click_on("The confirmation mail");
    let mail = tab.words();
    assert!(
        mail.contains("$10 off from $100 (TEN-FROM-100)") || mail.contains("$10 off from $100 (ten-from-100)"),
        "{mail}"
    );
    assert!(mail.contains("−$10.00"), "{mail}");
}

#[test]
fn r041_r043_r206_r207_a_code_at_the_checkout_changes_the_total_alone_and_stays_on_the_order() {
    let (chromium, shop) = (Chromium::start(), Shop::demo());
    let more = json!({ "benefits": [{ "kind": "percent_off", "percent": 10 }], "visibility": "public", "validity": { "ends_at": "2099-01-31T23:59:59Z" },
        "conditions": { "all": [{ "kind": "order_amount", "min": { "USD": 2_000 }, "basis": "before_discounts", "scope": "cart" }] } });
    let id = shop.make_coupon("Summer Sale", "S1", &more);
    let mut tab = with_script(true, &chromium, &shop);
    buy(&mut tab, SCARF, "1");
    tab.click_on("Go to checkout");
    fill_address(&mut tab);
    let before = total(&tab);
    tab.value("globalThis.thisPage = true; document.querySelector('tessera-box').focus()");
    tab.type_words("S1\r");
    tab.until("document.querySelector('.sums').innerText.includes('Summer Sale')");
    assert_ne!(total(&tab), before, "r206: the total follows");
    assert_eq!(tab.value("globalThis.thisPage"), true, "r206: on the same page");
    assert_eq!(
        tab.string("document.getElementById('street').value"),
        "1 rue de la Paix",
        "r206: what was typed is there"
    );
    tab.value("document.querySelector('tessera-box').shadowRoot.querySelector('[aria-label=\"Conditions of Summer Sale\"]').click()");
    for words in ["Summer Sale", "−$4.50", "2099", "20.00"] {
        tab.until(&format!("document.querySelector('tessera-box').shadowRoot.textContent.includes('{words}')"));
    }
    tab.click("[data-place]");
    tab.see("Thank you! Your order is placed.");
    // Items 41 and 43: the words that the shopper read, also when the coupon is called something else later.
    tab.see("Summer Sale");
    shop.change(&format!("/v1/coupons/{id}"), &json!({ "name": "Autumn Sale" }));
    let path = tab.path();
    tab.go(&path);
    tab.see("Summer Sale");
    let order = shop.read(&format!("/v1/orders/{}", order_id(&tab)));
    assert_eq!(order["quote"]["discounts"]["applied"][0]["title"], "Summer Sale", "{order}");
}

#[test]
fn a_code_that_waits_leads_where_something_can_be_done() {
    let (chromium, shop) = (Chromium::start(), Shop::demo());
    let all = |condition: Value| json!({ "conditions": { "all": [condition] } });
    shop.make_coupon("By express", "EXPRESS1", &all(json!({ "kind": "shipping_service", "services": ["express"] })));
    shop.make_coupon("Regulars", "REGULAR1", &all(json!({ "kind": "orders_count", "min": 1 })));

    // Without script links stand beside the reasons.
    let mut tab = with_script(false, &chromium, &shop);
    buy(&mut tab, SCARF, "1");
    tab.go("/shop/cart?coupon=REGULAR1");
    tab.click_in("Sign in to use this code.", "Sign in");
    tab.click_on("Ana Moreau");
    tab.until("location.pathname === '/shop/cart'");
    tab.see("Regulars");
    tab.see_no("Sign in to use this code.");
    tab.go("/shop/cart?coupon=EXPRESS1");
    tab.click_on("Choose shipping");
    tab.until("location.pathname + location.hash === '/shop/checkout#shipping'");

    // With it the box has buttons for the same.
    let mut tab = with_script(true, &chromium, &shop);
    let press = |tab: &mut Tab, words: &str| {
        let found = format!(
            "[...document.querySelector('tessera-box').shadowRoot.querySelectorAll('button')].find((one) => one.textContent === '{words}')"
        );
        tab.until(&format!("Boolean({found})"));
        tab.value(&format!("{found}.click()"));
    };
    buy(&mut tab, SCARF, "1");
    tab.go("/shop/cart?coupon=EXPRESS1");
    press(&mut tab, "Choose shipping");
    tab.until("location.pathname + location.hash === '/shop/checkout#shipping'");
    press(&mut tab, "Choose shipping");
    tab.until("document.activeElement.name === 'service'");
    tab.go("/shop/cart?coupon=REGULAR1");
    press(&mut tab, "Sign in");
    tab.until("location.pathname + location.search === '/shop/account?next=/shop/cart'");
}

#[test]
fn r044_a_private_code_is_nowhere_in_the_shop() {
    let shop = Shop::demo();
    let mut pages = String::new();
    for path in ["/shop", "/shop/wallet", "/shop/cart", SCARF, JUMPER, "/shop/products/vps-m-annual"] {
        let answer = send(shop.base(), "GET", path, &[], "");
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        pages.push_str(&answer.text);
    }
    assert!(pages.contains("FJELL15") && pages.contains("HOSTING15"), "public ones are");
    for private in ["INFLUENCER-ANA", "SHIPALLFREE", "STUDENT5", "BULK-WORKWEAR", "SPRING2027", "sk_"] {
        assert!(!pages.contains(private), "{private}");
    }
}

#[test]
fn r212_the_field_for_codes_can_be_hidden_store_wide() {
    let (chromium, shop) = (Chromium::start(), Shop::demo());
    let mut tab = with_script(false, &chromium, &shop);
    buy(&mut tab, SCARF, "1");
    tab.see("Have a code?");
    shop.change("/v1/settings", &json!({ "show_code_field": false }));
    for path in ["/shop/cart", "/shop/checkout"] {
        until_hidden(&mut tab, path);
        tab.see_no("Have a code?");
        assert_eq!(tab.value("document.querySelectorAll('[name=codes]').length"), 0, "{path}");
    }
}

/// The shop follows the settings within a second.
fn until_hidden(tab: &mut Tab, path: &str) {
    let end = std::time::Instant::now() + super::chromium::PATIENCE;
    while {
        tab.go(path);
        tab.words().contains("Have a code?")
    } {
        assert!(std::time::Instant::now() < end, "the field stays");
    }
}

#[test]
fn r216_the_wallet_has_three_to_use_one_used_and_one_expired() {
    let (chromium, shop) = (Chromium::start(), Shop::demo());
    let mut tab = with_script(true, &chromium, &shop);
    sign_in(&mut tab, "Ana Moreau");
    tab.go("/shop/wallet");
    let counts = "[...document.querySelectorAll('.tabs .count')].map((count) => count.innerText).join('/')";
    assert_eq!(tab.string(counts), "3/1/1");
    tab.see("2 days left");
    tab.click_on("Conditions");
    tab.see("A thank-you of $10.00 for orders of goods from $60.00");
    assert!(!tab.words().contains("customer"), "the team's words: {}", tab.words());
    assert_eq!(tab.value("document.querySelectorAll('.ticket svg.qr').length"), 3, "one for the counter on each");
    tab.click_on("At the counter");
    tab.see("Show this where you pay.");
    tab.fill("Add a code to your wallet", "nonsense");
    tab.click_on("Add");
    tab.see("nonsense: We do not know this code.");
}

#[test]
fn r217_coupons_of_the_wallet_are_chosen_in_the_cart_the_best_first() {
    let (chromium, shop) = (Chromium::start(), Shop::demo());
    let mut tab = with_script(false, &chromium, &shop);
    sign_in(&mut tab, "Ana Moreau");
    buy(&mut tab, JUMPER, "1");
    let rows = tab.value("[...document.querySelectorAll('.choices li')].map((row) => [row.innerText, row.className])");
    let rows = rows.as_array().unwrap();
    assert_eq!(rows.len(), 3, "{rows:?}");
    let text = |row: &Value| row[0].as_str().unwrap().to_owned();
    assert!(text(&rows[0]).contains("saves"), "{rows:?}");
    assert!(
        rows[2][1] == "is-off" && text(&rows[2]).contains("$10 off from $100"),
        "greyed, with its reason: {rows:?}"
    );
}

/// Name of the picture, and the path.
const PAGES: [(&str, &str); 13] = [
    ("shop", "/shop"),
    ("shop-category", "/shop?category=fashion&page=2"),
    ("shop-nothing", "/shop?q=zeppelin"),
    ("shop-product", JUMPER),
    ("shop-product-hosting", "/shop/products/vps-m-monthly"),
    ("shop-cart", "/shop/cart"),
    ("shop-checkout", "/shop/checkout"),
    ("shop-account", "/shop/account"),
    ("shop-wallet", "/shop/wallet"),
    ("shop-wallet-used", "/shop/wallet?tab=used"),
    ("shop-wallet-expired", "/shop/wallet?tab=expired"),
    ("shop-order", "/shop/orders/{id}"),
    ("shop-mail", "/shop/orders/{id}/mail"),
];

#[test]
fn every_page_of_the_shop_is_light_accessible_and_fits() {
    let (chromium, shop) = (Chromium::start(), Shop::demo());
    let mut wrong = Vec::new();
    let mut look = |tab: &mut Tab, name: &str, path: &str| {
        wrong.extend(look_at(tab, name, path).into_iter().map(|fault| format!("{name} ({path}): {fault}")));
    };
    let mut tab = shop.visitor(&chromium);
    for (name, path) in
        [("shop-cart-empty", "/shop/cart"), ("shop-sign-in", "/shop/account"), ("shop-wallet-nobody", "/shop/wallet")]
    {
        look(&mut tab, name, path);
    }
    sign_in(&mut tab, "Ana Moreau");
    buy(&mut tab, SCARF, "3");
    buy(&mut tab, JUMPER, "1");
    tab.go("/shop/cart?coupon=freeground,FJELL15,SPEND-MORE");
    tab.go("/shop/checkout");
    fill_address(&mut tab);
    tab.click("[data-place]");
    tab.see("Thank you! Your order is placed.");
    let id = order_id(&tab);
    buy(&mut tab, SCARF, "2");
    buy(&mut tab, JUMPER, "1");
    tab.go("/shop/cart?coupon=freeground,FJELL15,bulk-workwear");
    for (name, path) in PAGES {
        look(&mut tab, name, &path.replace("{id}", &id));
    }
    tab.expect("status of 404");
    look(&mut tab, "shop-not-there", "/shop/nope");
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
}
