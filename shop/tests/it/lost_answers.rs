//! An order is placed and nobody hears of it: the shopper is led to it, and never buys twice.

use std::net::SocketAddr;

use crate::api::{self, Api};
use crate::visitor::{HOME, Visitor, shop};

const ADDRESS: &str = "name=Ana&email=ana%40shop.example&street=Way+1&postcode=1&city=X&country=FR&expected_total=";

/// At the checkout with so many mugs.
async fn at_the_checkout(address: SocketAddr, units: u32) -> Visitor {
    let mut ana = Visitor::new(&shop(address), HOME);
    ana.post("/shop/cart/add", &format!("product=mug&quantity={units}")).await;
    let checkout = ana.get("/shop/checkout").await;
    assert!(checkout.text.contains("data-place"), "{}", checkout.text);
    ana
}

/// Places the order and hears nothing of it, though it is placed.
async fn place_unheard(ana: &mut Visitor, api: &Api, total: u32) -> String {
    // The call and its repeat.
    api.lock().unwrap().loses = 2;
    let placed = ana.post("/shop/checkout/place", &format!("{ADDRESS}{total}")).await;
    assert_eq!(placed.location, "/shop/checkout");
    let orders = api.lock().unwrap().orders.clone();
    orders.into_keys().next().unwrap()
}

fn orders(api: &Api) -> usize {
    api.lock().unwrap().orders.len()
}

#[tokio::test]
async fn the_checkout_leads_to_the_order_also_in_another_language() {
    for path in ["/shop/checkout", "/shop/checkout?lang=fr", "/shop/cart"] {
        let (address, api) = api::serve().await;
        let mut ana = at_the_checkout(address, 2).await;
        let order = place_unheard(&mut ana, &api, 2_000).await;
        let shown = ana.get(path).await;
        assert_eq!(shown.location, format!("/shop/orders/{order}"), "{path}: {}", shown.text);
        assert!(ana.get(&shown.location).await.text.contains(&order));
        assert!(!ana.get("/shop/cart?lang=en").await.text.contains("Mug"), "what was bought left the cart");
        assert_eq!(orders(&api), 1);
    }
}

#[tokio::test]
async fn placing_again_is_the_same_order() {
    let (address, api) = api::serve().await;
    let mut ana = at_the_checkout(address, 1).await;
    let order = place_unheard(&mut ana, &api, 1_000).await;
    let placed = ana.post("/shop/checkout/place", &format!("{ADDRESS}1000")).await;
    assert_eq!((orders(&api), placed.location), (1, format!("/shop/orders/{order}")));
}

#[tokio::test]
async fn a_cart_that_changed_since_becomes_an_order_of_its_own_and_it_is_said() {
    let (address, api) = api::serve().await;
    let mut ana = at_the_checkout(address, 1).await;
    let first = place_unheard(&mut ana, &api, 1_000).await;
    ana.post("/shop/cart", "quantity-mug=3").await;
    let placed = ana.post("/shop/checkout/place", &format!("{ADDRESS}3000")).await;
    assert_eq!((orders(&api), placed.location.as_str()), (1, "/shop/checkout"), "they hear of the first one before");
    let checkout = ana.get("/shop/checkout").await;
    assert!(checkout.text.contains(&format!("Order {first} was placed")), "{}", checkout.text);
    assert!(!checkout.text.contains("Nothing was ordered"), "{}", checkout.text);
    let placed = ana.post("/shop/checkout/place", &format!("{ADDRESS}3000")).await;
    assert_eq!(orders(&api), 2);
    assert!(placed.location.starts_with("/shop/orders/") && !placed.location.ends_with(&first), "{}", placed.location);
}

