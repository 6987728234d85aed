//! The code box in a page, on the real server: every state as a shopper sees it, on a phone and a desktop, in both
//! themes, scanned by axe, pictured in `target/screenshots` but where `CI` is set.

mod elsewhere;
mod states;
mod together;
mod trouble;

use serde_json::{Value, json};

use super::axe;
use super::chromium::Chromium;
use super::shop::Shop;
use super::tab::Tab;

/// What the tests say in the page: the box, what is to be read in it, a button by its name, carts.
const IN_PAGE: &str = r#"
globalThis.box = document.querySelector("tessera-box");
globalThis.inside = (selector) => box.shadowRoot.querySelector(selector);
globalThis.words = () => [...inside(".box").children].filter((part) => !part.matches(".only")).map((part) => part.innerText).join(" ").replace(/[\s\u00a0\u202f]+/g, " ");
globalThis.field = () => inside("input");
globalThis.named = (name) => [...box.shadowRoot.querySelectorAll("button")].find((button) =>
  (button.getAttribute("aria-label") || button.innerText).replace(/[\s\u00a0\u202f]+/g, " ").trim().startsWith(name));
globalThis.cart = (quantity, more = {}) => ({
  currency: "USD",
  line_items: [{ id: "1", product_id: "shirt-oxford-white", title: "White Oxford shirt", quantity, unit_price: 4900, categories: ["clothing"] }],
  shipping: { service: "ground", amount: 800 },
  customer: { email: "somebody@shop.example" },
  ...more,
});
globalThis.anew = (attributes) => {
  const next = document.createElement("tessera-box");
  for (const [name, value] of Object.entries({ key: box.getAttribute("key"), ...attributes })) next.setAttribute(name, value);
  box.replaceWith(next);
  globalThis.box = next;
};
globalThis.once = (holds) => new Promise((done, fail) => {
  const end = performance.now() + 25000;
  const look = () => holds() ? done(true) : performance.now() > end ? fail(new Error("never; to be read is: " + words())) : setTimeout(look, 20);
  look();
});
true"#;

/// The page of the docs with the box of the demo shop on it.
fn open(shop: &Shop, chromium: &Chromium) -> Tab {
    let mut tab = shop.visitor(chromium);
    visit(&mut tab, shop, "");
    tab
}

/// The same page, with more in its address.
fn visit(tab: &mut Tab, shop: &Shop, query: &str) {
    tab.go(&format!("/docs/widget?key={}{query}", shop.publishable_key()));
    tab.value(IN_PAGE);
}

/// Puts another box in its place, with a cart.
fn anew(tab: &mut Tab, attributes: &Value, cart: &str) {
    tab.value(&format!("anew({attributes}); box.cart = {cart}; true"));
}

/// Gives it a cart.
fn put(tab: &mut Tab, cart: &str) {
    tab.value(&format!("box.cart = {cart}; true"));
}

/// Waits until an expression of the page holds, without a look at what is under way.
#[track_caller]
fn once(tab: &Tab, holds: &str) {
    assert_eq!(tab.value(&format!("once(() => {holds})")), true);
}

/// Waits until these words stand in the box.
#[track_caller]
fn see(tab: &Tab, words: &str) {
    once(tab, &format!("words().includes({})", json!(words)));
}

/// Waits until these words do not stand in it.
#[track_caller]
fn see_no(tab: &Tab, words: &str) {
    once(tab, &format!("!words().includes({})", json!(words)));
}

/// Clicks a button of the box with the mouse.
#[track_caller]
fn click(tab: &mut Tab, name: &str) {
    once(tab, &format!("named({})", json!(name)));
    let place = tab.value(&format!(
        "(() => {{ const found = named({}); found.scrollIntoView({{ block: 'center', behavior: 'instant' }}); \
         const box = found.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; }})()",
        json!(name)
    ));
    for kind in ["mouseMoved", "mousePressed", "mouseReleased"] {
        let event = json!({ "type": kind, "x": place[0], "y": place[1], "button": "left", "clickCount": 1 });
        tab.call("Input.dispatchMouseEvent", event);
    }
}

/// Types into the field.
fn write(tab: &mut Tab, text: &str) {
    tab.value("box.focus(); field().select(); true");
    tab.call("Input.insertText", json!({ "text": text }));
}

/// Types codes and presses Enter.
fn enter(tab: &mut Tab, codes: &str) {
    write(tab, codes);
    for kind in ["keyDown", "keyUp"] {
        let mut event = json!({ "type": kind, "key": "Enter", "windowsVirtualKeyCode": 13 });
        if kind == "keyDown" {
            event["text"] = "\r".into();
        }
        tab.call("Input.dispatchKeyEvent", event);
    }
}

#[test]
fn the_page_of_the_docs_around_it_is_accessible() {
    let chromium = Chromium::start();
    let shop = Shop::demo();
    let mut tab = open(&shop, &chromium);
    see(&tab, "Winter");
    for theme in ["light", "dark"] {
        tab.prefer(theme);
        assert_eq!(axe::findings(&tab), Vec::<String>::new(), "{theme}");
    }
    tab.resize(375, 900);
    assert!(!tab.is_too_wide());
}

/// Looks at a state on a phone and a desktop, in both themes.
#[track_caller]
fn look(tab: &mut Tab, name: &str) {
    let mut wrong = Vec::new();
    let scan = axe::Scan::of(tab);
    for (width, size) in [(375, "phone"), (1280, "desktop")] {
        tab.resize(width, 900);
        for theme in ["light", "dark"] {
            tab.prefer(theme);
            let found = match theme {
                "light" => scan.findings_in(tab, "tessera-box"),
                _ => scan.colours(tab, "tessera-box"),
            };
            wrong.extend(found.into_iter().map(|finding| format!("{size}, {theme}: {finding}")));
            tab.picture(&format!("widget-{name}-{size}-{theme}"));
        }
        if tab.is_too_wide() {
            wrong.push(format!("{size}: it is too wide"));
        }
        let small = tab.value(
            "[...box.shadowRoot.querySelectorAll('button, input')].filter((one) => one.getBoundingClientRect().height < 44)\
             .map((one) => one.outerHTML)",
        );
        if small != json!([]) {
            wrong.push(format!("{size}: too small to touch: {small}"));
        }
    }
    if tab.value("[...box.shadowRoot.querySelectorAll('[style]')].length") != 0 {
        wrong.push("it has an inline style".to_owned());
    }
    tab.prefer("light");
    assert!(wrong.is_empty(), "{name}: {}", wrong.join("\n"));
}
