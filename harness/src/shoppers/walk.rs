//! One shopper after another, from the catalogue to the order.

use std::fmt;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use serde_json::Value;

use super::browser::{Browser, Shown};
use super::{APPLY, REFERENCE, RUSH, Street, Told};
use crate::draw::Draw;

/// What became of the walks.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) orders: u64,
    left: u64,
    pub(super) applied: u64,
    refused: u64,
    changed: u64,
}

impl Seen {
    pub(super) const fn and(self, other: Self) -> Self {
        Self {
            orders: self.orders + other.orders,
            left: self.left + other.left,
            applied: self.applied + other.applied,
            refused: self.refused + other.refused,
            changed: self.changed + other.changed,
        }
    }
}

impl fmt::Display for Seen {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { orders, left, applied, refused, changed } = self;
        write!(
            out,
            "{orders} orders, {left} left the checkout; codes applied {applied}, refused with a reason {refused}; "
        )?;
        write!(out, "{changed} were shown another total before they paid")
    }
}

/// Walks until the time is over. What goes wrong is noted, and the next shopper comes.
pub(super) async fn walk(street: &Street, round: u64, shopper: usize) -> Seen {
    let stream = round << 32 | u64::try_from(shopper).unwrap_or_default();
    let mut draw = Draw::new(street.arguments.seed, stream);
    let mut seen = Seen::default();
    // They do not all come at once.
    pause(street, &mut draw).await;
    while Instant::now() < street.until {
        let mut one = Shopper { street, draw: &mut draw, browser: Browser::new(street.address), seen: &mut seen };
        if let Err(fault) = one.shop().await {
            street.faults.borrow_mut().push(format!("{fault:#}"));
            pause(street, &mut draw).await;
        }
    }
    seen
}

async fn pause(street: &Street, draw: &mut Draw) {
    tokio::time::sleep(Duration::from_millis(draw.between(0, street.arguments.pause * 2))).await;
}

struct Shopper<'a> {
    street: &'a Street,
    draw: &'a mut Draw,
    browser: Browser,
    seen: &'a mut Seen,
}

