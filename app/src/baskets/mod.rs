//! Saved test baskets: carts that are priced again and again, to see what a change of coupons does.

mod basket;
mod create_basket;
mod delete_basket;
mod list_baskets;
mod quote_basket;
mod read_basket;
mod update_basket;

pub use basket::Basket;
