//! Counts what a price refused.

use jiff::Timestamp;
use tessera_engine::cart::Cart;
use tessera_engine::{Quote, Reason};

use super::tally::Attempt;
use crate::identity::identities;
use crate::settings::StoreSettings;
use crate::start::App;

/// Seconds of an hour.
const HOUR: i64 = 3_600;

impl App {
    /// Counts the coupons that a price for a shopper refused.
    pub(crate) fn note_failed_attempts(&self, quote: &Quote, who: &str, settings: &StoreSettings, at: Timestamp) {
        if quote.discounts.rejected.is_empty() {
            return;
        }
        let day = at.to_zoned(settings.zone()).date().to_string();
        for rejected in quote.discounts.rejected.iter().filter(|rejected| rejected.reason != Reason::AlreadyApplied) {
            let Some(coupon_id) = rejected.coupon_id.as_deref() else { continue };
            let code = rejected.code.as_deref();
            let attempt = Attempt { coupon_id, code, reason: rejected.reason.as_str(), who };
            self.inner.failed_attempts.add(&attempt, &day, at.as_second().div_euclid(HOUR));
        }
    }
}

/// What tells one shopper from another: the account or the e-mail, else the device or the address, else what is in the
/// cart.
pub(crate) fn shopper(cart: &Cart, settings: &StoreSettings) -> String {
    let known = identities(cart.customer.as_ref(), settings.normalise_email);
    if !known.is_empty() {
        return known.join(" ");
    }
    let context = &cart.context;
    if let Some(device) = context.device_id.as_deref().or(context.ip.as_deref()) {
        return device.to_owned();
    }
    let lines = cart.line_items.iter().map(|line| format!("{}x{}", line.product_id, line.quantity));
    lines.collect::<Vec<_>>().join(" ")
}
