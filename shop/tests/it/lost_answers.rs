//! An order is placed and nobody hears of it.

use crate::api;
use crate::visitor::{HOME, Visitor, shop};

const ADDRESS: &str = "name=Ana&email=ana%40shop.example&street=Way+1&postcode=1&city=X&country=FR&expected_total=";

async fn at_the_checkout(visitor: &mut Visitor, units: u32) {
    visitor.post("/shop/cart/add", &format!("product=mug&quantity={units}")).await;
    let checkout = visitor.get("/shop/checkout").await;
    assert!(checkout.text.contains("data-place"), "{}", checkout.text);
}

#[tokio::test]
async fn the_checkout_leads_to_the_order_that_was_placed_unheard() {
    let (address, api) = api::serve().await;
    let mut ana = Visitor::new(&shop(address), HOME);
    at_the_checkout(&mut ana, 2).await;
    // The call and its repeat.
    api.lock().unwrap().loses = 2;
    let placed = ana.post("/shop/checkout/place", &format!("{ADDRESS}2000")).await;
    assert_eq!(placed.location, "/shop/checkout");
    let order = api.lock().unwrap().orders.first().unwrap().clone();
    let shown = ana.get("/shop/checkout?lang=fr").await;
    assert_eq!(shown.location, format!("/shop/orders/{order}"), "{}", shown.text);
    let cart = ana.get("/shop/cart?lang=en").await;
    assert!(!cart.text.contains("Mug"), "what was bought left the cart");
    assert_eq!(api.lock().unwrap().orders.len(), 1, "nothing was bought twice");
}

#[tokio::test]
async fn placing_again_is_the_same_order() {
    let (address, api) = api::serve().await;
    let mut ana = Visitor::new(&shop(address), HOME);
    at_the_checkout(&mut ana, 1).await;
    api.lock().unwrap().loses = 2;
    ana.post("/shop/checkout/place", &format!("{ADDRESS}1000")).await;
    let placed = ana.post("/shop/checkout/place", &format!("{ADDRESS}1000")).await;
    let orders = api.lock().unwrap().orders.clone();
    assert_eq!((orders.len(), placed.location), (1, format!("/shop/orders/{}", orders.first().unwrap())));
}

#[tokio::test]
async fn a_cart_that_changed_since_becomes_an_order_of_its_own() {
    let (address, api) = api::serve().await;
    let mut ana = Visitor::new(&shop(address), HOME);
    at_the_checkout(&mut ana, 1).await;
    api.lock().unwrap().loses = 2;
    ana.post("/shop/checkout/place", &format!("{ADDRESS}1000")).await;
    let first = api.lock().unwrap().orders.first().unwrap().clone();
    ana.post("/shop/cart", "quantity-mug=3").await;
    let checkout = ana.get("/shop/checkout").await;
    assert!(checkout.text.contains(&format!("Order {first} was placed")), "{}", checkout.text);
    let placed = ana.post("/shop/checkout/place", &format!("{ADDRESS}3000")).await;
    let orders = api.lock().unwrap().orders.clone();
    assert_eq!(orders.len(), 2);
    assert!(placed.location.starts_with("/shop/orders/") && !placed.location.ends_with(&first), "{}", placed.location);
}
