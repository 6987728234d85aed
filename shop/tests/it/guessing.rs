//! Whoever tries codes waits.

use std::net::IpAddr;

use crate::api;
use crate::visitor::{HOME, Visitor, shop};

const WAIT: &str = "Too many codes that are not valid were tried.";

#[tokio::test]
async fn a_visitor_tries_ten_wrong_codes_a_minute() {
    let (address, api) = api::serve().await;
    let mut eve = Visitor::new(&shop(address), HOME);
    for code in 0..10 {
        eve.post("/shop/cart/codes", &format!("codes=GUESS{code}")).await;
        let cart = eve.get("/shop/cart").await;
        assert!(cart.text.contains("This code is not valid.") && !cart.text.contains(WAIT), "{code}: {}", cart.text);
    }
    let quotes = api.lock().unwrap().quotes;
    eve.post("/shop/cart/codes", "codes=GUESS10").await;
    eve.get("/shop?coupon=GUESS11").await;
    eve.post("/shop/cart/codes", "sync=1&codes=GUESS12").await;
    assert_eq!(api.lock().unwrap().quotes, quotes, "nothing more was asked");
    let cart = eve.get("/shop/cart").await;
    assert!(cart.text.contains(WAIT) && !cart.text.contains("This code is not valid."), "{}", cart.text);
}

#[tokio::test]
async fn who_forgets_the_cookie_is_counted_by_the_address() {
    let (address, _) = api::serve().await;
    let shop = shop(address);
    for code in 0..30 {
        Visitor::new(&shop, HOME).post("/shop/cart/codes", &format!("codes=GUESS{code}")).await;
    }
    let mut eve = Visitor::new(&shop, HOME);
    eve.post("/shop/cart/codes", "codes=GUESS30").await;
    assert!(eve.get("/shop/cart").await.text.contains(WAIT));
    let mut ana = Visitor::new(&shop, IpAddr::from([192, 0, 2, 8]));
    ana.post("/shop/cart/codes", "codes=GUESS30").await;
    assert!(!ana.get("/shop/cart").await.text.contains(WAIT), "others do not wait for it");
}
