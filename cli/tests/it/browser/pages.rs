//! Every page of `page_list.rs`: looked at in both themes, on a phone and in French, scanned by axe, weighed, and, but for runs
//! that nobody watches (`CI`), pictured in `target/screenshots`, where its weight stands too.

use std::collections::HashMap;
use std::fs;

use serde_json::json;

use super::axe;
use super::chromium::Chromium;
use super::find::screenshots;
use super::page_list::{PAGES, Who};
use super::shop::Shop;
use super::tab::Tab;

/// What a page may weigh when nothing of it was loaded before, in bytes on the wire.
const HEAVIEST: u64 = 250_000;

#[test]
fn every_page_of_the_owner_is_light_accessible_and_fits_first_half() {
    look_at_the_owners(|number| number % 2 == 0);
}

#[test]
fn every_page_of_the_owner_is_light_accessible_and_fits_second_half() {
    look_at_the_owners(|number| number % 2 == 1);
}

fn look_at_the_owners(is_looked_at: fn(usize) -> bool) {
    let chromium = Chromium::start();
    let shop = Shop::demo();
    // What the demo shop has none of.
    let ends_at = "2099-01-01T00:00:00Z";
    shop.make("/v1/campaigns", &json!({ "name": "Winter", "ends_at": ends_at, "budget": { "USD": 100_000 } }));
    shop.make("/v1/webhooks", &json!({ "url": "https://shop.example/hook" }));
    let xmas = shop.coupon("XMAS2026")["id"].as_str().unwrap().to_owned();
    shop.make(&format!("/v1/coupons/{xmas}/codes"), &json!({ "generate": { "count": 60, "prefix": "POST-" } }));
    let mut tab = shop.owner(&chromium);
    look_at_all(&mut tab, &shop, Who::Owner, is_looked_at);
}

#[test]
fn every_page_before_anybody_is_signed_in_is_light_accessible_and_fits() {
    let chromium = Chromium::start();
    let shop = Shop::empty();
    look_at_all(&mut shop.visitor(&chromium), &shop, Who::First, |_| true);
    let shop = Shop::new();
    look_at_all(&mut shop.visitor(&chromium), &shop, Who::Nobody, |_| true);
}

#[test]
fn a_fault_of_a_page_is_found() {
    let chromium = Chromium::start();
    let shop = Shop::new();
    let mut tab = shop.visitor(&chromium);
    tab.go("/admin/sign-in");
    assert_eq!(axe::findings(&tab), Vec::<String>::new());
    tab.value("document.querySelector('label[for=email]').remove(); document.documentElement.removeAttribute('lang')");
    let found = axe::findings(&tab).join("\n");
    assert!(found.contains("\"label\" (\"critical\")") && found.contains("\"html-has-lang\" (\"serious\")"), "{found}");
    assert!(!tab.is_too_wide());
    tab.value("document.querySelector('h1').style.width = '2000px'");
    assert!(tab.is_too_wide());
    assert_eq!(tab.take_faults(), Vec::<String>::new());
    tab.value("document.body.append(Object.assign(document.createElement('script'), { textContent: 'evil()' }))");
    tab.value("console.error('a fault')");
    tab.settle();
    let faults = tab.take_faults().join("\n");
    assert!(faults.contains("against the page's policy") && faults.contains("a fault"), "{faults}");
}

/// Goes through the list and says all that is wrong at once.
fn look_at_all(tab: &mut Tab, shop: &Shop, who: Who, is_looked_at: fn(usize) -> bool) {
    let (mut wrong, mut known) = (Vec::new(), Known::new());
    // The first owner makes the account on the way: the pages after it are seen signed in.
    let pages = PAGES.iter().filter(|page| page.1 == who).enumerate().filter(|(number, _)| is_looked_at(*number));
    for (_, (name, seen_by, path, of, query)) in pages {
        let path = match (*seen_by, *path) {
            (Who::First, "/admin/setup") => shop.setup_path(),
            (Who::First, path) => {
                make_first_account(tab, shop);
                path.to_owned()
            }
            (_, path) => format!("{}{query}", path_of(tab, &mut known, path, of)),
        };
        wrong.extend(look_at(tab, name, &path).into_iter().map(|fault| format!("{name} ({path}): {fault}")));
    }
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
}

