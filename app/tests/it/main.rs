//! The use cases over a database in memory, with a clock that the test owns.

mod coupons;
mod limits;
mod shop;
mod validity;
