//! What a backtest goes by, worked out once.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use tessera_engine::cart::Cart;
use tessera_engine::compiled::CompiledCoupon;
use tessera_engine::coupon::{Activation, Status, Validity};
use tessera_engine::facts::Facts;
use tessera_engine::{Coupon, Presented, Quote, Request, Terms, evaluate};

use super::request::BacktestRequest;
use crate::live::Live;

/// The coupon alone, with the settings and categories of now.
pub(super) struct Plan {
    /// What is asked about.
    pub(super) coupon_id: String,
    /// The coupon as if it had been in force all the time.
    pub(super) coupon: Arc<CompiledCoupon>,
    /// From when to when.
    pub(super) period: BacktestRequest,
    /// Settings, categories, segments.
    pub(super) live: Arc<Live>,
    /// The store's zone, for days and months.
    pub(super) zone: TimeZone,
    presented: [Presented; 1],
}

impl Plan {
    /// The question is what the coupon would have done: its status and its dates, and those of its campaign, are not
    /// asked, and how a shopper gets it is no matter.
    pub(super) fn new(coupon_id: &str, terms: Terms, period: BacktestRequest, live: Arc<Live>) -> Self {
        let terms = Terms {
            status: Status::Enabled,
            activation: Activation::Code,
            validity: Validity::default(),
            campaign_id: None,
            ..terms
        };
        let coupon = Coupon { id: coupon_id.to_owned(), version: 1, terms };
        let coupon = Arc::new(CompiledCoupon::new(coupon));
        let zone = live.settings.zone();
        let presented =
            Presented { code: Some("backtest".to_owned()), coupon: Some(Arc::clone(&coupon)), ..Presented::default() };
        Self { coupon_id: coupon_id.to_owned(), coupon, period, live, zone, presented: [presented] }
    }

    /// The price of an order with the coupon and nothing else.
    pub(super) fn price(&self, cart: &Cart, at: Timestamp, facts: &Facts) -> Quote {
        evaluate(&Request {
            cart,
            now: at,
            settings: &self.live.settings.pricing,
            automatic: &[],
            presented: &self.presented,
            declined: &[],
            facts,
            categories: &self.live.categories,
            explain: false,
            first_order: None,
        })
    }
}