fn make_first_account(tab: &mut Tab, shop: &Shop) {
    tab.go(&shop.setup_path());
    if tab.path().starts_with("/admin/setup") {
        tab.fill("Your name", "Ana");
        tab.fill("E-mail", super::shop::EMAIL);
        tab.fill("Password", super::shop::PASSWORD);
        tab.press("Enter");
        tab.see("Your account is made");
    }
}

/// The ids that were found: below a path, of the row with some words. A list is looked at once.
type Known = HashMap<(String, String), String>;

/// The path with what is there in its places: `{id}` is that of the row with these words in the list above it, another
/// the first that the page above links to.
fn path_of(tab: &mut Tab, known: &mut Known, path: &str, of: &str) -> String {
    let (mut found, mut seen, mut of) = (String::new(), String::new(), of);
    for segment in path.split('/').skip(1) {
        if segment.starts_with('{') {
            // What stands between a page and a thing of it, as in `codes/jobs/{job}`, is no page.
            let is_page = PAGES.iter().any(|page| page.2 == seen);
            let list = if is_page { found.as_str() } else { found.rsplit_once('/').map_or("", |(list, _)| list) };
            let looked_for = (found.clone(), of.to_owned());
            if !known.contains_key(&looked_for) {
                tab.go(list);
                known.insert(looked_for.clone(), first_link(tab, &found, of));
            }
            found = format!("{found}/{}", known[&looked_for]);
            of = "";
        } else {
            found = format!("{found}/{segment}");
        }
        seen = format!("{seen}/{segment}");
    }
    found
}

/// The id in the first link below a path, of the row with these words.
fn first_link(tab: &Tab, below: &str, of: &str) -> String {
    let (below_text, of) = (json!(format!("{below}/")), json!(of));
    let id = tab.string(&format!(
        "[...document.querySelectorAll('a')].filter((a) => a.getAttribute('href')?.startsWith({below_text}) && \
         (a.closest('tr, li, article') || a).textContent.includes({of}))\
         .map((a) => a.getAttribute('href').slice({below_text}.length).split(/[/?#]/)[0])\
         .filter((id) => !/^[a-z-]*$/.test(id))[0] || ''"
    ));
    assert!(!id.is_empty(), "{} leads to nothing below {below} with {of}", tab.path());
    id
}

/// What is wrong with a page. Its pictures are made on the way.
pub(crate) fn look_at(tab: &mut Tab, name: &str, path: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    if name == "not-there" {
        tab.expect("status of 404");
    }
    tab.speak("en");
    tab.prefer("light");
    let weight = tab.weigh(path);
    fs::write(screenshots().join(format!("{name}-bytes.txt")), format!("{weight}\n")).expect("a weight is written");
    if weight > HEAVIEST {
        wrong.push(format!("it weighs {weight} bytes"));
    }
    let scan = axe::Scan::of(tab);
    wrong.extend(scan.findings(tab).into_iter().map(|finding| format!("light: {finding}")));
    tab.picture(&format!("{name}-light"));
    tab.prefer("dark");
    wrong.extend(scan.colours(tab, axe::WHOLE).into_iter().map(|finding| format!("dark: {finding}")));
    tab.picture(&format!("{name}-dark"));
    tab.prefer("light");
    tab.resize(375, 812);
    if tab.is_too_wide() {
        wrong.push("it is wider than a phone".to_owned());
    }
    tab.picture(&format!("{name}-phone"));
    tab.speak("fr");
    tab.go(path);
    if tab.is_too_wide() {
        wrong.push("in French it is wider than a phone".to_owned());
    }
    tab.resize(1280, 900);
    if tab.string("document.documentElement.lang") != "fr" {
        wrong.push("it is not in French".to_owned());
    }
    tab.picture(&format!("{name}-french"));
    tab.speak("en");
    wrong.extend(tab.take_faults());
    wrong
}
