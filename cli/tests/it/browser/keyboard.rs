//! Keys alone, and a phone.

use serde_json::json;

use super::chromium::Chromium;
use super::shop::Shop;

#[test]
fn a_coupon_is_found_and_made_with_keys_alone() {
    let chromium = Chromium::start();
    let shop = Shop::new();
    shop.make_coupon("Winter sale", "XMAS", &json!({}));
    shop.make_coupon("Spring", "SPRING", &json!({}));
    let mut ana = shop.owner(&chromium);
    ana.go("/admin/coupons");

    // The first stop of Tab is the way past the menu.
    ana.press("Tab");
    assert_eq!(ana.string("document.activeElement.textContent"), "Skip to the content");
    ana.press("Enter");
    assert_eq!(ana.string("document.activeElement.id"), "main");

    ana.press("?");
    ana.see("Search the list");
    ana.press("Escape");
    ana.see_no("Search the list");

    ana.press("/");
    ana.type_words("spr");
    ana.until("!document.querySelector('#found').textContent.includes('XMAS')");
    ana.see("SPRING");

    // The palette: opened over the page, walked through with arrows, left again.
    ana.value("document.activeElement.blur()");
    ana.press("Control+k");
    assert_eq!(ana.string("document.activeElement.id"), "palette-q");
    ana.type_words("winter");
    ana.until("document.querySelector('#palette-hits').textContent.includes('XMAS')");
    ana.press("ArrowDown");
    assert!(ana.string("document.activeElement.textContent").contains("Winter sale"));
    ana.press("Enter");
    ana.until("location.pathname.startsWith('/admin/coupons/cpn_')");
    ana.see("20% off the order.");
    ana.press("Control+k");
    // Enter does not go to what was found before one typed.
    ana.type_words("api keys\r");
    ana.until("location.pathname === '/admin/settings/keys'");

    // A coupon from the first key to the last.
    ana.press("n");
    ana.until("location.pathname === '/admin/coupons/new'");
    let mut stops = Vec::new();
    for words in [("name", "Keys only"), ("code", "KEYSONLY"), ("percent", "15")] {
        for _ in 0..60 {
            if ana.string("document.activeElement.id || ''") == words.0 {
                break;
            }
            ana.press("Tab");
            stops.push(ana.string("document.activeElement.id || document.activeElement.tagName"));
        }
        assert_eq!(ana.string("document.activeElement.id"), words.0, "{stops:?}");
        ana.type_words(words.1);
    }
    for _ in 0..60 {
        if ana.string("document.activeElement.innerText || ''") == "Save and put in force" {
            break;
        }
        ana.press("Tab");
        let focus = "getComputedStyle(document.activeElement).outlineStyle + getComputedStyle(document.activeElement).outlineWidth";
        let outline = ana.string(focus);
        assert!(
            !outline.starts_with("none"),
            "the focus is not to be seen on {}",
            ana.string("document.activeElement.outerHTML")
        );
    }
    ana.press("Enter");
    ana.see("The coupon is made.");
    assert_eq!(shop.coupon("KEYSONLY")["state"], "active");
}

#[test]
fn r026_a_new_coupon_begins_at_the_top_right_and_coupons_stand_under_marketing() {
    let chromium = Chromium::start();
    let shop = Shop::new();
    let mut ana = shop.owner(&chromium);
    ana.go("/admin/coupons");
    let corner = "(() => { const box = document.querySelector('[data-new]').getBoundingClientRect(); return box.left > innerWidth / 2 && box.bottom < innerHeight / 4; })()";
    assert_eq!(ana.value(corner), true);
    let under = "(() => { const link = [...document.querySelectorAll('nav.side a')].find((a) => a.textContent.trim() === 'Coupons'); return link.closest('ul').previousElementSibling.textContent; })()";
    assert_eq!(ana.string(under), "Marketing");
}

#[test]
fn a_phone_is_enough() {
    let chromium = Chromium::start();
    let shop = Shop::new();
    shop.make_coupon(&"A name without an end ".repeat(11), "A-CODE-THAT-IS-AS-LONG-AS-CODES-ARE", &json!({}));
    let mut ana = shop.owner(&chromium);
    ana.resize(375, 812);
    ana.go("/admin/coupons");
    assert!(!ana.is_too_wide(), "{}", ana.path());
    ana.click_on("New coupon");
    ana.fill("Name", "On the way");
    ana.fill("Code", "ONTHEWAY");
    ana.fill("Percent off", "10");
    assert!(!ana.is_too_wide(), "{}", ana.path());
    ana.click_on("Save and put in force");
    ana.see("The coupon is made.");
    assert!(!ana.is_too_wide(), "{}", ana.path());
    ana.click_on("Pause");
    ana.see("The coupon is paused.");
    ana.click_on("Coupons");
    ana.click_on("Actions for On the way");
    ana.click_in("ONTHEWAY", "Resume");
    ana.see("The coupon is in force.");
    assert!(!ana.is_too_wide(), "{}", ana.path());
    assert_eq!(shop.coupon("ONTHEWAY")["state"], "active");
}
