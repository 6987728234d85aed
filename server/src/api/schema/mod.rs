//! How answers look, for the description. What goes in is described by the engine beside where it is read
//! (`tessera_engine::schema`); a test holds every answer against what is said here.

#![allow(dead_code, reason = "read by `utoipa` only")]

pub(crate) mod backtest;
pub(crate) mod basket;
pub(crate) mod batch;
pub(crate) mod bulk;
pub(crate) mod calculator;
pub(crate) mod campaign;
pub(crate) mod category;
pub(crate) mod claim;
pub(crate) mod code;
pub(crate) mod coupon;
pub(crate) mod customer;
pub(crate) mod event;
pub(crate) mod health;
pub(crate) mod job;
pub(crate) mod lint;
pub(crate) mod list;
pub(crate) mod messages;
pub(crate) mod order;
pub(crate) mod past_order;
pub(crate) mod problem;
pub(crate) mod product;
pub(crate) mod quote;
pub(crate) mod redemption;
pub(crate) mod reservation;
pub(crate) mod segment;
pub(crate) mod settings;
pub(crate) mod template;
pub(crate) mod unsaved;
pub(crate) mod view;
pub(crate) mod webhook;
