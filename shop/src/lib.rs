//! The demo shop.
//!
//! **Purpose.** A whole shop, from the catalogue to the refund, as an example for who builds one: it knows no other crate
//! of the product and talks to the public HTTP API alone. Its server has a secret key with the scopes of a shop, its pages a
//! publishable key and a signed token of the customer.
//!
//! **Not here.** Prices: every number on a page is one that the API said. Nothing is kept but sessions, in memory.
//!
//! **Where to start.** [`router`] lists the pages. `pages/checkout.rs` is the way of an order: reserve when the checkout is
//! shown, commit when it is placed, release when it is left. `cart.rs` writes the cart as the API takes it, `api/` is the
//! client, `tokens.rs` signs for the browser, and `session.rs` is what the shop remembers of a visitor.

mod api;
mod assets;
mod cart;
mod catalogue;
mod checkout;
mod codes;
mod form;
mod gate;
mod guesses;
mod links;
mod money;
mod options;
mod pages;
mod priced;
mod qr;
mod session;
mod state;
mod texts;
mod times;
mod tokens;
mod visit;

use axum::Router;
use axum::middleware;
use axum::response::Redirect;
use axum::routing::{get, post};

pub use options::{Service, ShopOptions};
pub use state::ShopError;

use crate::state::Shop;

/// The longest body of a form.
const LONGEST_FORM: usize = 64 * 1_024;

/// The shop, every path of it below `/shop`.
///
/// # Errors
/// [`ShopError`] when the address of the API is of no use.
pub fn router(options: ShopOptions) -> Result<Router, ShopError> {
    let shop = Shop::new(options)?;
    let pages = Router::new()
        .route("/shop", get(pages::catalogue::show))
        .route("/shop/", get(|| async { Redirect::permanent("/shop") }))
        .route("/shop/products/{id}", get(pages::product::show))
        .route("/shop/cart", get(pages::cart::show).post(pages::cart::change))
        .route("/shop/cart/add", post(pages::cart::add))
        .route("/shop/cart/codes", post(pages::cart::change_codes))
        .route("/shop/checkout", get(pages::checkout::show).post(pages::checkout::update))
        .route("/shop/checkout/codes", post(pages::checkout::change_codes))
        .route("/shop/checkout/place", post(pages::checkout::place))
        .route("/shop/checkout/leave", post(pages::checkout::leave))
        .route("/shop/orders/{id}", get(pages::order::show))
        .route("/shop/orders/{id}/mail", get(pages::mail::show))
        .route("/shop/orders/{id}/refund", post(pages::order::refund))
        .route("/shop/account", get(pages::account::show))
        .route("/shop/account/sign-in", post(pages::account::sign_in))
        .route("/shop/account/sign-out", post(pages::account::sign_out))
        .route("/shop/wallet", get(pages::wallet::show))
        .route("/shop/wallet/codes", post(pages::wallet::add_code))
        .route("/shop/wallet/claim", post(pages::wallet::claim))
        .route("/shop/wallet/use", post(pages::wallet::use_now))
        .route("/shop/assets/{file}", get(assets::read))
        .route("/shop/{*rest}", get(pages::lost::show))
        .layer(axum::extract::DefaultBodyLimit::max(LONGEST_FORM))
        .layer(middleware::from_fn_with_state(shop.clone(), gate::pass));
    Ok(pages.with_state(shop))
}
