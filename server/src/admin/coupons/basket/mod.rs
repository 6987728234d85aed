//! The test basket: a coupon, saved or still being written, tried on a cart.
//!
//! [`fields`] is what is typed, [`cart`] the cart it stands for, [`outcome`] what came of it in words, [`keep`] how a
//! basket is kept, [`page`] the pages.

mod cart;
mod fields;
mod keep;
mod outcome;
mod page;

pub(in crate::admin) use fields::usual_currency;
pub(super) use page::{show_basket, try_drafted, try_stored};
