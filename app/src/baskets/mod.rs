//! Saved test baskets: carts that are priced again and again, to see what a change of coupons does. One that says what is
//! to come of it is a test case of a coupon.

mod basket;
mod create_basket;
mod delete_basket;
mod list_baskets;
mod quote_basket;
mod read_basket;
mod run_cases;
mod update_basket;

pub use basket::{Basket, Expected};
pub use run_cases::CaseOutcome;