impl Shopper<'_> {
    async fn shop(&mut self) -> anyhow::Result<()> {
        let catalogue = self.look("the catalogue", "/shop").await?;
        let products: Vec<&str> = between_all(&catalogue, "href=\"/shop/products/", "\"");
        ensure!(!products.is_empty(), "the catalogue has no products");
        let product = (*self.draw.pick(&products)).to_owned();
        self.look("a product", &format!("/shop/products/{product}")).await?;
        let units = self.draw.between(1, 4);
        self.send("put into the cart", "/shop/cart/add", &format!("product={product}&quantity={units}")).await?;
        let cart = self.look("the cart", "/shop/cart").await?;
        if !cart.contains("/shop/checkout") || !cart.contains("<tessera-box") {
            // What was picked is sold out.
            return Ok(());
        }
        let code = self.draw.pick(&RUSH).0;
        let applies = self.type_code(&cart, code).await?;
        if applies {
            self.seen.applied += 1;
        } else {
            self.seen.refused += 1;
        }
        // The page tells the shop's server which codes stand in its box.
        self.send("the shop's server hears of it", "/shop/cart/codes", &format!("sync=1&codes={code}")).await?;
        let checkout = self.look("the checkout, which reserves", "/shop/checkout").await?;
        if self.draw.chance(10) {
            let hold = between(&checkout, "data-hold=\"", "\"").context("the checkout holds something")?.to_owned();
            let left = self.browser.post("/shop/checkout/leave", &format!("hold={hold}")).await?;
            ensure!(left.status == 204, "leaving: {}", left.status);
            self.seen.left += 1;
            return Ok(());
        }
        self.place(checkout, code).await
    }

    /// Types a code into the box, which asks the API with the page's token.
    async fn type_code(&mut self, cart: &str, code: &str) -> anyhow::Result<bool> {
        let token = between(cart, "token=\"", "\"").context("the box has a token")?;
        let key = &self.street.publishable_key;
        let json = between(cart, "<script type=\"application/json\">", "</script>").context("the box has a cart")?;
        let body = format!("{{\"cart\":{json},\"discounts\":{{\"codes\":[\"{code}\"]}}}}");
        pause(self.street, self.draw).await;
        let sent = Instant::now();
        let answer = self.browser.api("POST", "/v1/quotes", key, Some(token), &body).await?;
        self.street.figures.borrow_mut().add(APPLY, sent.elapsed());
        ensure!(answer.status == 200, "applying a code: {} {}", answer.status, answer.text);
        let quote: Value = serde_json::from_str(&answer.text)?;
        // What a request costs on this machine at this moment.
        let sent = Instant::now();
        let alive = self.browser.get("/healthz").await?;
        self.street.figures.borrow_mut().add(REFERENCE, sent.elapsed());
        ensure!(alive.status == 200, "the reference: {}", alive.status);
        let has = |list: &str| {
            let entries = quote["discounts"][list].as_array().into_iter().flatten();
            entries.into_iter().any(|entry| entry["code"] == code)
        };
        ensure!(has("applied") != has("rejected"), "the code is neither applied nor refused: {quote}");
        Ok(has("applied"))
    }

    /// Pays. Another total is looked at and agreed to.
    async fn place(&mut self, mut checkout: String, code: &'static str) -> anyhow::Result<()> {
        let person = self.draw.between(1, self.street.arguments.people);
        for _ in 0..4 {
            let total = between(&checkout, "name=\"expected_total\" value=\"", "\"");
            let total = total.context("the checkout has a total")?.to_owned();
            let form = format!(
                "name=P{person}&email=p{person}%40shop.example&street=Way+1&postcode=1000&city=X&country=FR&payment=card&expected_total={total}"
            );
            let placed = self.send("place the order", "/shop/checkout/place", &form).await?;
            if let Some(order) = placed.location.strip_prefix("/shop/orders/") {
                let order = order.to_owned();
                let page = self.look("the order", &placed.location).await?;
                let told = Told { total: total.parse()?, person, code: page.contains(code).then_some(code) };
                self.street.orders.borrow_mut().insert(order, told);
                self.seen.orders += 1;
                return Ok(());
            }
            ensure!(placed.location == "/shop/checkout", "placing leads to {}", placed.location);
            checkout = self.look("the checkout, shown again", "/shop/checkout").await?;
            // Nothing but another total is a reason.
            ensure!(checkout.contains(CHANGED), "the order was refused: {}", notices(&checkout));
            self.seen.changed += 1;
        }
        anyhow::bail!("the order was never placed")
    }

    async fn look(&mut self, step: &'static str, path: &str) -> anyhow::Result<String> {
        pause(self.street, self.draw).await;
        let sent = Instant::now();
        let shown = self.browser.get(path).await.with_context(|| step)?;
        self.street.figures.borrow_mut().add(step, sent.elapsed());
        ensure!(shown.status == 200, "{step}: {} {}", shown.status, shown.text);
        Ok(shown.text)
    }

    async fn send(&mut self, step: &'static str, path: &str, form: &str) -> anyhow::Result<Shown> {
        pause(self.street, self.draw).await;
        let sent = Instant::now();
        let shown = self.browser.post(path, form).await.with_context(|| step)?;
        self.street.figures.borrow_mut().add(step, sent.elapsed());
        ensure!(shown.status == 303, "{step}: {} {}", shown.status, shown.text);
        Ok(shown)
    }
}

/// What the shop says of an order at a total that it is not any more.
const CHANGED: &str = "The price changed before your order was placed.";

/// What the shop says at the top of a page.
fn notices(page: &str) -> &str {
    between(page, "id=\"notices\"", "</div>").unwrap_or("nothing is said")
}

/// What stands between two texts, at the first place.
fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    text.split_once(before)?.1.split_once(after).map(|(found, _)| found)
}

/// The same, at every place.
fn between_all<'a>(text: &'a str, before: &str, after: &str) -> Vec<&'a str> {
    text.split(before).skip(1).filter_map(|rest| Some(rest.split_once(after)?.0)).collect()
}