#[tokio::test]
async fn another_total_is_not_the_order_that_was_placed() {
    let (address, api) = api::serve().await;
    let mut ana = at_the_checkout(address, 1).await;
    let first = place_unheard(&mut ana, &api, 1_000).await;
    // A code that is typed in another tab.
    ana.post("/shop/checkout/codes", "sync=1&codes=LATER").await;
    let checkout = ana.get("/shop/checkout").await;
    assert!(checkout.text.contains(&format!("Order {first} was placed")), "{}", checkout.text);
    assert_eq!(orders(&api), 1);
}

#[tokio::test]
async fn a_commit_that_still_runs_keeps_its_id() {
    let (address, api) = api::serve().await;
    let mut ana = at_the_checkout(address, 1).await;
    api.lock().unwrap().hangs = 1;
    ana.post("/shop/checkout/place", &format!("{ADDRESS}1000")).await;
    assert_eq!(orders(&api), 0);
    // Another language asks for another hold, of the same order.
    let checkout = ana.get("/shop/checkout?lang=fr").await;
    assert!(checkout.text.contains("data-place"), "{}", checkout.text);
    let placed = ana.post("/shop/checkout/place", &format!("{ADDRESS}1000")).await;
    assert!(
        placed.location.starts_with("/shop/orders/"),
        "{}: {}",
        placed.location,
        ana.get("/shop/checkout").await.text
    );
    assert_eq!(orders(&api), 1);
}

#[tokio::test]
async fn who_signs_out_before_it_is_known_finds_the_order_again_and_buys_nothing_twice() {
    for signs_in_again in [true, false] {
        let (address, api) = api::serve().await;
        let mut ben = Visitor::new(&shop(address), HOME);
        ben.post("/shop/account/sign-in", "customer=ben").await;
        ben.post("/shop/cart/add", "product=mug&quantity=1").await;
        ben.get("/shop/checkout").await;
        ben.post("/shop/checkout/codes", "sync=1&codes=LATER").await;
        ben.get("/shop/checkout").await;
        api.lock().unwrap().loses = 2;
        ben.post("/shop/checkout/place", &format!("{ADDRESS}1000&service=ground")).await;
        let first = api.lock().unwrap().orders.keys().next().unwrap().clone();
        api.lock().unwrap().is_silent = true;
        ben.post("/shop/account/sign-out", "").await;
        api.lock().unwrap().is_silent = false;
        if signs_in_again {
            let account = ben.post("/shop/account/sign-in", "customer=ben").await.location;
            let account = ben.get(&account).await.text;
            assert!(account.contains(&format!("Order {first} was placed")), "{account}");
            assert!(ben.get(&format!("/shop/orders/{first}")).await.text.contains(&first), "it is theirs");
        } else {
            // Whoever comes next is neither shown the order nor left with its goods; nothing is held for an empty cart.
            assert_eq!(ben.get("/shop/checkout").await.location, "/shop/cart");
            assert!(!ben.get(&format!("/shop/orders/{first}")).await.text.contains("LATER"));
        }
        assert!(!ben.get("/shop/cart").await.text.contains("Mug"), "what was bought left the cart");
        assert_eq!(orders(&api), 1);
    }
}

#[tokio::test]
async fn while_nobody_knows_nothing_is_placed_and_nobody_else_signs_in() {
    let (address, api) = api::serve().await;
    let mut ana = at_the_checkout(address, 1).await;
    let first = place_unheard(&mut ana, &api, 1_000).await;
    api.lock().unwrap().is_silent = true;
    let shown = ana.get("/shop/checkout").await;
    assert!(shown.location.is_empty() && !shown.text.contains("data-place"), "{}", shown.text);
    ana.post("/shop/account/sign-in", "customer=ben").await;
    assert!(!ana.get("/shop/account").await.text.contains("Sign out"));
    // Whoever signs out leaves it behind: it is told, and what was bought is not bought again.
    ana.post("/shop/account/sign-out", "").await;
    api.lock().unwrap().is_silent = false;
    assert_eq!(ana.get("/shop/cart").await.location, format!("/shop/orders/{first}"));
    assert_eq!(orders(&api), 1);
}
