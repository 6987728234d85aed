//! Never silently: what stops an order. HTTP contract, section 3.

use serde_json::json;
use tessera_engine::{Quote, Reason};
use tessera_store::redemptions::OrderRecord;

use crate::problem::{ErrorCode, Problem};

/// An order that was placed elsewhere is changed by telling it again.
pub(crate) fn refuse_past(order: &OrderRecord) -> Result<(), Problem> {
    if order.is_past { Err(Problem::of(ErrorCode::OrderIsPast)) } else { Ok(()) }
}

/// Another total than the shopper agreed to changes nothing.
pub(crate) fn refuse_changed_total(quote: &Quote, expected_total: Option<i64>) -> Result<(), Problem> {
    match expected_total {
        Some(expected) if expected != quote.totals.total => {
            let detail = format!(
                "The total is {}, not {expected}. Nothing was changed. Agree to it with a new `Idempotency-Key`.",
                quote.totals.total
            );
            Err(Problem::new(ErrorCode::TotalChanged, detail).with("quote", json!(quote)))
        }
        _ => Ok(()),
    }
}

/// A presented code or claim that gives nothing stops the order, unless the caller agreed to the total or to `partial`.
/// A code typed twice is not lost.
pub(crate) fn refuse_lost_discount(quote: &Quote, is_agreed: bool) -> Result<(), Problem> {
    let lost = quote.discounts.rejected.iter().filter(|rejected| rejected.reason != Reason::AlreadyApplied).count();
    if lost == 0 || is_agreed {
        return Ok(());
    }
    Err(Problem::of(ErrorCode::DiscountNotAvailable).with("rejected", json!(quote.discounts.rejected)))
}
