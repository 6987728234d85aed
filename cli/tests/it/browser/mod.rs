//! The admin pages as people use them: in Chromium, on the real binary. `pages.rs` is the list of pages that are looked at
//! one by one; the other tests are what somebody does. `tab.rs` is a person's tab.
//!
//! `cargo x test fast` leaves these tests out by this module's name.

mod axe;
mod chromium;
mod find;
mod page_list;
mod pages;
mod shop;
mod tab;

mod away;
mod codes;
mod coupons;
mod first_day;
mod keyboard;
mod kinds;
mod no_script;
mod storefront;
mod together;
mod widget;
